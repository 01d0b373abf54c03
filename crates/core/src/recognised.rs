//! What was read out of a picture or a page that holds no characters an importer could decode by itself.

use serde::{Deserialize, Serialize};

use crate::codes::codes;
use crate::{Hostile, Locator, Place};

codes! {
    /// How the text of a page was come by.
    PageKind {
        Text = "text", "the page holds its text";
        Picture = "picture", "the text was read from pixels";
    }
}

codes! {
    /// Why something could not be recognised.
    Fault {
        Encrypted = "encrypted", "it is encrypted and asks for a password";
        Malformed = "malformed", "it is broken or of a kind that is not read";
        TooLarge = "too-large", "it is larger than what is read";
        PagesLeftOut = "pages-left-out", "more pages than are read";
        TextLeftOut = "text-left-out", "more text than is read";
        NoTesseract = "no-tesseract", "Tesseract is not installed";
        NoLanguage = "no-language", "Tesseract has no language data";
        TesseractEnded = "tesseract-ended", "Tesseract ended before it was done";
        NoReader = "no-reader", "the program that reads pictures and pages could not be started";
        ReaderEnded = "reader-ended", "the program that reads pictures and pages ended before it was done";
        TimedOut = "timed-out", "it took too long";
    }
}

/// A rectangle in pixels from the upper left corner of its page; on a page that holds its text, in points of 1/72 inch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Area {
    /// From the left edge.
    pub left: u32,
    /// From the upper edge.
    pub top: u32,
    /// How wide.
    pub width: u32,
    /// How high.
    pub height: u32,
}

impl Area {
    /// One past its right edge.
    pub const fn right(self) -> u32 {
        self.left.saturating_add(self.width)
    }

    /// One past its lower edge.
    pub const fn bottom(self) -> u32 {
        self.top.saturating_add(self.height)
    }

    /// The smallest rectangle around both.
    pub fn and(self, other: Self) -> Self {
        let (left, top) = (self.left.min(other.left), self.top.min(other.top));
        let (right, bottom) = (self.right().max(other.right()), self.bottom().max(other.bottom()));
        Self { left, top, width: right - left, height: bottom - top }
    }

    /// Whether `other` lies within it.
    pub const fn holds(self, other: Self) -> bool {
        self.left <= other.left && self.top <= other.top && self.right() >= other.right() && self.bottom() >= other.bottom()
    }

    /// The same as a place on a page.
    pub const fn on(self, page: u32) -> Locator {
        Locator::at(Place::Area { page, left: self.left, top: self.top, width: self.width, height: self.height })
    }
}

/// A page, or a picture as page 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecognisedPage {
    /// Its number; the first is 1.
    pub page: u32,
    /// In the unit of its [`Area`]s.
    pub width: u32,
    /// In the unit of its [`Area`]s.
    pub height: u32,
    /// How its text was come by.
    pub kind: PageKind,
}

/// A line of text, or a piece of one that stands apart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecognisedLine {
    /// The page; the first is 1.
    pub page: u32,
    /// Where it stands.
    pub area: Area,
    /// What was read.
    pub text: Hostile,
    /// How sure Tesseract is of its words, 0–100; none where the page holds its text.
    pub confidence: Option<u8>,
    /// The coloured box that it stands in: the bubble of a chat.
    pub bubble: Option<Area>,
}

/// Everything recognised in one item, page after page, from top to bottom.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recognised {
    /// The pages, in order.
    pub pages: Vec<RecognisedPage>,
    /// The lines, in the order in which they are read.
    pub lines: Vec<RecognisedLine>,
    /// What went wrong, with the page where it is known.
    pub faults: Vec<(Option<u32>, Fault)>,
}
