//! Beyond one case: everything that hangs together with it, and every observable with the cases that have it.

use std::collections::{BTreeMap, HashMap, VecDeque};

use jiff::Timestamp;
use rusqlite::{Connection, Row};
use shakedown_core::{CaseId, Hostile, ObservableKind, TieKind};

use super::{COMMON, CaseLink, summary, weight};
use crate::{Store, StoreError, cases, rows};

/// Two cases of a network that share something.
#[derive(Clone, Debug, PartialEq)]
pub struct NetworkEdge {
    /// One, by its place in the network's cases.
    pub from: usize,
    /// The other.
    pub to: usize,
    /// 0–1, as for a link; how much of a wording is the same is not looked at.
    pub strength: f64,
    /// What they share, each kind once, the heaviest first.
    pub kinds: Vec<TieKind>,
}

/// Cases that hang together: each is tied to the next, whatever lies between.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CaseNetwork {
    /// The cases, the one that was asked for first, then the nearest; without their ties.
    pub cases: Vec<CaseLink>,
    /// What ties them, each pair once.
    pub edges: Vec<NetworkEdge>,
    /// Whether there are more.
    pub cut: bool,
}

/// Which observables to list, those in most cases first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ObservableQuery {
    /// Only of this kind.
    pub kind: Option<ObservableKind>,
    /// Only those that hold this text, in either case of its letters.
    pub contains: Option<String>,
    /// Only those that at least so many cases have.
    pub cases: u32,
    /// How many to pass over.
    pub first: u32,
    /// How many at most.
    pub count: u32,
}

/// An observable and where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedObservable {
    /// What it is.
    pub kind: ObservableKind,
    /// Its canonical form.
    pub value: Hostile,
    /// How often it was seen.
    pub times: u32,
    /// In how many cases.
    pub cases: u32,
    /// The earliest moment of a message with it; a message without a known instant counts from when its case was logged.
    pub first_seen: Timestamp,
    /// The latest, likewise.
    pub last_seen: Timestamp,
    /// The newest of the cases, at most 20: id, number, title. [`CaseQuery::observable`](crate::CaseQuery) lists all of them.
    pub newest: Vec<(CaseId, u32, String)>,
}

/// What a case may share: a kind and a value.
type Trait = (TieKind, String);

/// What is known of a network while it is walked: the cases that have a trait are looked up once, however many of them are in the network.
struct Walk<'a> {
    connection: &'a Connection,
    holders: HashMap<Trait, Vec<i64>>,
}

