//! A text as segments and elements, so that it can be changed by them.

/// Segments of elements; the first element is the name.
pub struct Text {
    pub segments: Vec<Vec<String>>,
    end: char,
}

impl Text {
    /// Whole files say their terminator at byte 105; bodies have line breaks.
    pub fn of(data: &[u8]) -> Self {
        let text = String::from_utf8_lossy(data);
        let terminator = data.get(105).filter(|_| data.starts_with(b"ISA")).filter(|byte| byte.is_ascii());
        let end = terminator.copied().map_or('\n', char::from);
        let segments = text.split(end).filter(|line| !line.is_empty());
        Self { segments: segments.map(segment).collect(), end }
    }

    pub fn to_bytes(&self) -> Vec<u8> {
        let mut text = String::new();
        for segment in &self.segments {
            text.push_str(&segment.join("*"));
            text.push(self.end);
        }
        text.into_bytes()
    }

    /// Numbers the HL segments and lets each name its parent, as a sender would.
    pub fn number_levels(&mut self) {
        let mut last = [0_usize; 8];
        let mut count = 0;
        for hl in self.segments.iter_mut().filter(|segment| segment[0] == "HL") {
            count += 1;
            hl.resize(hl.len().max(4), String::new());
            let depth = depth(&hl[3]);
            let parent = last[..depth].iter().rev().find(|&&number| number != 0);
            hl[1] = count.to_string();
            hl[2] = parent.map(usize::to_string).unwrap_or_default();
            last[depth] = count;
            last[depth + 1..].fill(0);
        }
    }
}

/// The elements of one segment.
pub fn segment(line: &str) -> Vec<String> {
    line.split('*').map(str::to_owned).collect()
}

fn depth(level: &str) -> usize {
    ["20", "21", "19", "22", "23", "EV"].iter().position(|&one| one == level).unwrap_or(match level {
        "PT" => 3,
        _ => 6,
    })
}
