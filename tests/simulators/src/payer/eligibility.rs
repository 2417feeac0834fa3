//! 270 in, 271 out.

use chrono::{DateTime, NaiveDate, Utc};
use x12::eligibility::{
    Benefit, BenefitKind, FollowUp, Inquiry, RESPONSE_GROUP, Rejection, RejectionLevel, Response,
};
use x12::header::TransactionHeader;
use x12::{Interchange, Text, X12Error};

use super::benefits;
use super::magic::Magic;
use crate::envelope::{Refused, Return, expect_kind, read_one, reject};
use crate::pace::Delay;

/// The inquiry whose member asks for this many refusals is answered afterwards.
const UNAVAILABLE_TIMES: u32 = 2;
const TEN_MEGABYTES: usize = 10 << 20;
/// MSG01 takes 264 characters.
const LONG_MESSAGE: usize = 250;

/// Who was asked about, and under which trace; the book keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    pub trace: String,
    pub member_id: String,
}

#[derive(Debug)]
pub struct Answer {
    pub asked: Vec<Asked>,
    pub magic: Magic,
    pub delay: Delay,
    pub reply: Reply,
}

#[derive(Debug, PartialEq, Eq)]
pub enum Reply {
    X12(String),
    Garbage(&'static str),
    ServerError,
}

/// `earlier` is how often a member was asked about before.
pub fn answer(text: &str, earlier: impl Fn(&str) -> u32, now: DateTime<Utc>) -> Result<Answer, Refused> {
    let interchange = read_one(text, now)?;
    let (mut asked, mut written, mut magic) = (Vec::new(), Vec::new(), Magic::Covered);
    for set in interchange.transactions() {
        let refused = |error| reject(&interchange, set.control, error, now);
        let inquiry = expect_kind(set, "270").and_then(|()| Inquiry::parse(set)).map_err(refused)?;
        let member_id = String::from(&inquiry.subscriber.party.id);
        magic = Magic::of(&member_id);
        let response = respond(&inquiry, magic, earlier(&member_id), now);
        written.push(response.write(set.control).map_err(refused)?);
        let trace = inquiry.trace().map(|trace| String::from(&trace.number)).unwrap_or_default();
        asked.push(Asked { trace, member_id });
    }
    let text = wrap(&interchange, &written, now).map_err(|error| Refused::Unreadable(error.to_string()))?;
    Ok(Answer { asked, magic, delay: delay(magic), reply: spoil(text, magic) })
}

fn wrap(
    interchange: &Interchange<'_>,
    written: &[x12::TransactionText],
    now: DateTime<Utc>,
) -> Result<String, X12Error> {
    Return::mirrored(interchange, now).wrap(RESPONSE_GROUP, x12::eligibility::IMPLEMENTATION, written)
}

fn delay(magic: Magic) -> Delay {
    match magic {
        Magic::Timeout => Delay::Silence,
        Magic::Slow => Delay::Slow,
        _ => Delay::None,
    }
}

/// What is wrong with the answer as a text.
fn spoil(mut text: String, magic: Magic) -> Reply {
    match magic {
        Magic::Garbage => Reply::Garbage("<html><body>The service is being maintained.</body></html>"),
        Magic::ServerError => Reply::ServerError,
        Magic::Cut => {
            text.truncate(text.len() / 2);
            Reply::X12(text)
        }
        _ => Reply::X12(text),
    }
}

pub(super) fn respond(inquiry: &Inquiry, magic: Magic, earlier: u32, now: DateTime<Utc>) -> Response {
    let mut response = Response {
        header: TransactionHeader::new(&inquiry.header.reference, now.naive_utc()),
        payer: inquiry.payer.clone(),
        provider: Some(inquiry.provider.clone()),
        subscriber: Some(inquiry.subscriber.clone()),
        dependent: inquiry.dependent.clone(),
        ..Response::default()
    };
    match rejection(magic, earlier) {
        Some(code) => {
            let follow_up = if code == "42" { FollowUp::ResendAllowed } else { FollowUp::CorrectAndResend };
            response.rejections = vec![Rejection::new(RejectionLevel::Subscriber, code, follow_up)];
        }
        None => response.benefits = benefits_of(magic),
    }
    let told = response.rejections.is_empty();
    for patient in [&mut response.subscriber, &mut response.dependent].into_iter().flatten() {
        patient.traces = patient.traces.iter().map(x12::name::Trace::echoed).collect();
        patient.dates = if told { benefits::plan_begin() } else { Vec::new() };
        benefits::complete(patient);
        if magic == Magic::OtherBirthDate {
            patient.birth = NaiveDate::from_ymd_opt(1970, 2, 3);
        }
        if magic == Magic::WrongTrace {
            patient.traces.iter_mut().for_each(|trace| trace.number = format!("NOT-{}", trace.number).into());
        }
    }
    response
}

/// AAA03.
fn rejection(magic: Magic, earlier: u32) -> Option<&'static str> {
    match magic {
        Magic::UnknownMemberId => Some("72"),
        Magic::UnknownSubscriber => Some("75"),
        Magic::Unavailable if earlier < UNAVAILABLE_TIMES => Some("42"),
        _ => None,
    }
}

fn benefits_of(magic: Magic) -> Vec<Benefit> {
    let mut benefits = if magic == Magic::Inactive { benefits::inactive() } else { benefits::covered() };
    if magic == Magic::Big {
        let messages = vec![Text::from("X".repeat(LONG_MESSAGE)); 10];
        let padding = Benefit { messages, ..Benefit::new(BenefitKind::Disclaimer) };
        benefits.extend(vec![padding; TEN_MEGABYTES / (10 * LONG_MESSAGE)]);
    }
    benefits
}
