//! Messages and import notes.

use shakedown_core::{AnalysedTranscript, ImportNote, Message, Stamp, defang, visible};

use super::marks::Marks;
use crate::wire::{MessageView, NoteView, TranscriptPage};

/// The longest page, in messages.
const PAGE_MAX: u32 = 500;

/// `count` messages from `first` on, at most 500.
pub(crate) fn page(analysed: &AnalysedTranscript, marks: &Marks<'_>, first: u32, count: u32) -> TranscriptPage {
    let all = &analysed.transcript.messages;
    let messages = all.iter().skip(first as usize).take(count.min(PAGE_MAX) as usize);
    TranscriptPage {
        total: u32::try_from(all.len()).unwrap_or(u32::MAX),
        first,
        messages: messages.map(|message| message_view(message, analysed, marks)).collect(),
    }
}

fn message_view(message: &Message, analysed: &AnalysedTranscript, marks: &Marks<'_>) -> MessageView {
    let stamp = message.sent_at.as_ref();
    let body = message.body.raw();
    MessageView {
        seq: message.seq,
        kind: message.kind,
        sender: message.sender.as_ref().map(|sender| sender.visible().into_owned()),
        role: role_of(message, analysed),
        time: stamp.and_then(shown_time),
        time_as_written: stamp.map(|stamp| stamp.as_written.visible().into_owned()),
        zone: stamp.map(|stamp| stamp.zone),
        state: message.state,
        segments: marks.segments(message.seq, body),
        defanged: visible(&defang(body)).into_owned(),
        attachments: message.attachments.iter().map(|attachment| attachment.name.visible().into_owned()).collect(),
        locator: visible(&message.locator.to_string()).into_owned(),
    }
}

/// The part the sender plays: as assessed, else as the format tells it.
pub(super) fn role_of(message: &Message, analysed: &AnalysedTranscript) -> shakedown_core::Role {
    let assessed = analysed.analysis.participants.iter().find(|participant| Some(&participant.name) == message.sender.as_ref());
    assessed.map_or(message.role, |participant| participant.role)
}

/// `2025-07-05 12:38:21`: UTC where the moment is known, the writer's clock where it is not.
pub(super) fn shown_time(stamp: &Stamp) -> Option<String> {
    let iso = stamp.iso()?;
    let whole = iso.split('.').next().unwrap_or(&iso).trim_end_matches('Z');
    Some(whole.replace('T', " "))
}

pub(super) fn note_view(note: &ImportNote) -> NoteView {
    NoteView {
        kind: note.kind.to_string(),
        words: note.kind.words().into(),
        locator: visible(&note.locator.to_string()).into_owned(),
        found: note.found.visible().into_owned(),
        kept_as: note.kept_as.clone(),
    }
}
