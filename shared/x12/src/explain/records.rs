//! Records of a CSV or TSV text, with the line each begins on.

/// Records beyond the first one too many, and fields of a record beyond these, are not kept.
pub(super) const MAX_RECORDS: usize = 20_000;
const MAX_FIELDS: usize = 16;

/// One record: the line it begins on, from 1, and its fields.
pub(super) type Record = (usize, Vec<String>);

/// Tabs separate where the first line has one, else commas. Only CSV fields may be quoted and span lines.
/// The error is the line on which a quote was opened and never closed.
pub(super) fn split(text: &str) -> Result<Vec<Record>, usize> {
    let text = text.trim_start_matches('\u{feff}');
    if text.lines().next().is_some_and(|first| first.contains('\t')) {
        return Ok(tabbed(text));
    }
    let mut reader =
        Reader { line: 1, start: 1, fields: Vec::new(), field: String::new(), records: Vec::new() };
    reader.read(text)?;
    Ok(reader.records)
}

fn tabbed(text: &str) -> Vec<Record> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let fields =
        |line: &str| line.split('\t').take(MAX_FIELDS).map(|field| field.trim().to_owned()).collect();
    lines.take(MAX_RECORDS + 1).map(|(number, line)| (number + 1, fields(line))).collect()
}

struct Reader {
    line: usize,
    /// Where the record began.
    start: usize,
    fields: Vec<String>,
    field: String,
    records: Vec<Record>,
}

impl Reader {
    fn read(&mut self, text: &str) -> Result<(), usize> {
        let mut letters = text.chars().peekable();
        let mut quoted: Option<usize> = None;
        while let Some(letter) = letters.next() {
            self.line += usize::from(letter == '\n');
            match (letter, quoted) {
                ('"', Some(_)) if letters.peek() == Some(&'"') => {
                    letters.next();
                    self.field.push('"');
                }
                ('"', Some(_)) => quoted = None,
                (letter, Some(_)) => self.field.push(if letter == '\n' { ' ' } else { letter }),
                ('"', None) if self.field.trim().is_empty() => quoted = Some(self.line),
                (',', None) => self.end_field(),
                ('\n', None) => self.end_record(),
                (letter, None) => self.field.push(letter),
            }
        }
        self.end_record();
        quoted.map_or(Ok(()), Err)
    }

    fn end_field(&mut self) {
        let field = std::mem::take(&mut self.field);
        if self.fields.len() < MAX_FIELDS {
            self.fields.push(field.trim().to_owned());
        }
    }

    fn end_record(&mut self) {
        self.end_field();
        let fields = std::mem::take(&mut self.fields);
        if fields.iter().any(|field| !field.is_empty()) && self.records.len() <= MAX_RECORDS {
            self.records.push((self.start, fields));
        }
        self.start = self.line;
    }
}
