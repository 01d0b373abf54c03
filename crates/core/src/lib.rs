//! The vocabulary of Shakedown. Every other crate speaks it; it reads no file, starts no process and asks no clock.
//!
//! | Word | Means |
//! |---|---|
//! | [`EvidenceItem`] | bytes as received, never edited, hashed before anything reads them |
//! | [`CustodyEvent`] | one link of the append-only chain of custody |
//! | [`Transcript`], [`Message`], [`Participant`] | what an importer read out of one evidence item |
//! | [`ImportNote`] | what could not be read plainly, and what became of it |
//! | [`Locator`] | where in the evidence something stood |
//! | [`Span`] | half-open byte range in a message body (UTF-8) |
//! | [`Recognised`] | what a worker process read out of pictures and pages |
//! | [`Finding`] | one rule matching one span |
//! | [`Observable`] | something seen; no judgement |
//! | [`Assessment`] | verdict, score and priority, with every reason |
//! | [`LedgerStep`] | one step of the demand ledger: a price, a discount, an offer, a payment or a time limit |
//! | [`Curve`] | the ledger as a picture: what is asked and offered, step by step |
//! | [`RegisteredClaim`] | a claim with its proof and what contradicts it |
//! | [`Analysis`] | everything derived from one transcript |
//! | [`CaseWork`], [`Task`] | what analysts decide about a case, and its diary: what is due, promised, done |
//! | [`CaseFile`] | all that an export may see |
//! | [`Artifact`] | what leaves |
//! | [`Hostile`] | exhibit text: it reaches eyes only escaped |

mod actor;
mod artifact;
mod case;
mod claim;
mod codes;
mod curve;
mod custody;
mod deadline;
mod defang;
mod digest;
mod evidence;
mod finding;
mod hand_over;
mod hostile;
mod id;
mod ledger;
mod locator;
mod money;
mod observable;
mod recognised;
mod sample;
mod span;
mod stamp;
mod tie;
mod tlp;
mod transcript;
mod triage;
mod work;

pub use actor::{ActorMatch, Grade, Sanction, Victim, VictimKind};
pub use artifact::Artifact;
pub use case::{AnalysedTranscript, Case, CaseFile, CaseStatus, Note, Review};
pub use claim::{ClaimCode, Coded, DataType, ProofCode, ThreatCode, Volume, VolumeUnit};
pub use curve::{CURVE_HEIGHT, CURVE_WIDTH, Curve, CurvePoint, curve};
pub use custody::{Actor, CHAIN_START, CustodyAction, CustodyEvent, CustodySeal, NewCustodyEvent, SubjectKind};
pub use deadline::{Deadline, DeadlineKind};
pub use defang::defang;
pub use digest::{Digest, NotADigest};
pub use evidence::{Acquisition, AcquisitionKind, EvidenceItem};
pub use finding::{Family, Finding, Level, Mood, ReviewVerdict};
pub use hand_over::HandOver;
pub use hostile::{Hostile, is_hidden, visible};
pub use id::{CaseId, EvidenceId, NoteId, TaskId, TranscriptId};
pub use ledger::{ClaimSign, LedgerStep, RegisteredClaim, Standing, StepKind};
pub use locator::{Locator, Place};
pub use money::{Amount, AmountRole};
pub use observable::{Observable, ObservableKind, Validity};
pub use recognised::{Area, Fault, PageKind, Recognised, RecognisedLine, RecognisedPage};
pub use sample::{ColumnKind, Counted, MailDomains, Sample, SampleColumn, SampleKind, SampleListing, SampleTable, TestSign};
pub use span::Span;
pub use stamp::{DayMonth, Precision, Stamp, Zone};
pub use tie::TieKind;
pub use tlp::Tlp;
pub use transcript::{Attachment, ImportNote, Message, MessageKind, MessageState, NoteKind, Participant, Role, Transcript};
pub use triage::{Analysis, Assessment, Caveat, Priority, Reason, Technique, Verdict};
pub use work::{CaseWork, StartedClock, Statute, Task, TaskKind, TaskState};

/// A code that a closed list does not hold.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected one of {}, found {found:?}", known.join(", "))]
pub struct UnknownCode {
    /// The list.
    pub list: &'static str,
    /// What was found, capped at 60 characters.
    pub found: String,
    /// What would have been right.
    pub known: Vec<&'static str>,
}
