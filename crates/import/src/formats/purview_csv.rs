//! The list of an eDiscovery export of Microsoft Purview: a row for each item, with who sent it, when, and which file holds it.
//!
//! The texts are in the files that it names; a row is an event with the subject of its item. Where a column holds the text, a row is a message.
//!
//! Source: Microsoft Learn, "Document metadata fields in eDiscovery", and public readers of `Results.csv`; see `tests/formats/purview-csv/README.md`.

use std::collections::BTreeMap;

use shakedown_core::{Attachment, Hostile, ImportNote, Locator, Message, MessageKind, NoteKind, Place};

use super::csv;
use crate::dates::{Clock, Votes};
use crate::decode::Survey;
use crate::error::ImportError;
use crate::importer::{Importer, Likelihood, MessageSink, ReadOptions, ReadSeek};
use crate::sniff::Head;
use crate::table::separated::{Dialect, Separated};
use crate::table::{self, Proposal, Row, Table, moment, phrase};
use crate::talk::doubt_note;

/// Names of columns that only such lists have.
const SIGNS: [&str; 22] = [
    "email sender", "email subject", "email date sent", "email participants", "email message id", "conversation id", "conversation name",
    "family id", "item class", "file class", "message kind", "compound path", "export native path", "extracted text path",
    "native sha 256", "immutable id", "load id", "item identity", "sender or created by", "subject or title", "recipients in to line",
    "received or created",
];

/// How many of them make a list one of Purview.
const SIGNS_MIN: usize = 4;

/// The most kinds of items that are counted apart.
const CLASSES_MAX: usize = 200;

/// The reader.
pub(crate) struct Format;

impl Importer for Format {
    fn id(&self) -> &'static str {
        "purview-csv"
    }

    fn name(&self) -> &'static str {
        "Purview eDiscovery export (CSV list)"
    }

    fn checked_against(&self) -> &'static str {
        "the documented columns of review sets and Results.csv, on invented files"
    }

    fn version(&self) -> u32 {
        1
    }

    fn sniff(&self, head: &Head) -> Likelihood {
        let first = head.lines(1).next().unwrap_or_default().to_lowercase();
        if !first.contains("item") && !first.contains("email") && !first.contains("conversation") {
            return Likelihood::No;
        }
        let signs = Dialect::of(head).and_then(|look| look.rows.first().map(|names| signs(names))).unwrap_or_default();
        if signs >= SIGNS_MIN { Likelihood::Certain } else { Likelihood::No }
    }

    fn read(&self, source: &mut dyn ReadSeek, options: &ReadOptions, sink: &mut dyn MessageSink) -> Result<(), ImportError> {
        let look = Dialect::of(&Head::of(source)?).filter(|_| options.columns.is_none());
        let Some((look, names)) = look.and_then(|look| look.rows.first().cloned().map(|names| (look, names))) else {
            return csv::Format.read(source, options, sink);
        };
        let survey = Survey::of(source)?;
        survey.note().into_iter().try_for_each(|note| sink.note(note))?;
        let columns = Columns::of(&names);
        let mut table = Separated { source, survey: &survey, dialect: look.dialect, cell_bytes: options.limits.body_bytes };
        let mut votes = Votes::default();
        below(&mut table, &mut |row| {
            let written = columns.cell(&row, &columns.time).and_then(moment::written);
            written.iter().for_each(|written| votes.see(written));
            Ok(())
        })?;
        let order = votes.order();
        columns.notes(&names, sink)?;
        order.note().into_iter().try_for_each(|note| sink.note(note))?;
        let mut list = List { columns, clock: Clock::new(order, options.zone.as_ref()), classes: BTreeMap::new(), sink };
        below(&mut table, &mut |row| list.row(row))?;
        list.count()
    }

    fn maps_columns(&self) -> bool {
        true
    }

    fn propose(&self, source: &mut dyn ReadSeek, options: &ReadOptions) -> Result<Vec<Proposal>, ImportError> {
        csv::Format.propose(source, options)
    }
}

fn signs(names: &[String]) -> usize {
    let names: Vec<String> = names.iter().map(|name| phrase(name)).collect();
    SIGNS.iter().filter(|sign| names.iter().any(|name| name == *sign)).count()
}

/// Give each row below the names to `visit`.
fn below(table: &mut dyn Table, visit: &mut dyn FnMut(Row) -> Result<(), ImportError>) -> Result<(), ImportError> {
    let mut rows = table.rows()?;
    let mut names = true;
    while let Some(row) = rows.next()? {
        if !std::mem::take(&mut names) {
            visit(row)?;
        }
    }
    Ok(())
}

/// Which columns hold what; of several the first that a row fills.
struct Columns {
    text: Vec<usize>,
    subject: Vec<usize>,
    sender: Vec<usize>,
    time: Vec<usize>,
    file: Vec<usize>,
    hash: Vec<usize>,
    bytes: Vec<usize>,
    class: Vec<usize>,
}

