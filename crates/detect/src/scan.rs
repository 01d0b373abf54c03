//! What one message says.

use std::collections::{BTreeMap, HashSet};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use rustc_hash::FxHashMap;
use shakedown_core::{
    ActorMatch, Amount, AmountRole, Deadline, Family, Finding, Hostile, Message, MessageKind, Mood, Observable, ObservableKind, Role, Span,
    Victim, VictimKind, Volume,
};

use crate::actors::Place;
use crate::brief;
use crate::compile::{Hit, Tried};
use crate::cues::Cues;
use crate::deadlines::{self, due};
use crate::engine::Engine;
use crate::ledger::Discount;
use crate::lexicon::Lexicons;
use crate::money::{self, Ledger};
use crate::mood;
use crate::normalize::{Signs, Views};
use crate::observables;
use crate::roles::Speakers;
use crate::rule::Rule;
use crate::seen::{SeenDeadline, SeenMoney};
use crate::volume;

/// Everything found in one message.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scan {
    /// Rules that matched, in order of place.
    pub findings: Vec<Finding>,
    /// Things seen.
    pub observables: Vec<Observable>,
    /// Sums.
    pub amounts: Vec<Amount>,
    /// Time limits.
    pub deadlines: Vec<Deadline>,
    /// Groups named or known by their infrastructure; `true` marks one that counts only in a text that is extortion by its other findings.
    pub actors: Vec<(ActorMatch, bool)>,
    /// How much data is said to be taken.
    pub volume: Vec<Volume>,
    /// Victims named.
    pub victims: Vec<Victim>,
    /// Discounts.
    pub(crate) discounts: Vec<Discount>,
    /// What `amounts` were made from, one for one.
    pub(crate) sums: Vec<SeenMoney>,
    /// What `deadlines` were made from, one for one.
    pub(crate) limits: Vec<SeenDeadline>,
}

impl Scan {
    /// Say who spoke, what each sum is for and when each limit falls due, now that it is known.
    pub(crate) fn settle(&mut self, by: Role, text: &str, ledger: &mut Ledger, said_at: Option<Timestamp>, counted: Option<&str>) {
        self.findings.iter_mut().for_each(|finding| finding.by = by);
        for (amount, sum) in self.amounts.iter_mut().zip(&mut self.sums) {
            amount.by = by;
            amount.role = ledger.enter(text, sum, by);
            (amount.value, amount.currency) = (sum.value, sum.currency.to_owned());
        }
        for discount in &mut self.discounts {
            discount.by = by;
            if by != Role::Victim {
                ledger.lower(discount.percent);
            }
        }
        for (deadline, limit) in self.deadlines.iter_mut().zip(&self.limits) {
            deadline.by = by;
            count(deadline, limit, said_at, counted);
        }
    }
}

/// Give `deadline` its moment; `counted` says from when, where that is not the message's own time.
pub(crate) fn count(deadline: &mut Deadline, limit: &SeenDeadline, said_at: Option<Timestamp>, counted: Option<&str>) {
    let Some(due) = due(limit, said_at).filter(|_| deadline.due.is_none()) else { return };
    let dated = limit.iso.is_some();
    deadline.due = Some(due.at);
    deadline.assumed = match (due.assumed, counted) {
        (Some(_), Some(counted)) if !dated => Some(counted.to_owned()),
        (assumed, _) => assumed.map(str::to_owned),
    };
}

/// What a talk remembers from message to message: who speaks, the last moment known, the sums asked so far.
#[derive(Clone, Debug, Default)]
pub struct ChatState {
    pub(crate) speakers: Speakers,
    pub(crate) ledger: Ledger,
    moment: Option<Timestamp>,
    tried: Tried,
    tried_brief: Tried,
    /// Whether brief rules count in the talk.
    pub(crate) brief: bool,
    hits: Vec<Hit>,
}

impl ChatState {
    /// The state before a whole talk is read.
    pub(crate) fn of(messages: &[Message], lexicons: &Lexicons) -> Self {
        Self { brief: brief::applies(messages, lexicons), ..Self::default() }
    }

    /// The part that a sender plays, as far as the talk so far tells.
    pub fn role(&self, sender: &str) -> Role {
        self.speakers.role(sender)
    }

