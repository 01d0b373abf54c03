//! The chat of a Zoom meeting: `10:12:34 From Ann to Everyone: text`, the text beside the header or below it, and the file of a cloud recording.
//!
//! Source: the readers and layouts named in `tests/formats/zoom-chat/README.md`.

use shakedown_core::{Hostile, ImportNote, MessageKind, NoteKind, Role};

use crate::dates::{Clock, Votes};
use crate::decode::Survey;
use crate::error::ImportError;
use crate::formats::text::plain;
use crate::importer::{Importer, Likelihood, MessageSink, ReadOptions, ReadSeek};
use crate::lines::Lines;
use crate::sniff::Head;
use crate::talk::{Header, Talk, doubt_note};

/// The longest name, in characters.
const NAME_MAX: usize = 100;

/// The reader.
pub(crate) struct Format;

impl Importer for Format {
    fn id(&self) -> &'static str {
        "zoom-chat"
    }

    fn name(&self) -> &'static str {
        "Zoom meeting chat (text)"
    }

    fn checked_against(&self) -> &'static str {
        "Zoom 4 to 6: chats saved in the meeting and with a cloud recording, in 9 languages, on invented files"
    }

    fn version(&self) -> u32 {
        1
    }

    fn sniff(&self, head: &Head) -> Likelihood {
        let lines: Vec<&str> = head.lines(100).map(|line| line.trim_start_matches('\u{feff}')).collect();
        let entries: Vec<Entry<'_>> = lines.iter().filter_map(|line| Entry::of(line)).collect();
        let first = lines.first().is_some_and(|line| Entry::of(line).is_some());
        let saved = entries.iter().filter(|entry| entry.to.is_some()).count();
        match first {
            true if saved >= 2 => Likelihood::Certain,
            true if saved == 1 || (entries.len() >= 2 && entries.len() * 10 >= lines.len() * 6) => Likelihood::Likely,
            _ => Likelihood::No,
        }
    }

    fn read(&self, source: &mut dyn ReadSeek, options: &ReadOptions, sink: &mut dyn MessageSink) -> Result<(), ImportError> {
        let survey = Survey::of(source)?;
        survey.note().into_iter().try_for_each(|note| sink.note(note))?;
        let mut clock = Clock::new(Votes::default().order(), options.zone.as_ref());
        let mut lines = Lines::of(source, &survey, options.limits.body_bytes)?;
        let mut talk = Talk::new(sink, options.limits.body_bytes, plain);
        while let Some(mut line) = lines.next()? {
            std::mem::take(&mut line.notes).into_iter().try_for_each(|note| talk.note(note))?;
            let Some(entry) = Entry::of(&line.text).filter(|_| !line.rest) else {
                // The lines of a text that stands below its header are set in by one tabulator.
                if line.text.starts_with('\t') && !line.rest {
                    line.text.remove(0);
                }
                talk.go_on(&line)?;
                continue;
            };
            // The file does not say whether the clock is the wall's or the recording's: the hours stand alone.
            let (stamp, doubt) = clock.stamp(entry.stamp);
            let place = talk.place(&line);
            if let Some(note) = doubt_note(doubt, &stamp, &place) {
                talk.note(note)?;
            }
            if let Some(alone) = entry.to.filter(|to| !is_everyone(to)) {
                talk.note(ImportNote::new(NoteKind::ItemSays, place, alone, "the message was for this one alone"))?;
            }
            let sender = Some(Hostile::new(entry.from));
            talk.begin(Header { kind: MessageKind::Message, sender, role: Role::Unknown, sent_at: Some(stamp) }, &line, entry.text)?;
        }
        Ok(talk.flush()?)
    }
}

/// A line that begins a message.
struct Entry<'l> {
    stamp: &'l str,
    from: &'l str,
    /// For whom it was; none in the file of a recording, and in the oldest ones.
    to: Option<&'l str>,
    text: &'l str,
}

impl<'l> Entry<'l> {
    fn of(line: &'l str) -> Option<Self> {
        let (stamp, rest) = line.trim_start_matches('\u{feff}').split_at_checked(8)?;
        let is_stamp =
            stamp.bytes().zip(*b"00:00:00").all(|(found, wanted)| if wanted == b'0' { found.is_ascii_digit() } else { found == wanted });
        if !is_stamp || !rest.starts_with(['\t', ' ']) {
            return None;
        }
        let said = rest.trim_start();
        Self::saved(stamp, said).or_else(|| Self::recorded(stamp, rest))
    }

    /// `From Ann Lee to Everyone: text`; names stand between two spaces in later versions.
    fn saved(stamp: &'l str, said: &'l str) -> Option<Self> {
        let (_, to_words, after) = WORDS.iter().find_map(|(from, to)| {
            let after = said.strip_prefix(from)?;
            after.starts_with([' ', '\t', '\u{3000}']).then_some((from, *to, after.trim_start()))
        })?;
        let colon = after.char_indices().map(|(at, _)| at).find(|at| {
            let rest = after.get(*at..).unwrap_or_default();
            let beside = rest.strip_prefix(':').or(rest.strip_prefix('：'));
            beside.is_some_and(|beside| beside.is_empty() || beside.starts_with([' ', '\t', '\u{a0}']))
        })?;
        let (names, text) = after.split_at_checked(colon)?;
        let text = text.strip_prefix(':').or(text.strip_prefix('：'))?;
        let text = text.strip_prefix([' ', '\t']).unwrap_or(text);
        let split = |gap: &str| to_words.iter().find_map(|to| names.rsplit_once(&format!("{gap}{to}{gap}")));
        let (from, to) = split("  ").or_else(|| split(" ")).map_or((names, None), |(from, to)| (from, Some(to.trim())));
        let from = from.trim();
        (!from.is_empty() && from.chars().count() <= NAME_MAX).then_some(Self { stamp, from, to, text })
    }

    /// `Ann Lee:<TAB>text` after a tabulator.
    fn recorded(stamp: &'l str, rest: &'l str) -> Option<Self> {
        let (from, text) = rest.strip_prefix('\t')?.split_once(':')?;
        let text = if text.is_empty() { text } else { text.strip_prefix('\t')? };
        let from = from.trim();
        (!from.is_empty() && from.chars().count() <= NAME_MAX && !from.contains('\t')).then_some(Self { stamp, from, to: None, text })
    }
}

/// How `From` and `to` are written in the languages of the program.
const WORDS: [(&str, &[&str]); 9] = [
    ("From", &["to", "To"]),
    ("Von", &["an", "An"]),
    ("De", &["à", "À", "a", "A", "para", "Para"]),
    ("Da", &["a", "A"]),
    ("Van", &["aan", "Aan"]),
    ("От", &["кому", "Кому", "для"]),
    ("Від", &["до", "До"]),
    ("開始", &["に", "宛先"]),
    ("来自", &["发送给", "到"]),
];

fn is_everyone(name: &str) -> bool {
    const EVERYONE: [&str; 13] = [
        "everyone", "alle", "alle teilnehmer", "tout le monde", "todos", "tutti", "iedereen", "все", "всі", "全員", "所有人", "everybody",
        "meeting group chat",
    ];
    EVERYONE.contains(&name.to_lowercase().as_str())
}
