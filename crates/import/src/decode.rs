//! Bytes to text: byte order mark, then UTF-16 by its NUL pattern, then UTF-8, then nearly UTF-8, then what the bytes look like.

use std::io::{self, Read};

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE};
use shakedown_core::{ImportNote, Locator, NoteKind, Place};

use crate::importer::ReadSeek;

/// How much is looked at to tell UTF-16 from NUL bytes, and to guess a legacy encoding.
const SAMPLE: usize = 64 * 1024;
const GUESS_SAMPLE: u64 = 4 * 1024 * 1024;

/// What a whole pass over an item tells about its text.
#[derive(Clone, Debug)]
pub(crate) struct Survey {
    /// The encoding to decode with.
    pub(crate) encoding: &'static Encoding,
    /// Length of the byte order mark.
    pub(crate) bom: u64,
    /// Whether lines end in a lone carriage return.
    pub(crate) old_mac_lines: bool,
    /// Whether a NUL byte stands anywhere.
    pub(crate) nul: bool,
    guess: Option<&'static str>,
    clean_utf8: bool,
}

impl Survey {
    /// Read all of `source` once, and leave it at its start.
    pub(crate) fn of(source: &mut dyn ReadSeek) -> io::Result<Self> {
        source.rewind()?;
        let mut sample = Vec::new();
        Read::take(&mut *source, SAMPLE as u64).read_to_end(&mut sample)?;
        let mut counts = Counts::default();
        counts.feed(&sample);
        let mut chunk = vec![0; SAMPLE];
        loop {
            match source.read(&mut chunk) {
                Ok(0) => break,
                Ok(count) => counts.feed(chunk.get(..count).unwrap_or_default()),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        counts.end();
        source.rewind()?;
        let mut survey = Self::judge(&sample, &counts);
        if survey.guess == Some(LEGACY) {
            let mut more = Vec::new();
            Read::take(&mut *source, GUESS_SAMPLE).read_to_end(&mut more)?;
            survey.encoding = declared(&sample).unwrap_or_else(|| detect(&more));
            source.rewind()?;
        }
        Ok(survey)
    }

    fn judge(sample: &[u8], counts: &Counts) -> Self {
        // Legacy text hardly ever makes whole UTF-8 characters; single lines of it are told apart where lines are read.
        let is_utf8 = counts.broken == 0 || counts.whole >= counts.broken * 9;
        let (encoding, bom, guess) = match sample {
            [0xef, 0xbb, 0xbf, ..] => (UTF_8, 3, None),
            [0xff, 0xfe, 0, 0, ..] => (UTF_16LE, 2, Some("UTF-32LE, read as UTF-16 with its NUL characters left out")),
            [0, 0, 0xfe, 0xff, ..] => (UTF_16BE, 4, Some("UTF-32BE, read as UTF-16 with its NUL characters left out")),
            [0xff, 0xfe, ..] => (UTF_16LE, 2, None),
            [0xfe, 0xff, ..] => (UTF_16BE, 2, None),
            _ => match utf16_by_nuls(sample) {
                Some(encoding) => (encoding, 0, Some("UTF-16 without a byte order mark")),
                None if is_utf8 => (UTF_8, 0, None),
                None => (UTF_8, 0, Some(LEGACY)),
            },
        };
        let old_mac_lines = !counts.feeds && counts.returns;
        Self {
            encoding,
            bom,
            old_mac_lines,
            nul: counts.nul,
            guess,
            clean_utf8: encoding == UTF_8 && counts.broken == 0 && guess.is_none(),
        }
    }

    /// The note on a guess, where one was made.
    pub(crate) fn note(&self) -> Option<ImportNote> {
        let guess = self.guess?;
        let kept_as = if guess == LEGACY { format!("text read as {}", self.encoding.name()) } else { guess.to_owned() };
        Some(ImportNote::new(NoteKind::EncodingGuessed, Locator::at(Place::Whole), self.encoding.name(), kept_as))
    }

    /// Whether the bytes after the mark are the text, byte for byte.
    pub(crate) fn is_clean_utf8(&self) -> bool {
        self.clean_utf8
    }

    /// Bytes of one code unit.
    pub(crate) fn unit(&self) -> usize {
        if self.encoding == UTF_16LE || self.encoding == UTF_16BE { 2 } else { 1 }
    }
}

const LEGACY: &str = "legacy";

/// Counts over the whole item.
#[derive(Default)]
struct Counts {
    whole: u64,
    broken: u64,
    feeds: bool,
    /// Whether a carriage return stands in a chunk before any line feed.
    returns: bool,
    nul: bool,
    tail: Vec<u8>,
}

impl Counts {
    fn feed(&mut self, chunk: &[u8]) {
        self.feeds = self.feeds || memchr::memchr(b'\n', chunk).is_some();
        self.returns = self.returns || (!self.feeds && memchr::memchr(b'\r', chunk).is_some());
        self.nul = self.nul || memchr::memchr(0, chunk).is_some();
        if self.tail.is_empty() && chunk.is_ascii() {
            return;
        }
        let mut joined = std::mem::take(&mut self.tail);
        let mut rest = if joined.is_empty() {
            chunk
        } else {
            joined.extend_from_slice(chunk);
            joined.as_slice()
        };
        loop {
            match std::str::from_utf8(rest) {
                Ok(text) => return self.whole += leads(text.as_bytes()),
                Err(error) => {
                    let (good, bad) = rest.split_at_checked(error.valid_up_to()).unwrap_or_default();
                    self.whole += leads(good);
                    let Some(length) = error.error_len() else {
                        self.tail = bad.to_vec();
                        return;
                    };
                    self.broken += 1;
                    rest = bad.get(length..).unwrap_or_default();
                }
            }
        }
    }

    fn end(&mut self) {
        self.broken += u64::from(!self.tail.is_empty());
    }
}

/// How many characters of `text` (valid UTF-8) are not ASCII.
fn leads(text: &[u8]) -> u64 {
    if text.is_ascii() { 0 } else { text.iter().filter(|byte| **byte >= 0xc0).count() as u64 }
}

/// UTF-16 without a mark: NUL bytes stand at one parity only, often enough, and the other bytes there are few different ones.
fn utf16_by_nuls(sample: &[u8]) -> Option<&'static Encoding> {
    let padding = sample.iter().rev().take_while(|byte| **byte == 0).count();
    let text = sample.get(..sample.len() - padding).unwrap_or_default();
    let units = text.chunks_exact(2).len();
    let column = |odd: usize| text.iter().skip(odd).step_by(2).take(units);
    let nuls = |odd| column(odd).filter(|byte| **byte == 0).count();
    let uniform = |odd: usize| {
        let mut seen = [0usize; 256];
        column(odd).for_each(|byte| seen.iter_mut().skip(usize::from(*byte)).take(1).for_each(|count| *count += 1));
        seen.sort_unstable();
        seen.iter().rev().take(2).sum::<usize>() * 5 >= units * 4
    };
    let looks = |high: usize, low: usize| {
        let (high_nuls, low_nuls) = (nuls(high), nuls(low));
        units > 0 && low_nuls * 10 <= high_nuls && (high_nuls * 5 >= units || (high_nuls * 20 >= units && uniform(high)))
    };
    if looks(1, 0) {
        Some(UTF_16LE)
    } else if looks(0, 1) {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// The encoding that the text itself declares (`charset=…`), as HTML does.
fn declared(sample: &[u8]) -> Option<&'static Encoding> {
    let head = sample.get(..sample.len().min(2048)).unwrap_or_default().to_ascii_lowercase();
    let at = memchr::memmem::find(&head, b"charset=")?;
    let label = head.get(at + 8..)?;
    let label = label.strip_prefix(b"\"").or(label.strip_prefix(b"'")).unwrap_or(label);
    let end = label.iter().position(|byte| !(byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')))?;
    Encoding::for_label(label.get(..end)?).filter(|encoding| encoding.is_ascii_compatible() && *encoding != UTF_8)
}

/// The legacy encoding that `bytes` look like.
pub(crate) fn detect(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Deny)
}

/// The text of an item's head: a character cut at the end and NUL characters are left out.
pub(crate) fn head_text(bytes: &[u8]) -> String {
    let mut counts = Counts::default();
    counts.feed(bytes);
    let mut survey = Survey::judge(bytes, &counts);
    if survey.guess == Some(LEGACY) {
        survey.encoding = declared(bytes).unwrap_or_else(|| detect(bytes));
    }
    let start = usize::try_from(survey.bom).unwrap_or_default();
    let mut decoder = survey.encoding.new_decoder_without_bom_handling();
    let rest = bytes.get(start..).unwrap_or_default();
    let mut text = String::with_capacity(decoder.max_utf8_buffer_length(rest.len()).unwrap_or(rest.len() * 3));
    let _ = decoder.decode_to_string(rest, &mut text, false);
    text.retain(|character| character != '\0');
    text
}

/// Something that went wrong in decoding, in bytes from the start of what was decoded.
pub(crate) struct Damage {
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// `bytes` as text, with every run of bytes that is none.
pub(crate) fn decode(encoding: &'static Encoding, bytes: &[u8]) -> (String, Vec<Damage>) {
    if encoding == UTF_8
        && let Ok(text) = std::str::from_utf8(bytes)
    {
        return (text.to_owned(), Vec::new());
    }
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = String::with_capacity(bytes.len() * 3 + 16);
    let mut damage: Vec<Damage> = Vec::new();
    let mut at = 0;
    loop {
        let rest = bytes.get(at..).unwrap_or_default();
        text.reserve(decoder.max_utf8_buffer_length_without_replacement(rest.len()).unwrap_or(rest.len() * 3 + 16));
        let (result, read) = decoder.decode_to_string_without_replacement(rest, &mut text, true);
        at += read;
        match result {
            DecoderResult::InputEmpty => return (text, damage),
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(length, after) => {
                let end = at.saturating_sub(usize::from(after));
                let start = end.saturating_sub(usize::from(length));
                match damage.last_mut() {
                    Some(last) if last.end == start => last.end = end,
                    _ => damage.push(Damage { start, end }),
                }
                text.push('\u{fffd}');
            }
        }
    }
}

/// The note on one run of `bytes` that is no text; `offset` is where `bytes` stand in the evidence.
pub(crate) fn damage_note(damage: &Damage, bytes: &[u8], place: Place, offset: u64) -> ImportNote {
    let found: String = bytes.get(damage.start..damage.end).unwrap_or_default().iter().map(|byte| format!("{byte:02x}")).collect();
    let locator = Locator::at(place).with_bytes(offset + damage.start as u64, offset + damage.end as u64);
    ImportNote::new(NoteKind::BytesReplaced, locator, &found, "U+FFFD in the text")
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn utf16(text: &str, big: bool) -> Vec<u8> {
        text.encode_utf16().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
    }

    fn padded() -> Vec<u8> {
        let mut bytes = b"Your files are locked.\nWrite to us.".to_vec();
        bytes.resize(9000, 0);
        bytes
    }

    #[test]
    fn each_encoding_is_known_by_its_bytes() {
        let windows_1251 = encoding_rs::WINDOWS_1251.encode("Ваши файлы зашифрованы, напишите нам сегодня").0.into_owned();
        let mut almost = "Все ваши файлы зашифрованы, напишите нам сегодня. ".repeat(10).into_bytes();
        almost.push(0x96);
        let cases: [(&str, Vec<u8>, &Encoding, bool); 10] = [
            ("ascii", b"pay".to_vec(), UTF_8, false),
            ("utf-8 with a mark", b"\xef\xbb\xbfpay".to_vec(), UTF_8, false),
            ("utf-16le with a mark", [b"\xff\xfe".to_vec(), utf16("pay", false)].concat(), UTF_16LE, false),
            ("utf-16le", utf16("All your files\r\n", false), UTF_16LE, true),
            ("utf-16be", utf16("All your files\r\n", true), UTF_16BE, true),
            ("utf-16le cyrillic", utf16("Все ваши файлы зашифрованы, пишите нам: a@b.example\r\n", false), UTF_16LE, true),
            ("nul padded", padded(), UTF_8, false),
            ("one broken byte", almost, UTF_8, false),
            ("cyrillic code page", windows_1251, encoding_rs::WINDOWS_1251, true),
            ("utf-32le", b"\xff\xfe\0\0p\0\0\0a\0\0\0".to_vec(), UTF_16LE, true),
        ];
        for (name, bytes, encoding, guessed) in cases {
            let survey = Survey::of(&mut Cursor::new(bytes)).unwrap();
            assert_eq!(survey.encoding, encoding, "{name}");
            assert_eq!(survey.note().is_some(), guessed, "{name}");
        }
    }

    #[test]
    fn a_run_of_broken_bytes_is_one_damage_and_the_rest_is_kept() {
        let (text, damage) = decode(UTF_8, b"a\xff\xfe\xfdb\xc3");
        assert_eq!(text, "a\u{fffd}\u{fffd}\u{fffd}b\u{fffd}");
        assert_eq!(damage.iter().map(|run| (run.start, run.end)).collect::<Vec<_>>(), [(1, 4), (5, 6)]);
    }
}
