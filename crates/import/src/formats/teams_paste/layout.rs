//! Where messages begin: headers, and the previews that stand above them and prove them.

use std::collections::HashMap;

use super::words::{self, Day};
use crate::dates::{Votes, Written};

/// The longest name, in characters and words.
const NAME_MAX: usize = 80;
const NAME_WORDS: usize = 9;
/// Names that are counted; a chat has fewer.
const NAMES_MAX: usize = 10_000;
/// Lines that a header and what proves it take at most.
pub(super) const AHEAD: usize = 4;

/// A header, over one or more lines that are not blank.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Header<'l> {
    pub(super) name: &'l str,
    pub(super) stamp: Option<&'l str>,
    /// The beginning of the message, as the line above the name repeats it.
    pub(super) preview: Option<&'l str>,
    /// How many of the lines it takes.
    pub(super) takes: usize,
}

/// What a first pass over the lines finds.
#[derive(Debug, Default)]
pub(super) struct Census {
    ahead: Vec<String>,
    /// Lines that hold anything.
    pub(super) lines: u64,
    /// `[stamp] Name` with a text below.
    pub(super) brackets: u64,
    /// The same without a text: lines of another program's log.
    pub(super) bare: u64,
    /// Headers whose preview the text below begins with.
    pub(super) proven: u64,
    /// Headers with a preview.
    pub(super) previewed: u64,
    /// Names with a full date on the line below.
    pub(super) dated: u64,
    /// How often each name was above or below a stamp.
    names: HashMap<String, u64>,
    pub(super) votes: Votes,
}

impl Census {
    /// Count one line that holds something.
    pub(super) fn see(&mut self, line: &str) {
        self.lines += 1;
        self.ahead.push(line.trim().to_owned());
        if self.ahead.len() >= AHEAD {
            self.look();
        }
    }

    /// The item ends.
    pub(super) fn finish(&mut self) {
        while !self.ahead.is_empty() {
            self.look();
        }
    }

    /// Whether `name` speaks in this item.
    pub(super) fn knows(&self, name: &str) -> bool {
        self.names.get(name).is_some_and(|count| *count >= 2)
    }

    fn look(&mut self) {
        let lines = std::mem::take(&mut self.ahead);
        let ahead: Vec<&str> = lines.iter().map(String::as_str).collect();
        let (first, second) = (line(&ahead, 0), line(&ahead, 1));
        if words::stamp(first) == Some(Day::Full) {
            self.vote(first);
        }
        if let Some(header) = header(&ahead, &|_| false) {
            let below = line(&ahead, header.takes);
            let bracketed = header.preview.is_none();
            self.brackets += u64::from(bracketed && !below.starts_with('['));
            self.bare += u64::from(bracketed && below.starts_with('['));
            self.previewed += u64::from(header.preview.is_some());
            self.proven += u64::from(header.preview.is_some_and(|preview| begins(preview, below) == Some(true)));
            if let Some(stamp) = header.stamp.filter(|stamp| header.preview.is_none() || stamp.len() < second.len()) {
                self.vote(stamp);
            }
            self.meet(header.name, 2);
        } else if is_name(first)
            && let Some(day) = words::stamp(second)
        {
            self.dated += u64::from(day == Day::Full);
            self.meet(first, if day == Day::Full { 2 } else { 1 });
        }
        self.ahead.extend(lines.into_iter().skip(1));
    }

    fn meet(&mut self, name: &str, weight: u64) {
        if self.names.len() < NAMES_MAX || self.names.contains_key(name) {
            *self.names.entry(name.to_owned()).or_default() += weight;
        }
    }

    fn vote(&mut self, stamp: &str) {
        if let Some(written) = Written::of(stamp) {
            self.votes.see(&written);
        }
    }
}

fn line<'l>(ahead: &[&'l str], index: usize) -> &'l str {
    ahead.get(index).copied().unwrap_or_default()
}

