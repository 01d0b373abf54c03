//! The transcript of each item, with everything that was found in it highlighted.

use std::collections::HashMap;

use serde::Serialize;
use shakedown_core::{Analysis, Family, Message, MessageKind, MessageState, Role};

use super::items::Item;
use super::text::{Look, Mark, Text, host};
use super::words::{When, count};

/// One item's transcript.
#[derive(Serialize)]
pub(super) struct Talk {
    pub number: usize,
    pub label: Text,
    pub one_of_many: bool,
    pub participants: Vec<Speaker>,
    /// The kinds that are highlighted in it, with how many there are.
    pub legend: Vec<(Family, usize)>,
    pub messages: Vec<Said>,
    pub notes: Vec<NoteRow>,
}

/// Somebody who speaks.
#[derive(Serialize)]
pub(super) struct Speaker {
    pub name: Text,
    pub role: &'static str,
    pub messages: String,
}

/// One message.
#[derive(Serialize)]
pub(super) struct Said {
    pub seq: u32,
    pub system: bool,
    pub sender: Option<Text>,
    /// The sender's part, where it is known.
    pub role: Option<&'static str>,
    pub when: Option<When>,
    pub state: Option<&'static str>,
    pub reply_to: Option<u32>,
    pub body: Text,
    pub right_to_left: bool,
    pub attachments: Vec<AttachmentRow>,
    pub locator: Text,
    pub bytes: Option<String>,
}

/// Something sent along.
#[derive(Serialize)]
pub(super) struct AttachmentRow {
    pub name: Text,
    pub bytes: Option<String>,
    pub sha256: Option<String>,
}

/// Something that was not read plainly.
#[derive(Serialize)]
pub(super) struct NoteRow {
    pub kind: &'static str,
    pub locator: Text,
    pub found: Text,
    pub kept_as: Text,
}

impl Talk {
    pub fn of(item: &Item<'_>) -> Self {
        let mut marks = Marks::of(item);
        let legend = Family::ALL.iter().map(|family| (*family, marks.counted(*family))).filter(|(_, found)| *found > 0).collect();
        let roles: HashMap<&str, Role> =
            item.analysis.participants.iter().map(|participant| (participant.name.raw(), participant.role)).collect();
        let messages = item.transcript.messages.iter().map(|message| said(message, &roles, marks.take(message.seq))).collect();
        let notes = item.transcript.notes.iter().map(|note| NoteRow {
            kind: note.kind.words(),
            locator: Text::quote(&note.locator.to_string()),
            found: Text::quote(note.found.raw()),
            kept_as: Text::quote(&note.kept_as),
        });
        Self {
            number: item.number,
            label: item.label.clone(),
            one_of_many: item.one_of_many,
            participants: speakers(item),
            legend,
            messages,
            notes: notes.collect(),
        }
    }
}

fn speakers(item: &Item<'_>) -> Vec<Speaker> {
    let mut spoken: HashMap<&str, u64> = HashMap::new();
    for sender in item.transcript.messages.iter().filter_map(|message| message.sender.as_ref()) {
        *spoken.entry(sender.raw()).or_default() += 1;
    }
    let speaker = |participant: &shakedown_core::Participant| Speaker {
        name: Text::quote(participant.name.raw()),
        role: participant.role.words(),
        messages: count(spoken.get(participant.name.raw()).copied().unwrap_or_default()),
    };
    item.analysis.participants.iter().map(speaker).collect()
}

fn said(message: &Message, roles: &HashMap<&str, Role>, marks: Vec<Mark>) -> Said {
    let by_name = || message.sender.as_ref().and_then(|sender| roles.get(sender.raw()).copied());
    let role = if message.role == Role::Unknown { by_name().unwrap_or(Role::Unknown) } else { message.role };
    let attachments = message.attachments.iter().map(|attachment| AttachmentRow {
        name: Text::quote(attachment.name.raw()),
        bytes: attachment.bytes.map(count),
        sha256: attachment.sha256.map(|sha256| sha256.to_string()),
    });
    let body = Text::marked(message.body.raw(), marks);
    Said {
        seq: message.seq,
        system: message.kind == MessageKind::System,
        sender: message.sender.as_ref().map(|sender| Text::quote(sender.raw())),
        role: (role != Role::Unknown).then(|| role.words()),
        when: message.sent_at.as_ref().map(When::of),
        state: (message.state != MessageState::Sent).then(|| message.state.words()),
        reply_to: message.reply_to,
        right_to_left: body.is_right_to_left(),
        body,
        attachments: attachments.collect(),
        locator: Text::quote(&message.locator.to_string()),
        bytes: message.locator.bytes.map(|(start, end)| format!("bytes {}–{}", count(start), count(end))),
    }
}

/// What is highlighted in each message.
struct Marks(HashMap<u32, Vec<Mark>>);

impl Marks {
    fn of(item: &Item<'_>) -> Self {
        let mut marks = Self(HashMap::new());
        let Analysis { findings, claims, data_types, volume, threats, proof, amounts, deadlines, observables, actors, victims, .. } =
            item.analysis;
        let places = findings
            .iter()
            .map(|found| (found.family, found.message, found.span))
            .chain(claims.iter().map(|found| (Family::Claim, found.message, found.span)))
            .chain(data_types.iter().map(|found| (Family::DataType, found.message, found.span)))
            .chain(volume.iter().map(|found| (Family::Volume, found.message, found.span)))
            .chain(threats.iter().map(|found| (Family::Threat, found.message, found.span)))
            .chain(proof.iter().map(|found| (Family::Proof, found.message, found.span)))
            .chain(amounts.iter().map(|found| (Family::Amount, found.message, found.span)))
            .chain(deadlines.iter().map(|found| (Family::Deadline, found.message, found.span)))
            .chain(observables.iter().map(|found| (Family::Observable, found.message, found.span)))
            .chain(actors.iter().map(|found| (Family::Actor, found.message, found.span)))
            .chain(victims.iter().map(|found| (Family::Victim, found.message, found.span)));
        for (family, message, span) in places.filter(|(_, _, span)| !span.is_empty()) {
            marks.0.entry(message).or_default().push(Mark { span, look: Look::Finding(family) });
        }
        for observable in observables {
            if let Some(host) = host(observable.kind, observable.as_written.raw(), observable.span.start as usize) {
                marks.0.entry(observable.message).or_default().push(host);
            }
        }
        for list in marks.0.values_mut() {
            list.sort_unstable_by_key(|mark| (mark.span, mark.look));
            list.dedup();
        }
        marks
    }

    fn counted(&self, family: Family) -> usize {
        self.0.values().flatten().filter(|mark| mark.look == Look::Finding(family)).count()
    }

    fn take(&mut self, message: u32) -> Vec<Mark> {
        self.0.remove(&message).unwrap_or_default()
    }
}
