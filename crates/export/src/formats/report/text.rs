//! Text on its way to the page: hidden characters become badges, links are defanged, findings are marked.
//!
//! Every word that is not a constant of this program reaches the report as a [`Text`], whoever wrote it.

use std::cmp::Reverse;

use askama::Template;
use askama::filters::HtmlSafe;
use serde::{Serialize, Serializer};
use shakedown_core::{Family, ObservableKind, Span, defang, is_hidden};

/// The longest quotation in a table, in characters; the transcript has the whole.
const QUOTE_MAX: usize = 240;
/// How many kinds of finding one stretch of text shows.
const TAGS_MAX: usize = 3;

/// Text as it may stand on the page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Template)]
#[template(path = "html/text.html")]
#[serde(transparent)]
pub(in crate::formats) struct Text {
    runs: Vec<Run>,
}

/// Its template escapes.
impl HtmlSafe for Text {}

/// A stretch of text that looks the same throughout.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Run {
    text: String,
    hidden: bool,
    tags: Vec<Tag>,
}

/// A kind of finding that covers a run.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Tag {
    family: Family,
    /// Whether the finding ends with this run.
    last: bool,
}

/// A stretch that nothing covers is its text; any other is its text with the kinds that cover it, `hidden` for a badge.
impl Serialize for Run {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let kinds: Vec<&str> = self.tags.iter().map(|tag| tag.family.as_str()).chain(self.hidden.then_some("hidden")).collect();
        if kinds.is_empty() { self.text.serialize(serializer) } else { (&self.text, kinds).serialize(serializer) }
    }
}

/// A span of the text, and what is done to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    pub span: Span,
    pub look: Look,
}

/// What is done to a span.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Look {
    /// It names a host or an address: every dot and `@` gets brackets, whatever the words around it look like.
    Host,
    /// It is highlighted.
    Finding(Family),
}

impl Text {
    /// `text`, visible and defanged.
    pub fn of(text: &str) -> Self {
        Self::marked(text, Vec::new())
    }

    /// `text`, visible and defanged, cut where it is too long for a table.
    pub fn quote(text: &str) -> Self {
        match text.char_indices().nth(QUOTE_MAX) {
            None => Self::of(text),
            Some((end, _)) => Self::of(&format!("{} …", &text[..end])),
        }
    }

    /// An identifier of this program or its rules (`claim.exfiltrated`), its dots as they are; anything else is shown as any text is.
    pub fn id(text: &str) -> Self {
        let is_id = !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ':' | ' '));
        if !is_id {
            return Self::of(text);
        }
        Self { runs: vec![Run { text: text.to_owned(), hidden: false, tags: Vec::new() }] }
    }

    /// The value of an observable, visible and defanged.
    pub fn observable(kind: ObservableKind, value: &str) -> Self {
        Self::marked(value, host(kind, value, 0).into_iter().collect())
    }

    /// `text`, visible, defanged and with `marks`. Marks that leave the text or cut a character are left out.
    pub(super) fn marked(text: &str, mut marks: Vec<Mark>) -> Self {
        marks.retain(|mark| !mark.span.is_empty() && mark.span.of(text).is_some());
        marks.sort_unstable_by_key(|mark| (mark.span.start, Reverse(mark.span.end), mark.look));
        marks.dedup();
        let mut writer = Writer::new(&marks);
        let mut at = 0;
        for word in text.split_inclusive(ends_a_word) {
            writer.word(at, word);
            at += word.len();
        }
        writer.flush(u32::MAX);
        Self { runs: writer.runs }
    }

    /// Whether its first letter belongs to a script that runs from right to left.
    pub fn is_right_to_left(&self) -> bool {
        let mut letters = self.runs.iter().filter(|run| !run.hidden).flat_map(|run| run.text.chars()).filter(|c| c.is_alphabetic());
        letters.next().is_some_and(|c| matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}'))
    }

    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }
}

/// The part of an observable that names a host or an address, `offset` bytes into a text.
pub(super) fn host(kind: ObservableKind, value: &str, offset: usize) -> Option<Mark> {
    use ObservableKind::{Domain, Email, Ip, Jabber, Onion, Url};
    if !matches!(kind, Domain | Email | Ip | Jabber | Onion | Url) {
        return None;
    }
    let start = value.find("://").map_or(0, |at| at + 3);
    let end = value[start..].find(['/', '?', '#']).map_or(value.len(), |at| start + at);
    Some(Mark { span: Span::new(offset + start, offset + end), look: Look::Host })
}

