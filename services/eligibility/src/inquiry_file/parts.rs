//! A file of answers, taken apart: one interchange for each transaction set, so that each check keeps its own.

use x12::reader::{Segment, Stream};

/// What a file holds.
#[derive(Default)]
pub struct Apart {
    /// Every 271 as an interchange of its own.
    pub answers: Vec<String>,
    /// Every TA1 and 999, likewise.
    pub acknowledgments: Vec<String>,
    /// All of it could be read.
    pub complete: bool,
}

pub fn apart(bytes: &[u8]) -> Apart {
    let (mut stream, mut parts) = (Stream::new(bytes), Parts::default());
    loop {
        match stream.next() {
            Ok(Some(segment)) => parts.push(&segment),
            Ok(None) => {
                let complete = parts.set.is_none() && !parts.interchange.is_empty();
                return Apart { complete, ..parts.apart };
            }
            Err(_) => return parts.apart,
        }
    }
}

#[derive(Default)]
struct Parts {
    interchange: String,
    control: String,
    group: String,
    group_control: String,
    /// The transaction set that is being read: its ST01 and its text.
    set: Option<(String, String)>,
    apart: Apart,
}

impl Parts {
    fn push(&mut self, segment: &Segment<'_>) {
        let (element, end) =
            (char::from(segment.delimiters().element), char::from(segment.delimiters().segment));
        let text = format!("{}{end}", segment.raw());
        match segment.id() {
            "ISA" => (self.interchange, self.control) = (text, segment.element(13).to_owned()),
            "GS" => (self.group, self.group_control) = (text, segment.element(6).to_owned()),
            "TA1" => {
                let alone = format!("{}{text}IEA{element}0{element}{}{end}", self.interchange, self.control);
                self.apart.acknowledgments.push(alone);
            }
            "ST" => {
                let kind = segment.element(1);
                self.set = matches!(kind, "271" | "999").then(|| (kind.to_owned(), text));
            }
            "SE" => {
                let Some((kind, set)) = self.set.take() else { return };
                let alone = format!(
                    "{}{}{set}{text}GE{element}1{element}{}{end}IEA{element}1{element}{}{end}",
                    self.interchange, self.group, self.group_control, self.control
                );
                let of_its_kind =
                    if kind == "271" { &mut self.apart.answers } else { &mut self.apart.acknowledgments };
                of_its_kind.push(alone);
            }
            _ => {
                if let Some((_, set)) = &mut self.set {
                    set.push_str(&text);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ISA: &str = "ISA*00*          *00*          *ZZ*PAYER          *ZZ*US             *261124*1200*^*00501*000000007*0*T*:~";

    #[test]
    fn each_answer_becomes_an_interchange_of_its_own() {
        let text = format!(
            "{ISA}GS*HB*A*B*20261124*1200*9*X*005010X279A1~ST*271*0001~BHT*A~SE*3*0001~ST*271*0002~BHT*B~SE*3*0002~GE*2*9~IEA*1*000000007~"
        );
        let Apart { answers, acknowledgments, complete } = apart(text.as_bytes());
        let gs = "GS*HB*A*B*20261124*1200*9*X*005010X279A1~";
        let alone = |set: &str| format!("{ISA}{gs}{set}GE*1*9~IEA*1*000000007~");
        assert_eq!(answers, [alone("ST*271*0001~BHT*A~SE*3*0001~"), alone("ST*271*0002~BHT*B~SE*3*0002~")]);
        assert!(complete && acknowledgments.is_empty());
        let cut = apart(&text.as_bytes()[..text.len() - 40]);
        assert!(!cut.complete && cut.answers.len() == 1);
    }

    #[test]
    fn acknowledgments_come_apart_too() {
        let (ta1, gs) = ("TA1*000000001*261124*1200*R*006~", "GS*FA*A*B*20261124*1200*9*X*005010X231A1~");
        let set = "ST*999*0001*005010X231A1~AK1*HS*1~AK9*R*1*1*0~SE*4*0001~";
        let end = "GE*1*9~IEA*1*000000007~";
        let parts = apart(format!("{ISA}{ta1}{gs}{set}{end}").as_bytes());
        let alone = [format!("{ISA}{ta1}IEA*0*000000007~"), format!("{ISA}{gs}{set}{end}")];
        assert_eq!(parts.acknowledgments, alone);
        assert!(parts.complete && parts.answers.is_empty());
        for nothing in ["", "hello"] {
            let Apart { answers, acknowledgments, complete } = apart(nothing.as_bytes());
            assert!(answers.is_empty() && acknowledgments.is_empty() && !complete);
        }
    }
}
