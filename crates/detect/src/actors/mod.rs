//! Who it is, as far as the text tells: the catalogue of groups and what the words around a name prove.
//!
//! A group is one file in `actors/`; [`ActorCatalogue`] reads them all. The engine puts [`literals`](ActorCatalogue::literals) into its one
//! automaton and asks [`judge`](ActorCatalogue::judge) about each hit. Most names are ordinary words ("play", "royal", "fog"): such a name
//! counts only beside a cue, and where the cue is weak only in a text that is extortion by its other findings ([`Named::conditional`]).

mod address;
mod cues;
mod file;
mod import;
mod judge;
mod unlisted;

use std::collections::{BTreeSet, HashMap};
use std::fmt;
use std::ops::Range;

use aho_corasick::AhoCorasick;
use serde::Deserialize;
use shakedown_core::{Grade, ObservableKind, Sanction, Span};
use thiserror::Error;

pub use file::{Alias, Contact, Onions};
pub use import::{ImportFault, Imported};
pub use unlisted::unlisted;

/// What a group extorts with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Kind {
    /// It encrypts and sells the key.
    Encryption,
    /// It steals data and sells its silence.
    DataTheft,
    /// It floods services and sells the end of it.
    Ddos,
    /// It destroys, whether or not it asks for money.
    Destruction,
    /// It locks the screen or the account.
    Lockout,
}

/// A group, a family of ransomware or a person that extorts.
#[derive(Clone, Debug)]
pub struct Actor {
    /// The name that this catalogue uses.
    pub name: String,
    /// What it extorts with.
    pub kinds: Vec<Kind>,
    /// The years in which it was seen (`2023–`), where known.
    pub years: Option<String>,
    /// Its ATT&CK id, `G1015` or `S1202`, where it has one.
    pub attack_id: Option<String>,
    /// What a reader must know about the name.
    pub note: Option<String>,
    /// Every name, its own among them, each with the catalogue it is taken from.
    pub aliases: Vec<Alias>,
    /// Its known onion services.
    pub onions: Vec<Onions>,
    /// Its known addresses.
    pub contacts: Vec<Contact>,
    /// Entries of sanctions lists known to this catalogue. None means "none known here", never "not sanctioned".
    pub sanctions: Vec<Sanction>,
    /// Texts that name it, the name between `[[` and `]]`.
    pub matches: Vec<String>,
    /// Texts that do not name it.
    pub passes: Vec<String>,
}

/// A name in the catalogue, as given with each literal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AliasRef(u32);

/// Where a name stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In the body of a message.
    Body,
    /// In the sender's label; the text is the label alone.
    Sender,
}

/// A group that a text names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// Its index in [`ActorCatalogue::actors`].
    pub actor: usize,
    /// How strong the ground is.
    pub grade: Grade,
    /// Whether the text itself names it.
    pub stated: bool,
    /// Whether it counts only in a text that is extortion by its other findings: the words around the name could stand in any text.
    pub conditional: bool,
    /// The ground in plain words, without any text of the exhibit.
    pub because: String,
}

/// What is wrong in an actor file, and where.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{file}, line {line}: expected {expected}, found {found}")]
pub struct ActorFileError {
    /// The file as it was named.
    pub file: String,
    /// The line, counted from 1.
    pub line: usize,
    /// What should stand there.
    pub expected: String,
    /// What stands there.
    pub found: String,
}

/// Every group this engine knows.
pub struct ActorCatalogue {
    actors: Vec<Actor>,
    names: Vec<Name>,
    literals: Vec<(String, AliasRef)>,
    infrastructure: HashMap<String, Vec<Known>>,
}

/// One alias, ready to judge.
struct Name {
    actor: usize,
    alias: usize,
    /// Names of other groups that hold this one, with the bytes they have before it: "Medusa" in "MedusaLocker".
    inside: Vec<(usize, String)>,
}

/// Whose file it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Origin {
    BuiltIn,
    Own,
}

/// A catalogue that is being read.
#[derive(Default)]
struct Draft<'a> {
    actors: Vec<Actor>,
    /// The file of each actor.
    origins: Vec<&'a str>,
    by_name: HashMap<String, usize>,
    names: Vec<Name>,
    literals: HashMap<String, AliasRef>,
    errors: Vec<ActorFileError>,
}

/// A known onion or address.
struct Known {
    actor: usize,
    grade: Grade,
    source: String,
}

