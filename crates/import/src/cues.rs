//! Timed text: cues of captions and call transcripts. A time counts from the start of the recording, which such a file does not tell.

mod spoken;

use shakedown_core::{Hostile, ImportNote, Locator, Message, MessageKind, NoteKind, Place, Precision, Stamp, Zone};

use crate::dates::{Clock, Votes};
use crate::decode::Survey;
use crate::error::ImportError;
use crate::importer::{MessageSink, ReadOptions, ReadSeek};
use crate::lines::{Line, Lines};
use crate::speakers::Ledger;

use spoken::Speech;

/// The longest line that may be a timing, in bytes.
const TIMING_MAX: usize = 400;

/// The two ways of writing cues.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// With a header, voices, comments, styles and character references.
    WebVtt,
    /// Numbers, times and text.
    SubRip,
}

/// Read the cues of `source` into `sink`: a first pass learns whether labels (`Name: text`) tell who speaks, a second one gives the messages.
pub(crate) fn read(
    source: &mut dyn ReadSeek,
    dialect: Dialect,
    options: &ReadOptions,
    sink: &mut dyn MessageSink,
) -> Result<(), ImportError> {
    let survey = Survey::of(source)?;
    if let Some(note) = survey.note() {
        sink.note(note)?;
    }
    let piece = options.limits.body_bytes;
    let mut ledger = Ledger::default();
    each(&mut Lines::of(source, &survey, piece)?, dialect, piece, &mut |cue| {
        Speech::of(&cue.text, dialect).labels(&mut ledger);
        Ok(())
    })?;
    let split = ledger.split();
    let mut clock = Clock::new(Votes::default().order(), options.zone.as_ref());
    each(&mut Lines::of(source, &survey, piece)?, dialect, piece, &mut |mut cue| {
        cue.notes.drain(..).try_for_each(|note| sink.note(note))?;
        if cue.kind == MessageKind::System {
            return Ok(sink.message(cue.message(None, &cue.text))?);
        }
        Ok(Speech::of(&cue.text, dialect).give(&cue, &split, &mut clock, sink)?)
    })
}

/// Give every cue of `lines` to `visit`.
fn each(
    lines: &mut Lines<'_>,
    dialect: Dialect,
    piece: usize,
    visit: &mut dyn FnMut(Cue) -> Result<(), ImportError>,
) -> Result<(), ImportError> {
    let mut cues = Cues::new(dialect, piece);
    while let Some(line) = lines.next()? {
        cues.take(line);
        cues.done.drain(..).try_for_each(&mut *visit)?;
    }
    cues.finish();
    cues.done.drain(..).try_for_each(visit)
}

/// The line that begins a cue: `00:00:01.000 --> 00:00:02.500 align:start`.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Timing<'l> {
    /// When the cue starts, as written.
    pub(crate) start: &'l str,
}

impl<'l> Timing<'l> {
    /// The timing that `line` is. Fields of one digit, a missing hour and negative times are times too.
    pub(crate) fn of(line: &'l str) -> Option<Self> {
        let (start, rest) = line.get(..line.len().min(TIMING_MAX)).unwrap_or_default().split_once("-->")?;
        let start = start.trim();
        let end = rest.split_whitespace().next()?;
        (is_time(start) && is_time(end)).then_some(Self { start })
    }

    /// The stamp of the cue.
    fn stamp(&self) -> Stamp {
        let precision = if self.start.contains(['.', ',']) { Precision::Millisecond } else { Precision::Second };
        Stamp { zone: Zone::Relative, precision, ..Stamp::unreadable(self.start) }
    }
}

/// `[-][h:]m:s[.fraction]`.
fn is_time(text: &str) -> bool {
    let text = text.strip_prefix(['-', '\u{2212}']).unwrap_or(text);
    let (clock, fraction) = text.split_once(['.', ',']).unwrap_or((text, "0"));
    let digits = |part: &str, max: usize| (1..=max).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    let fields: Vec<&str> = clock.split(':').take(4).collect();
    (2..=3).contains(&fields.len()) && fields.iter().all(|field| digits(field, 4)) && digits(fraction, 9)
}

