//! What was seen in the whole case, each thing once: who gave it, when, and whether it is worth hunting for.

use std::collections::HashMap;

use jiff::Timestamp;
use shakedown_core::{
    AnalysedTranscript, CaseFile, Hostile, Message, ObservableKind, ReviewVerdict, Role, Span, Transcript, Validity, Verdict,
};

/// One observable of the case, with everywhere it stands.
#[derive(Clone, Debug)]
pub(crate) struct Seen<'a> {
    pub kind: ObservableKind,
    pub value: &'a str,
    pub validity: Validity,
    pub repair: Option<&'a Hostile>,
    /// How often it stands in the case.
    pub times: u32,
    /// The first and the last dated message that has it.
    pub first: Option<Timestamp>,
    pub last: Option<Timestamp>,
    /// The places of the transcripts, counted from 0, that have it.
    pub transcripts: Vec<usize>,
    /// Whether somebody but the victim gives it in an extortion, and it does not lead to the victim.
    pub of_adversary: bool,
}

impl Seen<'_> {
    /// Whether a pattern of it is worth hunting for: the adversary gives it, its check does not fail, and it is not the victim's number.
    pub fn is_indicator(&self) -> bool {
        self.of_adversary && self.validity != Validity::Invalid && self.kind != ObservableKind::VictimId
    }
}

/// Every observable of `file`, in order of first appearance.
pub(crate) fn seen(file: &CaseFile) -> Vec<Seen<'_>> {
    let hosts = victim_hosts(file);
    let mut all: Vec<Seen<'_>> = Vec::new();
    let mut known: HashMap<(ObservableKind, &str), usize> = HashMap::new();
    for (place, read) in file.transcripts.iter().enumerate() {
        let extortion = read.analysis.assessment.verdict == Verdict::Extortion;
        for observable in &read.analysis.observables {
            let value = observable.value.raw();
            let at = *known.entry((observable.kind, value)).or_insert_with(|| {
                let (kind, validity, repair) = (observable.kind, observable.validity, observable.repair.as_ref());
                let transcripts = Vec::new();
                all.push(Seen { kind, value, validity, repair, times: 0, first: None, last: None, transcripts, of_adversary: false });
                all.len() - 1
            });
            let Some(thing) = all.get_mut(at) else { continue };
            let message = message(&read.transcript, observable.message);
            let when = message.and_then(|message| message.sent_at.as_ref()?.instant);
            thing.times += 1;
            thing.first = [thing.first, when].into_iter().flatten().min();
            thing.last = [thing.last, when].into_iter().flatten().max();
            if thing.transcripts.last() != Some(&place) {
                thing.transcripts.push(place);
            }
            let by_victim = message.is_some_and(|message| part(read, message) == Role::Victim);
            thing.of_adversary |= extortion && !by_victim && !leads_to(observable.kind, value, &hosts);
        }
    }
    all
}

/// The message numbered `seq`.
pub(crate) fn message(transcript: &Transcript, seq: u32) -> Option<&Message> {
    let messages = &transcript.messages;
    messages.get(seq as usize).filter(|message| message.seq == seq).or_else(|| messages.iter().find(|message| message.seq == seq))
}

/// The part that the sender of `message` plays.
pub(crate) fn part(read: &AnalysedTranscript, message: &Message) -> Role {
    let named = || read.analysis.participants.iter().find(|participant| Some(&participant.name) == message.sender.as_ref());
    match message.role {
        Role::Unknown => named().map_or(Role::Unknown, |participant| participant.role),
        known => known,
    }
}

/// Whether an analyst dismissed what `rule` found at `span` of `message`.
pub(crate) fn dismissed(file: &CaseFile, read: &AnalysedTranscript, rule: &str, message: u32, span: Span) -> bool {
    let of_place = |review: &&shakedown_core::Review| {
        review.transcript_id == read.transcript.id && review.rule == rule && review.message == message && review.span == span
    };
    file.reviews.iter().rfind(of_place).is_some_and(|review| review.verdict == ReviewVerdict::Dismissed)
}

/// What a report calls the transcript at `place`, counted from 0.
pub(crate) fn label(file: &CaseFile, place: usize) -> String {
    let item = file.transcripts.get(place).and_then(|read| file.evidence.iter().find(|item| item.id == read.transcript.evidence_id));
    match item {
        Some(item) if !item.exhibit_ref.is_empty() => item.exhibit_ref.clone(),
        _ => format!("item {}", place + 1),
    }
}

/// The host names that are known to be a victim's, in lower case.
pub(crate) fn victim_hosts(file: &CaseFile) -> Vec<String> {
    let victims = file.transcripts.iter().flat_map(|read| &read.analysis.victims);
    let mut hosts: Vec<String> = victims.map(|victim| host_of(victim.name.raw())).filter(|host| host.contains('.')).collect();
    hosts.sort();
    hosts.dedup();
    hosts
}

/// Whether `value` is one of `hosts`, lies on one or is a mailbox there.
pub(crate) fn leads_to(kind: ObservableKind, value: &str, hosts: &[String]) -> bool {
    use ObservableKind::{Domain, Email, Jabber, Url};
    if !matches!(kind, Domain | Email | Jabber | Url) {
        return false;
    }
    let host = host_of(value);
    hosts.iter().any(|victim| host.strip_suffix(victim.as_str()).is_some_and(|rest| rest.is_empty() || rest.ends_with('.')))
}

/// The host name in a link, an address or a host name, in lower case, without `www.` and port.
pub(crate) fn host_of(value: &str) -> String {
    let after_scheme = value.find("://").map_or(value, |at| &value[at + 3..]);
    let authority = after_scheme.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    let host = host.split(':').next().unwrap_or_default().trim().trim_end_matches('.').to_lowercase();
    host.strip_prefix("www.").map_or(host.clone(), str::to_owned)
}
