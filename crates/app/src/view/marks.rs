//! Marks: the places that a transcript shows in colour, and that everything else jumps to.

use std::collections::HashMap;
use std::ops::Deref;

use shakedown_core::{AnalysedTranscript, Coded, Family, Review, ReviewVerdict, Span, Transcript, is_hidden, visible};
use shakedown_detect::{Cleaned, CleanedPiece};

use crate::wire::{CleanedSegment, JumpTo, MarkRef, Segment};

/// The longest quote of a jump, in characters.
const QUOTE_MAX: usize = 160;

struct Mark {
    span: Span,
    kind: &'static str,
    words: String,
    rule: String,
    review: Option<ReviewVerdict>,
}

/// The marks of one transcript, each with what an analyst last said of it. They are placed once, and looked at for each page.
#[derive(Default)]
pub(crate) struct Placed {
    marks: Vec<Mark>,
    by_message: HashMap<u32, Vec<u32>>,
}

impl Placed {
    /// The marks of an analysis. The same kind on the same span is one mark.
    pub(crate) fn new(AnalysedTranscript { transcript, analysis }: &AnalysedTranscript, reviews: &[Review]) -> Self {
        let mut marks = Self::default();
        marks.coded("claim", &analysis.claims, |code| code.words());
        marks.coded("data-type", &analysis.data_types, |code| code.words());
        marks.coded("threat", &analysis.threats, |code| code.words());
        marks.coded("proof", &analysis.proof, |code| code.words());
        for volume in &analysis.volume {
            marks.add(volume.message, volume.span, "volume", "how much data".into(), "volume".into());
        }
        for amount in &analysis.amounts {
            marks.add(amount.message, amount.span, "amount", amount.role.words().into(), "amount".into());
        }
        for deadline in &analysis.deadlines {
            marks.add(deadline.message, deadline.span, "deadline", deadline.kind.words().into(), "deadline".into());
        }
        for seen in &analysis.observables {
            let words = format!("{}; {}", seen.kind.words(), seen.validity.words());
            marks.add(seen.message, seen.span, "observable", words, format!("observable.{}", seen.kind));
        }
        for actor in &analysis.actors {
            marks.add(actor.message, actor.span, "actor", format!("{}: {}", actor.name, actor.grade.words()), "actor".into());
        }
        for victim in &analysis.victims {
            marks.add(victim.message, victim.span, "victim", format!("victim: {}", victim.kind.words()), "victim".into());
        }
        for finding in &analysis.findings {
            let kind = match finding.family {
                Family::Payment => "payment",
                Family::Contact => "contact",
                Family::Pressure => "pressure",
                _ => continue,
            };
            marks.add(finding.message, finding.span, kind, finding.words.clone(), finding.rule.clone());
        }
        marks.review(reviews.iter().filter(|review| review.transcript_id == transcript.id));
        marks
    }

