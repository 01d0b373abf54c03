//! The judgement: verdict, score with every reason, priority and caveats.

use std::collections::HashMap;

use shakedown_core::{Assessment, Caveat, Deadline, Family, Finding, Level, Mood, NoteKind, Priority, Reason, Role, Transcript, Verdict};

use crate::brief::{is_brief, is_sum};
use crate::lexicon::Lexicons;
use crate::policy::{CaveatLimits, Policy, Step};
use crate::rule::{Rule, stem};
use crate::weights::{Side, Weights};

/// Bytes of a transcript that are looked at to judge its language.
const LANGUAGE_SAMPLE: usize = 16_000;

/// The id of the reason that stands for words in a reported, quoted or denied form.
const REPORTED: &str = "context.reported";

/// What is judged.
#[derive(Clone, Debug)]
pub struct Case<'a> {
    /// Every rule that matched.
    pub findings: &'a [Finding],
    /// Every limit.
    pub deadlines: &'a [Deadline],
    /// How many groups are named beyond doubt.
    pub named: usize,
    /// What could not be taken into account.
    pub caveats: Vec<Caveat>,
}

/// Judge. Pure: the same in gives the same out.
///
/// The score is the sum of the points of each rule that matched, once, where the one whom it is meant for says it as a fact; p = 1 / (1 + e^−Σ).
pub fn triage<'r>(
    case: &Case<'_>,
    weights: &Weights,
    policy: &Policy,
    rule: &dyn Fn(&str) -> Option<&'r Rule>,
    rule_set: &str,
) -> Assessment {
    let inputs = matched(case.findings, rule);
    let mut reasons = reasons(&inputs, weights);
    let score = score(&mut reasons);
    for reason in reasons.iter_mut().filter(|reason| reason.message.is_some()) {
        let rest: Vec<Input<'_>> = inputs.iter().filter(|(name, _, _)| *name != stem(&reason.rule)).copied().collect();
        reason.without = Some(self::score(&mut self::reasons(&rest, weights)));
    }
    let verdict = if score >= 50.0 { Verdict::Extortion } else { lesser_verdict(case, policy, rule, score) };
    let (priority, because) = priority(case, policy, verdict, score);
    Assessment {
        verdict,
        score,
        caveats: case.caveats.clone(),
        priority,
        priority_because: because,
        reasons,
        rule_set: rule_set.to_owned(),
        engine: env!("CARGO_PKG_VERSION").to_owned(),
    }
}

/// The score that reasons come to, after they are held.
fn score(reasons: &mut [Reason]) -> f64 {
    hold(reasons);
    let sum: f64 = reasons.iter().map(|reason| reason.points).sum();
    100.0 / (1.0 + (-sum).exp())
}

/// The largest sum of points: beyond it a score in floating point would read as certainty, and its log-odds could not be told from it.
const SUM_MAX: f64 = 25.0;

/// Where the points come to more than [`SUM_MAX`], make those that speak for extortion smaller by the same share.
fn hold(reasons: &mut [Reason]) {
    let (mut speak_for, mut against) = (0.0, 0.0);
    for reason in reasons.iter() {
        *(if reason.points > 0.0 { &mut speak_for } else { &mut against }) += reason.points;
    }
    if speak_for + against > SUM_MAX {
        let share = (SUM_MAX - against) / speak_for;
        reasons.iter_mut().filter(|reason| reason.points > 0.0).for_each(|reason| reason.points *= share);
    }
}

/// The inputs of the score: the first finding of each rule that counts, whatever its language, and the first in a reported form
/// under the name [`REPORTED`]. An informational rule fills a field and weighs nothing. Names, addresses, sums and limits count only beside something that is
/// said: alone they stand in harmless texts as well.
pub(crate) fn inputs<'f, 'r>(findings: &'f [Finding], rule: &dyn Fn(&str) -> Option<&'r Rule>) -> Vec<Input<'f>> {
    beside_words(&matched(findings, rule))
}

/// An input of the score: its name, what it speaks for, and its first finding.
type Input<'f> = (&'f str, Side, &'f Finding);

/// Every rule that matched and could count.
fn matched<'f, 'r>(findings: &'f [Finding], rule: &dyn Fn(&str) -> Option<&'r Rule>) -> Vec<Input<'f>> {
    let mut first: HashMap<&str, usize> = HashMap::new();
    let mut inputs: Vec<Input<'f>> = Vec::new();
    for finding in findings {
        let known = rule(&finding.rule);
        let side = known.map_or(own_side(finding), |rule| {
            if rule.topic {
                Side::Topic
            } else if rule.against {
                Side::Against
            } else {
                Side::For
            }
        });
        let brief = is_brief(finding, known);
        if side == Side::For && finding.level == Level::Informational && !brief {
            continue;
        }
        let speaks = known.is_none_or(|rule| rule.speakers.contains(&finding.by)) || side != Side::For;
        let counts = side != Side::For || finding.mood == Mood::Asserted;
        let (name, side) = match (counts, finding.mood) {
            (true, _) if speaks => (stem(&finding.rule), side),
            (false, Mood::Quoted | Mood::Reported) if !brief => (REPORTED, Side::Against),
            _ => continue,
        };
        first.entry(name).or_insert_with(|| {
            inputs.push((name, side, finding));
            inputs.len()
        });
    }
    inputs
}

/// Without what counts only beside words, where there are no words.
fn beside_words<'f>(inputs: &[Input<'f>]) -> Vec<Input<'f>> {
    let said =
        inputs.iter().any(|(_, side, finding)| *side == Side::For && !belongings(finding.family) && finding.level > Level::Informational);
    inputs.iter().filter(|(_, _, finding)| said || !belongings(finding.family)).copied().collect()
}