/// The header that the lines `ahead` (none of them blank) begin with; `known` are the names that speak in this item.
pub(super) fn header<'l>(ahead: &[&'l str], known: &dyn Fn(&str) -> bool) -> Option<Header<'l>> {
    let (first, second, third) = (line(ahead, 0), line(ahead, 1), line(ahead, 2));
    let stamped = |text: &str| words::stamp(text).is_some();
    let with = |name, stamp, preview, takes| Some(Header { name, stamp, preview, takes });
    if let Some((stamp, name)) = bracketed(first) {
        return with(name, Some(stamp), None, 1);
    }
    // The name stands again at the end of the line above: that line is its preview.
    if let Some((name, stamp)) = glued(second)
        && let Some(preview) = preview(first, name)
    {
        return with(name, Some(stamp), Some(preview), 2);
    }
    if is_name(second)
        && let Some(preview) = preview(first, second)
    {
        if stamped(third) {
            return with(second, Some(third), Some(preview), 3);
        }
        if known(second) || begins(preview, third) == Some(true) {
            return with(second, None, Some(preview), 2);
        }
    }
    if stamped(second)
        && is_name(third)
        && let Some(preview) = preview(first, third)
    {
        return with(third, Some(second), Some(preview), 3);
    }
    // The same person again: no name, no time, but a preview of the line below.
    if let Some((said, name)) = first.rsplit_once(" by ")
        && known(name)
        && begins(said, second) == Some(true)
    {
        return with(name, None, Some(said), 1);
    }
    if known(first) && stamped(second) {
        return with(first, Some(second), None, 2);
    }
    if stamped(first) && known(second) && !stamped(third) {
        return with(second, Some(first), None, 2);
    }
    glued(first).filter(|(name, _)| known(name)).and_then(|(name, stamp)| with(name, Some(stamp), None, 1))
}

/// `[8/31 10:28 AM] Doe, Jane`.
fn bracketed(line: &str) -> Option<(&str, &str)> {
    let (stamp, name) = line.strip_prefix('[')?.split_once(']')?;
    let name = name.trim();
    let is_log = name.starts_with(['<', '*', '=', '-', '#', '!', '@', '+', '~', '&']);
    (words::stamp(stamp).is_some() && is_name(name) && !is_log).then_some((stamp.trim(), name))
}

/// `Doe, Jane8/31 10:28 AM`: the longest stamp that the line ends in, and the name before it.
fn glued(line: &str) -> Option<(&str, &str)> {
    let last = line.chars().next_back()?;
    if !(last.is_ascii_digit() || matches!(last, 'm' | 'M' | '.')) || line.len() > NAME_MAX * 8 {
        return None;
    }
    let mut before = ' ';
    let starts = line.char_indices().filter(move |(_, character)| {
        let part_of_number = before.is_ascii_digit() || matches!(before, '/' | '.' | ':' | '-');
        let starts = character.is_ascii_digit() && !part_of_number || character.is_uppercase();
        before = *character;
        starts
    });
    starts.filter(|(at, _)| *at > 0).find_map(|(at, _)| {
        let (name, stamp) = line.split_at_checked(at)?;
        let name = name.trim_end();
        (words::stamp(stamp).is_some() && is_name(name)).then_some((name, stamp))
    })
}

/// What `line` repeats of a message by `name`: `Hello there, I wanted to as... by Doe, Jane, has an attachment.`
fn preview<'l>(line: &'l str, name: &str) -> Option<&'l str> {
    let at = line.rfind(name)?;
    let after = line.get(at + name.len()..)?;
    let ends = after.is_empty() || (after.starts_with([',', '.']) && after.chars().count() <= 40);
    // One short word stands between the two, in any language.
    let (said, word) = line.get(..at)?.trim_end().rsplit_once(' ')?;
    let joins = (1..=7).contains(&word.chars().count()) && word.chars().all(char::is_alphabetic);
    let said = said.trim();
    let picture = format!("{name}.");
    let said = said.split_once(picture.as_str()).filter(|(before, _)| before.len() < 60).map_or(said, |(_, said)| said);
    (ends && joins && line.get(..at)?.ends_with(' ') && !said.is_empty()).then_some(said)
}