impl Walk<'_> {
    /// The neighbours of a case and the weights of what they share with it. Of what many share, nothing is followed.
    fn neighbours(&mut self, case: i64) -> Result<BTreeMap<i64, Vec<(TieKind, f64)>>, StoreError> {
        let own = "SELECT DISTINCT x.kind, x.value FROM case_evidence h JOIN transcripts t ON t.evidence_id = h.evidence_id
                JOIN traits x ON x.transcript_id = t.id WHERE h.case_id = ?1
            UNION SELECT 'bytes', CAST(e.content_id AS TEXT) FROM case_evidence h JOIN evidence e ON e.id = h.evidence_id WHERE h.case_id = ?1
            UNION SELECT 'victim', key FROM case_victims WHERE case_id = ?1";
        let own: Vec<Trait> = rows::all(self.connection, own, case, |row| Ok((rows::parsed(row, 0)?, row.get(1)?)))?;
        let mut near: BTreeMap<i64, Vec<(TieKind, f64)>> = BTreeMap::new();
        for shared in own {
            let kind = shared.0;
            let holders = self.holders(shared)?;
            let others = holders.len().saturating_sub(1);
            if others == 0 || others > COMMON {
                continue;
            }
            let weight = weight(kind) / (1.0 + (others as f64).ln());
            for other in holders.iter().filter(|other| **other != case) {
                let ties = near.entry(*other).or_default();
                // The bands of one wording say no more than one of them.
                if kind != TieKind::Wording || ties.iter().all(|(known, _)| *known != TieKind::Wording) {
                    ties.push((kind, weight));
                }
            }
        }
        Ok(near)
    }

    /// The cases that have it, two more than [`COMMON`] at most; cases that are deleted or merged are left out.
    fn holders(&mut self, shared: Trait) -> Result<&[i64], StoreError> {
        if !self.holders.contains_key(&shared) {
            let sql = match shared.0 {
                TieKind::Bytes => {
                    "SELECT DISTINCT h.case_id FROM evidence e JOIN case_evidence h ON h.evidence_id = e.id
                        JOIN summaries s ON s.case_id = h.case_id WHERE ?1 = 'bytes' AND e.content_id = CAST(?2 AS INTEGER) AND s.hidden = 0 LIMIT 202"
                }
                TieKind::Victim => {
                    "SELECT DISTINCT n.case_id FROM (SELECT h.case_id FROM traits x JOIN transcripts t ON t.id = x.transcript_id
                            JOIN case_evidence h ON h.evidence_id = t.evidence_id WHERE x.kind = ?1 AND x.value = ?2
                        UNION ALL SELECT case_id FROM case_victims WHERE key = ?2) n JOIN summaries s ON s.case_id = n.case_id WHERE s.hidden = 0 LIMIT 202"
                }
                _ => {
                    "SELECT DISTINCT h.case_id FROM traits x JOIN transcripts t ON t.id = x.transcript_id JOIN case_evidence h ON h.evidence_id = t.evidence_id
                        JOIN summaries s ON s.case_id = h.case_id WHERE x.kind = ?1 AND x.value = ?2 AND s.hidden = 0 LIMIT 202"
                }
            };
            let mut statement = self.connection.prepare_cached(sql)?;
            let found = statement.query_map((shared.0.as_str(), &shared.1), rows::first)?.collect::<Result<_, _>>()?;
            self.holders.insert(shared.clone(), found);
        }
        Ok(self.holders.get(&shared).map_or(&[], Vec::as_slice))
    }
}

