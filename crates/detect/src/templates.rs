//! Likeness of wording: notes of one family are written from one template, and groups pass templates on.
//!
//! The library is the analyst's own: `learn` takes the phrases of notes whose family is known. It keeps hashes of phrases and no text, so that it may
//! lie outside the encrypted store.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::{Deserialize, Serialize};
use shakedown_core::Digest;

/// Words of a phrase.
const PHRASE: usize = 4;

/// Longest word that counts, in characters: keys, ids and addresses differ from note to note.
const WORD_MAX: usize = 24;

/// Most phrases of one text.
const PHRASES_MAX: usize = 20_000;

/// Fewest phrases that two texts must share.
const SHARED_MIN: usize = 12;

/// The share of phrases from which on two texts are of one template, where the shorter of both is the measure.
const LIKE: f64 = 0.6;

/// A family whose share is at least this part of the best one's shares the template.
const AS_GOOD: f64 = 0.8;

/// Notes by family, as hashes of their phrases.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Templates {
    families: Vec<Learned>,
    /// Places of a phrase: family and note.
    index: HashMap<u64, Vec<(u32, u32)>>,
}

/// The notes of one family: the shape of a file of the library.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Learned {
    /// The family as the analyst named it.
    pub family: String,
    /// Its notes.
    pub notes: Vec<LearnedNote>,
}

/// One note.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LearnedNote {
    /// SHA-256 of the item it was read from.
    pub sha256: Digest,
    /// Hashes of its phrases, sorted.
    pub phrases: Vec<u64>,
}

/// A family whose wording a text has.
#[derive(Clone, Debug, PartialEq)]
pub struct Likeness {
    /// The family as the analyst named it.
    pub family: String,
    /// The share of phrases that both have, 0–1, where the shorter of both is the measure.
    pub share: f64,
    /// How many phrases both have.
    pub shared: usize,
}

impl LearnedNote {
    /// A note out of the text of an item; none where it is too short to be told from another.
    pub fn of(sha256: Digest, text: &str) -> Option<Self> {
        let phrases: Vec<u64> = phrases(text).into_iter().collect();
        (phrases.len() >= SHARED_MIN).then_some(Self { sha256, phrases })
    }
}

impl Templates {
    /// A library of these families. One that stands twice is taken as one; a note that stands twice in it counts once.
    pub fn new(learned: impl IntoIterator<Item = Learned>) -> Self {
        let mut by_family: BTreeMap<String, BTreeMap<String, LearnedNote>> = BTreeMap::new();
        for Learned { family, notes } in learned {
            by_family.entry(family).or_default().extend(notes.into_iter().map(|note| (note.sha256.to_string(), note)));
        }
        let families: Vec<Learned> =
            by_family.into_iter().map(|(family, notes)| Learned { family, notes: notes.into_values().collect() }).collect();
        let mut index: HashMap<u64, Vec<(u32, u32)>> = HashMap::new();
        for (family, learned) in (0..).zip(&families) {
            for (note, learned) in (0..).zip(&learned.notes) {
                learned.phrases.iter().for_each(|phrase| index.entry(*phrase).or_default().push((family, note)));
            }
        }
        Self { families, index }
    }

    /// Whether nothing was learned.
    pub fn is_empty(&self) -> bool {
        self.families.is_empty()
    }

    /// The families, by name.
    pub fn families(&self) -> &[Learned] {
        &self.families
    }

