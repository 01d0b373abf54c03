//! What ties cases together, each tie with its reason and its weight: what many share weighs little.

mod network;
mod traits;

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};

use rusqlite::{Connection, Row};
use shakedown_core::{CaseId, EvidenceId, Hostile, Priority, TieKind};

pub use network::{CaseNetwork, NetworkEdge, ObservableQuery, SharedObservable};
use traits::shingles;
pub(crate) use traits::victim_key;

use crate::search::ReadBy;
use crate::{Store, StoreError, cases, rows};

/// What more cases than this share says nothing about two of them.
const COMMON: usize = 200;
/// Two wordings that share less of their shingles are not nearly the same.
const SIMILAR: f64 = 0.5;

/// A place in a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TiePlace {
    /// The evidence item.
    pub evidence: EvidenceId,
    /// Its label.
    pub exhibit_ref: String,
    /// The `seq` of the message.
    pub message: u32,
}

/// One thing that two cases share.
#[derive(Clone, Debug, PartialEq)]
pub struct Tie {
    /// What.
    pub kind: TieKind,
    /// Which: the value that both have; for a wording nothing.
    pub value: Hostile,
    /// How much it says, 0–1: what its kind says, less the more cases share it.
    pub weight: f64,
    /// How many cases share it, these two among them.
    pub cases: u32,
    /// For a wording: how much of it is the same, 0–1.
    pub similarity: Option<f64>,
    /// Where it stands in the case that was asked for.
    pub here: TiePlace,
    /// Where it stands in the other one.
    pub there: TiePlace,
}

/// Another case, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct CaseLink {
    /// The case.
    pub case: CaseId,
    /// Its number.
    pub number: u32,
    /// Its title.
    pub title: String,
    /// Its priority, the analyst's where there is one.
    pub priority: Priority,
    /// Its likeliest actor.
    pub actor: Option<String>,
    /// 0–1: 1 − Π (1 − weight) over the ties.
    pub strength: f64,
    /// Why, the heaviest first.
    pub ties: Vec<Tie>,
    /// The victim that both claim, where their actors differ: a claim that was recycled, or two groups in one network.
    pub recycled: Option<Hostile>,
}

/// What a case is tied to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CaseLinks {
    /// Other cases, the strongest first.
    pub links: Vec<CaseLink>,
    /// What so many cases share that it ties none: the kind, the value, and at least how many.
    pub common: Vec<(TieKind, Hostile, u32)>,
}

/// How much one of a kind says where two cases share it: what can only be had by having it says most.
const fn weight(kind: TieKind) -> f64 {
    match kind {
        TieKind::Wallet | TieKind::Tox | TieKind::Session | TieKind::VictimId => 0.95,
        TieKind::Onion | TieKind::Bytes => 0.9,
        TieKind::Email | TieKind::Jabber => 0.85,
        TieKind::Telegram => 0.8,
        TieKind::Wording => 0.6,
        TieKind::Victim => 0.5,
        TieKind::Persona => 0.35,
        TieKind::Template => 0.2,
    }
}

/// A trait of the case that is asked for.
struct Own {
    kind: TieKind,
    value: String,
    transcript: i64,
    place: TiePlace,
}

/// Where a trait stands in another case.
struct Other {
    case: i64,
    transcript: i64,
    place: TiePlace,
}

fn place(row: &Row<'_>, first: usize) -> rusqlite::Result<TiePlace> {
    Ok(TiePlace { evidence: EvidenceId::new(row.get::<_, String>(first)?), exhibit_ref: row.get(first + 1)?, message: row.get(first + 2)? })
}

