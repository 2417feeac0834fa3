//! A right envelope around a fuzzed body, so that the fuzzer spends its time behind the ISA.

/// ISA up to its terminator.
const ISA: &str = "ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       *260309*1405*^*00501*000000042*0*T*:";

/// ST01 with GS01 and GS08.
#[derive(Debug, Clone, Copy)]
pub struct Kind {
    pub st01: &'static str,
    pub functional_id: &'static str,
    pub implementation: &'static str,
}

pub const INQUIRY: Kind = Kind::new("270", "HS", "005010X279A1");
pub const RESPONSE: Kind = Kind::new("271", "HB", "005010X279A1");
pub const STATUS_REQUEST: Kind = Kind::new("276", "HR", "005010X212");
pub const STATUS_RESPONSE: Kind = Kind::new("277", "HN", "005010X212");
pub const CLAIM_ACKNOWLEDGMENT: Kind = Kind::new("277", "HN", "005010X214");
pub const REMITTANCE: Kind = Kind::new("835", "HP", "005010X221A1");
pub const PROFESSIONAL_CLAIMS: Kind = Kind::new("837", "HC", "005010X222A1");
pub const INSTITUTIONAL_CLAIMS: Kind = Kind::new("837", "HC", "005010X223A2");
pub const REVIEW_REQUEST: Kind = Kind::new("278", "HI", "005010X217");
pub const REVIEW_RESPONSE: Kind = Kind::new("278", "HI", "005010X217");
pub const FUNCTIONAL_ACKNOWLEDGMENT: Kind = Kind::new("999", "FA", "005010X231A1");

impl Kind {
    #[must_use]
    pub const fn new(st01: &'static str, functional_id: &'static str, implementation: &'static str) -> Self {
        Self { st01, functional_id, implementation }
    }

    /// An interchange of one transaction set, `body` between ST and SE, each segment with a line break.
    #[must_use]
    pub fn wrap(&self, body: &str) -> String {
        let Self { st01, .. } = self;
        let segments = body.split('\n').filter(|line| !is_gap(line)).count() + 2;
        self.enclose(&format!("ST*{st01}*0001\n{body}\nSE*{segments}*0001\n"), '\n')
    }

    /// An interchange of `set`, ST to SE, whose segments end with `end`.
    #[must_use]
    pub fn enclose(&self, set: &str, end: char) -> String {
        let Self { functional_id, implementation, .. } = self;
        format!(
            "{ISA}{end}GS*{functional_id}*SENDER*RECEIVER*20260309*1405*7*X*{implementation}{end}{set}GE*1*7{end}\
             IEA*1*000000042{end}"
        )
    }
}

/// An interchange of `body` outside of any group.
#[must_use]
pub fn outside_of_groups(body: &str) -> String {
    format!("{ISA}\n{body}\nIEA*0*000000042\n")
}

fn is_gap(line: &str) -> bool {
    line.bytes().all(|byte| byte.is_ascii_whitespace() || byte == 0)
}
