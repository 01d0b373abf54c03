//! The control words of RTF, as far as they decide what is text.

use std::io;

use super::Bytes;

/// The longest name of a control word that is told apart.
const NAME_MAX: usize = 32;

/// A control word: its name and its number.
pub(super) struct Word {
    name: [u8; NAME_MAX],
    length: usize,
    pub(super) value: Option<i64>,
}

impl Word {
    /// The word whose letters come next, with its number and the space that ends it.
    pub(super) fn read(bytes: &mut Bytes<'_>) -> io::Result<Self> {
        let mut word = Self { name: [0; NAME_MAX], length: 0, value: None };
        while let Some(letter) = bytes.peek()?.filter(u8::is_ascii_alphabetic) {
            bytes.next()?;
            if let Some(place) = word.name.get_mut(word.length) {
                *place = letter;
                word.length += 1;
            }
        }
        let negative = bytes.peek()? == Some(b'-');
        if negative {
            bytes.next()?;
        }
        while let Some(digit) = bytes.peek()?.and_then(|byte| char::from(byte).to_digit(10)) {
            bytes.next()?;
            word.value = Some(word.value.unwrap_or(0).saturating_mul(10).saturating_add(i64::from(digit)));
        }
        if negative {
            word.value = word.value.map(|value| -value);
        }
        if bytes.peek()? == Some(b' ') {
            bytes.next()?;
        }
        Ok(word)
    }

    pub(super) fn name(&self) -> &str {
        self.name.get(..self.length).and_then(|name| std::str::from_utf8(name).ok()).unwrap_or_default()
    }
}

/// The code page of a font's character set.
pub(super) fn charset_page(charset: i64) -> Option<i64> {
    Some(match charset {
        0 | 2 => 1252,
        77 => 10000,
        78 | 128 => 932,
        79 | 129 | 130 => 949,
        80 | 134 => 936,
        81 | 136 => 950,
        86 | 162 => 1254,
        89 => 10007,
        161 => 1253,
        163 => 1258,
        177 => 1255,
        178 => 1256,
        186 => 1257,
        204 => 1251,
        222 => 874,
        238 => 1250,
        254 => 437,
        255 => 850,
        _ => return None,
    })
}

/// The text of a word that stands for a character.
pub(super) fn character(name: &str) -> Option<&'static str> {
    Some(match name {
        "par" | "line" | "sect" | "page" | "column" | "softline" | "row" | "nestrow" => "\n",
        "tab" | "cell" | "nestcell" => "\t",
        "emdash" => "\u{2014}",
        "endash" => "\u{2013}",
        "lquote" => "\u{2018}",
        "rquote" => "\u{2019}",
        "ldblquote" => "\u{201c}",
        "rdblquote" => "\u{201d}",
        "bullet" => "\u{2022}",
        "emspace" => "\u{2003}",
        "enspace" => "\u{2002}",
        "qmspace" => "\u{2005}",
        "zwj" => "\u{200d}",
        "zwnj" => "\u{200c}",
        "ltrmark" => "\u{200e}",
        "rtlmark" => "\u{200f}",
        _ => return None,
    })
}

/// Whether a group is a header or a footer of the page.
pub(super) fn is_margin(name: &str) -> bool {
    matches!(name, "header" | "headerl" | "headerr" | "headerf" | "footer" | "footerl" | "footerr" | "footerf")
}

/// Whether the text of a group is not for reading.
pub(super) fn is_silent(name: &str) -> bool {
    const SILENT: [&str; 40] = [
        "atnauthor", "atndate", "atnicn", "atnid", "atnparent", "atnref", "atrfend", "atrfstart", "bkmkend", "bkmkstart",
        "colorschememapping", "colortbl", "datafield", "datastore", "docvar", "factoidname", "filetbl", "fldtype", "formfield",
        "generator", "info", "latentstyles", "listoverridetable", "listtable", "mhtmltag", "nonshppict", "objalias", "objdata", "objname",
        "objsect", "objtime", "private", "revtbl", "rsidtbl", "shprslt", "sp", "stylesheet", "tc", "themedata", "xe",
    ];
    SILENT.binary_search(&name).is_ok()
}

/// Whether a marked group holds text all the same.
pub(super) fn is_wrapper(name: &str) -> bool {
    matches!(name, "shppict" | "shpinst" | "ud" | "footnote" | "annotation" | "fldinst" | "objclass" | "htmltag" | "cs")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_silent_group_is_found() {
        assert!(["atnauthor", "colorschememapping", "datafield", "objdata", "xe", "private", "sp"].iter().all(|name| is_silent(name)));
        assert!(!is_silent("shptxt") && !is_silent("pntext"));
    }
}
