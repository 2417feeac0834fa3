//! Answering a request: what is authorised is signed, what is said is written, and both in one transaction.

use crate::medication::Catalogue;
use crate::message::{self, Logged};
use crate::pharmacy::{self, Pharmacy};
use crate::prescription::draft::DraftPrescription;
use crate::prescription::routes::{OverrideAlerts, Saying, Signer, Successor, mistaken};
use crate::prescription::{self, Prescription};
use crate::request::answer::{Answer, Outcome};
use crate::request::{DenialReason, Kind, Refusal, Request, continuable, hear, store};
use crate::second_factor::prove::{ShownFactor, counted};
use crate::succession::Reason;
use crate::task;
use chrono::{DateTime, Utc};
use model::event::{ChangeAnswered, RenewalAnswered};
use model::{Note, PharmacyRequestId, PrescriptionId};
use platform::request::Digest;
use platform::{Body, Caller, Db, IfMatch, Problem, Reply, Tx, idempotency, mint, outbound, outbox};
use script::Message;
use serde::Deserialize;
use utoipa::ToSchema;

/// Which request, and as which version the caller saw it.
#[derive(Clone, Copy)]
pub struct Seen {
    pub kind: Kind,
    pub id: PharmacyRequestId,
    pub version: IfMatch,
}

impl Seen {
    /// Locked to the end of the transaction.
    pub async fn lock(self, tx: &mut Tx) -> Result<Request, Problem> {
        let found = store::find_for_change(tx, self.id).await?.filter(|request| request.kind == self.kind);
        let request = found.ok_or_else(|| Problem::missing("request"))?;
        self.version.require(request.version)?;
        Ok(request)
    }
}

/// The request, what it continues, and for whom.
pub struct Matter {
    pub request: Request,
    pub before: Prescription,
    pharmacy: Pharmacy,
}

impl Matter {
    pub async fn of(tx: &mut Tx, request: Request) -> Result<Self, Problem> {
        let id = request.matched()?;
        let before = prescription::store::find_for_change(tx, id).await?;
        let before = before.ok_or_else(|| Problem::missing("prescription"))?;
        continuable(&before.state)?;
        let pharmacy = pharmacy::store::find_by_ncpdp(tx, &request.pharmacy).await?;
        Ok(Self { request, before, pharmacy: pharmacy.ok_or(Refusal::NoWayBack)? })
    }

    /// The same as before, for the pharmacy that asks.
    pub fn again(&self, id: PrescriptionId) -> Prescription {
        Prescription { pharmacy_id: self.pharmacy.id, ..self.before.again(id) }
    }

    /// Something else, for the same patient and the pharmacy that asks.
    pub fn drafted(&self, id: PrescriptionId, wish: DraftPrescription) -> Result<Prescription, Problem> {
        if (wish.patient_id, wish.pharmacy_id) != (self.before.patient_id, self.pharmacy.id) {
            return Err(Refusal::OtherParty.into());
        }
        let medication = Catalogue::get().find(&wish.medication.rxcui).ok_or_else(|| {
            Problem::invalid(
                "/prescription/medication/rxcui",
                "is not in the catalogue: take one of GET /v1/medications",
            )
        })?;
        Prescription::draft(id, wish, medication)
            .map_err(|mistakes| mistaken(mistakes).under("/prescription"))
    }
}

/// What every approval may say beside what it is.
#[derive(Clone)]
pub struct Said {
    pub note: Option<Note>,
    pub override_alerts: Option<OverrideAlerts>,
    pub second_factor: Option<ShownFactor>,
}

/// What is authorised: the kind of answer, and the prescription that is signed with it.
pub type Granted = (Outcome, Prescription);

/// Signs what is decided about a request with the prescriber's pen, and answers with it.
pub async fn grant(
    caller: Caller,
    db: &Db,
    seen: Seen,
    digest: Digest,
    said: Said,
    decide: impl Fn(&Matter, PrescriptionId) -> Result<Granted, Problem> + Clone + 'static,
) -> Result<Reply, Problem> {
    let signer = Signer::of(&caller, db, said.second_factor.clone())?;
    let new_id = mint::<PrescriptionId>();
    let answer = idempotency::once(db, &caller, digest, async move |tx| {
        let request = seen.lock(tx).await?;
        let matter = Matter::of(tx, request).await?;
        let granted = decide(&matter, new_id)?;
        authorise(tx, matter, granted, &said, &signer).await
    })
    .await;
    counted(db, &caller, answer).await
}

