//! Broken JSON made readable on the way, byte by byte, each mend logged. Whole JSON passes unchanged.

use std::cell::RefCell;
use std::io::{self, Read, SeekFrom};
use std::rc::Rc;

use encoding_rs::Decoder;
use shakedown_core::{ImportNote, Locator, NoteKind, Place};

use crate::decode::Survey;
use crate::importer::ReadSeek;

/// Bytes read at once.
const CHUNK: usize = 64 * 1024;
/// The longest value without quotes that is looked at whole.
const BARE_MAX: usize = 4096;
/// Mends that are held until somebody takes them; more are counted.
const HELD_MAX: usize = 10_000;

/// What was mended, shared by the stream and its reader.
#[derive(Clone, Default)]
pub(crate) struct Log(Rc<RefCell<Entries>>);

#[derive(Default)]
struct Entries {
    notes: Vec<ImportNote>,
    edited: bool,
}

impl Log {
    /// The notes since the last time.
    pub(crate) fn take(&self) -> Vec<ImportNote> {
        std::mem::take(&mut self.0.borrow_mut().notes)
    }

    /// Whether anything was changed so far.
    pub(crate) fn has_edits(&self) -> bool {
        self.0.borrow().edited
    }

    fn add(&self, kind: NoteKind, at: Option<u64>, found: &str, kept_as: &str) {
        let mut entries = self.0.borrow_mut();
        entries.edited = true;
        if entries.notes.len() < HELD_MAX {
            let locator = Locator::at(Place::Whole);
            let locator = at.map_or(locator.clone(), |at| locator.with_bytes(at, at + 1));
            entries.notes.push(ImportNote::new(kind, locator, found, kept_as));
        }
    }
}

enum State {
    /// Between the tokens.
    Outside,
    /// In a value without quotes.
    Bare(Vec<u8>),
    /// In a string; how many bytes it has so far.
    Text(usize),
    /// After a backslash.
    Escape(usize),
    /// After `\u` or `\x`, with the digits so far.
    Hex { size: usize, wanted: usize, digits: Vec<u8> },
    /// In a string that is longer than the limit; whether a backslash came before.
    Beyond(bool),
}

/// The text of an item as UTF-8 that a strict JSON reader can read.
pub(crate) struct Mended<'a> {
    source: &'a mut dyn ReadSeek,
    decoder: Option<Decoder>,
    state: State,
    high: Option<u32>,
    /// The brackets that are open.
    open: Vec<u8>,
    /// The last token outside of strings: a bracket, `,`, `:`, `k` for a member's name, `v` for a value.
    last: u8,
    chunk: Vec<u8>,
    out: Vec<u8>,
    given: usize,
    position: u64,
    ended: bool,
    string_max: usize,
    log: Log,
}

impl<'a> Mended<'a> {
    /// The text of `source`, from its start; strings beyond `string_max` bytes are cut.
    pub(crate) fn of(source: &'a mut dyn ReadSeek, survey: &Survey, string_max: usize, log: Log) -> io::Result<Self> {
        source.seek(SeekFrom::Start(survey.bom))?;
        let decoder = (!survey.is_clean_utf8()).then(|| survey.encoding.new_decoder_without_bom_handling());
        let (state, out, given, position) = (State::Outside, Vec::new(), 0, survey.bom);
        Ok(Self {
            source,
            decoder,
            state,
            high: None,
            open: Vec::new(),
            last: b'v',
            chunk: vec![0; CHUNK],
            out,
            given,
            position,
            ended: false,
            string_max,
            log,
        })
    }

    fn fill(&mut self) -> io::Result<()> {
        self.out.clear();
        self.given = 0;
        let mut chunk = std::mem::take(&mut self.chunk);
        let outcome = self.fill_from(&mut chunk);
        self.chunk = chunk;
        outcome
    }

