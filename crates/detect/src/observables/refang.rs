//! Putting back the dots, `@` and schemes that people take out of links and addresses.
//!
//! Source: `hxxp`, `[.]`, `(dot)`, `[at]` as in RFC 9424 and CERT practice; words and blanks between as seen in messages.

use std::ops::Range;
use std::sync::LazyLock;

use memchr::{memchr, memchr_iter, memchr3_iter};
use regex::Regex;

use super::tokens;
use super::view::View;

type Edit = (Range<usize>, &'static str);

/// What stands in brackets for what.
const IN_BRACKETS: &[(&str, &str)] = &[
    ("://", "://"),
    (":", ":"),
    ("/", "/"),
    (".", "."),
    ("dot", "."),
    ("d0t", "."),
    ("punkt", "."),
    ("punto", "."),
    ("point", "."),
    ("ponto", "."),
    ("@", "@"),
    ("at", "@"),
    ("arroba", "@"),
];
static DOT_WORD: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?i-u)[ \t_<*]{1,3}dot[ \t_>*]{1,3}").ok());

/// The same view, as the links and addresses in it were meant. A view in which nothing was taken out comes back as it is.
/// `cued`: whether a dot may be there as a word.
pub(super) fn refanged(view: View<'_>, cued: bool) -> View<'_> {
    let mut edits = Vec::new();
    let text = view.text();
    brackets(text, &mut edits);
    escapes(text, &mut edits);
    schemes(text, &mut edits);
    if cued {
        dot_words(text, &mut edits);
    }
    // A weak dot counts in a mail address or an onion host alone.
    let addressed = cued || !edits.is_empty() || memchr(b'@', text.as_bytes()).is_some();
    dots(text, addressed, &mut edits);
    if edits.is_empty() {
        return view;
    }
    edits.sort_by_key(|(range, _)| (range.start, range.end));
    let mut end = 0;
    edits.retain(|(range, _)| {
        let apart = range.start >= end;
        if apart {
            end = range.end;
        }
        apart
    });
    view.edited(&edits)
}

fn brackets(text: &str, edits: &mut Vec<Edit>) {
    let bytes = text.as_bytes();
    for open in memchr3_iter(b'[', b'(', b'{', bytes) {
        let next = bytes.get(open + 1).copied().unwrap_or(0);
        if !matches!(next, b'.' | b'@' | b' ' | b':' | b'/' | b'd' | b'D' | b'p' | b'P' | b'a' | b'A') {
            continue;
        }
        let inside = text.get(open + 1..).unwrap_or("");
        let inside = inside.trim_start_matches(' ');
        let closed = |rest: &str| rest.trim_start_matches(' ').starts_with([']', ')', '}']);
        let known = IN_BRACKETS.iter().find_map(|(word, new)| Some((tokens::rest_after(inside, word).filter(|rest| closed(rest))?, *new)));
        if let Some((rest, new)) = known {
            let close = text.len() - rest.trim_start_matches(' ').len();
            edits.push((with_blanks(bytes, open..close + 1), new));
        } else if let Some(label) = inside.strip_prefix('.') {
            // `[.com]`
            let letters = label.bytes().take(24).take_while(u8::is_ascii_alphabetic).count();
            let close = text.len() - label.len() + letters;
            if letters > 1 && matches!(bytes.get(close), Some(b']' | b')' | b'}')) {
                edits.push((open..open + 1, ""));
                edits.push((close..close + 1, ""));
            }
        }
    }
}

/// One blank on each side goes too, where there are letters behind both: `name [at] host`.
fn with_blanks(bytes: &[u8], range: Range<usize>) -> Range<usize> {
    let at = |at: Option<usize>| at.and_then(|at| bytes.get(at)).copied().unwrap_or(0);
    let before = at(range.start.checked_sub(1)) == b' ' && at(range.start.checked_sub(2)).is_ascii_alphanumeric();
    let after = at(Some(range.end)) == b' ' && at(Some(range.end + 1)).is_ascii_alphanumeric();
    let left = before && (after || at(Some(range.end)).is_ascii_alphanumeric());
    let right = after && (before || at(range.start.checked_sub(1)).is_ascii_alphanumeric());
    range.start - usize::from(left)..range.end + usize::from(right)
}

/// `\.`, `\/`, `\@`, `\:`, `\-`, `\_`: Markdown and shell escapes.
fn escapes(text: &str, edits: &mut Vec<Edit>) {
    let bytes = text.as_bytes();
    let mut from = 0;
    while let Some(start) = memchr(b'\\', bytes.get(from..).unwrap_or(&[])).map(|at| from + at) {
        let len = bytes.get(start..).unwrap_or(&[]).iter().take_while(|b| **b == b'\\').count();
        let escaped = bytes.get(start + len).is_some_and(|b| matches!(b, b'.' | b'@' | b':' | b'_' | b'-' | b'/'));
        let between = bytes.get(start + len + 1).is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'/');
        if escaped && between {
            edits.push((start..start + len, ""));
        }
        from = start + len;
    }
}

