//! Fonts of this machine, for what the fonts of the program lack: Chinese, Japanese, Korean, emoji and the rest.

use std::fs;
use std::path::{Path, PathBuf};

use shakedown_export::{Exporter, FontFile, Released};

use crate::commands::export_failure;
use crate::{App, Failure};

/// The longest font file that is read, in bytes.
const FILE_MAX: u64 = 64 << 20;
/// How deep folders of fonts are looked through.
const DEPTH_MAX: u32 = 4;
/// Parts of the names of font files, without blanks and hyphens, in the order in which they are asked: whole scripts first, symbols last.
const NAMES: &[&str] = &[
    "notosanscjk", "sourcehansans", "notosanssc", "notosansjp", "notosanskr", "notosanstc", "pingfang", "hiragino", "applesdgothic",
    "stheiti", "msyh", "simsun", "meiryo", "yugoth", "msgothic", "malgun", "droidsansfallback", "wqy", "ipaexg", "ipag", "takao",
    "nanumgothic", "arialunicode", "notoemoji", "seguiemj", "symbola", "notocoloremoji", "applecoloremoji", "twemoji", "notosanssymbols",
    "seguisym", "notosans", "dejavusans", "freesans", "unifont",
];

impl App {
    /// Fonts of this machine with what `format` lacks to set the case; none where it lacks nothing. What none of them has is told in the report.
    pub(crate) fn fonts_for(&self, format: &dyn Exporter, released: &Released<'_>) -> Result<Vec<FontFile>, Failure> {
        let mut missing = format.missing(&released.case, &released.options).map_err(export_failure)?;
        let mut fonts = Vec::new();
        if missing.is_empty() {
            return Ok(fonts);
        }
        for path in self.host.fonts() {
            let Some(font) = read(&path) else { continue };
            let before = missing.len();
            missing.retain(|character| !font.has(*character));
            if missing.len() < before {
                fonts.push(font);
            }
            if missing.is_empty() {
                break;
            }
        }
        Ok(fonts)
    }
}

/// The font in a file; none for one that is no font or cannot be read: the report says what it lacks.
fn read(path: &Path) -> Option<FontFile> {
    let length = fs::metadata(path).ok()?.len();
    if length > FILE_MAX { None } else { FontFile::read(fs::read(path).ok()?) }
}

/// Font files in the folders of this system and of the account.
pub(crate) fn on_this_machine() -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = crate::system::font_folders();
    if let Some(dirs) = directories::UserDirs::new() {
        folders.extend(dirs.font_dir().map(Path::to_owned));
    }
    let mut found = Vec::new();
    folders.iter().for_each(|folder| look(folder, DEPTH_MAX, &mut found));
    found.sort();
    found.into_iter().map(|(_, path)| path).collect()
}

fn look(folder: &Path, depth: u32, found: &mut Vec<(usize, PathBuf)>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        match entry.file_type() {
            Ok(kind) if kind.is_dir() && depth > 0 => look(&path, depth - 1, found),
            Ok(kind) if !kind.is_dir() => found.extend(rank(&path).map(|rank| (rank, path))),
            _ => {}
        }
    }
}

/// The place of a font file in the list of names: none for one that is not in it, and for bold and slanted ones.
fn rank(path: &Path) -> Option<usize> {
    let name = path.file_name()?.to_str()?.to_lowercase().replace([' ', '-', '_'], "");
    let is_font = [".ttf", ".otf", ".ttc", ".otc"].iter().any(|end| name.ends_with(end));
    let is_odd = ["bold", "italic", "oblique", "light", "thin", "black", "condensed", "serif", "mono"].iter().any(|odd| name.contains(odd));
    if is_font && !is_odd { NAMES.iter().position(|known| name.contains(known)) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fonts_of_whole_scripts_come_first_and_bold_ones_not_at_all() {
        let table = [
            ("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", Some(0)),
            ("C:/Windows/Fonts/msyh.ttc", Some(10)),
            ("/System/Library/Fonts/Apple Color Emoji.ttc", Some(27)),
            ("/usr/share/fonts/truetype/NotoSansThai-Regular.ttf", Some(31)),
            ("/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc", None),
            ("/usr/share/fonts/README.txt", None),
            ("/usr/share/fonts/Comic.ttf", None),
        ];
        for (path, expected) in table {
            assert_eq!(rank(Path::new(path)), expected, "{path}");
        }
    }
}
