//! The engine: rules, actors, weights and policy put together, and the way from a transcript to its analysis.

use std::collections::HashMap;

use jiff::Timestamp;
use rustc_hash::FxHashMap;
use shakedown_core::{
    ActorMatch, Amount, AmountRole, Analysis, Caveat, Digest, Family, Finding, Grade, Hostile, Level, Message, Mood, Participant, Role,
    Span, Transcript, Verdict, Victim,
};

use crate::actors::{Actor, ActorCatalogue, Named};
use crate::brief;
use crate::built_in;
use crate::claims::{coded, stolen};
use crate::compile::Matcher;
use crate::error::DetectError;
use crate::ledger::ledger;
use crate::lexicon::Lexicons;
use crate::normalize::Words;
use crate::own::Own;
use crate::policy::Policy;
use crate::register::register;
use crate::roles::Speakers;
use crate::rule::Rule;
use crate::rule_set::{ExampleFailure, RuleSet};
use crate::scan::{ChatState, Scan, count};
use crate::signs::{SHORT, labels, leave_out_lone, pairs, signs, sparse};
use crate::techniques;
use crate::templates::{Likeness, Templates};
use crate::triage::{Case, caveats, inputs, triage};
use crate::weights::{Side, Weights};
use crate::without::{LeftOut, leave_out};

/// What an analysis may know besides the transcript.
#[derive(Clone, Copy, Debug, Default)]
pub struct Context {
    /// The moment from which limits without a dated message are counted.
    pub now: Option<Timestamp>,
}

/// Finds, explains and weighs what a transcript says.
#[derive(Debug)]
pub struct Engine {
    pub(crate) rules: RuleSet,
    pub(crate) actors: ActorCatalogue,
    pub(crate) weights: Weights,
    pub(crate) policy: Policy,
    pub(crate) lexicons: Lexicons,
    pub(crate) words: Words,
    pub(crate) matcher: Matcher,
    pub(crate) brief: Matcher,
    templates: Templates,
    places: FxHashMap<String, usize>,
    hash: String,
}

impl Engine {
    /// The engine with everything that comes with it. Errors: a built-in file that cannot be read.
    pub fn built_in() -> Result<Self, DetectError> {
        Self::with_own(Own::default())
    }

    /// The same with what an analyst adds. Errors: [`DetectError::Rules`] for an id that stands twice, [`DetectError::Actors`].
    pub fn with_own(own: Own) -> Result<Self, DetectError> {
        let rules = RuleSet::built_in().and_then(|rules| rules.with(own.rules)).map_err(DetectError::Rules)?;
        let files = own.actors.iter().map(|(file, text)| (file.as_str(), text.as_str()));
        let actors = ActorCatalogue::with_own(built_in::ACTORS.iter().copied(), files)
            .map_err(|faults| DetectError::Actors(faults.len(), faults.first().map(ToString::to_string).unwrap_or_default()))?;
        let engine = Self::new(rules, actors, Weights::built_in()?, Policy::built_in()?)?;
        if own.actors.is_empty() && own.templates.is_empty() {
            return Ok(engine);
        }
        let added = format!("{}\n{:?}\n{:?}\n", engine.hash, own.actors, own.templates.families());
        Ok(Self { hash: format!("sha256:{}", Digest::of(added.as_bytes())), templates: own.templates, ..engine })
    }

    /// An engine over the given rules, actors, weights and policy. Errors: [`DetectError::Automaton`], a lexicon that cannot be read.
    pub fn new(rules: RuleSet, actors: ActorCatalogue, weights: Weights, policy: Policy) -> Result<Self, DetectError> {
        let lexicons = Lexicons::built_in()?;
        let words = lexicons.words(rules.rules(), actors.words());
        let matcher = Matcher::new(rules.rules(), |rule| !rule.brief, actors.literals())?;
        let brief = Matcher::new(rules.rules(), |rule| rule.brief, std::iter::empty())?;
        let places = rules.rules().iter().enumerate().map(|(index, rule)| (rule.id.clone(), index)).collect();
        let hash = hash(&rules, &weights, &policy);
        Ok(Self { rules, actors, weights, policy, lexicons, words, matcher, brief, templates: Templates::default(), places, hash })
    }

