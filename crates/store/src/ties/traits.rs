//! What may tie a case to another one, out of a transcript and its analysis.

use std::collections::BTreeMap;
use std::hash::Hasher;

use rusqlite::Connection;
use shakedown_core::{Analysis, Grade, Message, MessageKind, ObservableKind, Role, TieKind, Verdict, VictimKind};

use crate::custody::Change;
use crate::search::{ReadBy, lowered_words};
use crate::{Store, StoreError, analyses, rows, transcripts};

/// What is shared by everybody: whoever names these is not tied to others who do. Domains, with all below them, and onion services.
const STOPPED: &[&str] = &[
    "torproject.org",
    "tox.chat",
    "getsession.org",
    "telegram.org",
    "signal.org",
    "bitcoin.org",
    "2gzyxa5ihm7nsggfxnu52rck2vv4rvmdlkiu3zzui5du4xyclen53wid.onion",
    "duckduckgogg42xjoc72x3sjasowoarfbgcmvfimaftt6twagswzczad.onion",
    "protonmailrmez3lotccipshtkleegetolb73fuirgj7r4o4vfu7ozyd.onion",
];

/// What programs and everybody call whoever writes.
const NOBODYS_NAMES: &[&str] = &[
    "admin", "administrator", "agent", "anonymous", "attacker", "chat", "client", "customer service", "hacker", "helper", "manager",
    "negotiator", "operator", "sender", "support", "system", "team", "tech support", "unknown", "user", "victim", "you",
];

/// The forms of companies, which one writes and the other leaves out.
const FORMS: &[&str] = &[
    "inc", "incorporated", "ltd", "limited", "llc", "llp", "plc", "corp", "corporation", "company", "co", "gmbh", "mbh", "ag", "kg", "se",
    "sa", "sas", "sarl", "srl", "spa", "bv", "nv", "ab", "as", "oy", "pty", "the", "group", "holding",
];

/// A wording has at least so many words; of a shorter message it says too little.
const WORDS_MIN: usize = 25;
/// Words in a shingle.
pub(super) const SHINGLE: usize = 4;
/// Messages of a transcript whose wording is kept, the longest first.
const WORDINGS: usize = 8;
/// Bands of a wording, and hashes in a band: of two wordings that share four fifths of their shingles, 998 in 1,000 share a band; of two that
/// share a fifth, 2 in 10, which the comparison of the texts then sorts out.
///
/// Source: Leskovec, Rajaraman, Ullman, Mining of Massive Datasets, 3.4.
const BANDS: u64 = 6;
const ROWS: u64 = 2;

/// A trait: what, which, and the message where it stands first.
pub(super) type Traits = BTreeMap<(TieKind, String), u32>;

/// Everything in a transcript that may tie it to others.
pub(super) fn traits(reading: ReadBy, analysis: &Analysis, messages: &[Message]) -> Traits {
    let mut found = Traits::new();
    for seen in &analysis.observables {
        if let Some((kind, value)) = tie_of(seen.kind, seen.value.raw()) {
            found.entry((kind, value)).or_insert(seen.message);
        }
    }
    for who in analysis.participants.iter().filter(|who| who.role == Role::Attacker) {
        let name = who.name.raw().trim().to_lowercase();
        let is_actor = analysis.actors.iter().any(|actor| actor.name.to_lowercase() == name);
        if name.chars().count() >= 4 && !NOBODYS_NAMES.contains(&name.as_str()) && !is_actor {
            let first = messages.iter().find(|message| message.sender.as_ref() == Some(&who.name));
            found.entry((TieKind::Persona, name)).or_insert(first.map_or(0, |message| message.seq));
        }
    }
    for actor in analysis.actors.iter().filter(|actor| actor.grade == Grade::Template) {
        found.entry((TieKind::Template, actor.name.clone())).or_insert(actor.message);
    }
    for victim in &analysis.victims {
        let key = if victim.kind == VictimKind::Domain {
            victim.name.raw().trim_start_matches("www.").to_lowercase()
        } else {
            victim_key(victim.name.raw())
        };
        if victim.kind != VictimKind::Person && key.chars().count() >= 4 {
            found.entry((TieKind::Victim, key)).or_insert(victim.message);
        }
    }
    if analysis.assessment.verdict != Verdict::Unrelated {
        wordings(reading, analysis, messages, &mut found);
    }
    found
}

