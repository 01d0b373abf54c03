//! The invented case in every format, byte for byte. `BLESS=1` writes the files anew; review the difference like code.

use std::path::Path;

use shakedown_export::{export, formats};

use crate::support::{case, options};

#[test]
fn every_format_writes_its_golden_file_and_the_same_bytes_twice() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/expected");
    for format in formats() {
        let artifact = export(format.id(), &case(), &options()).unwrap();
        assert_eq!(artifact, export(format.id(), &case(), &options()).unwrap(), "{}: another run gives other bytes", format.id());
        assert_eq!((artifact.media_type, artifact.tlp), (format.media_type(), options().tlp));
        let path = folder.join(&artifact.file_name);
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(&path, &artifact.bytes).unwrap();
        }
        let expected = std::fs::read(&path).unwrap_or_default();
        assert!(artifact.bytes == expected, "{} is not what {} holds; look at it and set BLESS=1", format.id(), path.display());
    }
}

#[test]
fn formats_have_distinct_plain_ids_and_file_names() {
    let mut ids: Vec<_> = formats().iter().map(|format| format.id()).collect();
    let plain = |text: &str| text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '.'));
    for format in formats() {
        assert!(plain(format.id()) && !format.name().is_empty() && !format.words().is_empty());
        assert!(plain(&export(format.id(), &case(), &options()).unwrap().file_name));
    }
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), formats().len());
}
