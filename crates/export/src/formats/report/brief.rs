//! The first page: what a reader in a hurry must know, and what nobody knows.

use std::collections::HashMap;

use jiff::Timestamp;
use serde::Serialize;
use shakedown_core::{AcquisitionKind, AmountRole, ClaimCode, DataType, Deadline, Grade, NoteKind, Role, Validity, Verdict, Zone};

use super::items::{Item, Places, known};
use super::line::Line;
use super::who::Who;
use super::words::{distance, moment, number, several};

/// How many actors, deadlines and next steps the first page names.
const NAMED: usize = 3;
/// How many claims, kinds of data, threats or proofs it lists.
const LISTED: usize = 8;

/// The first page, row by row.
#[derive(Serialize)]
pub(super) struct Brief {
    pub rows: Vec<Row>,
    /// Items that are transcriptions by a person.
    pub transcriptions: Vec<Line>,
}

/// A question and what is known of it.
#[derive(Serialize)]
pub(super) struct Row {
    pub term: &'static str,
    pub lines: Vec<Line>,
}

/// What the rows are drawn from.
struct Known<'a> {
    items: &'a [Item<'a>],
    who: &'a [Who],
    made_at: Timestamp,
}

impl Brief {
    pub fn of(items: &[Item<'_>], who: &[Who], made_at: Timestamp) -> Self {
        let known = Known { items, who, made_at };
        let rows = vec![
            Row { term: "Who", lines: known.actors() },
            Row { term: "Claimed", lines: known.claimed() },
            Row { term: "Proved", lines: known.proved() },
            Row { term: "Demanded", lines: known.demanded() },
            Row { term: "By when", lines: known.deadlines() },
            Row { term: "Not known", lines: known.gaps() },
            Row { term: "Next step", lines: known.next_steps() },
            Row {
                term: "Limits",
                lines: vec![Line::of(
                    "Rules read this from the text alone: a name in a text is no proof of who wrote it, a claim is no proof of what was done, \
                     and finding no signs does not mean harmless.",
                )],
            },
        ];
        Self { rows, transcriptions: items.iter().filter_map(transcription).collect() }
    }
}

/// That an item was pasted or typed.
pub(super) fn transcription(item: &Item<'_>) -> Option<Line> {
    let evidence = item.evidence.filter(|evidence| evidence.acquired.kind == AcquisitionKind::Paste)?;
    Some(
        Line::default()
            .plain(&evidence.exhibit_ref)
            .words(" is a transcription by a person, ")
            .plain(&evidence.acquired.by)
            .words(": its hash is that of the text as it was pasted, not of an original."),
    )
}

impl Known<'_> {
    fn actors(&self) -> Vec<Line> {
        let named = self.who.iter().filter(|who| who.grade() != Grade::Mentioned).take(NAMED);
        let mut lines: Vec<Line> = named.map(named_as).collect();
        if lines.is_empty() {
            lines.push(Line::of("Cannot tell: nothing in the text leads to a group or person known to this catalogue."));
        }
        let mut mentioned = self.who.iter().filter(|who| who.grade() == Grade::Mentioned).take(NAMED).peekable();
        if mentioned.peek().is_some() {
            let mut line = Line::of("Merely mentioned: ");
            for (index, who) in mentioned.enumerate() {
                line = line.words(if index == 0 { "" } else { ", " }).plain(&who.name);
            }
            lines.push(line);
        }
        let listed = self.who.iter().filter(|who| !who.sanctions.is_empty()).count();
        lines.push(match listed {
            0 => Line::of("Sanctions: none known to this catalogue."),
            _ => Line::of(format!("Sanctions: entries for {}, under “Who it may be”; not legal advice.", several(listed, "name", "names"))),
        });
        lines
    }

    fn claimed(&self) -> Vec<Line> {
        let claims =
            self.distinct(|item| item.analysis.claims.iter().map(|claim| (claim.code.words().to_owned(), claim.by, claim.message)));
        let volume = self.distinct(|item| {
            item.analysis
                .volume
                .iter()
                .map(|volume| (format!("{} {}", number(volume.value), volume.unit.words()), Role::Unknown, volume.message))
        });
        let data = self.distinct(|item| item.analysis.data_types.iter().map(|data| (data.code.words().to_owned(), data.by, data.message)));
        let threats =
            self.distinct(|item| item.analysis.threats.iter().map(|threat| (threat.code.words().to_owned(), threat.by, threat.message)));
        let mut lines = Vec::new();
        lines.extend(listed("", claims));
        lines.extend(listed("Data said to be taken: ", data.into_iter().chain(volume).collect()));
        lines.extend(listed("Threatened: ", threats));
        if lines.is_empty() {
            return vec![Line::of("No claim was found.")];
        }
        lines.push(Line::of("All of it is stated by the writer and verified by nobody."));
        lines
    }

