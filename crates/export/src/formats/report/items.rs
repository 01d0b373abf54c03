//! The evidence items of the case as the report walks through them, and links into their transcripts.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::Hash;

use askama::Template;
use askama::filters::HtmlSafe;
use serde::Serialize;
use shakedown_core::{Analysis, CaseFile, EvidenceItem, Message, Transcript};

use super::text::Text;

/// How many links one row shows.
const PLACES_MAX: usize = 8;

/// One evidence item that was read.
pub(super) struct Item<'a> {
    /// Counted from 1; the number in every link.
    pub number: usize,
    /// The exhibit ref, or the number where it has none.
    pub label: Text,
    /// The item, where the case file holds it.
    pub evidence: Option<&'a EvidenceItem>,
    pub transcript: &'a Transcript,
    pub analysis: &'a Analysis,
    /// Whether the case has others.
    pub one_of_many: bool,
}

impl<'a> Item<'a> {
    /// Every item that was read, in the order of the case file.
    pub fn all(file: &'a CaseFile) -> Vec<Self> {
        let one_of_many = file.transcripts.len() > 1;
        let item = |(index, read): (usize, &'a shakedown_core::AnalysedTranscript)| {
            let evidence = file.evidence.iter().find(|item| item.id == read.transcript.evidence_id);
            let number = index + 1;
            let label = match evidence {
                Some(item) if !item.exhibit_ref.is_empty() => Text::of(&item.exhibit_ref),
                _ => Text::of(&format!("item {number}")),
            };
            Self { number, label, evidence, transcript: &read.transcript, analysis: &read.analysis, one_of_many }
        };
        file.transcripts.iter().enumerate().map(item).collect()
    }

    /// A link to a message.
    pub fn place(&self, message: u32) -> Places {
        let label = self.one_of_many.then(|| self.label.clone());
        Places { shown: vec![Place { item: self.number, message, label }], more: 0 }
    }

    /// The message numbered `seq`.
    pub fn message(&self, seq: u32) -> Option<&'a Message> {
        let messages = &self.transcript.messages;
        messages.get(seq as usize).filter(|message| message.seq == seq).or_else(|| messages.iter().find(|message| message.seq == seq))
    }
}

/// The row that `key` has in `rows`; none where it is new, and then the row that is pushed next is its own.
pub(super) fn known<'r, K: Eq + Hash, R>(rows: &'r mut [R], seen: &mut HashMap<K, usize>, key: K) -> Option<&'r mut R> {
    match seen.entry(key) {
        Entry::Occupied(entry) => rows.get_mut(*entry.get()),
        Entry::Vacant(entry) => {
            entry.insert(rows.len());
            None
        }
    }
}

/// A link to a message.
#[derive(Serialize, Clone, PartialEq, Eq)]
struct Place {
    item: usize,
    message: u32,
    /// The exhibit ref, where the case has several items.
    label: Option<Text>,
}

/// Links to messages, the first few of them.
#[derive(Serialize, Clone, Template)]
#[template(path = "html/places.html")]
pub(super) struct Places {
    shown: Vec<Place>,
    more: usize,
}

/// Its template escapes.
impl HtmlSafe for Places {}

impl Places {
    /// The same, with no more than two links.
    pub fn few(mut self) -> Self {
        self.more += self.shown.len().saturating_sub(2);
        self.shown.truncate(2);
        self
    }

    /// The same thing stands there, too.
    pub fn add(&mut self, other: Places) {
        for place in other.shown {
            if self.shown.contains(&place) {
                continue;
            }
            if self.shown.len() < PLACES_MAX {
                self.shown.push(place);
            } else {
                self.more += 1;
            }
        }
        self.more += other.more;
    }
}
