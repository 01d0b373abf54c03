//! What an analyst types into the search box, read into what the indexes understand.
//!
//! ```text
//! pay bitcoin            both words                  "test file"       these words in this order
//! decrypt*               a word that begins so       *1f9a*            a part of a word, three characters or more
//! pay OR send            one of them                 -news, NOT news   without it
//! stolen NEAR/5 server   at most five words apart    case:12 label:x   filters, see `FILTERS`
//! ```

use std::str::FromStr;

use jiff::civil::Date;
use shakedown_core::{ObservableKind, Priority};

use super::Reading;
use super::terms::{Lowered, spaced};
use crate::StoreError;

/// How far apart NEAR lets words stand where no number is given.
const NEAR: u32 = 10;
/// The longest query, in characters.
const QUERY_MAX: usize = 2_000;

/// Something to be found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Atom {
    /// Words in this order, lower case; of the last one the beginning is enough where `prefix` is set.
    Words { words: Vec<String>, text: String, prefix: bool },
    /// Words that stand at most so many apart, whichever comes first.
    Near { sides: Vec<Atom>, distance: u32 },
    /// A part of a word, lower case.
    Part(String),
}

/// One of these must be found, or none of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Clause {
    pub(super) not: bool,
    pub(super) any: Vec<Atom>,
}

/// The kinds of text that are searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Searched {
    /// A message of a transcript.
    Message,
    /// A note of an analyst.
    Note,
    /// The title of a case.
    Title,
}

/// What a hit must fulfil beside its words.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Filters {
    pub(super) case: Option<String>,
    pub(super) actor: Option<String>,
    pub(super) observable: Option<ObservableKind>,
    pub(super) kind: Option<Searched>,
    pub(super) after: Option<Date>,
    pub(super) before: Option<Date>,
    pub(super) priority: Option<Priority>,
    pub(super) label: Option<String>,
}

/// The names before the colon.
const FILTERS: [&str; 7] = ["case", "actor", "kind", "after", "before", "priority", "label"];

/// A query, read.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Query {
    pub(super) clauses: Vec<Clause>,
    pub(super) filters: Filters,
}

/// A piece of the query as typed, and where it begins.
#[derive(Clone, Debug)]
struct Piece {
    at: usize,
    text: String,
    quoted: bool,
    /// What stood before the colon of a quoted value.
    name: Option<String>,
    not: bool,
}

impl Query {
    /// Read a query; `reading` makes its words what they are in the index. Errors: [`StoreError::Query`], which says where and what was expected.
    pub(super) fn read(text: &str, reading: &dyn Reading) -> Result<Self, StoreError> {
        if text.chars().count() > QUERY_MAX {
            return Err(wrong(QUERY_MAX, format!("at most {QUERY_MAX} characters"), "more"));
        }
        let mut query = Self { clauses: Vec::new(), filters: Filters::default() };
        let mut joined: Option<(&str, u32, usize)> = None;
        for piece in pieces(text)? {
            if let Some(join) = operator(&piece)? {
                if query.clauses.is_empty() || joined.is_some() {
                    return Err(wrong(piece.at, format!("a word before {}", piece.text), "none"));
                }
                joined = Some((join.0, join.1, piece.at));
            } else if query.filters.take(&piece)? {
                if let Some((join, _, at)) = joined {
                    return Err(wrong(at, format!("a word after {join}"), &piece.text));
                }
            } else {
                let atom = atom(&piece, reading)?;
                query.add(joined.take(), atom, &piece)?;
            }
        }
        if let Some((join, _, at)) = joined {
            return Err(wrong(at, format!("a word after {join}"), "the end"));
        }
        query.check(text)?;
        Ok(query)
    }

    fn add(&mut self, joined: Option<(&str, u32, usize)>, atom: Atom, piece: &Piece) -> Result<(), StoreError> {
        let (Some((join, distance, at)), Some(last)) = (joined, self.clauses.last_mut()) else {
            self.clauses.push(Clause { not: piece.not, any: vec![atom] });
            return Ok(());
        };
        if piece.not {
            return Err(wrong(piece.at, format!("a word after {join}"), "one that must not be there"));
        }
        if join == "OR" {
            last.any.push(atom);
            return Ok(());
        }
        let before = last.any.pop();
        match (before, atom) {
            (Some(first @ Atom::Words { .. }), second @ Atom::Words { .. }) => {
                last.any.push(Atom::Near { sides: vec![first, second], distance })
            }
            (Some(Atom::Near { mut sides, distance: known }), second @ Atom::Words { .. }) => {
                sides.push(second);
                last.any.push(Atom::Near { sides, distance: known.max(distance) });
            }
            _ => return Err(wrong(at, "words on both sides of NEAR".into(), "a part of a word")),
        }
        Ok(())
    }