    /// The hash of the rules, actors, lexicons, weights and policy: `sha256:…`.
    pub fn rule_set(&self) -> &str {
        &self.hash
    }

    /// Every rule, by id.
    pub fn rules(&self) -> &[Rule] {
        self.rules.rules()
    }

    /// Every actor.
    pub fn actors(&self) -> &ActorCatalogue {
        &self.actors
    }

    /// Try every rule on its own examples; gives the examples that do not hold.
    pub fn test_rules(&self) -> Vec<ExampleFailure> {
        self.rules.test(&self.lexicons)
    }

    /// Read every example of every rule once, so that the expressions, which are compiled when they are first needed, are ready before an analyst
    /// waits for them. Takes about a second; an engine that was not warmed gives the same.
    pub fn warm(&self) {
        let examples = self.rules.rules().iter().flat_map(|rule| &rule.examples.matches);
        self.analyse(&Transcript::talk(examples.map(|example| (None, example.as_str()))), &Context::default());
    }

    pub(crate) fn rule(&self, id: &str) -> Option<&Rule> {
        self.places.get(id).and_then(|index| self.rules.rules().get(*index))
    }

    /// Analyse a whole transcript: scan each message, settle who speaks and what each sum is for, and judge.
    pub fn analyse(&self, transcript: &Transcript, context: &Context) -> Analysis {
        self.analyse_without(transcript, context, &|_, _, _| false)
    }

    pub(crate) fn analyse_without(&self, transcript: &Transcript, context: &Context, left_out: LeftOut<'_>) -> Analysis {
        let (all, participants) = self.gather(transcript, context, left_out);
        self.conclude(transcript, all, participants)
    }

    /// The inputs of the score: each rule that counts, with its side and level. What [`Weights`] are fitted to.
    pub fn inputs(&self, transcript: &Transcript) -> Vec<(String, Side, Level)> {
        let (all, _) = self.gather(transcript, &Context::default(), &|_, _, _| false);
        inputs(&all.findings, &|id| self.rule(id)).into_iter().map(|(rule, side, finding)| (rule.to_owned(), side, finding.level)).collect()
    }

    fn gather(&self, transcript: &Transcript, context: &Context, left_out: LeftOut<'_>) -> (Scan, Vec<Participant>) {
        let mut state = ChatState::of(&transcript.messages, &self.lexicons);
        let mut scans: Vec<Scan> = transcript.messages.iter().map(|message| self.scan(message, &mut state)).collect();
        let participants = settle(&transcript.messages, std::mem::take(&mut state.speakers), &mut scans);
        let mut all = Scan::default();
        for mut scan in scans {
            for (deadline, limit) in scan.deadlines.iter_mut().zip(&scan.limits) {
                count(deadline, limit, context.now, Some("counted from the time given for the analysis"));
            }
            all.findings.extend(scan.findings);
            all.observables.extend(scan.observables);
            all.amounts.extend(scan.amounts);
            all.sums.extend(scan.sums);
            all.deadlines.extend(scan.deadlines.into_iter().filter(|deadline| deadline.by != Role::Victim));
            all.actors.extend(scan.actors);
            all.volume.extend(scan.volume);
            all.victims.extend(scan.victims);
            all.discounts.extend(scan.discounts);
        }
        if state.brief {
            brief::count_once(&mut all.findings, |id| self.rule(id));
        }
        all.actors.extend(self.worded_like(&transcript.messages));
        leave_out(&mut all, left_out);
        let words = transcript.messages.iter().map(|message| count_words(message.body.raw())).sum();
        let part = |finding: &Finding| self.rule(&finding.rule).and_then(|rule| rule.part);
        let names_it = |finding: &Finding| matches!(finding.rule.as_str(), "context.topic-extortion" | "context.topic-ransomware");
        let short = words <= SHORT && !all.findings.iter().any(names_it);
        if !short {
            leave_out_lone(&mut all, part);
        }
        all.findings.extend(signs(&all));
        let together = [pairs(&all, short, part), labels(&transcript.messages, &all)].concat();
        all.findings.extend(together);
        let said = all.findings.iter().filter(|finding| finding.mood == Mood::Asserted && finding.level >= Level::Medium);
        let sparse = sparse(words, said.filter(|finding| self.rule(&finding.rule).is_some_and(|rule| !rule.against && !rule.topic)));
        all.findings.extend(sparse);
        let speaks_for = |finding: &&Finding| {
            let rule = self.rule(&finding.rule);
            brief::is_brief(finding, rule) && finding.mood == Mood::Asserted && rule.is_none_or(|rule| !rule.against)
        };
        let by_chance = brief::by_chance(words, all.findings.iter().filter(speaks_for));
        all.findings.extend(by_chance);
        (all, participants)
    }

