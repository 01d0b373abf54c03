//! One triage, whole.

use std::collections::{HashMap, HashSet};

use shakedown_core::{
    AcquisitionKind, Amount, AmountRole, AnalysedTranscript, Analysis, Coded, Deadline, Digest, Hostile, MessageKind, Observable,
    ObservableKind, Role, defang, visible,
};

use super::assessment::assessment_view;
use super::ledger::{curve, ledger, register};
use super::marks::{Marks, Placed};
use super::transcript::{note_view, page};
use crate::intake::Assessed;
use crate::wire::{ActivityView, ActorView, AmountView, ClaimView, DeadlineView, ObservableView, ParticipantView, TriageView, VictimView};

/// Messages of the first page.
const FIRST_PAGE: u32 = 200;

/// What a triage shows beside what was derived.
pub(crate) struct Shown<'a> {
    /// Names it in later calls.
    pub draft: &'a str,
    /// The file's name; none for a paste.
    pub file_name: Option<&'a str>,
    /// File or paste.
    pub acquired: AcquisitionKind,
    /// SHA-256 of the bytes.
    pub sha256: Digest,
    /// Length in bytes.
    pub bytes: u64,
    /// How long it took, milliseconds.
    pub elapsed_ms: f64,
}

/// An assessed item as the window and the terminal show it.
pub fn shown(assessed: &Assessed) -> TriageView {
    let file_name = assessed.source.file_name();
    let shown = Shown {
        draft: "",
        file_name: file_name.as_deref(),
        acquired: assessed.source.kind(),
        sha256: assessed.sha256,
        bytes: assessed.byte_len,
        elapsed_ms: 0.0,
    };
    triage_view(&shown, &assessed.analysed, &Placed::new(&assessed.analysed, &[]))
}

/// The triage as the window shows it.
pub(crate) fn triage_view(shown: &Shown<'_>, analysed: &AnalysedTranscript, placed: &Placed) -> TriageView {
    let AnalysedTranscript { transcript, analysis } = analysed;
    let marks = Marks::of(transcript, placed);
    TriageView {
        draft: shown.draft.to_owned(),
        title: shown.file_name.map_or_else(|| "Pasted text".into(), |name| visible(name).into_owned()),
        acquired: shown.acquired,
        sha256: shown.sha256.to_string(),
        bytes: shown.bytes,
        format_name: format_name(&transcript.format),
        format: transcript.format.clone(),
        elapsed_ms: shown.elapsed_ms,
        assessment: assessment_view(analysis, &marks),
        actors: actors(analysis, &marks),
        amounts: amounts(analysis, &marks),
        deadlines: analysis.deadlines.iter().map(|deadline| deadline_view(deadline, &marks)).collect(),
        ledger: ledger(analysis, &marks),
        curve: curve(analysis),
        register: register(analysis, &marks),
        claims: claims(analysis, &marks),
        observables: observables(analysis, &marks),
        victims: victims(analysis, &marks),
        participants: participants(analysed),
        activity: activity(analysed),
        notes: transcript.notes.iter().map(note_view).collect(),
        transcript: page(analysed, &marks, 0, FIRST_PAGE),
    }
}

/// The name of a format for people.
pub(crate) fn format_name(id: &str) -> String {
    let known = shakedown_import::formats().iter().find(|format| format.id() == id);
    known.map_or_else(|| "no reader knows this format".into(), |format| format.name().into())
}

/// `1,500,000 USD`, `0.25 BTC`.
pub(crate) fn amount_text(amount: &Amount) -> String {
    money_text(amount.value, &amount.currency)
}

/// A sum with its thousands apart: no decimals where it has none, else at most eight.
pub(crate) fn money_text(value: f64, currency: &str) -> String {
    let written = if value.fract() == 0.0 { format!("{value:.0}") } else { format!("{value:.8}").trim_end_matches('0').to_owned() };
    let (whole, fraction) = written.split_once('.').map_or((&*written, ""), |(whole, fraction)| (whole, fraction));
    let mut grouped = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) && grouped.ends_with(|c: char| c.is_ascii_digit()) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if fraction.is_empty() { format!("{grouped} {currency}") } else { format!("{grouped}.{fraction} {currency}") }
}

/// `72 hours`, `5 days`.
pub(crate) fn hours_text(hours: f64) -> String {
    if hours >= 96.0 && hours % 24.0 == 0.0 { format!("{} days", hours / 24.0) } else { format!("{hours} hours") }
}

/// `72 hours`, `5 days`, `2025-07-08 09:00 UTC`.
pub(crate) fn deadline_text(deadline: &Deadline) -> String {
    match (deadline.hours, &deadline.iso) {
        (_, Some(iso)) => iso.replace('T', " ").replace('Z', " UTC"),
        (Some(hours), None) => hours_text(hours),
        (None, None) => visible(deadline.as_written.raw()).into_owned(),
    }
}

fn actors(analysis: &Analysis, marks: &Marks<'_>) -> Vec<ActorView> {
    let sanction = |entry: &shakedown_core::Sanction| {
        format!("{}: {}, since {}, as of {}; not legal advice", entry.list, entry.entry, entry.date, entry.as_of)
    };
    let view = |actor: &shakedown_core::ActorMatch| ActorView {
        name: actor.name.clone(),
        stated: actor.stated,
        grade: actor.grade,
        grade_words: actor.grade.words().into(),
        because: actor.because.clone(),
        as_written: actor.as_written.visible().into_owned(),
        aliases: actor.aliases.clone(),
        attack_id: actor.attack_id.clone(),
        sanctions: actor.sanctions.iter().map(sanction).collect(),
        disputed_by: actor.disputed_by.clone(),
        at: marks.jump(actor.message, actor.span),
    };
    // A text may call one actor by several names: it is listed once, by its strongest ground.
    let mut seen = HashSet::new();
    analysis.actors.iter().filter(|actor| seen.insert(&actor.name)).map(view).collect()
}

