//! What the typesetter may see: one template, one set of values, the fonts. There is no file, no package and no clock for it.

use std::sync::LazyLock;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Dict, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

/// The template, which holds no text of any case.
const TEMPLATE: &str = include_str!("../../../templates/pdf/report.typ");

/// The fonts that come with the program, under the SIL Open Font License: Latin, Greek, Cyrillic, Arabic, Hebrew and emoji.
static FONTS: LazyLock<Vec<Font>> = LazyLock::new(|| {
    let files: [&'static [u8]; 6] = [
        include_bytes!("../../../fonts/NotoSans-Regular.ttf"),
        include_bytes!("../../../fonts/NotoSans-SemiBold.ttf"),
        include_bytes!("../../../fonts/NotoSansMono-Regular.ttf"),
        include_bytes!("../../../fonts/NotoSansArabic-Regular.ttf"),
        include_bytes!("../../../fonts/NotoSansHebrew-Regular.ttf"),
        include_bytes!("../../../fonts/NotoEmoji-Regular.ttf"),
    ];
    files.into_iter().flat_map(|file| Font::iter(Bytes::new(file))).collect()
});

/// The fonts of this program.
pub(super) fn bundled() -> &'static [Font] {
    &FONTS
}

/// One compilation.
pub(super) struct Sheet {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    main: Source,
}

impl Sheet {
    /// The template with `inputs`, which it sees as `sys.inputs`, set in `fonts`.
    pub fn new(inputs: Dict, fonts: Vec<Font>) -> Option<Self> {
        let path = RootedPath::new(VirtualRoot::Project, VirtualPath::new("report.typ").ok()?);
        Some(Self {
            library: LazyHash::new(Library::builder().with_inputs(inputs).build()),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
            main: Source::new(FileId::new(path), TEMPLATE.to_owned()),
        })
    }
}

impl World for Sheet {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main.id() { Ok(self.main.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, _: FileId) -> FileResult<Bytes> {
        Err(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