    fn fill_from(&mut self, chunk: &mut [u8]) -> io::Result<()> {
        while self.out.is_empty() && !self.ended {
            let count = match self.source.read(chunk) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                other => other?,
            };
            let bytes = chunk.get(..count).unwrap_or_default();
            self.ended = count == 0;
            let Some(decoder) = &mut self.decoder else {
                self.mend(bytes);
                continue;
            };
            let mut text = String::with_capacity(decoder.max_utf8_buffer_length(count).unwrap_or(count * 3 + 16));
            let (_, _, damaged) = decoder.decode_to_string(bytes, &mut text, self.ended);
            if damaged {
                let locator = Locator::at(Place::Whole).with_bytes(self.position, self.position + count as u64);
                let note = ImportNote::new(NoteKind::BytesReplaced, locator, "", "U+FFFD in the text");
                self.log.0.borrow_mut().notes.push(note);
            }
            self.position += count as u64;
            self.mend(text.as_bytes());
        }
        Ok(())
    }

    fn mend(&mut self, bytes: &[u8]) {
        let mut rest = bytes;
        while let Some((first, after)) = rest.split_first() {
            let plain = match &self.state {
                State::Text(size) => plain_run(rest).min(self.string_max.saturating_sub(*size)),
                State::Outside => {
                    let whole = self.pass_whole(rest);
                    let after = rest.get(whole..).unwrap_or_default();
                    rest = if after.is_empty() { after } else { self.pass(after) };
                    continue;
                }
                _ => 0,
            };
            if plain == 0 && *first == b'"' && self.high.is_none() && matches!(self.state, State::Text(_)) {
                self.state = self.end_string();
                self.advance(1);
                rest = after;
                continue;
            }
            if plain > 0 {
                let (run, after) = rest.split_at_checked(plain).unwrap_or((rest, &[]));
                self.settle_high();
                self.out.extend_from_slice(run);
                self.state = match self.state {
                    State::Text(size) => State::Text(size + plain),
                    _ => State::Outside,
                };
                self.advance(plain);
                rest = after;
            } else {
                self.step(*first);
                self.advance(1);
                rest = after;
            }
        }
        if self.ended {
            self.close();
        }
    }

    /// Give the tokens at the start of `rest` that are whole and need no second look, all at once; how many bytes they are.
    fn pass_whole(&mut self, rest: &[u8]) -> usize {
        let mut at = 0;
        while let Some((first, after)) = rest.get(at..).and_then(<[u8]>::split_first) {
            match first {
                b'"' => {
                    let Some(length) = whole_string(after).filter(|length| *length <= self.string_max) else { break };
                    self.last = self.string_is();
                    at += length + 2;
                    continue;
                }
                b' ' | b'\t' | b'\n' | b'\r' => {}
                b'{' | b'}' | b'[' | b']' | b':' | b',' => self.nest(*first),
                _ => break,
            }
            at += 1;
        }
        self.out.extend_from_slice(rest.get(..at).unwrap_or_default());
        self.advance(at);
        at
    }

    /// Take the first token between strings off `rest`.
    fn pass<'r>(&mut self, rest: &'r [u8]) -> &'r [u8] {
        let word = rest.iter().take(BARE_MAX).take_while(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'z')).count();
        let (run, after) = rest.split_at_checked(word).unwrap_or((rest, &[]));
        // A number or a literal that ends here and needs no second look.
        let ends = matches!(after.first(), Some(b',' | b'}' | b']' | b'\n' | b'\r'));
        let number = run.iter().all(u8::is_ascii_digit) && (run.len() == 1 || run.first() != Some(&b'0'));
        if word > 0 && ends && (number || matches!(run, b"true" | b"false" | b"null")) {
            self.last = b'v';
            self.out.extend_from_slice(run);
            self.advance(word);
            return after;
        }
        let Some((first, after)) = rest.split_first() else { return rest };
        self.state = self.outside(*first);
        self.advance(1);
        after
    }

    /// Close what a torn text left open, so that its last record is read as far as it goes.
    fn close(&mut self) {
        self.settle_high();
        match std::mem::replace(&mut self.state, State::Outside) {
            State::Outside => {}
            State::Bare(token) => self.give_bare(&token),
            State::Text(_) | State::Escape(_) | State::Hex { .. } | State::Beyond(_) => self.state = self.end_string(),
        }
        if self.open.is_empty() {
            return;
        }
        self.log(NoteKind::Truncated, "", "what comes before the end was read");
        self.out.extend_from_slice(match self.last {
            b'k' => b":null",
            b':' => b"null",
            _ => b"",
        });
        let closers = self.open.iter().rev().map(|bracket| if *bracket == b'{' { b'}' } else { b']' });
        self.out.extend(closers);
        self.open.clear();
    }

    fn end_string(&mut self) -> State {
        self.out.push(b'"');
        self.last = self.string_is();
        State::Outside
    }

    /// What the string is that comes after the last token.
    fn string_is(&self) -> u8 {
        let is_name = self.open.last() == Some(&b'{') && matches!(self.last, b'{' | b',');
        if is_name { b'k' } else { b'v' }
    }

    fn advance(&mut self, count: usize) {
        if self.decoder.is_none() {
            self.position += count as u64;
        }
    }

    fn log(&self, kind: NoteKind, found: &str, kept_as: &str) {
        self.log.add(kind, self.decoder.is_none().then_some(self.position), found, kept_as);
    }

    fn step(&mut self, byte: u8) {
        self.state = match std::mem::replace(&mut self.state, State::Outside) {
            State::Outside => self.outside(byte),
            State::Bare(token) => self.bare(token, byte),
            State::Text(size) => self.text(size, byte),
            State::Escape(size) => self.escape(size, byte),
            State::Hex { size, wanted, digits } => self.hex(size, wanted, digits, byte),
            State::Beyond(escaped) => match byte {
                b'"' if !escaped => self.end_string(),
                b'\\' => State::Beyond(!escaped),
                _ => State::Beyond(false),
            },
        };
    }

    fn outside(&mut self, byte: u8) -> State {
        match byte {
            b'"' => {
                self.out.push(byte);
                State::Text(0)
            }
            b'{' | b'}' | b'[' | b']' | b':' | b',' => {
                self.bracket(byte);
                State::Outside
            }
            b' ' | b'\t' | b'\n' | b'\r' => {
                self.out.push(byte);
                State::Outside
            }
            0 => {
                if !self.log.has_edits() {
                    self.log(NoteKind::PaddingDropped, "NUL", "left out of the text");
                }
                State::Outside
            }
            _ => State::Bare(vec![byte]),
        }
    }

    fn bracket(&mut self, byte: u8) {
        self.nest(byte);
        self.out.push(byte);
    }

    fn nest(&mut self, byte: u8) {
        match byte {
            b'{' | b'[' => self.open.push(byte),
            b'}' | b']' => drop(self.open.pop()),
            _ => {}
        }
        self.last = if matches!(byte, b'}' | b']') { b'v' } else { byte };
    }

    fn bare(&mut self, mut token: Vec<u8>, byte: u8) -> State {
        if matches!(byte, b',' | b'}' | b']' | b'\n' | b'\r') {
            self.give_bare(&token);
            return self.outside(byte);
        }
        if token.len() < BARE_MAX {
            token.push(byte);
        }
        State::Bare(token)
    }

    /// A number or a literal as it is, any other text in quotes.
    fn give_bare(&mut self, token: &[u8]) {
        let text = String::from_utf8_lossy(token);
        let trimmed = text.trim();
        self.last = b'v';
        if serde_json::from_str::<serde_json::Value>(trimmed).is_ok() {
            return self.out.extend_from_slice(token);
        }
        self.log(NoteKind::JsonRepaired, trimmed, "the same in quotes");
        self.out.extend_from_slice(serde_json::Value::from(trimmed).to_string().as_bytes());
    }

    fn text(&mut self, size: usize, byte: u8) -> State {
        if byte == b'\\' && size < self.string_max {
            return State::Escape(size);
        }
        self.settle_high();
        match byte {
            b'"' => self.end_string(),
            _ if size >= self.string_max && !(0x80..0xc0).contains(&byte) => {
                self.log(NoteKind::LimitReached, "", "the text up to here");
                State::Beyond(byte == b'\\')
            }
            0..0x20 => {
                self.log(NoteKind::JsonRepaired, &format!("byte {byte:02x}"), "the same character, escaped");
                self.out.extend_from_slice(format!("\\u{byte:04x}").as_bytes());
                State::Text(size + 1)
            }
            _ => {
                self.out.push(byte);
                State::Text(size + 1)
            }
        }
    }

    fn escape(&mut self, size: usize, byte: u8) -> State {
        let hex = |wanted| State::Hex { size, wanted, digits: Vec::with_capacity(4) };
        match byte {
            b'u' => return hex(4),
            b'x' => return hex(2),
            _ => self.settle_high(),
        }
        if matches!(byte, b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') {
            self.out.extend_from_slice(&[b'\\', byte]);
            return State::Text(size + 1);
        }
        self.log(NoteKind::JsonRepaired, "\\", "a backslash");
        self.out.extend_from_slice(b"\\\\");
        self.text(size + 1, byte)
    }

    fn hex(&mut self, size: usize, wanted: usize, mut digits: Vec<u8>, byte: u8) -> State {
        if byte.is_ascii_hexdigit() {
            digits.push(byte);
            if digits.len() < wanted {
                return State::Hex { size, wanted, digits };
            }
            let text = String::from_utf8_lossy(&digits).into_owned();
            if wanted == 2 {
                self.log(NoteKind::JsonRepaired, &format!("\\x{text}"), "the character of this number");
            }
            self.give_unit(u32::from_str_radix(&text, 16).unwrap_or(0xfffd));
            return State::Text(size + 1);
        }
        self.settle_high();
        self.log(NoteKind::JsonRepaired, "\\", "a backslash");
        self.out.extend_from_slice(if wanted == 2 { b"\\\\x" } else { b"\\\\u" });
        self.out.extend_from_slice(&digits);
        if byte == b'\\' { State::Escape(size + 3) } else { self.text(size + 3, byte) }
    }

    /// One UTF-16 unit, escaped; half a pair waits for its other half.
    fn give_unit(&mut self, unit: u32) {
        match (self.high.take(), unit) {
            (Some(high), 0xdc00..0xe000) => self.out.extend_from_slice(format!("\\u{high:04x}\\u{unit:04x}").as_bytes()),
            (high, _) => {
                self.high = high;
                self.settle_high();
                match unit {
                    0xd800..0xdc00 => self.high = Some(unit),
                    0xdc00..0xe000 => self.give_lone(unit),
                    _ => self.out.extend_from_slice(format!("\\u{unit:04x}").as_bytes()),
                }
            }
        }
    }

    /// The half of a pair that no other half follows.
    fn settle_high(&mut self) {
        if let Some(high) = self.high.take() {
            self.give_lone(high);
        }
    }

    fn give_lone(&mut self, unit: u32) {
        self.log(NoteKind::JsonRepaired, &format!("\\u{unit:04x}"), "U+FFFD in the text");
        self.out.extend_from_slice(b"\\ufffd");
    }
}

