//! Sending a prescription to another pharmacy: the first is asked to cancel it, the second gets it anew.

use super::cancel::take_back;
use super::pen::{Saying, Signer};
use super::seen as read_seen;
use super::successor::{OverrideAlerts, Successor};
use crate::history::Actor;
use crate::pharmacy;
use crate::prescription::progress::Progress;
use crate::prescription::state::Recall;
use crate::prescription::{Prescription, Refusal, State, store};
use crate::second_factor::prove::{ShownFactor, counted};
use crate::succession::{self, Links, Reason};
use actix_web::{post, web};
use model::{Note, PharmacyId, PrescriptionId};
use platform::idempotency::once;
use platform::{Body, Caller, Db, Id, IfMatch, Problem, Reply, mint};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangePharmacy {
    /// One of the directory that takes electronic prescriptions.
    pub pharmacy_id: PharmacyId,
    pub note: Option<Note>,
    pub override_alerts: Option<OverrideAlerts>,
    /// Where the practice's policy demands it.
    pub second_factor: Option<ShownFactor>,
}

/// The prescription for the other pharmacy, and the one it replaces.
#[derive(Serialize, ToSchema)]
pub struct PharmacyChanged {
    pub prescription: Prescription,
    pub replaced: Prescription,
    pub links: Links,
}

#[utoipa::path(request_body = ChangePharmacy, params(("id" = PrescriptionId, Path, description = "The prescription.")),
    responses((status = 201, description = "Signed for the other pharmacy; the first is asked to cancel.", body = PharmacyChanged)))]
#[post("/v1/prescriptions/{id}/change-pharmacy")]
/// Sends a prescription to another pharmacy.
///
/// The first pharmacy is asked to cancel with a CancelRx, and the same is signed and sent to the other under an order
/// number of its own. Until the first approves, `links.warning` says that the patient may get it twice. Nothing of what
/// was filled can be moved: what is partly dispensed is cancelled and prescribed anew by hand.
pub async fn change_pharmacy(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<PrescriptionId>,
    seen: IfMatch,
    body: Body<ChangePharmacy>,
) -> Result<Reply, Problem> {
    let (wish, client) = (body.value, caller.client.clone());
    let signer = Signer::of(&caller, &db, wish.second_factor.clone())?;
    let new_id = mint::<PrescriptionId>();
    let answer = once(&db, &caller, body.digest, async move |tx| {
        let now = signer.now();
        let before = read_seen(tx, id.0, seen).await?;
        movable(&before, wish.pharmacy_id)?;
        pharmacy::routes::is_known(tx, wish.pharmacy_id).await?;
        let mut draft = Prescription { pharmacy_id: wish.pharmacy_id, ..before.again(new_id) };
        // In America the day of UTC is never behind that of the wall: what is dropped here has begun there.
        draft.content.earliest_fill = before.content.earliest_fill.filter(|day| *day >= now.date_naive());
        if !matches!(before.state, State::Recalled(Recall::CancelPending { .. })) {
            let (by, reason) = (Actor::Client(client.clone()), Some("pharmacy_changed".to_owned()));
            take_back(tx, before, wish.note.as_ref(), reason, &by, now).await?;
        }
        let alerts = wish.override_alerts.clone();
        let successor =
            Successor { draft, of: id.0, reason: Reason::PharmacyChanged, alerts, saying: Saying::NewRx };
        let pen = signer.pen(tx).await?;
        let prescription = successor.sign(tx, &pen).await?;
        let links = succession::store::links(tx, new_id).await?;
        let replaced = store::find(tx, id.0).await?.ok_or_else(|| Problem::missing("prescription"))?;
        let version = prescription.version;
        let changed = PharmacyChanged { prescription, replaced, links };
        Ok(Reply::created(format!("/v1/prescriptions/{new_id}"), &changed)?.version(version))
    })
    .await;
    counted(&db, &caller, answer).await
}

fn movable(before: &Prescription, to: PharmacyId) -> Result<(), Refusal> {
    let filled = matches!(before.state.progress(), Some(Progress::Dispensed | Progress::PartiallyDispensed));
    if before.state.progress().is_none() || filled {
        return Err(Refusal::WrongStatus(before.state.status(), "sent to another pharmacy"));
    }
    if before.original_printed_at.is_some() {
        return Err(Refusal::OriginalPrinted);
    }
    if before.pharmacy_id == to { Err(Refusal::SamePharmacy) } else { Ok(()) }
}
