//! What a message of the other side says about a prescription.

use crate::prescription::Evidence;
use crate::prescription::progress::Progress;
use chrono::NaiveDate;
use model::word_enum;
use script::{Body, CancelOutcome, ErrorReport, FillStatus, Message, Remark, StatusCode, Text, When};

word_enum! {
    /// Which of our messages is answered.
    About {
        /// The message that authorises it: a NewRx, or the answer to a pharmacy's request.
        Prescription = "prescription",
        Recall = "recall",
        /// An answer that authorises nothing.
        Answer = "answer",
    }
}

/// The reading of a message, or nothing when the transaction is none this service takes.
pub fn read(body: &Body, about: About) -> Option<Evidence> {
    match (body, about) {
        (Body::Status(_) | Body::Verify(_), About::Recall) => Some(Evidence::Nothing),
        (Body::Status(_) | Body::Verify(_) | Body::Error(_), About::Answer) => Some(Evidence::Nothing),
        (Body::Status(status), About::Prescription) => Some(status_evidence(&status.code)),
        (Body::Verify(verify), About::Prescription) if verify.code.is_accepted() => {
            Some(Evidence::Progress(Progress::Verified))
        }
        (Body::Verify(_), About::Prescription) => Some(Evidence::Nothing),
        (Body::Error(error), About::Prescription) => {
            Some(Evidence::Progress(Progress::Failed { reason: reason(error) }))
        }
        (Body::Error(error), About::Recall) => {
            let reason = format!("the request to cancel could not be delivered ({})", reason(error));
            Some(Evidence::CancelDenied { reason })
        }
        (Body::RxFill(fill), _) => Some(fill_evidence(&fill.status)),
        (Body::CancelRxResponse(response), _) => Some(cancel_evidence(&response.outcome)),
        _ => None,
    }
}

/// The day something was handed out, as the pharmacy tells it; that of the message when it tells none.
pub fn dispensed_on(message: &Message) -> Option<NaiveDate> {
    let Body::RxFill(fill) = &message.body else { return None };
    let handed_out = matches!(fill.status, FillStatus::Dispensed(_) | FillStatus::PartiallyDispensed(_));
    let told = fill.dispensed.as_ref().and_then(|dispensed| dispensed.last_fill).map(When::day);
    handed_out.then(|| told.unwrap_or_else(|| message.header.sent_time.date_naive()))
}

/// A code that is not known never counts as success.
fn status_evidence(code: &StatusCode) -> Evidence {
    match code {
        StatusCode::AcceptedByNetwork => Evidence::Progress(Progress::AcceptedByNetwork),
        StatusCode::AcceptedByReceiver => Evidence::Progress(Progress::AcceptedByPharmacy),
        StatusCode::Mailbox(_) | StatusCode::Other(_) => Evidence::Nothing,
    }
}

fn fill_evidence(status: &FillStatus) -> Evidence {
    match status {
        FillStatus::Dispensed(_) => Evidence::Progress(Progress::Dispensed),
        FillStatus::PartiallyDispensed(_) => Evidence::Progress(Progress::PartiallyDispensed),
        FillStatus::NotDispensed(remark) => {
            Evidence::Progress(Progress::NotDispensed { reason: remarked(remark) })
        }
        FillStatus::Transferred(_) => Evidence::Nothing,
    }
}

fn cancel_evidence(outcome: &CancelOutcome) -> Evidence {
    match outcome {
        CancelOutcome::Approved(remark) => Evidence::CancelApproved { note: remarked(remark) },
        CancelOutcome::Denied(remark) => {
            let reason = remarked(remark).unwrap_or_else(|| "the pharmacy gave no reason".to_owned());
            Evidence::CancelDenied { reason }
        }
    }
}

/// Codes first, then words.
fn remarked(remark: &Remark) -> Option<String> {
    let parts = remark.reason_codes.iter().chain(&remark.reason).chain(&remark.note);
    let text = parts.map(Text::as_str).collect::<Vec<_>>().join("; ");
    (!text.is_empty()).then_some(text)
}

pub fn reason(error: &ErrorReport) -> String {
    let described = error.description_code.iter().chain(&error.description).map(Text::as_str);
    std::iter::once(error.code.code()).chain(described).collect::<Vec<_>>().join(": ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use script::{ErrorCode, Status, Verify};

    fn text(text: &str) -> Text {
        Text::new(text).expect("plain")
    }

    #[test]
    fn only_known_codes_move_anything() {
        let status = |code: &str| read(&Body::Status(Status::of(text(code).into())), About::Prescription);
        assert_eq!(status("000"), Some(Evidence::Progress(Progress::AcceptedByNetwork)));
        assert_eq!(status("010"), Some(Evidence::Progress(Progress::AcceptedByPharmacy)));
        for code in ["001", "005", "937"] {
            assert_eq!(status(code), Some(Evidence::Nothing), "{code}");
        }
        let odd = Body::Verify(Verify::of(text("999").into()));
        assert_eq!(read(&odd, About::Prescription), Some(Evidence::Nothing));
    }

    #[test]
    fn an_error_means_what_it_answers() {
        let error = Body::Error(ErrorReport::of(ErrorCode::Rejected, Some(text("no such drug"))));
        let failed = Progress::Failed { reason: "900: no such drug".to_owned() };
        assert_eq!(read(&error, About::Prescription), Some(Evidence::Progress(failed)));
        assert!(matches!(read(&error, About::Recall), Some(Evidence::CancelDenied { .. })));
    }

    #[test]
    fn other_transactions_are_not_taken() {
        assert_eq!(read(&Body::Unknown("Hello".to_owned()), About::Prescription), None);
        let named = Body::Unmodelled { transaction: "RxTransfer".to_owned() };
        assert_eq!(read(&named, About::Prescription), None);
    }
}
