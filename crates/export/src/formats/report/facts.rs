//! What the text says: sums, time limits, claims, observables and victims. The same thing said twice is one row with two links.

use std::collections::HashMap;

use jiff::Timestamp;
use serde::Serialize;
use shakedown_core::{Amount, AmountRole, Analysis, Coded, Deadline, Hostile, Observable, ObservableKind, Role, Validity};

use super::items::{Item, Places, known};
use super::ledger::{Picture, RegisterRow, StepRow, picture, register, steps};
use super::text::Text;
use super::words::{When, distance, moment, number};

/// What the text says.
#[derive(Serialize)]
pub(super) struct Facts {
    /// Demands, offers and payments, in order.
    pub ledger: Vec<Sum>,
    /// Other sums.
    pub other_sums: Vec<Sum>,
    pub deadlines: Vec<DeadlineRow>,
    /// Prices, discounts, offers, payments and limits in order.
    pub steps: Vec<StepRow>,
    /// The same as pictures, one for each item that names two sums or more.
    pub pictures: Vec<Picture>,
    /// Claims, data types, volume, threats and proof.
    pub said: Vec<Group>,
    /// Each claim, and how it stands.
    pub register: Vec<RegisterRow>,
    pub observables: Vec<ObservableRow>,
    pub victims: Vec<VictimRow>,
    pub techniques: Vec<TechniqueRow>,
}

/// A sum of money.
#[derive(Serialize)]
pub(super) struct Sum {
    pub role: AmountRole,
    /// Who said it, where the role does not tell.
    pub by: Option<&'static str>,
    pub sum: Text,
    pub written: Text,
    pub when: When,
    pub at: Places,
}

/// A time limit.
#[derive(Serialize)]
pub(super) struct DeadlineRow {
    /// The moment, as far as it can be said.
    pub due: Option<String>,
    /// How that stands to this report.
    pub distance: Option<String>,
    /// The date or the length of time that was read.
    pub stated: Text,
    pub kind: &'static str,
    pub by: &'static str,
    pub soft: bool,
    pub assumed: Option<Text>,
    pub written: Text,
    pub at: Places,
}

/// A family of things said.
#[derive(Serialize)]
pub(super) struct Group {
    pub name: &'static str,
    pub rows: Vec<Said>,
}

/// One thing said.
#[derive(Serialize)]
pub(super) struct Said {
    pub what: String,
    pub by: &'static str,
    pub quote: Text,
    pub at: Places,
}

/// An observable, once.
#[derive(Serialize)]
pub(super) struct ObservableRow {
    kind: ObservableKind,
    pub words: &'static str,
    pub value: Text,
    pub validity: Validity,
    pub repair: Option<Text>,
    /// Where the text writes it otherwise.
    pub written: Option<Text>,
    pub at: Places,
}

/// A victim that the text names.
#[derive(Serialize)]
pub(super) struct VictimRow {
    pub name: Text,
    pub kind: &'static str,
    pub at: Places,
}

/// An ATT&CK technique.
#[derive(Serialize)]
pub(super) struct TechniqueRow {
    pub id: Text,
    pub name: Text,
}

/// Who said it.
pub(super) fn speaker(role: Role) -> &'static str {
    match role {
        Role::Unknown => "speaker not known",
        known => known.words(),
    }
}

