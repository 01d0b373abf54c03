//! Names carried over by hand: a newer MISP galaxy or ATT&CK bundle, turned into actor files of the analyst's own.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::file::is_attack_id;
use super::{ActorCatalogue, Alias, Onions, spelling, spellings};

/// Longest name that is taken over, in characters.
const NAME_MAX: usize = 60;

/// What a collection of names gave.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// The collection and its version, the `source` of every name: "MISP galaxy, Ransomware, version 172".
    pub source: String,
    /// Actor files, each as its name and its text: one for each group that is new or has something new.
    pub files: Vec<(String, String)>,
    /// Groups that the catalogue does not hold.
    pub new: usize,
    /// Groups of the catalogue that have a new name or onion service.
    pub extended: usize,
    /// Names that were left out, each with the reason in plain words.
    pub left_out: Vec<(String, &'static str)>,
}

/// Why a collection could not be read.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ImportFault {
    /// It is no JSON of either shape.
    #[error("expected a MISP galaxy cluster or an ATT&CK bundle (JSON)")]
    NotACollection(#[source] serde_json::Error),
    /// It is JSON of another shape.
    #[error("expected a MISP galaxy cluster (`values`) or an ATT&CK bundle (`objects`), found neither")]
    Neither,
}

/// A MISP galaxy cluster file or a STIX bundle, as far as it is read.
#[derive(Deserialize)]
struct Collection {
    name: Option<String>,
    version: Option<u64>,
    values: Option<Vec<Cluster>>,
    objects: Option<Vec<Object>>,
}

#[derive(Deserialize)]
struct Cluster {
    value: String,
    #[serde(default)]
    meta: Meta,
}

#[derive(Default, Deserialize)]
struct Meta {
    #[serde(default)]
    synonyms: Vec<String>,
    #[serde(default)]
    links: Vec<String>,
    #[serde(default)]
    refs: Vec<String>,
}

#[derive(Deserialize)]
struct Object {
    r#type: String,
    name: Option<String>,
    description: Option<String>,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    x_mitre_aliases: Vec<String>,
    #[serde(default)]
    external_references: Vec<Reference>,
    #[serde(default)]
    revoked: bool,
    #[serde(default)]
    x_mitre_deprecated: bool,
    x_mitre_version: Option<String>,
}

#[derive(Deserialize)]
struct Reference {
    external_id: Option<String>,
}

/// One group as its collection has it.
struct Entry {
    names: Vec<String>,
    attack_id: Option<String>,
    onions: BTreeSet<String>,
}

/// The shape of an actor file.
#[derive(Serialize)]
struct ActorFile<'a> {
    name: &'a str,
    kinds: &'a [&'static str],
    #[serde(skip_serializing_if = "Option::is_none")]
    attack_id: Option<&'a str>,
    alias: Vec<Alias>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    onion: Vec<Onions>,
    examples: Examples,
}

#[derive(Serialize)]
struct Examples {
    matches: Vec<String>,
    passes: Vec<String>,
}

impl Imported {
    /// Read a collection, and keep what `catalogue` does not hold.
    ///
    /// A name counts only beside a cue unless it cannot be an ordinary word: bulk lists hold "payment" and "one". A name that another group has, an
    /// id in place of a name and one that is too long are left out and listed. Of an ATT&CK bundle, groups are read and the software whose
    /// description speaks of ransom.
    ///
    /// Errors: [`ImportFault`].
    pub fn read(json: &[u8], catalogue: &ActorCatalogue) -> Result<Self, ImportFault> {
        let json = json.strip_prefix(b"\xef\xbb\xbf").unwrap_or(json);
        let collection: Collection = serde_json::from_slice(json).map_err(ImportFault::NotACollection)?;
        let (source, kinds, entries): (_, &[_], Vec<Entry>) = match (collection.values, collection.objects) {
            (Some(values), _) => {
                let name = collection.name.unwrap_or_else(|| "unnamed".into());
                let kinds: &[_] = if name.to_lowercase().contains("ransomware") { &["encryption"] } else { &[] };
                let version = collection.version.map_or_else(String::new, |version| format!(", version {version}"));
                (format!("MISP galaxy, {name}{version}"), kinds, values.into_iter().map(Entry::of_cluster).collect())
            }
            (None, Some(objects)) => (attack_source(&objects), &[], objects.into_iter().filter_map(Entry::of_object).collect()),
            (None, None) => return Err(ImportFault::Neither),
        };
        let mut imported = Self { source, ..Self::default() };
        let mut taken = BTreeMap::new();
        entries.into_iter().for_each(|entry| imported.add(entry, kinds, catalogue, &mut taken));
        Ok(imported)
    }

