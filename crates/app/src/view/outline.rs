//! What a transcript holds, to go to; and its messages as the engine reads them.

use std::collections::HashMap;

use shakedown_core::{AnalysedTranscript, Message, MessageKind, Role, Zone};
use shakedown_detect::Engine;

use super::marks::Marks;
use super::transcript::{role_of, shown_time};
use crate::wire::{CleanedView, DayView, KindView, OutlineView, PlaceView, SpeakerView};

/// The most days and marks that are told.
const PLACES_MAX: usize = 2_000;
/// The most speakers that are told.
const SPEAKERS_MAX: usize = 500;
/// The longest page, in messages.
const PAGE_MAX: u32 = 500;

/// Days, speakers, kinds of mark, and marks.
pub(crate) fn outline(analysed: &AnalysedTranscript, marks: &Marks<'_>) -> OutlineView {
    let place = |(message, span, kind, words): (u32, _, &str, &str)| PlaceView {
        kind: kind.to_owned(),
        words: words.to_owned(),
        at: marks.jump(message, span),
    };
    OutlineView {
        days: days(&analysed.transcript.messages),
        speakers: speakers(analysed),
        kinds: marks.kinds().into_iter().map(|(kind, marks)| KindView { kind: kind.to_owned(), marks }).collect(),
        marks: marks.in_order(PLACES_MAX).into_iter().map(place).collect(),
    }
}

fn days(messages: &[Message]) -> Vec<DayView> {
    let day_of = |message: &Message| -> (Option<String>, Option<Zone>) {
        let stamp = message.sent_at.as_ref();
        let day = stamp.and_then(shown_time).and_then(|time| time.get(..10).map(str::to_owned));
        (day.filter(|day| day.as_bytes().first().is_some_and(u8::is_ascii_digit)), stamp.map(|stamp| stamp.zone))
    };
    let mut days: Vec<DayView> = Vec::new();
    for message in messages {
        let (day, zone) = day_of(message);
        if let Some(last) = days.last_mut().filter(|last| last.day == day && last.zone == zone) {
            last.messages += 1;
        } else if days.len() == PLACES_MAX {
            break;
        } else {
            days.push(DayView { day, zone, message: message.seq, messages: 1 });
        }
    }
    days
}

fn speakers(analysed: &AnalysedTranscript) -> Vec<SpeakerView> {
    let mut speakers: Vec<SpeakerView> = Vec::new();
    let mut known: HashMap<Option<&str>, usize> = HashMap::new();
    for message in analysed.transcript.messages.iter().filter(|message| message.kind == MessageKind::Message) {
        let sender = message.sender.as_ref();
        let place = *known.entry(sender.map(|sender| sender.raw())).or_insert(speakers.len());
        if let Some(speaker) = speakers.get_mut(place) {
            speaker.messages += 1;
        } else if speakers.len() == SPEAKERS_MAX {
            break;
        } else {
            let name = sender.map(|sender| sender.visible().into_owned());
            let role = sender.map_or(Role::Unknown, |_| role_of(message, analysed));
            speakers.push(SpeakerView { name, role, message: message.seq, messages: 1 });
        }
    }
    speakers
}

/// Those of `count` messages from `first` on that the engine reads otherwise than they were written.
pub(crate) fn cleaned(engine: &Engine, analysed: &AnalysedTranscript, marks: &Marks<'_>, first: u32, count: u32) -> Vec<CleanedView> {
    let messages = analysed.transcript.messages.iter().skip(first as usize).take(count.min(PAGE_MAX) as usize);
    let view = |message: &Message| {
        let body = message.body.raw();
        let cleaned = engine.cleaned(body)?;
        let segments = marks.cleaned(message.seq, body, &cleaned);
        Some(CleanedView { seq: message.seq, steps: cleaned.steps.iter().map(|step| (*step).to_owned()).collect(), segments })
    };
    messages.filter(|message| message.kind == MessageKind::Message).filter_map(view).collect()
}
