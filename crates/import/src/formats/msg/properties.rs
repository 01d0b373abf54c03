//! The properties of an Outlook item: short ones in one stream, long ones in a stream each.
//!
//! Source: \[MS-OXMSG\] 2.1 and 2.4, \[MS-OXPROPS\].

use std::collections::{HashMap, HashSet};
use std::io::{self, Cursor, ErrorKind, Read};

use cfb::CompoundFile;
use encoding_rs::UTF_16LE;

use crate::code_pages::{self, CodePage};
use crate::decode::{self, Survey};
use crate::importer::ReadSeek;

/// The most bytes of one property that are read.
const VALUE_MAX: u64 = 64 * 1024 * 1024;

/// The stream of the short properties.
pub(super) const SHORT: &str = "__properties_version1.0";

/// The storages of one file.
pub(super) struct Store<'a, 's> {
    pub(super) file: CompoundFile<&'a mut (dyn ReadSeek + 's)>,
    /// Properties that could not be read or were cut: the stream and why.
    pub(super) damage: Vec<(String, &'static str)>,
}

impl Store<'_, '_> {
    /// The stream at `path`, at most [`VALUE_MAX`] bytes; nothing where there is none or where it is damaged.
    pub(super) fn bytes(&mut self, path: &str) -> io::Result<Option<Vec<u8>>> {
        let mut bytes = Vec::new();
        let mut stream = match self.file.open_stream(path) {
            Ok(stream) => stream.take(VALUE_MAX + 1),
            Err(error) => return self.or_damage(error, path),
        };
        if let Err(error) = stream.read_to_end(&mut bytes) {
            self.or_damage(error, path)?;
        }
        if bytes.len() as u64 > VALUE_MAX {
            bytes.truncate(usize::try_from(VALUE_MAX).unwrap_or(usize::MAX));
            self.damage.push((path.to_owned(), "its first 64 MiB"));
        }
        Ok(Some(bytes))
    }

    /// Damage in the file is remembered; that the source cannot be read or that the work was stopped is an error.
    pub(super) fn or_damage(&mut self, error: io::Error, path: &str) -> io::Result<Option<Vec<u8>>> {
        match error.kind() {
            ErrorKind::NotFound => Ok(None),
            ErrorKind::InvalidData | ErrorKind::InvalidInput | ErrorKind::UnexpectedEof => {
                self.damage.push((path.to_owned(), "what could be read of it"));
                Ok(None)
            }
            _ => Err(error),
        }
    }

    /// The names of what stands in the storage at `path`, each with whether it is a storage.
    pub(super) fn names(&mut self, path: &str) -> Vec<(String, bool)> {
        let entries = self.file.read_storage(path).into_iter().flatten();
        entries.take(10_000).map(|entry| (entry.name().to_owned(), entry.is_storage())).collect()
    }
}

/// One storage with properties: the item itself, an attachment, an item within.
pub(super) struct Bag {
    pub(super) path: String,
    names: HashSet<String>,
    /// Storages in it, in order.
    pub(super) storages: Vec<String>,
    short: HashMap<u16, u64>,
    page: Option<CodePage>,
    html_page: Option<CodePage>,
}

impl Bag {
    /// The properties in the storage at `path` (it ends in `/`), whose short ones begin after `header` bytes. Text without a code page of its own
    /// is in the one of `outer`.
    pub(super) fn of(store: &mut Store<'_, '_>, path: String, header: usize, outer: Option<&Bag>) -> io::Result<Option<Self>> {
        let Some(bytes) = store.bytes(&format!("{path}{SHORT}"))? else { return Ok(None) };
        let mut short = HashMap::new();
        for entry in bytes.get(header..).unwrap_or_default().chunks_exact(16) {
            if let [_, _, low, high, _, _, _, _, value @ ..] = entry
                && let Ok(value) = <[u8; 8]>::try_from(value)
            {
                short.entry(u16::from_le_bytes([*low, *high])).or_insert(u64::from_le_bytes(value));
            }
        }
        let entries = store.names(&path);
        let names = entries.iter().filter(|(_, storage)| !storage).map(|(name, _)| name.to_ascii_uppercase()).collect();
        let mut storages: Vec<String> = entries.into_iter().filter(|(_, storage)| *storage).map(|(name, _)| name).collect();
        storages.sort_unstable();
        let number = |id: u16| short.get(&id).map(|value| i64::from(u32::try_from(value & 0xffff_ffff).unwrap_or_default()));
        let html_page = number(0x3fde).and_then(code_pages::by_number);
        let stated = number(0x3ffd).and_then(code_pages::by_number).filter(|page| *page != CodePage::Web(UTF_16LE));
        let page = stated.or(html_page).or_else(|| number(0x3ff1).and_then(locale_page)).or(outer.and_then(|outer| outer.page));
        Ok(Some(Self { path, names, storages, short, page, html_page }))
    }

