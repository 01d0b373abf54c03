//! Host names, in links and mail addresses and alone.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use super::Context;
use super::view::WEAK_DOT;

/// How far a top-level domain alone makes a word a host name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tld {
    /// It is no word and no file's ending.
    Firm,
    /// It needs a sign beside it.
    Loose,
}

/// Source: IANA root zone database; the file says how its entries were sorted.
static TLDS: LazyLock<HashMap<&'static str, Tld>> = LazyLock::new(|| {
    let mut tlds = HashMap::new();
    for line in include_str!("tlds.txt").lines() {
        let (class, names) = match line.split_once(' ') {
            Some(("firm", names)) => (Tld::Firm, names),
            Some(("loose", names)) => (Tld::Loose, names),
            _ => continue,
        };
        tlds.extend(names.split(' ').map(|name| (name, class)));
    }
    tlds
});

/// What the last label of a host name says.
pub(super) fn tld(label: &str) -> Option<Tld> {
    let lower = label.to_ascii_lowercase();
    TLDS.get(lower.as_str()).copied()
}

/// No host name is longer (RFC 1035, 2.3.4).
const LONGEST: usize = 253;

/// A host name read forward.
#[derive(Debug)]
pub(super) struct Host {
    pub(super) span: Range<usize>,
    /// Lower case, weak dots made dots.
    pub(super) name: String,
    /// Nothing where the last label is no known top-level domain.
    pub(super) tld: Option<Tld>,
    pub(super) labels: usize,
    /// Whether a dot was written as a word or between blanks.
    pub(super) weak: bool,
}

/// The host name that starts at `start`: two labels or more, cut back to the last that can end one.
pub(super) fn read(context: &Context<'_>, start: usize) -> Option<Host> {
    let mut ends: Vec<Range<usize>> = Vec::new();
    let mut at = start;
    loop {
        let len =
            context.bytes().get(at..)?.iter().take(64).take_while(|b| b.is_ascii_alphanumeric() || **b == b'-' || **b == b'_').count();
        if len == 0 || len > 63 {
            break;
        }
        ends.push(at..at + len);
        let next = at + len;
        if !is_dot(context.byte(next)) || next - start > LONGEST {
            break;
        }
        at = next + 1;
    }
    let kept = cut(context, &ends);
    ends.truncate(kept);
    drop_glued_number(context, &mut ends);
    let labels = ends.get(..).filter(|labels| labels.len() > 1)?;
    let span = start..labels.last()?.end;
    let name = context.slice(span.clone());
    let sound = labels.iter().all(|label| {
        let text = context.slice(label.clone());
        !text.starts_with('-') && !text.ends_with('-')
    });
    let last = context.slice(labels.last()?.clone());
    sound.then(|| Host {
        name: name.replace(char::from(WEAK_DOT), ".").to_ascii_lowercase(),
        tld: tld(last),
        labels: labels.len(),
        weak: name.as_bytes().contains(&WEAK_DOT),
        span,
    })
}

/// Take the digits off a last label that is a top-level domain without them: "restore@example.com2 files are free" lost a blank.
fn drop_glued_number(context: &Context<'_>, labels: &mut [Range<usize>]) {
    let Some(last) = labels.last_mut() else { return };
    let name = context.slice(last.clone());
    let letters = name.trim_end_matches(|c: char| c.is_ascii_digit());
    if letters.len() < name.len() && tld(letters).is_some() {
        last.end = last.start + letters.len();
    }
}

/// How many of `labels` belong to the name: in `mail.com.Please` the last is the next sentence.
fn cut(context: &Context<'_>, labels: &[Range<usize>]) -> usize {
    let text = |at: usize| labels.get(at).map_or("", |label| context.slice(label.clone()));
    let mut kept = labels.len();
    while kept > 2 {
        let (last, before) = (text(kept - 1), text(kept - 2));
        let sentence = last.starts_with(|c: char| c.is_ascii_uppercase()) && last.bytes().skip(1).all(|b| b.is_ascii_lowercase());
        let lower = before.starts_with(|c: char| c.is_ascii_lowercase());
        if tld(before).is_some() && (tld(last).is_none() || sentence && lower) {
            kept -= 1;
        } else {
            break;
        }
    }
    kept
}

/// Whether a byte of the view separates two labels.
pub(super) fn is_dot(byte: u8) -> bool {
    byte == b'.' || byte == WEAK_DOT
}

/// Endings of files that pass for a top-level domain in no list.
pub(super) fn is_file_ending(label: &str) -> bool {
    const ENDINGS: &str = "txt exe dll doc docx xls xlsx ppt pptx pdf png jpg jpeg gif bmp html htm hta php aspx asp jsp js css json xml csv log \
        dat bak rar tar iso sql lnk bat cmd vbs eml msg mp3 mp4 avi jar bin cfg ini tmp key pem lock locked encrypted readme svg \
        webp ico heic";
    ENDINGS.split(' ').any(|ending| ending.eq_ignore_ascii_case(label))
}
