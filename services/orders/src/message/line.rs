//! The line to a pharmacy or a network: one message out, one answer back.

mod seats;

use crate::network::token::{self, Fresh};
use crate::network::{self, Credentials, Network, credentials};
use crate::pharmacy::{Pharmacy, Way};
use crate::settings::Delivery;
use chrono::{DateTime, Utc};
use model::NetworkId;
use platform::client::{self, BadAnswer, Barred, Outside, Reach, bounded_text};
use platform::{Db, Tx, mint};
use reqwest::ClientBuilder;
use reqwest::header::CONTENT_TYPE;
use script::Message;
use seats::Seats;
use std::cell::RefCell;
use std::collections::HashMap;
use std::time::Duration;
use uuid::Uuid;

/// A pharmacy's answer is a small message; more than this is a mistake.
const ANSWER_LIMIT: usize = 256 * 1024;

const PRIVATE: &str = "its address lies in a private network, which the settings forbid";
const IN_THE_CLEAR: &str = "its address lies in the public internet, where prescriptions travel encrypted only: name an https:// address";

pub struct Line {
    http: Outside,
    reach: Reach,
    limit: Duration,
    seats: Seats,
    /// Clients that show a certificate or trust another authority, by the network's version.
    furnished: RefCell<HashMap<(NetworkId, i64), Outside>>,
}

/// What is to be posted where.
pub struct Letter {
    pub door: Door,
    /// NewRx, CancelRx, or what answers a request.
    pub transaction: String,
    pub xml: String,
}

/// Where a message goes, and how we prove there who we are.
pub enum Door {
    Pharmacy(reqwest::Url),
    Network(Box<(Network, Option<Credentials>)>),
}

/// What one try came to.
pub enum Reply {
    Message {
        message: Box<Message>,
        xml: String,
    },
    /// Something came back that is no SCRIPT message.
    Nonsense {
        why: String,
        body: String,
    },
    /// Nobody knows whether it arrived.
    Silence(String),
}

impl Door {
    /// The way to a pharmacy as it stands now; none for one that takes what is for it from the queue.
    ///
    /// # Errors
    /// There is none, in words for the history.
    pub async fn of(
        tx: &mut Tx,
        db: &Db,
        pharmacy: &Pharmacy,
    ) -> anyhow::Result<Result<Option<Self>, String>> {
        Ok(match pharmacy.way() {
            Some(Way::Endpoint(connection)) => Ok(Some(Self::Pharmacy(connection.endpoint.url()))),
            Some(Way::Queue) => Ok(None),
            Some(Way::Network(id)) => match network::store::open(tx, || db.sealing(), id).await {
                Ok(Some(network)) => Ok(Some(Self::Network(Box::new(network)))),
                Ok(None) => Err("the network of the pharmacy is gone".to_owned()),
                Err(error) => {
                    tracing::error!(network = %id, error = %format!("{error:#}"), "its credentials cannot be opened");
                    Err("the credentials of the network cannot be opened".to_owned())
                }
            },
            None => Err("the pharmacy takes no electronic prescriptions any more".to_owned()),
        })
    }

    fn url(&self) -> reqwest::Url {
        match self {
            Self::Pharmacy(url) => url.clone(),
            Self::Network(network) => network.0.door.endpoint.url(),
        }
    }
}

impl Line {
    pub fn open(delivery: &Delivery) -> anyhow::Result<Self> {
        let reach = Reach::of(delivery.private_networks);
        Ok(Self {
            http: Outside::open(reach)?,
            reach,
            limit: delivery.limit(),
            seats: Seats::default(),
            furnished: RefCell::default(),
        })
    }

    /// None, without a try, while the partner has enough to do.
    pub async fn post(&self, letter: Letter, now: DateTime<Utc>) -> Option<Reply> {
        let _seat = self.seats.take(&letter.door.url())?;
        Some(self.try_to_post(letter, now).await)
    }

    async fn try_to_post(&self, letter: Letter, now: DateTime<Utc>) -> Reply {
        let Letter { door, xml, .. } = letter;
        let url = door.url();
        let (http, xml) = match self.prepare(&door, xml, now) {
            Ok(prepared) => prepared,
            Err(error) => {
                tracing::error!(error = %format!("{error:#}"), "the way to the network cannot be used");
                return Reply::Silence("the network's certificate or account cannot be used".to_owned());
            }
        };
        let request = match http.post(url.as_str()) {
            Ok(request) => request.header(CONTENT_TYPE, "application/xml; charset=utf-8"),
            Err(barred) => return Reply::Silence(forbidden(barred).to_owned()),
        };
        match request.timeout(self.limit).body(xml).send().await {
            Ok(response) => read(response).await,
            Err(error) => Reply::Silence(silence(&error).to_owned()),
        }
    }

    /// The client to use, and the message as it travels: the same bytes each time but for the proof of who we are.
    fn prepare(&self, door: &Door, xml: String, now: DateTime<Utc>) -> anyhow::Result<(Outside, String)> {
        let Door::Network(network) = door else { return Ok((self.http.clone(), xml)) };
        let (network, credentials) = network.as_ref();
        let fresh = Fresh { nonce: *mint::<Uuid>().as_bytes(), created: now };
        let xml = token::signed_in(&xml, network.account.as_ref(), credentials.as_ref(), fresh)?;
        Ok((self.client_of(network, credentials.as_ref())?, xml))
    }

    fn client_of(&self, network: &Network, secret: Option<&Credentials>) -> anyhow::Result<Outside> {
        let identity = secret.and_then(Credentials::identity).transpose()?;
        if identity.is_none() && network.authority.is_none() {
            return Ok(self.http.clone());
        }
        if let Some(known) = self.furnished.borrow().get(&(network.id, network.version)) {
            return Ok(known.clone());
        }
        let authority = network.authority.as_deref().and_then(credentials::certificate);
        let made = Outside::furnished(self.reach, |builder| {
            let builder = authority.into_iter().fold(builder, |one, trusted| one.tls_certs_merge([trusted]));
            identity.into_iter().fold(builder, ClientBuilder::identity)
        })?;
        self.furnished.borrow_mut().insert((network.id, network.version), made.clone());
        Ok(made)
    }
}

/// An Error may come with any HTTP status; only the message counts.
async fn read(response: reqwest::Response) -> Reply {
    match bounded_text(response, ANSWER_LIMIT).await {
        Ok(xml) => match script::parse(&xml) {
            Ok(message) => Reply::Message { message: Box::new(message), xml },
            Err(error) => {
                Reply::Nonsense { why: format!("the answer is no SCRIPT message: {error}"), body: xml }
            }
        },
        Err(BadAnswer::BrokeOff(error)) => Reply::Silence(silence(&error).to_owned()),
        Err(error) => Reply::Silence(error.to_string()),
    }
}

fn forbidden(barred: Barred) -> &'static str {
    match barred {
        Barred::Private => PRIVATE,
        Barred::InTheClear => IN_THE_CLEAR,
    }
}

/// Without the address: what went wrong, not with whom.
fn silence(error: &reqwest::Error) -> &'static str {
    if let Some(barred) = client::barred(error) {
        forbidden(barred)
    } else if error.is_timeout() {
        "no answer in time"
    } else if error.is_connect() {
        "it cannot be reached"
    } else {
        "the connection broke"
    }
}
