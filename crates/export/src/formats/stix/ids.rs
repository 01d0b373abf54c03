//! Identifiers out of content: the same thing has the same identifier in every bundle.
//!
//! Source: STIX 2.1 (OASIS), 2.9 "Identifier": observables take a UUIDv5 over their contributing properties as canonical JSON (RFC 8785) in the
//! namespace named there; other objects take a UUIDv4, and here its bits are a hash of what the object is about.

use serde_json::{Value, json};
use shakedown_core::Digest;
use uuid::{Builder, Uuid};

/// The namespace of observables that the specification names.
const OBSERVABLES: Uuid = Uuid::from_u128(0x00ab_edb4_aa42_466c_9c01_fed2_3315_a9b7);

/// The identifier of an object that is no observable of the specification: `key` says what it is about.
pub(super) fn object(kind: &str, key: &Value) -> String {
    let hash = Digest::of(json!(["shakedown", kind, key]).to_string().as_bytes());
    let mut bits = [0; 16];
    bits.copy_from_slice(&hash.as_bytes()[..16]);
    format!("{kind}--{}", Builder::from_random_bytes(bits).into_uuid())
}

/// The identifier of an observable: `contributing` are its contributing properties. Keys of a [`Value`] are in order, and its strings are written
/// as RFC 8785 writes them.
pub(super) fn observable(kind: &str, contributing: &Value) -> String {
    format!("{kind}--{}", Uuid::new_v5(&OBSERVABLES, contributing.to_string().as_bytes()))
}
