//! What a transcript says, in sentences for people: the same in every format that has room for prose.

use shakedown_core::{AmountRole, AnalysedTranscript, CaseFile, Coded, Role, defang, visible};

use super::report::words::{moment, number, score};
use super::seen::dismissed;

/// What a redacted artifact says of itself.
pub(super) const REDACTED: &str = "Redacted: tokens such as [ORGANISATION-1] stand in the place of what tells who the victim is";

/// The longest quotation, in characters.
const QUOTE_MAX: usize = 240;

/// Text that others wrote as one line: hidden characters visible, links defanged, cut where it is long.
pub(super) fn quote(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let shown = defang(&visible(&line));
    match shown.char_indices().nth(QUOTE_MAX) {
        None => shown,
        Some((end, _)) => format!("{} …", &shown[..end]),
    }
}

/// Text that others wrote with its line breaks: hidden characters visible, links defanged.
pub(super) fn passage(text: &str) -> String {
    defang(&visible(&text.replace("\r\n", "\n")))
}

/// One line of what is said: what it is about, and the words.
pub(super) struct Line {
    /// What it is about.
    pub about: &'static str,
    /// The words, one line.
    pub words: String,
}

/// What `read` says and how it was judged. Findings that an analyst dismissed are left out.
pub(super) fn lines(file: &CaseFile, read: &AnalysedTranscript) -> Vec<Line> {
    let analysis = &read.analysis;
    let judged = &analysis.assessment;
    let mut lines = Vec::new();
    let mut add = |about, words| lines.push(Line { about, words });
    add("Verdict", format!("{}, score {} of 100", judged.verdict.words(), score(judged.score)));
    judged.caveats.iter().for_each(|caveat| add("Caveat", caveat.words().to_owned()));
    add("Priority", format!("{}, {}: {}", judged.priority, judged.priority.words(), quote(&judged.priority_because)));
    for actor in &analysis.actors {
        add("Actor", format!("{} ({}: {})", quote(&actor.name), actor.grade.words(), quote(&actor.because)));
    }
    coded(file, read, "Claim", &analysis.claims, |code| code.words(), &mut add);
    coded(file, read, "Data", &analysis.data_types, |code| code.words(), &mut add);
    for volume in &analysis.volume {
        add("Volume", format!("{} {}, message {}", number(volume.value), volume.unit, volume.message));
    }
    coded(file, read, "Threat", &analysis.threats, |code| code.words(), &mut add);
    coded(file, read, "Proof", &analysis.proof, |code| code.words(), &mut add);
    for amount in analysis.amounts.iter().filter(|amount| amount.role != AmountRole::Other) {
        add("Sum", format!("{} {}, {}, message {}", number(amount.value), quote(&amount.currency), amount.role.words(), amount.message));
    }
    for deadline in analysis.deadlines.iter().filter(|deadline| deadline.by != Role::Victim) {
        let due = match (deadline.due, &deadline.iso) {
            (Some(due), _) => format!("due {}", moment(due)),
            (None, Some(iso)) => format!("written as {}", quote(iso)),
            (None, None) => "no moment can be said".to_owned(),
        };
        add("Deadline", format!("{}: “{}”, {due}, message {}", deadline.kind.words(), quote(deadline.as_written.raw()), deadline.message));
    }
    lines
}

/// Each code once, with the message that says it first.
fn coded<C: Copy + PartialEq>(
    file: &CaseFile,
    read: &AnalysedTranscript,
    about: &'static str,
    found: &[Coded<C>],
    words: impl Fn(C) -> &'static str,
    add: &mut impl FnMut(&'static str, String),
) {
    let mut told: Vec<C> = Vec::new();
    for one in found.iter().filter(|one| !dismissed(file, read, &one.rule, one.message, one.span)) {
        if !told.contains(&one.code) {
            told.push(one.code);
            add(about, format!("{}: “{}”, message {}", words(one.code), quote(one.as_written.raw()), one.message));
        }
    }
}
