//! Findings of the engine's own finders: sums asked, limits set, groups named, addresses of the kinds that extortionists use.

use shakedown_core::{AmountRole, Family, Finding, Grade, Hostile, Level, Mood, ObservableKind, Role, Span, Validity};

use crate::scan::Scan;

/// The engine's own findings, one for each kind at its first place. None of them decides alone: see `weights.toml`.
pub(crate) fn signs(all: &Scan) -> Vec<Finding> {
    let mut found = Vec::new();
    let sum = |role| all.amounts.iter().find(|amount| amount.role == role);
    if let Some(amount) = sum(AmountRole::Demand) {
        found.push(sign("amount.demand", Family::Amount, "a sum is asked", amount.message, amount.span, &amount.as_written, amount.by));
    }
    if let Some(amount) = sum(AmountRole::Offer) {
        found.push(sign("amount.offer", Family::Amount, "a sum is offered", amount.message, amount.span, &amount.as_written, amount.by));
    }
    if let Some(limit) = all.deadlines.iter().find(|deadline| !deadline.soft && deadline.by != Role::Victim) {
        found.push(sign("deadline.set", Family::Deadline, "a limit is set", limit.message, limit.span, &limit.as_written, limit.by));
    }
    if let Some((actor, _)) = all.actors.iter().find(|(actor, conditional)| !conditional && actor.stated && !actor.span.is_empty()) {
        let (rule, words) = match actor.grade {
            Grade::SelfNamed => ("actor.self-named", "a group speaks by its own name"),
            Grade::Mentioned => ("actor.mentioned", "a group is mentioned"),
            _ => ("actor.known", "something that belongs to a known group"),
        };
        found.push(sign(rule, Family::Actor, words, actor.message, actor.span, &actor.as_written, Role::Unknown));
    }
    if let Some((actor, _)) = all.actors.iter().find(|(actor, conditional)| !conditional && actor.stated && actor.span.is_empty()) {
        let words = "a speaker's label is the name of a group";
        found.push(Finding {
            level: Level::Medium,
            ..sign("actor.label", Family::Actor, words, actor.message, actor.span, &actor.as_written, Role::Unknown)
        });
    }
    for (rule, words, kinds) in [
        ("observable.onion", "an onion service", &[ObservableKind::Onion] as &[_]),
        ("observable.messenger", "an anonymous messenger", &[ObservableKind::Tox, ObservableKind::Session, ObservableKind::Jabber]),
    ] {
        if let Some(seen) = all.observables.iter().find(|seen| kinds.contains(&seen.kind)) {
            found.push(sign(rule, Family::Observable, words, seen.message, seen.span, &seen.as_written, Role::Unknown));
        }
    }
    if let Some(seen) = all.observables.iter().find(|seen| seen.kind.is_wallet() && seen.validity == Validity::Valid) {
        found.push(sign("observable.wallet", Family::Observable, "a wallet", seen.message, seen.span, &seen.as_written, Role::Unknown));
    }
    found
}

/// Fewest words of a text in which signs can be sparse.
const LONG: usize = 600;

/// Different signs for each thousand words below which they are thin, and sparse.
const SPARSE: [(f64, &str); 2] = [(1.0, "context.sparse"), (4.0, "context.thin")];

/// A finding that speaks against extortion where a long text holds few different signs of it: a log of many talks holds each word once, a textbook one
/// word often. It stands at the first sign.
pub(crate) fn sparse<'f>(words: usize, signs: impl Iterator<Item = &'f Finding>) -> Option<Finding> {
    let mut first: Option<&Finding> = None;
    let mut rules: Vec<&str> = Vec::new();
    for sign in signs {
        first = first.or(Some(sign));
        rules.push(&sign.rule);
    }
    let first = first.filter(|_| words >= LONG)?;
    rules.sort_unstable();
    rules.dedup();
    let rate = rules.len() as f64 * 1000.0 / words as f64;
    let (_, rule) = SPARSE.into_iter().find(|(limit, _)| rate < *limit)?;
    let said = "few signs in a long text";
    Some(Finding { level: Level::High, ..sign(rule, Family::Context, said, first.message, first.span, &first.as_written, Role::Unknown) })
}

fn sign(rule: &str, family: Family, words: &str, message: u32, span: Span, as_written: &Hostile, by: Role) -> Finding {
    Finding {
        rule: rule.to_owned(),
        rule_version: 1,
        family,
        code: None,
        level: Level::Low,
        words: words.to_owned(),
        message,
        span,
        as_written: as_written.clone(),
        by,
        mood: Mood::Asserted,
        view: None,
    }
}
