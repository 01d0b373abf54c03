//! Lines of text out of bytes, one at a time, with their place in the evidence.

use std::io::{self, BufRead, BufReader};

use encoding_rs::UTF_8;
use shakedown_core::{ImportNote, Locator, NoteKind, Place};

use crate::decode::{self, Survey};
use crate::importer::ReadSeek;

/// One line, or a piece of a very long one.
#[derive(Debug, Default)]
pub(crate) struct Line {
    /// The text without its end.
    pub(crate) text: String,
    /// How it ends: `\r\n`, `\n`, `\r`, or nothing at the end of the item and where a long line was cut.
    pub(crate) ending: &'static str,
    /// Its number; the first is 1.
    pub(crate) number: u64,
    /// First byte in the evidence.
    pub(crate) start: u64,
    /// One past the last byte in the evidence, the end of line not counted.
    pub(crate) end: u64,
    /// Whether it is the rest of a line that was cut.
    pub(crate) rest: bool,
    /// What was not decoded plainly.
    pub(crate) notes: Vec<ImportNote>,
}

impl Line {
    /// Whether it holds nothing but white space.
    pub(crate) fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }
}

/// The lines of one item.
pub(crate) struct Lines<'a> {
    source: BufReader<&'a mut dyn ReadSeek>,
    survey: &'a Survey,
    piece: usize,
    number: u64,
    position: u64,
    carried: Vec<u8>,
    in_line: bool,
    singly: bool,
    spare: String,
}

impl<'a> Lines<'a> {
    /// The lines of `source`, from its start; a line longer than `piece` bytes comes in pieces.
    pub(crate) fn of(source: &'a mut dyn ReadSeek, survey: &'a Survey, piece: usize) -> io::Result<Self> {
        source.seek(io::SeekFrom::Start(survey.bom))?;
        let source = BufReader::with_capacity(64 * 1024, source);
        Ok(Self {
            source,
            survey,
            piece: piece.max(64),
            number: 0,
            position: survey.bom,
            carried: Vec::new(),
            in_line: false,
            singly: false,
            spare: String::new(),
        })
    }

    /// The same, where every line was written by a program of its own: each one that is UTF-8 is read so, whatever the others are.
    pub(crate) fn singly(mut self) -> Self {
        self.singly = true;
        self
    }

    /// Take back a line that is not needed any more: the next one is read into its memory.
    pub(crate) fn reuse(&mut self, line: Line) {
        self.spare = line.text;
    }

    /// The next line, or nothing at the end.
    pub(crate) fn next(&mut self) -> io::Result<Option<Line>> {
        let mut bytes = std::mem::take(&mut self.carried);
        if bytes.is_empty() {
            bytes = std::mem::take(&mut self.spare).into_bytes();
            bytes.clear();
        }
        let ended = if self.survey.unit() == 2 { self.fill_wide(&mut bytes)? } else { self.fill(&mut bytes)? };
        if bytes.is_empty() && !ended {
            return Ok(None);
        }
        let cut = !ended && bytes.len() >= self.piece;
        if cut {
            let keep = self.cut_at(&bytes);
            self.carried = bytes.split_off(keep);
        }
        let (length, ending) = if ended { self.strip_end(&bytes) } else { (bytes.len(), "") };
        let taken = bytes.len() as u64;
        bytes.truncate(length);
        let rest = self.in_line;
        self.in_line = cut;
        self.number += u64::from(!rest);
        let start = self.position;
        self.position += taken;
        let (text, notes) = self.text(bytes, start);
        Ok(Some(Line { text, ending, number: self.number, start, end: start + length as u64, rest, notes }))
    }