/// What an observable ties by; nothing where it is of a kind, or of a host, that many share.
fn tie_of(kind: ObservableKind, value: &str) -> Option<(TieKind, String)> {
    let value = value.trim().to_lowercase_if(kind);
    let tie = match kind {
        kind if kind.is_wallet() => TieKind::Wallet,
        ObservableKind::Onion => TieKind::Onion,
        // The rest of a Tox ID changes with its owner's mood: nospam and checksum.
        ObservableKind::Tox => return Some((TieKind::Tox, value.chars().take(64).collect())),
        ObservableKind::Session => TieKind::Session,
        ObservableKind::Email => TieKind::Email,
        ObservableKind::Jabber => TieKind::Jabber,
        ObservableKind::Telegram => TieKind::Telegram,
        ObservableKind::VictimId => TieKind::VictimId,
        _ => return None,
    };
    let host = value.rsplit('@').next().unwrap_or(&value);
    let host = host.split_once("://").map_or(host, |(_, rest)| rest).split('/').next().unwrap_or(host);
    let stopped = STOPPED.iter().any(|stopped| host.strip_suffix(stopped).is_some_and(|sub| sub.is_empty() || sub.ends_with('.')));
    (!stopped).then_some((tie, if tie == TieKind::Onion { host.to_owned() } else { value }))
}

trait LowerIf {
    fn to_lowercase_if(&self, kind: ObservableKind) -> String;
}

impl LowerIf for str {
    /// Wallets and ids tell upper case from lower case; addresses do not.
    fn to_lowercase_if(&self, kind: ObservableKind) -> String {
        if kind.is_wallet() || kind == ObservableKind::VictimId { self.to_owned() } else { self.to_lowercase() }
    }
}

/// A victim's name without its legal form, so that `Harrow & Pell Ltd.` is `HARROW PELL`.
pub(crate) fn victim_key(name: &str) -> String {
    let words = lowered_words(name);
    let kept: Vec<&str> = words.iter().map(String::as_str).filter(|word| !FORMS.contains(word)).collect();
    kept.join(" ")
}

fn wordings(reading: ReadBy, analysis: &Analysis, messages: &[Message], found: &mut Traits) {
    let role = |message: &Message| {
        let assessed = analysis.participants.iter().find(|who| Some(&who.name) == message.sender.as_ref());
        assessed.map_or(message.role, |who| who.role)
    };
    let theirs = |message: &&Message| message.kind == MessageKind::Message && matches!(role(message), Role::Attacker | Role::Unknown);
    let mut longest: Vec<&Message> = messages.iter().filter(theirs).filter(|message| message.body.raw().len() >= WORDS_MIN).collect();
    longest.sort_by_key(|message| (std::cmp::Reverse(message.body.raw().len()), message.seq));
    for message in longest.into_iter().take(WORDINGS) {
        for band in bands(&reading.plain(message.body.raw())) {
            found.entry((TieKind::Wording, band)).or_insert(message.seq);
        }
    }
}

/// Hashes of every four words that follow each other, sorted, each once.
pub(super) fn shingles(text: &str) -> Vec<u64> {
    let words = lowered_words(text);
    let mut hashes: Vec<u64> = words.windows(SHINGLE).map(|window| hash(0, &window.join(" "))).collect();
    hashes.sort_unstable();
    hashes.dedup();
    hashes
}

/// The bands of a wording: MinHash values, two in a band.
fn bands(text: &str) -> Vec<String> {
    let shingles = shingles(text);
    if shingles.len() + SHINGLE <= WORDS_MIN {
        return Vec::new();
    }
    let least = |row: u64| shingles.iter().map(|shingle| mixed(*shingle ^ mixed(row + 1))).min().unwrap_or_default();
    let band = |band: u64| (0..ROWS).fold(mixed(band), |all, row| mixed(all ^ least(band * ROWS + row)));
    (0..BANDS).map(|number| format!("{number}:{:016x}", band(number))).collect()
}

/// FNV-1a: stored values must be the same in every build, which the standard library's hash does not promise.
fn hash(seed: u64, text: &str) -> u64 {
    struct Fnv(u64);
    impl Hasher for Fnv {
        fn finish(&self) -> u64 {
            self.0
        }
        fn write(&mut self, bytes: &[u8]) {
            for byte in bytes {
                self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
            }
        }
    }
    let mut hasher = Fnv(0xcbf2_9ce4_8422_2325 ^ seed);
    hasher.write(text.as_bytes());
    hasher.finish()
}

