//! The custody of the invented case: an unbroken chain.

use shakedown_core::*;

use crate::support::time;

pub fn custody() -> Vec<CustodyEvent> {
    let actions = [
        (SubjectKind::Evidence, "0b6f2c1e-7a55-4f0e-9b1a-2f6a35c5e001", CustodyAction::Received),
        (SubjectKind::Evidence, "0b6f2c1e-7a55-4f0e-9b1a-2f6a35c5e002", CustodyAction::Received),
        (SubjectKind::Case, "0b6f2c1e-7a55-4f0e-9b1a-2f6a35c5a001", CustodyAction::Logged),
        (SubjectKind::Note, "note-1", CustodyAction::Noted),
    ];
    let mut chain: Vec<CustodyEvent> = Vec::new();
    for (minute, (subject, subject_id, action)) in actions.into_iter().enumerate() {
        let event = NewCustodyEvent {
            subject,
            subject_id: subject_id.into(),
            action,
            at: time(&format!("2031-03-05T15:{minute:02}:00Z")),
            actor: Actor { analyst: "M. Keller".into(), os_account: "mkeller".into(), host: "triage-2".into() },
            detail_sha256: Digest::of(subject_id.as_bytes()),
        };
        chain.push(event.link(chain.last().map(|last| (last.seq, last.sha256))));
    }
    chain
}
