//! Actors: list, import, learn.

use shakedown_app::{App, Failure, LeftOut, list_actors};

use crate::args::Actors;
use crate::exit::Exit;
use crate::print::{Out, Style};
use crate::progress::Bar;

/// How many names that were left out are listed for people; JSON has all.
const LEFT_OUT: usize = 10;

pub(crate) fn actors(app: &App, action: Actors, out: &mut Out) -> Result<Exit, Failure> {
    match action {
        Actors::List { json } => list(app, json, out)?,
        Actors::Import { file, json } => {
            let imported = app.import_actors(&file)?;
            if json {
                out.json(&imported);
            } else {
                let words =
                    format!("{}: {} new groups, {} known ones with something new", imported.source, imported.new, imported.extended);
                out.line(words);
                left_out(&imported.left_out, out);
            }
        }
        Actors::Learn { dir, json } => {
            let learned = Bar::new().run(|job| app.learn_notes(&dir, job))?;
            if json {
                out.json(&learned);
            } else {
                learned.families.iter().for_each(|(family, notes)| out.line(format!("{family:24} {notes} notes")));
                out.line(format!("the library holds {} notes, as hashes of their phrases", learned.notes));
                left_out(&learned.left_out, out);
            }
        }
    }
    Ok(Exit::Done)
}

fn list(app: &App, json: bool, out: &mut Out) -> Result<(), Failure> {
    for actor in list_actors(&*app.engine()?) {
        if json {
            out.json(&actor);
            continue;
        }
        let names: Vec<&str> = actor.aliases.iter().map(|alias| alias.text.as_str()).filter(|name| *name != actor.name).collect();
        let id = actor.attack_id.as_deref().unwrap_or_default();
        out.styled(&[
            (Style::Strong, &format!("{:28}", actor.name)),
            (Style::Dim, &format!("{id:6}  ")),
            (Style::Plain, &names.join(", ")),
        ]);
    }
    Ok(())
}

fn left_out(names: &[LeftOut], out: &mut Out) {
    names.iter().take(LEFT_OUT).for_each(|left| out.styled(&[(Style::Warn, &format!("left out: {}: {}", left.name, left.because))]));
    if let Some(more) = names.len().checked_sub(LEFT_OUT).filter(|more| *more > 0) {
        out.styled(&[(Style::Dim, &format!("{more} more left out; --json lists all"))]);
    }
}
