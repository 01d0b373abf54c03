//! Beyond one case: everything that hangs together with it, and every observable with the cases that have it.

use std::collections::{HashMap, VecDeque};

use rusqlite::{Connection, Row};
use shakedown_core::{CaseId, Hostile, ObservableKind};

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
    /// The newest of them, at most 20: id, number, title.
    pub newest: Vec<(CaseId, u32, String)>,
}

/// The neighbours of a case by what they share with it. Of what many share, nothing is followed.
fn neighbours(connection: &Connection, case: i64) -> Result<HashMap<i64, f64>, StoreError> {
    let own = "SELECT DISTINCT x.kind, x.value FROM case_evidence h JOIN transcripts t ON t.evidence_id = h.evidence_id
        JOIN traits x ON x.transcript_id = t.id WHERE h.case_id = ?1";
    let own: Vec<(String, String)> = rows::all(connection, own, case, |row| Ok((row.get(0)?, row.get(1)?)))?;
    let sql = "SELECT DISTINCT h.case_id FROM traits x JOIN transcripts t ON t.id = x.transcript_id JOIN case_evidence h ON h.evidence_id = t.evidence_id
        JOIN summaries s ON s.case_id = h.case_id WHERE x.kind = ?1 AND x.value = ?2 AND h.case_id <> ?3 AND s.hidden = 0 LIMIT 201";
    let mut apart: HashMap<i64, HashMap<String, f64>> = HashMap::new();
    for (kind, value) in own {
        let mut statement = connection.prepare_cached(sql)?;
        let others: Vec<i64> = statement.query_map((&kind, &value, case), rows::first)?.collect::<Result<_, _>>()?;
        let Some(tie) = kind.parse().ok().filter(|_| others.len() <= COMMON) else { continue };
        let weight = weight(tie) / (1.0 + (others.len().max(1) as f64).ln());
        // The bands of one wording say no more than one of them.
        let key = if kind == "wording" { kind } else { format!("{kind} {value}") };
        others.into_iter().for_each(|other| {
            apart.entry(other).or_default().insert(key.clone(), weight);
        });
    }
    let strength = |ties: HashMap<String, f64>| 1.0 - ties.values().map(|weight| 1.0 - weight).product::<f64>();
    Ok(apart.into_iter().map(|(case, ties)| (case, strength(ties))).collect())
}

impl Store {
    /// The cases that hang together with this one, at most `most`: its neighbours, theirs, and so on. Deleted cases are left out.
    ///
    /// Errors: [`StoreError::NotFound`].
    pub fn network(&self, id: &CaseId, most: usize) -> Result<CaseNetwork, StoreError> {
        let moment = self.connection.unchecked_transaction()?;
        let first = cases::find(&moment, id)?;
        let mut places = HashMap::from([(first, 0)]);
        let mut queue = VecDeque::from([first]);
        let mut network = CaseNetwork { cases: summary(&moment, first)?.into_iter().collect(), ..CaseNetwork::default() };
        while let Some(case) = queue.pop_front() {
            let mut near: Vec<(i64, f64)> = neighbours(&moment, case)?.into_iter().collect();
            near.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            for (other, strength) in near {
                if !places.contains_key(&other) {
                    let Some(link) = (if places.len() < most { summary(&moment, other)? } else { None }) else {
                        network.cut = true;
                        continue;
                    };
                    places.insert(other, network.cases.len());
                    network.cases.push(link);
                    queue.push_back(other);
                }
                let (from, to) = (places[&case], places[&other]);
                if !network.edges.iter().any(|edge| (edge.from, edge.to) == (to, from)) {
                    network.edges.push(NetworkEdge { from, to, strength });
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
                newest: Vec::new(),
            })
        };
        let found = statement.query_map((kind.map(ObservableKind::as_str), contains, cases, count, first), read)?;
        let mut found = found.collect::<Result<Vec<SharedObservable>, _>>()?;
        for one in &mut found {
            one.newest = holders(&moment, one)?;
        }
        Ok(found)
    }
}

fn holders(connection: &Connection, of: &SharedObservable) -> Result<Vec<(CaseId, u32, String)>, StoreError> {
    let sql = "SELECT DISTINCT c.uid, c.id, c.title FROM observables o JOIN transcripts t ON t.id = o.transcript_id
        JOIN case_evidence h ON h.evidence_id = t.evidence_id JOIN cases c ON c.id = h.case_id JOIN summaries s ON s.case_id = c.id AND s.hidden = 0
        WHERE o.kind = ?1 AND o.value = ?2 ORDER BY c.id DESC LIMIT 20";
    let mut statement = connection.prepare_cached(sql)?;
    let read = |row: &Row<'_>| Ok((CaseId::new(row.get::<_, String>(0)?), row.get(1)?, row.get(2)?));
    Ok(statement.query_map((of.kind.as_str(), of.value.raw()), read)?.collect::<Result<_, _>>()?)
}
