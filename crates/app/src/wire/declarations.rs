//! The contract as TypeScript.

use shakedown_core as core;
use ts_rs::{Config, TS};

use super::*;

/// The TypeScript of the whole contract, one declaration after the other.
pub fn declarations() -> String {
    let config = Config::new().with_large_int("number");
    let mut out = String::from("// Generated from crates/app/src/wire by `make bindings`. Do not edit.\n");
    macro_rules! declare {
        ($($name:path)+) => { $(
            out.push_str("\nexport ");
            out.push_str(&<$name as TS>::decl(&config));
            out.push('\n');
        )+ };
    }
    declare! {
        core::AcquisitionKind core::AmountRole core::CaseStatus core::Caveat core::ClaimCode core::DeadlineKind core::Grade core::MessageKind
        core::MessageState core::ObservableKind core::Priority core::Role core::Standing core::StepKind core::Tlp core::Validity
        core::TieKind core::Verdict core::VictimKind core::Zone core::ReviewVerdict core::Statute core::TaskKind core::TaskState
        crate::Failure crate::FailureCode Segment MarkRef MessageView NoteView TranscriptPage TriageSource SaidRole TriageRequest ReadingsView ReadingView FirstLine TableView ColumnView FormatName ItemsView
        CleanedView CleanedSegment OutlineView DayView SpeakerView KindView PlaceView NearMissView JumpTo ReasonView
        AssessmentView ActorView AmountView DeadlineView ClaimView StepView CurveView RegisterView SignView ObservableView VictimView
        ParticipantView TriageView LogRequest CaseRow EvidenceRow CustodyRow NoteRow CaseDetail ExportFormat ExportRequest RemovedRow ExportResult VerifyReport FirstRun StoreState StoreStatus Progress
        SearchRequest SearchedText SearchHit SearchPage SavedSearch PlaceRow TieRow LinkRow CaseLinks NetworkEdge CaseNetwork ObservablesRequest CaseRef ObservableRow JudgementRow
        RescanRow RescanReport ObservableCasesRequest BackupRow Backups RestoreRequest Restored SalvageReport
        ActivityView ActorCard FoundIn OwnRules RuleCard RuleTrial SourcedName TrialHit
        ExportManyRequest ExportManyResult ExportedFile HeldBack RemovedFrom ShiftRequest
        ExportPreviewView HiddenRow Conflicting TakenOverView
        CaseChange DiaryLine HeldIn LineChange MarkReview NewLine TaskView WorkView
    }
    out
}
