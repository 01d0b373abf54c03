//! Onion services: version 3 with its checksum, version 2 without one, behind gateways, with credentials, broken and spaced.
//!
//! Source: Tor `rend-spec-v3`, section 6 "Encoding onion addresses": Base32 of key (32 bytes), the first 2 bytes of SHA3-256(".onion checksum" ‖ key ‖
//! version), version 3. Version 2 (16 characters, retired in 2021) is a truncated SHA-1 of a key and cannot be checked.

use std::ops::Range;
use std::sync::LazyLock;

use data_encoding::BASE32_NOPAD;
use regex::Regex;
use sha3::{Digest, Sha3_256};
use shakedown_core::{ObservableKind, Validity};

use super::address::{Address, Check, WhenItFails};
use super::{Context, Found, host, mail, repair, web};

const BASE32: &str = "abcdefghijklmnopqrstuvwxyz234567";
const V3: usize = 56;
const V2: usize = 16;

/// The 56 characters without `.onion`.
pub(super) const BARE: Address = Address {
    kind: ObservableKind::Onion,
    prefixes: &[""],
    lengths: V3..=V3,
    alphabet: BASE32,
    check: bare,
    fails: WhenItFails::ReportIfNamed,
    misread: &[],
    words: &["onion", "tor"],
};

static ONION: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new("(?i-u)onion").ok());

fn bare(token: &str) -> Check {
    let lower = token.to_ascii_lowercase();
    let foreign = lower.bytes().filter(|b| matches!(b, b'0' | b'1' | b'8' | b'9')).count();
    if holds(&lower) {
        return Check::Valid(format!("{lower}.onion"));
    }
    // Version 3 ends every address in "d"; digits are few.
    let shaped = lower == token && lower.ends_with('d') && foreign <= 2 && lower.bytes().any(|b| b.is_ascii_digit());
    if shaped { Check::Fails } else { Check::Other }
}

/// Whether `label` (lower case) is a version 3 address.
fn holds(label: &str) -> bool {
    // Cheap first: the last character stands for the last five bits of the version.
    if label.len() != V3 || !label.ends_with('d') {
        return false;
    }
    let Ok(decoded) = BASE32_NOPAD.decode(label.to_ascii_uppercase().as_bytes()) else { return false };
    let Some((body, &[first, second, 3])) = decoded.split_last_chunk::<3>() else { return false };
    let sum = Sha3_256::new().chain_update(b".onion checksum").chain_update(body).chain_update([3]).finalize();
    sum.starts_with(&[first, second])
}

/// Every host that ends in `.onion`, however it is written.
pub(super) fn find(context: &Context<'_>, found: &mut Vec<Found>) {
    let mut done = 0;
    if !context.cued {
        return;
    }
    for seen in ONION.iter().flat_map(|pattern| pattern.find_iter(context.text)) {
        if let Some(one) = service(context, seen.range(), done) {
            done = one.span.end;
            found.push(one);
        }
    }
}

/// The service named by the word `onion` at `word`.
fn service(context: &Context<'_>, word: Range<usize>, floor: usize) -> Option<Found> {
    let (dot, dotted) = dot_before(context, word.start);
    let (start, label) = gather(context, dot, floor)?;
    if holds(&label) {
        return Some(claimed(context, start..word.end, &label, Validity::Valid));
    }
    let start = dot - context.bytes().get(floor.min(dot)..dot)?.iter().rev().take(V3 + 8).take_while(|b| b.is_ascii_alphanumeric()).count();
    let label = context.slice(start..dot).to_ascii_lowercase();
    if !dotted || context.byte(word.end).is_ascii_alphanumeric() {
        return None;
    }
    let plain = label.bytes().all(|b| matches!(b, b'a'..=b'z' | b'2'..=b'7'));
    match label.len() {
        V2 if plain => Some(claimed(context, start..word.end, &label, Validity::Unchecked)),
        V3 => {
            let mut one = claimed(context, start..word.end, &label, Validity::Invalid);
            let mut budget = context.repairs.get();
            one.repair = repair::unique(&label, BASE32, &mut budget, holds).map(|label| format!("{label}.onion"));
            context.repairs.set(budget);
            Some(one)
        }
        // What is left of an address, or one with characters lost: it cannot be reached, and the eye must know.
        17.. => Some(claimed(context, start..word.end, &label, Validity::Invalid)),
        _ => None,
    }
}

