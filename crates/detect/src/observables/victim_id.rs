//! The id that a note or panel gives its victim.
//!
//! Source: the way notes name it: `Your ID:`, `personal id`, `Client ID`, `decryption ID`, `Key:`; the form is each gang's own, so the label must be there.

use std::ops::Range;

use shakedown_core::ObservableKind;

use super::{Context, Found};

/// Words that say whose id it is; one of them, or a colon behind a bare `ID`, is needed.
const WHOSE: &str = "your our my personal personnal unique client victim company decryption decrypt user chat machine system hardware private \
    identification recovery support access login case ticket note pc individual special encryption auth authentication \
    authorization network begin ihre deine personliche votre vos su tu seu il tuo";
/// Words that are the label itself.
const IDS: &str = "id ids identifier identifiant identificador uid hwid guid";
/// Words that are a label only with one of [`WHOSE`] before them.
const KEYS: &str = "key code token number";
/// Both in one.
const GLUED: &str = "yourid personalid clientid userid victimid";
/// Words before the label that make it something else.
const NOT: &str = "tox session telegram jabber wallet email mail icq discord apple transaction tx message order process event bitmessage attack \
    thread tax donation promo zip postal public rsa ssh pgp api license product account phone telephone mobile passport invoice \
    reference error discount security";
/// The longest value: a key block of some notes is this long.
const LONGEST: usize = 4096;

/// Every value behind such a label.
pub(super) fn find(context: &Context<'_>, found: &mut Vec<Found>) {
    let mut done = 0;
    for token in &context.tokens {
        if token.start < done {
            continue;
        }
        let start = word_start(context, token.start, done);
        done = token.end + parts(context, token.end);
        let Some((label_end, colon)) = separator(context, start) else { continue };
        if !is_labelled(context, label_end, colon, done - start) {
            continue;
        }
        let span = extent(context, start);
        done = done.max(span.end);
        let value: String = context.slice(span.clone()).split_ascii_whitespace().collect();
        if is_id(&value) {
            found.push(Found::unchecked(ObservableKind::VictimId, span, value));
        }
    }
}

fn is_id(value: &str) -> bool {
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    let hyphens = value.bytes().filter(|b| !b.is_ascii_alphanumeric()).count();
    value.len() >= 3 && digits > 0 && hyphens * 3 <= value.len()
}

fn is_part(b: u8) -> bool {
    b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'+' | b'/' | b'=' | b'{' | b'}')
}

/// How many characters of a value follow from `at`.
fn parts(context: &Context<'_>, at: usize) -> usize {
    context.bytes().get(at..).unwrap_or(&[]).iter().take(LONGEST).take_while(|b| is_part(**b)).count()
}

/// Where the value that holds the token at `at` starts; a value in pairs of hexadecimal digits may start with pairs of letters.
fn word_start(context: &Context<'_>, at: usize, floor: usize) -> usize {
    let head = context.bytes().get(floor.min(at)..at).unwrap_or(&[]);
    let mut start = at - head.iter().rev().take(128).take_while(|b| is_part(**b)).count();
    while start < at && !context.byte(start).is_ascii_alphanumeric() {
        start += 1;
    }
    for _ in 0..4 {
        let pair = start.checked_sub(3).filter(|pair| *pair >= floor).map_or("", |pair| context.slice(pair..start));
        let hex = pair.len() == 3 && pair.bytes().take(2).all(|b| b.is_ascii_hexdigit() && !b.is_ascii_lowercase()) && pair.ends_with(' ');
        if !hex || context.before(start - 3).is_ascii_alphanumeric() {
            break;
        }
        start -= 3;
    }
    start
}

/// Where the label before `start` ends, and whether a colon or its like stands between; nothing where the gap is no gap.
fn separator(context: &Context<'_>, start: usize) -> Option<(usize, bool)> {
    const WIDEST: usize = 24;
    let head = context.bytes().get(..start)?;
    let gap = head.iter().rev().take(WIDEST).take_while(|b| !b.is_ascii_alphanumeric()).count();
    let between = head.get(start - gap..)?;
    let plain = between.iter().all(|b| b" \t\r\n:=-#*>[(\"'_~|".contains(b));
    let lines = between.iter().filter(|b| **b == b'\n').count();
    let marked = between.iter().any(|b| matches!(b, b':' | b'=' | b'#' | b'>')) || lines > 0 || between.ends_with(b"- ");
    (gap > 0 && gap < WIDEST && plain && lines <= 3).then_some((start - gap, marked))
}

