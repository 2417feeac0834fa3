//! The messages the pharmacy writes.

use chrono::{DateTime, FixedOffset, SubsecRound as _, Utc};
use script::{
    Body, CancelOutcome, CancelRxResponse, Decimal, ErrorCode, ErrorReport, FillStatus, Medication, Message,
    MessageId, NewRx, Quantity, Remark, RxFill, StatusCode, Text, reply,
};
use sha2::{Digest as _, Sha256};

use super::magic::Magic;

/// Answers to one message, each under a MessageID made from the message's own and what the answer says: asked again,
/// the pharmacy writes the same.
pub(super) struct Letters<'m> {
    pub to: &'m Message,
    pub now: DateTime<Utc>,
}

impl Letters<'_> {
    pub fn status(&self, code: StatusCode) -> anyhow::Result<Message> {
        let id = self.id(&format!("status {code}"))?;
        Ok(reply::status(self.to, code, id, self.sent_time()))
    }

    pub fn error(&self, code: ErrorCode, why: &str) -> anyhow::Result<Message> {
        let id = self.id(&format!("error {code}"))?;
        let report = ErrorReport::of(code, Text::new(why).ok());
        Ok(reply::error(self.to, report, id, self.sent_time()))
    }

    pub fn verify(&self) -> anyhow::Result<Message> {
        let (id, code) = (self.id("verify")?, StatusCode::AcceptedByReceiver);
        Ok(self.numbered(reply::verify(self.to, code, id, self.sent_time())))
    }

    pub fn fill(&self, prescription: &NewRx, magic: Magic) -> anyhow::Result<Message> {
        let noted = |note: &str| Remark { note: Text::new(note).ok(), ..Remark::default() };
        let prescribed = &prescription.medication;
        let (status, dispensed) = match magic {
            Magic::NotDispense => (FillStatus::NotDispensed(noted("Not picked up, returned to stock")), None),
            Magic::PartiallyDispense => {
                let quantity = prescribed.quantity.clone().map(half);
                let partial = Medication { quantity, ..prescribed.clone() };
                (FillStatus::PartiallyDispensed(noted("Half in stock, the rest is ordered")), Some(partial))
            }
            _ => (FillStatus::Dispensed(noted("Dispensed as written")), Some(prescribed.clone())),
        };
        let prescribed = Some(prescribed.clone());
        let parties = prescription.parties.clone();
        let fill = RxFill { status, parties, dispensed, prescribed, other: Vec::new() };
        Ok(self.numbered(self.answer("fill", Body::RxFill(Box::new(fill)))?))
    }

    pub fn cancel_response(&self, outcome: CancelOutcome) -> anyhow::Result<Message> {
        let response = CancelRxResponse { outcome, parties: None, other: Vec::new() };
        self.answer("cancel", Body::CancelRxResponse(Box::new(response)))
    }

    fn answer(&self, kind: &str, body: Body) -> anyhow::Result<Message> {
        Ok(reply::answer(self.to, body, self.id(kind)?, self.sent_time()))
    }

    fn sent_time(&self) -> DateTime<FixedOffset> {
        self.now.trunc_subsecs(0).fixed_offset()
    }

    /// With the pharmacy's own number of the prescription.
    fn numbered(&self, mut message: Message) -> Message {
        let digits = self.digest("prescription") % 10_000_000;
        message.header.rx_reference_number = Text::new(format!("{digits:07}")).ok();
        message
    }

    fn id(&self, kind: &str) -> anyhow::Result<MessageId> {
        Ok(MessageId::new(format!("{:032x}", self.digest(kind)))?)
    }

    fn digest(&self, kind: &str) -> u128 {
        let header = &self.to.header;
        let hash = Sha256::new()
            .chain_update(header.to.id.as_str())
            .chain_update([0])
            .chain_update(header.message_id.as_str())
            .chain_update([0])
            .chain_update(kind)
            .finalize();
        hash.iter().take(16).fold(0, |number, &byte| number << 8 | u128::from(byte))
    }
}

/// Half of a whole number, rounded up; anything else as it is.
fn half(quantity: Quantity) -> Quantity {
    let whole = quantity.value.to_string().parse::<u32>();
    Quantity { value: whole.map_or(quantity.value, |whole| Decimal::from(whole.div_ceil(2))), ..quantity }
}

/// What is said about a cancel.
pub(super) fn outcome(dispensed: Option<bool>) -> CancelOutcome {
    let refused = |reason: &str| {
        let reason = Text::new(reason).ok();
        CancelOutcome::Denied(Remark { reason, ..Remark::default() })
    };
    match dispensed {
        Some(false) => {
            let note = Text::new("Never dispensed, cancelled at the pharmacy").ok();
            CancelOutcome::Approved(Remark { note, ..Remark::default() })
        }
        Some(true) => refused("Already dispensed"),
        None => refused("Prescription not found"),
    }
}
