//! Who the victim is, as far as the case tells.

use std::collections::{BTreeMap, BTreeSet};

use shakedown_core::{CaseFile, ObservableKind, Role, VictimKind};

use super::names::letters_in;
use crate::formats::seen::{host_of, leads_to, message, part, seen, victim_hosts};

/// One thing that tells who the victim is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Mark {
    /// What kind of thing: the first half of its token.
    pub kind: &'static str,
    /// The text.
    pub text: String,
    /// The letters of the text that it is another writing of; its own, where it is none. Marks that share it share their token.
    pub identity: String,
}

impl Mark {
    fn new(kind: &'static str, text: &str, identity: &str) -> Self {
        Self { kind, text: text.to_owned(), identity: folded(identity) }
    }
}

/// Who the victims of several cases are, each with the token that stands for it in all of them.
#[derive(Clone, Debug, Default)]
pub struct Identities {
    marks: Vec<(Mark, String)>,
    known: BTreeSet<String>,
    numbers: BTreeMap<(&'static str, String), u32>,
    counts: BTreeMap<&'static str, u32>,
}

impl Identities {
    /// Learn what tells who the victim of `file` is, and `marked`, which the analyst added.
    pub fn learn(&mut self, file: &CaseFile, marked: &[String]) {
        for mark in marks(file, marked) {
            if self.known.insert(folded(&mark.text)) {
                let count = self.counts.entry(mark.kind).or_default();
                let number = self.numbers.entry((mark.kind, mark.identity.clone())).or_insert_with(|| {
                    *count += 1;
                    *count
                });
                self.marks.push((mark.clone(), format!("[{}-{number}]", mark.kind)));
            }
        }
    }

    /// What is to be replaced in `file`, and by what.
    pub(super) fn of(&self, file: &CaseFile, marked: &[String]) -> Vec<(Mark, String)> {
        let mut all = self.clone();
        all.learn(file, marked);
        if !self.marks.is_empty() {
            let adversary = adversary(file);
            all.marks.retain(|(mark, _)| mark.kind == "MARKED" || !adversary.contains(&folded(&mark.text)));
        }
        all.marks
    }
}

/// Labels by which a chat calls whoever is extorted. They name nobody, and are ordinary words.
const NOBODY: &[&str] = &[
    "victim", "client", "customer", "user", "you", "me", "i", "we", "us", "company", "guest", "visitor", "support", "admin", "it",
    "it support", "manager", "negotiator", "target", "recipient", "unknown", "anonymous", "self",
];
/// Legal forms that people leave out of a name.
const FORMS: &[&str] = &[
    "inc", "incorporated", "llc", "llp", "ltd", "limited", "plc", "corp", "corporation", "co", "company", "gmbh", "ag", "kg", "se", "sa",
    "sas", "sarl", "srl", "spa", "bv", "nv", "ab", "as", "oy", "pty", "pte", "group", "holding", "holdings",
];

/// Everything in `file` that tells who the victim is, and `marked`, which the analyst added. The adversary's names and accounts are never among it.
pub(super) fn marks(file: &CaseFile, marked: &[String]) -> Vec<Mark> {
    let mut found: Vec<Mark> = marked.iter().map(|text| Mark::new("MARKED", text, text)).collect();
    let mut add = |kind, text: &str, identity: &str| found.push(Mark::new(kind, text, identity));
    let hosts = victim_hosts(file);
    for read in &file.transcripts {
        for victim in &read.analysis.victims {
            let name = victim.name.raw();
            match victim.kind {
                VictimKind::Organisation => add("ORGANISATION", name, name),
                VictimKind::Person => add("PERSON", name, name),
                VictimKind::Domain => add("DOMAIN", name, name),
            }
        }
        for participant in read.analysis.participants.iter().filter(|participant| participant.role == Role::Victim) {
            add("PARTICIPANT", participant.name.raw(), participant.name.raw());
        }
        for one in &read.analysis.observables {
            let by_victim = message(&read.transcript, one.message).is_some_and(|message| part(read, message) == Role::Victim);
            if is_identity(one.kind) && (by_victim || leads_to(one.kind, one.value.raw(), &hosts)) || one.kind == ObservableKind::VictimId {
                add(kind_of(one.kind), one.value.raw(), one.value.raw());
                add(kind_of(one.kind), one.as_written.raw(), one.value.raw());
            }
        }
    }
    if let Some(victim) = &file.case.work.victim {
        add("ORGANISATION", victim.raw(), victim.raw());
    }
    let adversary = adversary(file);
    let shorter: Vec<Mark> = found.iter().filter_map(shortened).collect();
    found.extend(shorter);
    let mut known = BTreeSet::new();
    found.retain(|mark| {
        let plain = folded(&mark.text);
        let generic = mark.kind == "PARTICIPANT" && NOBODY.contains(&mark.text.trim().to_lowercase().as_str());
        letters_in(&mark.text) >= 2 && !generic && (mark.kind == "MARKED" || !adversary.contains(&plain)) && known.insert(plain)
    });
    found
}

/// The name without its legal form, the host without `www.` and its last label: what people write for it.
fn shortened(mark: &Mark) -> Option<Mark> {
    let text = match mark.kind {
        "ORGANISATION" => {
            let words: Vec<&str> = mark.text.split_whitespace().collect();
            let is_form = |word: &&&str| FORMS.contains(&word.to_lowercase().replace(['.', ','], "").as_str());
            let kept = words.len() - words.iter().rev().take_while(is_form).count();
            words[..kept].join(" ").trim_end_matches(',').to_owned()
        }
        "DOMAIN" => host_of(&mark.text).rsplit_once('.').map(|(name, _)| name.to_owned()).unwrap_or_default(),
        _ => return None,
    };
    (letters_in(&text) >= 4 && text != mark.text).then(|| Mark::new(mark.kind, &text, &mark.text))
}

/// Kinds of observable that tell who somebody is. Where money goes is evidence, whoever names it.
pub(super) fn is_identity(kind: ObservableKind) -> bool {
    use ObservableKind::{Domain, Email, Iban, Ip, Jabber, Phone, Session, Telegram, Tox, Url};
    matches!(kind, Domain | Email | Iban | Ip | Jabber | Phone | Session | Telegram | Tox | Url)
}

fn kind_of(kind: ObservableKind) -> &'static str {
    use ObservableKind::{Domain, Email, Iban, Ip, Phone, Url, VictimId};
    match kind {
        Domain | Url => "DOMAIN",
        Email => "MAIL",
        Phone => "PHONE",
        Ip => "ADDRESS",
        Iban => "ACCOUNT",
        VictimId => "VICTIM-ID",
        _ => "CONTACT",
    }
}

/// What the adversary is called and can be reached by.
fn adversary(file: &CaseFile) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for read in &file.transcripts {
        for actor in &read.analysis.actors {
            all.extend(std::iter::once(&actor.name).chain(&actor.aliases).map(|name| folded(name)));
        }
        let attackers = read.analysis.participants.iter().filter(|participant| participant.role == Role::Attacker);
        all.extend(attackers.map(|participant| folded(participant.name.raw())));
    }
    all.extend(seen(file).iter().filter(|one| one.of_adversary && one.kind != ObservableKind::VictimId).map(|one| folded(one.value)));
    all
}

fn folded(text: &str) -> String {
    text.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
