//! A judgement without what an analyst took for a false positive.

use shakedown_core::{Assessment, Family, Span, Transcript};

use crate::engine::{Context, Engine};
use crate::scan::Scan;

/// Whether what a rule found at a place is left out: the rule's id, or `amount`, `deadline`, `volume`, `actor`, `observable.<kind>`; message and span.
pub type LeftOut<'a> = &'a dyn Fn(&str, u32, Span) -> bool;

impl Engine {
    /// Judge a transcript as if some of what is found in it had not been found. Takes as long as [`Engine::analyse`].
    pub fn judge_without(&self, transcript: &Transcript, context: &Context, left_out: LeftOut<'_>) -> Assessment {
        self.analyse_without(transcript, context, left_out).assessment
    }
}

/// Take out of `all` what is left out.
pub(crate) fn leave_out(all: &mut Scan, left_out: LeftOut<'_>) {
    all.findings.retain(|finding| {
        let as_volume = finding.family == Family::Volume && left_out("volume", finding.message, finding.span);
        !left_out(&finding.rule, finding.message, finding.span) && !as_volume
    });
    let amounts = std::mem::take(&mut all.amounts).into_iter().zip(std::mem::take(&mut all.sums));
    (all.amounts, all.sums) = amounts.filter(|(amount, _)| !left_out("amount", amount.message, amount.span)).unzip();
    all.deadlines.retain(|deadline| !left_out("deadline", deadline.message, deadline.span));
    all.actors.retain(|(actor, _)| !left_out("actor", actor.message, actor.span));
    all.observables.retain(|seen| !left_out(&format!("observable.{}", seen.kind), seen.message, seen.span));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_judgement_without_its_findings_is_a_lesser_one() {
        let engine = Engine::built_in().unwrap();
        let talk =
            Transcript::talk([(None, "We downloaded your customer database. Pay 40,000 USD in Bitcoin within 72 hours or we publish it.")]);
        let context = Context::default();
        let whole = engine.analyse(&talk, &context);
        assert_eq!(engine.judge_without(&talk, &context, &|_, _, _| false), whole.assessment);
        let without_claims = engine.judge_without(&talk, &context, &|rule, _, _| rule.starts_with("claim."));
        assert!(without_claims.score < whole.assessment.score);
        let without_all = engine.judge_without(&talk, &context, &|_, _, _| true);
        assert!(without_all.score < 50.0, "{}", without_all.score);
    }
}
