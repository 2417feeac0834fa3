//! Writing an order as OML^O21 of HL7 2.5.1.

use super::content::{Bill, Priority, Test};
use super::signing::Cast;
use super::{Content, Order};
use crate::laboratory::Laboratory;
use chrono::{DateTime, Utc};
use hl7::{Encoded, Header, Line, When, coded, components, text};
use model::event::CoverageSnapshot;
use model::{Address, Demographics, Relationship, Sex};

/// What an order message says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Control {
    /// NW.
    New,
    /// CA.
    Cancel,
}

impl Control {
    const fn code(self) -> &'static str {
        match self {
            Self::New => "NW",
            Self::Cancel => "CA",
        }
    }
}

/// The whole message under this number; the same each time it is written.
pub fn oml(
    order: &Order,
    cast: &Cast,
    laboratory: &Laboratory,
    (control, number): (Control, &str),
    now: DateTime<Utc>,
) -> String {
    let header = Header {
        sending_application: laboratory.our_application.to_string(),
        sending_facility: laboratory.our_facility.to_string(),
        receiving_application: laboratory.their_application.to_string(),
        receiving_facility: laboratory.their_facility.to_string(),
        sent_at: None,
        kind: ("OML".to_owned(), "O21".to_owned(), "OML_O21".to_owned()),
        control_id: number.to_owned(),
        processing: "P".to_owned(),
        version: "2.5.1".to_owned(),
    };
    let mut message = header.write(now, "UNICODE UTF-8");
    message.push_str(&patient(order, cast, laboratory).write());
    if order.content.bill == Bill::Insurance {
        let insurances = cast.coverages.iter().enumerate();
        message.extend(insurances.map(|(index, coverage)| insurance(index + 1, coverage, cast).write()));
    }
    for (index, test) in order.content.tests().iter().enumerate() {
        for line in group(order, cast, laboratory, (control, now), (index + 1, test)) {
            message.push_str(&line.write());
        }
    }
    message
}

fn patient(order: &Order, cast: &Cast, laboratory: &Laboratory) -> Line {
    let person = &cast.patient.demographics;
    let own = order.patient_id.to_string();
    let (number, kind) = match &cast.patient.mrn {
        Some(mrn) => (mrn.as_str(), "MR"),
        None => (own.as_str(), "PI"),
    };
    let number = components([number, "", "", laboratory.our_facility.as_str(), kind].map(text));
    let line = Line::new("PID")
        .field(1, text("1"))
        .field(3, number)
        .field(5, name(person))
        .field(7, text(&person.birth_date.format("%Y%m%d").to_string()))
        .field(8, text(sex(person.sex)));
    let line = match &person.address {
        Some(at) => line.field(11, address(at)),
        None => line,
    };
    line.optional(13, person.phone.as_ref().map(|phone| phone.as_str()))
}

fn name(person: &Demographics) -> Encoded {
    let further = |name: &Option<model::Name>| name.as_ref().map(ToString::to_string).unwrap_or_default();
    let (middle, suffix) = (further(&person.middle_name), further(&person.suffix));
    components([person.family_name.as_str(), person.given_name.as_str(), &middle, &suffix].map(text))
}

fn address(at: &Address) -> Encoded {
    let second = at.line2.as_ref().map_or("", |line| line.as_str());
    let parts = [at.line1.as_str(), second, at.city.as_str(), at.state.as_str(), at.postal_code.as_str()];
    components(parts.map(text))
}

/// Table 0001.
fn sex(sex: Sex) -> &'static str {
    match sex {
        Sex::Female => "F",
        Sex::Male => "M",
        Sex::Unknown => "U",
    }
}

fn insurance(number: usize, coverage: &CoverageSnapshot, cast: &Cast) -> Line {
    let insured = coverage.subscriber.as_ref().unwrap_or(&cast.patient.demographics);
    // Table 0063.
    let relationship = match coverage.relationship {
        Relationship::Own => "SEL",
        Relationship::Spouse => "SPO",
        Relationship::Child => "CHD",
        Relationship::Other => "OTH",
    };
    Line::new("IN1")
        .field(1, text(&number.to_string()))
        .field(2, text(coverage.payer_code.as_str()))
        .field(3, text(coverage.payer_code.as_str()))
        .field(4, text(coverage.payer_name.as_str()))
        .optional(8, coverage.group_number.as_ref().map(|group| group.as_str()))
        .field(16, name(insured))
        .field(17, text(relationship))
        .field(18, text(&insured.birth_date.format("%Y%m%d").to_string()))
        .field(36, text(coverage.member_id.as_str()))
}

/// ORC, TQ1, OBR, notes, diagnoses and specimen of one test.
fn group(
    order: &Order,
    cast: &Cast,
    laboratory: &Laboratory,
    (control, now): (Control, DateTime<Utc>),
    (index, test): (usize, &Test),
) -> Vec<Line> {
    let content = &order.content;
    let placer = components([order.order_number.as_str(), laboratory.our_facility.as_str()].map(text));
    let account = laboratory.account_number.as_ref().map_or("", |account| account.as_str());
    let place = cast.location.as_ref().map_or("", |location| location.name.as_str());
    let orc = Line::new("ORC")
        .field(1, text(control.code()))
        .field(2, placer.clone())
        .field(9, text(&When::written(now)))
        .field(12, provider(cast))
        .field(21, components([place, "", "", "", "", "", "", "", "", account].map(text)));
    let collected = content.specimen().and_then(|specimen| specimen.collected_at);
    let obr = Line::new("OBR")
        .field(1, text(&index.to_string()))
        .field(2, placer)
        .field(4, service(test))
        .optional(7, collected.map(When::written).as_deref())
        .field(16, provider(cast));
    let mut lines = vec![orc, timing(content), obr];
    if let Some(question) = &content.question {
        let note = Line::new("NTE").field(1, text("1")).field(2, text("P"));
        lines.push(note.field(3, text(question.as_str())));
    }
    lines.extend(content.diagnosis_codes.iter().enumerate().map(|(index, code)| {
        let line = Line::new("DG1").field(1, text(&(index + 1).to_string()));
        line.field(3, coded(code.as_str(), "", "I10")).field(6, text("W"))
    }));
    if let Some(specimen) = content.specimen() {
        let line = Line::new("SPM").field(1, text("1")).field(4, coded("", specimen.source.as_str(), ""));
        lines.push(line.optional(17, specimen.collected_at.map(When::written).as_deref()));
    }
    lines
}

fn timing(content: &Content) -> Line {
    // Table 0485.
    let priority = match content.priority {
        Priority::Routine => "R",
        Priority::Urgent => "A",
        Priority::Stat => "S",
    };
    Line::new("TQ1").field(1, text("1")).field(9, text(priority))
}

/// The performer's own code first, LOINC beside it where it is known.
fn service(test: &Test) -> Encoded {
    match &test.loinc {
        Some(loinc) => {
            let own = [test.code.as_str(), test.name.as_str(), "L"];
            components(own.into_iter().chain([loinc.as_str(), "", "LN"]).map(text))
        }
        None => coded(test.code.as_str(), test.name.as_str(), "L"),
    }
}

/// XCN by NPI.
fn provider(cast: &Cast) -> Encoded {
    let who = &cast.practitioner;
    let parts = [who.npi.as_str(), who.family_name.as_str(), who.given_name.as_str()];
    components(parts.into_iter().chain(["", "", "", "", "", "NPI", "", "", "", "NPI"]).map(text))
}
