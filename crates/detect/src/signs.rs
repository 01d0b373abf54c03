//! Findings of the engine's own finders: sums asked, limits set, groups named, addresses of the kinds that extortionists use.

use shakedown_core::{AmountRole, Family, Finding, Grade, Hostile, Level, Message, Mood, ObservableKind, Role, Span, Validity};

use crate::rule::Part;
use crate::scan::Scan;

/// The engine's own findings, one for each kind at its first place. None of them decides alone: see `weights.toml`.
pub(crate) fn signs(all: &Scan) -> Vec<Finding> {
    let mut found = Vec::new();
    let sum = |role| all.amounts.iter().find(|amount| amount.role == role);
    if let Some(amount) = sum(AmountRole::Demand) {
        found.push(sign("amount.demand", Family::Amount, "a sum is asked", amount.message, amount.span, &amount.as_written, amount.by));
    }
    if let Some(amount) = sum(AmountRole::Offer) {
        found.push(sign("amount.offer", Family::Amount, "a sum is offered", amount.message, amount.span, &amount.as_written, amount.by));
    }
    if let Some(limit) = all.deadlines.iter().find(|deadline| !deadline.soft && deadline.by != Role::Victim) {
        found.push(sign("deadline.set", Family::Deadline, "a limit is set", limit.message, limit.span, &limit.as_written, limit.by));
    }
    if let Some((actor, _)) = all.actors.iter().find(|(actor, conditional)| !conditional && actor.stated && !actor.span.is_empty()) {
        let (rule, words) = match actor.grade {
            Grade::SelfNamed => ("actor.self-named", "a group speaks by its own name"),
            Grade::Mentioned => ("actor.mentioned", "a group is mentioned"),
            _ => ("actor.known", "something that belongs to a known group"),
        };
        found.push(sign(rule, Family::Actor, words, actor.message, actor.span, &actor.as_written, Role::Unknown));
    }
    if let Some((actor, _)) = all.actors.iter().find(|(actor, conditional)| !conditional && actor.stated && actor.span.is_empty()) {
        let words = "a speaker's label is the name of a group";
        found.push(Finding {
            level: Level::Medium,
            ..sign("actor.label", Family::Actor, words, actor.message, actor.span, &actor.as_written, Role::Unknown)
        });
    }
    for (rule, words, kinds) in [
        ("observable.onion", "an onion service", &[ObservableKind::Onion] as &[_]),
        ("observable.messenger", "an anonymous messenger", &[ObservableKind::Tox, ObservableKind::Session, ObservableKind::Jabber]),
    ] {
        if let Some(seen) = all.observables.iter().find(|seen| kinds.contains(&seen.kind)) {
            found.push(sign(rule, Family::Observable, words, seen.message, seen.span, &seen.as_written, Role::Unknown));
        }
    }
    if let Some(seen) = all.observables.iter().find(|seen| seen.kind.is_wallet() && seen.validity == Validity::Valid) {
        found.push(sign("observable.wallet", Family::Observable, "a wallet", seen.message, seen.span, &seen.as_written, Role::Unknown));
    }
    found
}

/// Words of a text up to which weak signs count by themselves, unless it speaks of extortion or ransomware by name.
pub(crate) const SHORT: usize = 150;

/// A finding that contributes one of the parts of extortion.
struct Piece<'a> {
    /// Its place among the findings; none for sums and limits.
    index: Option<usize>,
    message: u32,
    span: Span,
    part: Part,
    as_written: &'a Hostile,
    by: Role,
    weak: bool,
}

impl Piece<'_> {
    /// Whether this piece, which comes first, stands near `other`.
    fn near(&self, other: &Self) -> bool {
        let apart = other.span.start.saturating_sub(self.span.end);
        if self.message == other.message { apart <= PARTS_REACH } else { other.message - self.message <= PARTS_MESSAGES }
    }
}

/// How far apart the parts of extortion may stand in one message, in bytes.
const PARTS_REACH: u32 = 500;

