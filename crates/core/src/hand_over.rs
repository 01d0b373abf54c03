//! What a case carries with it from one store to the next.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{CustodyEvent, Digest};

/// A case came from another store: when, out of which file, and the links of that store's chain that concern it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HandOver {
    /// When it was taken over.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub at: Timestamp,
    /// The analyst who took it over.
    pub by: String,
    /// SHA-256 of the file that it came in.
    pub artifact_sha256: Digest,
    /// The name under which the key that signed it is trusted; none where it is not signed, or by nobody who is trusted.
    pub signer: Option<String>,
    /// The links that concern the case in the chain of the store that it came from, oldest first.
    pub custody: Vec<CustodyEvent>,
    /// The last link of that chain when it left.
    pub custody_head: Option<CustodyEvent>,
}
