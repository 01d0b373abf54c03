//! Cases leave.

use std::path::PathBuf;

use clap::Args as ClapArgs;
use shakedown_app::wire::{ExportManyResult, HeldBack, RemovedFrom, RemovedRow};
use shakedown_app::{App, ExportManyOrder, ExportOrder, Failure, Redaction, Selection};
use shakedown_core::Tlp;

use crate::exit::Exit;
use crate::print::{Out, Style};
use crate::progress::Bar;

#[derive(ClapArgs)]
pub(crate) struct Export {
    /// Cases, each by its id or number
    #[arg(required_unless_present = "all")]
    pub ids: Vec<String>,
    /// Every case that is not deleted
    #[arg(long, conflicts_with = "ids")]
    pub all: bool,
    /// html, pdf, md, csv, json, stix, misp, navigator or bundle; of several cases, csv, stix and misp make one file, the others a file each
    #[arg(long, value_name = "ID")]
    pub format: String,
    /// A folder or a file; nothing is written over
    #[arg(long, value_name = "PATH", required_unless_present = "preview")]
    pub out: Option<PathBuf>,
    /// The marking it leaves with; never more open than the case's own. Of several cases those that are stricter stay behind
    #[arg(long, value_name = "LEVEL")]
    pub tlp: Option<Tlp>,
    /// Put tokens in the place of what tells who the victim is; the adversary's names and addresses stay
    #[arg(long)]
    pub redact: bool,
    /// Put a token in the place of this name, number or word too
    #[arg(long, value_name = "TEXT", requires = "redact")]
    pub mark: Vec<String>,
    /// Say what would leave and what would be removed, and write nothing
    #[arg(long)]
    pub preview: bool,
}

pub(crate) fn export(app: &App, args: Export, out: &mut Out) -> Result<Exit, Failure> {
    let redaction = args.redact.then_some(Redaction { marked: args.mark });
    let (format, tlp, path) = (args.format, args.tlp, args.out.unwrap_or_default());
    if let ([case], false) = (args.ids.as_slice(), args.preview) {
        let done = app.export_case(&ExportOrder { case: case.clone(), format, tlp, redaction, out: path })?;
        out.line(format!("{}\nSHA-256 {}, {} bytes", done.path, done.sha256, done.bytes));
        removed_rows(&done.removed, "was", out);
        return Ok(Exit::Done);
    }
    let cases = if args.all { Selection::All } else { Selection::These(args.ids) };
    let order = ExportManyOrder { cases, format, tlp, redaction, out: path };
    if args.preview {
        return preview(app, &order, out);
    }
    let done = Bar::new().run(|job| app.export_many(&order, job))?;
    Ok(told(&done, out))
}

/// What was exported, what was removed and what stayed behind.
pub(crate) fn told(done: &ExportManyResult, out: &mut Out) -> Exit {
    for file in &done.files {
        out.line(format!("{}\nSHA-256 {}, {} bytes", file.path, file.sha256, file.bytes));
    }
    out.line(format!("{} cases, each with this on record", done.cases));
    removed(&done.removed, "was", out);
    held_back(&done.held_back, "stayed", out)
}

fn preview(app: &App, order: &ExportManyOrder, out: &mut Out) -> Result<Exit, Failure> {
    let preview = Bar::new().run(|job| app.preview_many(order, job))?;
    let (cases, evidence, messages) = (preview.cases, preview.evidence, preview.messages);
    out.line(format!(
        "would leave as {}, {} bytes: {cases} cases, {evidence} evidence items, {messages} messages,",
        preview.tlp, preview.bytes
    ));
    out.line(format!("{} observables, {} findings, {} notes", preview.observables, preview.findings, preview.notes));
    removed(&preview.removed, "would be", out);
    Ok(held_back(&preview.held_back, "would stay", out))
}

/// What stays behind: something that was asked for is then not in the file.
fn held_back(held_back: &[HeldBack], verb: &str, out: &mut Out) -> Exit {
    for case in held_back {
        out.styled(&[(Style::Warn, &format!("#{} {verb} behind: ", case.number)), (Style::Plain, &case.because)]);
    }
    if held_back.is_empty() { Exit::Done } else { Exit::NotFound }
}

fn removed(all: &[RemovedFrom], verb: &str, out: &mut Out) {
    for from in all {
        out.styled(&[(Style::Dim, &format!("case #{}", from.number))]);
        removed_rows(&from.rows, verb, out);
    }
}

fn removed_rows(rows: &[RemovedRow], verb: &str, out: &mut Out) {
    for row in rows {
        out.styled(&[
            (Style::Strong, &row.token),
            (Style::Plain, &format!("  {verb} put in the place of “{}”, {} ×", row.text, row.times)),
        ]);
    }
}
