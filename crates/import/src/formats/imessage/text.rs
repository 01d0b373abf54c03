//! The text that imessage-exporter writes: a stamp, a sender, the text, and answers set in by four spaces.

use std::collections::HashSet;

use shakedown_core::{ImportNote, Locator, MessageKind, MessageState, NoteKind};

use super::{Post, RESPONDED, Thread, is_unsent, stamped};
use crate::decode::Survey;
use crate::error::ImportError;
use crate::importer::{Importer, Likelihood, MessageSink, ReadOptions, ReadSeek};
use crate::lines::{Line, Lines};
use crate::sniff::Head;

/// How far answers are set in.
const INDENT: &str = "    ";

/// The reader.
pub(in crate::formats) struct Format;

impl Importer for Format {
    fn id(&self) -> &'static str {
        "imessage-text"
    }

    fn name(&self) -> &'static str {
        "Apple messages (imessage-exporter, text)"
    }

    fn checked_against(&self) -> &'static str {
        "imessage-exporter 0.1 to 3, on invented files"
    }

    fn version(&self) -> u32 {
        1
    }

    fn sniff(&self, head: &Head) -> Likelihood {
        let lines: Vec<&str> = head.lines(40).map(|line| line.trim_start_matches('\u{feff}')).collect();
        let first = lines.first().is_some_and(|line| Opening::of(line).is_some());
        let openings = lines.iter().filter(|line| Opening::of(line).is_some()).count();
        match first && openings * 12 >= lines.len() {
            true if openings > 1 || lines.len() > 2 => Likelihood::Certain,
            true => Likelihood::Likely,
            false => Likelihood::No,
        }
    }

    fn read(&self, source: &mut dyn ReadSeek, options: &ReadOptions, sink: &mut dyn MessageSink) -> Result<(), ImportError> {
        let survey = Survey::of(source)?;
        let piece = options.limits.body_bytes;
        let mut answers = HashSet::new();
        blocks(&mut Lines::of(source, &survey, piece)?, piece, &mut |block, _| {
            let (post, _) = read_block(&block);
            if post.answers {
                answers.insert(post.key());
            }
            Ok(())
        })?;
        if let Some(note) = survey.note() {
            sink.note(note)?;
        }
        let mut thread = Thread::new(options.zone.as_ref(), answers, sink);
        let mut sender = None;
        blocks(&mut Lines::of(source, &survey, piece)?, piece, &mut |mut block, goes_on| {
            for note in block.iter_mut().flat_map(|line| std::mem::take(&mut line.notes)) {
                thread.note(note)?;
            }
            let (mut post, under) = read_block(&block);
            if goes_on {
                let kept_as = "a message of its own that goes on with the one before";
                thread.note(ImportNote::new(NoteKind::LimitReached, post.locator.clone(), "", kept_as))?;
                post.sender.clone_from(&sender);
            }
            sender.clone_from(&post.sender);
            thread.give(post, under)
        })
    }
}

/// The first line of a record.
enum Opening<'l> {
    /// A message: the stamp, and when it was read.
    Message(&'l str),
    /// An event: the stamp, and what happened.
    Event(&'l str, &'l str),
}

impl<'l> Opening<'l> {
    fn of(line: &'l str) -> Option<Self> {
        let (stamp, rest) = stamped(line)?;
        let rest = rest.trim_end();
        if rest.is_empty() || (rest.starts_with(" (Read by ") && rest.ends_with(')')) {
            return Some(Self::Message(stamp));
        }
        rest.strip_prefix(' ').map(|rest| Self::Event(stamp, rest))
    }
}

/// Give each record with the answers under it to `visit`, and whether it goes on with the one before because that one was too long.
fn blocks(
    lines: &mut Lines<'_>,
    piece: usize,
    visit: &mut dyn FnMut(Vec<Line>, bool) -> Result<(), ImportError>,
) -> Result<(), ImportError> {
    let (mut block, mut bytes, mut after_blank, mut goes_on) = (Vec::new(), 0, true, false);
    while let Some(mut line) = lines.next()? {
        if line.number == 1 && line.text.starts_with('\u{feff}') {
            line.text.remove(0);
        }
        let opens = after_blank && !line.rest && Opening::of(&line.text).is_some();
        let full = bytes + line.text.len() > piece;
        after_blank = line.is_blank();
        if (opens || full) && !block.is_empty() {
            visit(std::mem::take(&mut block), goes_on)?;
            goes_on = !opens;
            bytes = 0;
        }
        if !(block.is_empty() && after_blank) {
            bytes += line.text.len() + 1;
            block.push(line);
        }
    }
    if block.is_empty() { Ok(()) } else { visit(block, goes_on) }
}

