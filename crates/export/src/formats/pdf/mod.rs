//! The report as a PDF for archives: tagged, in PDF/A-2a, set by Typst.
//!
//! Texts of the exhibit come to the template as values, never as markup, and a character that no font has is written as `⟨U+XXXX⟩`: no text
//! can block a report. Characters beyond Latin, Greek, Cyrillic, Arabic, Hebrew and emoji are set in the fonts that the machine
//! gives. A case that is too long for sheets of paper is cut, and the report says where.
//!
//! Source: ISO 19005-2 (PDF/A-2), whose level A asks for tags and for text that maps to Unicode. What was checked stands in the tests: a
//! validator for all of PDF/A is not among them.

mod glyphs;
mod world;

use std::collections::BTreeSet;

use jiff::tz::Offset;
use serde::Serialize;
use serde_json::{Map, Value, json};
use shakedown_core::{AmountRole, Artifact, CaseFile, Family, Grade, Priority, Tlp, Validity, Verdict};
use typst::foundations::{Datetime, Dict, Smart};
use typst::text::Font;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use self::glyphs::{Care, FONTS_MAX, Glyphs};
use self::world::{Sheet, bundled};
use super::report::{Report, shape};
use super::said::quote;
use crate::{ExportError, ExportOptions, Exporter, FontFile};

/// How many messages are set.
const MESSAGES_MAX: usize = 20_000;
/// How many bytes of what was said are set.
const BYTES_MAX: usize = 8 << 20;
/// How many rows one table has.
const ROWS_MAX: usize = 1_000;

/// The format.
pub(super) struct Format;

impl Exporter for Format {
    fn id(&self) -> &'static str {
        "pdf"
    }

    fn name(&self) -> &'static str {
        "PDF report"
    }

    fn words(&self) -> &'static str {
        "the same report on numbered sheets, tagged and for archives (PDF/A-2a), with the marking on each"
    }

    fn media_type(&self) -> &'static str {
        "application/pdf"
    }

    fn missing(&self, case: &CaseFile, options: &ExportOptions) -> Result<BTreeSet<char>, ExportError> {
        let mut data = data(case, options)?;
        Ok(data.get_mut("report").map(|report| Glyphs::new(&fonts(options), Care::Covered).fit(report)).unwrap_or_default())
    }

    fn write(&self, case: &CaseFile, options: &ExportOptions) -> Result<Artifact, ExportError> {
        let data = data(case, options)?;
        let fonts = fonts(options);
        // The second way is for texts that shape to a glyph which no font has, though some font has each of their characters.
        let set = |care| {
            let glyphs = Glyphs::new(&fonts, care);
            typeset(inputs(data.clone(), &glyphs)?, fonts.clone(), case, options)
        };
        let bytes = set(Care::Covered).or_else(|_| set(Care::Ascii))?;
        Ok(Artifact::new(bytes, format!("case-{}.pdf", case.case.number), self.media_type(), options.tlp))
    }
}

/// The fonts of this program, then those of the machine, as many as are asked.
fn fonts(options: &ExportOptions) -> Vec<Font> {
    bundled().iter().chain(options.fonts.iter().map(FontFile::font)).take(FONTS_MAX).cloned().collect()
}

/// The report and what the template asks for beside it, cut to what can be set.
fn data(case: &CaseFile, options: &ExportOptions) -> Result<Map<String, Value>, ExportError> {
    let whole = Report::of(case, options);
    let broken = whole.broken();
    let mut report = serde_json::to_value(&whole)?;
    cut(&mut report, case);
    let shapes: Map<String, Value> = Priority::ALL.iter().map(|one| (one.as_str().into(), shape(*one).into())).collect();
    let data = json!({
        "report": report,
        "title": format!("Case {}, {}, Shakedown report", case.case.number, options.tlp),
        "author": quote(&options.by),
        "description": format!("Triage report of case {}: {}", case.case.number, quote(&case.case.title)),
        "tlp": { "name": options.tlp.as_str(), "colour": colour(options.tlp) },
        "shapes": shapes,
        "broken": broken,
        "words": {
            "verdict": words(Verdict::ALL, |one| one.words()),
            "priority": words(Priority::ALL, |one| one.words()),
            "grade": words(Grade::ALL, |one| one.words()),
            "amount": words(AmountRole::ALL, |one| one.words()),
            "validity": words(Validity::ALL, |one| one.words()),
            "family": words(Family::ALL, |one| one.words()),
            "tlp": words(Tlp::ALL, |one| one.words()),
        },
    });
    match data {
        Value::Object(data) => Ok(data),
        _ => Err(ExportError::Typesetting),
    }
}

