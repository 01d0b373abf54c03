//! Triages that the window looks at: kept until they are logged or the newest push them out.

use std::collections::VecDeque;
use std::sync::{Arc, PoisonError};

use jiff::Timestamp;
use shakedown_core::{AnalysedTranscript, CaseFile, Digest, Review};

use crate::App;
use crate::Failure;
use crate::commands::no_longer_at_hand;
use crate::intake::{Assessed, Source};
use crate::view::{Marks, Placed};

/// How many are kept. A window shows one; the rest serve going back.
const KEPT: usize = 16;

/// How many of them may be pasted or typed: what is typed is triaged key by key, and shall not push out files that wait.
const PASTES_KEPT: usize = 4;

/// One triage under the name that the window calls it by.
#[derive(Clone)]
pub(crate) struct Draft {
    pub name: String,
    pub analysed: Arc<AnalysedTranscript>,
    /// What analysts said of its marks, oldest first.
    pub reviews: Arc<[Review]>,
    /// Its marks, with those reviews.
    pub placed: Arc<Placed>,
    /// The moment that its limits count from where the text has none.
    pub now: Option<Timestamp>,
    /// What it was read from; none for one that came out of the store.
    pub origin: Option<Origin>,
}

impl Draft {
    /// Its marks beside its text.
    pub(crate) fn marks(&self) -> Marks<'_> {
        Marks::of(&self.analysed.transcript, &self.placed)
    }

    fn is_paste(&self) -> bool {
        self.origin.as_ref().is_some_and(|origin| matches!(origin.source, Source::Paste(_)))
    }

    fn reviewed(&mut self, reviews: Arc<[Review]>) {
        self.placed = Arc::new(Placed::new(&self.analysed, &reviews));
        self.reviews = reviews;
    }
}

impl App {
    /// A triage, or a transcript of the case that is shown. Errors: `not-found`.
    pub(crate) fn draft(&self, name: &str) -> Result<Draft, Failure> {
        let drafts = self.drafts.lock().unwrap_or_else(PoisonError::into_inner);
        drafts.get(name).cloned().ok_or_else(no_longer_at_hand)
    }
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
    pub(crate) fn keep(&mut self, name: String, assessed: Assessed, now: Option<Timestamp>) -> Draft {
        let Assessed { source, sha256, byte_len, analysed } = assessed;
        let analysed = Arc::new(analysed);
        let pastes = self.triages.iter().enumerate().filter(|(_, draft)| draft.is_paste()).map(|(place, _)| place);
        let pastes: Vec<usize> = pastes.collect();
        if matches!(source, Source::Paste(_)) && pastes.len() >= PASTES_KEPT {
            self.triages.remove(pastes[0]);
        } else if self.triages.len() == KEPT {
            self.triages.pop_front();
        }
        let draft = Draft {
            name,
            placed: Arc::new(Placed::new(&analysed, &[])),
            analysed,
            reviews: Arc::default(),
            now,
            origin: Some(Origin { source, sha256, byte_len }),
        };
        self.triages.push_back(draft.clone());
        draft
    }

    /// Say something of a place in a triage that is not stored yet; gives the triage with it.
    pub(crate) fn review(&mut self, name: &str, review: Review) -> Option<Draft> {
        let draft = self.triages.iter_mut().find(|draft| draft.name == name)?;
        let reviews = draft.reviews.iter().cloned().chain([review]).collect();
        draft.reviewed(reviews);
        Some(draft.clone())
    }

    /// Keep the transcripts of the case that is shown, instead of those of the one before.
    pub(crate) fn keep_case(&mut self, transcripts: Vec<AnalysedTranscript>, file: &CaseFile) -> Vec<Draft> {
        let reviews: Arc<[Review]> = file.reviews.as_slice().into();
        let draft = |analysed: AnalysedTranscript| Draft {
            name: analysed.transcript.id.to_string(),
            placed: Arc::new(Placed::new(&analysed, &reviews)),
            now: file.evidence.iter().find(|item| item.id == analysed.transcript.evidence_id).map(|item| item.acquired.at),
            analysed: Arc::new(analysed),
            reviews: Arc::clone(&reviews),
            origin: None,
        };
        self.of_case = transcripts.into_iter().map(draft).collect();
        self.of_case.clone()
    }

    /// The triage or transcript of that name.
    pub(crate) fn get(&self, name: &str) -> Option<&Draft> {
        self.triages.iter().chain(&self.of_case).find(|draft| draft.name == name)
    }
}