fn amounts(analysis: &Analysis, marks: &Marks<'_>) -> Vec<AmountView> {
    let view = |amount: &Amount| AmountView {
        text: amount_text(amount),
        value: amount.value,
        currency: amount.currency.clone(),
        role: amount.role,
        by: amount.by,
        at: marks.jump(amount.message, amount.span),
    };
    let (ledger, others): (Vec<&Amount>, Vec<&Amount>) = analysis.amounts.iter().partition(|amount| amount.role != AmountRole::Other);
    ledger.into_iter().chain(others).map(view).collect()
}

fn deadline_view(deadline: &Deadline, marks: &Marks<'_>) -> DeadlineView {
    DeadlineView {
        text: deadline_text(deadline),
        due: deadline.due.map(|due| due.to_string()),
        assumed: deadline.assumed.clone(),
        kind: deadline.kind,
        kind_words: deadline.kind.words().into(),
        soft: deadline.soft,
        at: marks.jump(deadline.message, deadline.span),
    }
}

fn claims(analysis: &Analysis, marks: &Marks<'_>) -> Vec<ClaimView> {
    fn coded<C: Copy>(family: &str, coded: &[Coded<C>], names: fn(C) -> (&'static str, &'static str), marks: &Marks<'_>) -> Vec<ClaimView> {
        let view = |one: &Coded<C>| {
            let (code, words) = names(one.code);
            ClaimView { family: family.into(), code: code.into(), words: words.into(), by: one.by, at: marks.jump(one.message, one.span) }
        };
        coded.iter().map(view).collect()
    }
    let mut all = coded("claim", &analysis.claims, |code| (code.as_str(), code.words()), marks);
    all.extend(coded("data-type", &analysis.data_types, |code| (code.as_str(), code.words()), marks));
    all.extend(analysis.volume.iter().map(|volume| {
        let text = format!("{} {}", volume.value, volume.unit);
        let at = marks.jump(volume.message, volume.span);
        ClaimView { family: "volume".into(), code: text.clone(), words: text, by: Role::Unknown, at }
    }));
    all.extend(coded("threat", &analysis.threats, |code| (code.as_str(), code.words()), marks));
    all.extend(coded("proof", &analysis.proof, |code| (code.as_str(), code.words()), marks));
    all
}

fn observables(analysis: &Analysis, marks: &Marks<'_>) -> Vec<ObservableView> {
    let mut views: Vec<ObservableView> = Vec::new();
    let mut known: HashMap<(ObservableKind, &str), usize> = HashMap::new();
    for seen in &analysis.observables {
        let place = *known.entry((seen.kind, seen.value.raw())).or_insert(views.len());
        match views.get_mut(place) {
            Some(view) => view.count += 1,
            None => views.push(observable_view(seen, marks)),
        }
    }
    views
}

fn observable_view(seen: &Observable, marks: &Marks<'_>) -> ObservableView {
    ObservableView {
        kind: seen.kind,
        kind_words: seen.kind.words().into(),
        shown: visible(&defang(seen.value.raw())).into_owned(),
        value: seen.value.raw().to_owned(),
        validity: seen.validity,
        repair: seen.repair.as_ref().map(|repair| repair.visible().into_owned()),
        at: marks.jump(seen.message, seen.span),
        count: 1,
    }
}

fn victims(analysis: &Analysis, marks: &Marks<'_>) -> Vec<VictimView> {
    let view = |victim: &shakedown_core::Victim| VictimView {
        name: victim.name.visible().into_owned(),
        kind: victim.kind,
        at: marks.jump(victim.message, victim.span),
    };
    analysis.victims.iter().map(view).collect()
}

/// Messages by hour of the day in UTC.
fn activity(analysed: &AnalysedTranscript) -> ActivityView {
    let roles: HashMap<&Hostile, Role> = analysed.analysis.participants.iter().map(|one| (&one.name, one.role)).collect();
    let mut view = ActivityView { attacker: vec![0; 24], others: vec![0; 24], left_out: 0 };
    for message in analysed.transcript.messages.iter().filter(|message| message.kind == MessageKind::Message) {
        let Some(instant) = message.sent_at.as_ref().and_then(|stamp| stamp.instant) else {
            view.left_out += 1;
            continue;
        };
        let role = message.sender.as_ref().and_then(|sender| roles.get(sender)).copied().unwrap_or(message.role);
        let side = if role == Role::Attacker { &mut view.attacker } else { &mut view.others };
        let hour = instant.as_second().div_euclid(3600).rem_euclid(24);
        side[usize::try_from(hour).unwrap_or_default()] += 1;
    }
    view
}

fn participants(analysed: &AnalysedTranscript) -> Vec<ParticipantView> {
    let messages = &analysed.transcript.messages;
    let view = |participant: &shakedown_core::Participant| {
        let said =
            messages.iter().filter(|message| message.kind == MessageKind::Message && message.sender.as_ref() == Some(&participant.name));
        ParticipantView {
            name: participant.name.visible().into_owned(),
            role: participant.role,
            messages: u32::try_from(said.count()).unwrap_or(u32::MAX),
        }
    };
    analysed.analysis.participants.iter().map(view).collect()
}
