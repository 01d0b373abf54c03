//! Quote marks before lines, and lines that were cut at a fixed width.

use super::map::{OffsetMap, Rewriter};

/// `text` without the quote marks (`>`, `> >`, `|`) that begin its lines. Nothing where no line has one.
pub fn unquote(text: &str) -> Option<(String, OffsetMap)> {
    let mut out = Rewriter::with_capacity(text.len());
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let marks = quote_marks(line);
        if marks > 0 {
            out.replace(at, at + marks, "");
        }
        out.copy(text, at + marks, at + line.len());
        at += line.len();
    }
    out.finish()
}

/// The bytes that quote marks and the space after them take at the start of `line`.
pub fn quote_marks(line: &str) -> usize {
    let trimmed = line.trim_start_matches([' ', '\t']);
    if !trimmed.starts_with(['>', '|']) {
        return 0;
    }
    let rest = trimmed.trim_start_matches(['>', '|', ' ', '\t']);
    line.len() - rest.len()
}

/// `text` with the line breaks taken out that cut it at a fixed width, in the middle of words too. Nothing where it was not cut so.
///
/// It was where at least three lines have exactly the same length in characters and none is longer.
pub fn unwrap(text: &str) -> Option<(String, OffsetMap)> {
    let width = fixed_width(text)?;
    let mut out = Rewriter::with_capacity(text.len());
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let body = line.trim_end_matches(['\n', '\r']);
        out.copy(text, at, at + body.len());
        if body.len() < line.len() {
            if body.chars().count() == width {
                out.replace(at + body.len(), at + line.len(), "");
            } else {
                out.copy(text, at + body.len(), at + line.len());
            }
        }
        at += line.len();
    }
    out.finish()
}

fn fixed_width(text: &str) -> Option<usize> {
    let (mut width, mut full, mut long) = (0, 0, 0);
    for line in text.lines() {
        let length = line.chars().count();
        if length > width {
            (width, full) = (length, 1);
        } else if length == width {
            full += 1;
        }
        long += usize::from(length >= 20);
    }
    ((12..=200).contains(&width) && full >= 3 && full * 3 >= long).then_some(width)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quote_marks_go_and_the_rest_stays() {
        let (text, _) = unquote("> we have\n> > your data\nok").unwrap();
        assert_eq!(text, "we have\nyour data\nok");
        assert!(unquote("a > b\nc").is_none());
    }

    #[test]
    fn lines_cut_at_a_fixed_width_are_joined_and_others_are_not() {
        let whole = "We have downloaded all of your databases and we will publish them unless you pay us now.";
        let cut: Vec<&str> = (0..whole.len()).step_by(20).map(|at| &whole[at..(at + 20).min(whole.len())]).collect();
        let (text, _) = unwrap(&cut.join("\n")).unwrap();
        assert_eq!(text, whole);
        assert!(unwrap("one line\nanother longer line\nthe end\nof all these lines").is_none());
    }
}
