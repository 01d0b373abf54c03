//! The window's types are those of the program.
#![cfg(feature = "ts")]

use std::path::Path;

#[test]
fn the_generated_bindings_are_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/src/bindings/wire.ts");
    let now = shakedown_app::wire::declarations();
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, &now).expect("the bindings can be written");
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(committed == now, "ui/src/bindings/wire.ts is stale: run `make bindings` and commit it");
}
