//! Pidgin logs as HTML: a title `Conversation with …`, then a line for each record.
//!
//! Source: libpurple, `log.c`; see `tests/formats/pidgin-html/README.md`.

use shakedown_core::{Hostile, MessageKind, Role};

use crate::dates::{Clock, Votes, Written};
use crate::decode::Survey;
use crate::error::ImportError;
use crate::formats::pidgin_text::{Watch, names_day, opening, parenthesised};
use crate::formats::text::plain;
use crate::importer::{Importer, Likelihood, MessageSink, ReadOptions, ReadSeek};
use crate::lines::Lines;
use crate::sniff::Head;
use crate::talk::{Header, Talk};
use crate::visible;

/// The reader.
pub(crate) struct Format;

impl Importer for Format {
    fn id(&self) -> &'static str {
        "pidgin-html"
    }

    fn name(&self) -> &'static str {
        "Pidgin log (HTML)"
    }

    fn checked_against(&self) -> &'static str {
        "Pidgin logs of 2008 and 2014 and the writer's source (libpurple 2)"
    }

    fn version(&self) -> u32 {
        1
    }

    fn sniff(&self, head: &Head) -> Likelihood {
        let start = head.text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
        let titled = || {
            let (_, rest) = start.get(..start.len().min(2000)).or(Some(start))?.split_once("<title>")?;
            opening(&visible::page(rest.split_once("</title>")?.0).text).map(|_| ())
        };
        let opened = start.starts_with('<') && titled().is_some();
        let records = || head.lines(12).filter(|line| Record::of(line).is_some()).count();
        match opened {
            true => Likelihood::Certain,
            false if start.starts_with("<font") && records() >= 2 => Likelihood::Certain,
            false => Likelihood::No,
        }
    }

    fn read(&self, source: &mut dyn ReadSeek, options: &ReadOptions, sink: &mut dyn MessageSink) -> Result<(), ImportError> {
        let survey = Survey::of(source)?;
        let piece = options.limits.body_bytes;
        let mut votes = Votes::default();
        let dated = names_day(options);
        let mut lines = Lines::of(source, &survey, piece)?;
        while let Some(line) = lines.next()? {
            let title = || titles(&line.text).filter(|_| !dated).and_then(|title| Written::of(opening(title)?));
            let written = Record::of(&line.text).map_or_else(title, |record| Written::of(record.raw));
            written.iter().for_each(|written| votes.see(written));
        }
        let order = votes.order();
        for note in survey.note().into_iter().chain(order.note()) {
            sink.note(note)?;
        }
        let mut watch = Watch::of(options, Clock::new(order, options.zone.as_ref()));
        let mut lines = Lines::of(source, &survey, piece)?;
        let mut talk = Talk::new(sink, piece, plain);
        while let Some(mut line) = lines.next()? {
            std::mem::take(&mut line.notes).into_iter().try_for_each(|note| talk.note(note))?;
            if let Some(record) = Record::of(&line.text).filter(|_| !line.rest) {
                let sent_at = Some(watch.stamp(record.raw, &line, &mut talk)?);
                let (kind, sender, text) = record.told();
                talk.begin(Header { kind, sender: sender.map(Hostile::new), role: Role::Unknown, sent_at }, &line, &text)?;
                continue;
            }
            if let Some(at) = titles(&line.text).and_then(opening).filter(|_| !line.rest) {
                let at = at.to_owned();
                watch.open(&at, &mut talk)?;
                let title = titles(&line.text).unwrap_or_default().to_owned();
                talk.begin(Header { kind: MessageKind::System, ..Header::nameless() }, &line, &title)?;
                continue;
            }
            line.text = visible::page(&line.text).text;
            if line.is_blank() { talk.cover(&line) } else { talk.go_on(&line)? }
        }
        Ok(talk.flush()?)
    }
}

/// The heading of a log, as it stands between its tags.
fn titles(line: &str) -> Option<&str> {
    let (_, rest) = line.split_once("<h3>").or_else(|| line.split_once("<h1>")).or_else(|| line.split_once("<title>"))?;
    rest.split('<').next()
}

/// A line that begins a record: `<font …><font size="2">(10:11:12)</font> <b>Ann:</b></font> text<br/>`.
struct Record<'l> {
    raw: &'l str,
    rest: &'l str,
}

impl<'l> Record<'l> {
    fn of(line: &'l str) -> Option<Self> {
        let mut rest = line.trim_start();
        while let Some(tag) = rest.strip_prefix('<') {
            (_, rest) = tag.split_once('>').filter(|(name, _)| name.starts_with("font") || name.starts_with("FONT"))?;
        }
        if rest.len() == line.trim_start().len() {
            return None;
        }
        let (raw, _) = parenthesised(rest)?;
        let rest = rest.get(raw.len() + 2..)?;
        let rest = rest.strip_prefix("</font>").or(rest.strip_prefix("</FONT>"))?;
        Some(Self { raw, rest })
    }

    /// Who says it: a name in bold with a colon; `***` and a name act; else the program speaks.
    fn told(&self) -> (MessageKind, Option<String>, String) {
        let bold = self.rest.trim_start().strip_prefix("<b>").or(self.rest.trim_start().strip_prefix("<B>"));
        let split = bold.and_then(|bold| bold.split_once("</b>").or_else(|| bold.split_once("</B>")));
        let visible = |html: &str| visible::page(html).text;
        if let Some((name, rest)) = split {
            let name = visible(name);
            if let Some(nick) = name.strip_prefix("***") {
                return (MessageKind::Message, Some(nick.trim().to_owned()), visible(rest));
            }
            if let Some(name) = name.strip_suffix(':') {
                let name = name.trim_end_matches("<AUTO-REPLY>").trim().to_owned();
                return (MessageKind::Message, Some(name), visible(rest));
            }
        }
        (MessageKind::System, None, visible(self.rest))
    }
}
