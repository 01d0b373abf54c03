//! Ties between cases, observables over all of them, and judging again.

use shakedown_core::{defang, visible};
use shakedown_store::{CaseLink, CaseLinks as Links, CaseNetwork as Network, SharedObservable, Tie, TiePlace};

use crate::linked::{strength_words, tie_words};
use crate::rescan::Rescanned;
use crate::rules::{CaseEffect, Judgement};
use crate::wire::{
    CaseLinks, CaseNetwork, CaseRef, JudgementRow, LinkRow, NetworkEdge, ObservableRow, PlaceRow, RescanReport, RescanRow, TieRow,
};

/// What a case is tied to as the window shows it.
pub(crate) fn case_links(links: &Links) -> CaseLinks {
    let common = links.common.iter().map(|(kind, value, cases)| {
        format!("{} {} is in {cases} cases or more: it ties none", kind.words(), visible(&defang(value.raw())))
    });
    CaseLinks { links: links.links.iter().map(link_row).collect(), common: common.collect() }
}

/// A network as the window shows it.
pub(crate) fn case_network(network: &Network) -> CaseNetwork {
    let edge = |edge: &shakedown_store::NetworkEdge| NetworkEdge {
        from: edge.from as u32,
        to: edge.to as u32,
        strength: edge.strength,
        kinds: edge.kinds.clone(),
        words: edge.kinds.iter().map(|kind| kind.words()).collect::<Vec<_>>().join(", "),
    };
    CaseNetwork { cases: network.cases.iter().map(link_row).collect(), edges: network.edges.iter().map(edge).collect(), cut: network.cut }
}

fn link_row(link: &CaseLink) -> LinkRow {
    LinkRow {
        case: link.case.to_string(),
        number: link.number,
        title: visible(&link.title).into_owned(),
        priority: link.priority,
        actor: link.actor.clone(),
        strength: link.strength,
        strength_words: strength_words(link.strength).into(),
        ties: link.ties.iter().map(tie_row).collect(),
        recycled: link.recycled.as_ref().map(|victim| victim.visible().into_owned()),
    }
}

fn tie_row(tie: &Tie) -> TieRow {
    let place = |place: &TiePlace| PlaceRow { exhibit_ref: place.exhibit_ref.clone(), message: place.message };
    TieRow {
        kind: tie.kind,
        words: tie_words(tie),
        shown: visible(&defang(tie.value.raw())).into_owned(),
        weight: tie.weight,
        cases: tie.cases,
        similarity: tie.similarity,
        here: place(&tie.here),
        there: place(&tie.there),
    }
}

/// An observable and where it is as the window shows it.
pub(crate) fn observable_row(found: &SharedObservable) -> ObservableRow {
    let case = |(id, number, title): &(shakedown_core::CaseId, u32, String)| CaseRef {
        id: id.to_string(),
        number: *number,
        title: visible(title).into_owned(),
    };
    ObservableRow {
        kind: found.kind,
        kind_words: found.kind.words().into(),
        shown: visible(&defang(found.value.raw())).into_owned(),
        value: found.value.raw().to_owned(),
        times: found.times,
        cases: found.cases,
        first_seen: found.first_seen.to_string(),
        last_seen: found.last_seen.to_string(),
        newest: found.newest.iter().map(case).collect(),
    }
}

/// What judging again gives as the window shows it.
pub(crate) fn rescan_report(rescanned: &Rescanned) -> RescanReport {
    let judgement =
        |judgement: Judgement| JudgementRow { priority: judgement.priority, verdict: judgement.verdict, score: judgement.score };
    let row = |effect: &CaseEffect| RescanRow {
        case: CaseRef { id: effect.case.clone(), number: effect.number, title: effect.title.visible().into_owned() },
        before: judgement(effect.before),
        after: judgement(effect.after),
    };
    RescanReport {
        outdated: u32::try_from(rescanned.cases).unwrap_or(u32::MAX),
        sentence: rescanned.sentence(),
        changed: rescanned.changed.iter().map(row).collect(),
        stored: rescanned.stored,
    }
}
