//! Messages of an Apple device as imessage-exporter writes them: text and HTML.
//!
//! Both give an answer twice: under the message it answers, and in its own place with the words that it is one. It is read once, in its own place,
//! and points to the message under which the other copy stands. A copy that has no other is read where it stands.
//!
//! Source: imessage-exporter 0.1 to 3, what its writers of text and HTML print; see `tests/formats/imessage-*/README.md`.

pub(super) mod html;
pub(super) mod text;

use std::collections::hash_map::DefaultHasher;
use std::collections::{HashMap, HashSet};
use std::hash::{Hash, Hasher};

use jiff::tz::TimeZone;
use shakedown_core::{Attachment, Hostile, ImportNote, Locator, Message, MessageKind, MessageState};

use crate::dates::{Clock, Votes};
use crate::error::ImportError;
use crate::importer::MessageSink;
use crate::talk::doubt_note;

/// `May 17, 2022  5:29:42 PM`.
const STAMP: &[u8; 24] = b"Aaa 00, 0000 _0:00:00 AM";

/// What stands where an answer stands in its own place.
const RESPONDED: &str = "This message responded to an earlier message.";

/// The stamp with which `text` opens, and what follows it.
fn stamped(text: &str) -> Option<(&str, &str)> {
    let (stamp, rest) = text.split_at_checked(STAMP.len()).or_else(|| text.split_at_checked(STAMP.len() - 1))?;
    // On a page white space is folded: an hour of one digit stands after one space.
    let wide = fits(stamp, STAMP).then_some((stamp, rest));
    wide.or_else(|| {
        let (stamp, rest) = text.split_at_checked(STAMP.len() - 1)?;
        let folded: Vec<u8> = STAMP.iter().copied().filter(|byte| *byte != b'_').collect();
        fits(stamp, &folded).then_some((stamp, rest))
    })
}

fn fits(text: &str, form: &[u8]) -> bool {
    text.len() == form.len()
        && text.bytes().zip(form).enumerate().all(|(at, (found, wanted))| match wanted {
            b'0' => found.is_ascii_digit(),
            b'_' => found == b' ' || found == b'1',
            b'A' if at == 0 => found.is_ascii_uppercase(),
            b'a' => found.is_ascii_lowercase(),
            b'A' => matches!(found, b'A' | b'P'),
            wanted => found == *wanted,
        })
}

/// One message, or an event where there is no sender line.
struct Post {
    kind: MessageKind,
    stamp: Option<String>,
    sender: Option<String>,
    body: String,
    state: MessageState,
    attachments: Vec<Attachment>,
    /// Who liked it and how, in the words of the export.
    reactions: Vec<(String, Locator)>,
    /// Whether it says that it is an answer.
    answers: bool,
    locator: Locator,
}

impl Post {
    fn new(kind: MessageKind, stamp: Option<&str>, locator: Locator) -> Self {
        Self {
            kind,
            stamp: stamp.map(str::to_owned),
            sender: None,
            body: String::new(),
            state: MessageState::Sent,
            attachments: Vec::new(),
            reactions: Vec::new(),
            answers: false,
            locator,
        }
    }

    fn attach(&mut self, name: &str) {
        self.attachments.push(Attachment { name: Hostile::new(name), sha256: None, bytes: None });
    }

    /// What both copies of an answer share.
    fn key(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        (&self.stamp, &self.sender, &self.body).hash(&mut hasher);
        hasher.finish()
    }
}

/// Gives posts away, each answer once.
struct Thread<'a> {
    clock: Clock<'a>,
    sink: &'a mut dyn MessageSink,
    /// The answers that stand in their own place.
    answers: HashSet<u64>,
    /// The messages under which their other copies stand.
    answered: HashMap<u64, u32>,
    count: u32,
}

impl<'a> Thread<'a> {
    fn new(zone: Option<&'a TimeZone>, answers: HashSet<u64>, sink: &'a mut dyn MessageSink) -> Self {
        Self { clock: Clock::new(Votes::default().order(), zone), sink, answers, answered: HashMap::new(), count: 0 }
    }

    /// A post and the answers under it.
    fn give(&mut self, post: Post, under: Vec<Post>) -> Result<(), ImportError> {
        let number = self.count;
        let answers = self.answered.get(&post.key()).copied().filter(|_| post.answers);
        self.one(post, answers)?;
        for answer in under {
            let key = answer.key();
            if self.answers.contains(&key) {
                self.answered.insert(key, number);
            } else {
                self.one(answer, Some(number))?;
            }
        }
        Ok(())
    }

    fn one(&mut self, post: Post, answers: Option<u32>) -> Result<(), ImportError> {
        let number = self.count;
        let mut message = Message {
            kind: post.kind,
            sender: post.sender.map(Hostile::new),
            body: Hostile::new(post.body),
            attachments: post.attachments,
            state: post.state,
            reply_to: answers,
            ..Message::blank(post.locator)
        };
        if let Some(raw) = &post.stamp {
            let (stamp, doubt) = self.clock.stamp(raw);
            if let Some(note) = doubt_note(doubt, &stamp, &message.locator) {
                self.sink.note(note)?;
            }
            message.sent_at = Some(stamp);
        }
        self.count += 1;
        self.sink.message(message)?;
        for (said, locator) in post.reactions {
            let sender = said.rsplit_once(" by ").map(|(_, name)| Hostile::new(name));
            let body = Hostile::new(&*said);
            self.count += 1;
            self.sink.message(Message { kind: MessageKind::System, sender, body, reply_to: Some(number), ..Message::blank(locator) })?;
        }
        Ok(())
    }

    fn note(&mut self, note: ImportNote) -> Result<(), ImportError> {
        Ok(self.sink.note(note)?)
    }
}

/// Whether a part of a message was taken back: `Ann unsent this message part 3 seconds after sending!`.
fn is_unsent(line: &str) -> bool {
    (line.contains(" unsent this message part") && line.ends_with('!'))
        || line.ends_with(" deleted a message.")
        || line.ends_with(" unsent a message!")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_is_one_only_in_the_shape_of_the_exporter() {
        for (text, wanted) in [
            ("May 17, 2022  5:29:42 PM", Some(("May 17, 2022  5:29:42 PM", ""))),
            ("May 17, 2022 25:29:42 PM x", None),
            ("May 17, 2022 11:29:42 AM Ann left", Some(("May 17, 2022 11:29:42 AM", " Ann left"))),
            ("Oct 17, 2021 9:31:49 PM (Read)", Some(("Oct 17, 2021 9:31:49 PM", " (Read)"))),
            ("May 7, 2022  5:29:42 PM", None),
            ("мая 17, 2022  5:29:42 PM", None),
            ("", None),
        ] {
            assert_eq!(stamped(text), wanted, "{text}");
        }
    }
}