/// Whether `text` begins with what `preview` repeats of it; nothing where the preview holds no letters.
pub(super) fn begins(preview: &str, text: &str) -> Option<bool> {
    let wanted = fold(preview, usize::MAX);
    if wanted.is_empty() {
        return None;
    }
    let length = wanted.chars().count();
    let found = fold(text, length);
    // A link is announced by a word.
    let (_, rest) = preview.split_once(' ').unwrap_or_default();
    let rest = fold(rest, usize::MAX);
    Some(found == wanted || (!rest.is_empty() && rest.chars().count() >= 8 && found.starts_with(&rest)))
}

/// The letters and digits of `text`, small, at most `max` of them.
pub(super) fn fold(text: &str, max: usize) -> String {
    text.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).take(max).collect()
}

/// Whether `text` may be a name: few words, no sentence, no time, no word of the window.
pub(super) fn is_name(text: &str) -> bool {
    let words = text.split_whitespace().count();
    (1..=NAME_WORDS).contains(&words)
        && text.chars().nth(NAME_MAX).is_none()
        && text.chars().any(char::is_alphabetic)
        && !text.ends_with(['.', '!', '?', ';', ':', ',', '…'])
        && !text.contains(": ")
        && !text.contains("://")
        && words::stamp(text).is_none()
        && words::separator(text).is_none()
        && !words::is_noise(text)
        && !words::is_edited(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_of_every_layout_are_told() {
        let known = |name: &str| name == "Doe, Jane";
        for (lines, wanted) in [
            (&["[8/31 10:28 AM] Doe, Jane", "hello"][..], Some(("Doe, Jane", Some("8/31 10:28 AM"), None, 1))),
            (
                &["hello th... by Roe, Rick", "Roe, Rick", "10:12 AM", "hello there"],
                Some(("Roe, Rick", Some("10:12 AM"), Some("hello th..."), 3)),
            ),
            (&["hello by Roe, Rick", "2:44 pm", "Roe, Rick", "hello"], Some(("Roe, Rick", Some("2:44 pm"), Some("hello"), 3))),
            (&["hello by Roe, Rick", "Roe, Rick", "hello"], Some(("Roe, Rick", None, Some("hello"), 2))),
            (&["hello by Doe, Jane", "hello"], Some(("Doe, Jane", None, Some("hello"), 1))),
            (
                &["Hallo von Rick Roe (Gast)", "Rick Roe (Gast)", "03.06.2024 10:12"],
                Some(("Rick Roe (Gast)", Some("03.06.2024 10:12"), Some("Hallo"), 3)),
            ),
            (
                &["Profile picture of Roe, Rick.hello by Roe, Rick", "Roe, Rick8/31 10:28 AM", "hello"],
                Some(("Roe, Rick", Some("8/31 10:28 AM"), Some("hello"), 2)),
            ),
            (
                &["see file by Roe, Rick, has an attachment.", "Roe, RickYesterday 4:08 PM"],
                Some(("Roe, Rick", Some("Yesterday 4:08 PM"), Some("see file"), 2)),
            ),
            (&["Doe, Jane", "15/01/2025 2:34 pm"], Some(("Doe, Jane", Some("15/01/2025 2:34 pm"), None, 2))),
            (&["Roe, Rick", "15/01/2025 2:34 pm"], None),
            (&["a book by Roe, Rick", "and more of it"], None),
            (&["stand by me", "me"], None),
        ] {
            let found = header(lines, &known).map(|header| (header.name, header.stamp, header.preview, header.takes));
            assert_eq!(found, wanted, "{lines:?}");
        }
    }

    #[test]
    fn a_preview_proves_the_text_below_it() {
        for (preview, text, wanted) in [
            ("or \"typical number of TMs...", "or \"typical number of TMs cost/time\" per hour", Some(true)),
            ("Doe, Jane : Correct, I'm...", "Doe, Jane: Correct, I'm trying", Some(true)),
            ("Link https://guide.example/proc...", "https://guide.example/processes/", Some(true)),
            ("hello there", "something else", Some(false)),
            ("🙂", "🙂", None),
        ] {
            assert_eq!(begins(preview, text), wanted, "{preview}");
        }
    }
}