    fn conclude(&self, transcript: &Transcript, mut all: Scan, parts: Vec<Participant>) -> Analysis {
        let case = Case {
            findings: &all.findings,
            deadlines: &all.deadlines,
            named: all.actors.iter().filter(|(actor, conditional)| actor.stated && !conditional).count(),
            caveats: caveats(transcript, &self.lexicons, &self.policy.caveats),
        };
        let mut assessment = triage(&case, &self.weights, &self.policy, &|id| self.rule(id), &self.hash);
        let extortion = assessment.verdict == Verdict::Extortion;
        let told = |finding: &Finding| assessment.reasons.iter().any(|reason| reason.rule == finding.rule);
        all.findings.retain(|finding| !brief::is_brief(finding, self.rule(&finding.rule)) || told(finding));
        if assessment.verdict == Verdict::AboutExtortion {
            all.findings
                .iter_mut()
                .filter(|finding| finding.mood == Mood::Asserted && is_said(finding.family))
                .for_each(|finding| finding.mood = Mood::Quoted);
        }
        let techniques = self.techniques(&all.findings, extortion);
        if extortion {
            name_unlisted(&transcript.messages, &mut all.actors);
        }
        if !extortion {
            let stated = all.amounts.into_iter().zip(&all.sums).filter(|(_, sum)| sum.currency_stated);
            all.amounts = stated.map(|(amount, _)| Amount { role: AmountRole::Other, ..amount }).collect();
        }
        let claims = coded(&all.findings, Family::Claim, assessment.verdict);
        let proof = coded(&all.findings, Family::Proof, assessment.verdict);
        if !extortion {
            all.deadlines.clear();
        }
        let (ledger, register) = if extortion {
            (ledger(&all.amounts, &all.discounts, &all.deadlines), register(&transcript.messages, &claims, &proof, &all.volume))
        } else {
            (Vec::new(), Vec::new())
        };
        let victims = victims(all.victims, &all.actors);
        let mut actors = likeliest_first(all.actors, extortion);
        if extortion && self.dispute(&mut actors) {
            assessment.caveats.push(Caveat::NameDisputed);
        }
        Analysis {
            actors,
            observables: all.observables,
            amounts: all.amounts,
            deadlines: all.deadlines,
            ledger,
            register,
            claims,
            data_types: stolen(&all.findings, assessment.verdict),
            volume: if assessment.verdict == Verdict::Unrelated { Vec::new() } else { all.volume },
            threats: coded(&all.findings, Family::Threat, assessment.verdict),
            proof,
            techniques,
            victims: if extortion { victims } else { Vec::new() },
            participants: parts,
            findings: all.findings,
            assessment,
        }
    }

    /// Mark each name of the catalogue that a text gives itself while all its known infrastructure belongs to others. Whether there is one.
    fn dispute(&self, actors: &mut [ActorMatch]) -> bool {
        let owners: Vec<String> =
            actors.iter().filter(|actor| actor.grade == Grade::Infrastructure).map(|actor| actor.name.clone()).collect();
        let known = |name: &str| self.actors.actors().iter().any(|actor| actor.name == name);
        let posing = |actor: &ActorMatch| actor.grade == Grade::SelfNamed && !owners.contains(&actor.name) && known(&actor.name);
        let mut found = false;
        for actor in actors.iter_mut().filter(|actor| !owners.is_empty() && posing(actor)) {
            actor.disputed_by = owners.first().cloned();
            found = true;
        }
        found
    }