/// How many messages apart they may stand in a talk.
const PARTS_MESSAGES: u32 = 2;

/// How many pieces before one are looked at for another part.
const PIECES_SEEN: usize = 16;

/// The pairs of parts, and what they say together.
const PAIRS: [(Part, Part, &str, &str); 3] = [
    (Part::Leverage, Part::Price, "pressure.leverage-price", "what is held over the reader, and what is asked, stand together"),
    (Part::Leverage, Part::Condition, "pressure.leverage-condition", "what is held over the reader, and a condition, stand together"),
    (Part::Price, Part::Condition, "pressure.price-condition", "what is asked, and a condition, stand together"),
];

/// Leave out weak findings that stand alone in a longer text: words such as "or your customers hear of it" say something beside a theft or a sum, and
/// nothing in the midst of a report.
pub(crate) fn leave_out_lone(all: &mut Scan, part: impl Fn(&Finding) -> Option<Part>) {
    let pieces = pieces(all, &part);
    let mut company: Vec<bool> = all.findings.iter().map(|finding| part(finding).is_none() || finding.level > Level::Low).collect();
    for (index, piece) in pieces.iter().enumerate() {
        for before in pieces.get(index.saturating_sub(PIECES_SEEN)..index).unwrap_or_default() {
            if before.part != piece.part && !(before.weak && piece.weak) && before.near(piece) {
                for at in [before.index, piece.index].into_iter().flatten() {
                    if let Some(kept) = company.get_mut(at) {
                        *kept = true;
                    }
                }
            }
        }
    }
    let mut company = company.into_iter();
    all.findings.retain(|_| company.next().unwrap_or(true));
}

/// Findings of the parts of extortion that stand together: a theft told in one sentence and a sum asked in the next say more than each alone. `part`
/// tells what a finding contributes; what the victim says, and what is denied, asked, reported or quoted, contributes nothing. One finding for each
/// pair, at its first place. A sum and a limit alone make no pair, and in a longer
/// text no two weak ones do.
pub(crate) fn pairs(all: &Scan, short: bool, part: impl Fn(&Finding) -> Option<Part>) -> Vec<Finding> {
    let pieces = pieces(all, &part);
    let mut found: Vec<Finding> = Vec::new();
    for (index, piece) in pieces.iter().enumerate() {
        let before = pieces.get(index.saturating_sub(PIECES_SEEN)..index).unwrap_or_default();
        for (one, other, rule, said) in PAIRS {
            let wanted = if piece.part == one { other } else { one };
            if (piece.part != one && piece.part != other) || found.iter().any(|pair| pair.rule == rule) {
                continue;
            }
            let strong = |before: &&Piece<'_>| {
                let said = before.index.is_some() || piece.index.is_some();
                said && (short || !(before.weak && piece.weak))
            };
            if before.iter().rev().filter(|before| before.part == wanted).filter(strong).any(|before| before.near(piece)) {
                let pair = sign(rule, Family::Pressure, said, piece.message, piece.span, piece.as_written, piece.by);
                found.push(Finding { level: Level::Medium, ..pair });
            }
        }
    }
    found
}