/// Whether findings of a family are things that extortionists have and others too: a name, an address, a sum, a limit.
fn belongings(family: Family) -> bool {
    matches!(family, Family::Actor | Family::Observable | Family::Amount | Family::Deadline)
}

/// What one of the engine's own findings speaks for: those of the context speak against.
fn own_side(finding: &Finding) -> Side {
    if finding.family == Family::Context && !is_sum(finding) { Side::Against } else { Side::For }
}

fn reasons(inputs: &[Input<'_>], weights: &Weights) -> Vec<Reason> {
    let base = Reason {
        rule: "base".into(),
        points: weights.base,
        words: "where every text starts".into(),
        message: None,
        span: None,
        without: None,
    };
    let counted = beside_words(inputs).into_iter().map(|(name, side, finding)| Reason {
        rule: if name == REPORTED { name.to_owned() } else { finding.rule.clone() },
        points: weights.of(name, finding.level, side),
        words: if name == REPORTED { "told of somebody else".into() } else { finding.words.clone() },
        message: Some(finding.message),
        span: Some(finding.span),
        without: None,
    });
    let mut reasons: Vec<Reason> = counted.filter(|reason| reason.points != 0.0).collect();
    reasons.sort_by(|a, b| b.points.abs().total_cmp(&a.points.abs()).then_with(|| a.rule.cmp(&b.rule)));
    std::iter::once(base).chain(reasons).collect()
}

fn lesser_verdict<'r>(case: &Case<'_>, policy: &Policy, rule: &dyn Fn(&str) -> Option<&'r Rule>, score: f64) -> Verdict {
    let on_topic = |finding: &&Finding| {
        let known = rule(&finding.rule);
        let said = finding.level > Level::Informational
            && matches!(finding.family, Family::Claim | Family::Threat | Family::Pressure)
            && finding.mood != Mood::Asked;
        known.is_some_and(|rule| rule.topic) || (said && finding.mood != Mood::Asserted)
    };
    let mut rules: Vec<&str> = case.findings.iter().filter(on_topic).map(|finding| finding.rule.as_str()).collect();
    rules.sort_unstable();
    rules.dedup();
    let enough = rules.len() >= policy.about.rules || (case.named > 0 && rules.len() >= policy.about.rules_with_actor);
    if enough || score >= policy.about.score { Verdict::AboutExtortion } else { Verdict::Unrelated }
}

fn priority(case: &Case<'_>, policy: &Policy, verdict: Verdict, score: f64) -> (Priority, String) {
    let said = |family: Family, codes: &[&str]| {
        let mut found = case.findings.iter().filter(|finding| finding.family == family && finding.mood == Mood::Asserted);
        codes.is_empty() || found.any(|finding| finding.code.as_deref().is_some_and(|code| codes.contains(&code)))
    };
    let holds = |step: &&Step| {
        let claims: Vec<&str> = step.claims.iter().map(|code| code.as_str()).collect();
        let threats: Vec<&str> = step.threats.iter().map(|code| code.as_str()).collect();
        let proof: Vec<&str> = step.proof.iter().map(|code| code.as_str()).collect();
        let limit = |most: f64| {
            case.deadlines.iter().any(|deadline| deadline.by != Role::Victim && deadline.hours.is_some_and(|hours| hours <= most))
        };
        (step.verdicts.is_empty() || step.verdicts.contains(&verdict))
            && score >= step.score
            && said(Family::Claim, &claims)
            && said(Family::Threat, &threats)
            && said(Family::Proof, &proof)
            && step.within_hours.is_none_or(limit)
    };
    policy.step.iter().find(holds).map_or((Priority::P4, String::new()), |step| (step.priority, step.because.clone()))
}

/// What the text or its reading leaves open.
pub(crate) fn caveats(transcript: &Transcript, lexicons: &Lexicons, limits: &CaveatLimits) -> Vec<Caveat> {
    let mut sample = String::new();
    let (mut letters, mut replaced, mut characters, mut empty) = (0_usize, 0_usize, 0_usize, 0_usize);
    for message in &transcript.messages {
        let body = message.body.raw();
        if body.is_ascii() {
            characters += body.len().min(LANGUAGE_SAMPLE);
            letters += body.bytes().take(LANGUAGE_SAMPLE).map(|byte| usize::from(byte.is_ascii_alphabetic())).sum::<usize>();
        } else {
            for character in body.chars().take(LANGUAGE_SAMPLE) {
                characters += 1;
                letters += usize::from(character.is_alphabetic());
                replaced += usize::from(character == '\u{fffd}');
            }
        }
        if sample.len() < LANGUAGE_SAMPLE {
            sample.push_str(body);
            sample.push('\n');
        }
        empty += usize::from(body.trim().is_empty() && !message.attachments.is_empty());
    }
    let noted = |kind: NoteKind| transcript.notes.iter().any(|note| note.kind == kind);
    let unread = transcript.notes.iter().filter(|note| note.kind == NoteKind::PictureNotRead).count();
    [
        (letters < limits.short_letters, Caveat::TooShort),
        (lexicons.foreign(&sample), Caveat::LanguageNotCovered),
        ((empty + unread) * 2 > transcript.messages.len() + unread, Caveat::MostlyPictures),
        (replaced as f64 > limits.unreadable * characters as f64, Caveat::MostlyUnreadable),
        (noted(NoteKind::TextByOcr), Caveat::TextByOcr),
        (transcript.format == "unknown" || noted(NoteKind::FormatUnknown), Caveat::FormatUnknown),
    ]
    .into_iter()
    .filter_map(|(holds, caveat)| holds.then_some(caveat))
    .collect()
}
