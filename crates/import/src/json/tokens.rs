//! The tokens of a JSON text, one at a time, in a window of memory.
//!
//! What comes here was mended before: strings have no raw control characters and only escapes that JSON has, bare words are numbers and literals.
//! Whether names, values and brackets stand where they may is told here.

use std::io::{self, Read};

/// Bytes that are looked at together.
const WINDOW: usize = 64 * 1024;
/// The most brackets that may be open.
const OPEN_MAX: usize = 100_000;

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ValueType {
    Array,
    Object,
    String,
    Number,
    Boolean,
    Null,
}

/// Why no token comes.
#[derive(Debug)]
pub(super) enum Fault {
    Io(io::Error),
    /// The text ends, or is no JSON at this byte of it.
    Syntax {
        ends: bool,
        at: u64,
    },
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// A container that is open.
#[derive(Clone, Copy, Debug)]
struct Open {
    object: bool,
    /// Whether a value stood in it.
    filled: bool,
    /// Whether the next value was found to be there.
    ready: bool,
}

pub(super) struct Tokens<R> {
    source: R,
    window: Vec<u8>,
    at: usize,
    /// Bytes before the window.
    before: u64,
    open: Vec<Open>,
    text: Vec<u8>,
}

impl<R: Read> Tokens<R> {
    pub(super) fn of(source: R) -> Self {
        Self { source, window: Vec::new(), at: 0, before: 0, open: Vec::new(), text: Vec::new() }
    }

    /// How many bytes were passed.
    pub(super) fn position(&self) -> u64 {
        self.before + self.at as u64
    }

    fn fault<T>(&self, ends: bool) -> Result<T, Fault> {
        Err(Fault::Syntax { ends, at: self.position() })
    }

    /// Read the next window, once this one is used up; whether there is any.
    fn fill(&mut self) -> Result<bool, Fault> {
        self.before += self.window.len() as u64;
        self.at = 0;
        self.window.resize(WINDOW, 0);
        let count = loop {
            match self.source.read(&mut self.window) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                other => break other.inspect_err(|_| self.window.clear())?,
            }
        };
        self.window.truncate(count);
        Ok(count > 0)
    }

    fn byte(&mut self) -> Result<Option<u8>, Fault> {
        if self.at >= self.window.len() && !self.fill()? {
            return Ok(None);
        }
        Ok(self.window.get(self.at).copied())
    }

    /// The next byte that is no white space; it is not passed.
    fn solid(&mut self) -> Result<Option<u8>, Fault> {
        loop {
            match self.byte()? {
                Some(b' ' | b'\t' | b'\n' | b'\r') => self.at += 1,
                other => return Ok(other),
            }
        }
    }

    pub(super) fn peek(&mut self) -> Result<ValueType, Fault> {
        match self.solid()? {
            Some(b'{') => Ok(ValueType::Object),
            Some(b'[') => Ok(ValueType::Array),
            Some(b'"') => Ok(ValueType::String),
            Some(b't' | b'f') => Ok(ValueType::Boolean),
            Some(b'n') => Ok(ValueType::Null),
            Some(b'-' | b'0'..=b'9') => Ok(ValueType::Number),
            found => self.fault(found.is_none()),
        }
    }

    /// Pass the bracket that opens an array or an object.
    pub(super) fn begin(&mut self, kind: ValueType) -> Result<(), Fault> {
        if self.peek()? != kind || self.open.len() >= OPEN_MAX {
            return self.fault(false);
        }
        self.at += 1;
        self.open.push(Open { object: kind == ValueType::Object, filled: false, ready: false });
        Ok(())
    }

    /// Whether the container that is open goes on; a comma before its end says nothing.
    pub(super) fn has_next(&mut self) -> Result<bool, Fault> {
        let Some(open) = self.open.last().copied() else { return self.fault(false) };
        if open.ready {
            return Ok(true);
        }
        let mut next = self.solid()?;
        if open.filled && next == Some(b',') {
            self.at += 1;
            next = self.solid()?;
        } else if open.filled && !matches!(next, None | Some(b']' | b'}')) {
            return self.fault(false);
        }
        let goes_on = match next {
            None => return self.fault(true),
            Some(b']') if !open.object => false,
            Some(b'}') if open.object => false,
            Some(b']' | b'}' | b',' | b':') => return self.fault(false),
            Some(_) => true,
        };
        if let Some(open) = self.open.last_mut().filter(|_| goes_on) {
            open.ready = true;
            open.filled = true;
        }
        Ok(goes_on)
    }

