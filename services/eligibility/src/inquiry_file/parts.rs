//! A file of answers, taken apart: one interchange for each transaction set, so that each check keeps its own.

use x12::reader::{Segment, Stream};

/// What a file holds.
#[derive(Default)]
pub struct Apart {
    /// Every 271 as an interchange of its own.
    pub answers: Vec<String>,
    /// It acknowledges what was sent, and refuses nothing of it (TA104, AK901).
    pub accepted: bool,
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
                let accepted = parts.acknowledged && !parts.refused;
                return Apart { answers: parts.whole, accepted, complete };
            }
            Err(_) => return Apart { answers: parts.whole, accepted: false, complete: false },
        }
    }
}

#[derive(Default)]
struct Parts {
    interchange: String,
    control: String,
    group: String,
    group_control: String,
    set: Option<String>,
    whole: Vec<String>,
    acknowledged: bool,
    refused: bool,
}

impl Parts {
    fn push(&mut self, segment: &Segment<'_>) {
        let (element, end) = (segment.delimiters().element, segment.delimiters().segment);
        let text = format!("{}{}", segment.raw(), char::from(end));
        match segment.id() {
            "ISA" => (self.interchange, self.control) = (text, segment.element(13).to_owned()),
            "GS" => (self.group, self.group_control) = (text, segment.element(6).to_owned()),
            "TA1" => self.acknowledge(segment.element(4)),
            "AK9" => self.acknowledge(segment.element(1)),
            "ST" => self.set = (segment.element(1) == "271").then_some(text),
            "SE" => {
                let (element, end) = (char::from(element), char::from(end));
                if let Some(set) = self.set.take() {
                    self.whole.push(format!(
                        "{}{}{set}{text}GE{element}1{element}{}{end}IEA{element}1{element}{}{end}",
                        self.interchange, self.group, self.group_control, self.control
                    ));
                }
            }
            _ => {
                if let Some(set) = &mut self.set {
                    set.push_str(&text);
                }
            }
        }
    }
}

impl Parts {
    /// A and E take it, with or without errors; every other code does not.
    fn acknowledge(&mut self, code: &str) {
        self.acknowledged = true;
        self.refused |= !matches!(code, "A" | "E");
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
        let Apart { answers, accepted, complete } = apart(text.as_bytes());
        let gs = "GS*HB*A*B*20261124*1200*9*X*005010X279A1~";
        let alone = |set: &str| format!("{ISA}{gs}{set}GE*1*9~IEA*1*000000007~");
        assert_eq!(answers, [alone("ST*271*0001~BHT*A~SE*3*0001~"), alone("ST*271*0002~BHT*B~SE*3*0002~")]);
        assert!(complete && !accepted);
        let cut = apart(&text.as_bytes()[..text.len() - 40]);
        assert!(!cut.complete && cut.answers.len() == 1);
    }

    #[test]
    fn an_acknowledgment_is_taken_for_what_it_says() {
        for (code, accepted) in [("A", true), ("E", true), ("R", false), ("P", false)] {
            let text = format!("{ISA}TA1*000000001*261124*1200*{code}*000~IEA*0*000000007~");
            assert_eq!(apart(text.as_bytes()).accepted, accepted, "{code}");
        }
        for nothing in ["", "hello"] {
            let Apart { answers, accepted, complete } = apart(nothing.as_bytes());
            assert!(answers.is_empty() && !accepted && !complete);
        }
    }
}