impl Named {
    /// What is left of it once the rest of the text is known: all where that is extortion; else a weak ground falls, and a mere mention
    /// stands without being stated.
    pub fn settle(self, extortion: bool) -> Option<Self> {
        let stated = self.stated && (extortion || self.grade != Grade::Mentioned);
        (extortion || !self.conditional).then_some(Self { stated, ..self })
    }
}

impl<'a> Draft<'a> {
    fn add(&mut self, file: &'a str, text: &str, origin: Origin) {
        let (read, lines) = match file::read(file, text) {
            Ok(read) => read,
            Err(error) => return self.errors.push(error),
        };
        let known = self.by_name.get(&read.name).copied().filter(|_| origin == Origin::Own);
        let actor = known.unwrap_or(self.actors.len());
        let held = self.actors.get(actor).map_or(0, |actor| actor.aliases.len());
        for (at, (alias, line)) in read.aliases.iter().zip(lines).enumerate() {
            self.name(file, line, alias, Name { actor, alias: held + at, inside: Vec::new() });
        }
        match self.actors.get_mut(actor) {
            Some(known) => known.extend(read),
            None => {
                self.by_name.insert(read.name.clone(), actor);
                self.actors.push(read);
                self.origins.push(file);
            }
        }
    }

    /// Take the spellings of one alias that the same group does not have yet.
    fn name(&mut self, file: &str, line: usize, alias: &Alias, name: Name) {
        let reference = AliasRef(u32::try_from(self.names.len()).unwrap_or(u32::MAX));
        let actor = name.actor;
        self.names.push(name);
        for spelling in spellings(alias) {
            let owner = *self.literals.entry(spelling).or_insert(reference);
            let other = self.names.get(owner.0 as usize).map_or(actor, |name| name.actor);
            if other != actor {
                let holder = self.origins.get(other).copied().unwrap_or_default();
                let expected = format!("a name that no other file has; {holder} has it");
                self.errors.push(ActorFileError { file: file.into(), line, expected, found: format!("\"{}\"", alias.text) });
                break;
            }
        }
    }

    fn finish(self) -> ActorCatalogue {
        let mut literals: Vec<_> = self.literals.into_iter().collect();
        literals.sort_unstable();
        let infrastructure = infrastructure(&self.actors);
        let mut catalogue = ActorCatalogue { infrastructure, actors: self.actors, names: self.names, literals };
        catalogue.find_names_in_names();
        catalogue
    }
}

impl Actor {
    /// Every name but its own.
    pub fn other_names(&self) -> Vec<String> {
        self.aliases.iter().map(|alias| alias.text.clone()).filter(|alias| *alias != self.name).collect()
    }

    /// Add what another file says of the same group; what is said already stays.
    fn extend(&mut self, more: Self) {
        self.aliases.extend(more.aliases);
        self.onions.extend(more.onions);
        self.contacts.extend(more.contacts);
        self.sanctions.extend(more.sanctions);
        self.attack_id = self.attack_id.take().or(more.attack_id);
        self.years = self.years.take().or(more.years);
        self.note = self.note.take().or(more.note);
        more.kinds.into_iter().for_each(|kind| {
            if !self.kinds.contains(&kind) {
                self.kinds.push(kind);
            }
        });
    }
}