    /// Pass the bracket that closes the container, which [`has_next`](Self::has_next) found.
    pub(super) fn end(&mut self) -> Result<(), Fault> {
        if self.has_next()? {
            return self.fault(false);
        }
        self.at += 1;
        self.open.pop();
        Ok(())
    }

    /// The name of the next member, and the colon after it.
    pub(super) fn name(&mut self) -> Result<String, Fault> {
        if !self.has_next()? || self.peek()? != ValueType::String {
            return self.fault(false);
        }
        let name = self.characters()?;
        match self.solid()? {
            Some(b':') => self.at += 1,
            found => return self.fault(found.is_none()),
        }
        Ok(name)
    }

    /// The value that comes is taken.
    fn taken(&mut self) {
        if let Some(open) = self.open.last_mut() {
            open.ready = false;
        }
    }

    pub(super) fn string(&mut self) -> Result<String, Fault> {
        if self.peek()? != ValueType::String {
            return self.fault(false);
        }
        let text = self.characters()?;
        self.taken();
        Ok(text)
    }

    /// The characters of the string that comes.
    fn characters(&mut self) -> Result<String, Fault> {
        self.at += 1;
        let rest = self.window.get(self.at..).unwrap_or_default();
        // Nearly every string is whole in the window and has no escapes.
        if let Some(end) = memchr::memchr2(b'"', b'\\', rest).filter(|end| rest.get(*end) == Some(&b'"')) {
            let text = std::str::from_utf8(rest.get(..end).unwrap_or_default()).map(str::to_owned);
            self.at += end + 1;
            return text.or_else(|_| self.fault(false));
        }
        self.text.clear();
        loop {
            let Some(first) = self.byte()? else { return self.fault(true) };
            match first {
                b'"' => {
                    self.at += 1;
                    let text = std::str::from_utf8(&self.text).map(str::to_owned);
                    return text.or_else(|_| self.fault(false));
                }
                b'\\' => {
                    self.at += 1;
                    self.escape()?;
                }
                _ => {
                    let rest = self.window.get(self.at..).unwrap_or_default();
                    let run = memchr::memchr2(b'"', b'\\', rest).unwrap_or(rest.len());
                    self.text.extend_from_slice(rest.get(..run).unwrap_or_default());
                    self.at += run;
                }
            }
        }
    }

    fn escape(&mut self) -> Result<(), Fault> {
        let Some(sign) = self.byte()? else { return self.fault(true) };
        self.at += 1;
        let byte = match sign {
            b'"' | b'\\' | b'/' => sign,
            b'b' => 8,
            b'f' => 12,
            b'n' => b'\n',
            b'r' => b'\r',
            b't' => b'\t',
            b'u' => return self.unit(),
            _ => return self.fault(false),
        };
        self.text.push(byte);
        Ok(())
    }

    /// `\uXXXX`, or two of them that make one character.
    fn unit(&mut self) -> Result<(), Fault> {
        let mut code = self.digits()?;
        if (0xd800..0xdc00).contains(&code) {
            for wanted in [b'\\', b'u'] {
                if self.byte()? != Some(wanted) {
                    return self.fault(false);
                }
                self.at += 1;
            }
            let low = self.digits()?.checked_sub(0xdc00).filter(|low| *low < 0x400);
            let Some(low) = low else { return self.fault(false) };
            code = 0x10000 + ((code - 0xd800) << 10) + low;
        }
        let Some(character) = char::from_u32(code) else { return self.fault(false) };
        self.text.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
        Ok(())
    }

    fn digits(&mut self) -> Result<u32, Fault> {
        let mut code = 0;
        for _ in 0..4 {
            let digit = self.byte()?.and_then(|byte| char::from(byte).to_digit(16));
            let Some(digit) = digit else { return self.fault(false) };
            code = code * 16 + digit;
            self.at += 1;
        }
        Ok(code)
    }

    /// A number or a literal, as it is written.
    pub(super) fn word(&mut self) -> Result<String, Fault> {
        self.peek()?;
        let mut word = String::new();
        while let Some(byte @ (b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'+' | b'-' | b'.')) = self.byte()? {
            word.push(char::from(byte));
            self.at += 1;
        }
        self.taken();
        if word.is_empty() { self.fault(false) } else { Ok(word) }
    }

