//! Reads JSON byte by byte from a source of any length, and knows where it is.

use std::borrow::Cow;
use std::io::Read;

use super::JsonError;
use super::error::{Path, Step};

const CHUNK: usize = 64 << 10;
/// Longest string, in bytes.
const MAX_STRING: usize = 4 << 20;
/// Most lists and objects inside of each other.
pub(super) const MAX_DEPTH: usize = 64;

pub(super) struct Lexer<R> {
    source: R,
    buffer: Box<[u8]>,
    at: usize,
    length: usize,
    line: usize,
    pub(super) path: Path,
}

impl<R: Read> Lexer<R> {
    pub(super) fn new(source: R) -> Self {
        let buffer = vec![0; CHUNK].into_boxed_slice();
        Self { source, buffer, at: 0, length: 0, line: 1, path: Path::default() }
    }

    #[cold]
    pub(super) fn fault(&self, problem: impl Into<Cow<'static, str>>) -> JsonError {
        JsonError::Document { line: self.line, path: self.path.clone(), problem: problem.into() }
    }

    fn peek(&mut self) -> Result<Option<u8>, JsonError> {
        if self.at == self.length {
            self.length = self.source.read(&mut self.buffer)?;
            self.at = 0;
        }
        Ok(self.buffer[..self.length].get(self.at).copied())
    }

    fn byte(&mut self) -> Result<u8, JsonError> {
        let byte = self.peek()?.ok_or_else(|| self.fault("the JSON was cut here"))?;
        self.at += 1;
        Ok(byte)
    }

    /// Passes a byte order mark that an editor put there.
    pub(super) fn skip_mark(&mut self) -> Result<(), JsonError> {
        if self.peek()? == Some(0xef) {
            let mark = [self.byte()?, self.byte()?, self.byte()?];
            if mark != [0xef, 0xbb, 0xbf] {
                return Err(self.fault("this is not JSON"));
            }
        }
        Ok(())
    }

    /// The first byte of the next token, which is not taken; `None` at the end.
    pub(super) fn token(&mut self) -> Result<Option<u8>, JsonError> {
        loop {
            let waiting = &self.buffer[self.at..self.length];
            let blanks = waiting.iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r')).count();
            self.at += blanks;
            match waiting.get(blanks).copied() {
                Some(b'\n') => {
                    self.line += 1;
                    self.at += 1;
                }
                Some(byte) => return Ok(Some(byte)),
                None if self.peek()?.is_none() => return Ok(None),
                None => {}
            }
        }
    }

    /// Takes the next token where it is `byte`.
    pub(super) fn take(&mut self, byte: u8) -> Result<bool, JsonError> {
        let found = self.token()? == Some(byte);
        self.at += usize::from(found);
        Ok(found)
    }

    pub(super) fn expect(&mut self, byte: u8) -> Result<(), JsonError> {
        if self.take(byte)? {
            return Ok(());
        }
        Err(self.fault(format!("{:?} is expected here", char::from(byte))))
    }

    /// Takes the items of a list, whose bracket comes next; the path names the item.
    pub(super) fn list<S: AsMut<Self>>(
        state: &mut S,
        mut item: impl FnMut(&mut S, usize) -> Result<(), JsonError>,
    ) -> Result<(), JsonError> {
        state.as_mut().expect(b'[')?;
        if state.as_mut().take(b']')? {
            return Ok(());
        }
        state.as_mut().path.push(Step::Item(0));
        for number in 0.. {
            item(state, number)?;
            if !state.as_mut().take(b',')? {
                break;
            }
            state.as_mut().path.advance();
        }
        state.as_mut().expect(b']')?;
        state.as_mut().path.pop();
        Ok(())
    }

