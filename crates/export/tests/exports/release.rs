//! The gate before every format.

use shakedown_core::{CaseFile, Tlp};
use shakedown_export::{ExportError, ExportOptions, export, formats};

use crate::support::{case, options};

#[test]
fn no_format_leaves_at_a_more_open_marking_than_the_case() {
    for own in Tlp::ALL {
        for chosen in Tlp::ALL {
            let mut file = case();
            file.case.tlp = *own;
            // A PDF takes its time; the gate stands before the format.
            for format in formats().iter().filter(|format| format.id() != "pdf" || *own == Tlp::Red) {
                match export(format.id(), &file, &ExportOptions { tlp: *chosen, ..options() }) {
                    Ok(artifact) => assert!(chosen >= own && artifact.tlp == *chosen),
                    Err(ExportError::TooOpen { chosen: found, case }) => assert!(chosen < own && found == *chosen && case == *own),
                    Err(other) => panic!("{other}"),
                }
            }
        }
    }
}

#[test]
fn the_refusal_says_why() {
    let refusal = export("html", &case(), &ExportOptions { tlp: Tlp::Green, ..options() }).unwrap_err();
    assert_eq!(
        refusal.to_string(),
        "release: this case is TLP:AMBER (may be shared in the organisation and with its clients), so expected TLP:AMBER or stricter, found TLP:GREEN"
    );
}

#[test]
fn a_stricter_marking_is_carried_by_the_artifact_itself() {
    let stricter = ExportOptions { tlp: Tlp::Red, ..options() };
    let json = export("json", &case(), &stricter).unwrap();
    let read: CaseFile = serde_json::from_slice(&json.bytes).unwrap();
    assert_eq!(read.case.tlp, Tlp::Red);
    let html = String::from_utf8(export("html", &case(), &stricter).unwrap().bytes).unwrap();
    assert!(html.contains("TLP:RED") && html.contains(r#"<body class="red">"#) && !html.contains(">TLP:AMBER<"));
}

#[test]
fn an_unknown_format_is_refused_with_those_that_are_known() {
    let refusal = export("docx", &case(), &options()).unwrap_err();
    let known: Vec<_> = formats().iter().map(|format| format.id()).collect();
    assert_eq!(refusal.to_string(), format!(r#"format: expected one of {}, found "docx""#, known.join(", ")));
}