async fn authorise(
    tx: &mut Tx,
    matter: Matter,
    (outcome, draft): Granted,
    said: &Said,
    signer: &Signer,
) -> Result<Reply, Problem> {
    let pen = signer.pen(tx).await?;
    let (client, now) = (pen.client(), pen.now());
    let Matter { request, before, .. } = matter;
    let answer = Answer::of(outcome, said.note.as_ref().map(ToString::to_string));
    let reason = match request.kind {
        Kind::Renewal => Reason::Renewed,
        Kind::Change => Reason::Changed,
    };
    let saying = match asked(tx, &request).await? {
        Some(asked) => Saying::Answer(Box::new((asked, answer.clone()))),
        None => Saying::NewRx,
    };
    let alerts = said.override_alerts.clone();
    let signed = Successor { draft, of: before.id, reason, alerts, saying }.sign(tx, &pen).await?;
    let answer = Answer { new_prescription: Some(signed.id), ..answer };
    finish(tx, request.answered(answer, client.to_owned(), now)?, client, now).await
}

/// Answers without authorising anything.
pub async fn say(
    tx: &mut Tx,
    request: Request,
    answer: Answer,
    client: &str,
    now: DateTime<Utc>,
) -> Result<Reply, Problem> {
    request.is_unanswered()?;
    if let Some(asked) = asked(tx, &request).await? {
        if pharmacy::store::find_by_ncpdp(tx, &request.pharmacy).await?.is_none() {
            return Err(Refusal::NoWayBack.into());
        }
        let id = message::response_id(request.id)?;
        let written = answer.write(&asked, None, (id.clone(), now)).map_err(anyhow::Error::from)?;
        let logged = Logged::outgoing(mint(), &written, now)?.about(request.prescription_id);
        message::store::insert(tx, &logged).await?;
        outbound::intend(tx, "send_response", request.id.0, id.as_str()).await?;
    }
    finish(tx, request.answered(answer, client.to_owned(), now)?, client, now).await
}

/// The message that brought it.
async fn asked(tx: &mut Tx, request: &Request) -> Result<Option<Message>, Problem> {
    let Some(row) = request.message else { return Ok(None) };
    let raw = message::store::raw(tx, row).await?;
    Ok(Some(script::parse(&raw).map_err(anyhow::Error::from)?))
}

async fn finish(tx: &mut Tx, request: Request, client: &str, now: DateTime<Utc>) -> Result<Reply, Problem> {
    store::update(tx, &request).await?;
    let waiting = match request.kind {
        Kind::Renewal => task::Kind::RenewalRequested,
        Kind::Change => task::Kind::ChangeRequested,
    };
    for kind in [waiting, task::Kind::MessageUnmatched] {
        task::store::close(tx, kind, request.subject(), client, now).await?;
    }
    match request.kind {
        Kind::Renewal => outbox::put(tx, &RenewalAnswered(request.snapshot())).await?,
        Kind::Change => outbox::put(tx, &ChangeAnswered(request.snapshot())).await?,
    };
    Ok(Reply::ok(&request)?.version(request.version))
}

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DenyRequest {
    pub reason_code: DenialReason,
    /// Told to the pharmacy in these words: at most 70 characters.
    #[schema(max_length = 70)]
    pub note: Option<Note>,
}

pub async fn deny(caller: Caller, db: &Db, seen: Seen, body: Body<DenyRequest>) -> Result<Reply, Problem> {
    let (now, wish, client) = (platform::now(), body.value, caller.client.clone());
    if wish.note.as_ref().is_some_and(|note| note.as_str().chars().count() > 70) {
        return Err(Problem::invalid("/note", "must be at most 70 characters"));
    }
    idempotency::once(db, &caller, body.digest, async move |tx| {
        let request = seen.lock(tx).await?;
        let note = wish.note.as_ref().map(ToString::to_string);
        let answer = Answer { reason_code: Some(wish.reason_code), ..Answer::of(Outcome::Denied, note) };
        say(tx, request, answer, &client, now).await
    })
    .await
}

/// Which prescription it is about, by the judgement of a person.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AttachRequest {
    pub prescription_id: PrescriptionId,
}

pub async fn attach(
    caller: Caller,
    db: &Db,
    seen: Seen,
    body: Body<AttachRequest>,
) -> Result<Reply, Problem> {
    let (now, wish, client) = (platform::now(), body.value, caller.client.clone());
    idempotency::once(db, &caller, body.digest, async move |tx| {
        let request = seen.lock(tx).await?;
        let found = prescription::store::find(tx, wish.prescription_id).await?;
        let found =
            found.ok_or_else(|| Problem::invalid("/prescription_id", "names nothing in this practice"))?;
        if found.signature.is_none() {
            return Err(Refusal::NeverSigned.into());
        }
        let attached = request.attach(found.id, found.patient_id)?;
        store::update(tx, &attached).await?;
        task::store::close(tx, task::Kind::MessageUnmatched, attached.subject(), &client, now).await?;
        hear::call(tx, &attached, Some(&found), now).await?;
        Ok(Reply::ok(&attached)?.version(attached.version))
    })
    .await
}