    fn techniques(&self, findings: &[Finding], extortion: bool) -> Vec<shakedown_core::Technique> {
        let said = findings.iter().filter(|finding| extortion && finding.mood == Mood::Asserted && finding.by != Role::Victim);
        techniques::named(said.filter_map(|finding| self.rule(&finding.rule)).flat_map(|rule| rule.techniques.iter().map(String::as_str)))
    }

    /// The groups whose notes a message is worded like; they count only in extortion.
    fn worded_like(&self, messages: &[Message]) -> Vec<(ActorMatch, bool)> {
        let mut found = Vec::new();
        for message in messages.iter().filter(|_| !self.templates.is_empty()) {
            let like = self.templates.like(message.body.raw());
            let shared = like.iter().map(|like| like.family.as_str()).collect::<Vec<_>>().join(", ");
            for Likeness { family, share, .. } in &like {
                let percent = (share * 100.0).floor();
                let because = match like.len() {
                    1 => format!("worded like a note learned as {family}: {percent} % of its phrases"),
                    _ => format!("template shared by {shared}: {percent} % of its phrases"),
                };
                found.push((self.template_match(family, because, message), true));
            }
        }
        found
    }

    fn template_match(&self, family: &str, because: String, message: &Message) -> ActorMatch {
        let actor = self.actors.named(family);
        ActorMatch {
            name: actor.map_or_else(|| family.to_owned(), |actor| actor.name.clone()),
            stated: false,
            grade: Grade::Template,
            because,
            as_written: Hostile::default(),
            message: message.seq,
            span: Span::new(0, 0),
            attack_id: actor.and_then(|actor| actor.attack_id.clone()),
            aliases: actor.map(Actor::other_names).unwrap_or_default(),
            sanctions: actor.map(|actor| actor.sanctions.clone()).unwrap_or_default(),
            disputed_by: None,
        }
    }

    pub(crate) fn actor_match(&self, named: &Named, message: &Message, span: Span) -> ActorMatch {
        let actor = self.actors.actors().get(named.actor);
        let name = actor.map(|actor| actor.name.clone()).unwrap_or_default();
        ActorMatch {
            aliases: actor.map(Actor::other_names).unwrap_or_default(),
            name,
            stated: named.stated,
            grade: named.grade,
            because: named.because.clone(),
            as_written: Hostile::new(span.of(message.body.raw()).unwrap_or_default()),
            message: message.seq,
            span,
            attack_id: actor.and_then(|actor| actor.attack_id.clone()),
            sanctions: actor.map(|actor| actor.sanctions.clone()).unwrap_or_default(),
            disputed_by: None,
        }
    }
}

/// How many words a text has: runs of bytes that are no white space of ASCII.
fn count_words(text: &str) -> usize {
    let mut inside = false;
    let starts = text.bytes().map(|byte| {
        let blank = byte.is_ascii_whitespace();
        usize::from(!blank & !std::mem::replace(&mut inside, !blank))
    });
    starts.sum()
}

/// Whether findings of a family are things that somebody says.
fn is_said(family: Family) -> bool {
    matches!(
        family,
        Family::Claim | Family::DataType | Family::Volume | Family::Threat | Family::Proof | Family::Pressure | Family::Payment
    )
}

/// Settle who speaks from the whole talk, then what each sum is for. Gives the participants with their parts.
fn settle(messages: &[Message], speakers: Speakers, scans: &mut [Scan]) -> Vec<Participant> {
    let roles = speakers.roles();
    let part: HashMap<&str, Role> = speakers.all.iter().map(|speaker| speaker.name.as_str()).zip(roles.iter().copied()).collect();
    let mut state = ChatState::default();
    for (message, scan) in messages.iter().zip(scans) {
        let by = part.get(message.sender.as_ref().map(Hostile::raw).unwrap_or_default()).copied().unwrap_or(Role::Unknown);
        let (said_at, counted) = state.said_at(message);
        scan.settle(by, message.body.raw(), &mut state.ledger, said_at, counted);
    }
    let named = speakers.all.iter().zip(roles).filter(|(speaker, _)| !speaker.name.is_empty());
    named.map(|(speaker, role)| Participant { name: Hostile::new(&speaker.name), role }).collect()
}

