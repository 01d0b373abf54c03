//! The chain of custody: each event hashes the one before.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::Digest;
use crate::codes::codes;

codes! {
    /// What a custody event is about.
    SubjectKind {
        Store = "store", "the store";
        Evidence = "evidence", "an evidence item";
        Transcript = "transcript", "a transcript";
        Case = "case", "a case";
        Note = "note", "a note";
        Review = "review", "a review of a finding";
        Task = "task", "a line of the diary";
    }
}

codes! {
    /// What was done.
    CustodyAction {
        Created = "created", "created";
        Received = "received", "received";
        Read = "read", "read by an importer";
        Assessed = "assessed", "assessed";
        Logged = "logged", "logged in a case";
        Changed = "changed", "changed";
        Noted = "noted", "note written";
        Reviewed = "reviewed", "finding reviewed";
        Exported = "exported", "exported";
        Verified = "verified", "verified";
        Deleted = "deleted", "deleted, to be taken back or purged";
        Restored = "restored", "taken back";
        Held = "held", "put under a legal hold";
        Released = "released", "released from its hold";
        Merged = "merged", "merged with another case";
        Split = "split", "split in two cases";
        BackedUp = "backed-up", "backed up as a file";
        Rekeyed = "rekeyed", "given another passphrase";
        HandedOver = "handed-over", "taken over from another store";
        Purged = "purged", "purged: nothing but its custody is left";
    }
}

/// Who acts, on which machine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Actor {
    /// The analyst's name, as the analyst gave it.
    pub analyst: String,
    /// The account of the operating system.
    pub os_account: String,
    /// The name of the machine.
    pub host: String,
}

/// One link of the chain. It holds ids and hashes, never exhibit text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CustodyEvent {
    /// Its number in the store; the first is 1.
    pub seq: u64,
    /// What it is about.
    pub subject: SubjectKind,
    /// The identifier of what it is about.
    pub subject_id: String,
    /// What was done.
    pub action: CustodyAction,
    /// When, on this machine's clock.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub at: Timestamp,
    /// Who did it.
    #[serde(flatten)]
    pub actor: Actor,
    /// SHA-256 of the subject's row as it stood after the event (of the artifact's bytes, for an export and for a case that is taken over; before the event, for a purge).
    pub detail_sha256: Digest,
    /// `sha256` of the event before; 64 zeros for the first.
    pub prev_sha256: Digest,
    /// SHA-256 over all the fields above.
    pub sha256: Digest,
}

/// The head of the chain under the signature of the store: a witness that whoever cuts the chain cannot make again without the store's key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CustodySeal {
    /// The store's public key, as minisign writes it on one line.
    pub public_key: String,
    /// The signature as minisign writes it, over `shakedown custody head`, `event ` and its number, `sha256 ` and its hash, each on a line.
    pub signature: String,
}

/// A link before it has its number and its hashes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewCustodyEvent {
    /// What it is about.
    pub subject: SubjectKind,
    /// The identifier of what it is about.
    pub subject_id: String,
    /// What was done.
    pub action: CustodyAction,
    /// When, on this machine's clock.
    pub at: Timestamp,
    /// Who did it.
    pub actor: Actor,
    /// SHA-256 of the subject's row as it stands after the event.
    pub detail_sha256: Digest,
}

/// What `prev_sha256` of the first link holds.
pub const CHAIN_START: Digest = Digest::from_bytes([0; 32]);

impl NewCustodyEvent {
    /// The link that follows `previous` (its number and hash), or the first link of a chain.
    pub fn link(self, previous: Option<(u64, Digest)>) -> CustodyEvent {
        let (seq, prev_sha256) = previous.map_or((1, CHAIN_START), |(seq, sha256)| (seq + 1, sha256));
        let mut event = CustodyEvent {
            seq,
            subject: self.subject,
            subject_id: self.subject_id,
            action: self.action,
            at: self.at,
            actor: self.actor,
            detail_sha256: self.detail_sha256,
            prev_sha256,
            sha256: CHAIN_START,
        };
        event.sha256 = event.computed_sha256();
        event
    }
}

impl CustodyEvent {
    /// The hash that this event must carry: SHA-256 over its fields, each preceded by its length in bytes (little-endian, 8 bytes), so that no
    /// two events share one reading.
    pub fn computed_sha256(&self) -> Digest {
        let mut bytes = Vec::with_capacity(256);
        let seq = self.seq.to_string();
        let at = self.at.to_string();
        let fields: [&[u8]; 10] = [
            seq.as_bytes(),
            self.subject.as_str().as_bytes(),
            self.subject_id.as_bytes(),
            self.action.as_str().as_bytes(),
            at.as_bytes(),
            self.actor.analyst.as_bytes(),
            self.actor.os_account.as_bytes(),
            self.actor.host.as_bytes(),
            self.detail_sha256.as_bytes(),
            self.prev_sha256.as_bytes(),
        ];
        for field in fields {
            bytes.extend_from_slice(&(field.len() as u64).to_le_bytes());
            bytes.extend_from_slice(field);
        }
        Digest::of(&bytes)
    }

    /// Whether this event stands unchanged and follows `previous`.
    pub fn holds(&self, previous: Option<(u64, Digest)>) -> bool {
        let (seq, prev) = previous.map_or((1, CHAIN_START), |(seq, sha256)| (seq + 1, sha256));
        self.seq == seq && self.prev_sha256 == prev && self.sha256 == self.computed_sha256()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(detail: &[u8]) -> NewCustodyEvent {
        NewCustodyEvent {
            subject: SubjectKind::Case,
            subject_id: "case-1".into(),
            action: CustodyAction::Created,
            at: Timestamp::UNIX_EPOCH,
            actor: Actor { analyst: "A. Analyst".into(), os_account: "a".into(), host: "desk".into() },
            detail_sha256: Digest::of(detail),
        }
    }

    #[test]
    fn a_changed_field_breaks_the_link_and_a_moved_boundary_too() {
        let first = event(b"one").link(None);
        let second = event(b"two").link(Some((1, first.sha256)));
        assert!(first.holds(None) && second.holds(Some((1, first.sha256))));
        assert!(!second.holds(None), "a cut link is found");

        let mut moved = second.clone();
        moved.actor.analyst = "A. Analys".into();
        moved.actor.os_account = "ta".into();
        assert!(!moved.holds(Some((1, first.sha256))));
    }
}