    /// The moment from which limits in `message` are counted: its own, else the last one known; and words for what was assumed.
    pub(crate) fn said_at(&mut self, message: &Message) -> (Option<Timestamp>, Option<&'static str>) {
        let stamp = message.sent_at.as_ref();
        let own = stamp.and_then(|stamp| stamp.instant);
        let wall = stamp.and_then(|stamp| stamp.wall).and_then(|wall| TimeZone::UTC.to_timestamp(wall).ok());
        let (moment, counted) = match (own, wall) {
            (Some(own), _) => (Some(own), None),
            (None, Some(wall)) => (Some(wall), Some("counted from the message's own time, its zone taken for UTC")),
            (None, None) => (self.moment, Some("counted from the last message that has a time")),
        };
        self.moment = moment;
        (moment, counted)
    }
}

impl Engine {
    /// Find everything in one message. Time is linear in its length.
    ///
    /// Every span is a range of whole characters of `message.body`. Parts played by senders, roles of sums and the start of relative limits are
    /// those known from the messages before; [`Engine::analyse`] settles them for a whole transcript.
    pub fn scan(&self, message: &Message, state: &mut ChatState) -> Scan {
        let sender = message.sender.as_ref().map(Hostile::raw).unwrap_or_default();
        let (mut named, mut addresses) = (Vec::new(), Vec::new());
        if !state.speakers.knows(sender) {
            named = self.named_by_sender(message, state);
            state.speakers.meet(sender, message.role, !named.is_empty());
            addresses = self.addresses_of_sender(message, &mut named);
        }
        if message.kind == MessageKind::System {
            return Scan { actors: named, observables: addresses, ..Scan::default() };
        }
        let views = Views::of(message.body.raw(), &self.words);
        let by = state.speakers.role(sender);
        let scan = Scan { actors: named, observables: addresses, ..Scan::default() };
        let mut reading = Reading { engine: self, message, by, views: &views, taken: Taken::default(), scan };
        let mut cues = Cues::default();
        let mut raw_cues = Cues::default();
        for (index, name, text) in views.iter() {
            cues = reading.match_view(index, name, text, state);
            if index == 0 {
                raw_cues = cues;
            }
        }
        reading.see(0, views.raw(), views.raw_signs(), raw_cues);
        if let Some((index, text, signs)) = views.last_made() {
            reading.see(index, text, signs, cues);
        }
        let mut scan = reading.scan;
        if state.brief {
            scan.findings.extend(brief::sum(message));
        }
        scan.findings.sort_by_key(|finding| (finding.span.start, finding.span.end));
        state.speakers.hear(sender, &scan.findings, |finding| self.only_speaker(finding));
        let (said_at, counted) = state.said_at(message);
        scan.settle(by, message.body.raw(), &mut state.ledger, said_at, counted);
        scan
    }

    /// Groups that the sender's label names.
    fn named_by_sender(&self, message: &Message, state: &mut ChatState) -> Vec<(ActorMatch, bool)> {
        let Some(label) = message.sender.as_ref().map(Hostile::raw) else { return Vec::new() };
        let mut seen = HashSet::new();
        let mut found = Vec::new();
        for (_, _, label_seen) in Views::of(label, &self.words).iter() {
            let mut hits = Vec::new();
            self.matcher.hits(label_seen, &mut state.tried, &mut hits);
            for hit in hits {
                let Hit::Alias(alias, span) = hit else { continue };
                if let Some(named) = self.actors.judge(alias, label_seen, span, Place::Sender).filter(|named| seen.insert(named.actor)) {
                    let mut actor = self.actor_match(&named, message, Span::new(0, 0));
                    actor.as_written = Hostile::new(label);
                    found.push((actor, named.conditional));
                }
            }
        }
        found
    }