    fn proved(&self) -> Vec<Line> {
        let proof = self.distinct(|item| item.analysis.proof.iter().map(|proof| (proof.code.words().to_owned(), proof.by, proof.message)));
        match listed("Nothing by this program. Offered or shown: ", proof) {
            Some(line) => vec![line.words(" Check it against your own data.")],
            None => vec![Line::of("Nothing: no proof is offered or shown in this text.")],
        }
    }

    /// The last and the first demand in each currency, the last offer and what was paid.
    fn demanded(&self) -> Vec<Line> {
        let mut lines = Vec::new();
        for (role, last, first) in [
            (AmountRole::Demand, "Last demand ", "first "),
            (AmountRole::Offer, "Last offer ", "first "),
            (AmountRole::Paid, "Said to be paid: ", "before "),
        ] {
            let mut done: Vec<&str> = Vec::new();
            let sums = || {
                self.items
                    .iter()
                    .flat_map(|item| item.analysis.amounts.iter().map(move |sum| (item, sum)))
                    .filter(|(_, sum)| sum.role == role)
            };
            for (_, sum) in sums() {
                if done.contains(&sum.currency.as_str()) {
                    continue;
                }
                done.push(&sum.currency);
                let mut same = sums().filter(|(_, other)| other.currency == sum.currency);
                let Some((item, begin)) = same.next() else { continue };
                let (to, end) = same.next_back().unwrap_or((item, begin));
                let mut line =
                    Line::of(last).strong(&format!("{} {}", number(end.value), end.currency)).words(" ").at(to.place(end.message));
                if begin.value != end.value {
                    line = line
                        .words(", ")
                        .words(first)
                        .plain(&format!("{} {}", number(begin.value), begin.currency))
                        .words(" ")
                        .at(item.place(begin.message));
                }
                lines.push(line.words("."));
            }
        }
        if lines.is_empty() { vec![Line::of("No sum is named.")] } else { lines }
    }

    /// Deadlines still to come, the nearest first; then those that passed, the last first; then those without a moment.
    fn by_urgency(&self) -> Vec<(&Item<'_>, &Deadline)> {
        let mut all: Vec<_> =
            self.items.iter().flat_map(|item| item.analysis.deadlines.iter().map(move |deadline| (item, deadline))).collect();
        all.sort_by_key(|(_, deadline)| match deadline.due {
            Some(due) if due >= self.made_at => (0, due.as_second()),
            Some(due) => (1, -due.as_second()),
            None => (2, 0),
        });
        all
    }

    fn deadlines(&self) -> Vec<Line> {
        let mut all = self.by_urgency();
        all.dedup_by_key(|(item, deadline)| (item.number, deadline.message, deadline.due, deadline.kind));
        let mut lines: Vec<Line> = all.iter().take(NAMED).map(|(item, deadline)| self.deadline(item, deadline)).collect();
        if lines.is_empty() {
            lines.push(Line::of("No time limit is stated."));
        } else if all.len() > NAMED {
            lines.push(Line::of(format!("{} more under “Deadlines”.", all.len() - NAMED)));
        }
        lines
    }

    fn deadline(&self, item: &Item<'_>, deadline: &Deadline) -> Line {
        let line = match deadline.due {
            Some(due) => Line::default().strong(&moment(due)).words(format!(" ({}) ", distance(self.made_at, due))),
            None => Line::of("No moment can be given, "),
        };
        let line =
            line.words(deadline.kind.words()).words(", ").quote(deadline.as_written.raw()).words(" ").at(item.place(deadline.message));
        match &deadline.assumed {
            Some(assumed) => line.words("; ").plain(assumed).words("."),
            None => line.words("."),
        }
    }