/// The victims named, each place once, without what is the name of a group.
fn victims(mut named: Vec<Victim>, actors: &[(ActorMatch, bool)]) -> Vec<Victim> {
    named.retain(|victim| !actors.iter().any(|(actor, _)| actor.message == victim.message && actor.span.overlaps(victim.span)));
    let mut kept: Vec<Victim> = Vec::new();
    for victim in named {
        if !kept.iter().any(|other| other.message == victim.message && other.span.overlaps(victim.span)) {
            kept.push(victim);
        }
    }
    kept
}

/// Each actor once for each name that the text gives it, with its strongest ground; likeliest first. Names that count only in extortion are
/// left out of other texts.
fn likeliest_first(found: Vec<(ActorMatch, bool)>, extortion: bool) -> Vec<ActorMatch> {
    let mut best: Vec<(ActorMatch, usize)> = Vec::new();
    for (mut actor, _) in found.into_iter().filter(|(_, conditional)| extortion || !conditional) {
        actor.stated &= extortion || actor.grade != Grade::Mentioned;
        let written = actor.as_written.raw().to_lowercase();
        let same = |other: &ActorMatch| other.name == actor.name && other.as_written.raw().to_lowercase() == written;
        match best.iter_mut().find(|(other, _)| same(other)) {
            Some((other, times)) => {
                *times += 1;
                let stated = other.stated || actor.stated;
                if actor.grade < other.grade {
                    *other = actor;
                }
                other.stated = stated;
            }
            None => best.push((actor, 1)),
        }
    }
    best.sort_by_key(|(actor, times)| {
        (grade_order(actor.grade), !actor.stated, std::cmp::Reverse(*times), actor.message, actor.span.start)
    });
    best.into_iter().map(|(actor, _)| actor).collect()
}

/// Add the names that the writers give themselves and the catalogue does not hold.
fn name_unlisted(messages: &[Message], actors: &mut Vec<(ActorMatch, bool)>) {
    for message in messages {
        for (span, because) in crate::actors::unlisted(message.body.raw()) {
            let name = span.of(message.body.raw()).unwrap_or_default();
            let known =
                |actor: &ActorMatch| actor.message == message.seq && actor.span.overlaps(span) || actor.name.eq_ignore_ascii_case(name);
            if actors.iter().any(|(actor, _)| known(actor)) {
                continue;
            }
            let actor = ActorMatch {
                name: name.to_owned(),
                stated: true,
                grade: Grade::SelfNamed,
                because: format!("{because}; this catalogue has no group of that name"),
                as_written: Hostile::new(name),
                message: message.seq,
                span,
                attack_id: None,
                aliases: Vec::new(),
                sanctions: Vec::new(),
                disputed_by: None,
            };
            actors.push((actor, true));
        }
    }
}

/// Likeliest first. Templates are passed on: wording stands behind the name that a writer gives himself.
fn grade_order(grade: Grade) -> usize {
    const ORDER: [Grade; 5] = [Grade::Infrastructure, Grade::Contact, Grade::SelfNamed, Grade::Template, Grade::Mentioned];
    ORDER.iter().position(|known| *known == grade).unwrap_or(ORDER.len())
}

fn hash(rules: &RuleSet, weights: &Weights, policy: &Policy) -> String {
    let mut text = String::new();
    for rule in rules.rules() {
        text.push_str(&format!("{rule:?}\n"));
    }
    for (file, content) in built_in::ACTORS.iter().chain(built_in::LEXICONS) {
        text.push_str(&format!("{file}\n{content}\n"));
    }
    text.push_str(&format!("{weights:?}\n{policy:?}\n"));
    format!("sha256:{}", Digest::of(text.as_bytes()))
}
