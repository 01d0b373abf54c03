//! Fonts of the machine, in a report that is set on sheets.

use shakedown_core::Hostile;
use shakedown_export::{ExportOptions, FontFile, export, format};

use crate::support::{case, options};

#[test]
fn a_font_of_the_machine_is_asked_for_what_those_of_the_program_lack_and_decides_the_bytes() {
    let mut file = case();
    file.transcripts[0].transcript.messages[1].body = Hostile::new("付款日本 🙂 оплата سلام");
    let pdf = format("pdf").unwrap();
    let before = pdf.missing(&file, &options()).unwrap();
    assert!("付款日本".chars().all(|character| before.contains(&character)), "{before:?}");
    assert!("🙂оплсم".chars().all(|character| !before.contains(&character)), "{before:?}");
    let font = FontFile::read(include_bytes!("cjk.ttf").to_vec()).unwrap();
    assert!(font.has('付') && !font.has('a'));
    let with = ExportOptions { fonts: vec![font], ..options() };
    let after = pdf.missing(&file, &with).unwrap();
    assert_eq!(before.difference(&after).collect::<String>(), "付日本款");
    assert_ne!(export("pdf", &file, &with).unwrap().sha256, export("pdf", &file, &options()).unwrap().sha256);
    assert!(format("html").unwrap().missing(&file, &options()).unwrap().is_empty(), "a page is set by whoever reads it");
    assert!(FontFile::read(b"no font".to_vec()).is_none());
}