    /// Addresses in the sender's label, and the groups they belong to. Their span is empty: they stand beside the body.
    fn addresses_of_sender(&self, message: &Message, named: &mut Vec<(ActorMatch, bool)>) -> Vec<Observable> {
        let Some(label) = message.sender.as_ref().filter(|label| label.raw().contains('@')) else { return Vec::new() };
        let mails = observables::find(label.raw()).into_iter().filter(|seen| seen.kind == ObservableKind::Email);
        let nowhere = Span::new(0, 0);
        mails
            .map(|seen| {
                for known in self.actors.infrastructure(seen.kind, &seen.value) {
                    let actor = self.actor_match(&known, message, nowhere);
                    named.push((ActorMatch { as_written: label.clone(), ..actor }, known.conditional));
                }
                Observable {
                    kind: seen.kind,
                    value: Hostile::new(seen.value),
                    as_written: label.clone(),
                    validity: seen.validity,
                    repair: None,
                    message: message.seq,
                    span: nowhere,
                }
            })
            .collect()
    }

    /// The only one who would say what a rule finds, where there is such a one.
    fn only_speaker(&self, finding: &Finding) -> Option<Role> {
        let rule = self.rule(&finding.rule)?;
        if rule.topic || rule.against {
            return None;
        }
        let says = |role| rule.speakers.contains(&role);
        match (says(Role::Attacker), says(Role::Victim)) {
            (true, false) => Some(Role::Attacker),
            (false, true) => Some(Role::Victim),
            _ => None,
        }
    }
}

/// What takes a place in a message; the same place is told once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Holder {
    Rule(usize),
    Actor(usize),
    Observable,
    Sum,
    Discount,
    Limit,
}

/// Places that were told, so that a view does not tell them again. Time is logarithmic for each place.
#[derive(Debug, Default)]
struct Taken {
    places: FxHashMap<Holder, BTreeMap<u32, u32>>,
}

impl Taken {
    /// Take `span` for `holder`; false where the holder has a place that shares a byte with it.
    fn take(&mut self, holder: Holder, span: Span) -> bool {
        let places = self.places.entry(holder).or_default();
        let free = places.range(..span.end.max(span.start + 1)).next_back().is_none_or(|(_, end)| *end <= span.start);
        if free {
            places.insert(span.start, span.end.max(span.start + 1));
        }
        free
    }
}

/// One message while it is read.
struct Reading<'a> {
    engine: &'a Engine,
    message: &'a Message,
    by: Role,
    views: &'a Views<'a>,
    taken: Taken,
    scan: Scan,
}

