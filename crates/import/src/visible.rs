//! The text of an HTML page that its reader would see, and apart from it the text that the page hides. Nothing is rendered, loaded or run.

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};

/// What a page says.
#[derive(Debug, Default)]
pub(crate) struct Page {
    /// The text that is seen, a line for each block.
    pub(crate) text: String,
    /// Each run of text that is hidden.
    pub(crate) hidden: Vec<String>,
    /// Scripts, styles, frames and objects that hold or load something: the tag and what it says.
    pub(crate) active: Vec<(String, String)>,
}

/// The page that `html` describes. It takes time in proportion to the length, whatever the tags.
pub(crate) fn page(html: &str) -> Page {
    let tokenizer = Tokenizer::new(Reader::default(), TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(html));
    // The tokenizer stops after each script, which is never run, and goes on.
    while !input.is_empty() {
        let _ = tokenizer.feed(&input);
    }
    tokenizer.end();
    let Reader(state) = tokenizer.sink;
    state.into_inner().finish()
}

#[derive(Default)]
struct Reader(RefCell<State>);

#[derive(Default)]
struct State {
    page: Page,
    /// The hidden element that is open: its tag, and how many of the same tag are open in it.
    hidden: Option<(String, u32)>,
    hidden_text: String,
    /// The element whose text is not for reading.
    silent: Option<String>,
    silent_text: String,
    flow: Flow,
    /// Class names that style sheets hide.
    hidden_classes: Vec<String>,
}

/// Text as it runs on the page: white space folded, a line for each block.
#[derive(Debug, Default)]
pub(crate) struct Flow {
    text: String,
    /// Whether a space or a line break is due before the next text, and how many line breaks.
    gap: Gap,
    /// How many `pre` elements are open.
    preformatted: u32,
}

impl Flow {
    /// Go on with `text`.
    pub(crate) fn text(&mut self, text: &str) {
        if self.preformatted > 0 {
            if !text.is_empty() {
                self.settle_gap();
                self.text.push_str(text);
            }
            return;
        }
        for piece in text.split_inclusive(is_space) {
            let word = piece.trim_matches(is_space);
            if !word.is_empty() {
                self.settle_gap();
                self.text.push_str(word);
            }
            if piece.ends_with(is_space) {
                self.gap = self.gap.max(Gap::Space);
            }
        }
    }

    /// The element `tag` begins.
    pub(crate) fn open(&mut self, tag: &str) {
        self.break_at(tag);
        if matches!(tag, "pre" | "xmp" | "textarea") {
            self.preformatted += 1;
        }
    }

    /// The element `tag` ends.
    pub(crate) fn close(&mut self, tag: &str) {
        if matches!(tag, "pre" | "xmp" | "textarea") {
            self.preformatted = self.preformatted.saturating_sub(1);
        }
        self.break_at(tag);
    }

    /// An element `tag` stands here of which nothing is text.
    pub(crate) fn break_for(&mut self, tag: &str) {
        self.break_at(tag);
    }

    /// What was gathered.
    pub(crate) fn finish(self) -> String {
        self.text
    }

    fn settle_gap(&mut self) {
        let gap = std::mem::take(&mut self.gap);
        if !self.text.is_empty() {
            self.text.push_str(match gap {
                Gap::None => "",
                Gap::Space => " ",
                Gap::Line => "\n",
                Gap::Paragraph => "\n\n",
            });
        }
    }