/// What a block says: a post, and the answers under it.
fn read_block(block: &[Line]) -> (Post, Vec<Post>) {
    let said = block.iter().rposition(|line| !line.is_blank()).map_or(0, |last| last + 1);
    let block = block.get(..said).unwrap_or_default();
    let opening = block.first().and_then(|line| Opening::of(&line.text).filter(|_| !line.rest));
    let whole = place(block.first(), block.last());
    let mut draft = match opening {
        Some(Opening::Message(stamp)) => Draft::new(Post::new(MessageKind::Message, Some(stamp), whole), true),
        Some(Opening::Event(stamp, text)) => {
            let mut post = Post::new(MessageKind::System, Some(stamp), whole);
            text.clone_into(&mut post.body);
            Draft::new(post, false)
        }
        None => Draft::new(Post::new(MessageKind::Message, None, whole), false),
    };
    let top = usize::from(draft.post.stamp.is_some());
    let mut under: Vec<Draft> = Vec::new();
    for line in block.iter().skip(top) {
        let inner = line.text.strip_prefix(INDENT).filter(|_| !line.rest);
        if let Some(Opening::Message(stamp)) = inner.and_then(Opening::of) {
            under.push(Draft::new(Post::new(MessageKind::Message, Some(stamp), place(Some(line), Some(line))), true));
            continue;
        }
        match (inner, under.last_mut()) {
            (Some(inner), Some(answer)) => {
                if let (Some((_, last)), Some((start, _))) = (place(Some(line), Some(line)).bytes, answer.post.locator.bytes) {
                    let first = answer.first.unwrap_or(line.number);
                    answer.post.locator = Locator::lines(first, line.number).with_bytes(start, last);
                }
                answer.line(inner, line);
            }
            (None, Some(answer)) if line.is_blank() => answer.held += 1,
            _ => draft.line(&line.text, line),
        }
    }
    (draft.post, under.into_iter().map(|answer| answer.post).collect())
}

fn place(first: Option<&Line>, last: Option<&Line>) -> Locator {
    let (first, last) = (first.or(last), last.or(first));
    let number = |line: Option<&Line>| line.map_or(1, |line| line.number);
    let bytes = first.map_or(0, |line| line.start)..last.map_or(0, |line| line.end);
    Locator::lines(number(first), number(last)).with_bytes(bytes.start, bytes.end)
}

/// A post as its lines come.
struct Draft {
    post: Post,
    /// The number of its first line, where it is an answer.
    first: Option<u64>,
    awaits_sender: bool,
    in_reactions: bool,
    /// Blank lines that belong to the text only if more follows.
    held: usize,
}

impl Draft {
    fn new(post: Post, awaits_sender: bool) -> Self {
        let first = match post.locator.place {
            shakedown_core::Place::Lines(first, _) => Some(first),
            _ => None,
        };
        Self { post, first, awaits_sender, in_reactions: false, held: 0 }
    }

    fn line(&mut self, text: &str, line: &Line) {
        if text.trim().is_empty() {
            self.held += 1;
            return;
        }
        if std::mem::take(&mut self.awaits_sender) {
            self.post.sender = Some(text.to_owned());
            return;
        }
        let said = text.trim();
        if self.in_reactions && is_reaction(said) {
            return self.post.reactions.push((said.to_owned(), place(Some(line), Some(line))));
        }
        self.in_reactions = matches!(said, "Tapbacks:" | "Reactions:");
        match said {
            _ if self.in_reactions || EFFECTS.iter().any(|effect| said.strip_prefix("Sent with ") == Some(effect)) => {}
            RESPONDED => self.post.answers = true,
            "This message was deleted from the conversation!" => self.post.state = MessageState::Deleted,
            _ if is_path(said) => self.post.attach(said),
            _ => self.say(text),
        }
    }

    fn say(&mut self, text: &str) {
        let post = &mut self.post;
        if text.starts_with("Edited ") && text.contains(" later: ") && post.state == MessageState::Sent {
            post.state = MessageState::Edited;
        } else if is_unsent(text) {
            post.state = MessageState::Deleted;
        }
        let held = std::mem::take(&mut self.held);
        if !post.body.is_empty() {
            post.body.extend(std::iter::repeat_n('\n', held + 1));
        }
        post.body.push_str(text);
    }
}

/// Effects with which a message may be sent.
const EFFECTS: [&str; 14] = [
    "Confetti", "Echo", "Fireworks", "Balloons", "Heart", "Lasers", "Shooting Start", "Shooting Star", "Sparkles", "Spotlight", "Slam",
    "Loud", "Gentle", "Invisible Ink",
];

/// `Loved by Ann`, `😀 by Ann`, `Sticker from Ann: path`.
fn is_reaction(text: &str) -> bool {
    let how = text.split_once(" by ").map(|(how, _)| how);
    let named = ["Loved", "Liked", "Disliked", "Laughed", "Emphasized", "Questioned", "Sticker"];
    how.is_some_and(|how| named.contains(&how) || (how.chars().count() <= 12 && !how.is_ascii())) || text.starts_with("Sticker from ")
}

/// Whether a line is the path of a file that was sent, and nothing else.
fn is_path(line: &str) -> bool {
    let rooted = line.starts_with("attachments/") || line.contains("/Attachments/") || line.contains("/attachments/");
    let file = line.rsplit('/').next().unwrap_or_default();
    let ending = file.rsplit_once('.').map_or("", |(_, ending)| ending);
    rooted && !line.contains("://") && !ending.is_empty() && ending.len() <= 12 && ending.bytes().all(|byte| byte.is_ascii_alphanumeric())
}
