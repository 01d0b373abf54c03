//! Text pasted from a Microsoft Teams chat: the classic client, the new one in its comfortable and compact views, and the layouts between them.
//!
//! A paste repeats the beginning of each message above its sender. Where the text below begins so, the split is proven; where it does not, a note
//! says so. What was copied without senders and times (clients since August 2024) cannot be told from any other text: it is read here only where
//! the analyst asks for this format, a message for each paragraph, and nobody is named.
//!
//! Source: pastes of the classic and the new client and programs that read them; see `tests/formats/teams-paste/README.md`.

mod draft;
mod layout;
mod words;

use std::collections::VecDeque;

use shakedown_core::{ImportNote, Locator, NoteKind, Place};

use crate::decode::Survey;
use crate::error::ImportError;
use crate::importer::{Importer, Likelihood, MessageSink, ReadOptions, ReadSeek};
use crate::lines::{Line, Lines};
use crate::sniff::Head;

use draft::{Chat, Draft};
use layout::{AHEAD, Census};

/// Lines of the head that are looked at.
const HEAD_LINES: usize = 600;

/// The reader.
pub(crate) struct Format;

impl Importer for Format {
    fn id(&self) -> &'static str {
        "teams-paste"
    }

    fn name(&self) -> &'static str {
        "Microsoft Teams chat (pasted text)"
    }

    fn checked_against(&self) -> &'static str {
        "pastes of Teams classic and the new Teams, 2022 to 2025"
    }

    fn version(&self) -> u32 {
        1
    }

    fn sniff(&self, head: &Head) -> Likelihood {
        // A rule of equals signs opens the export of another program.
        if head.lines(1).any(|line| line.starts_with("====")) {
            return Likelihood::No;
        }
        let mut census = Census::default();
        head.lines(HEAD_LINES).for_each(|line| census.see(line));
        census.finish();
        let dense = |count: u64| count >= 2 && count * 12 >= census.lines;
        match census.proven >= 2 && census.previewed * 20 >= census.lines {
            true => Likelihood::Certain,
            false if census.proven > 0 && dense(census.previewed + census.brackets) => Likelihood::Likely,
            false if (dense(census.brackets) && census.bare * 3 <= census.brackets) || dense(census.dated) => Likelihood::Likely,
            false => Likelihood::No,
        }
    }

    fn read(&self, source: &mut dyn ReadSeek, options: &ReadOptions, sink: &mut dyn MessageSink) -> Result<(), ImportError> {
        let survey = Survey::of(source)?;
        let piece = options.limits.body_bytes;
        let mut census = Census::default();
        let mut lines = Lines::of(source, &survey, piece)?;
        while let Some(line) = lines.next()? {
            if !line.rest && !line.is_blank() {
                census.see(&line.text);
            }
        }
        census.finish();
        let order = census.votes.order();
        survey.note().into_iter().chain(order.note()).try_for_each(|note| sink.note(note))?;
        let named = census.brackets + census.bare + census.previewed + census.dated > 0;
        if !named {
            let kept_as = "a message for each paragraph; the text does not say who wrote it, the analyst does";
            sink.note(ImportNote::new(NoteKind::SpeakersUnknown, Locator::at(Place::Whole), "", kept_as))?;
        }
        let mut chat = Chat::new(order, options, sink);
        let mut window = Window { lines: Lines::of(source, &survey, piece)?, ahead: VecDeque::new() };
        while window.fill()? {
            if named { step(&mut window, &census, &mut chat)? } else { paragraph(&mut window, &mut chat)? }
        }
        Ok(chat.flush()?)
    }
}

/// The next lines: enough of them to see whether a header begins.
struct Window<'a> {
    lines: Lines<'a>,
    ahead: VecDeque<Line>,
}

impl Window<'_> {
    /// Read ahead until there are lines enough for what a reply repeats and the header below it; whether there is any line.
    fn fill(&mut self) -> Result<bool, ImportError> {
        // Blank lines are few between the lines of a header; more of them end it.
        while self.filled().count() < AHEAD * 2 && self.ahead.len() < AHEAD * 8 {
            match self.lines.next()? {
                Some(line) => self.ahead.push_back(line),
                None => break,
            }
        }
        Ok(!self.ahead.is_empty())
    }

    /// The lines that are not blank.
    fn filled(&self) -> impl Iterator<Item = &Line> {
        self.ahead.iter().filter(|line| !line.is_blank())
    }

    /// The texts of the lines that are not blank, from the next line on.
    fn texts(&self) -> Vec<&str> {
        self.filled().map(|line| line.text.trim()).collect()
    }

    fn next(&mut self) -> Option<Line> {
        self.ahead.pop_front()
    }

    /// Take lines until `count` of them were not blank.
    fn take(&mut self, count: usize) -> Vec<Line> {
        let mut taken = Vec::new();
        let mut filled = 0;
        while filled < count
            && let Some(line) = self.next()
        {
            filled += usize::from(!line.is_blank());
            taken.push(line);
        }
        taken
    }
}