/// The pieces of a text, in order of place.
fn pieces<'a>(all: &'a Scan, part: &impl Fn(&Finding) -> Option<Part>) -> Vec<Piece<'a>> {
    let said = |(_, finding): &(usize, &Finding)| finding.mood == Mood::Asserted && finding.by != Role::Victim;
    let piece = |(index, finding): (usize, &'a Finding)| {
        let (message, span, as_written, by) = (finding.message, finding.span, &finding.as_written, finding.by);
        Some(Piece { index: Some(index), message, span, part: part(finding)?, as_written, by, weak: finding.level <= Level::Low })
    };
    let mut pieces: Vec<Piece<'a>> = all.findings.iter().enumerate().filter(said).filter_map(piece).collect();
    let sums = all.amounts.iter().filter(|sum| sum.role == AmountRole::Demand && sum.by != Role::Victim);
    pieces.extend(sums.map(|sum| {
        let (message, span, as_written, by) = (sum.message, sum.span, &sum.as_written, sum.by);
        Piece { index: None, message, span, part: Part::Price, as_written, by, weak: true }
    }));
    let limits = all.deadlines.iter().filter(|limit| !limit.soft && limit.by != Role::Victim);
    pieces.extend(limits.map(|limit| {
        let (message, span, as_written, by) = (limit.message, limit.span, &limit.as_written, limit.by);
        Piece { index: None, message, span, part: Part::Condition, as_written, by, weak: true }
    }));
    pieces.sort_by_key(|piece| (piece.message, piece.span.start));
    pieces
}

/// Labels that an exhibit gives to the one who is extorted.
const VICTIM_LABELS: [&str; 3] = ["victim", "the victim", "extorted"];

/// A finding where the exhibit itself labels a speaker as the victim: whoever made it says what it is. Beside such a label, a speaker labelled with
/// a group's name is the group, though the name be a common word.
pub(crate) fn labels(messages: &[Message], all: &Scan) -> Vec<Finding> {
    let sender = |message: &'_ Message| message.sender.as_ref().map(|sender| sender.raw().trim().to_lowercase());
    let Some(victim) = messages.iter().find(|message| sender(message).is_some_and(|name| VICTIM_LABELS.contains(&name.as_str()))) else {
        return Vec::new();
    };
    let label = |rule, family, words, message, as_written| Finding {
        level: Level::Medium,
        ..sign(rule, family, words, message, Span::new(0, 0), as_written, Role::Unknown)
    };
    let name = Hostile::new(victim.sender.as_ref().map(Hostile::raw).unwrap_or_default());
    let mut found = vec![label("victim.label", Family::Victim, "a speaker's label says victim", victim.seq, &name)];
    let known = all.findings.iter().any(|finding| finding.rule == "actor.label");
    if let Some((actor, _)) = all.actors.iter().find(|(actor, conditional)| *conditional && actor.span.is_empty()).filter(|_| !known) {
        found.push(label("actor.label", Family::Actor, "a speaker's label is the name of a group", actor.message, &actor.as_written));
    }
    found
}

/// Fewest words of a text in which signs can be sparse.
const LONG: usize = 600;

/// Different signs for each thousand words below which they are thin, and sparse.
const SPARSE: [(f64, &str); 2] = [(1.0, "context.sparse"), (4.0, "context.thin")];

/// A finding that speaks against extortion where a long text holds few different signs of it: a log of many talks holds each word once, a textbook one
/// word often. It stands at the first sign.
pub(crate) fn sparse<'f>(words: usize, signs: impl Iterator<Item = &'f Finding>) -> Option<Finding> {
    let mut first: Option<&Finding> = None;
    let mut rules: Vec<&str> = Vec::new();
    for sign in signs {
        first = first.or(Some(sign));
        rules.push(&sign.rule);
    }
    let first = first.filter(|_| words >= LONG)?;
    rules.sort_unstable();
    rules.dedup();
    let rate = rules.len() as f64 * 1000.0 / words as f64;
    let (_, rule) = SPARSE.into_iter().find(|(limit, _)| rate < *limit)?;
    let said = "few signs in a long text";
    Some(Finding { level: Level::High, ..sign(rule, Family::Context, said, first.message, first.span, &first.as_written, Role::Unknown) })
}

pub(crate) fn sign(rule: &str, family: Family, words: &str, message: u32, span: Span, as_written: &Hostile, by: Role) -> Finding {
    Finding {
        rule: rule.to_owned(),
        rule_version: 1,
        family,
        code: None,
        level: Level::Low,
        words: words.to_owned(),
        message,
        span,
        as_written: as_written.clone(),
        by,
        mood: Mood::Asserted,
        view: None,
    }
}
