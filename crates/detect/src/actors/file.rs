//! The file of one group, as people write it.

use serde::{Deserialize, Serialize};
use shakedown_core::{ObservableKind, Sanction};
use toml::Spanned;

use super::{Actor, ActorFileError, Kind};

/// A name, and where it is taken from.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Alias {
    /// The name as its bearers or its catalogue spell it.
    pub text: String,
    /// The catalogue that has it.
    pub source: String,
    /// Whether the name is an ordinary word, a first name or shorter than five letters, so that it counts only beside a cue.
    #[serde(default)]
    pub cue: bool,
    /// Words in lower case that, next to this name, settle that it is the group, beside those that settle any name.
    #[serde(default)]
    pub cues: Vec<String>,
}

/// Known onion services, with where they are taken from.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Onions {
    /// The catalogue that has them.
    pub source: String,
    /// Host names, `….onion`.
    pub hosts: Vec<String>,
}

/// A known address.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// What kind of address.
    pub kind: ObservableKind,
    /// The address.
    pub value: String,
    /// The catalogue that has it.
    pub source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ActorFile {
    name: Spanned<String>,
    kinds: Vec<Kind>,
    years: Option<String>,
    attack_id: Option<Spanned<String>>,
    note: Option<String>,
    alias: Vec<Spanned<Alias>>,
    #[serde(default)]
    onion: Vec<Onions>,
    #[serde(default)]
    contact: Vec<Contact>,
    #[serde(default)]
    sanction: Vec<Sanction>,
    examples: Spanned<Examples>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Examples {
    matches: Vec<String>,
    passes: Vec<String>,
}

/// Read one file; gives the group and the line of each of its aliases.
pub(super) fn read(file: &str, text: &str) -> Result<(Actor, Vec<usize>), ActorFileError> {
    let line = |at: usize| 1 + text.bytes().take(at).filter(|byte| *byte == b'\n').count();
    let fault = |at: usize, expected: &str, found: &str| {
        let found = found.chars().take(80).collect();
        ActorFileError { file: file.to_owned(), line: line(at), expected: expected.to_owned(), found }
    };
    let read: ActorFile =
        toml::from_str(text).map_err(|error| fault(error.span().map_or(0, |span| span.start), "an actor file", error.message()))?;
    for alias in &read.alias {
        let at = alias.span().start;
        let alias = alias.as_ref();
        if alias.source.trim().is_empty() {
            return Err(fault(at, "the catalogue that has this name as `source`", "none"));
        }
        if !alias.cue && alias.text.chars().filter(|character| character.is_alphanumeric()).count() < 5 {
            return Err(fault(at, "`cue = true` for a name shorter than five letters", &alias.text));
        }
        if alias.text.trim() != alias.text || !alias.text.chars().any(char::is_alphanumeric) {
            return Err(fault(at, "a name without space around it", &alias.text));
        }
    }
    let name = read.name.as_ref();
    if !read.alias.iter().any(|alias| alias.as_ref().text == *name) {
        return Err(fault(read.name.span().start, "the name among the aliases too, with its source", name));
    }
    if let Some(id) = read.attack_id.as_ref().filter(|id| !is_attack_id(id.as_ref())) {
        return Err(fault(id.span().start, "an ATT&CK id of a group or of software (G1015, S1202)", id.as_ref()));
    }
    let at = read.examples.span().start;
    let examples = read.examples.into_inner();
    if examples.matches.is_empty() || examples.passes.is_empty() {
        return Err(fault(at, "one example that matches and one that passes", "none"));
    }
    let lines = read.alias.iter().map(|alias| line(alias.span().start)).collect();
    let actor = Actor {
        name: read.name.into_inner(),
        kinds: read.kinds,
        years: read.years,
        attack_id: read.attack_id.map(Spanned::into_inner),
        note: read.note,
        aliases: read.alias.into_iter().map(Spanned::into_inner).collect(),
        onions: read.onion,
        contacts: read.contact,
        sanctions: read.sanction,
        matches: examples.matches,
        passes: examples.passes,
    };
    Ok((actor, lines))
}

/// Whether `id` is one of ATT&CK's for a group or for software.
pub(super) fn is_attack_id(id: &str) -> bool {
    id.strip_prefix(['G', 'S']).is_some_and(|digits| digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit()))
}
