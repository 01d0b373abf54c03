//! The text of RTF that its reader would see, and apart from it what it hides, links to and brings along. Nothing is drawn, loaded or run.
//!
//! Source: Rich Text Format Specification 1.9.1; \[MS-OXRTFEX\] for HTML that Outlook keeps in RTF.

mod words;

use std::collections::HashMap;
use std::io::{self, BufRead};

use crate::code_pages::{self, CodePage};
use words::Word;

/// The most bytes of text that are taken out of one document.
const TEXT_MAX: usize = 32 * 1024 * 1024;

/// How deep groups are told apart.
const DEPTH_MAX: usize = 1024;

/// What a document says.
#[derive(Debug, Default)]
pub(crate) struct Document {
    /// The text that is seen. Headers, footers and footnotes stand at its end.
    pub(crate) text: String,
    /// Whether the text is HTML that was kept in RTF.
    pub(crate) is_html: bool,
    /// Each run of text that is hidden or deleted.
    pub(crate) hidden: Vec<String>,
    /// Comments beside the text.
    pub(crate) comments: Vec<String>,
    /// Where fields and templates lead.
    pub(crate) links: Vec<String>,
    /// The class of each embedded object.
    pub(crate) objects: Vec<String>,
    /// How many pictures there are.
    pub(crate) pictures: u64,
    /// How many runs held bytes that are no text in their code page.
    pub(crate) replaced: u64,
    /// Whether it ends before its last group does.
    pub(crate) is_torn: bool,
    /// Whether a limit kept text out.
    pub(crate) is_cut: bool,
    asides: Vec<String>,
}

/// Read the document in `source`, which may hold anything. It takes time in proportion to the length.
pub(crate) fn read(source: &mut dyn BufRead) -> io::Result<Document> {
    let mut reader = Reader { group: Group { fallback: 1, ..Group::default() }, ..Reader::default() };
    let mut bytes = Bytes { source };
    while let Some(byte) = bytes.next()? {
        match byte {
            b'{' => reader.open(),
            b'}' => reader.close(),
            b'\\' => reader.control(&mut bytes)?,
            b'\r' | b'\n' | 0 => {}
            _ => reader.byte(byte),
        }
        if reader.document.text.len() > TEXT_MAX {
            reader.document.is_cut = true;
            break;
        }
    }
    Ok(reader.finish())
}

/// The bytes of a document, one at a time.
struct Bytes<'a> {
    source: &'a mut dyn BufRead,
}

