//! The analyst's own folder: rules, names of actors, the wording of notes, and whose signatures are trusted. It lies in the folder of the store and holds no text of an exhibit.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use shakedown_core::visible;
use shakedown_detect::templates::{Learned, Templates};
use shakedown_detect::{Own, RuleSet};

use crate::rules::faulty;
use crate::{App, Failure, FailureCode};

/// Longest file that is read from the folder, in bytes.
const FILE_MAX: u64 = 64 << 20;

/// What the folder is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// Rule files that are switched on.
    Rules,
    /// Actor files.
    Actors,
    /// Phrases of notes, a file for each family.
    Templates,
    /// Keys of other stores, and whose they are.
    Signers,
}

impl Part {
    fn folder(self) -> &'static str {
        match self {
            Self::Rules => "rules",
            Self::Actors => "actors",
            Self::Templates => "templates",
            Self::Signers => "signers",
        }
    }
}

impl App {
    /// The folder of one part of the analyst's own.
    pub(crate) fn own_dir(&self, part: Part) -> PathBuf {
        self.host.store_dir().join("own").join(part.folder())
    }

    /// Everything in the folder. Errors: `rules-wrong` for a file that does not hold, `evidence-unreadable` for one that cannot be read.
    pub(crate) fn own(&self) -> Result<Own, Failure> {
        let rules = self.own_files(Part::Rules)?;
        let rules = RuleSet::parse(rules.iter().map(|(file, text)| (file.as_str(), text.as_str())));
        let rules = rules.map_err(|faults| faulty(&faults.iter().map(ToString::to_string).collect::<Vec<_>>()))?;
        let learned = self
            .own_files(Part::Templates)?
            .into_iter()
            .map(|(file, text)| serde_json::from_str::<Learned>(&text).map_err(|error| faulty(&[format!("{}: {error}", visible(&file))])));
        let templates = Templates::new(learned.collect::<Result<Vec<_>, _>>()?);
        Ok(Own { rules, actors: self.own_files(Part::Actors)?, templates })
    }

    /// The files of one part: path and text, sorted. None where there is no such folder.
    pub(crate) fn own_files(&self, part: Part) -> Result<Vec<(String, String)>, Failure> {
        let dir = self.own_dir(part);
        let mut names = Vec::new();
        match fs::read_dir(&dir) {
            Ok(entries) => entries.for_each(|entry| names.extend(entry.map(|entry| entry.path()))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(unreadable(&dir, &error)),
        }
        names.sort();
        names.into_iter().map(|path| Ok((path.to_string_lossy().into_owned(), read(&path)?))).collect()
    }

    /// Put `files` in the place of everything in one part, all of them or none.
    pub(crate) fn replace_own(&self, part: Part, files: &[(String, String)]) -> Result<(), Failure> {
        let dir = self.own_dir(part);
        let put = || {
            let parent = dir.parent().unwrap_or(&dir);
            fs::create_dir_all(parent)?;
            let draft = tempfile::Builder::new().prefix(part.folder()).tempdir_in(parent)?;
            for (name, text) in files {
                fs::write(draft.path().join(name), text)?;
            }
            match fs::remove_dir_all(&dir) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
            fs::rename(draft.keep(), &dir)
        };
        let put = put();
        self.renew_engine();
        put.map_err(|error| {
            Failure::new(
                FailureCode::DiskFull,
                format!("{}: {error}; nothing was switched on", visible(&dir.to_string_lossy())),
                "check that there is room and that this account may write to the folder of the store",
            )
        })
    }
}

/// The name of a file at the end of its path.
pub(crate) fn file_name(path: &str) -> String {
    Path::new(path).file_name().map(|name| visible(&name.to_string_lossy()).into_owned()).unwrap_or_default()
}

/// The text of a file of rules or names. Errors: `evidence-unreadable`.
pub(crate) fn read(path: &Path) -> Result<String, Failure> {
    let bytes = read_bytes(path)?;
    String::from_utf8(bytes).map_err(|error| unreadable(path, &io::Error::new(io::ErrorKind::InvalidData, error.utf8_error())))
}

/// The bytes of such a file. Errors: `evidence-unreadable`, also for one of more than 64 MiB.
pub(crate) fn read_bytes(path: &Path) -> Result<Vec<u8>, Failure> {
    let length = fs::metadata(path).map_err(|error| unreadable(path, &error))?.len();
    if length > FILE_MAX {
        let error = io::Error::new(io::ErrorKind::FileTooLarge, format!("expected at most {FILE_MAX} bytes, found {length}"));
        return Err(unreadable(path, &error));
    }
    fs::read(path).map_err(|error| unreadable(path, &error))
}

fn unreadable(path: &Path, error: &io::Error) -> Failure {
    crate::intake::evidence_unreadable(&crate::Source::File(path.to_owned()), error)
}
