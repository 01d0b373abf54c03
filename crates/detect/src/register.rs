//! The claim register: each claim of the attacker once, with the proof that was offered or shown for it and what contradicts it.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;
use shakedown_core::{ClaimCode, ClaimSign, Coded, Message, ProofCode, RegisteredClaim, Span, Standing, Volume, VolumeUnit};

use crate::sentence;

/// How far two volumes may lie apart and still be the same: people round.
const NEAR: f64 = 0.15;

/// Register `claims` with what speaks for and against each.
///
/// A file list, sample files and screenshots speak for data that was taken, a test decryption for data that was encrypted, a video for a recording, a
/// demonstration attack for the means to flood. Proof counts as shown where its own words hand it over (a file is named or attached, "here are the
/// files"). Two volumes of the taken data that differ, and data said to be taken and not to be taken, contradict each other.
pub(crate) fn register(
    messages: &[Message],
    claims: &[Coded<ClaimCode>],
    proof: &[Coded<ProofCode>],
    volume: &[Volume],
) -> Vec<RegisteredClaim> {
    let mut entries: Vec<RegisteredClaim> = Vec::new();
    for claim in claims {
        match entries.iter_mut().find(|entry| entry.claim == claim.code) {
            Some(entry) => entry.times += 1,
            None => entries.push(RegisteredClaim {
                claim: claim.code,
                standing: Standing::Asserted,
                times: 1,
                message: claim.message,
                span: claim.span,
                as_written: claim.as_written.clone(),
                support: Vec::new(),
                against: Vec::new(),
            }),
        }
    }
    let has = |code| claims.iter().any(|claim| claim.code == code);
    for one in proof {
        let supported = supports(one.code).iter().find(|code| has(**code));
        let Some(entry) = entries.iter_mut().find(|entry| Some(&entry.claim) == supported) else { continue };
        let shown = is_shown(messages, one);
        if shown || entry.standing == Standing::Asserted {
            entry.standing = if shown { Standing::SampleShown } else { Standing::SampleOffered };
        }
        let words = format!("{} {}", one.code.words(), if shown { "is shown" } else { "is offered" });
        entry.support.push(ClaimSign { words, proof: Some(one.code), message: one.message, span: one.span });
    }
    for entry in &mut entries {
        entry.against = match entry.claim {
            ClaimCode::Exfiltrated => {
                volumes_apart(messages, volume).into_iter().chain(denials(claims, ClaimCode::NotExfiltrated)).collect()
            }
            ClaimCode::NotExfiltrated => denials(claims, ClaimCode::Exfiltrated).collect(),
            _ => Vec::new(),
        };
        if !entry.against.is_empty() {
            entry.standing = Standing::Contradicted;
        }
    }
    entries
}

/// The claims that a kind of proof can speak for, the likeliest first.
fn supports(proof: ProofCode) -> &'static [ClaimCode] {
    use ClaimCode::{Access, DdosCapability, Encrypted, Exfiltrated, Recorded};
    match proof {
        ProofCode::FileList | ProofCode::SampleFiles => &[Exfiltrated],
        ProofCode::Screenshot => &[Exfiltrated, Access, Recorded],
        ProofCode::TestDecrypt => &[Encrypted],
        ProofCode::Video => &[Recorded, Exfiltrated, Access],
        ProofCode::DemoAttack => &[DdosCapability],
    }
}

/// Whether the words of a proof, or its message, hand it over.
fn is_shown(messages: &[Message], proof: &Coded<ProofCode>) -> bool {
    let Ok(at) = messages.binary_search_by_key(&proof.message, |message| message.seq) else { return false };
    let Some(message) = messages.get(at) else { return false };
    let text = message.body.raw();
    let range: Range<usize> = proof.span.range();
    let around = text.get(sentence::around(text, range.start, range.end)).unwrap_or_default();
    SHOWS.as_ref().is_some_and(|shows| shows.is_match(around)) || !message.attachments.is_empty()
}

/// Words that hand something over, and names of files.
static SHOWS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?i)\w\.(?:txt|csv|7z|rar|zip|png|jpe?g|pdf|docx?|xlsx?)\b|\bfilesize\b|\b(?:here|these|this|below|attached) (?:is|are)\b|\battached\b|\bin the attachment\b|\b(?:is|are|was|were|been) (?:uploaded|attached|decrypted)\b|\byou (?:have )?(?:requested|asked)\b|\brequested files\b|\bwe (?:have |just )?(?:sent|uploaded|decrypted|provided|gave)\b|\bdownload (?:link|file|it|here)\b|\bhas been (?:sent|provided)\b",
    )
    .ok()
});

fn denials<'c>(claims: &'c [Coded<ClaimCode>], code: ClaimCode) -> impl Iterator<Item = ClaimSign> + 'c {
    let words = match code {
        ClaimCode::NotExfiltrated => "it is said that no data was taken",
        _ => "it is said that data was taken",
    };
    let said = claims.iter().filter(move |claim| claim.code == code);
    said.map(move |claim| sign(words.to_owned(), claim.message, claim.span))
}

/// Each volume that differs from the first and is not said to come on top of it.
fn volumes_apart(messages: &[Message], volume: &[Volume]) -> Vec<ClaimSign> {
    let Some(first) = volume.first() else { return Vec::new() };
    let gigabytes = |volume: &Volume| volume.value * if volume.unit == VolumeUnit::Tb { 1000.0 } else { 1.0 };
    let apart = |other: &&Volume| (gigabytes(first) - gigabytes(other)).abs() > NEAR * gigabytes(first).max(gigabytes(other));
    let mut seen: Vec<f64> = Vec::new();
    let mut signs = Vec::new();
    for other in volume.iter().filter(apart).filter(|other| !adds(messages, other)) {
        if seen.contains(&gigabytes(other)) {
            continue;
        }
        seen.push(gigabytes(other));
        let words = format!("{} {} first, {} {} here", first.value, first.unit, other.value, other.unit);
        signs.push(sign(words, other.message, other.span));
    }
    signs
}

/// "We downloaded another 40 GB": it comes on top.
fn adds(messages: &[Message], volume: &Volume) -> bool {
    let message = messages.binary_search_by_key(&volume.message, |message| message.seq).ok().and_then(|at| messages.get(at));
    let before = message.and_then(|message| message.body.raw().get(..volume.span.start as usize)).unwrap_or_default();
    let word = before.split_whitespace().next_back().unwrap_or_default();
    ["another", "additional", "extra", "further", "plus", "+"].iter().any(|adding| word.eq_ignore_ascii_case(adding))
}

fn sign(words: String, message: u32, span: Span) -> ClaimSign {
    ClaimSign { words, proof: None, message, span }
}