impl Reading<'_> {
    /// Match every rule and every name of an actor in one view. Gives the cues that stand in it.
    fn match_view(&mut self, index: usize, name: Option<&str>, text: &str, state: &mut ChatState) -> Cues {
        let mut hits = std::mem::take(&mut state.hits);
        let cues = self.engine.matcher.hits(text, &mut state.tried, &mut hits);
        if state.brief {
            self.engine.brief.hits(text, &mut state.tried_brief, &mut hits);
        }
        let mut told = None;
        for hit in hits.drain(..) {
            match hit {
                Hit::Alias(alias, span) => {
                    let Some(named) = self.engine.actors.judge(alias, text, span, Place::Body) else { continue };
                    let source = self.views.source(index, span);
                    if self.taken.take(Holder::Actor(named.actor), source) {
                        self.scan.actors.push((self.engine.actor_match(&named, self.message, source), named.conditional));
                    }
                }
                Hit::Rule(place, span) => {
                    let Some(rule) = self.engine.rules.rules().get(place) else { continue };
                    let source = self.views.source(index, span);
                    if self.taken.take(Holder::Rule(place), source) {
                        let mood = mood::mood(text, span.range(), rule, &self.engine.lexicons, &mut told);
                        let finding = finding(rule, self.message, self.by, source, mood, name);
                        self.derive(rule, &finding, span.of(text).unwrap_or_default());
                        self.scan.findings.push(finding);
                    }
                }
            }
        }
        state.hits = hits;
        cues
    }

    /// What follows from a finding besides itself: a volume, a victim.
    fn derive(&mut self, rule: &Rule, finding: &Finding, matched: &str) {
        let (message, span, as_written) = (finding.message, finding.span, finding.as_written.clone());
        if !matches!(finding.mood, Mood::Asserted | Mood::Quoted) {
            return;
        }
        if rule.family == Family::Volume
            && let Some((value, unit)) = volume::read(matched)
        {
            self.scan.volume.push(Volume { value, unit, message, span, as_written: as_written.clone() });
        }
        if rule.family == Family::Victim {
            let kind = match rule.id.as_str() {
                id if id.starts_with("victim.domain") => VictimKind::Domain,
                id if id.starts_with("victim.person") => VictimKind::Person,
                _ => VictimKind::Organisation,
            };
            self.scan.victims.push(Victim { name: as_written, kind, message, span });
        }
    }

    /// Observables, sums and limits of one view, but for those that the text as written has already shown.
    fn see(&mut self, index: usize, text: &str, signs: Signs, cues: Cues) {
        if signs.digit || signs.block || signs.address || signs.foreign || cues.any(Cues::ADDRESS) {
            self.see_observables(index, text);
        }
        if signs.digit || cues.any(Cues::MONEY) {
            self.see_sums(index, text);
        }
        if cues.any(Cues::SHARE) || signs.digit && signs.reference {
            self.see_discounts(index, text);
        }
        if signs.digit || cues.any(Cues::TIME) {
            self.see_limits(index, text);
        }
    }

    fn see_observables(&mut self, index: usize, text: &str) {
        let shown: HashSet<String> = self.scan.observables.iter().map(|seen| seen.value.raw().to_owned()).collect();
        for seen in observables::find(text) {
            let span = self.views.source(index, seen.span);
            let free = self.taken.take(Holder::Observable, span);
            if index > 0 && (!free || shown.contains(&seen.value)) {
                continue;
            }
            for named in self.engine.actors.infrastructure(seen.kind, &seen.value) {
                self.scan.actors.push((self.engine.actor_match(&named, self.message, span), named.conditional));
            }
            self.scan.observables.push(Observable {
                kind: seen.kind,
                value: Hostile::new(seen.value),
                as_written: self.written(span),
                validity: seen.validity,
                repair: seen.repair.map(Hostile::new),
                message: self.message.seq,
                span,
            });
        }
    }

    fn see_sums(&mut self, index: usize, text: &str) {
        for seen in money::find(text) {
            let span = self.views.source(index, seen.span);
            if self.taken.take(Holder::Sum, span) {
                let (value, currency, role) = (seen.value, seen.currency.to_owned(), AmountRole::Other);
                let (by, message, as_written) = (self.by, self.message.seq, self.written(span));
                self.scan.amounts.push(Amount { value, currency, role, by, message, span, as_written });
                self.scan.sums.push(SeenMoney { span, ..seen });
            }
        }
    }

    fn see_discounts(&mut self, index: usize, text: &str) {
        for seen in money::discounts(text) {
            let span = self.views.source(index, seen.span);
            if self.taken.take(Holder::Discount, span) {
                let (percent, by, message, as_written) = (seen.percent, self.by, self.message.seq, self.written(span));
                self.scan.discounts.push(Discount { percent, by, message, span, as_written });
            }
        }
    }

    fn see_limits(&mut self, index: usize, text: &str) {
        for seen in deadlines::find(text) {
            let span = self.views.source(index, seen.span);
            if self.taken.take(Holder::Limit, span) {
                let (hours, iso, kind, soft, due, assumed) = (seen.hours, seen.iso.clone(), seen.kind, seen.soft, None, None);
                let (by, message, as_written) = (self.by, self.message.seq, self.written(span));
                self.scan.deadlines.push(Deadline { hours, iso, due, assumed, kind, soft, by, message, span, as_written });
                self.scan.limits.push(SeenDeadline { span, ..seen });
            }
        }
    }

    fn written(&self, span: Span) -> Hostile {
        Hostile::new(span.of(self.views.raw()).unwrap_or_default())
    }
}

fn finding(rule: &Rule, message: &Message, by: Role, span: Span, mood: Mood, view: Option<&str>) -> Finding {
    Finding {
        rule: rule.id.clone(),
        rule_version: rule.version,
        family: rule.family,
        code: rule.code.clone(),
        level: rule.level,
        words: rule.words.clone(),
        message: message.seq,
        span,
        as_written: Hostile::new(span.of(message.body.raw()).unwrap_or_default()),
        by,
        mood,
        view: view.map(str::to_owned),
    }
}
