//! What an OBX-5 says, by the type OBX-2 names.

use crate::datatype::Coded;
use crate::number::Number;
use crate::piece::Piece;
use crate::when::When;

#[derive(Clone, PartialEq, Eq)]
pub enum Value {
    /// OBX-5 is empty.
    Absent,
    /// NM.
    Number(Number),
    /// SN.
    Structured(Structured),
    /// ST, TX and FT; also an NM, SN or time that is not what it says: the laboratory's words are kept as they are.
    Text(String),
    /// CE, CWE, CNE.
    Coded(Vec<Coded>),
    /// DT, DTM, TS.
    When(When),
    /// ED.
    Document(Document),
    /// A type this crate has no field for, as written.
    Other { kind: String, text: String },
}

/// A number with a comparator, a range or a ratio (SN): `>^100`, `^100^-^200`, `^1^:^128`.
#[derive(Clone, PartialEq, Eq)]
pub struct Structured {
    /// `=` where none is written.
    pub comparator: String,
    pub first: Number,
    /// `-`, `/`, `:`, `.` or `+`, and what stands after it.
    pub second: Option<(String, Number)>,
}

/// Encapsulated data (ED), still encoded.
#[derive(Clone, PartialEq, Eq)]
pub struct Document {
    /// ED.2 and ED.3, such as `Application` and `PDF`.
    pub kind: String,
    pub subtype: String,
    /// ED.4: `Base64`, `A` or `Hex`.
    pub encoding: String,
    pub data: String,
}

impl Value {
    pub(crate) fn read(kind: &str, field: Piece<'_>) -> Self {
        if field.is_empty() {
            return Self::Absent;
        }
        let read = match kind {
            "NM" => Number::parse(&field.first().text()).map(Self::Number),
            "SN" => Structured::read(field.first()).map(Self::Structured),
            "DT" | "DTM" | "TS" => When::parse(&field.first().component(1).text()).map(Self::When),
            "CE" | "CWE" | "CNE" => Some(Self::Coded(field.repetitions().map(Coded::read).collect())),
            "ED" => Some(Self::Document(Document::read(field.first()))),
            "" | "ST" | "TX" | "FT" | "NA" | "TM" | "ID" | "IS" => None,
            _ => Some(Self::Other { kind: kind.to_owned(), text: field.text().into_owned() }),
        };
        // Repetitions of a text are its paragraphs.
        let paragraphs = || field.repetitions().map(|piece| piece.text().into_owned()).collect::<Vec<_>>();
        read.unwrap_or_else(|| Self::Text(paragraphs().join("\n")))
    }
}

impl Structured {
    fn read(piece: Piece<'_>) -> Option<Self> {
        let part = |number| piece.component(number).value();
        let second = match (part(3), part(4)) {
            (None, None) => None,
            (separator, number) => Some((separator?, Number::parse(&number?)?)),
        };
        let comparator = part(1).unwrap_or_else(|| "=".to_owned());
        Some(Self { comparator, first: Number::parse(&part(2)?)?, second })
    }
}

impl Document {
    fn read(piece: Piece<'_>) -> Self {
        let part = |number| piece.component(number).value().unwrap_or_default();
        Self { kind: part(2), subtype: part(3), encoding: part(4), data: part(5) }
    }
}

crate::redacted!(Value, Structured, Document);