/// A cue, or a block of the program's own words.
#[derive(Clone, Debug)]
struct Cue {
    /// When it starts; none for text that stands in no cue.
    stamp: Option<Stamp>,
    kind: MessageKind,
    text: String,
    /// What is to be said about it and its lines.
    notes: Vec<ImportNote>,
    lines: (u64, u64),
    bytes: (u64, u64),
}

impl Cue {
    fn of(kind: MessageKind, line: &Line, text: &str) -> Self {
        let (lines, bytes) = ((line.number, line.number), (line.start, line.end));
        Self { stamp: None, kind, text: text.to_owned(), notes: Vec::new(), lines, bytes }
    }

    /// Where it stands, from its number to the last line of its text.
    fn locator(&self) -> Locator {
        Locator::at(Place::Lines(self.lines.0, self.lines.1)).with_bytes(self.bytes.0, self.bytes.1)
    }

    /// A record of it.
    fn message(&self, sender: Option<&str>, text: &str) -> Message {
        let sender = sender.map(Hostile::new);
        Message { kind: self.kind, sender, sent_at: self.stamp.clone(), body: Hostile::new(text), ..Message::blank(self.locator()) }
    }
}

/// Gathers lines into cues.
struct Cues {
    dialect: Dialect,
    body_bytes: usize,
    draft: Option<Cue>,
    /// A line that may be the number of the cue that follows, and whether it opens a block.
    held: Option<(Line, bool)>,
    /// Line ends and blank lines that belong to the text only if more of it follows.
    gap: String,
    /// Whether a blank line came since the last text.
    blank: bool,
    /// Whether the lines up to the next blank one are the program's own: the header, a comment, a style.
    own_words: bool,
    /// The number of the last cue that had one.
    number: Option<u64>,
    /// What was not decoded plainly since the last cue.
    notes: Vec<ImportNote>,
    done: Vec<Cue>,
}

impl Cues {
    /// Cues of at most `body_bytes` each; a longer one goes on in the next.
    fn new(dialect: Dialect, body_bytes: usize) -> Self {
        let (draft, held, number, notes, done) = (None, None, None, Vec::new(), Vec::new());
        Self { dialect, body_bytes, draft, held, gap: String::new(), blank: false, own_words: false, number, notes, done }
    }

    /// One more line of the item.
    fn take(&mut self, mut line: Line) {
        self.notes.append(&mut line.notes);
        if let Some(timing) = Timing::of(&line.text).filter(|_| !line.rest) {
            return self.begin_cue(&line, timing.stamp());
        }
        let opens = self.held.is_none() && (self.blank || self.draft.is_none());
        self.settle();
        if line.is_blank() && !line.rest {
            self.blank = true;
            self.own_words = false;
            if self.gap.len() < self.body_bytes {
                self.gap.push_str(&line.text);
                self.gap.push_str(line.ending);
            }
        } else if self.own_words && !line.rest {
            self.own_line(&line);
        } else if let Some(text) = self.opens_own_words(&line).filter(|_| opens || line.number == 1) {
            let text = text.to_owned();
            self.own_words = true;
            // The bare first line says nothing but what kind of file this is.
            if line.number > 1 || !text.is_empty() {
                self.begin(Cue::of(MessageKind::System, &line, &text), &line);
            }
        } else if !line.rest && (opens || self.counts_on(&line)) {
            self.held = Some((line, opens));
        } else {
            self.text(&line);
        }
    }

    /// A cue begins at `line`, or at the number before it.
    fn begin_cue(&mut self, line: &Line, stamp: Stamp) {
        self.own_words = false;
        let held = self.held.take().map(|(held, opens)| (opens || self.counts_on(&held), held));
        if let Some((false, text)) = &held {
            self.text(text);
        }
        let id = held.filter(|(is_number, _)| *is_number).map(|(_, id)| id);
        self.number = id.as_ref().and_then(|id| id.text.trim().parse().ok()).or(self.number);
        let mut cue = Cue { stamp: Some(stamp), ..Cue::of(MessageKind::Message, id.as_ref().unwrap_or(line), "") };
        (cue.lines.1, cue.bytes.1) = (line.number, line.end);
        self.begin(cue, line);
        self.gap.clear();
    }