impl Bytes<'_> {
    fn peek(&mut self) -> io::Result<Option<u8>> {
        loop {
            match self.source.fill_buf() {
                Ok(bytes) => return Ok(bytes.first().copied()),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    fn next(&mut self) -> io::Result<Option<u8>> {
        let byte = self.peek()?;
        self.source.consume(usize::from(byte.is_some()));
        Ok(byte)
    }

    fn skip(&mut self, count: u64) -> io::Result<()> {
        let mut left = count;
        while left > 0 {
            if self.peek()?.is_none() {
                break;
            }
            let take = usize::try_from(left).unwrap_or(usize::MAX).min(self.source.fill_buf()?.len());
            self.source.consume(take);
            left -= take as u64;
        }
        Ok(())
    }
}

/// What becomes of the text of a group.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Place {
    #[default]
    Text,
    Nowhere,
    Fonts,
    /// Markup of HTML kept in RTF.
    Markup,
    /// Gathered until the group ends.
    Instruction,
    Comment,
    Aside,
    Link,
    Class,
}

/// What holds inside one group.
#[derive(Clone, Debug, Default)]
struct Group {
    place: Place,
    font: Option<i64>,
    /// How many characters stand behind a `\u` for programs that do not know it.
    fallback: u32,
    hidden: bool,
    deleted: bool,
    /// Whether the text is RTF that stands for markup, `\htmlrtf`.
    doubled: bool,
    /// Whether `\*` was met and the next word names a destination.
    starred: bool,
    /// Whether the groups within are the same text twice, `\upr`.
    twice: bool,
}

#[derive(Default)]
struct Reader {
    document: Document,
    group: Group,
    groups: Vec<Group>,
    /// Groups beyond the deepest one that is told apart.
    deeper: u64,
    fonts: HashMap<i64, CodePage>,
    font_entry: i64,
    page: Option<CodePage>,
    default_font: Option<i64>,
    /// Bytes that wait for the rest of their character, with their page and their place.
    run: Vec<u8>,
    run_of: Option<(CodePage, Place, bool)>,
    skip: u32,
    high: Option<u16>,
    hidden: String,
    /// The text of each gathered group that is open, with its depth.
    gathered: Vec<(usize, String)>,
    opened: bool,
}

impl Reader {
    fn open(&mut self) {
        self.skip = 0;
        self.opened = true;
        if self.groups.len() >= DEPTH_MAX {
            self.deeper += 1;
            self.document.is_cut = true;
            return;
        }
        let inner = Group { starred: false, twice: false, ..self.group.clone() };
        let place = if self.group.twice { Place::Nowhere } else { inner.place };
        self.groups.push(std::mem::replace(&mut self.group, Group { place, ..inner }));
    }

    fn close(&mut self) {
        self.skip = 0;
        if self.deeper > 0 {
            self.deeper -= 1;
            return;
        }
        if self.gathered.last().is_some_and(|(depth, _)| *depth == self.groups.len()) {
            self.settle();
            if let Some((_, text)) = self.gathered.pop() {
                self.keep(text);
            }
        }
        if let Some(outer) = self.groups.pop() {
            self.group = outer;
        }
    }

    /// Put the text of a gathered group where it belongs.
    fn keep(&mut self, text: String) {
        let text = text.trim().to_owned();
        if text.is_empty() {
            return;
        }
        let document = &mut self.document;
        match self.group.place {
            Place::Comment => document.comments.push(text),
            Place::Aside => document.asides.push(text),
            Place::Link => document.links.push(text),
            Place::Class => document.objects.push(text),
            _ => document.links.extend(target(&text)),
        }
    }

    fn control(&mut self, bytes: &mut Bytes<'_>) -> io::Result<()> {
        let Some(first) = bytes.peek()? else { return Ok(()) };
        if first.is_ascii_alphabetic() {
            let word = Word::read(bytes)?;
            if word.name() == "bin" {
                return bytes.skip(u64::try_from(word.value.unwrap_or(0)).unwrap_or_default());
            }
            self.word(&word);
            return Ok(());
        }
        bytes.next()?;
        match first {
            b'\'' => {
                let (high, low) = (hex(bytes)?, hex(bytes)?);
                if let (Some(high), Some(low)) = (high, low) {
                    self.byte(high << 4 | low);
                }
            }
            b'*' => self.group.starred = true,
            b'~' => self.say("\u{a0}"),
            b'_' => self.say("\u{2011}"),
            b'\r' | b'\n' => self.say("\n"),
            b'\\' | b'{' | b'}' => self.byte(first),
            _ => {}
        }
        Ok(())
    }

    fn word(&mut self, word: &Word) {
        let starred = std::mem::take(&mut self.group.starred);
        let on = word.value != Some(0);
        match word.name() {
            "u" => return self.unicode(word.value.unwrap_or(0)),
            "uc" => self.group.fallback = u32::try_from(word.value.unwrap_or(1)).unwrap_or(1).min(64),
            "f" if self.group.place == Place::Fonts => self.font_entry = word.value.unwrap_or(0),
            "f" => self.group.font = Some(word.value.unwrap_or(0)),
            "fcharset" if self.group.place == Place::Fonts => self.know_font(words::charset_page(word.value.unwrap_or(0))),
            "cpg" if self.group.place == Place::Fonts => self.know_font(word.value),
            "deff" => self.default_font = word.value,
            "ansicpg" => self.page = word.value.and_then(code_pages::by_number).or(self.page),
            "mac" => self.page = code_pages::by_number(10000),
            "pc" => self.page = code_pages::by_number(437),
            "pca" => self.page = code_pages::by_number(850),
            "plain" => self.group = Group { font: None, hidden: false, deleted: false, ..self.group.clone() },
            "v" => self.group.hidden = on,
            "deleted" => self.group.deleted = on,
            "fromhtml" => self.document.is_html = on,
            "htmlrtf" => self.group.doubled = on,
            "upr" => self.group.twice = true,
            "ud" => self.group.place = self.groups.iter().rev().nth(1).map_or(Place::Text, |outer| outer.place),
            name => match words::character(name) {
                Some(text) => self.say(text),
                None => self.destination(name, starred),
            },
        }
        self.skip = 0;
    }

    fn know_font(&mut self, page: Option<i64>) {
        if let Some(page) = page.and_then(code_pages::by_number) {
            self.fonts.insert(self.font_entry, page);
        }
    }

    fn destination(&mut self, name: &str, starred: bool) {
        if self.group.place == Place::Nowhere && name != "objclass" {
            return;
        }
        let place = match name {
            "fonttbl" => Place::Fonts,
            "htmltag" if starred => Place::Markup,
            "fldinst" => Place::Instruction,
            "annotation" => Place::Comment,
            "template" => Place::Link,
            "objclass" => Place::Class,
            "footnote" => Place::Aside,
            _ if words::is_margin(name) => Place::Aside,
            "pict" => {
                self.document.pictures += 1;
                Place::Nowhere
            }
            _ if words::is_silent(name) => Place::Nowhere,
            // A destination that is not known is marked so that it can be left out.
            _ if starred && !words::is_wrapper(name) => Place::Nowhere,
            _ => return,
        };
        self.settle();
        self.group.place = place;
        if matches!(place, Place::Instruction | Place::Comment | Place::Aside | Place::Link | Place::Class) {
            self.gathered.push((self.groups.len(), String::new()));
        }
    }

    /// One byte of text, in the code page of its font.
    fn byte(&mut self, byte: u8) {
        self.group.starred = false;
        if self.skip > 0 {
            self.skip -= 1;
            return;
        }
        let place = self.place();
        if matches!(place, Place::Nowhere | Place::Fonts) {
            return;
        }
        let font = self.group.font.or(self.default_font);
        let page = font.and_then(|font| self.fonts.get(&font).copied()).or(self.page).unwrap_or(CodePage::WESTERN);
        let of = (page, place, self.is_hidden());
        if self.run_of != Some(of) {
            self.settle();
            self.run_of = Some(of);
        }
        self.run.push(byte);
        if self.run.len() >= 64 * 1024 && byte < 0x40 {
            self.settle();
        }
    }

    fn unicode(&mut self, value: i64) {
        let unit = u16::try_from(value & 0xffff).unwrap_or_default();
        let high = self.high.take();
        if (0xd800..0xdc00).contains(&unit) {
            self.high = Some(unit);
        } else {
            let units = high.into_iter().chain([unit]);
            let text: String = char::decode_utf16(units).map(|character| character.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
            self.say(&text);
        }
        self.skip = self.group.fallback;
    }

    /// Where text goes: nowhere where it stands for markup that is kept as such.
    fn place(&self) -> Place {
        let doubled = self.document.is_html && self.group.doubled && self.group.place == Place::Text;
        if doubled { Place::Nowhere } else { self.group.place }
    }

    fn is_hidden(&self) -> bool {
        (self.group.hidden || self.group.deleted) && self.gathered.is_empty()
    }

    /// Text that needs no code page.
    fn say(&mut self, text: &str) {
        self.settle();
        self.put(text, self.place(), self.is_hidden());
    }

    /// Turn the bytes that wait into text.
    fn settle(&mut self) {
        let run = std::mem::take(&mut self.run);
        let Some((page, place, hidden)) = self.run_of.take().filter(|_| !run.is_empty()) else { return };
        let (text, whole) = page.decode(&run);
        self.document.replaced += u64::from(!whole);
        self.put(&text, place, hidden);
    }

    fn put(&mut self, text: &str, place: Place, hidden: bool) {
        if matches!(place, Place::Nowhere | Place::Fonts) {
            return;
        }
        if !hidden && !self.hidden.is_empty() {
            self.end_hidden();
        }
        match self.gathered.last_mut() {
            Some((_, gathered)) if gathered.len() < TEXT_MAX => gathered.push_str(text),
            Some(_) => self.document.is_cut = true,
            None if hidden => self.hidden.push_str(text),
            None => self.document.text.push_str(text),
        }
    }

    fn end_hidden(&mut self) {
        let hidden = std::mem::take(&mut self.hidden);
        if !hidden.trim().is_empty() {
            self.document.hidden.push(hidden.trim().to_owned());
        }
    }

    fn finish(mut self) -> Document {
        self.settle();
        self.document.is_torn = !self.groups.is_empty() || !self.opened;
        while !self.gathered.is_empty() && !self.groups.is_empty() {
            self.close();
        }
        self.end_hidden();
        let mut document = self.document;
        for aside in std::mem::take(&mut document.asides) {
            if !document.text.is_empty() && !document.text.ends_with('\n') {
                document.text.push('\n');
            }
            document.text.push_str(&aside);
        }
        document
    }
}

/// The target of a field: `HYPERLINK "http://…" \o "…"`, `INCLUDEPICTURE …`, `DDEAUTO …`.
fn target(instruction: &str) -> Option<String> {
    let (kind, rest) = instruction.trim().split_once(char::is_whitespace)?;
    let leads = ["HYPERLINK", "INCLUDEPICTURE", "INCLUDETEXT", "IMPORT", "LINK", "DDE", "DDEAUTO"];
    let kind = leads.iter().find(|name| kind.eq_ignore_ascii_case(name))?;
    let rest = rest.trim();
    if matches!(*kind, "LINK" | "DDE" | "DDEAUTO") {
        return Some(rest.to_owned());
    }
    let anchor = rest.strip_prefix("\\l").map(str::trim_start);
    let quoted = anchor.unwrap_or(rest).strip_prefix('"').and_then(|rest| rest.split_once('"')).map(|(target, _)| target);
    let target = quoted.unwrap_or_else(|| anchor.unwrap_or(rest).split_whitespace().next().unwrap_or_default());
    (!target.is_empty() && anchor.is_none()).then(|| target.to_owned())
}

fn hex(bytes: &mut Bytes<'_>) -> io::Result<Option<u8>> {
    let digit = bytes.peek()?.and_then(|byte| char::from(byte).to_digit(16)).and_then(|digit| u8::try_from(digit).ok());
    if digit.is_some() {
        bytes.next()?;
    }
    Ok(digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(rtf: &str) -> Document {
        read(&mut rtf.as_bytes()).unwrap()
    }

    #[test]
    fn text_is_read_in_the_code_page_of_its_font() {
        let fonts = r"{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset128 MS;}{\f2\fcharset204 Arial Cyr;}}";
        for (rtf, text) in [
            (r"{\rtf1\ansi\ansicpg1250 \'bf\'f3\'b3}", "żół"),
            (r"{\rtf1\ansi FONTS\f1 \'82\'a0\'83A{\f1 \'82}{\f1 \'a2}\f0  caf\'e9}", "あアい café"),
            (r"{\rtf1\ansi FONTS\f2 \'cf\'eb\'e0{\f0 \'e9}\'f2}", "Плаéт"),
            (r"{\rtf1\ansi\ansicpg1251\deff2 FONTS\'c4\'e0\plain\'c4}", "ДаД"),
            (r"{\rtf1\pca \'b5}", "Á"),
            (r"{\rtf1\uc1 \u8364 ?5 \u-10179?\u-8704? \u26085x{\uc2 \u8364\'80\'80}\uc0 \u97b}", "€5 😀 日€ab"),
            (r"{\rtf1 a\par b\tab c\line d\{\}\\\~e\_f\emdash g}", "a\nb\tc\nd{}\\\u{a0}e\u{2011}f—g"),
            (r"{\rtf1{\upr{ansi}{\*\ud{\u26085?}}} b}", "日 b"),
        ] {
            let rtf = rtf.replace("FONTS", fonts);
            assert_eq!(of(&rtf).text, text, "{rtf}");
        }
    }

    #[test]
    fn what_is_not_seen_is_apart() {
        let document = of(concat!(
            r"{\rtf1{\info{\author x}}{\*\generator y;}{\*\template http://t.example/a}{\header top\par}",
            r#"see {\field{\*\fldinst{HYPERLINK "http://l.example/pay" \\o "tip"}}{\fldrslt{our page}}} {\v trap\v0}{\v  two} now"#,
            r"{\*\annotation why}{\pict\wmetafile8 0102}{\object\objemb{\*\objclass Package}{\*\objdata 01}{\result{icon}}}\bin3 }}{ end}",
        ));
        assert_eq!(document.text, "see our page  nowicon end\ntop");
        assert_eq!(document.hidden, ["trap two"]);
        assert_eq!(document.links, ["http://t.example/a", "http://l.example/pay"]);
        assert_eq!((document.comments, document.objects, document.pictures), (vec!["why".to_owned()], vec!["Package".to_owned()], 1));
        assert!(!document.is_torn && !document.is_cut);
    }

    #[test]
    fn html_that_was_kept_in_rtf_is_html_again() {
        let document = of(concat!(
            r"{\rtf1\ansi\fromhtml1 {\*\htmltag64 <p>}\htmlrtf {\htmlrtf0 Pay \htmlrtf\par\htmlrtf0 {\*\htmltag84 <b>}",
            r"{\*\mhtmltag84 <i>}now{\*\htmltag84 &nbsp;}{\*\htmltag241 \par}}"
        ));
        assert!(document.is_html);
        assert_eq!(document.text, "<p>Pay <b>now&nbsp;\n");
    }

    #[test]
    fn torn_and_deep_documents_give_what_they_have() {
        let torn = of(r"{\rtf1 Pay {\b now");
        assert_eq!((torn.text.as_str(), torn.is_torn), ("Pay now", true));
        let deep = of(&format!(r"{{\rtf1 a{}b", "{".repeat(5000)));
        assert_eq!((deep.text.as_str(), deep.is_cut), ("ab", true));
    }
}
