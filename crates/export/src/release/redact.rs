//! Putting tokens in the place of what tells who the victim is, in every text of a case file, with spans that still stand where they stood.

use std::collections::BTreeMap;
use std::ops::Range;

use serde_json::Value;
use shakedown_core::{CaseFile, Hostile, Observable, ObservableKind, Role, Span};

use super::identity::{Identities, Mark, is_identity};
use super::names::Names;
use crate::ExportError;
use crate::formats::seen::host_of;

/// Fields that hold codes, identifiers, numbers of versions and hashes: no text that anybody wrote.
const NOT_TEXT: &[&str] = &[
    "id", "evidence_id", "transcript_id", "subject_id", "parent", "evidence", "kind", "role", "zone", "precision", "day_month", "state",
    "verdict", "priority", "caveats", "level", "family", "mood", "grade", "validity", "unit", "code", "standing", "proof", "claim",
    "status", "tlp", "action", "subject", "format", "rule", "rule_set", "engine", "sha256", "detail_sha256", "prev_sha256", "at",
    "created_at", "wall", "instant", "due", "attack_id", "statute", "from", "deleted_at", "merged_into", "revises", "view", "public_key",
    "signature",
];

/// One identity that was removed. For the analyst alone: it never stands in an artifact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Removed {
    /// What stands in its place, `[ORGANISATION-1]`.
    pub token: String,
    /// What stood there, as the case has it first.
    pub text: String,
    /// How often it stood somewhere in the case file.
    pub times: u32,
}

/// Finds names and knows their tokens.
pub(super) struct Redactor {
    names: Names,
    marks: Vec<Mark>,
    tokens: Vec<String>,
    times: Vec<u32>,
}

/// What became of a text: the new one, and what was replaced by what.
struct Rewritten {
    text: String,
    edits: Edits,
}

/// Ranges of an old text, in order, with the length of what stands there now.
type Edits = Vec<(Range<usize>, usize)>;

impl Redactor {
    /// Errors: [`ExportError::Redaction`].
    pub fn new(file: &CaseFile, marked: &[String], victims: &Identities) -> Result<Self, ExportError> {
        let (marks, tokens): (Vec<Mark>, Vec<String>) = victims.of(file, marked).into_iter().unzip();
        let names = Names::new(marks.iter().map(|mark| mark.text.as_str())).map_err(|_| ExportError::Redaction)?;
        Ok(Self { names, times: vec![0; marks.len()], tokens, marks })
    }

    /// `text` with tokens.
    pub fn line(&mut self, text: &str) -> String {
        self.rewrite(text).text
    }

    /// `file` with tokens in every text. What was seen and leads to the victim is no observable any more.
    ///
    /// Errors: [`ExportError::Json`], [`ExportError::Redaction`] where a name would still be there.
    pub fn case_file(&mut self, file: &CaseFile) -> Result<CaseFile, ExportError> {
        let mut file = file.clone();
        let mut moves = Vec::new();
        for read in &mut file.transcripts {
            read.analysis.observables.retain(|one| !self.leads_back(one));
            let mut moved = Moved::default();
            for message in &mut read.transcript.messages {
                let Rewritten { text, edits } = self.rewrite(message.body.raw());
                moved.0.insert(message.seq, (text.clone(), edits));
                message.body = Hostile::new(text);
            }
            moves.push((read.transcript.id.clone(), moved));
        }
        for review in &mut file.reviews {
            if let Some((_, moved)) = moves.iter().find(|(id, _)| *id == review.transcript_id) {
                review.span = moved.span(review.message, review.span);
            }
        }
        let mut value = serde_json::to_value(&file)?;
        for (read, (_, moved)) in value["transcripts"].as_array_mut().into_iter().flatten().zip(&moves) {
            moved.apply(&mut read["analysis"]);
        }
        self.walk(&mut value, "");
        value["redacted"] = Value::Bool(true);
        let holds = self.holds_a_name(&value, "");
        if holds { Err(ExportError::Redaction) } else { Ok(serde_json::from_value(value)?) }
    }