    /// What the first line of the program's own words says: the header, a comment; a style or a region as it stands.
    fn opens_own_words<'l>(&self, line: &'l Line) -> Option<&'l str> {
        if self.dialect == Dialect::SubRip || line.rest {
            return None;
        }
        let text = line.text.as_str();
        let after = |word: &str| text.strip_prefix(word).filter(|after| after.is_empty() || after.starts_with([' ', '\t']));
        match line.number {
            1 => after("WEBVTT").map(str::trim),
            _ => after("NOTE").map(str::trim).or_else(|| matches!(text.trim_end(), "STYLE" | "REGION").then_some(text)),
        }
    }

    /// One more line of the program's own words.
    fn own_line(&mut self, line: &Line) {
        match &self.draft {
            Some(_) => self.text(line),
            None => self.begin(Cue::of(MessageKind::System, line, &line.text), line),
        }
    }

    /// The item ends.
    fn finish(&mut self) {
        self.settle();
        if let Some(mut cue) = self.draft.take() {
            cue.notes.append(&mut self.notes);
            self.done.push(cue);
        }
    }

    /// Whether `line` counts on from the number of the last cue.
    fn counts_on(&self, line: &Line) -> bool {
        self.number.is_some_and(|number| line.text.trim().parse() == Ok(number.saturating_add(1)))
    }

    fn begin(&mut self, cue: Cue, line: &Line) {
        self.finish();
        self.blank = false;
        self.gap.clear();
        self.gap.push_str(line.ending);
        self.draft = Some(cue);
    }

    /// The line that was held is text after all.
    fn settle(&mut self) {
        if let Some((held, _)) = self.held.take() {
            self.text(&held);
        }
    }

    /// A line of text: it goes on with the cue, also after a blank line. Text before the first cue is a message of its own.
    fn text(&mut self, line: &Line) {
        let room = |draft: &Cue, gap: &str| draft.text.is_empty() || draft.text.len() + gap.len() + line.text.len() <= self.body_bytes;
        let own_words = self.own_words;
        match &mut self.draft {
            Some(draft) if (draft.kind == MessageKind::Message || own_words) && room(draft, &self.gap) => {
                if !draft.text.is_empty() && !line.rest {
                    draft.text.push_str(&self.gap);
                }
                draft.text.push_str(&line.text);
                (draft.lines.1, draft.bytes.1) = (line.number, line.end);
                self.blank = false;
                self.gap.clear();
                self.gap.push_str(line.ending);
            }
            Some(draft) if draft.kind == MessageKind::Message || own_words => {
                let mut cue = Cue { stamp: draft.stamp.clone(), ..Cue::of(draft.kind, line, &line.text) };
                let kept_as = "a message of its own that goes on with the one before";
                cue.notes.push(ImportNote::new(NoteKind::LimitReached, cue.locator(), &line.text, kept_as));
                self.begin(cue, line);
            }
            _ => self.begin(Cue::of(MessageKind::Message, line, &line.text), line),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shape_of_timing_is_read_and_an_arrow_alone_is_none() {
        for (line, start) in [
            ("00:00:01.000 --> 00:00:02.000", Some("00:00:01.000")),
            ("00:01.000-->00:02.000 align:start position:0%", Some("00:01.000")),
            ("0:0:0.0 --> 0:0:5.320", Some("0:0:0.0")),
            ("-00:00:03.000 --> 00:00:01.000", Some("-00:00:03.000")),
            ("00:00:00,500 --> 00:00:07,000  X1:40 X2:600", Some("00:00:00,500")),
            ("1:02:03 --> 1:02:04", Some("1:02:03")),
            ("a --> b", None),
            ("1.5 --> 2.5", None),
            ("10:00 --> later", None),
            ("-->", None),
        ] {
            assert_eq!(Timing::of(line).map(|timing| timing.start), start, "{line}");
        }
    }
}
