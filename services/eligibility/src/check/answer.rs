//! Reading a payer's answer (271): whose it is, and what it says.

use super::benefit::{Benefit, BenefitKind};
use super::finding::{Finding, Reason, ReasonCode, Rejection, RejectionLevel};
use super::question::Question;
use super::service_type::PLAN;
use super::{State, difference, summary};
use chrono::{DateTime, Utc};
use model::event::EligibilityOutcome;
use x12::Interchange;
use x12::eligibility::{self as x, FollowUp, Response};

/// What an answer amounts to.
#[derive(Debug)]
pub enum Reading {
    Answered(State),
    Rejected(State),
    /// Rejected for now: the same question may be answered in a moment.
    Unavailable(State),
    Unreadable,
    Mismatched,
}

pub fn read(text: &str, question: &Question, now: DateTime<Utc>) -> Reading {
    let Some(responses) = responses(text) else { return Reading::Unreadable };
    match responses.iter().find(|response| is_ours(response, question)) {
        Some(response) => judge(response, question, now),
        None => Reading::Mismatched,
    }
}

/// Every response of every 271 in the text; none where there is no readable one.
fn responses(text: &str) -> Option<Vec<Response>> {
    if text.contains('\0') {
        return None;
    }
    let interchanges = Interchange::read(text).ok()?;
    let sets = interchanges.iter().flat_map(Interchange::transactions).filter(|set| set.st01 == "271");
    let parsed: Result<Vec<_>, _> = sets.map(Response::parse_all).collect();
    let responses = parsed.ok()?.concat();
    (!responses.is_empty()).then_some(responses)
}

/// By the trace number first, then by the member: an answer about someone else is never shown.
fn is_ours(response: &Response, question: &Question) -> bool {
    let Some(patient) = response.patient() else {
        // Rejected above the patient: nobody is named in it.
        return !response.rejections.is_empty();
    };
    let trace = question.check.trace();
    let traced = response.echoed_trace().map_or(&response.header.reference, |echo| &echo.number);
    if *traced != trace {
        return false;
    }
    let named = response.subscriber.as_ref().map_or("", difference::member_id);
    let same_member =
        difference::canonical(named) == difference::canonical(question.coverage.member_id.as_str());
    let corrected = [response.subscriber.as_ref(), response.dependent.as_ref()].into_iter().flatten();
    let corrected = corrected.filter_map(|person| person.relationship.as_ref()).any(|r| r.identity_changed);
    named.is_empty() || same_member || corrected || difference::is_same_person(patient, &question.patient)
}

fn judge(response: &Response, question: &Question, now: DateTime<Utc>) -> Reading {
    let benefits: Vec<Benefit> = response.benefits.iter().map(Benefit::from).collect();
    let rejections: Vec<Rejection> = response.all_rejections().map(Rejection::from).collect();
    let outcome = outcome(&benefits, question);
    let rejected = outcome == EligibilityOutcome::Undetermined && !rejections.is_empty();
    let finding = Box::new(Finding {
        outcome,
        reason: reason(outcome, &rejections),
        answered_at: Some(now),
        plan: summary::plan(&benefits),
        copay: summary::copay(&benefits),
        deductible: summary::limit(&benefits, BenefitKind::Deductible),
        out_of_pocket: summary::limit(&benefits, BenefitKind::OutOfPocket),
        benefits,
        rejections,
        differences: difference::between(response, question),
    });
    match rejected {
        false => Reading::Answered(State::Answered(finding)),
        true if response.all_rejections().all(may_pass) => Reading::Unavailable(State::Rejected(finding)),
        true => Reading::Rejected(State::Rejected(finding)),
    }
}

/// What was asked about decides; only where the payer says nothing of it does the rest.
fn outcome(benefits: &[Benefit], question: &Question) -> EligibilityOutcome {
    let asked = |benefit: &&Benefit| {
        let mut codes = question.check.service_types.codes().chain([PLAN]);
        benefit.codes.eb03.is_empty() || codes.any(|code| benefit.has_service_type(code))
    };
    let says = |kind, only_asked: bool| {
        let mut stated = benefits.iter().filter(|benefit| benefit.kind == kind);
        stated.any(|benefit| !only_asked || asked(&benefit))
    };
    for only_asked in [true, false] {
        if says(BenefitKind::Active, only_asked) {
            return EligibilityOutcome::Active;
        }
        if says(BenefitKind::Inactive, only_asked) {
            return EligibilityOutcome::Inactive;
        }
    }
    EligibilityOutcome::Undetermined
}

fn reason(outcome: EligibilityOutcome, rejections: &[Rejection]) -> Option<Reason> {
    match (outcome, rejections.first()) {
        (EligibilityOutcome::Active | EligibilityOutcome::Inactive, _) => None,
        (EligibilityOutcome::Undetermined, None) => Some(ReasonCode::NothingStated.into()),
        (EligibilityOutcome::Undetermined, Some(rejection)) => {
            let (meaning, action) = (rejection.meaning.clone(), rejection.action.clone());
            Some(Reason { code: ReasonCode::RejectedByPayer, meaning, action })
        }
    }
}

/// A payer that wants days of patience is not asked again within minutes.
fn may_pass(rejection: &x::Rejection) -> bool {
    rejection.is_retryable()
        && !matches!(rejection.follow_up, FollowUp::WaitTenDays | FollowUp::WaitThirtyDays)
}

impl From<&x::Rejection> for Rejection {
    fn from(aaa: &x::Rejection) -> Self {
        let known = aaa.explain();
        let meaning =
            known.map_or("The payer gives a reason that is not in the list.", |known| known.meaning);
        let action = known.map_or("Call the payer and name the code.", |known| known.advice);
        let (code, level) = (String::from(&aaa.code), level(aaa.level));
        Self { code, level, meaning: meaning.to_owned(), action: action.to_owned() }
    }
}

fn level(level: x::RejectionLevel) -> RejectionLevel {
    match level {
        x::RejectionLevel::Source => RejectionLevel::Source,
        x::RejectionLevel::Payer => RejectionLevel::Payer,
        x::RejectionLevel::Provider => RejectionLevel::Provider,
        x::RejectionLevel::Subscriber => RejectionLevel::Subscriber,
        x::RejectionLevel::Dependent => RejectionLevel::Dependent,
        x::RejectionLevel::Benefit => RejectionLevel::Benefit,
    }
}

#[cfg(test)]
mod tests;