    fn check(&self, text: &str) -> Result<(), StoreError> {
        if !self.clauses.iter().any(|clause| !clause.not) {
            let found = if self.clauses.is_empty() { "none" } else { "only words that must not be there" };
            return Err(wrong(text.chars().count(), "a word to look for".into(), found));
        }
        for clause in &self.clauses {
            let parts = clause.any.iter().filter(|atom| matches!(atom, Atom::Part(_))).count();
            if parts > 0 && (clause.not || parts < clause.any.len()) {
                let found = if clause.not { "one that must not be there" } else { "one joined to words by OR" };
                return Err(wrong(0, "a part of a word (*…*) on its own".into(), found));
            }
        }
        Ok(())
    }

    /// What the index of words is asked; nothing where only parts are looked for.
    pub(super) fn words(&self) -> Option<String> {
        let side = |not| {
            let clauses = self.clauses.iter().filter(move |clause| clause.not == not && !matches!(clause.any[..], [Atom::Part(_), ..]));
            clauses.map(|clause| joined(clause.any.iter().map(matched), " OR ")).collect::<Vec<_>>()
        };
        let wanted = joined(side(false).into_iter(), " AND ");
        if wanted == "()" {
            return None;
        }
        Some(side(true).into_iter().fold(wanted, |all, unwanted| format!("{all} NOT {unwanted}")))
    }

    /// What the index of parts is asked; nothing where only words are looked for.
    pub(super) fn parts(&self) -> Option<String> {
        let clauses = self.clauses.iter().filter(|clause| matches!(clause.any[..], [Atom::Part(_), ..]));
        let asked = joined(clauses.map(|clause| joined(clause.any.iter().map(matched), " OR ")), " AND ");
        (asked != "()").then_some(asked)
    }

    /// Everything that a hit may show.
    pub(super) fn wanted(&self) -> impl Iterator<Item = &Clause> {
        self.clauses.iter().filter(|clause| !clause.not)
    }
}

fn joined(parts: impl Iterator<Item = String>, with: &str) -> String {
    format!("({})", parts.collect::<Vec<_>>().join(with))
}