/// What the case in a row has; a victim that the analyst names stands at its first item.
fn own(connection: &Connection, case: i64) -> Result<Vec<Own>, StoreError> {
    let sql = "SELECT x.kind, x.value, x.transcript_id, e.uid, e.exhibit_ref, x.message FROM case_evidence h JOIN evidence e ON e.id = h.evidence_id
            JOIN transcripts t ON t.evidence_id = e.id JOIN traits x ON x.transcript_id = t.id WHERE h.case_id = ?1
        UNION ALL SELECT 'bytes', CAST(e.content_id AS TEXT), t.id, e.uid, e.exhibit_ref, 0 FROM case_evidence h
            JOIN evidence e ON e.id = h.evidence_id JOIN transcripts t ON t.evidence_id = e.id WHERE h.case_id = ?1
        UNION ALL SELECT 'victim', v.key, 0, e.uid, e.exhibit_ref, 0 FROM case_victims v JOIN case_evidence h ON h.case_id = v.case_id
            JOIN evidence e ON e.id = h.evidence_id WHERE v.case_id = ?1
                AND h.position = (SELECT min(position) FROM case_evidence WHERE case_id = ?1)";
    rows::all(connection, sql, case, |row| {
        Ok(Own { kind: rows::parsed(row, 0)?, value: row.get(1)?, transcript: row.get(2)?, place: place(row, 3)? })
    })
}

/// Other cases that have it too, one more than [`COMMON`] at most; cases that are deleted or merged are left out.
fn others(connection: &Connection, own: &Own, case: i64) -> Result<Vec<Other>, StoreError> {
    let sql = match own.kind {
        TieKind::Bytes => {
            "SELECT h.case_id, t.id, e.uid, e.exhibit_ref, 0 FROM evidence e JOIN case_evidence h ON h.evidence_id = e.id
                JOIN transcripts t ON t.evidence_id = e.id JOIN summaries s ON s.case_id = h.case_id
                WHERE e.content_id = CAST(?2 AS INTEGER) AND h.case_id <> ?3 AND s.hidden = 0 AND ?1 = 'bytes' LIMIT 2000"
        }
        TieKind::Victim => {
            "WITH named (case_id, transcript_id, evidence_id, message) AS (
                    SELECT h.case_id, t.id, t.evidence_id, x.message FROM traits x JOIN transcripts t ON t.id = x.transcript_id
                        JOIN case_evidence h ON h.evidence_id = t.evidence_id WHERE x.kind = ?1 AND x.value = ?2
                    UNION ALL SELECT v.case_id, 0, h.evidence_id, 0 FROM case_victims v JOIN case_evidence h ON h.case_id = v.case_id WHERE v.key = ?2)
                SELECT n.case_id, n.transcript_id, e.uid, e.exhibit_ref, n.message FROM named n JOIN evidence e ON e.id = n.evidence_id
                    JOIN summaries s ON s.case_id = n.case_id WHERE n.case_id <> ?3 AND s.hidden = 0 LIMIT 2000"
        }
        _ => {
            "SELECT h.case_id, t.id, e.uid, e.exhibit_ref, x.message FROM traits x JOIN transcripts t ON t.id = x.transcript_id
                JOIN evidence e ON e.id = t.evidence_id JOIN case_evidence h ON h.evidence_id = e.id JOIN summaries s ON s.case_id = h.case_id
                WHERE x.kind = ?1 AND x.value = ?2 AND h.case_id <> ?3 AND s.hidden = 0 LIMIT 2000"
        }
    };
    let mut statement = connection.prepare_cached(sql)?;
    let mut found = statement.query((own.kind.as_str(), &own.value, case))?;
    let mut others: Vec<Other> = Vec::new();
    while let Some(row) = found.next()?.filter(|_| others.len() <= COMMON) {
        let case = row.get(0)?;
        if !others.iter().any(|other| other.case == case) {
            others.push(Other { case, transcript: row.get(1)?, place: place(row, 2)? });
        }
    }
    Ok(others)
}

impl Store {
    /// Every case that shares something with this one, with what and where. Deleted cases are left out.
    ///
    /// Errors: [`StoreError::NotFound`].
    pub fn links(&self, id: &CaseId) -> Result<CaseLinks, StoreError> {
        let moment = self.connection.unchecked_transaction()?;
        links(&moment, self.reading, cases::find(&moment, id)?)
    }
}

