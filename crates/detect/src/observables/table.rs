//! The form of every test here: a message, and all that is seen in it.

use shakedown_core::{ObservableKind, Validity};

use super::find;

/// Kind, canonical value, validity.
type Row<'a> = (ObservableKind, &'a str, Validity);

/// Check that exactly `expected` (kind, canonical value, validity) is seen in each message, in order, and that every span quotes text.
pub(super) fn check(cases: &[(&str, &[Row<'_>])]) {
    for (text, expected) in cases {
        let seen = find(text);
        let short: Vec<_> = seen.iter().map(|one| (one.kind, one.value.as_str(), one.validity)).collect();
        assert_eq!(short, *expected, "{text:?}");
        assert!(seen.iter().all(|one| one.span.of(text).is_some_and(|quoted| !quoted.is_empty())), "{text:?}");
    }
}

/// Check that nothing but an invalid `kind` with this repair is seen in each message.
pub(super) fn check_repairs(kind: ObservableKind, cases: &[(&str, Option<&str>)]) {
    for (text, repair) in cases {
        let seen = find(text);
        let short: Vec<_> = seen.iter().map(|one| (one.kind, one.validity, one.repair.as_deref())).collect();
        assert_eq!(short, [(kind, Validity::Invalid, *repair)], "{text:?}");
    }
}