/// Codes and the words for them.
fn words<C: Copy + Serialize>(all: &[C], words: fn(C) -> &'static str) -> Value {
    let code = |one: &C| serde_json::to_value(one).ok()?.as_str().map(str::to_owned);
    all.iter().filter_map(|one| Some((code(one)?, Value::from(words(*one))))).collect::<Map<_, _>>().into()
}

/// Source: FIRST, Traffic Light Protocol 2.0, colours on black.
const fn colour(tlp: Tlp) -> &'static str {
    match tlp {
        Tlp::Clear => "#ffffff",
        Tlp::Green => "#33ff00",
        Tlp::Amber | Tlp::AmberStrict => "#ffc000",
        Tlp::Red => "#ff2b2b",
    }
}

/// Leave out what is too much for sheets of paper, and say how much.
fn cut(report: &mut Value, case: &CaseFile) {
    let (mut messages, mut bytes) = (MESSAGES_MAX, BYTES_MAX);
    for (talk, read) in report["talks"].as_array_mut().into_iter().flatten().zip(&case.transcripts) {
        let fits = |message: &&shakedown_core::Message| {
            let length = message.body.raw().len();
            let fits = messages > 0 && length <= bytes;
            (messages, bytes) = if fits { (messages - 1, bytes - length) } else { (0, 0) };
            fits
        };
        let kept = read.transcript.messages.iter().take_while(fits).count();
        shorten(talk, "messages", kept, "left_out");
        shorten(talk, "notes", ROWS_MAX, "notes_more");
    }
    for key in ["other_sums", "steps", "deadlines", "observables", "victims"] {
        shorten(&mut report["facts"], key, ROWS_MAX, &format!("{key}_more"));
    }
    for key in ["evidence", "custody", "diary", "notes", "reviews"] {
        shorten(&mut report["records"], key, ROWS_MAX, &format!("{key}_more"));
    }
}

/// Cut the list under `key` in `holder` to `kept` items, and tell under `told` how many are missing.
fn shorten(holder: &mut Value, key: &str, kept: usize, told: &str) {
    let Some(list) = holder[key].as_array_mut().filter(|list| list.len() > kept) else { return };
    let more = list.len() - kept;
    list.truncate(kept);
    holder[told] = more.into();
}

/// What the template sees: `data`, in which every character has a glyph.
fn inputs(data: Map<String, Value>, glyphs: &Glyphs<'_>) -> Result<Dict, ExportError> {
    let mut data = Value::Object(data);
    data["uncovered"] = glyphs.fit(&mut data["report"]).len().into();
    data["fonts"] = glyphs.fingerprint().into();
    Ok(serde_json::from_value(data)?)
}

/// The sheets. The same inputs give the same bytes: the date is that of the export, the identifier that of the case.
fn typeset(inputs: Dict, fonts: Vec<Font>, case: &CaseFile, options: &ExportOptions) -> Result<Vec<u8>, ExportError> {
    let sheet = Sheet::new(inputs, fonts).ok_or(ExportError::Typesetting)?;
    let made = typst::compile::<PagedDocument>(&sheet).output.map_err(|_| ExportError::Typesetting);
    let at = Offset::UTC.to_datetime(options.made_at);
    let part = |value: i8| u8::try_from(value).unwrap_or_default();
    let date =
        Datetime::from_ymd_hms(at.year().into(), part(at.month()), part(at.day()), part(at.hour()), part(at.minute()), part(at.second()));
    let written = PdfOptions {
        ident: Smart::Custom(format!("{} {}", case.case.id.as_str(), options.made_at)),
        creator: Smart::Custom(Some(quote(&options.program))),
        timestamp: date.map(Timestamp::new_utc),
        standards: PdfStandards::new(&[PdfStandard::A_2a]).map_err(|_| ExportError::Typesetting)?,
        ..PdfOptions::default()
    };
    let bytes = made.and_then(|document| typst_pdf::pdf(&document, &written).map_err(|_| ExportError::Typesetting));
    let bytes = bytes.map(without_suspects);
    // What was remembered of this case must not stay in memory for the next.
    typst::comemo::evict(0);
    bytes
}

/// `pdf` without the words that no tag is suspect, which is what a reader takes it for without them (ISO 32000-1, table 321), and which poppler
/// takes for a fault. Blanks stand in their place, so that everything stays where the table of the file says it is.
fn without_suspects(mut pdf: Vec<u8>) -> Vec<u8> {
    const CATALOG: &[u8] = b"/MarkInfo<</Marked true/Suspects false>>";
    const SUSPECTS: &[u8] = b"/Suspects false";
    if let Some(at) = pdf.windows(CATALOG.len()).rposition(|window| window == CATALOG) {
        let start = at + CATALOG.len() - b">>".len() - SUSPECTS.len();
        pdf[start..start + SUSPECTS.len()].fill(b' ');
    }
    pdf
}
