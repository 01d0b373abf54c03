//! Cases: log, list, show, note, status, verify.

use std::path::PathBuf;

use shakedown_app::wire::CaseRow;
use shakedown_app::{
    App, Assessed, CaseChange, CaseListed, CaseLogged, Failure, IntakeOptions, ListOrder, LogOrder, Source, Walk, items_under,
};

use crate::args::Case;
use crate::casework;
use crate::evidence::triage_view;
use crate::exit::Exit;
use crate::linked;
use crate::print::{Out, Style};
use crate::progress::Bar;

pub(crate) fn case(app: &App, action: Case, out: &mut Out) -> Result<Exit, Failure> {
    match action {
        Case::Log { paths, json, title, tlp, now, case, reading } => {
            let options = crate::evidence::options(app, &reading, Some(now.unwrap_or_else(|| app.now())))?;
            let logged = log(app, &paths, &options, |items| LogOrder { items, title, tlp, case })?;
            Ok(print_logged(&logged, json, out))
        }
        Case::List { json, label, status, priority, contains, deleted } => {
            list(app, &ListOrder { label, status, priority, contains, hidden: deleted }, json, out)
        }
        Case::Link { id, network, json } => linked::link(app, &id, network, json, out),
        Case::Show { id, json } => show(app, &id, json, out),
        Case::Note { id, text, revises } => {
            let note = app.add_note(&id, &text, revises.as_deref())?;
            out.line(format!("noted as {note}"));
            Ok(Exit::Done)
        }
        Case::Status { id, status } => {
            app.set_status(&id, status)?;
            out.line(format!("status: {}", status.words()));
            Ok(Exit::Done)
        }
        Case::Set(args) => casework::set(app, args, out),
        Case::Label { id, labels, remove } => {
            let change = |label| if remove { CaseChange::Unlabel(label) } else { CaseChange::Label(label) };
            labels.into_iter().map(change).try_for_each(|change| app.change_case(&id, &change).map(drop))?;
            out.line("changed");
            Ok(Exit::Done)
        }
        Case::Task(args) => casework::task(app, args, out),
        Case::Merge { from, into } => {
            let case = app.merge_cases(&from, &into)?;
            out.line(format!("case #{} holds {} evidence items now", case.number, case.evidence.len()));
            Ok(Exit::Done)
        }
        Case::Split { id, evidence, title } => {
            let case = app.split_case(&id, &evidence, &title)?;
            out.line(format!("case #{} holds {} evidence items now: {}", case.number, case.evidence.len(), case.id));
            Ok(Exit::Done)
        }
        Case::Delete { id } => casework::change(app, &id, &CaseChange::Delete, "deleted; for 30 days `case undo` takes it back", out),
        Case::Undo { id } => casework::change(app, &id, &CaseChange::Undo, "taken back", out),
        Case::Hold { id, why: Some(why), .. } => casework::change(app, &id, &CaseChange::Hold(why), "held", out),
        Case::Hold { id, why: None, .. } => casework::change(app, &id, &CaseChange::Release, "released", out),
        Case::Purge { id } => {
            let purged = app.purge_case(&id)?;
            out.line(format!("purged, {purged} things are gone; their links in the chain of custody stay"));
            out.line("Backups that were made before still hold the case.");
            Ok(Exit::Done)
        }
    }
}

fn log(
    app: &App,
    paths: &[PathBuf],
    options: &IntakeOptions,
    order: impl FnOnce(Vec<Assessed>) -> LogOrder,
) -> Result<CaseLogged, Failure> {
    app.list_cases()?; // a store that is missing or locked is told before anything is read
    let engine = app.engine()?;
    let bar = Bar::new();
    let mut items = Vec::new();
    for path in paths {
        for file in items_under(path)? {
            let mut walk = Walk::of(Source::File(file?));
            while let Some(item) = bar.run(|job| walk.assess(&engine, options, job))? {
                items.push(item);
            }
        }
    }
    let logged = app.log_case(order(items))?;
    Ok(CaseLogged { case: logged.case.id.to_string(), evidence: logged.evidence.iter().map(ToString::to_string).collect() })
}

fn print_logged(logged: &CaseLogged, json: bool, out: &mut Out) -> Exit {
    if json {
        out.json(logged);
    } else {
        out.line(format!("logged as case {}, {} evidence items", logged.case, logged.evidence.len()));
    }
    Exit::Done
}

fn list(app: &App, order: &ListOrder, json: bool, out: &mut Out) -> Result<Exit, Failure> {
    let cases = app.find_cases(order)?;
    if cases.is_empty() && !json && *order == ListOrder::default() {
        out.line("no cases yet: shakedown case log PATH");
    }
    for row in &cases {
        if json {
            out.json(&CaseListed::new(row));
        } else {
            print_row(row, out);
        }
    }
    Ok(Exit::Done)
}

fn print_row(row: &CaseRow, out: &mut Out) {
    let number = format!("#{:<4}", row.number);
    let facts = [Some(row.status.words()), row.actor.as_deref(), row.demand.as_deref(), row.nearest_deadline.as_deref()];
    let facts: Vec<&str> = facts.into_iter().flatten().collect();
    out.styled(&[(Style::Dim, &number), (Style::Strong, &format!(" {}  {}", row.priority, row.title))]);
    out.styled(&[(Style::Dim, &format!("      {}  {}", facts.join(" · "), row.id))]);
}

fn show(app: &App, id: &str, json: bool, out: &mut Out) -> Result<Exit, Failure> {
    if json {
        out.json(&app.case_file(id)?);
        return Ok(Exit::Done);
    }
    let case = app.show_case(id)?;
    print_row(&case.row, out);
    out.line(format!("      {}", case.tlp));
    let (work, tasks) = app.case_work(id)?;
    casework::show(app, &work, &tasks, out);
    linked::show_links(app, id, out)?;
    for item in &case.evidence {
        let name = item.file_name.as_deref().unwrap_or("pasted text");
        out.line("");
        out.styled(&[(Style::Strong, &item.exhibit_ref), (Style::Plain, &format!("  {name}, {} bytes, {}", item.bytes, item.acquired))]);
        out.styled(&[(Style::Dim, &format!("SHA-256 {}, taken in by {} at {}", item.sha256, item.acquired_by, item.acquired_at))]);
    }
    for item in &case.items {
        triage_view(item, out);
    }
    for note in &case.notes {
        out.styled(&[(Style::Dim, &format!("{} {}: ", note.at, note.by)), (Style::Plain, &note.body)]);
    }
    out.styled(&[(Style::Strong, "Custody")]);
    for event in &case.custody {
        out.line(format!(
            "  {:>4}  {}  {}, {}  {}: {}  {}",
            event.seq, event.at, event.analyst, event.machine, event.subject, event.action, event.sha256
        ));
    }
    Ok(Exit::Done)
}

pub(crate) fn verify(app: &App, id: Option<&str>, head: Option<&str>, out: &mut Out) -> Result<Exit, Failure> {
    if let Some(id) = id {
        app.case_file(id)?;
    }
    let mut report = Bar::new().run(|job| app.verify_store(job))?;
    report.faults.extend(head.map(|head| app.find_head(head)).transpose()?.flatten());
    for fault in &report.faults {
        out.styled(&[(Style::Warn, "does not hold: "), (Style::Plain, fault)]);
    }
    out.line(format!(
        "{} evidence items hashed, {} custody events checked, {} faults",
        report.evidence,
        report.custody,
        report.faults.len()
    ));
    Ok(if report.faults.is_empty() { Exit::Done } else { Exit::NotFound })
}