fn edge(from: usize, to: usize, mut ties: Vec<(TieKind, f64)>) -> NetworkEdge {
    ties.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let strength = 1.0 - ties.iter().map(|(_, weight)| 1.0 - weight).product::<f64>();
    let mut kinds: Vec<TieKind> = Vec::new();
    for (kind, _) in ties {
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    NetworkEdge { from, to, strength, kinds }
}

impl Store {
    /// The cases that hang together with this one, at most `most`: its neighbours, theirs, and so on. Deleted cases are left out.
    ///
    /// Errors: [`StoreError::NotFound`].
    pub fn network(&self, id: &CaseId, most: usize) -> Result<CaseNetwork, StoreError> {
        let moment = self.connection.unchecked_transaction()?;
        let first = cases::find(&moment, id)?;
        let mut walk = Walk { connection: &moment, holders: HashMap::new() };
        let mut places = HashMap::from([(first, 0)]);
        let mut queue = VecDeque::from([first]);
        let mut network = CaseNetwork { cases: summary(&moment, first)?.into_iter().collect(), ..CaseNetwork::default() };
        while let Some(case) = queue.pop_front() {
            let from = places[&case];
            let mut near: Vec<(i64, NetworkEdge)> =
                walk.neighbours(case)?.into_iter().map(|(other, ties)| (other, edge(from, 0, ties))).collect();
            near.sort_by(|a, b| b.1.strength.total_cmp(&a.1.strength).then(a.0.cmp(&b.0)));
            for (other, edge) in near {
                if !places.contains_key(&other) {
                    let Some(link) = (if places.len() < most { summary(&moment, other)? } else { None }) else {
                        network.cut = true;
                        continue;
                    };
                    places.insert(other, network.cases.len());
                    network.cases.push(link);
                    queue.push_back(other);
                }
                // Cases are walked in the order of their places: to one that comes before, the edge is there.
                let to = places[&other];
                if to > from {
                    network.edges.push(NetworkEdge { to, ..edge });
                }
            }
        }
        Ok(network)
    }

    /// Observables of all cases with the cases that have them. Deleted cases are left out.
    pub fn observables(&self, query: &ObservableQuery) -> Result<Vec<SharedObservable>, StoreError> {
        let moment = self.connection.unchecked_transaction()?;
        let sql = "SELECT o.kind, o.value, count(*), count(DISTINCT h.case_id) AS cases FROM observables o JOIN transcripts t ON t.id = o.transcript_id
            JOIN case_evidence h ON h.evidence_id = t.evidence_id JOIN summaries s ON s.case_id = h.case_id AND s.hidden = 0
            WHERE (?1 IS NULL OR o.kind = ?1) AND (?2 IS NULL OR instr(lower(o.value), lower(?2)))
            GROUP BY o.kind, o.value HAVING cases >= ?3 ORDER BY cases DESC, max(h.case_id) DESC, o.kind, o.value LIMIT ?4 OFFSET ?5";
        let ObservableQuery { kind, contains, cases, first, count } = query;
        let mut statement = moment.prepare_cached(sql)?;
        let read = |row: &Row<'_>| {
            Ok(SharedObservable {
                kind: rows::parsed(row, 0)?,
                value: rows::hostile(row, 1)?,
                times: row.get(2)?,
                cases: row.get(3)?,
                first_seen: Timestamp::UNIX_EPOCH,
                last_seen: Timestamp::UNIX_EPOCH,
                newest: Vec::new(),
            })
        };
        let found = statement.query_map((kind.map(ObservableKind::as_str), contains, cases, count, first), read)?;
        let mut found = found.collect::<Result<Vec<SharedObservable>, _>>()?;
        for one in &mut found {
            (one.first_seen, one.last_seen) = seen(&moment, one)?;
            one.newest = holders(&moment, one)?;
        }
        Ok(found)
    }
}

/// The earliest and the latest moment of an observable.
fn seen(connection: &Connection, of: &SharedObservable) -> Result<(Timestamp, Timestamp), StoreError> {
    let sql = "SELECT min(coalesce(m.sent_instant, c.created_at)), max(coalesce(m.sent_instant, c.created_at)) FROM observables o
        JOIN transcripts t ON t.id = o.transcript_id JOIN case_evidence h ON h.evidence_id = t.evidence_id JOIN cases c ON c.id = h.case_id
        JOIN summaries s ON s.case_id = c.id AND s.hidden = 0 LEFT JOIN messages m ON m.transcript_id = t.id AND m.seq = o.message
        WHERE o.kind = ?1 AND o.value = ?2";
    let read = |row: &Row<'_>| Ok((rows::parsed(row, 0)?, rows::parsed(row, 1)?));
    Ok(connection.prepare_cached(sql)?.query_row((of.kind.as_str(), of.value.raw()), read)?)
}

fn holders(connection: &Connection, of: &SharedObservable) -> Result<Vec<(CaseId, u32, String)>, StoreError> {
    let sql = "SELECT DISTINCT c.uid, c.id, c.title FROM observables o JOIN transcripts t ON t.id = o.transcript_id
        JOIN case_evidence h ON h.evidence_id = t.evidence_id JOIN cases c ON c.id = h.case_id JOIN summaries s ON s.case_id = c.id AND s.hidden = 0
        WHERE o.kind = ?1 AND o.value = ?2 ORDER BY c.id DESC LIMIT 20";
    let mut statement = connection.prepare_cached(sql)?;
    let read = |row: &Row<'_>| Ok((CaseId::new(row.get::<_, String>(0)?), row.get(1)?, row.get(2)?));
    Ok(statement.query_map((of.kind.as_str(), of.value.raw()), read)?.collect::<Result<_, _>>()?)
}
