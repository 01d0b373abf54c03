//! Tables for a spreadsheet, in one ZIP archive: the case, messages, findings, observables, sums, deadlines and diary.
//!
//! A cell of text is quoted, with hidden characters visible, and one that a spreadsheet would take for a formula begins with a tab. Only columns
//! that this program fills with numbers stand without quotes. Sums and values are exact; prose is defanged.
//!
//! Source: RFC 4180; "CSV Injection" (OWASP) for the characters that begin a formula. The byte order mark tells spreadsheets that it is UTF-8.

mod many;
mod table;

use shakedown_core::{AnalysedTranscript, Artifact, CaseFile, Digest, Span};

use self::table::{Cell, Table, prose, text};
use super::said::REDACTED;
use super::seen::{dismissed, label, message};
use super::zipped::zipped;
use crate::{ExportError, ExportOptions, Exporter, Gatherer};

/// The format.
pub(super) struct Format;

impl Exporter for Format {
    fn id(&self) -> &'static str {
        "csv"
    }

    fn name(&self) -> &'static str {
        "CSV tables"
    }

    fn words(&self) -> &'static str {
        "for a spreadsheet: messages, findings, observables, sums and deadlines, none of it a formula"
    }

    fn media_type(&self) -> &'static str {
        "application/zip"
    }

    fn gatherer(&self) -> Option<&'static dyn Gatherer> {
        Some(&many::Cases)
    }

    fn write(&self, case: &CaseFile, options: &ExportOptions) -> Result<Artifact, ExportError> {
        let tables = tables(case, options).map(|table| (table.name, table.whole()));
        let bytes = zipped(tables.iter().map(|(name, text)| (*name, text.as_bytes())))?;
        Ok(Artifact::new(bytes, format!("case-{}.csv.zip", case.case.number), self.media_type(), options.tlp))
    }
}

/// Every table of a case.
fn tables(case: &CaseFile, options: &ExportOptions) -> [Table; 7] {
    [case_table(case, options), messages(case), findings(case), observables(case), amounts(case), deadlines(case), diary(case)]
}

/// The three columns that lead back: exhibit, its hash and the message.
fn place(file: &CaseFile, at: usize, read: &AnalysedTranscript, message: u32) -> [Cell; 3] {
    let item = file.evidence.iter().find(|item| item.id == read.transcript.evidence_id);
    [
        text(label(file, at)),
        text(item.map(|item| item.sha256).as_ref().map(Digest::to_string).unwrap_or_default()),
        Cell::Whole(message.into()),
    ]
}

const PLACE: [&str; 3] = ["exhibit", "evidence_sha256", "message"];