/// An atom in the language of FTS5. Its words are in quotes, so that nothing in them is read as an operator.
fn matched(atom: &Atom) -> String {
    match atom {
        Atom::Words { text, prefix, .. } => format!("{}{}", quoted(text), if *prefix { " *" } else { "" }),
        Atom::Near { sides, distance } => format!("NEAR({}, {distance})", sides.iter().map(matched).collect::<Vec<_>>().join(" ")),
        Atom::Part(text) => {
            let characters: Vec<char> = text.chars().collect();
            joined(characters.windows(3).map(|three| quoted(&three.iter().collect::<String>())), " AND ")
        }
    }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

/// The query in pieces: words, and what stands in quotes.
fn pieces(text: &str) -> Result<Vec<Piece>, StoreError> {
    let mut pieces = Vec::new();
    let mut characters = text.chars().enumerate().peekable();
    while let Some((at, character)) = characters.next() {
        if character.is_whitespace() {
            continue;
        }
        let mut piece = Piece { at, text: String::new(), quoted: false, name: None, not: false };
        let mut next = Some(character);
        if character == '-' && characters.peek().is_some_and(|(_, after)| !after.is_whitespace() && *after != '-') {
            piece.not = true;
            next = characters.next().map(|(_, character)| character);
        }
        while let Some(character) = next {
            if character == '"' && (piece.text.is_empty() || FILTERS.iter().any(|name| piece.text.strip_suffix(':') == Some(name))) {
                piece.name = piece.text.strip_suffix(':').map(str::to_owned);
                piece.text.clear();
                piece.quoted = true;
                loop {
                    match characters.next() {
                        Some((_, '"')) => break,
                        Some((_, inside)) => piece.text.push(inside),
                        None => return Err(wrong(at, "a closing quote".into(), "the end")),
                    }
                }
                if characters.next_if(|(_, after)| *after == '*').is_some() {
                    piece.text.push('*');
                }
                break;
            }
            piece.text.push(character);
            next = characters.next_if(|(_, after)| !after.is_whitespace()).map(|(_, character)| character);
        }
        pieces.push(piece);
    }
    Ok(with_not(pieces))
}

/// `NOT word` is `-word`.
fn with_not(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::with_capacity(pieces.len());
    let mut not = false;
    for mut piece in pieces {
        if !piece.quoted && piece.text == "NOT" && !not {
            not = true;
            continue;
        }
        piece.not |= std::mem::take(&mut not);
        out.push(piece);
    }
    out
}

/// OR, NEAR and NEAR/5; AND is what stands between words anyway.
fn operator(piece: &Piece) -> Result<Option<(&'static str, u32)>, StoreError> {
    if piece.quoted || piece.not {
        return Ok(None);
    }
    match piece.text.as_str() {
        "OR" => Ok(Some(("OR", 0))),
        "NEAR" => Ok(Some(("NEAR", NEAR))),
        text => match text.strip_prefix("NEAR/") {
            Some(distance) => match distance.parse() {
                Ok(distance @ 1..=100) => Ok(Some(("NEAR", distance))),
                _ => Err(wrong(piece.at, "NEAR/ and a number from 1 to 100".into(), text)),
            },
            None => Ok(None),
        },
    }
}

fn atom(piece: &Piece, reading: &dyn Reading) -> Result<Atom, StoreError> {
    let typed = piece.text.as_str();
    if !piece.quoted {
        if typed.starts_with('(') || typed.ends_with(')') {
            return Err(wrong(piece.at, "words without brackets (OR binds closer than what stands beside it)".into(), typed));
        }
        if let Some(part) = typed.strip_prefix('*').and_then(|rest| rest.strip_suffix('*')) {
            let lowered = Lowered::of(&reading.plain(part)).text;
            return if lowered.chars().count() >= 3 {
                Ok(Atom::Part(lowered))
            } else {
                Err(wrong(piece.at, "three characters or more between the stars".into(), typed))
            };
        }
        if typed.starts_with('*') {
            return Err(wrong(piece.at, "a star at the end of a word (a beginning) or at both (a part)".into(), typed));
        }
    }
    let (typed, prefix) = typed.strip_suffix('*').map_or((typed, false), |rest| (rest, true));
    let plain = reading.plain(typed);
    let lowered = Lowered::of(&plain);
    let words: Vec<String> = lowered.words().into_iter().map(|word| lowered.text[word].to_owned()).collect();
    if words.is_empty() {
        return Err(wrong(piece.at, "letters or digits".into(), typed));
    }
    Ok(Atom::Words { words, text: spaced(&plain).unwrap_or(plain), prefix })
}

impl Filters {
    /// Take a piece that is a filter; says whether it was one. Another word with a colon is no filter: links and times have one too.
    fn take(&mut self, piece: &Piece) -> Result<bool, StoreError> {
        let (name, value) = match (&piece.name, piece.text.split_once(':')) {
            (Some(name), _) => (name.as_str(), piece.text.as_str()),
            (None, Some((name, value))) if !piece.quoted && FILTERS.contains(&name) => (name, value),
            _ => return Ok(false),
        };
        if piece.not {
            return Err(wrong(piece.at, format!("{name}: without a minus"), &piece.text));
        }
        if value.is_empty() {
            return Err(wrong(piece.at, format!("a value right after {name}:"), "none"));
        }
        let bad = |expected: String| wrong(piece.at, expected, value);
        let day = |value: &str| Date::from_str(value).map_err(|_| bad(format!("a day as {name}:2025-07-31")));
        let again = match name {
            "case" => self.case.replace(value.to_owned()).is_some(),
            "actor" => self.actor.replace(value.to_owned()).is_some(),
            "label" => self.label.replace(value.to_owned()).is_some(),
            "after" => self.after.replace(day(value)?).is_some(),
            "before" => self.before.replace(day(value)?).is_some(),
            "priority" => self.priority.replace(value.parse().map_err(|_| bad("P1, P2, P3 or P4".into()))?).is_some(),
            _ => match value {
                "message" => self.kind.replace(Searched::Message).is_some(),
                "note" => self.kind.replace(Searched::Note).is_some(),
                "title" => self.kind.replace(Searched::Title).is_some(),
                value => {
                    let kind =
                        value.parse().map_err(|_| bad("message, note, title or a kind of observable (onion, bitcoin, email, …)".into()))?;
                    self.observable.replace(kind).is_some()
                }
            },
        };
        if again { Err(wrong(piece.at, format!("one {name}:"), "two")) } else { Ok(true) }
    }
}

/// `at` counts characters from 0.
fn wrong(at: usize, expected: String, found: &str) -> StoreError {
    StoreError::Query { at: at + 1, expected, found: found.chars().take(60).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct AsIs;

    impl Reading for AsIs {
        fn version(&self) -> u32 {
            1
        }

        fn plain(&self, text: &str) -> String {
            text.to_owned()
        }

        fn source(&self, _: &str, span: shakedown_core::Span) -> shakedown_core::Span {
            span
        }
    }

    #[test]
    fn queries_become_what_the_indexes_are_asked() {
        for (typed, words, parts) in [
            ("pay bitcoin", Some(r#"(("pay") AND ("bitcoin"))"#), None),
            (r#""test file" decrypt*"#, Some(r#"(("test file") AND ("decrypt" *))"#), None),
            ("pay OR send -news", Some(r#"(("pay" OR "send")) NOT ("news")"#), None),
            ("NOT news pay", Some(r#"(("pay")) NOT ("news")"#), None),
            ("stolen NEAR/5 server", Some(r#"((NEAR("stolen" "server", 5)))"#), None),
            ("*1F9a* pay", Some(r#"(("pay"))"#), Some(r#"((("1f9" AND "f9a")))"#)),
            ("付款", Some(r#"((" 付  款 "))"#), None),
            (r#"say"so"#, Some(r#"(("say""so"))"#), None),
            ("https://mail.example", Some(r#"(("https://mail.example"))"#), None),
        ] {
            let query = Query::read(typed, &AsIs).unwrap();
            assert_eq!((query.words().as_deref(), query.parts().as_deref()), (words, parts), "{typed}");
        }
    }

    #[test]
    fn filters_stand_beside_the_words() {
        let query = Query::read(r#"pay case:12 label:"big game" kind:note kind:onion priority:P1 after:2025-07-01"#, &AsIs).unwrap();
        let expected = Filters {
            case: Some("12".into()),
            label: Some("big game".into()),
            kind: Some(Searched::Note),
            observable: Some(ObservableKind::Onion),
            priority: Some(Priority::P1),
            after: Some(jiff::civil::date(2025, 7, 1)),
            ..Filters::default()
        };
        assert_eq!((query.filters, query.clauses.len()), (expected, 1));
    }

    #[test]
    fn a_query_that_cannot_be_read_says_where_and_what_was_expected() {
        for (typed, said) in [
            ("", "character 1: expected a word to look for, found \"none\""),
            ("-news", "character 6: expected a word to look for, found \"only words that must not be there\""),
            ("pay \"test", "character 5: expected a closing quote, found \"the end\""),
            ("pay OR", "character 5: expected a word after OR, found \"the end\""),
            ("OR pay", "character 1: expected a word before OR, found \"none\""),
            ("a NEAR/0 b", "character 3: expected NEAR/ and a number from 1 to 100"),
            ("*ab*", "character 1: expected three characters or more between the stars"),
            ("*abc", "character 1: expected a star at the end"),
            ("pay priority:P9", "character 5: expected P1, P2, P3 or P4, found \"P9\""),
            ("pay after:July", "character 5: expected a day as after:2025-07-31, found \"July\""),
            ("pay kind:wallet", "character 5: expected message, note, title or a kind of observable"),
            ("pay case:1 case:2", "character 12: expected one case:, found \"two\""),
            ("pay label:", "character 5: expected a value right after label:"),
            ("pay …", "character 5: expected letters or digits, found \"…\""),
            ("(pay OR send) now", "character 1: expected words without brackets"),
            ("*abc* OR pay", "expected a part of a word (*…*) on its own"),
        ] {
            let error = Query::read(typed, &AsIs).unwrap_err().to_string();
            assert!(error.contains(said), "{typed}: {error}");
        }
    }
}
