//! What comes with the engine holds by its own examples.

use shakedown_detect::{Engine, RuleSet};

#[test]
fn every_built_in_rule_holds_by_its_own_examples() {
    let failures = Engine::built_in().unwrap().test_rules();
    let shown: Vec<String> =
        failures.iter().map(|f| format!("{}: expected {}, example {:?}, found {:?}", f.rule, f.expected, f.example, f.found)).collect();
    assert!(shown.is_empty(), "{}", shown.join("\n"));
}

#[test]
fn every_built_in_expression_compiles_within_its_limits() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/rules");
    let mut files = Vec::new();
    for family in std::fs::read_dir(folder).unwrap() {
        let family = family.unwrap().path();
        for file in family.is_dir().then(|| std::fs::read_dir(&family).unwrap()).into_iter().flatten() {
            let path = file.unwrap().path();
            files.push((path.display().to_string(), std::fs::read_to_string(&path).unwrap()));
        }
    }
    let set = RuleSet::parse(files.iter().map(|(name, text)| (name.as_str(), text.as_str()))).unwrap();
    assert_eq!(set.rules().len(), files.len());
}