impl Columns {
    fn of(names: &[String]) -> Self {
        let names: Vec<String> = names.iter().map(|name| phrase(name)).collect();
        let all = |wanted: &[&str]| wanted.iter().filter_map(|wanted| names.iter().position(|name| name == wanted)).collect();
        Self {
            text: all(&["content", "conversation body", "extracted text", "message body", "body", "text"]),
            subject: all(&[
                "email subject", "subject title", "subject or title", "subject", "conversation name", "teams announcement title",
                "doc title", "title", "doc subject", "native file name", "compound path", "original path",
            ]),
            sender: all(&["email sender", "sender author", "sender or created by", "sender", "doc authors", "author"]),
            time: all(&["email date sent", "sent", "received or created", "date", "doc date modified", "doc date created"]),
            file: all(&["export native path", "target path", "export item path", "document path", "native file name"]),
            hash: all(&["native sha 256"]),
            bytes: all(&["native size"]),
            class: all(&["item class"]),
        }
    }

    fn cell<'r>(&self, row: &'r Row, columns: &[usize]) -> Option<&'r str> {
        columns.iter().find_map(|column| row.cell(Some(*column)))
    }

    /// What is to be said of the list: where its texts are, and which columns are not read.
    fn notes(&self, names: &[String], sink: &mut dyn MessageSink) -> Result<(), ImportError> {
        let whole = || Locator::at(Place::Whole);
        if self.text.is_empty() {
            let kept_as = "a list of items: their texts are in the files that it names; give these too";
            sink.note(ImportNote::new(NoteKind::ItemSays, whole(), "", kept_as))?;
        }
        let read = [&self.text, &self.subject, &self.sender, &self.time, &self.file, &self.hash, &self.bytes, &self.class];
        let unread = |column: &usize| !read.iter().any(|columns| columns.contains(column));
        let unread: Vec<&str> = (0..names.len()).filter(unread).filter_map(|column| names.get(column).map(|name| name.trim())).collect();
        if !unread.is_empty() {
            let kept_as = "columns kept in the evidence, not read";
            sink.note(ImportNote::new(NoteKind::PartNotRead, whole(), &unread.join(", "), kept_as))?;
        }
        Ok(())
    }
}

struct List<'a> {
    columns: Columns,
    clock: Clock<'a>,
    /// How many items there are of each class.
    classes: BTreeMap<String, u64>,
    sink: &'a mut dyn MessageSink,
}

impl List<'_> {
    fn row(&mut self, mut row: Row) -> Result<(), ImportError> {
        std::mem::take(&mut row.notes).into_iter().try_for_each(|note| self.sink.note(note))?;
        if row.is_blank() {
            return Ok(());
        }
        let columns = &self.columns;
        let cell = |wanted: &[usize]| columns.cell(&row, wanted).map(table::plain);
        let class = cell(&columns.class).unwrap_or_default();
        if self.classes.contains_key(class) || self.classes.len() < CLASSES_MAX {
            *self.classes.entry(class.to_owned()).or_default() += u64::from(!class.is_empty());
        }
        let text = cell(&columns.text);
        let said = text.is_some() && !class.starts_with("IPM.SkypeTeams.SystemMessage");
        let mut message = Message {
            kind: if said { MessageKind::Message } else { MessageKind::System },
            sender: cell(&columns.sender).map(Hostile::new),
            body: Hostile::new(text.or_else(|| cell(&columns.subject)).unwrap_or_default()),
            ..Message::blank(row.locator.clone())
        };
        if let Some(name) = cell(&columns.file) {
            let sha256 = cell(&columns.hash).and_then(|hash| hash.parse().ok());
            let bytes = cell(&columns.bytes).and_then(|bytes| bytes.parse().ok());
            message.attachments.push(Attachment { name: Hostile::new(name), sha256, bytes });
        }
        if let Some(raw) = cell(&columns.time) {
            let (stamp, doubt) = moment::stamp(&mut self.clock, raw);
            if let Some(note) = doubt_note(doubt, &stamp, &message.locator) {
                self.sink.note(note)?;
            }
            message.sent_at = Some(stamp);
        }
        Ok(self.sink.message(message)?)
    }

    /// Say how many items of each class the list has.
    fn count(self) -> Result<(), ImportError> {
        for (class, count) in self.classes.into_iter().filter(|(class, _)| !class.is_empty()) {
            let items = if count == 1 { "item" } else { "items" };
            let what = if class.starts_with("IPM.SkypeTeams.") { ", messages of Microsoft Teams" } else { "" };
            let kept_as = format!("{count} {items} of this class{what}");
            self.sink.note(ImportNote::new(NoteKind::ItemSays, Locator::at(Place::Whole), &class, kept_as))?;
        }
        Ok(())
    }
}