    /// Pass an array or an object that was begun: [`end`](Self::end) closes it and counts it as the value that came.
    pub(super) fn close(&mut self) -> Result<(), Fault> {
        self.end()?;
        self.taken();
        Ok(())
    }

    /// Pass over the value that comes, whatever it is.
    pub(super) fn skip(&mut self) -> Result<(), Fault> {
        let base = self.open.len();
        loop {
            match self.peek()? {
                kind @ (ValueType::Object | ValueType::Array) => self.begin(kind)?,
                ValueType::String => self.pass_string()?,
                _ => drop(self.word()?),
            }
            loop {
                if self.open.len() == base {
                    return Ok(());
                }
                if self.has_next()? {
                    break;
                }
                self.close()?;
            }
            if self.open.last().is_some_and(|open| open.object) {
                self.pass_name()?;
            }
        }
    }

    fn pass_string(&mut self) -> Result<(), Fault> {
        self.pass_characters()?;
        self.taken();
        Ok(())
    }

    fn pass_name(&mut self) -> Result<(), Fault> {
        if self.peek()? != ValueType::String {
            return self.fault(false);
        }
        self.pass_characters()?;
        match self.solid()? {
            Some(b':') => self.at += 1,
            found => return self.fault(found.is_none()),
        }
        Ok(())
    }

    fn pass_characters(&mut self) -> Result<(), Fault> {
        self.at += 1;
        loop {
            let Some(_) = self.byte()? else { return self.fault(true) };
            let rest = self.window.get(self.at..).unwrap_or_default();
            let Some(found) = memchr::memchr2(b'"', b'\\', rest) else {
                self.at = self.window.len();
                continue;
            };
            let closes = rest.get(found) == Some(&b'"');
            self.at += found + 1;
            if closes {
                return Ok(());
            }
            if self.byte()?.is_some() {
                self.at += 1;
            }
        }
    }

    /// Whether nothing but white space is left.
    pub(super) fn finish(&mut self) -> Result<(), Fault> {
        if self.solid()?.is_some() { self.fault(false) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Walk over a whole text, value by value.
    fn walk(text: &str) -> Result<String, Fault> {
        fn value(tokens: &mut Tokens<&[u8]>, out: &mut String) -> Result<(), Fault> {
            let kind = tokens.peek()?;
            match kind {
                ValueType::Array | ValueType::Object => {
                    out.push('(');
                    tokens.begin(kind)?;
                    while tokens.has_next()? {
                        if kind == ValueType::Object {
                            *out += &tokens.name()?;
                            out.push(':');
                        }
                        value(tokens, out)?;
                        out.push(' ');
                    }
                    tokens.close()?;
                    out.push(')');
                }
                ValueType::String => *out += &tokens.string()?,
                _ => *out += &tokens.word()?,
            }
            Ok(())
        }
        let (mut tokens, mut out) = (Tokens::of(text.as_bytes()), String::new());
        value(&mut tokens, &mut out)?;
        tokens.finish()?;
        let mut passed = Tokens::of(text.as_bytes());
        passed.skip()?;
        passed.finish()?;
        Ok(out)
    }

    #[test]
    fn a_text_is_taken_apart_and_passed_over_alike() {
        let long = format!("[\"{}\", \"{}\\n\"]", "é".repeat(WINDOW), "x".repeat(WINDOW));
        for (text, wanted) in [
            (
                r#"{"a": [1, -2.5e3, true, null], "b": {}, "c\u00e9": "\ud83d\ude00\"\\\/\n"}"#,
                "(a:(1 -2.5e3 true null ) b:() cé:😀\"\\/\n )".to_owned(),
            ),
            ("[1,]", "(1 )".to_owned()),
            (" \"x\" ", "x".to_owned()),
            (&long, format!("({} {}\n )", "é".repeat(WINDOW), "x".repeat(WINDOW))),
        ] {
            assert_eq!(walk(text).expect("JSON"), wanted);
        }
    }

    #[test]
    fn what_stands_where_it_may_not_is_told() {
        for (text, ends) in [
            ("", true),
            ("[1", true),
            ("{\"a\"", true),
            ("{\"a\":", true),
            ("[1 2]", false),
            ("{\"a\" 1}", false),
            ("{1:2}", false),
            ("[1}", false),
            ("[,]", false),
            ("[1,,2]", false),
            ("1 2", false),
            ("[\"\\x\"]", false),
            ("]", false),
        ] {
            assert!(matches!(walk(text), Err(Fault::Syntax { ends: found, .. }) if found == ends), "{text}");
        }
    }
}
