//! Character references, percent signs and tags.

use super::map::{OffsetMap, Rewriter};

/// The longest character reference, with `&` and `;`.
const REFERENCE_MAX: usize = 12;

/// The longest tag that is read as one.
const TAG_MAX: usize = 2_000;

/// Elements that end a line.
const BLOCKS: [&str; 17] =
    ["p", "div", "br", "li", "tr", "td", "th", "h1", "h2", "h3", "h4", "ul", "ol", "table", "body", "html", "blockquote"];

/// Elements that do not.
const INLINE: [&str; 16] =
    ["a", "b", "i", "u", "em", "strong", "span", "font", "small", "center", "img", "head", "meta", "pre", "code", "title"];

/// Elements whose text nobody sees.
const UNSEEN: [&str; 3] = ["script", "style", "template"];

/// `text` with character references (`&#225;`, `&amp;`) and percent signs (`%20`, outside links) written plainly.
pub fn references(text: &str) -> Option<(String, OffsetMap)> {
    let mut out = Rewriter::with_capacity(text.len());
    let (mut at, mut copied) = (0, 0);
    while let Some(found) = text.get(at..).and_then(|rest| rest.find(['&', '%'])) {
        at += found;
        let rest = text.get(at..).unwrap_or_default();
        let decoded = if rest.starts_with('&') { reference(rest) } else { percents(text, at) };
        match decoded {
            Some((length, plain)) => {
                out.copy(text, copied, at);
                out.replace(at, at + length, &plain);
                at += length;
                copied = at;
            }
            None => at += 1,
        }
    }
    out.copy(text, copied, text.len());
    out.finish()
}

fn reference(rest: &str) -> Option<(usize, String)> {
    let end = rest.bytes().take(REFERENCE_MAX).position(|byte| byte == b';')?;
    let name = rest.get(1..end)?;
    let character = match name.strip_prefix('#') {
        Some(number) => {
            let hex = number.strip_prefix(['x', 'X']);
            char::from_u32(hex.map_or_else(|| number.parse().ok(), |hex| u32::from_str_radix(hex, 16).ok())?)?
        }
        None => named(name)?,
    };
    Some((end + 1, character.to_string()))
}

fn named(name: &str) -> Option<char> {
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" | "rsquo" | "lsquo" => '\'',
        "nbsp" => ' ',
        "ldquo" | "rdquo" => '"',
        "ndash" | "mdash" => '-',
        "euro" => '€',
        "pound" => '£',
        "auml" => 'ä',
        "ouml" => 'ö',
        "uuml" => 'ü',
        "Auml" => 'Ä',
        "Ouml" => 'Ö',
        "Uuml" => 'Ü',
        "szlig" => 'ß',
        "eacute" => 'é',
        "egrave" => 'è',
        "agrave" => 'à',
        "aacute" => 'á',
        "iacute" => 'í',
        "oacute" => 'ó',
        "uacute" => 'ú',
        "ntilde" => 'ñ',
        "ccedil" => 'ç',
        "atilde" => 'ã',
        _ => return None,
    })
}

/// The characters that one or more `%XX` at `at` stand for, outside links.
fn percents(text: &str, at: usize) -> Option<(usize, String)> {
    let token_start = text.get(..at)?.rfind(char::is_whitespace).map_or(0, |space| space + 1);
    if text.get(token_start..at)?.contains("://") {
        return None;
    }
    let mut bytes = Vec::new();
    let mut rest = text.get(at..)?;
    while let Some(byte) = rest.strip_prefix('%').and_then(|hex| hex.get(..2)).and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
        bytes.push(byte);
        rest = rest.get(3..)?;
        if bytes.len() == 4 || byte < 0x80 {
            break;
        }
    }
    let length = bytes.len() * 3;
    let plain =
        String::from_utf8(bytes).ok().filter(|plain| !plain.is_empty() && !plain.contains(|c: char| c.is_control() && c != '\n'))?;
    Some((length, plain))
}

/// `text` as a reader of the page sees it: without tags, comments and what they hide. Nothing where it holds no tag that is known.
pub fn visible(text: &str) -> Option<(String, OffsetMap)> {
    let mut out = Rewriter::with_capacity(text.len());
    let (mut at, mut copied) = (0, 0);
    let mut hidden: Option<String> = None;
    while let Some(found) = text.get(at..).and_then(|rest| memchr::memchr(b'<', rest.as_bytes())) {
        at += found;
        let Some(tag) = tag_at(text, at) else {
            at += 1;
            continue;
        };
        match &hidden {
            Some(name) => {
                if tag.closes && tag.name == *name {
                    hidden = None;
                }
                out.replace(copied, at + tag.length, "\n");
            }
            None => {
                out.copy(text, copied, at);
                out.replace(at, at + tag.length, if BLOCKS.contains(&tag.name.as_str()) { "\n" } else { "" });
                if tag.hides && !tag.closes {
                    hidden = Some(tag.name);
                }
            }
        }
        at += tag.length;
        copied = at;
    }
    if hidden.is_none() {
        out.copy(text, copied, text.len());
    }
    out.finish()
}

struct Tag {
    name: String,
    length: usize,
    closes: bool,
    hides: bool,
}

fn tag_at(text: &str, at: usize) -> Option<Tag> {
    let rest = text.get(at..)?;
    if rest.starts_with("<!--") {
        let length = rest.find("-->").map_or(rest.len(), |end| end + 3);
        return Some(Tag { name: "!".into(), length, closes: false, hides: false });
    }
    let length = memchr::memchr(b'>', rest.as_bytes().get(..rest.len().min(TAG_MAX))?)? + 1;
    let inner = rest.get(1..length - 1)?;
    let closes = inner.starts_with('/');
    let name: String =
        inner.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    let unseen = UNSEEN.contains(&name.as_str());
    if !unseen && !BLOCKS.contains(&name.as_str()) && !INLINE.contains(&name.as_str()) {
        return None;
    }
    let style: String = inner.chars().filter(|character| !character.is_whitespace()).collect::<String>().to_ascii_lowercase();
    let hides = unseen || ["display:none", "visibility:hidden", "font-size:0"].iter().any(|cue| hides_by(&style, cue));
    Some(Tag { name, length, closes, hides })
}

/// Whether a style says `cue`, and not merely `font-size:0.9em`.
fn hides_by(style: &str, cue: &str) -> bool {
    style.find(cue).is_some_and(|at| !style.get(at + cue.len()..).is_some_and(|rest| rest.starts_with('.')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_and_percent_signs_are_read() {
        let (text, _) = references("Ol&#225; &amp; f&uuml;r &#x41; we%20have%20data, 100% sure").unwrap();
        assert_eq!(text, "Olá & für A we have data, 100% sure");
        assert!(references("AT&T 5% https://a.example/x%20y").is_none());
    }

    #[test]
    fn hidden_text_and_tags_are_not_seen() {
        let (text, _) = visible("<p>we have <b>your</b> data</p><div style=\"font-size: 0\">noise</div><script>x<y</script>end").unwrap();
        assert_eq!(text.split_whitespace().collect::<Vec<_>>().join(" "), "we have your data end");
        assert!(visible("a < b and <someone@mail.example>").is_none());
    }
}
