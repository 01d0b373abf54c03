//! Addresses written in groups or broken by a line end.

use std::ops::Range;

use shakedown_core::{ObservableKind, Validity};

use super::address::{self, Check};
use super::{Context, Found};

/// No address that is split is shorter than this.
const SHORTEST: usize = 25;
/// No address is longer than this.
const LONGEST: usize = 110;
/// A gap between two groups is a line end with its indentation and quote marks, or a blank or two.
const WIDEST_GAP: usize = 8;
/// One check is allowed for so many bytes of the message, over a fixed allowance, so that text made of groups stays linear.
const BYTES_PER_CHECK: usize = 8;
const ALLOWANCE: usize = 512;

/// Every address that comes about only when groups are joined. What carries no checksum is believed only where its shape is unmistakable.
pub(super) fn find(context: &Context<'_>, found: &mut Vec<Found>) {
    let mut checks = ALLOWANCE + context.text.len() / BYTES_PER_CHECK;
    let mut done = 0;
    for token in &context.tokens {
        if token.start < done || token.len() > LONGEST || !is_seed(context, token) {
            continue;
        }
        for start in starts(context, token) {
            if let Some(one) = start.filter(|start| start.start >= done).and_then(|start| grow(context, start, &mut checks)) {
                done = one.span.end;
                found.push(one);
                break;
            }
        }
    }
}

/// A group has letters and digits, or is a digit alone in a row of single characters, letters among them.
fn is_seed(context: &Context<'_>, token: &Range<usize>) -> bool {
    let text = context.slice(token.clone());
    if text.len() > 1 {
        return text.bytes().any(|b| b.is_ascii_alphabetic()) && text.bytes().any(|b| b.is_ascii_digit());
    }
    let row = context.slice(token.start..token.start + 24).as_bytes();
    let gap = row.get(1).copied().unwrap_or(0);
    let single = !row.is_empty()
        && row.chunks_exact(2).all(|pair| matches!(pair, [character, next] if character.is_ascii_alphanumeric() && *next == gap));
    single && !gap.is_ascii_alphanumeric() && row.iter().filter(|b| b.is_ascii_alphabetic()).count() > 2
}

/// The token itself, and up to three groups of the same length before it: the first of them need not hold a digit.
fn starts(context: &Context<'_>, token: &Range<usize>) -> [Option<Range<usize>>; 4] {
    let mut starts = [Some(token.clone()), None, None, None];
    let mut first = token.clone();
    // Groups of two are pairs of a dump: an address in them starts with its own first group.
    for place in starts.iter_mut().skip(1).take_while(|_| token.len() != 2) {
        match group_before(context, &first).filter(|before| before.len() == token.len()) {
            Some(before) => first = before,
            None => break,
        }
        *place = Some(first.clone());
    }
    starts
}

/// Take group after group until an address holds.
fn grow(context: &Context<'_>, first: Range<usize>, checks: &mut usize) -> Option<Found> {
    let mut joined = context.slice(first.clone()).to_owned();
    let mut last = first.clone();
    let mut shortest = first.len();
    while let Some(next) = group_after(context, &last) {
        joined.push_str(context.slice(next.clone()));
        if joined.len() > LONGEST {
            return None;
        }
        let before_last = shortest;
        shortest = shortest.min(next.len());
        last = next;
        if joined.len() < SHORTEST {
            continue;
        }
        *checks = checks.checked_sub(1)?;
        let Some((address, check)) = address::read(&joined) else { continue };
        let span = first.start..last.end;
        match check {
            Check::Valid(value) if is_apart(context, &span, shortest, address.kind, &joined) => {
                return Some(Found::new(address.kind, span, value, Validity::Valid));
            }
            Check::Unchecked(value) if before_last >= 4 && is_apart(context, &span, shortest, address.kind, &joined) => {
                return Some(Found::unchecked(address.kind, span, value));
            }
            _ => {}
        }
    }
    None
}

/// A short checksum proves little among many groups: hexadecimal digits must not go on before or after, an onion label must not be made of words.
fn is_apart(context: &Context<'_>, span: &Range<usize>, shortest: usize, kind: ObservableKind, joined: &str) -> bool {
    let hex = |token: &str| token.bytes().all(|b| b.is_ascii_hexdigit());
    if hex(joined) {
        let edges = [group_before(context, &(span.start..span.start)), group_after(context, &(span.end..span.end))];
        return !edges.into_iter().flatten().any(|group| group.len() >= 4 && hex(context.slice(group)));
    }
    kind != ObservableKind::Onion || shortest >= 6
}

/// The group of letters and digits after the next gap.
fn group_after(context: &Context<'_>, group: &Range<usize>) -> Option<Range<usize>> {
    let rest = context.bytes().get(group.end..)?;
    let gap = rest.iter().position(u8::is_ascii_alphanumeric).filter(|gap| (1..=WIDEST_GAP).contains(gap))?;
    is_gap(rest.get(..gap)?).then(|| {
        let start = group.end + gap;
        let len = context.bytes().iter().skip(start).take(LONGEST + 1).take_while(|b| b.is_ascii_alphanumeric()).count();
        start..start + len
    })
}

/// The group of letters and digits before the gap before `group`.
fn group_before(context: &Context<'_>, group: &Range<usize>) -> Option<Range<usize>> {
    let head = context.bytes().get(..group.start)?;
    let end =
        head.iter().rev().take(WIDEST_GAP + 1).position(u8::is_ascii_alphanumeric).filter(|gap| *gap > 0).map(|gap| head.len() - gap)?;
    is_gap(head.get(end..)?).then(|| {
        let len = head.iter().take(end).rev().take(LONGEST + 1).take_while(|b| b.is_ascii_alphanumeric()).count();
        end - len..end
    })
}

fn is_gap(gap: &[u8]) -> bool {
    let lines = gap.iter().filter(|b| **b == b'\n').count();
    match lines {
        0 => matches!(gap, [b' ' | b'\t' | b'-' | b'=' | b'_' | b'.' | b'/' | b'|' | b'*' | b':' | b','] | [b' ', b' ']),
        1 => gap.iter().all(|b| matches!(b, b' ' | b'\t' | b'\r' | b'\n' | b'>' | b'|' | b'=' | b'-')),
        _ => false,
    }
}
