//! Triages that the window looks at: kept until they are logged or the newest push them out.

use std::collections::VecDeque;
use std::sync::Arc;

use shakedown_core::{AnalysedTranscript, Digest};

use crate::intake::{Assessed, Source};

/// How many are kept. A window shows one; the rest serve going back.
const KEPT: usize = 16;

/// One triage under the name that the window calls it by.
#[derive(Clone)]
pub(crate) struct Draft {
    pub name: String,
    pub analysed: Arc<AnalysedTranscript>,
    /// What it was read from; none for one that came out of the store.
    pub origin: Option<Origin>,
}

/// What a triage was read from.
#[derive(Clone)]
pub(crate) struct Origin {
    pub source: Source,
    pub sha256: Digest,
    pub byte_len: u64,
}

/// The triages at hand, newest last.
#[derive(Default)]
pub(crate) struct Drafts(VecDeque<Draft>);

impl Drafts {
    /// Keep a triage of bytes that are not stored yet.
    pub(crate) fn keep(&mut self, name: String, assessed: Assessed) -> Arc<AnalysedTranscript> {
        let Assessed { source, sha256, byte_len, analysed } = assessed;
        self.push(Draft { name, analysed: Arc::new(analysed), origin: Some(Origin { source, sha256, byte_len }) })
    }

    /// Keep a transcript out of the store.
    pub(crate) fn keep_stored(&mut self, analysed: AnalysedTranscript) -> Arc<AnalysedTranscript> {
        let name = analysed.transcript.id.to_string();
        self.push(Draft { name, analysed: Arc::new(analysed), origin: None })
    }

    /// The triage of that name.
    pub(crate) fn get(&self, name: &str) -> Option<&Draft> {
        self.0.iter().find(|draft| draft.name == name)
    }

    fn push(&mut self, draft: Draft) -> Arc<AnalysedTranscript> {
        self.0.retain(|other| other.name != draft.name);
        if self.0.len() == KEPT {
            self.0.pop_front();
        }
        let analysed = Arc::clone(&draft.analysed);
        self.0.push_back(draft);
        analysed
    }
}