/// Where the label ends before the dot before `word`, and whether there is a dot.
fn dot_before(context: &Context<'_>, word: usize) -> (usize, bool) {
    let blanks = |mut at: usize| {
        let floor = at.saturating_sub(3);
        while at > floor && matches!(context.before(at), b' ' | b'\n' | b'\r' | b'>') {
            at -= 1;
        }
        at
    };
    let at = blanks(word);
    if host::is_dot(context.before(at)) { (blanks(at - 1), true) } else { (at, false) }
}

/// The 56 characters before `end`, blanks and line ends between them passed over; their start and the label in lower case.
fn gather(context: &Context<'_>, end: usize, floor: usize) -> Option<(usize, String)> {
    const MOST_GAPS: usize = 60;
    let mut label = Vec::with_capacity(V3);
    let (mut gaps, mut start) = (0, end);
    for at in (floor.min(end)..end).rev() {
        match context.byte(at).to_ascii_lowercase() {
            b @ (b'a'..=b'z' | b'2'..=b'7') => {
                label.push(b);
                start = at;
            }
            b' ' | b'\n' | b'\r' | b'\t' | b'>' | b'|' | b'=' | b'-' if !label.is_empty() && gaps < MOST_GAPS => gaps += 1,
            _ => break,
        }
        if label.len() == V3 {
            break;
        }
    }
    label.reverse();
    String::from_utf8(label).ok().map(|label| (start, label))
}

/// The host, with the whole link around it claimed; a mailbox at an onion host is a mail address.
fn claimed(context: &Context<'_>, span: Range<usize>, label: &str, validity: Validity) -> Found {
    let start = web::authority_start(context, span.start);
    let linked = web::scheme_start(context, start);
    if linked.is_none()
        && let Some(local) = mail::local_before(context, span.start).filter(|_| validity != Validity::Invalid)
    {
        let value = format!("{}@{label}.onion", context.slice(local.clone()).to_ascii_lowercase());
        return Found::new(ObservableKind::Email, local.start..span.end, value, Validity::Valid);
    }
    let claim = linked.unwrap_or(start)..web::link_end(context, span.end);
    Found { claim, ..Found::new(ObservableKind::Onion, span, format!("{label}.onion"), validity) }
}

#[cfg(test)]
mod tests {
    use ObservableKind::*;
    use Validity::*;
    use shakedown_core::{ObservableKind, Validity};

    use crate::observables::table::{check, check_repairs};

