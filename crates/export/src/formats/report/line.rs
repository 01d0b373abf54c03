//! A sentence of the report: words of this program, text that others wrote, and links to messages.

use askama::Template;
use askama::filters::HtmlSafe;
use serde::Serialize;

use super::items::Places;
use super::text::Text;

/// One sentence.
#[derive(Serialize, Default, Template)]
#[template(path = "html/line.html")]
#[serde(transparent)]
pub(super) struct Line {
    parts: Vec<Part>,
}

/// Its template escapes.
impl HtmlSafe for Line {}

#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Part {
    Words(String),
    Plain(Text),
    Strong(Text),
    Quote(Text),
    At(Places),
}

impl Line {
    /// A sentence that begins with words of this program.
    pub fn of(words: impl Into<String>) -> Self {
        Self::default().words(words)
    }

    /// Words of this program.
    pub fn words(self, words: impl Into<String>) -> Self {
        self.with(Part::Words(words.into()))
    }

    /// Text that others wrote, as part of the sentence.
    pub fn plain(self, text: &str) -> Self {
        self.with(Part::Plain(Text::quote(text)))
    }

    /// What the sentence is about.
    pub fn strong(self, text: &str) -> Self {
        self.with(Part::Strong(Text::quote(text)))
    }

    /// Words of the exhibit, between quotation marks.
    pub fn quote(self, text: &str) -> Self {
        self.with(Part::Quote(Text::quote(text)))
    }

    /// Where it stands, as links.
    pub fn at(self, places: Places) -> Self {
        self.with(Part::At(places))
    }

    fn with(mut self, part: Part) -> Self {
        self.parts.push(part);
        self
    }
}
