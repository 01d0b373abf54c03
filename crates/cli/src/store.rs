//! The store: make it, find it.

use shakedown_app::{App, Failure, FailureCode, NewStoreOrder};

use crate::args::Store;
use crate::exit::Exit;
use crate::print::Out;

pub(crate) fn store(app: &App, action: Store, out: &mut Out) -> Result<Exit, Failure> {
    match action {
        Store::Path => out.line(app.store_dir().to_string_lossy()),
        Store::Init { analyst, no_passphrase } => {
            let passphrase = if no_passphrase { None } else { Some(new_passphrase(app)?) };
            let analyst = analyst.unwrap_or_else(|| app.os_account());
            app.set_up_store(NewStoreOrder { analyst, passphrase })?;
            out.line(format!("made a store in {}", app.store_dir().display()));
            if no_passphrase {
                out.line("It has no passphrase: whoever has the folder can read it.");
            }
        }
    }
    Ok(Exit::Done)
}

/// Ask for the passphrase on the terminal, without showing it.
pub(crate) fn prompt() -> std::io::Result<String> {
    rpassword::prompt_password("Passphrase: ")
}

/// The passphrase from the file named for it, or typed twice at the prompt.
fn new_passphrase(app: &App) -> Result<String, Failure> {
    let ask = || app.passphrase()?.ok_or_else(no_prompt);
    let first = ask()?;
    if first == ask()? {
        Ok(first)
    } else {
        Err(Failure::new(FailureCode::WrongUsage, "the two passphrases differ; nothing was changed", "try again"))
    }
}

fn no_prompt() -> Failure {
    Failure::new(
        FailureCode::WrongUsage,
        "there is no terminal to ask for a passphrase; nothing was changed",
        "name a file with --passphrase-file, or say --no-passphrase",
    )
}
