//! Syntax notes: which elements of a segment go together.

/// What a note asks of its elements.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoteKind {
    /// P: all of them or none.
    Paired,
    /// R: at least one.
    Required,
    /// E: at most one.
    Exclusive,
    /// C: where the first is sent, so are all others.
    Conditional,
    /// L: where the first is sent, so is at least one other.
    ListConditional,
}

/// One note, such as `P0304`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxNote {
    /// What it asks.
    pub kind: NoteKind,
    /// Bit of the first element; element 1 is bit 1.
    first: u64,
    /// Bits of all elements.
    all: u64,
    /// As the standard writes it.
    pub text: &'static str,
}

impl SyntaxNote {
    pub(super) fn parse(text: &'static str) -> Option<Self> {
        let kind = match text.bytes().next()? {
            b'P' => NoteKind::Paired,
            b'R' => NoteKind::Required,
            b'E' => NoteKind::Exclusive,
            b'C' => NoteKind::Conditional,
            b'L' => NoteKind::ListConditional,
            _ => return None,
        };
        let digits = text.get(1..)?.as_bytes();
        let mut elements = Vec::new();
        for pair in digits.chunks(2) {
            elements
                .push(std::str::from_utf8(pair).ok()?.parse::<u32>().ok().filter(|n| (1..64).contains(n))?);
        }
        let first = 1 << elements.first()?;
        let all = elements.iter().fold(0, |all, n| all | 1 << n);
        (elements.len() > 1).then_some(Self { kind, first, all, text })
    }

    /// True where a segment with these elements, element 1 being bit 1, keeps the note.
    #[must_use]
    pub fn holds(&self, present: u64) -> bool {
        let sent = present & self.all;
        let first = present & self.first != 0;
        match self.kind {
            NoteKind::Paired => sent == 0 || sent == self.all,
            NoteKind::Required => sent != 0,
            NoteKind::Exclusive => sent.count_ones() <= 1,
            NoteKind::Conditional => !first || sent == self.all,
            NoteKind::ListConditional => !first || sent != self.first,
        }
    }

    /// The element to name where the note is broken: the first one missing, or for E the last one sent too much.
    #[must_use]
    pub fn blamed(&self, present: u64) -> u8 {
        let bits = if self.kind == NoteKind::Exclusive { present & self.all } else { self.all & !present };
        let bit = if self.kind == NoteKind::Exclusive {
            63 - bits.leading_zeros().min(63)
        } else {
            bits.trailing_zeros()
        };
        u8::try_from(bit).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_judge_presence() {
        let cases: [(&str, &[u32], bool, u8); 12] = [
            ("P0304", &[], true, 3),
            ("P0304", &[3], false, 4),
            ("P0304", &[3, 4], true, 0),
            ("R0203", &[1], false, 2),
            ("R0203", &[3], true, 2),
            ("E0207", &[2, 7], false, 7),
            ("E0207", &[2], true, 2),
            ("C1110", &[11], false, 10),
            ("C1110", &[10], true, 11),
            ("L050607", &[5], false, 6),
            ("L050607", &[5, 7], true, 6),
            ("L050607", &[6], true, 5),
        ];
        for (text, present, holds, blamed) in cases {
            let note = SyntaxNote::parse(text).expect("a note");
            let bits = present.iter().fold(0, |bits, n| bits | 1 << n);
            assert_eq!(note.holds(bits), holds, "{text} {present:?}");
            if !holds {
                assert_eq!(note.blamed(bits), blamed, "{text} {present:?}");
            }
        }
        for text in ["", "P", "P03", "X0304", "P03a4", "P0099"] {
            assert_eq!(SyntaxNote::parse(text), None, "{text}");
        }
    }
}
