//! What a cue says, and who says it.

use serde_json::Value;
use shakedown_core::{Message, Role};

use super::{Cue, Dialect};
use crate::dates::Clock;
use crate::importer::{MessageSink, Stopped};
use crate::roles;
use crate::speakers::{Ledger, Split, Spoken};
use crate::talk::doubt_note;

/// The longest tag or character reference, in bytes.
const MARK_MAX: usize = 400;

/// What one voice says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Piece {
    voice: Option<String>,
    text: String,
}

/// What a cue says.
pub(super) enum Speech {
    /// One voice after another.
    Pieces(Vec<Piece>),
    /// A record of a call transcript, which names its speaker and the moment.
    Record { speaker: Option<String>, words: String, moment: Option<String> },
}

impl Speech {
    /// What `text`, the text of a cue, says.
    pub(super) fn of(text: &str, dialect: Dialect) -> Self {
        let value = if text.starts_with('{') { serde_json::from_str::<Value>(text).ok() } else { None };
        let member = |name: &str| value.as_ref()?.get(name)?.as_str().map(str::to_owned);
        match member("spokenText") {
            Some(words) => Self::Record { speaker: member("speakerName"), words, moment: member("startDateTime") },
            None => Self::Pieces(pieces(text, dialect)),
        }
    }

    /// Count what may be a label.
    pub(super) fn labels(&self, ledger: &mut Ledger) {
        if let Self::Pieces(pieces) = self {
            let nameless = pieces.iter().filter(|piece| piece.voice.is_none());
            nameless.filter_map(|piece| piece.text.lines().next()).for_each(|line| ledger.see(line));
        }
    }

    /// Give a message for each voice.
    pub(super) fn give(self, cue: &Cue, split: &Split, clock: &mut Clock<'_>, sink: &mut dyn MessageSink) -> Result<(), Stopped> {
        let pieces = match self {
            Self::Pieces(pieces) => pieces,
            Self::Record { speaker, words, moment } => {
                let mut message = cue.message(speaker.as_deref(), &words);
                if let Some(moment) = moment {
                    let (stamp, doubt) = clock.stamp(&moment);
                    doubt_note(doubt, &stamp, &message.locator).map_or(Ok(()), |note| sink.note(note))?;
                    message.sent_at = Some(stamp);
                }
                return sink.message(message);
            }
        };
        for Piece { voice, text } in pieces {
            let label = Spoken::of(&text).filter(|spoken| matches!(split, Split::Labels(_)) && voice.is_none() && split.begins(spoken));
            let (sender, words) = match label {
                Some(spoken) => (Some(spoken.name), spoken.text),
                None => (voice.as_deref(), text.as_str()),
            };
            let role = sender.map_or(Role::Unknown, roles::by_label);
            sink.message(Message { role, ..cue.message(sender, words) })?;
        }
        Ok(())
    }
}

/// The text of a cue without its tags, cut where another voice begins. There is always one piece.
fn pieces(text: &str, dialect: Dialect) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut piece = Piece::default();
    let mut rest = if dialect == Dialect::SubRip { without_position(text) } else { text };
    while let Some(at) = rest.find(['<', '&']) {
        let (plain, marked) = rest.split_at_checked(at).unwrap_or_default();
        piece.text.push_str(plain);
        let (taken, mark) = mark(marked, dialect);
        match mark {
            Mark::Voice(name) => {
                close(&mut pieces, std::mem::take(&mut piece));
                piece.voice = name;
            }
            Mark::VoiceEnd => close(&mut pieces, std::mem::take(&mut piece)),
            Mark::Text(text) => piece.text.push_str(&text),
        }
        rest = marked.get(taken..).unwrap_or_default();
    }
    piece.text.push_str(rest);
    close(&mut pieces, piece);
    if pieces.is_empty() {
        pieces.push(Piece::default());
    }
    pieces
}

/// Keep a piece that says something, or that names who is silent.
fn close(pieces: &mut Vec<Piece>, mut piece: Piece) {
    let said = piece.text.trim_matches(|character: char| character.is_whitespace());
    if piece.voice.is_some() || !said.is_empty() {
        piece.text = said.to_owned();
        pieces.push(piece);
    }
}

enum Mark {
    Voice(Option<String>),
    VoiceEnd,
    Text(String),
}

