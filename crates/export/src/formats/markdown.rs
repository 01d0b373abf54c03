//! A report in CommonMark, for a ticket or a wiki: a brief, what is said, what was seen, the transcript, hashes and custody.
//!
//! What was said stands in fences that it cannot close. All other text that this program did not write is escaped, its links are defanged.
//!
//! Source: CommonMark 0.31, 2.4 "Backslash escapes", 4.5 "Fenced code blocks", 6.1 "Code spans".

use shakedown_core::{Artifact, CaseFile, Hostile, Message, MessageKind, MessageState};

use super::report::words::{count, moment};
use super::said::{self, passage, quote};
use super::seen::{label, seen};
use crate::{ExportError, ExportOptions, Exporter};

/// The format.
pub(super) struct Format;

impl Exporter for Format {
    fn id(&self) -> &'static str {
        "md"
    }

    fn name(&self) -> &'static str {
        "Markdown report"
    }

    fn words(&self) -> &'static str {
        "for a ticket or a wiki: what is said, what was seen and the transcript, in fences"
    }

    fn media_type(&self) -> &'static str {
        "text/markdown"
    }

    fn write(&self, case: &CaseFile, options: &ExportOptions) -> Result<Artifact, ExportError> {
        let mut page = Page::default();
        head(&mut page, case, options);
        for (place, read) in case.transcripts.iter().enumerate() {
            page.heading(2, &format!("What exhibit {} says", quote(&label(case, place))));
            said::lines(case, read).iter().for_each(|line| page.item(line.about, &line.words));
        }
        observables(&mut page, case);
        for (place, read) in case.transcripts.iter().enumerate() {
            page.heading(2, &format!("Transcript of exhibit {}", quote(&label(case, place))));
            read.transcript.messages.iter().for_each(|message| talk(&mut page, message));
        }
        diary(&mut page, case, options);
        records(&mut page, case);
        Ok(Artifact::new(page.finish().into_bytes(), format!("case-{}.md", case.case.number), self.media_type(), options.tlp))
    }
}

/// A page under construction.
#[derive(Default)]
pub(super) struct Page {
    text: String,
    in_list: bool,
}

impl Page {
    pub fn heading(&mut self, level: usize, words: &str) {
        self.end_list();
        self.text.push_str(&format!("{} {}\n\n", "#".repeat(level), escaped(words)));
    }

    pub fn paragraph(&mut self, words: &str) {
        self.end_list();
        self.text.push_str(&format!("{}\n\n", escaped(words)));
    }

    pub fn item(&mut self, about: &str, words: &str) {
        self.text.push_str(&format!("- **{}:** {}\n", escaped(about), escaped(words)));
        self.in_list = true;
    }

    /// `text` in a fence that is longer than any run of its own.
    pub fn fenced(&mut self, text: &str) {
        self.end_list();
        let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
        let fence = "`".repeat(longest.max(2) + 1);
        self.text.push_str(&format!("{fence}text\n{text}\n{fence}\n\n"));
    }

    /// The whole.
    pub fn finish(mut self) -> String {
        self.end_list();
        self.text
    }

    fn end_list(&mut self) {
        if std::mem::take(&mut self.in_list) {
            self.text.push('\n');
        }
    }
}

/// `words` with every character that could mean something to a renderer behind a backslash.
fn escaped(words: &str) -> String {
    let mut out = String::with_capacity(words.len() + 8);
    for character in words.chars() {
        if matches!(character, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&' | '$') {
            out.push('\\');
        }
        out.push(character);
    }
    out
}

fn head(page: &mut Page, file: &CaseFile, options: &ExportOptions) {
    let case = &file.case;
    page.heading(1, &format!("Case {}: {}", case.number, quote(&case.title)));
    page.paragraph(&format!("{}: {}.", options.tlp, options.tlp.words()));
    if file.redacted {
        page.paragraph(&format!("{}.", said::REDACTED));
    }
    page.item("Status", case.status.words());
    page.item("Priority", &format!("{}, {}", case.priority, case.priority.words()));
    page.item("Logged", &format!("{} by {}", moment(case.created_at), quote(&case.created_by)));
    page.item("This report", &format!("made {} by {} with {}", moment(options.made_at), quote(&options.by), quote(&options.program)));
    page.item("Case id", &quote(case.id.as_str()));
    let work = &case.work;
    if let Some(priority) = work.priority {
        page.item("Priority set by an analyst", &format!("{priority}, {}", priority.words()));
    }
    let mut told = |about: &str, words: Option<&str>| {
        if let Some(words) = words {
            page.item(about, &quote(words));
        }
    };
    told("Victim", work.victim.as_ref().map(Hostile::raw));
    told("Assigned to", work.assignee.as_deref());
    told("Labels", Some(work.labels.join(", ")).as_deref().filter(|labels| !labels.is_empty()));
    told("Legal hold", work.hold.as_deref());
}