impl ActorCatalogue {
    /// Read the catalogue out of its files, each given as its name and its text.
    ///
    /// Every fault in every file is reported at once: unknown or missing fields, an alias without a source, two groups with one name.
    pub fn parse<'a>(files: impl Iterator<Item = (&'a str, &'a str)>) -> Result<Self, Vec<ActorFileError>> {
        Self::with_own(files, std::iter::empty())
    }

    /// The same with the analyst's `own` files after the others: one of the name of a group that is there already adds its names, onions,
    /// addresses and sanctions to that group.
    pub fn with_own<'a>(
        files: impl Iterator<Item = (&'a str, &'a str)>,
        own: impl Iterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, Vec<ActorFileError>> {
        let mut draft = Draft::default();
        files.for_each(|(file, text)| draft.add(file, text, Origin::BuiltIn));
        own.for_each(|(file, text)| draft.add(file, text, Origin::Own));
        if draft.errors.is_empty() { Ok(draft.finish()) } else { Err(draft.errors) }
    }

    /// The group that has `name` among its names, whatever its case and however its words are joined.
    pub fn named(&self, name: &str) -> Option<&Actor> {
        let wanted = spelling(name);
        let found = self.literals.binary_search_by(|(literal, _)| literal.as_str().cmp(&wanted)).ok()?;
        let alias = self.literals.get(found)?.1;
        self.actors.get(self.names.get(alias.0 as usize)?.actor)
    }

    /// Whether an onion service is known of any group.
    fn has_onion(&self, host: &str) -> bool {
        keys(ObservableKind::Onion, host).iter().any(|key| self.infrastructure.contains_key(key))
    }

    /// How many groups it holds.
    pub fn len(&self) -> usize {
        self.actors.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.actors.is_empty()
    }

    /// Every group, in the order of the files.
    pub fn actors(&self) -> &[Actor] {
        &self.actors
    }

    /// Every spelling to look for, in lower case, each once. Look for them without regard to case; overlapping hits are all to be judged.
    pub fn literals(&self) -> impl Iterator<Item = (&str, AliasRef)> {
        self.literals.iter().map(|(literal, alias)| (literal.as_str(), *alias))
    }

    /// Every name of one word that is no ordinary word, in lower case: what a text written letter by letter may be cut into. A name with a
    /// part of one or two letters ("NoEscape") is left out: too many sentences hold its parts side by side.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.literals.iter().filter(|(literal, alias)| self.is_one_word(literal, *alias)).map(|(literal, _)| literal.as_str())
    }

    fn is_one_word(&self, literal: &str, alias: AliasRef) -> bool {
        let name = self.names.get(alias.0 as usize);
        let alias = name.and_then(|name| self.actors.get(name.actor)?.aliases.get(name.alias));
        let one = |alias: &Alias| !alias.cue && !alias.text.contains([' ', '-', '_']) && !capital_parts(&alias.text).is_empty();
        literal.chars().all(char::is_alphabetic) && alias.is_some_and(one)
    }

    /// Say whether the hit of a literal at `span` of `text` names a group, and how sure that is.
    ///
    /// `text` is the view that was searched, its case as written where the view keeps it; for [`Place::Sender`] it is the label alone. The work
    /// is bounded by the words around the hit, not by the length of the text.
    pub fn judge(&self, alias: AliasRef, text: &str, span: Span, place: Place) -> Option<Named> {
        let name = self.names.get(alias.0 as usize)?;
        let range = span.range();
        text.get(range.clone())?;
        if name.inside.iter().any(|(before, longer)| is_part_of(text, range.start, *before, longer)) {
            return None;
        }
        let alias = self.actors.get(name.actor)?.aliases.get(name.alias)?;
        let ground = judge::ground(alias, text, range, place)?;
        Some(Named {
            actor: name.actor,
            grade: ground.grade,
            stated: true,
            conditional: ground.conditional,
            because: self.explain(name, alias, ground.because),
        })
    }

    /// The groups that an observable belongs to, by its canonical value. A shared address names each that shares it.
    ///
    /// A link or a host counts with every domain above it. The text does not state the name by an address: `stated` is false.
    pub fn infrastructure(&self, kind: ObservableKind, value: &str) -> Vec<Named> {
        let words = |known: &Known| format!("a known {} of the group ({})", kind.words(), known.source);
        let named =
            |known: &Known| Named { actor: known.actor, grade: known.grade, stated: false, conditional: false, because: words(known) };
        let known = keys(kind, value).into_iter().find_map(|key| self.infrastructure.get(&key));
        known.map(|all| all.iter().map(named).collect()).unwrap_or_default()
    }

    fn explain(&self, name: &Name, alias: &Alias, because: &str) -> String {
        match self.actors.get(name.actor) {
            Some(actor) if actor.name != alias.text => format!("{because}; \"{}\" is its name in {}", alias.text, alias.source),
            _ => because.to_owned(),
        }
    }

    /// Note for each name which names of other groups hold it, so that "Medusa" is not read out of "MedusaLocker".
    fn find_names_in_names(&mut self) {
        let Ok(automaton) = AhoCorasick::new(self.literals.iter().map(|(literal, _)| literal)) else { return };
        for (longer, owner) in &self.literals {
            let holder = self.names.get(owner.0 as usize).map(|name| name.actor);
            for hit in automaton.find_overlapping_iter(longer).filter(|hit| hit.len() < longer.len()) {
                let Some((_, inner)) = self.literals.get(hit.pattern().as_usize()) else { continue };
                if let Some(name) = self.names.get_mut(inner.0 as usize).filter(|name| Some(name.actor) != holder) {
                    name.inside.push((hit.start(), longer.clone()));
                }
            }
        }
    }
}

