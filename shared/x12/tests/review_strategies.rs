//! Any request for review, and any response to one.

mod certification;
mod element;
mod line;
mod people;

use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use x12::eligibility::TimePeriod;
use x12::header::TransactionHeader;
use x12::name::Trace;
use x12::services_review::*;

use crate::values::moment;
use certification::certifications;
use element::*;
use line::line;
use people::{member, other_organization, participant, reference, rejection};

fn asked() -> BoxedStrategy<Asked> {
    let facility =
        (code(2), code(1)).prop_map(|(code, kind)| Facility { code, kind: FacilityKind::from_code(&kind) });
    let causes = (vec(code(2), 1..=3), maybe(), maybe()).prop_map(|(causes, state, country)| RelatedCauses {
        causes,
        state,
        country,
    });
    let words = (code(2), of(code(1)), of(code(2)), of(code(1)), of(code(1)));
    (words, maybe(), of(facility), of(causes), maybe(), maybe())
        .prop_map(
            |(
                (category, certification, level, condition, prognosis),
                service_type,
                facility,
                causes,
                release,
                delay,
            )| Asked {
                category: RequestCategory::from_code(&category),
                certification: certification.map(|code| CertificationType::from_code(&code)),
                service_type,
                facility,
                causes,
                level: level.map(|code| LevelOfService::from_code(&code)),
                condition: condition.map(|code| HealthCondition::from_code(&code)),
                prognosis: prognosis.map(|code| Prognosis::from_code(&code)),
                release,
                delay_reason: delay,
            },
        )
        .boxed()
}

fn verdict() -> BoxedStrategy<Verdict> {
    (code(2), maybe(), vec(code(3), 0..=5), of(answer()))
        .prop_map(|(action, number, reasons, second_opinion)| Verdict {
            action: Action::from_code(&action),
            number,
            reasons,
            second_opinion,
        })
        .boxed()
}

fn diagnosis() -> impl Strategy<Value = Diagnosis> {
    (code(3), code(7), of(date())).prop_map(|(kind, code, date)| Diagnosis {
        kind: DiagnosisKind::from_code(&kind),
        code,
        date,
    })
}

fn delivery() -> BoxedStrategy<Delivery> {
    (code(2), of(quantity()), maybe(), of(quantity()), of(code(2)), (maybe(), maybe(), maybe()))
        .prop_map(|(kind, quantity, per, modulus, period, (periods, pattern, time))| Delivery {
            kind: Some(QuantityKind::from_code(&kind)),
            quantity,
            per,
            modulus,
            period: period.map(|period| TimePeriod::from_code(&period)),
            periods,
            pattern,
            time,
        })
        .boxed()
}

fn attachment() -> BoxedStrategy<Attachment> {
    (code(2), code(2), maybe(), maybe())
        .prop_map(|(report_type, transmission, control_number, description)| Attachment {
            report_type,
            transmission,
            control_number,
            description,
        })
        .boxed()
}

fn review(asked: BoxedStrategy<Option<Asked>>) -> BoxedStrategy<Review> {
    let trace = (code(1), text(), maybe(), maybe()).prop_map(|(kind, number, originator, division)| Trace {
        kind,
        number,
        originator,
        division,
    });
    let dates =
        (code(3), period()).prop_map(|(kind, period)| ReviewDate::new(DateKind::from_code(&kind), period));
    let head = (vec(trace, 0..3), vec(rejection(), 0..2), asked, of(verdict()));
    let middle = (vec(reference(), 0..3), vec(dates, 0..3), vec(diagnosis(), 0..15), of(delivery()));
    let tail = (vec(attachment(), 0..2), vec(text(), 0..2), vec(participant(), 0..3));
    (head, middle, tail)
        .prop_map(
            |(
                (traces, rejections, asked, verdict),
                (references, dates, diagnoses, delivery),
                (attachments, messages, participants),
            )| Review {
                traces,
                rejections,
                asked,
                verdict,
                references,
                dates,
                diagnoses,
                delivery,
                attachments,
                messages,
                participants,
            },
        )
        .boxed()
}

fn service() -> BoxedStrategy<Service> {
    let tooth = (code(2), vec(code(1), 0..=5)).prop_map(|(code, surfaces)| Tooth { code, surfaces });
    (review(of(asked()).boxed()), of(line()), vec(tooth, 0..2))
        .prop_map(|(review, line, teeth)| Service { review, line, teeth })
        .boxed()
}

fn event() -> BoxedStrategy<PatientEvent> {
    let others = vec(other_organization(), 0..2);
    (review(asked().prop_map(Some).boxed()), certifications(), others, vec(service(), 0..3))
        .prop_map(|(review, certifications, other_organizations, services)| PatientEvent {
            review,
            certifications,
            other_organizations,
            services,
        })
        .boxed()
}

fn header() -> impl Strategy<Value = TransactionHeader> {
    text().prop_map(|reference| TransactionHeader::new(&reference, moment()))
}

pub fn request() -> impl Strategy<Value = ReviewRequest> {
    let kind = of(code(2)).prop_map(|kind| kind.map(|kind| ReviewKind::from_code(&kind)));
    let purpose = prop::sample::select(vec![
        ReviewPurpose::Request,
        ReviewPurpose::Cancellation,
        ReviewPurpose::AuthorityToDeduct,
    ]);
    (header(), (purpose, kind), participant(), participant(), member(), of(member()), event()).prop_map(
        |(header, (purpose, kind), organization, requester, subscriber, dependent, event)| ReviewRequest {
            purpose,
            kind,
            dependent,
            ..ReviewRequest::new(header, organization, requester, subscriber, event)
        },
    )
}

pub fn response() -> impl Strategy<Value = ReviewResponse> {
    let kind = of(code(2)).prop_map(|kind| kind.map(|kind| ReviewKind::from_code(&kind)));
    let people = (vec(participant(), 1..3), of((member(), of(member()), vec(event(), 0..3))));
    (header(), kind, vec(rejection(), 0..2), participant(), of(people)).prop_map(
        |(header, kind, rejections, organization, people)| {
            let (requesters, patient) = people.unwrap_or_default();
            let (subscriber, dependent, events) = match patient {
                Some((subscriber, dependent, events)) => (Some(subscriber), dependent, events),
                None => (None, None, Vec::new()),
            };
            let unread = Default::default();
            ReviewResponse {
                header,
                kind,
                rejections,
                organization,
                requesters,
                subscriber,
                dependent,
                events,
                unread,
            }
        },
    )
}
