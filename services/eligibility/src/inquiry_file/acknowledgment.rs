//! What a 999 or TA1 says of a file: what of it was not taken, and why.

use std::collections::BTreeMap;
use x12::Interchange;
use x12::acknowledgment::{Ack999, AckStatus, SegmentError, Ta1, TransactionAck};
use x12::explain::{CodeList, explain};

/// What one acknowledgment says of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acknowledgment {
    /// ISA13 and GS06 of the file; ours are the same.
    pub control: u32,
    pub verdict: Verdict,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    Taken,
    /// These inquiries were refused, by ST02, each with its fault.
    PartlyRefused(BTreeMap<String, String>),
    /// Nothing of it was taken.
    Refused {
        because: String,
        /// Whose fault it is, by ST02, where that is told.
        faults: BTreeMap<String, String>,
    },
}

/// More faults than this are not told one by one.
const TOLD: usize = 3;
/// TA105: the interchange was received before, so the partner has it.
const DUPLICATE: &str = "025";

/// Every acknowledgment in one interchange; what cannot be read acknowledges nothing.
pub fn read(text: &str) -> Vec<Acknowledgment> {
    let interchanges = Interchange::read(text).unwrap_or_default();
    let of_interchanges =
        interchanges.iter().flat_map(|interchange| &interchange.interchange_acknowledgments);
    let of_interchanges = of_interchanges.filter_map(|segment| by_interchange(&Ta1::parse(segment).ok()?));
    let sets = interchanges.iter().flat_map(Interchange::transactions).filter(|set| set.st01 == "999");
    of_interchanges.chain(sets.filter_map(|set| by_group(&Ack999::parse(set).ok()?))).collect()
}

fn by_interchange(ta1: &Ta1) -> Option<Acknowledgment> {
    let verdict = match ta1.status {
        AckStatus::Accepted | AckStatus::AcceptedWithErrors => Verdict::Taken,
        _ if ta1.note == DUPLICATE => Verdict::Taken,
        _ => {
            let because = format!("TA1: {}", meaning(CodeList::InterchangeNote, &ta1.note));
            Verdict::Refused { because, faults: BTreeMap::new() }
        }
    };
    Some(Acknowledgment { control: ta1.control.trim().parse().ok()?, verdict })
}

fn by_group(ack: &Ack999) -> Option<Acknowledgment> {
    let taken = |status: &AckStatus| matches!(status, AckStatus::Accepted | AckStatus::AcceptedWithErrors);
    let refused = ack.transactions.iter().filter(|set| !taken(&set.status));
    let faults: BTreeMap<String, String> =
        refused.map(|set| (set.control.trim().to_owned(), fault(set))).collect();
    let verdict = match &ack.status {
        status if taken(status) || *status == AckStatus::PartiallyAccepted => match faults.is_empty() {
            true => Verdict::Taken,
            false => Verdict::PartlyRefused(faults),
        },
        _ => {
            let codes: Vec<String> =
                ack.codes.iter().map(|code| meaning(CodeList::GroupError, code)).collect();
            let because = match codes.is_empty() {
                true => "999: the group was refused as a whole".to_owned(),
                false => format!("999: {}", codes.join("; ")),
            };
            Verdict::Refused { because, faults }
        }
    };
    Some(Acknowledgment { control: ack.group.control.trim().parse().ok()?, verdict })
}

/// The segments at fault with their places; never what stood there.
fn fault(set: &TransactionAck) -> String {
    let mut told: Vec<String> = set.errors.iter().take(TOLD).map(segment).collect();
    if set.errors.len() > TOLD {
        told.push(format!("and {} more", set.errors.len() - TOLD));
    }
    if told.is_empty() {
        told = set.codes.iter().map(|code| meaning(CodeList::TransactionError, code)).collect();
    }
    if told.is_empty() {
        "999: the inquiry was refused".to_owned()
    } else {
        format!("999: {}", told.join("; "))
    }
}

fn segment(error: &SegmentError) -> String {
    let id: String = error.segment_id.chars().filter(char::is_ascii_alphanumeric).take(3).collect();
    let elements = error.elements.iter().take(TOLD).map(|element| {
        let component = element.component.map(|n| format!("-{n}")).unwrap_or_default();
        format!(
            ", {id}{:02}{component}: {}",
            element.position,
            meaning(CodeList::ElementError, &element.code)
        )
    });
    let code = meaning(CodeList::SegmentError, &error.code);
    format!("segment {id}, the {}. of the inquiry: {code}{}", error.position, elements.collect::<String>())
}

fn meaning(list: CodeList, code: &str) -> String {
    let known = explain(list, code).map(|known| known.meaning.trim_end_matches('.').to_owned());
    known.unwrap_or_else(|| {
        format!("code {}", code.chars().filter(char::is_ascii_alphanumeric).take(3).collect::<String>())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const ISA: &str = "ISA*00*          *00*          *ZZ*PAYER          *ZZ*US             *261124*1200*^*00501*000000007*0*T*:~";

    fn of_group(inner: &str) -> Verdict {
        let count = inner.matches('~').count() + 3;
        let text = format!(
            "{ISA}GS*FA*A*B*20261124*1200*9*X*005010X231A1~ST*999*0001*005010X231A1~AK1*HS*17*005010X279A1~{inner}\
             SE*{count}*0001~GE*1*9~IEA*1*000000007~"
        );
        let [Acknowledgment { control: 17, verdict }] = &read(&text)[..] else { panic!("one: {text}") };
        verdict.clone()
    }

    #[test]
    fn a_999_names_whose_fault_it_is_and_never_what_stood_there() {
        let named = "AK2*270*0002*005010X279A1~IK3*NM1*8**8~IK4*9*67*7*SECRET~IK5*R*5~AK2*270*0003*005010X279A1~IK5*A~";
        let Verdict::PartlyRefused(faults) = of_group(&format!("{named}AK9*P*3*3*2~")) else {
            panic!("partly")
        };
        assert_eq!(faults.keys().collect::<Vec<_>>(), ["0002"]);
        let told = &faults["0002"];
        assert!(told.starts_with("999: segment NM1, the 8. of the inquiry: "), "{told}");
        assert!(told.contains(", NM109: ") && !told.contains("SECRET"), "{told}");
        let Verdict::Refused { faults, because } = of_group(&format!("{named}AK9*R*3*3*0~")) else {
            panic!("all")
        };
        assert_eq!((faults.len(), because.as_str()), (1, "999: the group was refused as a whole"));
        for taken in ["AK9*A*3*3*3~", "AK9*E*3*3*3~", "AK9*P*3*3*2~", "AK2*270*0001~IK5*E~AK9*A*1*1*1~"] {
            assert_eq!(of_group(taken), Verdict::Taken, "{taken}");
        }
        let Verdict::Refused { faults, because } = of_group("AK9*R*3*3*0*5~") else { panic!("all") };
        assert!(faults.is_empty() && because.len() > "999: ".len());
    }

    #[test]
    fn a_ta1_speaks_of_the_whole_file() {
        for (code, note, taken) in [
            ("A", "000", true),
            ("E", "001", true),
            ("R", "006", false),
            ("R", "025", true),
            ("Z", "000", false),
        ] {
            let text = format!("{ISA}TA1*000000017*261124*1200*{code}*{note}~IEA*0*000000007~");
            let [Acknowledgment { control: 17, verdict }] = &read(&text)[..] else { panic!("one") };
            assert_eq!(*verdict == Verdict::Taken, taken, "{code} {note}");
        }
        for nothing in ["", "hello", ISA] {
            assert!(read(nothing).is_empty());
        }
    }
}