fn columns(more: &[&'static str]) -> Vec<&'static str> {
    PLACE.iter().chain(more).copied().collect()
}

fn span(span: Span) -> [Cell; 2] {
    [Cell::Whole(span.start.into()), Cell::Whole(span.end.into())]
}

fn case_table(file: &CaseFile, options: &ExportOptions) -> Table {
    let case = &file.case;
    let mut table = Table::new("case.csv", &["field", "value"]);
    let mut add = |field: &str, value: Cell| table.row([text(field), value]);
    add("marking", text(options.tlp.as_str()));
    add("redacted", text(if file.redacted { REDACTED } else { "no" }));
    add("case", Cell::Whole(case.number.into()));
    add("id", text(case.id.as_str()));
    add("title", text(&case.title));
    add("status", text(case.status.as_str()));
    add("priority", text(case.priority.as_str()));
    add("priority_set", case.work.priority.map_or(Cell::Empty, |priority| text(priority.as_str())));
    add("assignee", case.work.assignee.as_ref().map_or(Cell::Empty, text));
    add("victim", case.work.victim.as_ref().map_or(Cell::Empty, |victim| text(victim.raw())));
    add("hold", case.work.hold.as_ref().map_or(Cell::Empty, text));
    case.work.labels.iter().for_each(|label| add("label", text(label)));
    add("logged_at", text(case.created_at.to_string()));
    add("logged_by", text(&case.created_by));
    add("exported_at", text(options.made_at.to_string()));
    add("exported_by", text(&options.by));
    add("program", text(&options.program));
    for item in &file.evidence {
        add("evidence", text(format!("{} SHA-256 {}, {} bytes", item.exhibit_ref, item.sha256, item.byte_len)));
    }
    for note in &file.notes {
        add("note", prose(&format!("{} {}: {}", note.at, note.by, note.body.raw())));
    }
    table
}

fn messages(file: &CaseFile) -> Table {
    let mut table =
        Table::new("messages.csv", &columns(&["kind", "sender", "sent_at", "time_as_written", "zone", "state", "locator", "text"]));
    for (at, read) in file.transcripts.iter().enumerate() {
        for message in &read.transcript.messages {
            let stamp = message.sent_at.as_ref();
            table.row(place(file, at, read, message.seq).into_iter().chain([
                text(message.kind.as_str()),
                message.sender.as_ref().map_or(Cell::Empty, |sender| text(sender.raw())),
                stamp.and_then(shakedown_core::Stamp::iso).map_or(Cell::Empty, text),
                stamp.map_or(Cell::Empty, |stamp| text(stamp.as_written.raw())),
                stamp.map_or(Cell::Empty, |stamp| text(stamp.zone.as_str())),
                text(message.state.as_str()),
                text(message.locator.to_string()),
                prose(message.body.raw()),
            ]));
        }
    }
    table
}

fn findings(file: &CaseFile) -> Table {
    let mut table = Table::new(
        "findings.csv",
        &columns(&["start", "end", "family", "code", "rule", "rule_version", "level", "said_by", "mood", "why", "as_written", "review"]),
    );
    for (at, read) in file.transcripts.iter().enumerate() {
        for finding in &read.analysis.findings {
            let review = if dismissed(file, read, &finding.rule, finding.message, finding.span) { "dismissed" } else { "" };
            table.row(place(file, at, read, finding.message).into_iter().chain(span(finding.span)).chain([
                text(finding.family.as_str()),
                finding.code.as_ref().map_or(Cell::Empty, text),
                text(&finding.rule),
                Cell::Whole(finding.rule_version.into()),
                text(finding.level.as_str()),
                text(finding.by.as_str()),
                text(finding.mood.as_str()),
                text(&finding.words),
                prose(finding.as_written.raw()),
                text(review),
            ]));
        }
    }
    table
}

fn observables(file: &CaseFile) -> Table {
    let mut table =
        Table::new("observables.csv", &columns(&["start", "end", "kind", "value", "as_written", "validity", "repair", "sender"]));
    for (at, read) in file.transcripts.iter().enumerate() {
        for one in &read.analysis.observables {
            let sender = message(&read.transcript, one.message).and_then(|message| message.sender.as_ref());
            table.row(place(file, at, read, one.message).into_iter().chain(span(one.span)).chain([
                text(one.kind.as_str()),
                text(one.value.raw()),
                text(one.as_written.raw()),
                text(one.validity.as_str()),
                one.repair.as_ref().map_or(Cell::Empty, |repair| text(repair.raw())),
                sender.map_or(Cell::Empty, |sender| text(sender.raw())),
            ]));
        }
    }
    table
}

fn amounts(file: &CaseFile) -> Table {
    let mut table = Table::new("amounts.csv", &columns(&["start", "end", "value", "currency", "role", "said_by", "as_written"]));
    for (at, read) in file.transcripts.iter().enumerate() {
        for amount in &read.analysis.amounts {
            table.row(place(file, at, read, amount.message).into_iter().chain(span(amount.span)).chain([
                Cell::Number(amount.value),
                text(&amount.currency),
                text(amount.role.as_str()),
                text(amount.by.as_str()),
                prose(amount.as_written.raw()),
            ]));
        }
    }
    table
}

fn deadlines(file: &CaseFile) -> Table {
    let mut table = Table::new(
        "deadlines.csv",
        &columns(&["start", "end", "kind", "hours", "written_date", "due", "assumed", "soft", "said_by", "as_written"]),
    );
    for (at, read) in file.transcripts.iter().enumerate() {
        for deadline in &read.analysis.deadlines {
            table.row(place(file, at, read, deadline.message).into_iter().chain(span(deadline.span)).chain([
                text(deadline.kind.as_str()),
                deadline.hours.map_or(Cell::Empty, Cell::Number),
                deadline.iso.as_ref().map_or(Cell::Empty, text),
                deadline.due.map_or(Cell::Empty, |due| text(due.to_string())),
                deadline.assumed.as_ref().map_or(Cell::Empty, text),
                text(if deadline.soft { "yes" } else { "no" }),
                text(deadline.by.as_str()),
                prose(deadline.as_written.raw()),
            ]));
        }
    }
    table
}

fn diary(file: &CaseFile) -> Table {
    let mut table =
        Table::new("diary.csv", &["line", "kind", "due", "state", "statute", "counted_from", "written_at", "written_by", "text"]);
    for task in &file.tasks {
        let clock = task.clock.as_ref();
        table.row([
            Cell::Whole(task.number.into()),
            text(task.kind.as_str()),
            task.due.map_or(Cell::Empty, |due| text(due.to_string())),
            text(task.state.as_str()),
            clock.map_or(Cell::Empty, |clock| text(clock.statute.as_str())),
            clock.map_or(Cell::Empty, |clock| text(clock.from.to_string())),
            text(task.at.to_string()),
            text(&task.by),
            prose(task.words.raw()),
        ]);
    }
    table
}
