//! Reading a payer's answer (271): whose it is, and what it says.

mod asked;
mod outcome;
mod span;
mod told;

pub use asked::Asked;
pub use told::{Told, told};

use super::benefit::{Benefit, BenefitKind, Contact, Dated, said};
use super::finding::{Finding, Reason, ReasonCode, Rejection, RejectionLevel};
use super::question::Question;
use super::{State, difference, summary};
use chrono::{DateTime, Utc};
use model::event::EligibilityOutcome;
use outcome::Verdict;
use x12::eligibility::{self as x, FollowUp, Response};

/// What an answer amounts to.
#[derive(Debug)]
pub enum Reading {
    Answered(State),
    Rejected(State),
    /// Rejected for now: the same question may be answered in a moment.
    Unavailable(State),
    Unreadable,
    /// More statements than can be kept.
    TooLarge,
    Mismatched,
}

/// Real answers have some hundred statements; one of more than this is no answer to anybody.
const MOST_BENEFITS: usize = 50_000;

pub fn read(text: &str, question: &Question, now: DateTime<Utc>) -> Reading {
    let Ok(all) = told(text) else { return Reading::Unreadable };
    if all.iter().map(|told| told.response.benefits.len()).sum::<usize>() > MOST_BENEFITS {
        return Reading::TooLarge;
    }
    match all.iter().find(|told| is_ours(&told.response, question)) {
        Some(told) => judge(told, question, now),
        None if all.is_empty() => Reading::Unreadable,
        None => Reading::Mismatched,
    }
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

fn judge(told: &Told, question: &Question, now: DateTime<Utc>) -> Reading {
    let response = &told.response;
    let asked = Asked {
        service_types: &question.check.service_types,
        day: question.check.service_date,
        answered: response.header.created.date(),
    };
    let finding = Box::new(Finding {
        answered_at: Some(now),
        differences: difference::between(response, question),
        ..understand(told, &asked)
    });
    let undetermined = finding.outcome == EligibilityOutcome::Undetermined;
    match undetermined && !finding.rejections.is_empty() {
        false => Reading::Answered(State::Answered(finding)),
        true if response.all_rejections().all(may_pass) => Reading::Unavailable(State::Rejected(finding)),
        true => Reading::Rejected(State::Rejected(finding)),
    }
}

/// Everything one response says, to somebody who asked this.
pub fn understand(told: &Told, asked: &Asked<'_>) -> Finding {
    let Told { response, .. } = told;
    let benefits = told.benefits();
    let rejections: Vec<Rejection> = response.all_rejections().map(Rejection::from).collect();
    let people: Vec<&x::Patient> =
        [response.dependent.as_ref(), response.subscriber.as_ref()].into_iter().flatten().collect();
    let (outcome, reason, basis) = concluded(&benefits, &people, &rejections, asked);
    Finding {
        outcome,
        reason,
        basis,
        answered_at: None,
        plan: summary::plan(&benefits),
        enrollment: summary::enrollment(&benefits, &people),
        copay: summary::copay(&benefits, asked),
        coinsurance: summary::coinsurance(&benefits, asked),
        deductible: summary::personal(&benefits, BenefitKind::Deductible, asked),
        out_of_pocket: summary::personal(&benefits, BenefitKind::OutOfPocket, asked),
        cost_shares: summary::shares(&benefits, asked),
        accumulators: summary::accumulators(&benefits, asked),
        limits: summary::limits(&benefits),
        authorization_required: summary::authorization_rules(&benefits),
        not_covered: summary::not_covered(&benefits),
        other_payers: summary::other_payers(&benefits),
        bill_instead: summary::bill_instead(&benefits, &response.payer),
        primary_care_provider: summary::primary_care_provider(&benefits),
        contacts: response.payer_contacts.iter().map(Contact::from).collect(),
        messages: summary::messages(&benefits),
        rejections,
        differences: Vec::new(),
        not_understood: response.unread.0.iter().filter_map(said).collect(),
        benefits,
    }
}

type Conclusion = (EligibilityOutcome, Option<Reason>, Option<super::finding::Basis>);

/// A rejection explains an outcome that is not determined, and nothing else.
fn concluded(
    benefits: &[Benefit],
    people: &[&x::Patient],
    rejections: &[Rejection],
    asked: &Asked<'_>,
) -> Conclusion {
    let dates = people.iter().map(|person| &person.dates).find(|dates| !dates.is_empty());
    let enrolled: Vec<Dated> = dates.into_iter().flatten().map(Dated::from).collect();
    let undetermined = EligibilityOutcome::Undetermined;
    match (outcome::decide(benefits, &enrolled, asked), rejections.first()) {
        (Verdict::Determined(outcome, basis), _) => (outcome, None, Some(basis)),
        (Verdict::Undetermined(reason), None) => (undetermined, Some(reason.into()), None),
        (Verdict::Undetermined(_), Some(rejection)) => {
            let (meaning, action) = (rejection.meaning.clone(), rejection.action.clone());
            (
                undetermined,
                Some(Reason { code: ReasonCode::RejectedByPayer, meaning, action, detail: None }),
                None,
            )
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
        let follow_up = aaa.follow_up.code().to_owned();
        Self { code, level, meaning: meaning.to_owned(), action: action.to_owned(), follow_up }
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
mod decided;
#[cfg(test)]
mod golden;
#[cfg(test)]
mod independent;
#[cfg(test)]
mod published;
#[cfg(test)]
mod reachable;
#[cfg(test)]
mod tests;