    fn break_at(&mut self, name: &str) {
        let gap = match name {
            // Two breaks make an empty line.
            "br" if self.gap >= Gap::Line => Gap::Paragraph,
            "br" => Gap::Line,
            "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "blockquote" | "pre" | "ul" | "ol" | "table" | "hr" => Gap::Paragraph,
            "td" | "th" => Gap::Space,
            _ if is_block(name) => Gap::Line,
            _ => return,
        };
        self.gap = self.gap.max(gap);
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    #[default]
    None,
    Space,
    Line,
    Paragraph,
}

impl TokenSink for Reader {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut state = self.0.borrow_mut();
        match token {
            Token::CharacterTokens(text) => state.text(&text),
            Token::TagToken(tag) => match tag.kind {
                TagKind::StartTag => return state.open(&tag),
                TagKind::EndTag => state.close(&tag.name),
            },
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

impl State {
    fn text(&mut self, text: &str) {
        if self.silent.is_some() {
            return self.silent_text.push_str(text);
        }
        if self.hidden.is_some() {
            return self.hidden_text.push_str(text);
        }
        self.flow.text(text);
    }

    fn open(&mut self, tag: &Tag) -> TokenSinkResult<()> {
        let name: &str = &tag.name;
        if self.silent.is_some() {
            return TokenSinkResult::Continue;
        }
        let raw = match name {
            "script" | "style" | "noscript" | "iframe" | "noembed" | "noframes" | "xmp" => Some(RawKind::Rawtext),
            "title" | "textarea" => Some(RawKind::Rcdata),
            _ => None,
        };
        if matches!(name, "script" | "style" | "iframe" | "noembed" | "noframes") {
            if !tag.self_closing || name != "iframe" {
                self.silent = Some(name.to_owned());
            }
            self.source(tag);
        } else if matches!(name, "object" | "embed" | "applet" | "frame" | "img" | "link" | "form") {
            self.source(tag);
        }
        self.note_handlers(tag);
        if let Some(picture) = emoji(tag) {
            self.text(picture);
        }
        if let Some((hidden, depth)) = &mut self.hidden {
            *depth += u32::from(hidden == name && !tag.self_closing);
        } else if self.silent.is_none() && !is_void(name) && self.is_hidden(tag) {
            self.hidden = Some((name.to_owned(), 0));
        }
        if self.hidden.is_none() || name != "br" {
            self.flow.open(name);
        }
        raw.map_or(TokenSinkResult::Continue, TokenSinkResult::RawData)
    }

    fn close(&mut self, name: &str) {
        if let Some(silent) = self.silent.take_if(|silent| silent == name) {
            let said = std::mem::take(&mut self.silent_text);
            if silent == "style" {
                self.hidden_classes.extend(hidden_classes(&said));
            } else if !said.trim().is_empty() {
                self.page.active.push((silent, said));
            }
            return;
        }
        match &mut self.hidden {
            Some((hidden, 0)) if hidden == name => self.end_hidden(),
            Some((hidden, depth)) if hidden == name => *depth -= 1,
            _ => {}
        }
        self.flow.close(name);
    }

    fn end_hidden(&mut self) {
        self.hidden = None;
        let text = std::mem::take(&mut self.hidden_text);
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if !text.is_empty() {
            self.page.hidden.push(text);
        }
    }

    fn source(&mut self, tag: &Tag) {
        let wanted = ["src", "href", "data", "action"];
        if let Some(source) = tag.attrs.iter().find(|attribute| wanted.contains(&&*attribute.name.local)) {
            self.page.active.push((tag.name.to_string(), source.value.to_string()));
        }
    }

    /// Event handlers are scripts too.
    fn note_handlers(&mut self, tag: &Tag) {
        for attribute in tag.attrs.iter().filter(|attribute| attribute.name.local.starts_with("on")) {
            self.page.active.push((format!("{} {}", &*tag.name, &*attribute.name.local), attribute.value.to_string()));
        }
    }

    fn is_hidden(&self, tag: &Tag) -> bool {
        tag.attrs.iter().any(|attribute| match &*attribute.name.local {
            "hidden" => true,
            "style" => hides(&attribute.value),
            "class" => attribute.value.split_whitespace().any(|class| self.hidden_classes.iter().any(|hidden| hidden == class)),
            _ => false,
        })
    }

    fn finish(mut self) -> Page {
        self.end_hidden();
        if let Some(silent) = self.silent.take() {
            self.page.active.push((silent, std::mem::take(&mut self.silent_text)));
        }
        self.page.text = self.flow.finish();
        self.page
    }
}

/// The character that a chat program draws for `tag` (`<emoji alt="🙂">`, `<img itemtype="…/Emoji" alt="🙂">`).
fn emoji(tag: &Tag) -> Option<&str> {
    let value = |name: &str| tag.attrs.iter().find(|attribute| &*attribute.name.local == name).map(|attribute| &*attribute.value);
    let drawn = matches!(&*tag.name, "emoji" | "customemoji") || (&*tag.name == "img" && value("itemtype")?.ends_with("/Emoji"));
    value("alt").filter(|_| drawn)
}

fn is_space(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\n' | '\r' | '\u{c}')
}

/// Whether `name` is an element that never holds anything.
pub(crate) fn is_void(name: &str) -> bool {
    matches!(name, "area" | "base" | "br" | "col" | "embed" | "hr" | "img" | "input" | "link" | "meta" | "source" | "track" | "wbr")
}

fn is_block(name: &str) -> bool {
    let blocks = [
        "address", "article", "aside", "body", "center", "dd", "div", "dl", "dt", "fieldset", "footer", "form", "head", "header", "html",
        "li", "main", "nav", "option", "section", "tbody", "textarea", "tfoot", "thead", "title", "tr", "button",
    ];
    blocks.contains(&name)
}

/// Whether a `style` attribute makes its element unseen.
pub(crate) fn hides(style: &str) -> bool {
    style.split(';').filter_map(|rule| rule.split_once(':')).any(|(property, value)| {
        let plain = |text: &str| text.trim().to_ascii_lowercase();
        let value = plain(value);
        let value = value.trim_end_matches("!important").trim();
        let zero = || {
            let number = value.trim_end_matches(|unit: char| unit.is_ascii_alphabetic() || unit == '%');
            number.parse::<f64>().is_ok_and(|size| size == 0.0)
        };
        match plain(property).as_str() {
            "display" => value == "none",
            "visibility" => value == "hidden" || value == "collapse",
            "font-size" | "opacity" => zero(),
            "mso-hide" => value == "all",
            _ => false,
        }
    })
}

/// The classes that a style sheet hides with a rule of their own (`.x { display: none }`).
pub(crate) fn hidden_classes(sheet: &str) -> Vec<String> {
    let rules = sheet.split('}').filter_map(|rule| rule.split_once('{')).filter(|(_, style)| hides(style));
    let selectors = rules.flat_map(|(selectors, _)| selectors.split(','));
    selectors
        .filter_map(|selector| selector.trim().strip_prefix('.'))
        .filter(|class| !class.contains([' ', ':', '.', '>']))
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_seen_is_text_and_what_is_hidden_is_apart() {
        for (html, text, hidden) in [
            ("<p>Your  files\n are <b>lock</b>ed</p><p>Pay &amp; wait</p>", "Your files are locked\n\nPay & wait", vec![]),
            ("a<br>b<br><br>c<div>d</div>e", "a\nb\n\nc\nd\ne", vec![]),
            ("<pre>a\n  b</pre>", "a\n  b", vec![]),
            ("x<span style='display: none'>y<span>z</span></span>w", "xw", vec!["yz"]),
            ("<div style=\"font-size:0\">enil</div><p>line</p>", "line", vec!["enil"]),
            ("<style>.h{display:none}</style><i class='a h'>no</i>yes", "yes", vec!["no"]),
            ("<p style='font-size:0.9em'>small</p>", "small", vec![]),
            ("<script>document.write('<p>x</p>')</script>seen", "seen", vec![]),
            ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc", vec![]),
            ("<div style='display:none'>never closed", "", vec!["never closed"]),
            ("<p>fine <emoji alt='🙂'></emoji><img itemtype='http://schema.skype.com/Emoji' alt='👍'>", "fine 🙂👍", vec![]),
            ("plain", "plain", vec![]),
        ] {
            let page = page(html);
            assert_eq!((page.text.as_str(), page.hidden), (text, hidden.into_iter().map(str::to_owned).collect()), "{html}");
        }
    }

    #[test]
    fn scripts_and_what_would_be_loaded_are_listed() {
        let page = page("<script>evil()</script><img src=http://x.example onerror='go()'><script src=a.js></script>");
        let found: Vec<_> = page.active.iter().map(|(tag, what)| (tag.as_str(), what.as_str())).collect();
        assert_eq!(found, [("script", "evil()"), ("img", "http://x.example"), ("img onerror", "go()"), ("script", "a.js")]);
    }
}