    #[test]
    fn what_holds_is_seen_and_what_fails_is_not_valid() {
        check(&[
            (
                "http://5tz4a3lcwywpkbgi35s5j4jk4atkfmauq6wifpby45vueaouhpz45yid.onion/",
                &[(Onion, "5tz4a3lcwywpkbgi35s5j4jk4atkfmauq6wifpby45vueaouhpz45yid.onion", Valid)],
            ),
            (
                "https://5TZ4A3LCWYWPKBGI35S5J4JK4ATKFMAUQ6WIFPBY45VUEAOUHPZ45YID.ONION/chat?id=7",
                &[(Onion, "5tz4a3lcwywpkbgi35s5j4jk4atkfmauq6wifpby45vueaouhpz45yid.onion", Valid)],
            ),
            (
                "hxxp://5tz4a3lcwywpkbgi35s5j4jk4atkfmauq6wifpby45vueaouhpz45yid[.]onion/",
                &[(Onion, "5tz4a3lcwywpkbgi35s5j4jk4atkfmauq6wifpby45vueaouhpz45yid.onion", Valid)],
            ),
            (
                "5tz4a3lcwywpkbgi35s5j4jk4atkfmauq6wifpby45vueaouhpz45yid(dot)onion",
                &[(Onion, "5tz4a3lcwywpkbgi35s5j4jk4atkfmauq6wifpby45vueaouhpz45yid.onion", Valid)],
            ),
            (
                "5tz4a3lcwywpkbgi35s5j4jk4atkfmauq6wifpby45vueaouhpz45yid dot onion",
                &[(Onion, "5tz4a3lcwywpkbgi35s5j4jk4atkfmauq6wifpby45vueaouhpz45yid.onion", Valid)],
            ),
            (
                "5tz4a3lcwywpkbgi35s5j4jk4atkfmauq6wifpby45vueaouhpz45yid\\.onion",
                &[(Onion, "5tz4a3lcwywpkbgi35s5j4jk4atkfmauq6wifpby45vueaouhpz45yid.onion", Valid)],
            ),
            (
                "5tz4a3lcwywpkbgi35s5j4jk4atkfmauq6wifpby45vueaouhpz45yid\u{ff0e}onion",
                &[(Onion, "5tz4a3lcwywpkbgi35s5j4jk4atkfmauq6wifpby45vueaouhpz45yid.onion", Valid)],
            ),
            (
                "visit 5tz4a3lcwywpkbgi35s5j4jk4atkfmauq6wifpby45vueaouhpz45yid with Tor",
                &[(Onion, "5tz4a3lcwywpkbgi35s5j4jk4atkfmauq6wifpby45vueaouhpz45yid.onion", Valid)],
            ),
            (
                "http://5tz4a3lcwywpkbgi35s5j4jk4atkfm\nauq6wifpby45vueaouhpz45yid.onion/login",
                &[(Onion, "5tz4a3lcwywpkbgi35s5j4jk4atkfmauq6wifpby45vueaouhpz45yid.onion", Valid)],
            ),
            (
                "> http://5tz4a3lcwywpkbgi35s5j4jk4atkfm\n> auq6wifpby45vueaouhpz45yid.onion",
                &[(Onion, "5tz4a3lcwywpkbgi35s5j4jk4atkfmauq6wifpby45vueaouhpz45yid.onion", Valid)],
            ),
            (
                "5tz4a3lcwywpkbgi35s5j4jk4atkfm auq6wifpby45vueaouhpz45yid.onion",
                &[(Onion, "5tz4a3lcwywpkbgi35s5j4jk4atkfmauq6wifpby45vueaouhpz45yid.onion", Valid)],
            ),
            (
                "5tz4a3lc wywpkbgi 35s5j4jk 4atkfmau q6wifpby 45vueaou hpz45yid .onion",
                &[(Onion, "5tz4a3lcwywpkbgi35s5j4jk4atkfmauq6wifpby45vueaouhpz45yid.onion", Valid)],
            ),
            (
                "5tz4a3lcwy\u{200b}wpkbgi35s5j4jk4atkfmauq6wifpby45vueaouhpz45yid.onion",
                &[(Onion, "5tz4a3lcwywpkbgi35s5j4jk4atkfmauq6wifpby45vueaouhpz45yid.onion", Valid)],
            ),
            (
                "5tz4\u{430}3lcwywpkbgi35s5j4jk4atkfmauq6wifpby45vueaouhpz45yid.onion",
                &[(Onion, "5tz4a3lcwywpkbgi35s5j4jk4atkfmauq6wifpby45vueaouhpz45yid.onion", Valid)],
            ),
            (
                "http://user:secret@5tz4a3lcwywpkbgi35s5j4jk4atkfmauq6wifpby45vueaouhpz45yid.onion:8080/x",
                &[(Onion, "5tz4a3lcwywpkbgi35s5j4jk4atkfmauq6wifpby45vueaouhpz45yid.onion", Valid)],
            ),
            (
                "http://5tz4a3lcwywpkbgi35s5j4jk4atkfmauq6wifpby45vueaouhpz45yid.onion.ly/x",
                &[(Onion, "5tz4a3lcwywpkbgi35s5j4jk4atkfmauq6wifpby45vueaouhpz45yid.onion", Valid)],
            ),
            (
                "http://5tz4a3lcwywpkbgi35s5j4jk4atkfmauq6wifpby45vueaouhpz45yid.onion.pet",
                &[(Onion, "5tz4a3lcwywpkbgi35s5j4jk4atkfmauq6wifpby45vueaouhpz45yid.onion", Valid)],
            ),
            (
                "https://www.5tz4a3lcwywpkbgi35s5j4jk4atkfmauq6wifpby45vueaouhpz45yid.onion",
                &[(Onion, "5tz4a3lcwywpkbgi35s5j4jk4atkfmauq6wifpby45vueaouhpz45yid.onion", Valid)],
            ),
            (
                "5tz4a3lcwywpkbgi35s5j4jk4atkfmauq6wifpby45vueaouhpz45yid . onion",
                &[(Onion, "5tz4a3lcwywpkbgi35s5j4jk4atkfmauq6wifpby45vueaouhpz45yid.onion", Valid)],
            ),
            (
                "5tz4a3lcwywpkbgi35s5j4jk4atkfmauq6wifpby45vueaouhpz45yid[.onion]",
                &[(Onion, "5tz4a3lcwywpkbgi35s5j4jk4atkfmauq6wifpby45vueaouhpz45yid.onion", Valid)],
            ),
            (
                "http://[snip]:[snip]@5tz4a3lcwywpkbgi35s5j4jk4atkfmauq6wifpby45vueaouhpz45yid.onion",
                &[(Onion, "5tz4a3lcwywpkbgi35s5j4jk4atkfmauq6wifpby45vueaouhpz45yid.onion", Valid)],
            ),
            (
                "5tz4a3lcwywpkbgi35s5j4jk4atkfmauq6wifpby45vueaouhpz45yid\n.onion",
                &[(Onion, "5tz4a3lcwywpkbgi35s5j4jk4atkfmauq6wifpby45vueaouhpz45yid.onion", Valid)],
            ),
            (
                "hxtp://5tz4a3lcwywpkbgi35s5j4jk4atkfmauq6wifpby45vueaouhpz45yid{.}onion",
                &[(Onion, "5tz4a3lcwywpkbgi35s5j4jk4atkfmauq6wifpby45vueaouhpz45yid.onion", Valid)],
            ),
            (
                "5tz4a3lcwywpkbgi35s5-\nj4jk4atkfmauq6wifpby45vueaouhpz45yid.onion",
                &[(Onion, "5tz4a3lcwywpkbgi35s5j4jk4atkfmauq6wifpby45vueaouhpz45yid.onion", Valid)],
            ),
            (
                "5tz4a3lcwywpkbgi35s5j4jk4atkfmauq6wifpby45vueaouhpz45yid.0ni0n",
                &[(Onion, "5tz4a3lcwywpkbgi35s5j4jk4atkfmauq6wifpby45vueaouhpz45yid.onion", Valid)],
            ),
            (
                "address=5tz4a3lcwywpkbgi35s5j4jk4atkfmauq6wifpby45vueaouhpz45yid;",
                &[(Onion, "5tz4a3lcwywpkbgi35s5j4jk4atkfmauq6wifpby45vueaouhpz45yid.onion", Valid)],
            ),
            (
                "5tz4a3lcwywpkbgi35s5j4jk4atk\nfmauq6wifpby45vueaouhpz45yid",
                &[(Onion, "5tz4a3lcwywpkbgi35s5j4jk4atkfmauq6wifpby45vueaouhpz45yid.onion", Valid)],
            ),
            (
                "http5tz4a3lcwywpkbgi35s5j4jk4atkfmauq6wifpby45vueaouhpz45yid.onion/",
                &[(Onion, "5tz4a3lcwywpkbgi35s5j4jk4atkfmauq6wifpby45vueaouhpz45yid.onion", Valid)],
            ),
            (
                "5tz4a3lcwywpkbgi35s5j4jk4atkfmauq6wifpby45vueaouhpz45yid.onion, l3vs2vp6cc3ixsundlrdwny34s4oaxb73jivd26a66k5oa2n7ztk5sad.onion",
                &[
                    (Onion, "5tz4a3lcwywpkbgi35s5j4jk4atkfmauq6wifpby45vueaouhpz45yid.onion", Valid),
                    (Onion, "l3vs2vp6cc3ixsundlrdwny34s4oaxb73jivd26a66k5oa2n7ztk5sad.onion", Valid),
                ],
            ),
            ("http://4z7tidm4agtrarr2.onion/a", &[(Onion, "4z7tidm4agtrarr2.onion", Unchecked)]),
            ("4z7tidm4agtrarr2 .onion", &[(Onion, "4z7tidm4agtrarr2.onion", Unchecked)]),
            (
                "mail name@5tz4a3lcwywpkbgi35s5j4jk4atkfmauq6wifpby45vueaouhpz45yid.onion",
                &[(Email, "name@5tz4a3lcwywpkbgi35s5j4jk4atkfmauq6wifpby45vueaouhpz45yid.onion", Valid)],
            ),
            ("the .onion site of onions, onion.com/soup", &[(Url, "onion.com/soup", Unchecked)]),
            ("http://5tz4a3lcwywpkbgi35s5j4jk4atkfm.onion/", &[(Onion, "5tz4a3lcwywpkbgi35s5j4jk4atkfm.onion", Invalid)]),
        ]);
    }

    #[test]
    fn a_near_miss_onion_offers_the_one_that_would_hold() {
        check_repairs(
            Onion,
            &[
                (
                    "5tz4a3lcwywpkbgi35s5q4jk4atkfmauq6wifpby45vueaouhpz45yid.onion",
                    Some("5tz4a3lcwywpkbgi35s5j4jk4atkfmauq6wifpby45vueaouhpz45yid.onion"),
                ),
                (
                    "http://5tz4a3lcwywpkbgi35s5j4jk4atkfmauq6wifpby45vuea0uhpz45yid.onion/",
                    Some("5tz4a3lcwywpkbgi35s5j4jk4atkfmauq6wifpby45vueaouhpz45yid.onion"),
                ),
            ],
        );
    }
}