fn ends_a_word(character: char) -> bool {
    character.is_whitespace() || matches!(character, ',' | ';' | '"' | '\'' | '<' | '>' | '(' | ')' | '{' | '}' | '|')
}

/// Writes a text character by character, and a new run wherever what covers it changes.
struct Writer<'a> {
    /// By start, the widest first.
    marks: &'a [Mark],
    next: usize,
    active: Vec<Mark>,
    /// The next place where a mark begins or ends.
    edge: u32,
    runs: Vec<Run>,
    run: String,
    in_host: bool,
    bracketed: bool,
    return_pending: bool,
}

impl<'a> Writer<'a> {
    fn new(marks: &'a [Mark]) -> Self {
        let edge = marks.first().map_or(u32::MAX, |mark| mark.span.start);
        let (runs, run, active) = (Vec::new(), String::new(), Vec::new());
        Self { marks, next: 0, active, edge, runs, run, in_host: false, bracketed: false, return_pending: false }
    }

    /// Write `word`, which begins `at` bytes into the text. Defanging changes single characters, so that both can be walked side by side.
    fn word(&mut self, at: usize, word: &str) {
        let fanged = word.contains(['.', '@', ':']);
        let defanged = if fanged { defang(word) } else { String::new() };
        let mut shown = defanged.as_str();
        for (offset, character) in word.char_indices() {
            let mut brackets = false;
            let mut now = character;
            if fanged {
                brackets = matches!(character, '.' | '@') && shown.starts_with('[');
                now = if brackets { character } else { shown.chars().next().unwrap_or(character) };
                shown = shown.get(if brackets { 3 } else { now.len_utf8() }..).unwrap_or_default();
            }
            self.character(at + offset, now, brackets);
        }
    }

    fn character(&mut self, at: usize, character: char, brackets: bool) {
        let at = u32::try_from(at).unwrap_or(u32::MAX);
        if at >= self.edge {
            self.flush(at);
            self.turn(at);
        }
        // A carriage return before a line feed is half of a line break, not a hidden character.
        if std::mem::take(&mut self.return_pending) && character != '\n' {
            self.badge('\r');
        }
        if character == '\r' {
            self.return_pending = true;
        } else if is_hidden(character) {
            self.badge(character);
        } else if brackets || (self.in_host && !self.bracketed && matches!(character, '.' | '@')) {
            self.run.extend(['[', character, ']']);
        } else {
            self.run.push(character);
        }
        self.bracketed = character == '[';
    }

    fn badge(&mut self, character: char) {
        self.end_run(false, u32::MAX);
        self.run = format!("⟨U+{:04X}⟩", u32::from(character));
        self.end_run(true, u32::MAX);
    }

    /// Begin and end the marks that begin and end `at`.
    fn turn(&mut self, at: u32) {
        self.active.retain(|mark| mark.span.end > at);
        while let Some(mark) = self.marks.get(self.next).filter(|mark| mark.span.start <= at) {
            self.active.push(*mark);
            self.next += 1;
        }
        let begins = self.marks.get(self.next).map_or(u32::MAX, |mark| mark.span.start);
        self.edge = self.active.iter().map(|mark| mark.span.end).fold(begins, u32::min);
        self.in_host = self.active.iter().any(|mark| mark.look == Look::Host);
    }

    /// End the text before `at`.
    fn flush(&mut self, at: u32) {
        if at == u32::MAX && std::mem::take(&mut self.return_pending) {
            self.badge('\r');
        }
        self.end_run(false, at.min(self.edge));
    }