    fn gaps(&self) -> Vec<Line> {
        let any = |found: fn(&Item<'_>) -> bool| self.items.iter().any(found);
        let mut lines = Vec::new();
        if self.items.is_empty() {
            lines.push(Line::of("Everything: no evidence item of this case was read."));
            return lines;
        }
        let mut gap = |unknown: bool, words: String| {
            if unknown {
                lines.push(Line::of(words));
            }
        };
        gap(self.who.iter().all(|who| who.grade() >= Grade::SelfNamed), "Who wrote it: nothing but names in the text, if that.".into());
        gap(
            any(|item| item.analysis.claims.iter().any(|claim| claim.code == ClaimCode::Exfiltrated)),
            "Whether data was really taken, and which.".into(),
        );
        gap(!any(|item| !item.analysis.victims.is_empty()), "Whom it is meant for: the text names no victim.".into());
        gap(
            any(|item| item.analysis.deadlines.iter().any(|deadline| deadline.due.is_none())),
            "When some of the deadlines fall due.".into(),
        );
        let untimed = self.messages(|stamp| stamp.is_none_or(|stamp| stamp.zone != Zone::Stated));
        gap(untimed > 0, format!("The exact time of {}: no time or no zone is stated.", several(untimed, "message", "messages")));
        let notes = self.items.iter().flat_map(|item| &item.transcript.notes).filter(|note| note.kind != NoteKind::SpeakersUnknown).count();
        gap(notes > 0, format!("What stands at {} that could not be read plainly.", several(notes, "place", "places")));
        gap(
            any(|item| item.transcript.notes.iter().any(|note| note.kind == NoteKind::SpeakersUnknown)),
            "Who speaks in which message.".into(),
        );
        lines
    }

    fn next_steps(&self) -> Vec<Line> {
        let has = |verdict| self.items.iter().any(|item| item.analysis.assessment.verdict == verdict);
        let mut steps = if has(Verdict::Extortion) {
            self.extortion_steps()
        } else if has(Verdict::AboutExtortion) {
            vec![Line::of("Find the message itself: this text tells of an extortion and is not the extortionist's own.")]
        } else {
            vec![Line::of("Have a person read it before it is put aside.")]
        };
        steps.truncate(NAMED);
        if self.items.iter().any(|item| transcription(item).is_some()) {
            steps.push(Line::of("Get the original of what was transcribed, and log it as evidence."));
        }
        steps
    }

    fn extortion_steps(&self) -> Vec<Line> {
        let mut steps = Vec::new();
        let next = self.by_urgency().into_iter().find_map(|(_, deadline)| deadline.due.filter(|due| *due >= self.made_at));
        if let Some(due) = next {
            steps.push(Line::of("Decide before ").strong(&moment(due)).words(" who answers, if anybody does."));
        }
        if self.who.iter().any(|who| !who.sanctions.is_empty()) {
            steps.push(Line::of("Take legal advice on the sanctions entries before any payment is considered."));
        }
        let personal = [DataType::Client, DataType::Employee, DataType::Personal, DataType::Medical];
        if self.items.iter().any(|item| item.analysis.data_types.iter().any(|data| personal.contains(&data.code))) {
            steps.push(Line::of("Check which duties to notify begin: data about people is said to be taken."));
        }
        if self.items.iter().any(|item| !item.analysis.proof.is_empty()) {
            steps.push(Line::of("Compare the proof that is offered or shown with your own data."));
        }
        let mut wallets: Vec<_> = self
            .items
            .iter()
            .flat_map(|item| &item.analysis.observables)
            .filter(|seen| seen.kind.is_wallet() && seen.validity != Validity::Invalid)
            .collect();
        wallets.sort_by_key(|seen| (seen.kind, &seen.value));
        wallets.dedup_by_key(|seen| (seen.kind, &seen.value));
        if !wallets.is_empty() {
            steps.push(Line::of(format!("Have {} traced and watched.", several(wallets.len(), "wallet address", "wallet addresses"))));
        }
        steps.push(Line::of("Preserve the systems and logs that the claims are about."));
        steps
    }

    fn messages(&self, doubtful: fn(Option<&shakedown_core::Stamp>) -> bool) -> usize {
        self.items.iter().flat_map(|item| &item.transcript.messages).filter(|message| doubtful(message.sent_at.as_ref())).count()
    }

    /// Everything said by somebody who is not the victim, once, with every place.
    fn distinct<'i, I: Iterator<Item = (String, Role, u32)>>(&'i self, list: impl Fn(&'i Item<'i>) -> I) -> Vec<(String, Places)> {
        let (mut all, mut seen): (Vec<(String, Places)>, _) = (Vec::new(), HashMap::new());
        for item in self.items {
            for (what, by, message) in list(item) {
                if by == Role::Victim {
                    continue;
                }
                match known(&mut all, &mut seen, what.clone()) {
                    Some((_, at)) => at.add(item.place(message)),
                    None => all.push((what, item.place(message))),
                }
            }
        }
        all
    }
}

/// `Gray Heron, by its own name: …`.
fn named_as(who: &Who) -> Line {
    let line = Line::default().strong(&who.name).words(format!(", {}", who.grade().words()));
    match who.grounds.first() {
        Some(ground) => line.words(": ").plain(&ground.because).words(" ").at(ground.at.clone().few()),
        None => line,
    }
}

/// `begin one (3), two (4, 5).`, or nothing where there is nothing to list.
fn listed(begin: &str, all: Vec<(String, Places)>) -> Option<Line> {
    let last = all.len().min(LISTED).checked_sub(1)?;
    let more = all.len() - last - 1;
    let mut line = Line::of(begin);
    for (index, (what, at)) in all.into_iter().take(LISTED).enumerate() {
        line = line.strong(&what).words(" ").at(at.few()).words(if index < last { "; " } else { "" });
    }
    Some(line.words(if more > 0 { format!("; and {more} more.") } else { ".".into() }))
}
