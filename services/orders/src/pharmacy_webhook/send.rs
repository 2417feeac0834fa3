//! The sender of pings: each under the id it was committed with, as often as it takes within reason.

use super::{Webhook, store};
use crate::settings::Pings;
use chrono::{DateTime, Utc};
use model::PharmacyId;
use platform::client::{self, Outside, Reach};
use platform::outbound::{self, Intent};
use platform::webhook::request;
use platform::{Db, Sealing, Tx};
use serde_json::json;
use std::rc::Rc;
use uuid::Uuid;

#[derive(Clone)]
pub struct Bell {
    http: Outside,
    settings: Rc<Pings>,
}

/// What came of a try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answer {
    Taken,
    /// The same again will not do better.
    Refused,
    NotNow,
}

impl Bell {
    pub fn new(settings: Pings) -> anyhow::Result<Self> {
        Ok(Self { http: Outside::open(Reach::of(settings.local_webhooks))?, settings: Rc::new(settings) })
    }

    /// One try of one ping. What waits stays in the queue whether or not the pharmacy hears of it.
    pub async fn ring(&self, db: &Db, intent: Intent) -> anyhow::Result<()> {
        let (context, sealing) = (intent.context(), db.sealing()?);
        let pharmacy = PharmacyId(intent.subject);
        let find = async move |tx: &mut Tx| anyhow::Ok(store::find(tx, pharmacy).await?);
        let answer = match db.read(&context, find).await? {
            Some(webhook) => self.send(&webhook, &sealing, intent.key.parse()?, platform::now()).await?,
            None => Answer::Refused,
        };
        let pause = (answer == Answer::NotNow).then(|| self.settings.pause_after(intent.attempts)).flatten();
        db.transaction(&context, async move |tx| match pause {
            Some(pause) => anyhow::Ok(outbound::put_off(tx, &intent, pause).await?),
            None => anyhow::Ok(outbound::settle(tx, &intent).await?),
        })
        .await
    }

    async fn send(
        &self,
        to: &Webhook,
        sealing: &Sealing,
        id: Uuid,
        now: DateTime<Utc>,
    ) -> anyhow::Result<Answer> {
        if !(to.url.is_encrypted() || self.settings.local_webhooks) {
            return Ok(Answer::Refused);
        }
        let body = json!({"type": "queue.waiting", "data": {"pharmacy_id": to.pharmacy_id}});
        let secret = to.secret(sealing)?;
        let Ok(request) = request(&self.http, id, (&to.url, &secret), body.to_string(), now) else {
            return Ok(Answer::Refused);
        };
        Ok(match request.send().await.map(|response| response.status()) {
            Ok(status) if status.is_success() => Answer::Taken,
            Ok(status) if status.as_u16() == 410 => Answer::Refused,
            Err(error) if client::barred(&error).is_some() => Answer::Refused,
            Ok(_) | Err(_) => Answer::NotNow,
        })
    }
}
