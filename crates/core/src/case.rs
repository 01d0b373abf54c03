//! A case, and the case file that an export may see.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::codes::codes;
use crate::{
    Analysis, CaseId, CaseWork, CustodyEvent, CustodySeal, EvidenceId, EvidenceItem, HandOver, Hostile, NoteId, Priority, ReviewVerdict,
    Span, Task, Tlp, Transcript, TranscriptId,
};

codes! {
    /// Where the work on a case stands.
    CaseStatus {
        New = "new", "new";
        Open = "open", "open";
        Waiting = "waiting", "waiting";
        Closed = "closed", "closed";
    }
}

/// One case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Case {
    /// Its identifier in this store.
    pub id: CaseId,
    /// Its number for people, counted up in this store; the first is 1.
    pub number: u32,
    /// Its title.
    pub title: String,
    /// Where the work stands.
    pub status: CaseStatus,
    /// The machine's priority of the most urgent transcript.
    pub priority: Priority,
    /// How far it may travel.
    pub tlp: Tlp,
    /// When it was logged.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub created_at: Timestamp,
    /// Who logged it.
    pub created_by: String,
    /// Its evidence, in order of logging.
    pub evidence: Vec<EvidenceId>,
    /// What analysts decided about it.
    #[serde(default, skip_serializing_if = "CaseWork::is_blank")]
    pub work: CaseWork,
}

/// A note of an analyst.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Note {
    /// Its identifier in this store.
    pub id: NoteId,
    /// When it was written.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub at: Timestamp,
    /// Who wrote it.
    pub by: String,
    /// What it says. It may quote the exhibit.
    pub body: Hostile,
    /// The note that this one takes the place of; that one stays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revises: Option<NoteId>,
}

/// What an analyst said of a finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Review {
    /// The transcript.
    pub transcript_id: TranscriptId,
    /// The rule.
    pub rule: String,
    /// The `seq` of the message.
    pub message: u32,
    /// Where in its body.
    pub span: Span,
    /// What was said.
    pub verdict: ReviewVerdict,
    /// When.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub at: Timestamp,
    /// By whom.
    pub by: String,
}

/// One evidence item's transcript and what was derived from it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AnalysedTranscript {
    /// What was read.
    pub transcript: Transcript,
    /// What was derived.
    pub analysis: Analysis,
}

/// All that an export may see of one case, frozen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CaseFile {
    /// The version of this shape; 1.
    pub shakedown_case_file: u32,
    /// Whether tokens stand in the place of what tells who the victim is. Such a file differs from the evidence that its hashes are of.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub redacted: bool,
    /// The case.
    pub case: Case,
    /// Its evidence items (without their bytes), in order of logging.
    pub evidence: Vec<EvidenceItem>,
    /// What was read out of them, in the same order.
    pub transcripts: Vec<AnalysedTranscript>,
    /// Notes, oldest first.
    pub notes: Vec<Note>,
    /// The diary, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tasks: Vec<Task>,
    /// Reviews, oldest first.
    pub reviews: Vec<Review>,
    /// The hand-overs by which it came from one store to the next, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<HandOver>,
    /// The links of the store's chain that concern this case, oldest first.
    pub custody: Vec<CustodyEvent>,
    /// The last link of the store's chain when the case file was made: a witness outside the store.
    pub custody_head: Option<CustodyEvent>,
    /// The store's signature of that link.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub custody_seal: Option<CustodySeal>,
}
