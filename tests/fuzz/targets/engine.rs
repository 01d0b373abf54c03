//! Any text, as one message: every place that is reported quotes the text as written.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use shakedown_core::Transcript;
use shakedown_detect::{Context, Engine};

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::built_in().expect("the built-in engine"));

fuzz_target!(|text: &str| {
    let analysis = ENGINE.analyse(&Transcript::talk([(None, text)]), &Context::default());
    for finding in &analysis.findings {
        assert_eq!(finding.span.of(text), Some(finding.as_written.raw()), "{}", finding.rule);
    }
    for seen in &analysis.observables {
        assert_eq!(seen.span.of(text), Some(seen.as_written.raw()), "{}", seen.kind);
    }
});
