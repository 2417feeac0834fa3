//! Texts made of others: pieces cut, doubled, moved, renamed and replaced, at elements and at characters.

/// SplitMix64.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % limit.max(1) as u64).unwrap_or(0)
    }

    fn pick<'a, T: ?Sized>(&mut self, from: &[&'a T]) -> &'a T {
        from[self.below(from.len())]
    }
}

const TOKENS: &[&str] = &[
    "<",
    ">",
    "/>",
    "</",
    "&",
    "&amp;",
    "&lt;",
    "&#x0;",
    "&#65;",
    "&x;",
    "]]>",
    "<![CDATA[",
    "<!--",
    "-->",
    "<?x?>",
    "<!DOCTYPE a>",
    "<!ENTITY b 'c'>",
    "\"",
    "'",
    "=",
    " ",
    "\n",
    "\t",
    "\u{feff}",
    "\u{0}",
    "\u{ffff}",
    "\u{1f48a}",
    "0",
    "-1",
    "1e9",
    ".5",
    "99999999999999999999",
    "2026-02-30",
    "9999-12-31T23:59:60Z",
    "true",
    "xmlns='u'",
    "xmlns:v='w'",
    "v:",
    "<v:x/>",
    "<a>",
    "</a>",
    "<a b='c'>",
    "<string>",
    "</string>",
    "<Xa/>",
    "<Names/>",
];

const NAMES: &[&str] = &[
    "Name",
    "Names",
    "Gender",
    "GenderAndSex",
    "AdministrativeGender",
    "HumanPatient",
    "NonVeterinarian",
    "PrescriberAgent",
    "Supervisor",
    "FollowUpPrescriber",
    "Response",
    "Approved",
    "Denied",
    "Replace",
    "Validated",
    "DeniedNewPrescriptionToFollow",
    "Sig",
    "SigText",
    "CodeSystem",
    "Instruction",
    "TimingAndDuration",
    "Frequency",
    "Duration",
    "Code",
    "Qualifier",
    "Date",
    "DateTime",
    "OtherMedicationDate",
    "DigitalSignature",
    "Refills",
];

const TRANSACTIONS: &[&str] = &[
    "NewRx",
    "CancelRx",
    "CancelRxResponse",
    "RxRenewalRequest",
    "RxRenewalResponse",
    "RxChangeRequest",
    "RxChangeResponse",
    "RxFill",
    "RxHistoryRequest",
    "RxHistoryResponse",
    "Status",
    "Error",
    "Verify",
    "RxTransfer",
];

pub fn mutated(random: &mut Random, pool: &[String]) -> String {
    let mut text = pool[random.below(pool.len())].clone();
    for _ in 0..=random.below(4) {
        match random.below(12) {
            0 => replace_characters(random, &mut text),
            1 => insert_token(random, &mut text),
            2 => remove_element(random, &mut text),
            3 => copy_element(random, &mut text),
            4 => take_element(random, &mut text, &pool[0]),
            5 => {
                let donor = random.below(pool.len());
                take_element(random, &mut text, &pool[donor]);
            }
            6 => rename_element(random, &mut text),
            7 => change_transaction(random, &mut text),
            8 => change_value(random, &mut text),
            9 => wrap_element(random, &mut text),
            10 => cut(random, &mut text),
            _ => wrap_message(random, &mut text),
        }
        if text.is_empty() {
            break;
        }
    }
    text
}

fn boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

fn place(random: &mut Random, text: &str) -> usize {
    let at = random.below(text.len() + 1);
    boundary(text, at)
}

fn replace_characters(random: &mut Random, text: &mut String) {
    let start = place(random, text);
    let end = boundary(text, start + random.below(12)).max(start);
    text.replace_range(start..end, random.pick(TOKENS));
}

fn insert_token(random: &mut Random, text: &mut String) {
    let at = place(random, text);
    text.insert_str(at, random.pick(TOKENS));
}

fn cut(random: &mut Random, text: &mut String) {
    if random.below(8) == 0 {
        text.truncate(place(random, text));
    } else {
        replace_characters(random, text);
    }
}

/// Where an element near a random place begins and ends.
fn element(random: &mut Random, text: &str) -> Option<(usize, usize)> {
    let from = place(random, text);
    let start = from + text[from..].find('<')?;
    let name = tag(text, start)?;
    if text[start..].split('>').next()?.ends_with('/') {
        return Some((start, start + text[start..].find('>')? + 1));
    }
    let close = format!("</{name}>");
    let end = start + text[start..].find(&close)? + close.len();
    Some((start, end))
}

fn tag(text: &str, start: usize) -> Option<&str> {
    let name = text[start + 1..].split(['>', ' ', '/']).next()?;
    name.starts_with(|c: char| c.is_ascii_alphabetic()).then_some(name)
}

fn remove_element(random: &mut Random, text: &mut String) {
    if let Some((start, end)) = element(random, text) {
        text.replace_range(start..end, "");
    }
}

fn copy_element(random: &mut Random, text: &mut String) {
    if let Some((start, end)) = element(random, text) {
        let piece = text[start..end].to_owned();
        let target = element(random, text).map_or(end, |(start, _)| start);
        text.insert_str(target, &piece);
    }
}

fn take_element(random: &mut Random, text: &mut String, donor: &str) {
    let (Some((start, end)), Some((target, _))) = (element(random, donor), element(random, text)) else {
        return;
    };
    text.insert_str(target, &donor[start..end]);
}

fn rename_element(random: &mut Random, text: &mut String) {
    let Some((start, end)) = element(random, text) else { return };
    let Some(name) = tag(text, start).map(str::to_owned) else { return };
    let new = random.pick(NAMES);
    let piece = text[start..end].replace(&format!("<{name}"), &format!("<{new}"));
    text.replace_range(start..end, &piece.replace(&format!("</{name}>"), &format!("</{new}>")));
}

fn change_transaction(random: &mut Random, text: &mut String) {
    let (old, new) = (random.pick(TRANSACTIONS), random.pick(TRANSACTIONS));
    *text = text
        .replace(&format!("<{old}>"), &format!("<{new}>"))
        .replace(&format!("</{old}>"), &format!("</{new}>"));
}

fn change_value(random: &mut Random, text: &mut String) {
    let Some((start, end)) = element(random, text) else { return };
    let piece = &text[start..end];
    let (Some(open), Some(close)) = (piece.find('>'), piece.rfind("</")) else { return };
    if open < close {
        let value = random.pick(TOKENS);
        text.replace_range(start + open + 1..start + close, value);
    }
}

fn wrap_element(random: &mut Random, text: &mut String) {
    let Some((start, end)) = element(random, text) else { return };
    let name = random.pick(NAMES);
    let wrapped = format!("<{name}>{}</{name}>", &text[start..end]);
    text.replace_range(start..end, &wrapped);
}

fn wrap_message(random: &mut Random, text: &mut String) {
    if random.below(6) == 0 {
        let inner = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        *text = format!("<string>{inner}</string>");
    } else {
        *text = text.replace("TransactionVersion=\"20170715\"", "TransactionVersion=\"2023011\"");
    }
}