/// `hxxp`, `h**p`, `hXXps` before a colon, in brackets or not.
fn schemes(text: &str, edits: &mut Vec<Edit>) {
    const HIDDEN: &[&[u8]] = &[b"xx", b"xt", b"tx", b"zz", b"**", b"__", b"--", b"^^"];
    for colon in memchr_iter(b':', text.as_bytes()) {
        let head = text.as_bytes().get(..colon).unwrap_or(&[]);
        let head = head.strip_suffix(b"[").or_else(|| head.strip_suffix(b"(")).unwrap_or(head);
        let head = head.strip_suffix(b"s").or_else(|| head.strip_suffix(b"S")).unwrap_or(head);
        let Some((rest, [h, a, b, p])) = head.split_last_chunk::<4>() else { continue };
        let named = h.eq_ignore_ascii_case(&b'h') && p.eq_ignore_ascii_case(&b'p') && !rest.last().is_some_and(u8::is_ascii_alphanumeric);
        if named && HIDDEN.iter().any(|hidden| hidden.eq_ignore_ascii_case(&[*a, *b])) {
            edits.push((head.len() - 3..head.len() - 1, "tt"));
        }
    }
}

/// ` dot ` between two words, and the ` at ` before the first of them: too weak for a host name alone, enough for an address.
fn dot_words(text: &str, edits: &mut Vec<Edit>) {
    for seen in DOT_WORD.iter().flat_map(|pattern| pattern.find_iter(text)) {
        weak_dot(text, seen.range(), Dot::Word, edits);
    }
}

/// ` . ` between two words, ` .com` after one, `name[.com`, `name.]com`.
fn dots(text: &str, addressed: bool, edits: &mut Vec<Edit>) {
    let bytes = text.as_bytes();
    for dot in memchr_iter(b'.', bytes) {
        half_brackets(bytes, dot, edits);
        if addressed && let Some(start) = dot.checked_sub(1).filter(|before| bytes.get(*before) == Some(&b' ')) {
            let spaced = bytes.get(dot + 1) == Some(&b' ');
            weak_dot(text, start..start + 2 + usize::from(spaced), Dot::Spaced, edits);
        }
    }
}

/// Half of the brackets was forgotten.
fn half_brackets(bytes: &[u8], dot: usize, edits: &mut Vec<Edit>) {
    let at = |at: Option<usize>| at.and_then(|at| bytes.get(at)).copied().unwrap_or(0);
    let (before, after) = (at(dot.checked_sub(1)), at(Some(dot + 1)));
    if before == b'[' && after.is_ascii_alphanumeric() && at(dot.checked_sub(2)).is_ascii_alphanumeric() {
        edits.push((dot - 1..dot, ""));
    } else if after == b']' && before.is_ascii_alphanumeric() && at(Some(dot + 2)).is_ascii_alphanumeric() {
        edits.push((dot + 1..dot + 2, ""));
    }
}

/// How a dot was taken out.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Dot {
    Word,
    Spaced,
}

fn weak_dot(text: &str, range: Range<usize>, dot: Dot, edits: &mut Vec<Edit>) {
    let bytes = text.as_bytes();
    let part = |b: &u8| b.is_ascii_alphanumeric() || *b == b'-';
    let (head, tail) = (bytes.get(..range.start).unwrap_or(&[]), bytes.get(range.end..).unwrap_or(&[]));
    let label = head.iter().rev().take(64).take_while(|b| part(b)).count();
    let next = tail.iter().take(64).take_while(|b| part(b)).count();
    if !(1..=63).contains(&label) || next < 2 {
        return;
    }
    // Who writes the dot as a word writes the `@` as a word.
    let before = head.get(..head.len() - label).unwrap_or(&[]);
    if dot == Dot::Word
        && let Some(at) = at_before(before)
    {
        edits.push((at, "\u{3}"));
    }
    edits.push((range, "\u{2}"));
}

/// ` at `, `_at_`, `<at>` at the end of `head`, behind a letter or digit.
fn at_before(head: &[u8]) -> Option<Range<usize>> {
    let gap = |head: &[u8], marks: &[u8]| head.iter().rev().take(3).take_while(|b| marks.contains(b)).count();
    let after = gap(head, b" \t_>*");
    let word = head.len().checked_sub(after + 2)?;
    let before = gap(head.get(..word)?, b" \t_<*");
    let named = head.get(..word - before)?.last().is_some_and(u8::is_ascii_alphanumeric);
    let spelled = head.get(word..word + 2)?.eq_ignore_ascii_case(b"at");
    (after > 0 && before > 0 && named && spelled).then_some(word - before..head.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_taken_out_is_put_back() {
        for (written, meant) in [
            ("a[.]b(dot)c{.}d", "a.b.c.d"),
            ("name [at] host [dot] org", "name@host.org"),
            ("name(@)host[.org]", "name@host.org"),
            ("hxxps[:]//host[.]org", "https://host.org"),
            ("h**p://x", "http://x"),
            ("name[.com name.]com", "name.com name.com"),
            (r"host\.org\/a\_b", "host.org/a_b"),
            ("name at host dot org", "name\u{3}host\u{2}org"),
            ("name @ host . org", "name @ host\u{2}org"),
            ("see (a) and [at work] e.g. dot", "see (a) and [at work] e.g. dot"),
            (r"C:\dir\file", r"C:\dir\file"),
        ] {
            assert_eq!(refanged(View::of(written), true).text(), meant, "{written}");
        }
    }
}