fn links(connection: &Connection, reading: ReadBy, case: i64) -> Result<CaseLinks, StoreError> {
    let mut tied: BTreeMap<i64, Vec<Tie>> = BTreeMap::new();
    let mut found = CaseLinks::default();
    let mut wordings = HashMap::new();
    for own in own(connection, case)? {
        let others = others(connection, &own, case)?;
        if others.len() > COMMON {
            if own.kind != TieKind::Wording {
                found.common.push((own.kind, Hostile::new(own.value), others.len() as u32));
            }
            continue;
        }
        // Two cases: all of the weight; ten: a third of it.
        let rarity = 1.0 / (1.0 + (others.len() as f64).ln().max(0.0));
        let cases = others.len() as u32 + 1;
        for other in others {
            let ties = tied.entry(other.case).or_default();
            if ties
                .iter()
                .any(|tie| tie.kind == own.kind && (tie.value.raw() == own.value || tie.kind == TieKind::Wording && tie.here == own.place))
            {
                continue;
            }
            let similarity = match own.kind {
                TieKind::Wording => {
                    let (here, there) = ((own.transcript, own.place.message), (other.transcript, other.place.message));
                    let similarity = similar(connection, reading, &mut wordings, here, there)?;
                    if similarity < SIMILAR {
                        continue;
                    }
                    Some(similarity)
                }
                _ => None,
            };
            let value = match own.kind {
                TieKind::Wording | TieKind::Bytes => Hostile::new(""),
                _ => Hostile::new(&own.value),
            };
            let weight = weight(own.kind) * rarity * similarity.unwrap_or(1.0);
            ties.push(Tie { kind: own.kind, value, weight, cases, similarity, here: own.place.clone(), there: other.place });
        }
    }
    let actor = summary(connection, case)?.and_then(|summary| summary.actor);
    for (other, ties) in tied.into_iter().filter(|(_, ties)| !ties.is_empty()) {
        found.links.extend(summary(connection, other)?.map(|link| with_ties(link, ties, actor.as_deref())));
    }
    found.links.sort_by(|a, b| b.strength.total_cmp(&a.strength).then(b.number.cmp(&a.number)));
    Ok(found)
}

fn with_ties(mut link: CaseLink, mut ties: Vec<Tie>, actor: Option<&str>) -> CaseLink {
    ties.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(a.kind.cmp(&b.kind)));
    link.strength = 1.0 - ties.iter().map(|tie| 1.0 - tie.weight).product::<f64>();
    let differ = matches!((actor, &link.actor), (Some(one), Some(other)) if one != other);
    link.recycled = ties.iter().find(|tie| tie.kind == TieKind::Victim && differ).map(|tie| tie.value.clone());
    link.ties = ties;
    link
}

/// A case without its ties.
fn summary(connection: &Connection, case: i64) -> Result<Option<CaseLink>, StoreError> {
    let sql = "SELECT c.uid, c.id, c.title, s.urgency, s.actor FROM cases c JOIN summaries s ON s.case_id = c.id WHERE c.id = ?1";
    let read = |row: &Row<'_>| {
        Ok(CaseLink {
            case: CaseId::new(row.get::<_, String>(0)?),
            number: row.get(1)?,
            title: row.get(2)?,
            priority: rows::parsed(row, 3)?,
            actor: row.get(4)?,
            strength: 0.0,
            ties: Vec::new(),
            recycled: None,
        })
    };
    Ok(rows::all(connection, sql, case, read)?.pop())
}

/// A message: its transcript and `seq`.
type Said = (i64, u32);

/// How much of the shingles of two messages is the same (Jaccard index).
fn similar(
    connection: &Connection,
    reading: ReadBy,
    known: &mut HashMap<Said, Vec<u64>>,
    one: Said,
    other: Said,
) -> Result<f64, StoreError> {
    for said in [one, other] {
        if let Entry::Vacant(unknown) = known.entry(said) {
            let sql = "SELECT body FROM messages WHERE transcript_id = ?1 AND seq = ?2";
            let body: String = connection.prepare_cached(sql)?.query_row(said, rows::first)?;
            unknown.insert(shingles(&reading.plain(&body)));
        }
    }
    let (one, other) = (&known[&one], &known[&other]);
    let shared = one.iter().filter(|shingle| other.binary_search(shingle).is_ok()).count();
    let all = one.len() + other.len() - shared;
    Ok(if all == 0 { 0.0 } else { shared as f64 / all as f64 })
}