impl fmt::Debug for ActorCatalogue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ActorCatalogue({} actors, {} names, {} spellings)", self.actors.len(), self.names.len(), self.literals.len())
    }
}

/// The ways in which a name is written: as it stands, its words joined, hyphenated or with underscores between them, and, where capitals mark
/// words inside a name that is no word itself, those apart.
fn spellings(alias: &Alias) -> BTreeSet<String> {
    let lower = alias.text.to_lowercase();
    let words: Vec<&str> = lower.split([' ', '-', '_']).filter(|word| !word.is_empty()).collect();
    let parts = if alias.cue { Vec::new() } else { capital_parts(&alias.text) };
    let apart = [" ", "-", "_"].into_iter().filter(|_| parts.len() > 1).map(|between| parts.join(between).to_lowercase());
    [" ", "-", "_", ""].into_iter().map(|between| words.join(between)).chain([lower.clone()]).chain(apart).collect()
}

/// `name` in lower case, as one of [`spellings`].
fn spelling(name: &str) -> String {
    name.to_lowercase().split([' ', '-', '_']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// "Dragon", "Force": the parts of a name between a small letter and a capital, if each has three letters.
fn capital_parts(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut small) = (0, false);
    for (at, character) in text.char_indices() {
        if small && character.is_uppercase() {
            parts.push(text.get(start..at).unwrap_or_default());
            start = at;
        }
        small = character.is_lowercase();
    }
    parts.push(text.get(start..).unwrap_or_default());
    let plain = parts.iter().all(|part| part.len() >= 3 && part.chars().all(char::is_alphabetic));
    if plain { parts } else { Vec::new() }
}

/// Whether the name at `start` is only a part of `longer`, which begins `before` bytes earlier.
fn is_part_of(text: &str, start: usize, before: usize, longer: &str) -> bool {
    let range = start.checked_sub(before).map(|from| from..from + longer.len());
    range.and_then(|range: Range<usize>| text.get(range)).is_some_and(|written| judge::same(longer, written))
}

/// Every known onion and address, by its kind and canonical value.
fn infrastructure(actors: &[Actor]) -> HashMap<String, Vec<Known>> {
    let mut all: HashMap<String, Vec<Known>> = HashMap::new();
    for (actor, entry) in actors.iter().enumerate() {
        let onions = entry.onions.iter().flat_map(|onions| onions.hosts.iter().map(|host| (ObservableKind::Onion, host, &onions.source)));
        let contacts = entry.contacts.iter().map(|contact| (contact.kind, &contact.value, &contact.source));
        for (kind, value, source) in onions.chain(contacts) {
            let key = keys(kind, value).into_iter().next();
            all.entry(key.unwrap_or_default()).or_default().push(Known { actor, grade: grade(kind), source: source.clone() });
        }
    }
    all
}

/// What runs by itself is infrastructure, where somebody answers is a contact.
fn grade(kind: ObservableKind) -> Grade {
    use ObservableKind::{Domain, Ip, Onion, Tox, Url};
    if kind.is_wallet() || matches!(kind, Onion | Domain | Url | Ip | Tox) { Grade::Infrastructure } else { Grade::Contact }
}

/// What two writings of one address share, the narrowest first: an onion's own label, the public key of a Tox ID, a host and the domains
/// above it, a wallet as it stands, else the lower case.
fn keys(kind: ObservableKind, value: &str) -> Vec<String> {
    let written = value.trim();
    let value = written.to_lowercase();
    let last = |text: &str, ends: &[char]| text.rsplit(ends).next().unwrap_or_default().to_owned();
    match kind {
        ObservableKind::Onion => vec![last(value.split(".onion").next().unwrap_or_default(), &['/', '.', '@'])],
        ObservableKind::Tox => vec![value.chars().take(64).collect()],
        ObservableKind::Telegram => vec![last(&value, &['/', '@'])],
        ObservableKind::Url | ObservableKind::Domain => {
            let host = value.split_once("://").map_or(value.as_str(), |(_, rest)| rest);
            let host = last(host.split(['/', '?', '#']).next().unwrap_or_default(), &['@']);
            let host = host.split(':').next().unwrap_or_default();
            let above = std::iter::successors(Some(host), |host| host.split_once('.').map(|(_, above)| above));
            above.filter(|host| host.contains('.')).map(|host| format!("domain:{host}")).collect()
        }
        kind if kind.is_wallet() => vec![written.to_owned()],
        _ => vec![value],
    }
}

#[cfg(test)]
mod tests;
