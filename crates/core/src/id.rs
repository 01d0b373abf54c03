//! Identifiers. They are made by the caller (`app`), never by a library crate, so that the same work gives the same bytes in a test.

/// Define an identifier: a short text that is never empty.
macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident;)+) => { $(
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[cfg_attr(feature = "ts", derive(ts_rs::TS))]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Wrap an identifier that was made elsewhere.
            pub fn new(text: impl Into<String>) -> Self { Self(text.into()) }
            /// The identifier as text.
            pub fn as_str(&self) -> &str { &self.0 }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(&self.0) }
        }
    )+ };
}

ids! {
    /// One case.
    CaseId;
    /// One evidence item.
    EvidenceId;
    /// One reading of one evidence item.
    TranscriptId;
    /// One note of an analyst.
    NoteId;
    /// One line in the diary of a case.
    TaskId;
}