/// The length of the string whose characters begin at `bytes`; nothing where it does not end there, or holds what must be looked at singly.
fn whole_string(bytes: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        let rest = bytes.get(at..)?;
        let end = memchr::memchr2(b'"', b'\\', rest)?;
        let run = rest.get(..end)?;
        if run.iter().fold(false, |control, byte| control | (*byte < 0x20)) {
            return None;
        }
        match rest.get(end..)? {
            [b'"', ..] => return Some(at + end),
            [_, b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't', ..] => at += end + 2,
            _ => return None,
        }
    }
}

/// How many bytes at the start of `bytes` a string may hold as they are.
fn plain_run(bytes: &[u8]) -> usize {
    let end = memchr::memchr2(b'"', b'\\', bytes).unwrap_or(bytes.len());
    let run = bytes.get(..end).unwrap_or_default();
    if run.iter().fold(false, |control, byte| control | (*byte < 0x20)) {
        run.iter().position(|byte| *byte < 0x20).unwrap_or(end)
    } else {
        end
    }
}

impl Read for Mended<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.given >= self.out.len() {
            self.fill()?;
        }
        let ready = self.out.get(self.given..).unwrap_or_default();
        let count = ready.len().min(buffer.len());
        if let (Some(to), Some(from)) = (buffer.get_mut(..count), ready.get(..count)) {
            to.copy_from_slice(from);
        }
        self.given += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Seek};

    use proptest::prelude::*;

    use super::*;

    /// A source that gives so many bytes at once, at most.
    struct Sips(Cursor<Vec<u8>>, usize);

    impl Read for Sips {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let most = self.1.min(buffer.len());
            self.0.read(&mut buffer[..most])
        }
    }

    impl Seek for Sips {
        fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
            self.0.seek(to)
        }
    }

    fn mend(text: &[u8], string_max: usize) -> (String, Vec<NoteKind>) {
        mend_in_sips(text, string_max, text.len().max(1))
    }

    fn mend_in_sips(text: &[u8], string_max: usize, sip: usize) -> (String, Vec<NoteKind>) {
        let mut source = Sips(Cursor::new(text.to_vec()), sip);
        let survey = Survey::of(&mut source).unwrap();
        let log = Log::default();
        let mut out = String::new();
        Mended::of(&mut source, &survey, string_max, log.clone()).unwrap().read_to_string(&mut out).unwrap();
        (out, log.take().iter().map(|note| note.kind).collect())
    }

    #[test]
    fn whole_json_passes_unchanged() {
        for text in [r#"{"a":[1,-2.5e3,true,null,"\u00e9\ud83d\ude00\n\"x"],"b":{}}"#, "", "  \r\n", r#""\\""#, "[1.50 ,\ttrue\n]"] {
            let (out, notes) = mend(text.as_bytes(), 100);
            assert_eq!(out.as_bytes(), text.as_bytes());
            assert_eq!(notes, []);
        }
    }

    #[test]
    fn what_writers_break_is_mended_and_noted() {
        for (text, wanted) in [
            (&br#"["a\x1bb"]"#[..], r#"["a\u001bb"]"#),
            (b"[{\"document_id\": video_files/sticker (2).webm\n}]", "[{\"document_id\": \"video_files/sticker (2).webm\"\n}]"),
            (br#"["\ud83d!"]"#, r#"["\ufffd!"]"#),
            (br#"["\ud83d"]"#, r#"["\ufffd"]"#),
            (br#"["\ud83d\n\ude00"]"#, r#"["\ufffd\n\ufffd"]"#),
            (b"[\"a\tb\nc\"]", r#"["a\u0009b\u000ac"]"#),
            (br#"["C:\data\q"]"#, r#"["C:\\data\\q"]"#),
            (br#"["\u12"]"#, r#"["\\u12"]"#),
            (b"[1]\0\0\0", "[1]"),
        ] {
            let (out, notes) = mend(text, 100);
            assert_eq!(out, wanted);
            assert!(!notes.is_empty(), "{wanted}");
        }
    }

    #[test]
    fn a_torn_text_is_closed_so_that_its_last_record_is_read() {
        for (text, wanted) in [
            ("[{\"a\":\"hel", "[{\"a\":\"hel\"}]"),
            ("[{\"a\":\"b\\", "[{\"a\":\"b\"}]"),
            ("[{\"a\":", "[{\"a\":null}]"),
            ("[{\"a", "[{\"a\":null}]"),
            ("[{\"a\": tru", "[{\"a\": \"tru\"}]"),
            ("[{\"a\":[1,", "[{\"a\":[1,]}]"),
        ] {
            let (out, notes) = mend(text.as_bytes(), 100);
            assert_eq!(out, wanted);
            assert!(notes.contains(&NoteKind::Truncated), "{wanted}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_comes_at_once_is_mended_as_what_comes_byte_by_byte(
            text in r#"([{}\[\]:,]|"|\\["\\/bnux]|[0-9a-f]{1,4}|true|null| |\n|\t|\x01|\x00|é|x){0,60}"#, string_max in 1_usize..20
        ) {
            prop_assert_eq!(mend(text.as_bytes(), string_max), mend_in_sips(text.as_bytes(), string_max, 1));
        }
    }

    #[test]
    fn a_string_beyond_the_limit_is_cut_at_a_character_and_noted() {
        assert_eq!(mend("[\"жжжжжж\\\"x\", \"b\"]".as_bytes(), 5), ("[\"жжж\", \"b\"]".to_owned(), vec![NoteKind::LimitReached]));
    }
}