fn diary(page: &mut Page, file: &CaseFile, options: &ExportOptions) {
    if !file.tasks.is_empty() {
        page.heading(2, "Diary");
    }
    for task in &file.tasks {
        let due = task.due.map(|due| format!("{}, ", moment(due))).unwrap_or_default();
        let clock = task.clock.as_ref().map(|clock| format!("; {}, from {}", clock.statute.words(), moment(clock.from)));
        let state = task.state_at(options.made_at).words();
        let written = format!("written {} by {}", moment(task.at), quote(&task.by));
        page.item(task.kind.words(), &format!("{due}{}, {state}{}; {written}", quote(task.words.raw()), clock.unwrap_or_default()));
    }
}

fn observables(page: &mut Page, file: &CaseFile) {
    page.heading(2, "What was seen");
    let all = seen(file);
    if all.is_empty() {
        page.paragraph("Nothing was seen.");
    }
    for one in all {
        let near = one.repair.map(|repair| format!("; {} would be valid", quote(repair.raw()))).unwrap_or_default();
        page.item(one.kind.words(), &format!("{} ({}{near}; {} ×)", defanged(one.value), one.validity.words(), one.times));
    }
}

/// The value of an observable as one line whose every dot and `@` has brackets where it could be a host name.
fn defanged(value: &str) -> String {
    let shown = quote(value);
    if shown.contains("[.]") || shown.contains("[@]") || !shown.contains('.') { shown } else { shown.replace('.', "[.]") }
}

fn talk(page: &mut Page, message: &Message) {
    let who = match (&message.sender, message.kind) {
        (_, MessageKind::System) => "the program".to_owned(),
        (Some(sender), _) => format!("“{}”", quote(sender.raw())),
        (None, _) => "nobody named".to_owned(),
    };
    let when = message.sent_at.as_ref().map_or_else(
        || "no time".to_owned(),
        |stamp| {
            let zone = if stamp.instant.is_some() { "" } else { " (zone not known)" };
            stamp.iso().map_or_else(|| "time not readable".to_owned(), |iso| format!("{iso}{zone}"))
        },
    );
    let state = if message.state == MessageState::Sent { String::new() } else { format!(", {}", message.state.words()) };
    page.heading(3, &format!("{} · {when} · {who}{state}", message.seq));
    page.fenced(&passage(message.body.raw()));
    for attachment in &message.attachments {
        let hash = attachment.sha256.map(|sha256| format!(", SHA-256 {sha256}")).unwrap_or_default();
        page.item("Attachment", &format!("“{}”{hash}", quote(attachment.name.raw())));
    }
}

fn records(page: &mut Page, file: &CaseFile) {
    if !file.notes.is_empty() {
        page.heading(2, "Notes");
    }
    for note in &file.notes {
        page.paragraph(&format!("{}, {}:", moment(note.at), quote(&note.by)));
        page.fenced(&passage(note.body.raw()));
    }
    page.heading(2, "Evidence");
    for item in &file.evidence {
        let name = item.file_name.as_ref().map(|name| format!("“{}”, ", quote(name.raw()))).unwrap_or_default();
        let taken = format!("{}, {} by {}", item.acquired.kind.words(), moment(item.acquired.at), quote(&item.acquired.by));
        page.item(&quote(&item.exhibit_ref), &format!("{name}{} bytes, SHA-256 {}; {taken}", count(item.byte_len), item.sha256));
    }
    page.heading(2, "Custody");
    for event in &file.custody {
        let who = format!("{} ({} on {})", quote(&event.actor.analyst), quote(&event.actor.os_account), quote(&event.actor.host));
        let what = format!("{} {}: {}", event.subject.words(), quote(&event.subject_id), event.action.words());
        page.item(&event.seq.to_string(), &format!("{}, {who}, {what}; SHA-256 {}", moment(event.at), event.sha256));
    }
    if let Some(head) = &file.custody_head {
        let sealed = file.custody_seal.as_ref().map(|seal| format!("; signed by the store's key {}", quote(&seal.public_key)));
        page.item("Head of the chain", &format!("{}, SHA-256 {}{}", head.seq, head.sha256, sealed.unwrap_or_default()));
    }
}
