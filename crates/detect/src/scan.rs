//! What one message says.

use std::collections::HashSet;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use shakedown_core::{
    ActorMatch, Amount, AmountRole, Deadline, Family, Finding, Hostile, Message, MessageKind, Mood, Observable, Role, Span, Victim,
    VictimKind, Volume,
};

use crate::actors::Place;
use crate::compile::{Hit, Tried};
use crate::deadlines::{self, due};
use crate::engine::Engine;
use crate::money::{self, Ledger};
use crate::mood;
use crate::normalize::Views;
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
    hits: Vec<Hit>,
}

impl ChatState {
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
        let mut scan = Scan::default();
        let sender = message.sender.as_ref().map(Hostile::raw).unwrap_or_default();
        if !state.speakers.knows(sender) {
            scan.actors = self.named_by_sender(message, state);
            state.speakers.meet(sender, message.role, !scan.actors.is_empty());
        }
        if message.kind == MessageKind::System {
            return scan;
        }
        let by = state.speakers.role(sender);
        let views = Views::of(message.body.raw(), &self.words);
        for (index, name, text) in views.iter() {
            self.match_view(message, by, &views, (index, name, text), state, &mut scan);
        }
        let last = views.iter().last().map_or((0, ""), |(index, _, text)| (index, text));
        for (index, text) in [(0, views.raw())].into_iter().chain((last.0 > 0).then_some(last)) {
            self.see(message, by, &views, (index, text), &mut scan);
        }
        scan.findings.sort_by_key(|finding| (finding.span.start, finding.span.end));
        state.speakers.hear(sender, &scan.findings, |finding| self.only_speaker(finding));
        let (said_at, counted) = state.said_at(message);
        scan.settle(by, message.body.raw(), &mut state.ledger, said_at, counted);
        scan
    }

    /// Match every rule and every name of an actor in one view.
    fn match_view(
        &self,
        message: &Message,
        by: Role,
        views: &Views<'_>,
        view: (usize, Option<&str>, &str),
        state: &mut ChatState,
        scan: &mut Scan,
    ) {
        let (index, name, text) = view;
        let mut hits = std::mem::take(&mut state.hits);
        self.matcher.hits(text, &mut state.tried, &mut hits);
        for hit in hits.drain(..) {
            match hit {
                Hit::Alias(alias, span) => {
                    let Some(named) = self.actors.judge(alias, text, span, Place::Body) else { continue };
                    let found = self.actor_match(&named, message, views.source(index, span));
                    if !scan
                        .actors
                        .iter()
                        .any(|(other, _)| other.name == found.name && (other.span.overlaps(found.span) || other.span.is_empty()))
                    {
                        scan.actors.push((found, named.conditional));
                    }
                }
                Hit::Rule(rule, span) => {
                    let Some(rule) = self.rules.rules().get(rule) else { continue };
                    let source = views.source(index, span);
                    if scan.findings.iter().any(|finding| finding.rule == rule.id && finding.span.overlaps(source)) {
                        continue;
                    }
                    let mood = mood::mood(text, span.range(), rule, &self.lexicons);
                    let finding = finding(rule, message, by, source, mood, name);
                    self.derive(rule, &finding, span.of(text).unwrap_or_default(), scan);
                    scan.findings.push(finding);
                }
            }
        }
        state.hits = hits;
    }

    /// What follows from a finding besides itself: a volume, a victim.
    fn derive(&self, rule: &Rule, finding: &Finding, matched: &str, scan: &mut Scan) {
        let (message, span, as_written) = (finding.message, finding.span, finding.as_written.clone());
        if !matches!(finding.mood, Mood::Asserted | Mood::Quoted) {
            return;
        }
        if rule.family == Family::Volume
            && let Some((value, unit)) = volume::read(matched)
        {
            scan.volume.push(Volume { value, unit, message, span, as_written: as_written.clone() });
        }
        if rule.family == Family::Victim {
            let kind = match rule.id.as_str() {
                id if id.starts_with("victim.domain") => VictimKind::Domain,
                id if id.starts_with("victim.person") => VictimKind::Person,
                _ => VictimKind::Organisation,
            };
            scan.victims.push(Victim { name: as_written, kind, message, span });
        }
    }

    /// Observables, sums and limits of one view, those that the text as written has already left out.
    fn see(&self, message: &Message, by: Role, views: &Views<'_>, (index, text): (usize, &str), scan: &mut Scan) {
        let written = |span: Span| Hostile::new(span.of(views.raw()).unwrap_or_default());
        for seen in observables::find(text) {
            let span = views.source(index, seen.span);
            let known = scan.observables.iter().any(|other| other.value.raw() == seen.value || (index > 0 && other.span.overlaps(span)));
            if index > 0 && known {
                continue;
            }
            for named in self.actors.infrastructure(seen.kind, &seen.value) {
                scan.actors.push((self.actor_match(&named, message, span), named.conditional));
            }
            scan.observables.push(Observable {
                kind: seen.kind,
                value: Hostile::new(seen.value),
                as_written: written(span),
                validity: seen.validity,
                repair: seen.repair.map(Hostile::new),
                message: message.seq,
                span,
            });
        }
        self.see_limits(message, by, views, (index, text), scan);
    }

    /// Sums and limits of one view.
    fn see_limits(&self, message: &Message, by: Role, views: &Views<'_>, (index, text): (usize, &str), scan: &mut Scan) {
        let written = |span: Span| Hostile::new(span.of(views.raw()).unwrap_or_default());
        for mut seen in money::find(text) {
            let span = views.source(index, seen.span);
            if !scan.amounts.iter().any(|other| other.span.overlaps(span)) {
                let (value, currency, role) = (seen.value, seen.currency.to_owned(), AmountRole::Other);
                scan.amounts.push(Amount { value, currency, role, by, message: message.seq, span, as_written: written(span) });
                seen.span = span;
                scan.sums.push(seen);
            }
        }
        for mut seen in deadlines::find(text) {
            let span = views.source(index, seen.span);
            if !scan.deadlines.iter().any(|other| other.span.overlaps(span)) {
                let (hours, iso, kind, soft) = (seen.hours, seen.iso.clone(), seen.kind, seen.soft);
                let (due, assumed) = (None, None);
                let as_written = written(span);
                scan.deadlines.push(Deadline { hours, iso, due, assumed, kind, soft, by, message: message.seq, span, as_written });
                seen.span = span;
                scan.limits.push(seen);
            }
        }
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