/// Whether the words that end at `end` are such a label.
fn is_labelled(context: &Context<'_>, end: usize, marked: bool, length: usize) -> bool {
    let head = context.slice(end.saturating_sub(48)..end);
    let line = head.rsplit('\n').next().unwrap_or("");
    let mut words = line.rsplit(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let mut last = words.next().unwrap_or("");
    let copula = is_one_of(last, "is ist es est");
    if copula {
        last = words.next().unwrap_or("");
    }
    let (id, key) = (is_one_of(last, IDS), is_one_of(last, KEYS));
    if !id && !key {
        return is_one_of(last, GLUED);
    }
    let before: Vec<&str> = words.take(3).collect();
    if before.iter().take(2).any(|word| is_one_of(word, NOT)) {
        return false;
    }
    let whose = before.iter().any(|word| is_one_of(word, WHOSE));
    let alone = marked && before.is_empty();
    // A block of base64 behind a bare `Key:` is the id that a panel asks for.
    let is_key = length >= 6 && ((whose && (marked || copula)) || (alone && length >= 40));
    if id { whose || alone } else { is_key }
}

fn is_one_of(word: &str, list: &str) -> bool {
    list.split(' ').any(|known| known.eq_ignore_ascii_case(word))
}

/// How far the value goes: one word, or groups of two hexadecimal digits, or a block of long lines.
fn extent(context: &Context<'_>, start: usize) -> Range<usize> {
    let word = |from: usize| from..from + parts(context, from);
    let first = word(start);
    let mut end = first.end;
    let pair = first.len() == 2 && context.slice(first.clone()).bytes().all(|b| b.is_ascii_hexdigit());
    let block = first.len() >= 40;
    while (pair || block) && end - start < LONGEST {
        let gap = context.bytes().get(end..).unwrap_or(&[]).iter().take(4).take_while(|b| b" \t\r\n".contains(b)).count();
        let next = word(end + gap);
        let text = context.slice(next.clone());
        let goes_on = if pair {
            text.len() <= 3 && !text.is_empty() && text.bytes().all(|b| b.is_ascii_hexdigit())
        } else {
            text.len() >= 20 && is_id(text)
        };
        if gap == 0 || !goes_on {
            break;
        }
        end = next.end;
    }
    // Punctuation of the sentence is none of it.
    while end > start && !context.before(end).is_ascii_alphanumeric() && context.before(end) != b'=' {
        end -= 1;
    }
    start..end
}

#[cfg(test)]
mod tests {
    use ObservableKind::*;
    use Validity::*;
    use shakedown_core::{ObservableKind, Validity};

    use crate::observables::table::check;

    #[test]
    fn ids_are_seen_behind_their_label_alone() {
        check(&[
            ("Your ID: RHLm01yxym1h3T1Wd", &[(VictimId, "RHLm01yxym1h3T1Wd", Unchecked)]),
            ("your personal id:\r\n\r\n  0384F759-C412", &[(VictimId, "0384F759-C412", Unchecked)]),
            ("Client ID - 83624883", &[(VictimId, "83624883", Unchecked)]),
            ("YOUR ID 9C8BF309 IF YOU", &[(VictimId, "9C8BF309", Unchecked)]),
            ("Our personal ID is 0384F759C4124EF970C8201B0AE06EBD.", &[(VictimId, "0384F759C4124EF970C8201B0AE06EBD", Unchecked)]),
            ("decryption ID = 5338f74a-3c20-4ac0-9deb-f3a91818cea7", &[(VictimId, "5338f74a-3c20-4ac0-9deb-f3a91818cea7", Unchecked)]),
            ("Your personal ID: AB BE BD 7F A7 71\nwrite", &[(VictimId, "ABBEBD7FA771", Unchecked)]),
            (
                "Key:\nAb3Ab3Ab3Ab3Ab3Ab3Ab3Ab3Ab3Ab3Ab3Ab3Ab3Ab3Ab3Ab3Ab3Ab3Ab3Ab3\nCd4Cd4Cd4Cd4Cd4Cd4Cd4Cd4Cd4Cd4Cd4Cd4Cd4Cd4Cd4Cd4Cd4Cd4Cd4Cd4==\n\nend",
                &[(
                    VictimId,
                    "Ab3Ab3Ab3Ab3Ab3Ab3Ab3Ab3Ab3Ab3Ab3Ab3Ab3Ab3Ab3Ab3Ab3Ab3Ab3Ab3Cd4Cd4Cd4Cd4Cd4Cd4Cd4Cd4Cd4Cd4Cd4Cd4Cd4Cd4Cd4Cd4Cd4Cd4Cd4Cd4==",
                    Unchecked,
                )],
            ),
            ("Your ID: [snip] and your key is 5 minutes away, send your ID to us 24 hours a day", &[]),
            (
                "Tox ID: 661B59B79C019BC5556AE13E575A7E56551E8F13F2BC4E8B610BE0A424CB6FA7157ECB09D7BE",
                &[(Tox, "661B59B79C019BC5556AE13E575A7E56551E8F13F2BC4E8B610BE0A424CB6FA7157ECB09D7BE", Valid)],
            ),
            ("order ID: 12345, message id 99881", &[]),
        ]);
    }
}
