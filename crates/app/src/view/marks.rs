//! Marks: the places that a transcript shows in colour, and that everything else jumps to.

use std::collections::HashMap;

use shakedown_core::{Analysis, Coded, Family, Review, ReviewVerdict, Span, Transcript, is_hidden, visible};

use crate::wire::{JumpTo, MarkRef, Segment};

/// The longest quote of a jump, in characters.
const QUOTE_MAX: usize = 160;

struct Mark {
    span: Span,
    kind: &'static str,
    words: String,
    rule: String,
    review: Option<ReviewVerdict>,
}

/// Every mark of one transcript.
pub(super) struct Marks<'a> {
    transcript: &'a Transcript,
    marks: Vec<Mark>,
    by_message: HashMap<u32, Vec<u32>>,
}

impl<'a> Marks<'a> {
    /// The marks of an analysis, each with what an analyst last said of it. The same kind on the same span is one mark.
    pub(super) fn new(transcript: &'a Transcript, analysis: &Analysis, reviews: &[Review]) -> Self {
        let mut marks = Self { transcript, marks: Vec::new(), by_message: HashMap::new() };
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
        marks.review(reviews);
        marks
    }

    fn review(&mut self, reviews: &[Review]) {
        for review in reviews.iter().filter(|review| review.transcript_id == self.transcript.id) {
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
    pub(super) fn place(&self, id: u32) -> Option<(u32, Span, &str)> {
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

    /// Where to jump to for a place.
    pub(super) fn jump(&self, message: u32, span: Span) -> JumpTo {
        let body = self.transcript.messages.get(message as usize).map_or("", |message| message.body.raw());
        let quote: String = span.of(body).unwrap_or_default().chars().take(QUOTE_MAX).collect();
        let quote = visible(&quote).split_whitespace().collect::<Vec<_>>().join(" ");
        JumpTo { message, mark: self.find(message, span, None), quote }
    }

    /// The body of a message as runs of text with the same marks, hidden characters apart.
    pub(super) fn segments(&self, message: u32, body: &str) -> Vec<Segment> {
        let ids = self.by_message.get(&message).map_or(&[][..], Vec::as_slice);
        let mut cuts: Vec<usize> = ids
            .iter()
            .flat_map(|id| {
                let span = self.marks[*id as usize].span.range();
                [span.start, span.end]
            })
            .filter(|cut| body.is_char_boundary(*cut))
            .chain([0, body.len()])
            .collect();
        cuts.sort_unstable();
        cuts.dedup();
        let mut segments = Vec::with_capacity(cuts.len());
        for pair in cuts.windows(2) {
            let run = Span::new(pair[0], pair[1]);
            let mut over: Vec<u32> = ids.iter().copied().filter(|id| self.marks[*id as usize].span.covers(run)).collect();
            over.sort_by_key(|id| std::cmp::Reverse(self.marks[*id as usize].span.len()));
            let marks: Vec<MarkRef> = over.into_iter().map(|id| self.mark_ref(id)).collect();
            push_run(&body[run.range()], &marks, &mut segments);
        }
        segments
    }

    fn mark_ref(&self, id: u32) -> MarkRef {
        let mark = &self.marks[id as usize];
        MarkRef { id, kind: mark.kind.into(), words: mark.words.clone(), rule: mark.rule.clone(), review: mark.review }
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
