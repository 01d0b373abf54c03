//! Any text as a rule file: it is a rule or it has faults, each with its line.
#![no_main]

use libfuzzer_sys::fuzz_target;
use shakedown_detect::RuleSet;

fuzz_target!(|text: &str| {
    if let Err(faults) = RuleSet::parse(std::iter::once(("rule.toml", text))) {
        assert!(!faults.is_empty() && faults.iter().all(|fault| fault.line >= 1));
    }
});
