//! Actors: the catalogue, names carried over by hand, and the wording of notes.

use std::collections::BTreeMap;
use std::path::Path;

use schemars::JsonSchema;
use serde::Serialize;
use shakedown_core::{Sanction, visible};
use shakedown_detect::Engine;
use shakedown_detect::actors::Imported;
use shakedown_detect::templates::{Learned, LearnedNote, Templates};

use crate::intake::{IntakeOptions, Source, items_under, read};
use crate::job::Job;
use crate::own::{Part, read_bytes};
use crate::{App, Failure, FailureCode};

/// One group, for a list.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ActorRow {
    /// The catalogue's name.
    pub name: String,
    /// ATT&CK id (`G1015`), where it has one.
    pub attack_id: Option<String>,
    /// The years in which it was seen, where known.
    pub years: Option<String>,
    /// Every name, each with the catalogue that has it.
    pub aliases: Vec<AliasRow>,
    /// Known onion services.
    pub onions: usize,
    /// Entries of sanctions lists known to this catalogue. None means "none known here", never "not sanctioned".
    pub sanctions: Vec<Sanction>,
}

/// A name, and where it is taken from.
#[derive(Debug, Serialize, JsonSchema)]
pub struct AliasRow {
    /// The name.
    pub text: String,
    /// The catalogue that has it.
    pub source: String,
}

/// What an import of names gave.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ActorsImported {
    /// The collection and its version.
    pub source: String,
    /// Groups that the catalogue did not hold.
    pub new: usize,
    /// Groups of the catalogue that have a new name or onion service.
    pub extended: usize,
    /// Names that were left out, with the reason.
    pub left_out: Vec<LeftOut>,
}

/// A name that was left out.
#[derive(Debug, Serialize, JsonSchema)]
pub struct LeftOut {
    /// The name.
    pub name: String,
    /// Why.
    pub because: String,
}

/// What learning from notes gave.
#[derive(Debug, Serialize, JsonSchema)]
pub struct NotesLearned {
    /// The notes learned now, by family.
    pub families: BTreeMap<String, usize>,
    /// All notes of the library.
    pub notes: usize,
    /// Items that were left out, with the reason.
    pub left_out: Vec<LeftOut>,
}

/// Every group of the engine's catalogue, by file.
pub fn list_actors(engine: &Engine) -> Vec<ActorRow> {
    let row = |actor: &shakedown_detect::actors::Actor| ActorRow {
        name: actor.name.clone(),
        attack_id: actor.attack_id.clone(),
        years: actor.years.clone(),
        aliases: actor.aliases.iter().map(|alias| AliasRow { text: alias.text.clone(), source: alias.source.clone() }).collect(),
        onions: actor.onions.iter().map(|onions| onions.hosts.len()).sum(),
        sanctions: actor.sanctions.clone(),
    };
    engine.actors().actors().iter().map(row).collect()
}

impl App {
    /// Take the names of a MISP galaxy or an ATT&CK bundle into the analyst's own folder, in the place of what was imported before.
    ///
    /// Errors: `evidence-unreadable`; `wrong-usage` for a file that is neither.
    pub fn import_actors(&self, path: &Path) -> Result<ActorsImported, Failure> {
        let built_in = Engine::built_in().map_err(|error| crate::rules::broken(&error))?;
        let imported = Imported::read(&read_bytes(path)?, built_in.actors()).map_err(|error| {
            Failure::new(
                FailureCode::WrongUsage,
                format!("{}: {error}; nothing was changed", visible(&path.to_string_lossy())),
                "carry over a cluster file of the MISP galaxy (ransomware.json, threat-actor.json) or an ATT&CK bundle as STIX JSON",
            )
        })?;
        self.replace_own(Part::Actors, &imported.files)?;
        Ok(ActorsImported {
            source: imported.source,
            new: imported.new,
            extended: imported.extended,
            left_out: imported.left_out.into_iter().map(|(name, why)| LeftOut { name, because: why.to_owned() }).collect(),
        })
    }

    /// Learn the wording of notes: each folder in `dir` is a family, each item in it a note. What was learned before stays.
    ///
    /// Errors: `evidence-unreadable`, `wrong-usage` where `dir` holds no folders with notes, `stopped`.
    pub fn learn_notes(&self, dir: &Path, job: &Job<'_>) -> Result<NotesLearned, Failure> {
        let mut learned: BTreeMap<String, Vec<LearnedNote>> = BTreeMap::new();
        let mut left_out = Vec::new();
        for item in items_under(dir)? {
            let path = item?;
            let below = path.strip_prefix(dir).unwrap_or(&path);
            let family = below.parent().and_then(|parent| parent.iter().next()).map(|name| name.to_string_lossy().into_owned());
            let Some(family) = family else {
                left_out.push(LeftOut { name: below.to_string_lossy().into_owned(), because: "in no family's folder".into() });
                continue;
            };
            match note(&path, job)? {
                Some(note) => learned.entry(family).or_default().push(note),
                None => left_out.push(LeftOut {
                    name: below.to_string_lossy().into_owned(),
                    because: "too little text to be told from another".into(),
                }),
            }
        }
        if learned.is_empty() {
            return Err(Failure::new(
                FailureCode::WrongUsage,
                format!("{}: expected a folder for each family with its notes in it, found none; nothing was changed", dir.display()),
                "put the notes of each family into a folder of its name",
            ));
        }
        let families = learned.iter().map(|(family, notes)| (family.clone(), notes.len())).collect();
        let before = self.own()?.templates;
        let new = learned.into_iter().map(|(family, notes)| Learned { family, notes });
        let library = Templates::new(before.families().iter().cloned().chain(new));
        let file = |(number, learned): (usize, &Learned)| Ok((format!("{:04}.json", number + 1), serde_json::to_string(learned)?));
        let files: Result<Vec<_>, serde_json::Error> = library.families().iter().enumerate().map(file).collect();
        let files =
            files.map_err(|error| Failure::new(FailureCode::Internal, error.to_string(), "tell us what you did, without the exhibit"))?;
        self.replace_own(Part::Templates, &files)?;
        Ok(NotesLearned { families, notes: library.families().iter().map(|learned| learned.notes.len()).sum(), left_out })
    }
}

/// The note in an item, read as any evidence is.
fn note(path: &Path, job: &Job<'_>) -> Result<Option<LearnedNote>, Failure> {
    let taken = read(Source::File(path.to_owned()), &IntakeOptions::default(), job)?;
    let bodies: Vec<&str> = taken.transcript.messages.iter().map(|message| message.body.raw()).collect();
    Ok(LearnedNote::of(taken.sha256, &bodies.join("\n")))
}
