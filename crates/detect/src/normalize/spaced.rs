//! Words written letter by letter: `e n c r y p t e d`, `d-a-t-a`, `p.a.y`.

use super::lexicon_words::Words;
use super::map::{OffsetMap, Rewriter};

/// Characters that may stand between the letters of a word.
const SEPARATORS: [char; 7] = [' ', '-', '.', '_', '*', '·', '/'];

/// Fewest characters in a run that is taken for a disguise.
const RUN_MIN: usize = 4;

/// Longest run that is cut into words at once, in characters.
const RUN_MAX: usize = 600;

/// A run of single characters with one separator between them.
struct Run {
    /// Where each character stands.
    characters: Vec<(usize, char)>,
    /// One past the last byte.
    end: usize,
}

/// `text` with letters that stand apart joined and, where the word ends are lost, cut into known words. Nothing where it has no such run.
pub fn join(text: &str, words: &Words) -> Option<(String, OffsetMap)> {
    let mut out = Rewriter::with_capacity(text.len());
    let mut copied = 0;
    let mut at = 0;
    let mut fresh = true;
    while let Some(character) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let run = if fresh && !character.is_whitespace() { run_at(text, at) } else { None };
        if let Some(run) = run {
            out.copy(text, copied, at);
            write_run(&mut out, &run, words);
            (at, copied, fresh) = (run.end, run.end, true);
        } else {
            at += character.len_utf8();
            fresh = !character.is_alphanumeric();
        }
    }
    out.copy(text, copied, text.len());
    out.finish()
}

/// The run that starts at `at`, where it is long enough and holds letters enough to be words.
fn run_at(text: &str, at: usize) -> Option<Run> {
    let rest = text.get(at..)?;
    let mut chars = rest.char_indices().peekable();
    let (_, first) = chars.next()?;
    let separator = chars.peek().map(|&(_, character)| character).filter(|character| SEPARATORS.contains(character))?;
    if SEPARATORS.contains(&first) && first == separator {
        return None;
    }
    let mut run = Run { characters: vec![(at, first)], end: at + first.len_utf8() };
    while let Some((gap, _)) = chars.next_if(|&(_, character)| character == separator) {
        let mut wide = false;
        while separator == ' ' && chars.next_if(|&(_, character)| character == ' ').is_some() {
            wide = true;
        }
        let Some(&(index, character)) = chars.peek() else { break };
        if character.is_whitespace() || character == separator {
            break;
        }
        chars.next();
        if chars.peek().is_some_and(|&(_, next)| !next.is_whitespace() && next != separator && next.is_alphanumeric()) {
            break;
        }
        if wide {
            run.characters.push((at + gap, ' '));
        }
        run.characters.push((at + index, character));
        run.end = at + index + character.len_utf8();
        if run.characters.len() >= RUN_MAX {
            break;
        }
    }
    let letters = run.characters.iter().filter(|(_, character)| character.is_alphabetic()).count();
    let signs = run.characters.iter().filter(|(_, character)| *character != ' ').count();
    (signs >= RUN_MIN && letters * 2 >= signs).then_some(run)
}

/// Write the characters of a run joined, with a space wherever a word ends.
fn write_run(out: &mut Rewriter, run: &Run, words: &Words) {
    let mut position = 0;
    while let Some(rest) = run.characters.get(position..).filter(|rest| !rest.is_empty()) {
        let is_letter = |character: char| character.is_alphabetic() || character == '\'';
        let alphabetic = rest.first().is_some_and(|(_, character)| is_letter(*character));
        let length = rest.iter().take_while(|(_, character)| is_letter(*character) == alphabetic).count();
        let part = rest.get(..length).unwrap_or_default();
        if alphabetic {
            let lower: String = part.iter().flat_map(|(_, character)| character.to_lowercase().next()).collect();
            let mut start = 0;
            for bytes in words.cut(&lower) {
                let count =
                    lower.get(start_byte(&lower, start)..).and_then(|rest| rest.get(..bytes)).map_or(0, |word| word.chars().count());
                write_part(out, part.get(start..start + count).unwrap_or_default(), start > 0 || position > 0);
                start += count;
            }
        } else if part.iter().any(|(_, character)| *character != ' ') {
            let space =
                position > 0 && part.first().is_some_and(|(_, character)| character.is_alphanumeric() || "($[<".contains(*character));
            write_part(out, part, space);
        }
        position += length;
    }
}

fn start_byte(text: &str, characters: usize) -> usize {
    text.char_indices().nth(characters).map_or(text.len(), |(index, _)| index)
}

fn write_part(out: &mut Rewriter, part: &[(usize, char)], space: bool) {
    for (index, &(at, character)) in part.iter().enumerate() {
        let mut buffer = String::with_capacity(5);
        if index == 0 && space {
            buffer.push(' ');
        }
        buffer.push(character);
        out.replace(at, at + character.len_utf8(), &buffer);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_that_stand_apart_become_words_again() {
        let words = Words::new(["we", "have", "your", "files", "encrypted", "pay", "us", "data", "now"].into_iter());
        let joined = |text: &str| join(text, &words).map(|(text, _)| text);
        assert_eq!(joined("W e h a v e y o u r f i l e s .").as_deref(), Some("We have your files."));
        assert_eq!(joined("p a y   u s   n o w").as_deref(), Some("pay us now"));
        assert_eq!(joined("your d-a-t-a now").as_deref(), Some("your data now"));
        assert_eq!(joined("p a y 5 0 0 $ n o w").as_deref(), Some("pay 500$ now"));
        assert_eq!(joined("a b c and so on, i.e. this"), None);
    }
}