    /// The families whose wording `text` has, the likest first: the best, and those that share its template.
    pub fn like(&self, text: &str) -> Vec<Likeness> {
        if self.is_empty() {
            return Vec::new();
        }
        let phrases = phrases(text);
        let mut shared: HashMap<(u32, u32), usize> = HashMap::new();
        for place in phrases.iter().filter_map(|phrase| self.index.get(phrase)).flatten() {
            *shared.entry(*place).or_default() += 1;
        }
        let mut best: BTreeMap<u32, Likeness> = BTreeMap::new();
        for ((family, note), shared) in shared.into_iter().filter(|(_, shared)| *shared >= SHARED_MIN) {
            let Some(learned) = self.families.get(family as usize) else { continue };
            let whole = learned.notes.get(note as usize).map_or(phrases.len(), |note| note.phrases.len().min(phrases.len()));
            let share = shared as f64 / whole as f64;
            if share >= LIKE && best.get(&family).is_none_or(|best| best.share < share) {
                best.insert(family, Likeness { family: learned.family.clone(), share, shared });
            }
        }
        let mut likest: Vec<Likeness> = best.into_values().collect();
        likest.sort_by(|a, b| b.share.total_cmp(&a.share).then_with(|| a.family.cmp(&b.family)));
        let least = likest.first().map_or(1.0, |best| best.share * AS_GOOD);
        likest.retain(|like| like.share >= least);
        likest
    }
}

/// Hashes of the phrases of a text: each run of [`PHRASE`] words in lower case, where words that hold a digit or are very long are passed over.
fn phrases(text: &str) -> BTreeSet<u64> {
    let words = text
        .split(|character: char| !character.is_alphanumeric())
        .filter(|word| !word.is_empty() && word.chars().count() <= WORD_MAX && !word.chars().any(|character| character.is_ascii_digit()));
    let words: Vec<u64> = words.take(PHRASES_MAX).map(|word| hash(word.to_lowercase().bytes())).collect();
    words.windows(PHRASE).map(|phrase| hash(phrase.iter().flat_map(|word| word.to_le_bytes()))).collect()
}

/// FNV-1a, 64 bits: the library outlives the program that wrote it, so the hash must never change.
fn hash(bytes: impl Iterator<Item = u8>) -> u64 {
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    const BRINE: &str = "Good day. Your machines were visited by our crew last night and every disk was sealed with a strong cipher. \
        Nobody but us holds the seal breaker. Write to the address below within three days or the records of your clients go to print.";
    const GULL: &str = "Attention board of directors: this letter concerns the security of the company. We walked through open doors for weeks, \
        copied what is dear to you and left. A modest fee buys our silence, an ignored letter buys headlines. Answer in the room whose key is attached.";

    fn library() -> Templates {
        let note = |text: &str| LearnedNote::of(Digest::of(text.as_bytes()), text).unwrap();
        Templates::new([
            Learned { family: "Brine".into(), notes: vec![note(BRINE)] },
            Learned { family: "Gull".into(), notes: vec![note(GULL)] },
            Learned { family: "Heir".into(), notes: vec![note(&BRINE.replace("strong", "stern"))] },
        ])
    }

    #[test]
    fn a_note_with_another_id_is_like_its_template_and_a_shared_template_names_all() {
        let text = format!("{} ID: 7F3A9C21D0E4", BRINE.replace("three days", "five days"));
        let like = library().like(&text);
        assert_eq!(like.iter().map(|like| like.family.as_str()).collect::<Vec<_>>(), ["Brine", "Heir"]);
        assert!(like[0].share > 0.8 && like[0].shared > 20, "{like:?}");
        assert_eq!(library().like(GULL)[0].family, "Gull");
    }

    #[test]
    fn another_text_and_a_short_one_are_like_none() {
        let other =
            "We have taken your files. Pay us, or the data of your customers will be published on our site for everybody to see and use.";
        assert_eq!(library().like(other), []);
        assert_eq!(library().like("Your machines were visited by our crew"), []);
        assert_eq!(LearnedNote::of(Digest::of(b"x"), "Pay within three days."), None);
        assert_eq!(Templates::default().like(BRINE), []);
    }

    #[test]
    fn a_family_learned_twice_is_one() {
        let note = LearnedNote::of(Digest::of(BRINE.as_bytes()), BRINE).unwrap();
        let once = || Learned { family: "Brine".into(), notes: vec![note.clone()] };
        assert_eq!(Templates::new([once(), once()]), Templates::new([once()]));
    }
}
