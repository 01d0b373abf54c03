//! The contract with the window: what each command takes and gives. TypeScript for all of it is generated into `ui/src/bindings`.
//!
//! The window gets ready-made segments of text, never offsets: spans count UTF-8 bytes, JavaScript counts UTF-16.

mod case;
mod catalogue;
#[cfg(feature = "ts")]
mod declarations;
mod export;
mod job;
mod links;
mod search;
mod store;
mod transcript;
mod triage;
mod work;

pub use case::{
    CaseDetail, CaseRow, CustodyRow, EvidenceRow, ExportFormat, ExportPreviewView, ExportRequest, ExportResult, LogRequest, NoteRow,
    RemovedRow, VerifyReport,
};
pub use catalogue::{ActorCard, OwnRules, RuleCard, RuleTrial, SourcedName, TrialHit};
#[cfg(feature = "ts")]
pub use declarations::declarations;
pub use export::{ExportManyRequest, ExportManyResult, ExportedFile, HeldBack, RemovedFrom, ShiftRequest};
pub use job::Progress;
pub use links::{
    CaseLinks, CaseNetwork, CaseRef, JudgementRow, LinkRow, NetworkEdge, ObservableCasesRequest, ObservableRow, ObservablesRequest,
    PlaceRow, RescanReport, RescanRow, TieRow,
};
pub use search::{SavedSearch, SearchHit, SearchPage, SearchRequest, SearchedText};
pub use store::{BackupRow, Backups, FirstRun, RestoreRequest, Restored, SalvageReport, StoreState, StoreStatus};
pub use transcript::{
    CleanedSegment, CleanedView, DayView, FoundIn, KindView, MarkRef, MessageView, NearMissView, NoteView, OutlineView, PlaceView, Segment,
    SpeakerView, TranscriptPage,
};
pub use triage::{
    ActivityView, ActorView, AmountView, AssessmentView, ClaimView, ColumnView, CurveView, DeadlineView, FirstLine, FormatName, ItemsView,
    JumpTo, ObservableView, ParticipantView, ReadingView, ReadingsView, ReasonView, RegisterView, SaidRole, SignView, StepView, TableView,
    TriageRequest, TriageSource, TriageView, VictimView,
};
pub use work::{CaseChange, Conflicting, DiaryLine, HeldIn, HiddenRow, LineChange, MarkReview, NewLine, TakenOverView, TaskView, WorkView};

/// Define a type of the contract: serialised in camel case, generated as TypeScript.
macro_rules! wire {
    ($($item:item)+) => { $(
        #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export_to = "wire.ts", rename_all = "camelCase"))]
        #[serde(rename_all = "camelCase")]
        $item
    )+ };
}
pub(crate) use wire;