    /// What was removed, in the order of the tokens.
    pub fn removed(&self) -> Vec<Removed> {
        let all = self.marks.iter().zip(&self.tokens).zip(&self.times);
        let row =
            |((mark, token), times): ((&Mark, &String), &u32)| Removed { token: token.clone(), text: mark.text.clone(), times: *times };
        all.filter(|(_, times)| **times > 0).map(row).collect()
    }

    /// Whether an observable tells who the victim is. The victim's name in the path of the adversary's link is a matter of its text alone.
    fn leads_back(&self, one: &Observable) -> bool {
        let value = one.value.raw();
        let telling = if one.kind == ObservableKind::Url { host_of(value) } else { value.to_owned() };
        (is_identity(one.kind) || one.kind == ObservableKind::VictimId) && !self.names.find(&telling).is_empty()
    }

    fn rewrite(&mut self, text: &str) -> Rewritten {
        let mut rewritten = Rewritten { text: String::with_capacity(text.len()), edits: Vec::new() };
        let mut from = 0;
        for (which, place) in self.names.find(text) {
            let (Some(token), Some(times)) = (self.tokens.get(which), self.times.get_mut(which)) else { continue };
            *times += 1;
            rewritten.text.push_str(&text[from..place.start]);
            rewritten.text.push_str(token);
            from = place.end;
            rewritten.edits.push((place, token.len()));
        }
        rewritten.text.push_str(&text[from..]);
        rewritten
    }

    /// Rewrite every text in `value`, which stands under `key`.
    fn walk(&mut self, value: &mut Value, key: &str) {
        match value {
            Value::String(text) if is_text(key, text) => *text = self.rewrite(text).text,
            Value::Array(list) => list.iter_mut().for_each(|one| self.walk(one, key)),
            Value::Object(map) => map.iter_mut().for_each(|(key, one)| self.walk(one, key)),
            _ => {}
        }
    }

    fn holds_a_name(&self, value: &Value, key: &str) -> bool {
        match value {
            Value::String(text) => is_text(key, text) && !self.names.find(text).is_empty(),
            Value::Array(list) => list.iter().any(|one| self.holds_a_name(one, key)),
            Value::Object(map) => map.iter().any(|(key, one)| self.holds_a_name(one, key)),
            _ => false,
        }
    }
}

/// Whether the text under `key` was written by somebody. `by` holds the part that somebody plays, or a name.
fn is_text(key: &str, text: &str) -> bool {
    !(NOT_TEXT.contains(&key) || key == "by" && text.parse::<Role>().is_ok())
}

/// The messages of a transcript by number: each new body, and what was replaced in the old one.
#[derive(Default)]
struct Moved(BTreeMap<u32, (String, Edits)>);

impl Moved {
    /// Where `span` of the old body stands in the new one. An end inside a name takes the whole token in.
    fn span(&self, message: u32, span: Span) -> Span {
        let Some((_, edits)) = self.0.get(&message) else { return span };
        let moved = |at: u32, is_end: bool| {
            // `new` is where the byte `old` of the old body stands; between two names both run on together.
            let (at, mut old, mut new) = (at as usize, 0, 0);
            for (place, length) in edits.iter().take_while(|(place, _)| place.start < at) {
                new += place.start - old;
                if at < place.end {
                    return if is_end { new + length } else { new };
                }
                (old, new) = (place.end, new + length);
            }
            new + (at - old)
        };
        Span::new(moved(span.start, false), moved(span.end, true))
    }

    /// Move every span in `value`, and take the words under each anew.
    fn apply(&self, value: &mut Value) {
        let message = value.get("message").and_then(Value::as_u64).and_then(|message| u32::try_from(message).ok());
        let span = value.get("span").and_then(|span| serde_json::from_value::<Span>(span.clone()).ok());
        if let (Some(message), Some(span)) = (message, span) {
            let moved = self.span(message, span);
            value["span"] = serde_json::json!([moved.start, moved.end]);
            let words = self.0.get(&message).and_then(|(body, _)| moved.of(body));
            if let (Some(words), Some(written)) = (words.filter(|words| !words.is_empty()), value.get_mut("as_written")) {
                *written = Value::from(words);
            }
        }
        match value {
            Value::Array(list) => list.iter_mut().for_each(|one| self.apply(one)),
            Value::Object(map) => map.values_mut().for_each(|one| self.apply(one)),
            _ => {}
        }
    }
}
