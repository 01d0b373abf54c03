//! The store: make it, find it, guard it, carry it.

use std::path::Path;

use serde_json::json;
use shakedown_app::{App, Failure, FailureCode, KeptFor, NewStoreOrder};

use crate::args::Store;
use crate::exit::Exit;
use crate::print::{Out, Style};
use crate::progress::Bar;

pub(crate) fn store(app: &App, action: Store, out: &mut Out) -> Result<Exit, Failure> {
    match action {
        Store::Rekey { new_passphrase_file } => {
            app.rekey_store(&next_passphrase(new_passphrase_file.as_deref())?)?;
            out.line("the store opens with the new passphrase alone; backups made before still open with the old one");
        }
        Store::Backup { out: file } => {
            let made = app.back_up_store(&file)?;
            out.line(format!("{}\nSHA-256 of the database in it {}, {} bytes", file.display(), made.sha256, made.bytes));
        }
        Store::Backups { folder, default_folder, json } => return backups(app, folder.as_deref(), default_folder, json, out),
        Store::Restore { file, replace } => {
            let aside = app.restore_store(file.as_deref(), replace, None)?;
            out.line(format!("made the store in {} out of the backup", app.store_dir().display()));
            if let Some(aside) = aside {
                out.line(format!("what was there before lies whole in {}", aside.display()));
            }
        }
        Store::Salvage { out: folder } => {
            let saved = Bar::new().run(|job| app.salvage_store(&folder, None, job))?;
            out.line(format!("{}: {} cases, {} evidence items saved", folder.display(), saved.cases, saved.evidence));
            saved.lost.iter().for_each(|lost| out.styled(&[(Style::Warn, "lost: "), (Style::Plain, lost)]));
            return Ok(if saved.lost.is_empty() { Exit::Done } else { Exit::NotFound });
        }
        Store::Key => match app.public_key()? {
            Some(key) => out.line(key),
            None => {
                out.line("this store was made before stores had keys; it gets one with its next change");
                return Ok(Exit::NotFound);
            }
        },
        Store::Trust { remove: Some(name), .. } => {
            let was_there = app.distrust_signer(&name)?;
            out.line(if was_there { "not trusted any more" } else { "no key of that name was trusted" });
            return Ok(if was_there { Exit::Done } else { Exit::NotFound });
        }
        Store::Trust { name: Some(name), key, .. } => {
            app.trust_signer(&name, &key.unwrap_or_default())?;
            out.line(format!("bundles that this key signs are {name}’s from now on"));
        }
        Store::Trust { .. } => {
            app.trusted_signers()?
                .iter()
                .for_each(|one| out.styled(&[(Style::Plain, &one.key), (Style::Strong, &format!("  {}", one.name))]));
        }
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

/// The backups that the program keeps by itself, and where.
fn backups(app: &App, folder: Option<&Path>, default_folder: bool, json: bool, out: &mut Out) -> Result<Exit, Failure> {
    if folder.is_some() || default_folder {
        app.set_backup_folder(folder)?;
    }
    let kept = app.kept_backups()?;
    if json {
        kept.iter().for_each(|kept| {
            let why = if kept.kept_for == KeptFor::Day { "day" } else { "migration" };
            out.json(&json!({ "path": kept.path, "kept_for": why, "at": kept.at, "bytes": kept.bytes }));
        });
        return Ok(Exit::Done);
    }
    out.line(format!("one a day goes to {} while something changes; the last seven stay", app.backup_folder().display()));
    for kept in &kept {
        let why = if kept.kept_for == KeptFor::Day { "of the day" } else { "before another schema" };
        out.line(format!("{}  {why}  {} bytes  {}", kept.at, kept.bytes, kept.path.display()));
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

/// The passphrase that shall guard the store, from a file or typed twice.
fn next_passphrase(file: Option<&Path>) -> Result<String, Failure> {
    let unreadable = |error: std::io::Error| {
        Failure::new(
            FailureCode::WrongUsage,
            format!("the new passphrase could not be read: {error}; nothing was changed"),
            "name a file with --new-passphrase-file",
        )
    };
    if let Some(file) = file {
        let text = std::fs::read_to_string(file).map_err(unreadable)?;
        return Ok(text.lines().next().unwrap_or_default().to_owned());
    }
    let ask = |words| rpassword::prompt_password(words).map_err(unreadable);
    let first = ask("New passphrase: ")?;
    if first == ask("New passphrase again: ")? {
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
