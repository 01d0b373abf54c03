//! Cases: what an analyst decides, the diary, merge, split, delete, purge.

use shakedown_app::{App, CaseChange, Failure, FailureCode, TaskChange, TaskOrder};
use shakedown_core::{CaseWork, Task, TaskKind, TaskState};

use crate::args::{CaseSet, CaseTask};
use crate::exit::Exit;
use crate::print::{Out, Style};

/// Change one thing, and say so.
pub(crate) fn change(app: &App, id: &str, change: &CaseChange, said: &str, out: &mut Out) -> Result<Exit, Failure> {
    app.change_case(id, change)?;
    out.line(said);
    Ok(Exit::Done)
}

/// What `case set` names, one after the other.
pub(crate) fn set(app: &App, args: CaseSet, out: &mut Out) -> Result<Exit, Failure> {
    let nobody = |name: String| Some(name).filter(|name| name != "none");
    let changes = [
        args.title.map(CaseChange::Title),
        args.tlp.map(CaseChange::Tlp),
        args.priority.map(|priority| CaseChange::Priority(priority.0)),
        args.assignee.map(|name| CaseChange::Assignee(nobody(name))),
        args.victim.map(|name| CaseChange::Victim(nobody(name))),
    ];
    for change in changes.into_iter().flatten() {
        app.change_case(&args.id, &change)?;
    }
    out.line("changed");
    Ok(Exit::Done)
}

/// Write, change or list the lines of the diary.
pub(crate) fn task(app: &App, args: CaseTask, out: &mut Out) -> Result<Exit, Failure> {
    let id = &args.id;
    let changed = [
        args.met.map(|number| (number, TaskChange::Met)),
        args.slipped.map(|number| (number, TaskChange::Slipped)),
        args.dropped.map(|number| (number, TaskChange::Dropped)),
        args.extend.zip(args.due).map(|(number, due)| (number, TaskChange::Extended(due))),
    ];
    if let Some((number, what)) = changed.into_iter().flatten().next() {
        let task = app.change_task(id, number, what)?;
        print_task(app, &task, out);
    } else if let Some((statute, from)) = args.clock.zip(args.from) {
        let event = args.words.unwrap_or_default();
        print_task(app, &app.start_clock(id, statute, from, &event)?, out);
    } else if let Some(words) = args.words {
        let kind = args.kind.unwrap_or(TaskKind::ToDo);
        if kind == TaskKind::Clock {
            return Err(Failure::new(
                FailureCode::WrongUsage,
                "task: expected the statute of a clock and the event that starts it, found neither; nothing was changed",
                "say --clock gdpr-72h --from TIME",
            ));
        }
        print_task(app, &app.add_task(id, TaskOrder { kind, words, due: args.due })?, out);
    } else {
        let (_, tasks) = app.case_work(id)?;
        tasks.iter().for_each(|task| if args.json { out.json(task) } else { print_task(app, task, out) });
    }
    Ok(Exit::Done)
}

fn print_task(app: &App, task: &Task, out: &mut Out) {
    let state = task.state_at(app.now());
    let style = if state == TaskState::Slipped { Style::Warn } else { Style::Strong };
    let due = task.due.map_or_else(String::new, |due| format!("  {due}"));
    out.styled(&[
        (Style::Dim, &format!("{:>4}  ", task.number)),
        (style, state.words()),
        (Style::Plain, &format!("{due}  {}: {}", task.kind.words(), task.words.visible())),
    ]);
    if let Some(clock) = &task.clock {
        out.styled(&[(Style::Dim, &format!("      {}, from {}, started by {}", clock.statute.words(), clock.from, task.by))]);
    }
}

/// What was decided about a case, and its diary.
pub(crate) fn show(app: &App, work: &CaseWork, tasks: &[Task], out: &mut Out) {
    let labels = Some(work.labels.join(", ")).filter(|labels| !labels.is_empty());
    let facts = [
        ("analyst's priority", work.priority.map(|priority| priority.to_string())),
        ("assignee", work.assignee.clone()),
        ("victim", work.victim.as_ref().map(|victim| victim.visible().into_owned())),
        ("labels", labels),
        ("legal hold", work.hold.clone()),
        ("deleted", work.deleted_at.map(|at| at.to_string())),
        ("merged into", work.merged_into.as_ref().map(ToString::to_string)),
    ];
    for (what, fact) in facts.into_iter().filter_map(|(what, fact)| fact.map(|fact| (what, fact))) {
        out.styled(&[(Style::Dim, &format!("      {what}: ")), (Style::Plain, &fact)]);
    }
    if !tasks.is_empty() {
        out.styled(&[(Style::Strong, "Diary")]);
        tasks.iter().for_each(|task| print_task(app, task, out));
    }
}