/// The last step of SplitMix64: each bit of the outcome depends on each bit that went in.
const fn mixed(value: u64) -> u64 {
    let value = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

impl Change<'_> {
    /// Write down what may tie a transcript to others, in the place of what was written before.
    pub(crate) fn tie(&self, transcript: i64, analysis: &Analysis, messages: &[Message]) -> Result<(), StoreError> {
        write(self.tx, self.reading, transcript, analysis, messages)
    }
}

fn write(connection: &Connection, reading: ReadBy, transcript: i64, analysis: &Analysis, messages: &[Message]) -> Result<(), StoreError> {
    connection.prepare_cached("DELETE FROM traits WHERE transcript_id = ?1")?.execute([transcript])?;
    let mut insert = connection.prepare_cached("INSERT INTO traits VALUES (?1, ?2, ?3, ?4)")?;
    for ((kind, value), message) in traits(reading, analysis, messages) {
        insert.execute((kind.as_str(), value, transcript, message))?;
    }
    Ok(())
}

impl Store {
    /// Derive what may tie cases together for transcripts of which it never was, at most `portion` of them: a store of an earlier schema has such.
    /// Where wordings read otherwise than when they were tied, all of them are such. Gives how many are left.
    pub fn tie(&mut self, portion: u32) -> Result<u64, StoreError> {
        let version: u32 = self.connection.query_row("SELECT reading FROM tied", [], rows::first)?;
        if version != self.reading.version() {
            let tx = self.connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
            tx.execute("INSERT INTO untied SELECT transcript_id FROM analyses WHERE true ON CONFLICT DO NOTHING", [])?;
            tx.execute("UPDATE tied SET reading = ?1", [self.reading.version()])?;
            tx.commit()?;
        }
        let left = |connection: &Connection| connection.query_row("SELECT count(*) FROM untied", [], rows::first::<i64>);
        if left(&self.connection)? == 0 {
            return Ok(0);
        }
        let tx = self.connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        let sql = format!("SELECT transcript_id FROM untied WHERE transcript_id > ?1 ORDER BY transcript_id LIMIT {portion}");
        let rows: Vec<i64> = rows::all(&tx, &sql, 0, rows::first)?;
        for row in rows {
            write(&tx, self.reading, row, &analyses::load(&tx, row)?, &transcripts::load(&tx, row)?.messages)?;
            tx.execute("DELETE FROM untied WHERE transcript_id = ?1", [row])?;
        }
        let rest = left(&tx)? as u64;
        tx.commit()?;
        Ok(rest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_everybody_shares_ties_nobody() {
        let tie = |kind, value| tie_of(kind, value).map(|(_, value)| value);
        assert_eq!(tie(ObservableKind::Email, "frontdesk@rt.torproject.org"), None);
        assert_eq!(tie(ObservableKind::Email, "Pay@Mail.Example").as_deref(), Some("pay@mail.example"));
        assert_eq!(tie(ObservableKind::Email, "pay@nottorproject.org").as_deref(), Some("pay@nottorproject.org"));
        assert_eq!(tie(ObservableKind::Onion, "duckduckgogg42xjoc72x3sjasowoarfbgcmvfimaftt6twagswzczad.onion"), None);
        assert_eq!(tie(ObservableKind::Onion, "http://abc.onion/chat/1").as_deref(), Some("abc.onion"));
        assert_eq!(tie(ObservableKind::Domain, "mail.example"), None);
        let (first, second) = ("AB".repeat(32) + "11112222", "ab".repeat(32) + "33334444");
        assert_eq!(tie(ObservableKind::Tox, &first), tie(ObservableKind::Tox, &second));
    }

    #[test]
    fn a_company_is_the_same_with_and_without_its_legal_form() {
        assert_eq!(victim_key("Harrow & Pell Ltd."), victim_key("HARROW PELL"));
        assert_ne!(victim_key("Harrow Bank"), victim_key("Harrow Mill"));
    }

    #[test]
    fn nearly_the_same_wording_shares_a_band_and_another_one_does_not() {
        let note = "all of your files are encrypted with a strong cipher and only we can give them back to you so do not call the police and do not \
            rename anything because then your data is lost for ever write to us within three days";
        let other = "the quarterly meeting of the gardening club takes place on the first monday of each month in the small hall behind the library and \
            everybody is welcome to bring seeds and stories about slugs and roses and a chair";
        let near = note.replace("three days", "five days").replace("strong", "military");
        let shared = |a: &str, b: &str| bands(a).iter().filter(|band| bands(b).contains(band)).count();
        assert!(shared(note, &near) >= 1);
        assert_eq!((shared(note, other), bands("too short to say").len()), (0, 0));
    }
}
