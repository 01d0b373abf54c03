//! Triages that the window looks at: kept until they are logged or the newest push them out.

use std::collections::VecDeque;
use std::sync::Arc;

use shakedown_core::{AnalysedTranscript, Digest, Review};

use crate::intake::{Assessed, Source};

/// How many are kept. A window shows one; the rest serve going back.
const KEPT: usize = 16;

/// One triage under the name that the window calls it by.
#[derive(Clone)]
pub(crate) struct Draft {
    pub name: String,
    pub analysed: Arc<AnalysedTranscript>,
    /// What analysts said of its marks, oldest first.
    pub reviews: Arc<[Review]>,
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

/// The triages at hand, newest last, and the transcripts of the case that is shown.
#[derive(Default)]
pub(crate) struct Drafts {
    triages: VecDeque<Draft>,
    of_case: Vec<Draft>,
}

impl Drafts {
    /// Keep a triage of bytes that are not stored yet.
    pub(crate) fn keep(&mut self, name: String, assessed: Assessed) -> Arc<AnalysedTranscript> {
        let Assessed { source, sha256, byte_len, analysed } = assessed;
        let analysed = Arc::new(analysed);
        if self.triages.len() == KEPT {
            self.triages.pop_front();
        }
        self.triages.push_back(Draft {
            name,
            analysed: Arc::clone(&analysed),
            reviews: Arc::default(),
            origin: Some(Origin { source, sha256, byte_len }),
        });
        analysed
    }

    /// Keep the transcripts of the case that is shown, instead of those of the one before.
    pub(crate) fn keep_case(&mut self, transcripts: Vec<AnalysedTranscript>, reviews: &[Review]) -> Vec<Arc<AnalysedTranscript>> {
        let kept: Vec<Arc<AnalysedTranscript>> = transcripts.into_iter().map(Arc::new).collect();
        let reviews: Arc<[Review]> = reviews.into();
        let draft = |analysed: &Arc<AnalysedTranscript>| Draft {
            name: analysed.transcript.id.to_string(),
            analysed: Arc::clone(analysed),
            reviews: Arc::clone(&reviews),
            origin: None,
        };
        self.of_case = kept.iter().map(draft).collect();
        kept
    }

    /// The triage or transcript of that name.
    pub(crate) fn get(&self, name: &str) -> Option<&Draft> {
        self.triages.iter().chain(&self.of_case).find(|draft| draft.name == name)
    }
}
