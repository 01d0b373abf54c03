//! Files that stand in the text of a mail uuencoded: between `begin 644 name` and `end`.
//!
//! Source: POSIX, `uuencode`, the historical algorithm.

use std::borrow::Cow;

/// A file that was found in a text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct File {
    pub(super) name: String,
    pub(super) bytes: Vec<u8>,
}

/// `text` without its uuencoded files, and the files. A block with a line that is none stays text.
pub(super) fn split(text: &str) -> (Cow<'_, str>, Vec<File>) {
    if !text.starts_with("begin ") && !text.contains("\nbegin ") {
        return (Cow::Borrowed(text), Vec::new());
    }
    let (mut kept, mut files) = (String::with_capacity(text.len()), Vec::new());
    let mut lines = text.split_inclusive('\n');
    while let Some(line) = lines.next() {
        if let Some(name) = begins(line) {
            let mut behind = lines.clone();
            if let Some(bytes) = decoded(&mut behind) {
                files.push(File { name: name.to_owned(), bytes });
                lines = behind;
                continue;
            }
        }
        kept.push_str(line);
    }
    if files.is_empty() { (Cow::Borrowed(text), files) } else { (Cow::Owned(kept), files) }
}

/// The name in a line `begin 644 name`.
fn begins(line: &str) -> Option<&str> {
    let (mode, name) = line.strip_prefix("begin ")?.trim_end().split_once(' ')?;
    let octal = matches!(mode.len(), 3 | 4) && mode.bytes().all(|byte| matches!(byte, b'0'..=b'7'));
    (octal && !name.trim().is_empty()).then_some(name.trim())
}

/// The bytes of the lines up to `end`; nothing where a line is not of such a file. It looks no further than the first such line.
fn decoded<'t>(lines: &mut impl Iterator<Item = &'t str>) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    for line in lines {
        let line = line.trim_end_matches(['\r', '\n']);
        if line == "end" {
            return Some(bytes);
        }
        let (first, rest) = line.as_bytes().split_first().unwrap_or((&b'`', &[]));
        let count = usize::from(value(*first)?);
        // Mailers cut the spaces at the end of a line.
        if rest.len() > count.div_ceil(3) * 4 + 2 {
            return None;
        }
        let mut group = Vec::with_capacity(count + 3);
        let mut digits = rest.iter().copied().chain(std::iter::repeat(b' '));
        while group.len() < count {
            let mut bits = 0u32;
            for _ in 0..4 {
                bits = bits << 6 | u32::from(value(digits.next()?)?);
            }
            group.extend(bits.to_be_bytes().into_iter().skip(1));
        }
        group.truncate(count);
        bytes.extend(group);
    }
    None
}

fn value(byte: u8) -> Option<u8> {
    matches!(byte, b' '..=b'`').then_some(byte.wrapping_sub(b' ') & 0x3f)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_taken_out_of_the_text_and_the_rest_stays() {
        let (text, files) = split("above\nbegin 644 cat.txt\n#0V%T\n`\nend\nbelow\n");
        assert_eq!(text, "above\nbelow\n");
        assert_eq!(files, [File { name: "cat.txt".to_owned(), bytes: b"Cat".to_vec() }]);
    }

    #[test]
    fn what_only_begins_like_a_file_stays_text() {
        for text in ["begin 644 plans\nwe met there\nend\n", "begin 644 cat.txt\n#0V%T\n", "begin work\n", "begin 999 x\nend\n"] {
            assert_eq!(split(text), (Cow::Borrowed(text), vec![]), "{text}");
        }
    }
}