    /// Make the file of one group. `taken` has the spellings of the groups before it.
    fn add(&mut self, entry: Entry, kinds: &[&'static str], catalogue: &ActorCatalogue, taken: &mut BTreeMap<String, String>) {
        let known = entry.names.iter().find_map(|name| catalogue.named(name));
        let Some(name) = known.map(|actor| actor.name.clone()).or_else(|| entry.names.first().cloned()) else { return };
        let held = known.map_or(0, |actor| actor.aliases.len());
        let mut aliases: Vec<Alias> = Vec::new();
        for text in &entry.names {
            let alias = Alias { text: text.clone(), source: self.source.clone(), cue: could_be_a_word(text), cues: Vec::new() };
            match self.fits(&alias, &name, catalogue, taken) {
                Ok(true) => aliases.push(alias),
                Ok(false) => {}
                Err(why) => self.left_out.push((text.chars().take(NAME_MAX).collect(), why)),
            }
        }
        let onions: Vec<String> = entry.onions.into_iter().filter(|host| !catalogue.has_onion(host)).collect();
        if aliases.is_empty() && onions.is_empty() || known.is_none() && !aliases.iter().any(|alias| alias.text == name) {
            return;
        }
        for alias in &aliases {
            taken.extend(spellings(alias).into_iter().map(|spelling| (spelling, name.clone())));
        }
        if !aliases.iter().any(|alias| alias.text == name) {
            aliases.insert(0, Alias { text: name.clone(), source: self.source.clone(), cue: could_be_a_word(&name), cues: Vec::new() });
        }
        *(if held > 0 { &mut self.extended } else { &mut self.new }) += 1;
        let file = ActorFile {
            name: &name,
            kinds,
            attack_id: entry.attack_id.as_deref(),
            onion: if onions.is_empty() { Vec::new() } else { vec![Onions { source: self.source.clone(), hosts: onions }] },
            alias: aliases,
            examples: Examples {
                matches: vec![format!("This is the [[{name}]] ransomware group. We have your data.")],
                passes: vec!["Nobody is named here.".into()],
            },
        };
        // A file of strings and lists always has a text.
        if let Ok(text) = toml::to_string(&file) {
            self.files.push((format!("{:04}-{}.toml", self.files.len() + 1, slug(&name)), text));
        }
    }

    /// Whether a name of the group `owner` is new; why it is left out.
    fn fits(&self, alias: &Alias, owner: &str, catalogue: &ActorCatalogue, taken: &BTreeMap<String, String>) -> Result<bool, &'static str> {
        let text = &alias.text;
        if text.chars().count() > NAME_MAX || text.trim() != text || text.chars().any(char::is_control) {
            return Err("too long, or not one line");
        }
        if !text.chars().any(char::is_alphanumeric) {
            return Err("no letters");
        }
        let holders = || {
            let of_catalogue =
                spellings(alias).into_iter().filter_map(|spelling| catalogue.named(&spelling).map(|actor| actor.name.clone()));
            let of_before = spellings(alias).into_iter().filter_map(|spelling| taken.get(&spelling).cloned());
            of_catalogue.chain(of_before)
        };
        match (holders().any(|holder| holder != owner), holders().any(|holder| holder == owner)) {
            (true, _) => Err("another group has this name"),
            (false, held) => Ok(!held),
        }
    }
}

impl Entry {
    fn of_cluster(cluster: Cluster) -> Self {
        let links = cluster.meta.links.iter().chain(&cluster.meta.refs);
        let onions = links.filter_map(|link| onion(link)).collect();
        let (ids, names) = names(std::iter::once(cluster.value).chain(cluster.meta.synonyms));
        Self { names, attack_id: ids.into_iter().next(), onions }
    }

    fn of_object(object: Object) -> Option<Self> {
        let extorts = || object.description.as_deref().is_some_and(|words| words.to_lowercase().contains("ransom"));
        let wanted = match object.r#type.as_str() {
            "intrusion-set" => true,
            "malware" | "tool" => extorts(),
            _ => false,
        };
        if !wanted || object.revoked || object.x_mitre_deprecated {
            return None;
        }
        let attack_id = object.external_references.into_iter().filter_map(|reference| reference.external_id).find(|id| is_attack_id(id));
        let all = object.name.into_iter().chain(object.aliases).chain(object.x_mitre_aliases);
        Some(Self { names: names(all).1, attack_id, onions: BTreeSet::new() })
    }
}

/// ATT&CK ids, and names each once. A list may hold an id among the synonyms.
fn names(all: impl Iterator<Item = String>) -> (Vec<String>, Vec<String>) {
    let mut seen = BTreeSet::new();
    all.map(|name| name.trim().to_owned())
        .filter(|name| !name.is_empty() && seen.insert(spelling(name)))
        .partition(|name| is_attack_id(name))
}

/// The host of a link to an onion service.
fn onion(link: &str) -> Option<String> {
    let host = link.split_once("://").map_or(link, |(_, rest)| rest).split(['/', '?', '#', ':']).next()?.to_lowercase();
    let name = host.strip_suffix(".onion")?.rsplit('.').next()?;
    let base32 = name.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'2'..=b'7'));
    (matches!(name.len(), 16 | 56) && base32).then(|| format!("{name}.onion"))
}

/// Whether a name could be an ordinary word or words: it has no digit beside letters and no capital inside a word.
fn could_be_a_word(name: &str) -> bool {
    let letters = name.chars().filter(|character| character.is_alphanumeric()).count();
    let digits = name.chars().any(|character| character.is_ascii_digit()) && name.chars().any(char::is_alphabetic);
    let inner = |word: &str| word.chars().skip(1).any(char::is_uppercase) && word.chars().any(char::is_lowercase);
    letters < 5 || !(digits || name.split([' ', '-', '_']).any(inner))
}

fn attack_source(objects: &[Object]) -> String {
    let collection = objects.iter().find(|object| object.r#type == "x-mitre-collection");
    let version = collection.and_then(|object| object.x_mitre_version.as_deref());
    let name = collection.and_then(|object| object.name.as_deref()).unwrap_or("bundle");
    format!("MITRE ATT&CK, {name}{}", version.map_or_else(String::new, |version| format!(", version {version}")))
}

/// A name as a file may have it.
fn slug(name: &str) -> String {
    let plain = |character: char| if character.is_ascii_alphanumeric() { character.to_ascii_lowercase() } else { '-' };
    let slug: String = name.chars().map(plain).take(40).collect();
    slug.trim_matches('-').to_owned()
}

#[cfg(test)]
mod tests;