    /// A number, a time or a truth value.
    pub(super) fn short(&self, id: u16) -> Option<u64> {
        self.short.get(&id).copied()
    }

    /// The path of a long property with the type `kind`, where there is one.
    pub(super) fn stream(&self, id: u16, kind: &str) -> Option<String> {
        let name = format!("__substg1.0_{id:04X}{kind}");
        self.names.contains(&name.to_ascii_uppercase()).then(|| format!("{}{name}", self.path))
    }

    /// A text property: in UTF-16, or in the code page of the item.
    pub(super) fn text(&self, store: &mut Store<'_, '_>, id: u16) -> io::Result<Option<String>> {
        let mut text = None;
        if let Some(path) = self.stream(id, "001F") {
            text = store.bytes(&path)?.map(|bytes| UTF_16LE.decode_without_bom_handling(&bytes).0.into_owned());
        } else if let Some(path) = self.stream(id, "001E") {
            text = match (store.bytes(&path)?, self.page) {
                (Some(bytes), Some(page)) => Some(page.decode(&bytes).0),
                (Some(bytes), None) => Some(guessed(&bytes)?),
                (None, _) => None,
            };
        }
        Ok(text.map(|text| text.trim_end_matches('\0').to_owned()).filter(|text| !text.trim().is_empty()))
    }

    /// The HTML body: text as above, or bytes in the code page that the item names for it.
    pub(super) fn html(&self, store: &mut Store<'_, '_>) -> io::Result<Option<String>> {
        let Some(path) = self.stream(0x1013, "0102") else { return self.text(store, 0x1013) };
        let Some(bytes) = store.bytes(&path)? else { return Ok(None) };
        match self.html_page {
            Some(page) => Ok(Some(page.decode(&bytes).0)),
            None => guessed(&bytes).map(Some),
        }
    }

    /// A property of bytes.
    pub(super) fn binary(&self, store: &mut Store<'_, '_>, id: u16) -> io::Result<Option<Vec<u8>>> {
        match self.stream(id, "0102") {
            Some(path) => store.bytes(&path),
            None => Ok(None),
        }
    }
}

/// Text that names no code page, in the encoding that it looks like.
fn guessed(bytes: &[u8]) -> io::Result<String> {
    let survey = Survey::of(&mut Cursor::new(bytes))?;
    Ok(decode::decode(survey.encoding, bytes).0)
}

/// The code page of a language of Windows.
fn locale_page(locale: i64) -> Option<CodePage> {
    code_pages::by_number(match (locale & 0x3ff, locale) {
        (0x04, 0x0804 | 0x1004) => 936,
        (0x04, _) => 950,
        (0x11, _) => 932,
        (0x12, _) => 949,
        (0x02 | 0x19 | 0x22 | 0x23 | 0x2f, _) => 1251,
        (0x05 | 0x0e | 0x15 | 0x18 | 0x1a | 0x1b | 0x1c | 0x24, _) => 1250,
        (0x08, _) => 1253,
        (0x1f | 0x2c, _) => 1254,
        (0x0d, _) => 1255,
        (0x01 | 0x20 | 0x29, _) => 1256,
        (0x25..=0x27, _) => 1257,
        (0x1e, _) => 874,
        (0x2a, _) => 1258,
        (0x03 | 0x06 | 0x07 | 0x09 | 0x0a | 0x0b | 0x0c | 0x10 | 0x13 | 0x14 | 0x16 | 0x1d | 0x21, _) => 1252,
        _ => return None,
    })
}