    /// Add to `bytes` up to the end of the line; whether the end was met.
    fn fill(&mut self, bytes: &mut Vec<u8>) -> io::Result<bool> {
        let end = if self.survey.old_mac_lines { b'\r' } else { b'\n' };
        while bytes.len() < self.piece {
            let available = match self.source.fill_buf() {
                Ok(available) => available,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            let available = available.get(..available.len().min(self.piece - bytes.len())).unwrap_or_default();
            let found = memchr::memchr(end, available);
            let take = found.map_or(available.len(), |at| at + 1);
            bytes.extend_from_slice(available.get(..take).unwrap_or_default());
            self.source.consume(take);
            if found.is_some() || take == 0 {
                return Ok(found.is_some());
            }
        }
        Ok(false)
    }

    /// The same for two-byte units.
    fn fill_wide(&mut self, bytes: &mut Vec<u8>) -> io::Result<bool> {
        let end = if self.survey.old_mac_lines { b'\r' } else { b'\n' };
        let end = if self.survey.encoding == encoding_rs::UTF_16LE { [end, 0] } else { [0, end] };
        while bytes.len() < self.piece {
            let available = match self.source.fill_buf() {
                Ok(available) => available,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            let Some(first) = available.first().copied() else { return Ok(false) };
            bytes.push(first);
            self.source.consume(1);
            if bytes.len().is_multiple_of(2) && bytes.ends_with(&end) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The length of a line without its end, and the end.
    fn strip_end(&self, bytes: &[u8]) -> (usize, &'static str) {
        let unit = self.survey.unit();
        let before = bytes.len().saturating_sub(unit);
        if self.survey.old_mac_lines {
            return (before, "\r");
        }
        let last = bytes.get(before.saturating_sub(unit)..before).unwrap_or_default();
        if last.contains(&b'\r') && last.iter().all(|byte| matches!(byte, b'\r' | 0)) {
            (before.saturating_sub(unit), "\r\n")
        } else {
            (before, "\n")
        }
    }

    /// Where a line that is too long is cut: after a space near the end, else between characters.
    fn cut_at(&self, bytes: &[u8]) -> usize {
        if self.survey.unit() == 2 {
            let even = bytes.len() & !1;
            let high = bytes.get(even.saturating_sub(2)..even).is_some_and(|unit| unit.iter().any(|byte| (0xd8..0xdc).contains(byte)));
            return if high { even.saturating_sub(2) } else { even };
        }
        let near = bytes.len().saturating_sub(4096);
        if let Some(space) = memchr::memrchr(b' ', bytes.get(near..).unwrap_or_default()) {
            return near + space + 1;
        }
        let continuation = bytes.iter().rev().take(3).take_while(|byte| (0x80..0xc0).contains(*byte)).count();
        let lead = bytes.len().saturating_sub(continuation + 1);
        if bytes.get(lead).is_some_and(|byte| *byte >= 0xc0) { lead } else { bytes.len() }
    }

    fn text(&self, bytes: Vec<u8>, start: u64) -> (String, Vec<ImportNote>) {
        let may_be_utf8 = self.survey.encoding == UTF_8 || (self.singly && self.survey.unit() == 1);
        if !may_be_utf8 || (self.survey.nul && memchr::memchr(0, &bytes).is_some()) {
            return self.decoded(&bytes, start);
        }
        // Nearly every line is whole UTF-8: its bytes are the text.
        String::from_utf8(bytes).map_or_else(|error| self.decoded(error.as_bytes(), start), |text| (text, Vec::new()))
    }

    fn decoded(&self, bytes: &[u8], start: u64) -> (String, Vec<ImportNote>) {
        let place = || Place::Lines(self.number, self.number);
        let mut notes = Vec::new();
        let own = if self.singly && self.survey.unit() == 1 && std::str::from_utf8(bytes).is_ok() { UTF_8 } else { self.survey.encoding };
        let (mut text, mut damage) = decode::decode(own, bytes);
        if own == UTF_8 && (is_foreign(&text, &damage) || (self.singly && !damage.is_empty() && is_bare(&text))) {
            let encoding = decode::detect(bytes);
            (text, damage) = decode::decode(encoding, bytes);
            let locator = Locator::at(place()).with_bytes(start, start + bytes.len() as u64);
            let kept_as = format!("this line read as {}", encoding.name());
            notes.push(ImportNote::new(NoteKind::EncodingGuessed, locator, encoding.name(), kept_as));
        }
        notes.extend(damage.iter().map(|run| decode::damage_note(run, bytes, place(), start)));
        let before = text.len();
        text.retain(|character| character != '\0');
        if text.len() < before {
            let locator = Locator::at(place()).with_bytes(start, start + bytes.len() as u64);
            let found = (before - text.len()).to_string();
            notes.push(ImportNote::new(NoteKind::PaddingDropped, locator, &found, "NUL characters left out"));
        }
        (text, notes)
    }
}

/// Whether a line of a UTF-8 item is in another encoding: more broken runs than whole characters, and more than one.
fn is_foreign(text: &str, damage: &[decode::Damage]) -> bool {
    let whole = text.chars().filter(|character| !character.is_ascii() && *character != '\u{fffd}').count();
    damage.len() > 1 && damage.len() > whole
}

/// Whether nothing of a line is in UTF-8 but what every encoding shares.
fn is_bare(text: &str) -> bool {
    text.chars().all(|character| character.is_ascii() || character == '\u{fffd}')
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn read(bytes: &[u8], piece: usize) -> Vec<Line> {
        let mut source = Cursor::new(bytes.to_vec());
        let survey = Survey::of(&mut source).unwrap();
        let mut lines = Lines::of(&mut source, &survey, piece).unwrap();
        std::iter::from_fn(|| lines.next().unwrap()).collect()
    }

    #[test]
    fn lines_know_their_place_their_end_and_their_number() {
        for (bytes, wanted) in [
            (&b"a\r\nbc\n\nd"[..], vec![("a", "\r\n", 0, 1), ("bc", "\n", 3, 5), ("", "\n", 6, 6), ("d", "", 7, 8)]),
            (b"a\rb", vec![("a", "\r", 0, 1), ("b", "", 2, 3)]),
            (b"\xef\xbb\xbfa\n", vec![("a", "\n", 3, 4)]),
            (b"\xff\xfea\0\r\0\n\0b\0", vec![("a", "\r\n", 2, 4), ("b", "", 8, 10)]),
            (b"", vec![]),
        ] {
            let lines = read(bytes, 1024);
            let found: Vec<_> = lines.iter().map(|line| (line.text.as_str(), line.ending, line.start, line.end)).collect();
            assert_eq!(found, wanted);
        }
    }

    #[test]
    fn a_long_line_comes_in_pieces_that_make_it_up_again() {
        for text in ["ж".repeat(500), "word ".repeat(300), "x".repeat(1000)] {
            let lines = read(text.as_bytes(), 64);
            assert!(lines.len() > 5);
            assert_eq!(lines.iter().map(|line| line.text.as_str()).collect::<String>(), text);
            assert!(lines.iter().all(|line| line.number == 1 && line.notes.is_empty()));
            assert_eq!(lines.iter().filter(|line| !line.rest).count(), 1);
        }
    }

    #[test]
    fn one_line_in_another_encoding_is_read_as_such_and_noted() {
        let mut bytes = "Привет, как дела у вас сегодня? ".repeat(60).into_bytes();
        bytes.push(b'\n');
        bytes.extend_from_slice(&encoding_rs::WINDOWS_1251.encode("мы ждем ответа до конца недели").0);
        let lines = read(&bytes, 4096);
        assert_eq!(lines.last().map(|line| line.text.as_str()), Some("мы ждем ответа до конца недели"));
        assert_eq!(lines.last().and_then(|line| line.notes.first()).map(|note| note.kind), Some(NoteKind::EncodingGuessed));
    }
}