impl Facts {
    pub fn of(items: &[Item<'_>], made_at: Timestamp) -> Self {
        let (other_sums, ledger) = sums(items).into_iter().partition(|sum| sum.role == AmountRole::Other);
        let deadlines =
            items.iter().flat_map(|item| item.analysis.deadlines.iter().map(|deadline| deadline_row(item, deadline, made_at))).collect();
        Self {
            ledger,
            other_sums,
            deadlines,
            steps: items.iter().flat_map(steps).collect(),
            pictures: items.iter().filter_map(picture).collect(),
            said: said(items),
            register: items.iter().flat_map(register).collect(),
            observables: observables(items),
            victims: victims(items),
            techniques: techniques(items),
        }
    }
}

/// Every sum in order; what is said several times in a row is one row, and so is any other sum however often it is said.
fn sums(items: &[Item<'_>]) -> Vec<Sum> {
    let mut rows: Vec<Sum> = Vec::new();
    for item in items {
        let mut others = HashMap::new();
        let mut last = HashMap::new();
        for amount in &item.analysis.amounts {
            let key = (amount.role, amount.by, amount.value.to_bits(), amount.currency.as_str());
            let seen = if amount.role == AmountRole::Other { &mut others } else { &mut last };
            if amount.role != AmountRole::Other && !seen.contains_key(&key) {
                seen.clear();
            }
            let at = item.place(amount.message);
            match known(&mut rows, seen, key) {
                Some(row) => row.at.add(at),
                None => rows.push(sum(item, amount, at)),
            }
        }
    }
    rows
}

fn sum(item: &Item<'_>, amount: &Amount, at: Places) -> Sum {
    Sum {
        role: amount.role,
        by: match (amount.role, amount.by) {
            (AmountRole::Demand, Role::Attacker) | (AmountRole::Offer, Role::Victim) => None,
            (_, by) => Some(speaker(by)),
        },
        sum: Text::quote(&format!("{} {}", number(amount.value), amount.currency)),
        written: Text::quote(amount.as_written.raw()),
        when: item.message(amount.message).and_then(|message| message.sent_at.as_ref()).map(When::of).unwrap_or_default(),
        at,
    }
}

fn deadline_row(item: &Item<'_>, deadline: &Deadline, made_at: Timestamp) -> DeadlineRow {
    let hours = deadline.hours.map(|hours| format!("{} {}", number(hours), if hours == 1.0 { "hour" } else { "hours" }));
    DeadlineRow {
        due: deadline.due.map(moment),
        distance: deadline.due.map(|due| distance(made_at, due)),
        stated: deadline.iso.as_deref().map(Text::quote).or(hours.map(|hours| Text::of(&hours))).unwrap_or_default(),
        kind: deadline.kind.words(),
        by: speaker(deadline.by),
        soft: deadline.soft,
        assumed: deadline.assumed.as_deref().map(Text::quote),
        written: Text::quote(deadline.as_written.raw()),
        at: item.place(deadline.message),
    }
}

fn said(items: &[Item<'_>]) -> Vec<Group> {
    let groups = [
        Group { name: "Claims", rows: coded(items, |analysis| &analysis.claims, |code| code.words()) },
        Group { name: "Data said to be taken", rows: coded(items, |analysis| &analysis.data_types, |code| code.words()) },
        Group { name: "Volume", rows: volume(items) },
        Group { name: "Threats", rows: coded(items, |analysis| &analysis.threats, |code| code.words()) },
        Group { name: "Proof offered or shown", rows: coded(items, |analysis| &analysis.proof, |code| code.words()) },
    ];
    groups.into_iter().filter(|group| !group.rows.is_empty()).collect()
}

fn coded<C: Copy>(items: &[Item<'_>], list: fn(&Analysis) -> &[Coded<C>], words: fn(C) -> &'static str) -> Vec<Said> {
    let (mut rows, mut seen) = (Vec::<Said>::new(), HashMap::new());
    for item in items {
        for coded in list(item.analysis) {
            let (what, by, at) = (words(coded.code), speaker(coded.by), item.place(coded.message));
            match known(&mut rows, &mut seen, (what, by)) {
                Some(row) => row.at.add(at),
                None => rows.push(Said { what: what.to_owned(), by, quote: Text::quote(coded.as_written.raw()), at }),
            }
        }
    }
    rows
}

fn volume(items: &[Item<'_>]) -> Vec<Said> {
    let (mut rows, mut seen) = (Vec::<Said>::new(), HashMap::new());
    for item in items {
        for volume in &item.analysis.volume {
            let (what, at) = (format!("{} {}", number(volume.value), volume.unit.words()), item.place(volume.message));
            match known(&mut rows, &mut seen, what.clone()) {
                Some(row) => row.at.add(at),
                None => rows.push(Said { what, by: "", quote: Text::quote(volume.as_written.raw()), at }),
            }
        }
    }
    rows
}

/// Every observable once, by kind.
fn observables(items: &[Item<'_>]) -> Vec<ObservableRow> {
    let (mut rows, mut seen) = (Vec::<ObservableRow>::new(), HashMap::new());
    for item in items {
        for observable in &item.analysis.observables {
            let at = item.place(observable.message);
            match known(&mut rows, &mut seen, (observable.kind, &observable.value)) {
                Some(row) => row.at.add(at),
                None => rows.push(observable_row(observable, at)),
            }
        }
    }
    rows.sort_by_key(|row| row.kind);
    rows
}

fn observable_row(observable: &Observable, at: Places) -> ObservableRow {
    let text = |value: &Hostile| Text::observable(observable.kind, value.raw());
    ObservableRow {
        kind: observable.kind,
        words: observable.kind.words(),
        value: text(&observable.value),
        validity: observable.validity,
        repair: observable.repair.as_ref().map(text),
        written: (observable.as_written != observable.value).then(|| text(&observable.as_written)),
        at,
    }
}

fn victims(items: &[Item<'_>]) -> Vec<VictimRow> {
    let (mut rows, mut seen) = (Vec::<VictimRow>::new(), HashMap::new());
    for item in items {
        for victim in &item.analysis.victims {
            let at = item.place(victim.message);
            match known(&mut rows, &mut seen, (victim.kind, &victim.name)) {
                Some(row) => row.at.add(at),
                None => rows.push(VictimRow { name: Text::quote(victim.name.raw()), kind: victim.kind.words(), at }),
            }
        }
    }
    rows
}

fn techniques(items: &[Item<'_>]) -> Vec<TechniqueRow> {
    let mut all: Vec<_> = items.iter().flat_map(|item| &item.analysis.techniques).collect();
    all.sort();
    all.dedup();
    all.into_iter().map(|technique| TechniqueRow { id: Text::quote(&technique.id), name: Text::quote(&technique.name) }).collect()
}
