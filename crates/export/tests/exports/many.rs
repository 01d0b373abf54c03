//! Several cases in one file, in every format that takes them.

use std::io::Cursor;
use std::path::Path;

use serde_json::Value;
use shakedown_core::{CaseFile, CaseId, Hostile};
use shakedown_export::{Aside, ExportOptions, Exporter, Identities, Redaction, formats, release};

use crate::redaction::{CANARIES, folded, planted};
use crate::support::{case, options};

/// The formats that take many cases in one file.
pub fn gathering() -> impl Iterator<Item = &'static &'static dyn Exporter> {
    formats().iter().filter(|format| format.gatherer().is_some())
}

/// The invented case, and another one that shares everything but its victim with it and speaks of the first one's.
pub fn two() -> [CaseFile; 2] {
    let mut other = planted();
    other.case.id = CaseId::new("0b6f2c1e-7a55-4f0e-9b1a-2f6a35c5a002");
    other.case.number = 8;
    other.notes[0].body = Hostile::new("They speak of Halvorsen Orchard Supply too.");
    [case(), other]
}

/// `cases` in one file.
pub fn gathered(format: &dyn Exporter, cases: &[CaseFile], options: &ExportOptions) -> Vec<u8> {
    let mut victims = Identities::default();
    if let Some(redaction) = &options.redaction {
        cases.iter().for_each(|case| victims.learn(case, &redaction.marked));
    }
    let mut out = Vec::new();
    let mut aside = || Ok(Box::new(Cursor::new(Vec::new())) as Box<dyn Aside>);
    let mut file = format.gatherer().unwrap().begin(options, &mut out, &mut aside).unwrap();
    for case in cases {
        file.add(&release::check_among(case, options, &victims).unwrap()).unwrap();
    }
    file.finish().unwrap();
    out
}

#[test]
fn two_cases_in_one_file_are_the_golden_file_and_the_same_bytes_twice() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/expected");
    assert_eq!(gathering().map(|format| format.id()).collect::<Vec<_>>(), ["csv", "stix", "misp"]);
    for format in gathering() {
        let bytes = gathered(*format, &two(), &options());
        assert_eq!(bytes, gathered(*format, &two(), &options()), "{}: another run gives other bytes", format.id());
        let path = folder.join(format.gatherer().unwrap().file_name());
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(&path, &bytes).unwrap();
        }
        let expected = std::fs::read(&path).unwrap_or_default();
        assert!(bytes == expected, "{} is not what {} holds; look at it and set BLESS=1", format.id(), path.display());
    }
}

#[test]
fn what_a_case_holds_alone_it_holds_among_others_and_what_they_share_stands_once() {
    let stix = shakedown_export::format("stix").unwrap();
    let ids = |bytes: &[u8]| -> Vec<String> {
        let bundle: Value = serde_json::from_slice(bytes).unwrap();
        bundle["objects"].as_array().unwrap().iter().map(|object| object["id"].as_str().unwrap().to_owned()).collect()
    };
    let both = ids(&gathered(stix, &two(), &options()));
    let each: Vec<Vec<String>> = two().iter().map(|case| ids(&stix.write(case, &options()).unwrap().bytes)).collect();
    let mut once = both.clone();
    once.sort();
    once.dedup();
    assert_eq!(once.len(), both.len());
    assert!(both.len() < each[0].len() + each[1].len());
    assert!(each.iter().flatten().all(|id| both.contains(id)));
}

#[test]
fn a_victim_has_the_same_token_in_every_case_and_its_name_in_none() {
    let options = ExportOptions { redaction: Some(Redaction { marked: vec!["Project Marshlight".into()] }), ..options() };
    for format in gathering() {
        let open = folded(&String::from_utf8_lossy(&gathered(*format, &two(), &crate::support::options())));
        let closed = String::from_utf8_lossy(&gathered(*format, &two(), &options)).into_owned();
        for canary in CANARIES.iter().chain(&["Halvorsen Orchard Supply"]) {
            assert!(!folded(&closed).contains(&folded(canary)), "{} holds {canary}", format.id());
        }
        assert!(open.contains("halvorsenorchardsupply") && open.contains("quillfeatherbasketry"));
        assert!(closed.contains("They speak of [ORGANISATION-1] too."), "{}", format.id());
        assert!(closed.contains("[ORGANISATION-2]") && folded(&closed).contains("grayheron"), "{}", format.id());
    }
}
