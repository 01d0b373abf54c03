//! The command line: words on a terminal. Everything it does is a function of `shakedown_app`.

mod abreast;
mod actors;
mod args;
mod cases;
mod casework;
mod evidence;
mod exit;
mod export;
mod hand_over;
mod linked;
mod print;
mod progress;
mod rules;
mod sample;
mod search;
mod shift;
mod stop;
mod store;

use std::process::ExitCode;

use clap::Parser as _;
use shakedown_app::{App, Failure, System};

use crate::args::{Args, Command};
use crate::exit::Exit;
use crate::print::Out;

fn main() -> ExitCode {
    if let Some(exit) = shakedown_app::as_worker() {
        return exit;
    }
    shakedown_app::leave_no_core();
    let args = Args::parse();
    stop::on_interrupt();
    let mut out = Out::new(args.no_color);
    let exit = match run(args, &mut out) {
        Ok(exit) => exit,
        Err(failure) => {
            out.failure(&failure);
            Exit::of(failure.code)
        }
    };
    out.finish();
    exit.into()
}

fn run(args: Args, out: &mut Out) -> Result<Exit, Failure> {
    let app = App::new(Box::new(System::from_environment(args.store, args.passphrase_file, Some(store::prompt))));
    let exit = act(&app, args.command, out)?;
    // The work is done and stored, whatever becomes of its backup.
    match app.keep_backup() {
        Ok(Some(kept)) => out.aside(&format!("backup of the day: {}", kept.path.display())),
        Ok(None) => {}
        Err(failure) => out.failure(&failure),
    }
    Ok(exit)
}

fn act(app: &App, command: Command, out: &mut Out) -> Result<Exit, Failure> {
    match command {
        Command::Triage(triage) => evidence::triage(app, &triage, out),
        Command::Transcript(transcript) => evidence::transcript(app, &transcript, out),
        Command::Sample(sample) => sample::sample(app, &sample, out),
        Command::Formats => Ok(evidence::formats_list(out)),
        Command::Schema { name } => evidence::schema(&name, out),
        Command::Case(case) => cases::case(app, case, out),
        Command::Export(export) => export::export(app, export, out),
        Command::Report(report) => shift::report(app, report, out),
        Command::ImportCase(args) => hand_over::import_case(app, &args, out),
        Command::Verify { id, head } => cases::verify(app, id.as_deref(), head.as_deref(), out),
        Command::Observables(args) => linked::observables(app, args, out),
        Command::Rescan(args) => linked::rescan(app, args, out),
        Command::Search(args) => search::search(app, &args, out),
        Command::Actors(action) => actors::actors(app, action, out),
        Command::Rules(action) => rules::rules(app, action, out),
        Command::Store(action) => store::store(app, action, out),
    }
}