/// One step through a paste that names its senders: a header, or one line of something else.
fn step(window: &mut Window<'_>, census: &Census, chat: &mut Chat<'_>) -> Result<(), ImportError> {
    let texts = window.texts();
    let blank = window.ahead.front().is_none_or(|line| line.is_blank() || line.rest);
    let known = |name: &str| census.knows(name);
    // What a reply repeats has a name and a time of its own, like a header.
    if !blank && let Some(takes) = chat.quote(&texts, |rest| layout::header(rest, &known).is_some()) {
        let lines = window.take(takes);
        return Ok(chat.belongs(lines)?);
    }
    if !blank && let Some(header) = layout::header(&texts, &known) {
        let takes = header.takes;
        let draft = Draft::begun(&header);
        return Ok(chat.begin(draft, window.take(takes))?);
    }
    let before_header = texts.len() > 1 && layout::header(texts.get(1..).unwrap_or_default(), &known).is_some();
    let (first, second) = (texts.first().copied().unwrap_or_default().to_owned(), texts.get(1).copied().unwrap_or_default().to_owned());
    let Some(line) = window.next() else { return Ok(()) };
    if blank {
        chat.blank(line)
    } else if words::separator(&first).is_some() && (before_header || chat.is_empty()) {
        chat.day(line)
    } else if words::is_event(&first) && chat.may_be_event(&first) {
        chat.event(line)
    } else {
        chat.line(line, &first, &second)
    }
    .map_err(ImportError::from)
}

/// One line of a text that names nobody: paragraphs are messages.
fn paragraph(window: &mut Window<'_>, chat: &mut Chat<'_>) -> Result<(), ImportError> {
    let Some(line) = window.next() else { return Ok(()) };
    let given = if line.is_blank() && !line.rest { chat.flush() } else { chat.say(line) };
    Ok(given?)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;
    use crate::importer::Collected;

    #[test]
    fn a_paste_without_senders_is_read_by_paragraphs_only_where_it_is_asked_for() {
        let text = "Are you there?\n\nYes. They sent\na list.\n\n\nPay nothing.\n";
        let read = |format: Option<&str>| {
            let mut collected = Collected::default();
            let options = ReadOptions { format: format.map(str::to_owned), ..ReadOptions::default() };
            let reading = crate::read(&mut Cursor::new(text), &options, &mut collected).unwrap();
            (reading.format, collected)
        };
        let (format, collected) = read(Some("teams-paste"));
        let bodies: Vec<_> = collected.messages.iter().map(|message| (message.sender.is_none(), message.body.raw())).collect();
        assert_eq!(format, "teams-paste");
        assert_eq!(bodies, [(true, "Are you there?"), (true, "Yes. They sent\na list."), (true, "Pay nothing.")]);
        assert_eq!(collected.notes.iter().map(|note| note.kind).collect::<Vec<_>>(), [NoteKind::SpeakersUnknown]);
        assert_eq!(read(None).0, "text");
    }

    #[test]
    fn other_texts_are_no_paste() {
        let likelihood = |text: &str| Format.sniff(&Head { bytes: Vec::new(), text: text.to_owned(), cut: false, members: Vec::new() });
        for text in [
            "[16:11] <vlet> hi\n[16:12] <boris> yes\n[16:12] <vlet> and you",
            "[16:11] vlet has joined\n[16:12] boris has joined\n[16:13] vlet has left",
            "A city on its knees by Jane Doe\nJane Doe\nThe mayor said on Monday that all is well.\nAnd more of it.",
            "Your files are locked by Hydra\nContact us\nDeadline\n03/06/2024 10:00",
            "Name,Date\nJane Doe,03/06/2024 10:00\nRick Roe,03/06/2024 11:00",
        ] {
            assert_eq!(likelihood(text), Likelihood::No, "{text}");
        }
    }
}