    /// Takes the members of an object, whose brace comes next; the path names the key.
    pub(super) fn object<S: AsMut<Self>>(
        state: &mut S,
        mut member: impl FnMut(&mut S, &str) -> Result<(), JsonError>,
    ) -> Result<(), JsonError> {
        state.as_mut().expect(b'{')?;
        if state.as_mut().take(b'}')? {
            return Ok(());
        }
        loop {
            let key = state.as_mut().owned_string()?;
            let lexer = state.as_mut();
            lexer.expect(b':')?;
            lexer.path.push(Step::Key(Cow::Owned(key.clone())));
            member(state, &key)?;
            state.as_mut().path.pop();
            if !state.as_mut().take(b',')? {
                return state.as_mut().expect(b'}');
            }
        }
    }

    pub(super) fn owned_string(&mut self) -> Result<String, JsonError> {
        let mut text = Vec::new();
        self.string(&mut text)?;
        Ok(String::from_utf8(text).unwrap_or_default())
    }

    /// Adds a string, as UTF-8.
    pub(super) fn string(&mut self, text: &mut Vec<u8>) -> Result<(), JsonError> {
        if !self.take(b'"')? {
            return Err(self.fault("text in double quotes is expected here"));
        }
        let start = text.len();
        loop {
            let plain = |byte: &u8| *byte >= b' ' && *byte != b'"' && *byte != b'\\';
            let waiting = &self.buffer[self.at..self.length];
            let length = waiting.iter().position(|byte| !plain(byte)).unwrap_or(waiting.len());
            text.extend_from_slice(&waiting[..length]);
            self.at += length;
            if text.len() - start > MAX_STRING {
                return Err(self.fault("a text is longer than 4 MB"));
            }
            match self.peek()? {
                Some(b'"') => break self.at += 1,
                Some(b'\\') => self.escape(text)?,
                Some(byte) if plain(&byte) => {}
                Some(_) => return Err(self.fault("a control character must be written as \\u00XX")),
                None => return Err(self.fault("the JSON was cut inside of a text")),
            }
        }
        std::str::from_utf8(&text[start..])
            .map_or_else(|_| Err(self.fault("the text is not UTF-8")), |_| Ok(()))
    }

    #[cold]
    fn escape(&mut self, text: &mut Vec<u8>) -> Result<(), JsonError> {
        self.at += 1;
        let character = match self.byte()? {
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            byte @ (b'"' | b'\\' | b'/') => char::from(byte),
            b'u' => self.unicode()?,
            _ => return Err(self.fault("there is no such escape")),
        };
        text.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
        Ok(())
    }

    fn unicode(&mut self) -> Result<char, JsonError> {
        let first = self.four_digits()?;
        let code = if (0xd800..0xdc00).contains(&first) {
            let second = if self.byte()? == b'\\' && self.byte()? == b'u' { self.four_digits()? } else { 0 };
            if !(0xdc00..0xe000).contains(&second) {
                return Err(self.fault("half of a surrogate pair"));
            }
            0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00)
        } else {
            first
        };
        char::from_u32(code).ok_or_else(|| self.fault("half of a surrogate pair"))
    }

    fn four_digits(&mut self) -> Result<u32, JsonError> {
        (0..4).try_fold(0, |code, _| {
            let digit = char::from(self.byte()?).to_digit(16);
            digit
                .map(|digit| code << 4 | digit)
                .ok_or_else(|| self.fault("\\u takes four hexadecimal digits"))
        })
    }

    /// A word without quotes: a number, `true`, `null`.
    pub(super) fn word(&mut self) -> Result<String, JsonError> {
        let mut word = String::new();
        self.token()?;
        while let Some(byte) = self.peek()?
            && (byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
            && word.len() < 32
        {
            word.push(char::from(byte));
            self.at += 1;
        }
        let known = matches!(word.as_str(), "null" | "true" | "false");
        if known || word.starts_with(|first: char| first == '-' || first.is_ascii_digit()) {
            return Ok(word);
        }
        Err(self.fault("a value is expected here"))
    }
}

impl<R> AsMut<Self> for Lexer<R> {
    fn as_mut(&mut self) -> &mut Self {
        self
    }
}
