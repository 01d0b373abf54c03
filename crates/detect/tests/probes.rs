//! Strings that defeat extractors: broken, grouped, disguised and near-miss observables, and what looks like one and is none.

use shakedown_core::{Transcript, Validity};
use shakedown_detect::{Context, Engine};

/// Kind, what it shows, the text and the value expected; `-` for none that is valid.
fn probes() -> Vec<(String, String, String, String)> {
    let lines = include_str!("probes.tsv").lines().filter(|line| !line.starts_with('#')).skip(1);
    lines
        .map(|line| {
            let [kind, shows, text, expected] = line.split('\t').collect::<Vec<_>>().try_into().unwrap();
            (kind.to_owned(), shows.to_owned(), serde_json::from_str(text).unwrap(), expected.to_owned())
        })
        .collect()
}

#[test]
fn every_probe_gives_exactly_what_it_holds() {
    let engine = Engine::built_in().unwrap();
    let probes = probes();
    assert!(probes.len() >= 60, "{}", probes.len());
    let wrong: Vec<_> = probes
        .iter()
        .filter_map(|(kind, shows, text, expected)| {
            let analysis = engine.analyse(&Transcript::talk([(None, text.as_str())]), &Context::default());
            let of_kind = analysis.observables.iter().filter(|seen| seen.kind.as_str() == kind && seen.validity != Validity::Invalid);
            let mut values: Vec<String> = of_kind.map(|seen| seen.value.raw().replace("bitcoincash:", "").to_lowercase()).collect();
            values.dedup();
            let wanted: Vec<String> = (expected != "-").then(|| expected.to_lowercase()).into_iter().collect();
            (values != wanted).then_some((kind, shows, values))
        })
        .collect();
    assert!(wrong.is_empty(), "kind, what it shows, found: {wrong:#?}");
}