/// The mark at the start of `text` (`<` or `&`) and how many bytes it takes. What is no mark of the format stays text.
fn mark(text: &str, dialect: Dialect) -> (usize, Mark) {
    let near = text.char_indices().take_while(|(at, _)| *at < MARK_MAX);
    let plain = || (1, Mark::Text(text.get(..1).unwrap_or_default().to_owned()));
    if text.starts_with('&') {
        let end = near.clone().find(|(_, character)| *character == ';').map(|(at, _)| at);
        let named = end.and_then(|end| Some((end + 1, reference(text.get(1..end)?)?))).filter(|_| dialect == Dialect::WebVtt);
        return named.map_or_else(plain, |(taken, character)| (taken, Mark::Text(character.to_string())));
    }
    let Some(end) = near.clone().find(|(_, character)| *character == '>').map(|(at, _)| at) else { return plain() };
    let tag = text.get(1..end).unwrap_or_default();
    let name_end = tag.find(|character: char| character.is_whitespace() || character == '.').unwrap_or(tag.len());
    let (name, rest) = tag.split_at_checked(name_end).unwrap_or_default();
    match name {
        "v" => {
            let voice = rest.split_once(char::is_whitespace).map(|(_, voice)| plain_text(voice.trim())).filter(|voice| !voice.is_empty());
            (end + 1, Mark::Voice(voice))
        }
        "/v" => (end + 1, Mark::VoiceEnd),
        _ if is_tag(name.trim_start_matches('/')) || is_moment(tag) => (end + 1, Mark::Text(String::new())),
        _ => plain(),
    }
}

/// A voice's name without character references.
fn plain_text(voice: &str) -> String {
    let mut plain = String::new();
    let mut rest = voice;
    while let Some(at) = rest.find('&') {
        plain.push_str(rest.get(..at).unwrap_or_default());
        let marked = rest.get(at..).unwrap_or_default();
        let (taken, found) = mark(marked, Dialect::WebVtt);
        if let Mark::Text(text) = found {
            plain.push_str(&text);
        }
        rest = marked.get(taken..).unwrap_or_default();
    }
    plain + rest
}

fn is_tag(name: &str) -> bool {
    let known = ["b", "c", "font", "i", "lang", "rt", "ruby", "s", "u"];
    known.iter().any(|known| name.eq_ignore_ascii_case(known))
}

/// A moment within a cue: `<00:19.000>`.
fn is_moment(tag: &str) -> bool {
    tag.contains(':') && tag.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b':' | b'.'))
}

/// The character that `&name;` or `&#number;` stands for.
fn reference(name: &str) -> Option<char> {
    let number = name.strip_prefix('#');
    Some(match (name, number) {
        ("amp", _) => '&',
        ("lt", _) => '<',
        ("gt", _) => '>',
        ("quot", _) => '"',
        ("apos", _) => '\'',
        ("nbsp", _) => '\u{a0}',
        ("lrm", _) => '\u{200e}',
        ("rlm", _) => '\u{200f}',
        (_, Some(number)) => {
            let code = number.strip_prefix(['x', 'X']).map_or_else(|| number.parse(), |hex| u32::from_str_radix(hex, 16));
            char::from_u32(code.ok()?).filter(|character| *character != '\0')?
        }
        _ => return None,
    })
}

/// SubRip text without the mark that says where on the picture it stands (`{\an8}`).
fn without_position(text: &str) -> &str {
    let mark = text.strip_prefix("{\\an").and_then(|rest| rest.strip_prefix(|digit: char| digit.is_ascii_digit()));
    mark.and_then(|rest| rest.strip_prefix('}')).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn voices_are_told_apart_and_marks_go() {
        let piece = |voice: Option<&str>, text: &str| Piece { voice: voice.map(str::to_owned), text: text.to_owned() };
        for (text, wanted) in [
            ("<v Doe, Jane [NA]>Hello</v>", vec![piece(Some("Doe, Jane [NA]"), "Hello")]),
            ("<v.loud Mary>No <i>way</i>", vec![piece(Some("Mary"), "No way")]),
            ("<v Ann>one</v>\n<v Bob>two</v>", vec![piece(Some("Ann"), "one"), piece(Some("Bob"), "two")]),
            ("<v>nameless", vec![piece(None, "nameless")]),
            ("<v Tom &amp; Jo>both", vec![piece(Some("Tom & Jo"), "both")]),
            ("<v never closed", vec![piece(None, "<v never closed")]),
            ("a <00:19.000>b <c.x>c</c> &lt;d&gt; &#x21; &odd; 1 < 2", vec![piece(None, "a b c <d> ! &odd; 1 < 2")]),
            ("write to <a@b.example>", vec![piece(None, "write to <a@b.example>")]),
            ("", vec![piece(None, "")]),
        ] {
            assert_eq!(pieces(text, Dialect::WebVtt), wanted, "{text}");
        }
        assert_eq!(pieces("{\\an8}<font color=red>up</font> &amp; on", Dialect::SubRip), [piece(None, "up &amp; on")]);
    }
}