    fn review<'a>(&mut self, reviews: impl Iterator<Item = &'a Review>) {
        for review in reviews {
            let ids = self.by_message.get(&review.message).map_or(&[][..], Vec::as_slice);
            for id in ids {
                let mark = &mut self.marks[*id as usize];
                if mark.span == review.span && mark.rule == review.rule {
                    mark.review = Some(review.verdict).filter(|verdict| *verdict != ReviewVerdict::Withdrawn);
                }
            }
        }
    }

    /// Where a mark stands and by which rule; none where there is no such mark.
    pub(crate) fn place(&self, id: u32) -> Option<(u32, Span, &str)> {
        let mark = self.marks.get(id as usize)?;
        let message = self.by_message.iter().find(|(_, ids)| ids.contains(&id))?.0;
        Some((*message, mark.span, &mark.rule))
    }

    fn coded<C: Copy>(&mut self, kind: &'static str, coded: &[Coded<C>], words: fn(C) -> &'static str) {
        for one in coded {
            self.add(one.message, one.span, kind, words(one.code).into(), one.rule.clone());
        }
    }

    fn add(&mut self, message: u32, span: Span, kind: &'static str, words: String, rule: String) {
        if span.is_empty() || self.find(message, span, Some(kind)).is_some() {
            return;
        }
        let id = u32::try_from(self.marks.len()).unwrap_or(u32::MAX);
        self.marks.push(Mark { span, kind, words, rule, review: None });
        self.by_message.entry(message).or_default().push(id);
    }

    fn find(&self, message: u32, span: Span, kind: Option<&str>) -> Option<u32> {
        let ids = self.by_message.get(&message)?;
        ids.iter().copied().find(|id| {
            let mark = &self.marks[*id as usize];
            mark.span == span && kind.is_none_or(|kind| kind == mark.kind)
        })
    }

    /// How many marks there are of each kind, in the order in which the kinds are met.
    pub(super) fn kinds(&self) -> Vec<(&'static str, u32)> {
        let mut kinds: Vec<(&'static str, u32)> = Vec::new();
        for mark in &self.marks {
            match kinds.iter_mut().find(|(kind, _)| *kind == mark.kind) {
                Some((_, marks)) => *marks += 1,
                None => kinds.push((mark.kind, 1)),
            }
        }
        kinds
    }

    /// The first marks in the order of the text: message, span, kind, plain reason.
    pub(super) fn in_order(&self, most: usize) -> Vec<(u32, Span, &'static str, &str)> {
        let all = self.by_message.iter().flat_map(|(message, ids)| ids.iter().map(|id| (*message, &self.marks[*id as usize])));
        let mut all: Vec<_> = all.map(|(message, mark)| (message, mark.span, mark.kind, mark.words.as_str())).collect();
        all.sort_by_key(|(message, span, ..)| (*message, span.start, std::cmp::Reverse(span.end)));
        all.truncate(most);
        all
    }

    /// The body of a message as runs of text with the same marks, hidden characters apart.
    pub(super) fn segments(&self, message: u32, body: &str) -> Vec<Segment> {
        let mut segments = Vec::new();
        for run in self.runs(message, body, Span::new(0, body.len())) {
            push_run(&body[run.range()], &self.over(message, run), &mut segments);
        }
        segments
    }

    /// The same of a message as the engine reads it: a piece that was changed bears the marks of all that it was made from.
    pub(super) fn cleaned(&self, message: u32, body: &str, cleaned: &Cleaned) -> Vec<CleanedSegment> {
        let mut found = Vec::new();
        let mut give = |text: &str, marks: &[MarkRef], was: Option<String>| {
            let mut segments = Vec::new();
            push_run(text, marks, &mut segments);
            if segments.is_empty() {
                segments.push(Segment { text: String::new(), badge: None, marks: marks.to_vec() });
            }
            found.extend(segments.into_iter().map(|Segment { text, badge, marks }| CleanedSegment {
                text,
                badge,
                marks,
                was: was.clone(),
            }));
        };
        for CleanedPiece { text, from, changed } in &cleaned.pieces {
            if *changed {
                let was: String = from.of(body).unwrap_or_default().chars().take(QUOTE_MAX).collect();
                give(text, &self.over(message, *from), Some(visible(&was).into_owned()));
            } else if from.of(body) == Some(text) {
                self.runs(message, body, *from).into_iter().for_each(|run| give(&body[run.range()], &self.over(message, run), None));
            } else if !text.is_empty() {
                give(text, &self.over(message, *from), None);
            }
        }
        found
    }

    /// `within` cut wherever a mark begins or ends.
    fn runs(&self, message: u32, body: &str, within: Span) -> Vec<Span> {
        let ids = self.by_message.get(&message).map_or(&[][..], Vec::as_slice);
        let within = within.range();
        let mut cuts: Vec<usize> = ids
            .iter()
            .flat_map(|id| {
                let span = self.marks[*id as usize].span.range();
                [span.start, span.end]
            })
            .filter(|cut| within.contains(cut) && body.is_char_boundary(*cut))
            .chain([within.start, within.end])
            .collect();
        cuts.sort_unstable();
        cuts.dedup();
        cuts.windows(2).map(|pair| Span::new(pair[0], pair[1])).collect()
    }

    /// The marks that cover `run`, widest first.
    fn over(&self, message: u32, run: Span) -> Vec<MarkRef> {
        let ids = self.by_message.get(&message).map_or(&[][..], Vec::as_slice);
        let mut over: Vec<u32> = ids.iter().copied().filter(|id| self.marks[*id as usize].span.covers(run)).collect();
        over.sort_by_key(|id| std::cmp::Reverse(self.marks[*id as usize].span.len()));
        over.into_iter().map(|id| self.mark_ref(id)).collect()
    }

    fn mark_ref(&self, id: u32) -> MarkRef {
        let mark = &self.marks[id as usize];
        MarkRef { id, kind: mark.kind.into(), words: mark.words.clone(), rule: mark.rule.clone(), review: mark.review }
    }
}

/// The marks of a transcript beside its text.
#[derive(Clone, Copy)]
pub(crate) struct Marks<'a> {
    pub(super) transcript: &'a Transcript,
    placed: &'a Placed,
}

impl<'a> Marks<'a> {
    /// The marks that were placed in a transcript.
    pub(crate) fn of(transcript: &'a Transcript, placed: &'a Placed) -> Self {
        Self { transcript, placed }
    }

    /// Where to jump to for a place.
    pub(super) fn jump(&self, message: u32, span: Span) -> JumpTo {
        let body = self.transcript.messages.get(message as usize).map_or("", |message| message.body.raw());
        let quote: String = span.of(body).unwrap_or_default().chars().take(QUOTE_MAX).collect();
        let quote = visible(&quote).split_whitespace().collect::<Vec<_>>().join(" ");
        JumpTo { message, mark: self.find(message, span, None), quote }
    }
}

impl Deref for Marks<'_> {
    type Target = Placed;

    fn deref(&self) -> &Placed {
        self.placed
    }
}

/// One run as segments: hidden characters become badges.
pub(super) fn push_run(run: &str, marks: &[MarkRef], segments: &mut Vec<Segment>) {
    let mut rest = run;
    while let Some(at) = rest.find(is_hidden) {
        let (plain, tail) = rest.split_at(at);
        if !plain.is_empty() {
            segments.push(Segment { text: plain.into(), badge: None, marks: marks.to_vec() });
        }
        let mut characters = tail.chars();
        let hidden = characters.next().map(|character| format!("U+{:04X}", character as u32));
        segments.push(Segment { text: String::new(), badge: hidden, marks: marks.to_vec() });
        rest = characters.as_str();
    }
    if !rest.is_empty() {
        segments.push(Segment { text: rest.into(), badge: None, marks: marks.to_vec() });
    }
}
