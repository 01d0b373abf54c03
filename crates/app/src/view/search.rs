//! Hits in their surroundings.

use shakedown_core::visible;
use shakedown_store::{SearchHit as Found, SearchPage as Page, Searched};

use super::marks::push_run;
use crate::wire::{MarkRef, SearchHit, SearchPage, SearchedText, Segment};

/// A page of hits as the window shows it.
pub(crate) fn search_page(page: &Page) -> SearchPage {
    SearchPage { hits: page.hits.iter().map(hit).collect(), next: page.next.map(|next| next.to_string()) }
}

fn hit(hit: &Found) -> SearchHit {
    let (draft, exhibit_ref, message) = match &hit.message {
        Some((transcript, _, label, seq)) => (Some(transcript.to_string()), Some(label.clone()), Some(*seq)),
        None => (None, None, None),
    };
    SearchHit {
        what: match hit.what {
            Searched::Title => SearchedText::Title,
            Searched::Note => SearchedText::Note,
            Searched::Message => SearchedText::Message,
        },
        case: hit.case.to_string(),
        number: hit.number,
        title: visible(&hit.title).into_owned(),
        priority: hit.priority,
        draft,
        exhibit_ref,
        message,
        note: hit.note.as_ref().map(ToString::to_string),
        by: hit.by.as_ref().map(|by| by.visible().into_owned()),
        at: hit.at.clone(),
        segments: segments(hit),
        cut_before: hit.excerpt.cut_before,
        cut_after: hit.excerpt.cut_after,
    }
}

/// The excerpt as runs, what was found marked.
fn segments(hit: &Found) -> Vec<Segment> {
    let text = hit.excerpt.text.raw();
    let mut segments = Vec::new();
    let mut at = 0;
    for (id, found) in (0..).zip(&hit.excerpt.found) {
        let range = found.range();
        let (Some(before), Some(within)) = (text.get(at..range.start), text.get(range.clone())) else { continue };
        push_run(before, &[], &mut segments);
        let mark = MarkRef { id, kind: "search".into(), words: "what you looked for".into(), rule: String::new(), review: None };
        push_run(within, &[mark], &mut segments);
        at = range.end;
    }
    push_run(text.get(at..).unwrap_or_default(), &[], &mut segments);
    segments
}