    fn end_run(&mut self, hidden: bool, at: u32) {
        if self.run.is_empty() {
            return;
        }
        let mut tags: Vec<Tag> = Vec::new();
        for mark in &self.active {
            let Look::Finding(family) = mark.look else { continue };
            let last = mark.span.end <= at && at != u32::MAX;
            if let Some(tag) = tags.iter_mut().find(|tag| tag.family == family) {
                tag.last &= last;
            } else if tags.len() < TAGS_MAX {
                tags.push(Tag { family, last });
            }
        }
        self.runs.push(Run { text: std::mem::take(&mut self.run), hidden, tags });
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn mark(start: usize, end: usize, family: Family) -> Mark {
        Mark { span: Span::new(start, end), look: Look::Finding(family) }
    }

    fn plain(text: &Text) -> String {
        text.runs.iter().map(|run| run.text.as_str()).collect()
    }

    #[test]
    fn text_is_escaped_visible_and_defanged() {
        let table = [
            ("<b>&\"'</b>", "&#60;b&#62;&#38;&#34;&#39;&#60;/b&#62;"),
            ("a\u{202e}b", r#"a<b class="hid">⟨U+202E⟩</b>b"#),
            ("one\r\ntwo\rthree\r", "one\ntwo<b class=\"hid\">⟨U+000D⟩</b>three<b class=\"hid\">⟨U+000D⟩</b>"),
            ("see https://a.example/x.html, a@b.example.", "see hxxps://a[.]example/x.html, a[@]b[.]example[.]"),
            ("\"http://a.example\",http://b.example/c", "&#34;hxxp://a[.]example&#34;,hxxp://b[.]example/c"),
            ("hxxp://a[.]example 1.5 BTC", "hxxp://a[.]example 1.5 BTC"),
        ];
        for (text, page) in table {
            assert_eq!(Text::of(text).to_string(), page);
        }
    }

    #[test]
    fn addresses_are_defanged_wherever_an_observable_stands() {
        let text = "panel.a.example:8443 or 192.0.2.7 for 1.5 BTC";
        let observable = |kind, value: &str| host(kind, value, text.find(value).unwrap()).unwrap();
        let marks = vec![observable(ObservableKind::Domain, "panel.a.example:8443"), observable(ObservableKind::Ip, "192.0.2.7")];
        assert_eq!(plain(&Text::marked(text, marks)), "panel[.]a[.]example:8443 or 192[.]0[.]2[.]7 for 1.5 BTC");
        assert_eq!(plain(&Text::observable(ObservableKind::Url, "http://192.0.2.7/a.b?c.d")), "hxxp://192[.]0[.]2[.]7/a.b?c.d");
        assert_eq!(plain(&Text::observable(ObservableKind::Bitcoin, "bc1.q")), "bc1.q");
    }

    #[test]
    fn findings_that_overlap_become_stretches_that_carry_both() {
        let text =
            Text::marked("pay 5 BTC now", vec![mark(4, 9, Family::Amount), mark(0, 9, Family::Threat), mark(6, 13, Family::Pressure)]);
        let page = text.to_string();
        assert_eq!(
            page,
            concat!(
                r#"<mark class="k-threat" title="threats">pay </mark>"#,
                r#"<mark class="k-threat" title="threats"><mark class="k-amount" title="amounts">5 </mark></mark>"#,
                r#"<mark class="k-threat z" title="threats"><mark class="k-amount z" title="amounts"><mark class="k-pressure" title="pressure">BTC</mark></mark></mark>"#,
                r#"<mark class="k-pressure z" title="pressure"> now</mark>"#,
            )
        );
    }

    #[test]
    fn a_long_quotation_is_cut_at_a_character() {
        let quote = plain(&Text::quote(&"é".repeat(QUOTE_MAX + 1)));
        assert_eq!(quote.chars().count(), QUOTE_MAX + 2);
        assert!(quote.ends_with("é …"));
    }

    proptest! {
        #[test]
        fn marks_never_change_what_is_read(text in ".{0,60}", spans in proptest::collection::vec((0usize..80, 0usize..80, 0usize..Family::ALL.len()), 0..8)) {
            let marks = spans.iter().map(|(start, end, family)| mark(*start, *end, Family::ALL[*family])).collect();
            prop_assert_eq!(plain(&Text::marked(&text, marks)), plain(&Text::of(&text)));
        }

        #[test]
        fn every_character_is_there_and_none_is_hidden(text in "[a-z.@:/\\[\\] \u{200b}\u{202e}<>&éЖ]{0,60}") {
            let shown = plain(&Text::of(&text));
            prop_assert!(!shown.chars().any(is_hidden));
            let fanged = |text: &str| text.replace("[.]", ".").replace("[@]", "@").replace("hxxp", "http");
            prop_assert_eq!(fanged(&shown), fanged(&shakedown_core::visible(&text)));
        }
    }
}
