//! The JSON case file and the schema that describes it.

use serde_json::{Value, json};
use shakedown_core::CaseFile;
use shakedown_export::{export, schema};

use crate::support::{case, options};

#[test]
fn the_json_case_file_reads_back_as_the_same_case_file() {
    let artifact = export("json", &case(), &options()).unwrap();
    assert_eq!(serde_json::from_slice::<CaseFile>(&artifact.bytes).unwrap(), case());
}

#[test]
fn hidden_characters_stand_escaped_in_the_json() {
    let text = String::from_utf8(export("json", &case(), &options()).unwrap().bytes).unwrap();
    assert!(!text.chars().any(shakedown_core::is_hidden));
    assert!(text.contains(r"invoice\u202efdp.exe\u202c"));
}

#[test]
fn the_json_case_file_follows_its_schema_and_broken_twins_do_not() {
    let schema = schema("case-file").unwrap();
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    let good: Value = serde_json::from_slice(&export("json", &case(), &options()).unwrap().bytes).unwrap();
    let errors: Vec<_> = validator.iter_errors(&good).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:#?}");

    let twins = [
        ("/case/tlp", json!("TLP:WHITE")),
        ("/evidence/0/sha256", json!("abc")),
        ("/transcripts/0/analysis/verdict", json!("harmless")),
        ("/transcripts/0/analysis/claims/0/span", json!([1])),
        ("/custody/0/seq", json!("one")),
    ];
    for (pointer, broken) in twins {
        let mut twin = good.clone();
        *twin.pointer_mut(pointer).unwrap() = broken;
        assert!(!validator.is_valid(&twin), "{pointer} is wrong and passes");
    }
}

#[test]
fn only_what_an_export_holds_has_a_schema_here() {
    assert_eq!(schema("triage"), None);
}
