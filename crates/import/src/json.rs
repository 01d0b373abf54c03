//! JSON as a stream: one record in memory at a time, whatever the size of the item.

mod mended;
mod tokens;

use std::io;

use serde_json::{Map, Value};
use shakedown_core::{ImportNote, Locator, NoteKind, Place};

use crate::decode::Survey;
use crate::error::ImportError;
use crate::importer::{MessageSink, ReadSeek};
use crate::limits::Limits;

use mended::{Log, Mended};
pub(crate) use tokens::ValueType;
use tokens::{Fault, Tokens};

/// The most values one record may hold.
const RECORD_VALUES: usize = 100_000;

/// Strings up to this length are never cut: names of members are among them.
const NAME_MAX: usize = 1024;

/// What was gathered of an object.
#[derive(Debug, Default)]
pub(crate) struct Gathered {
    pub(crate) members: Map<String, Value>,
    pub(crate) notes: Vec<ImportNote>,
}

/// Why the stream of values ended early.
#[derive(Debug)]
pub(crate) enum Broken {
    /// The reader of the format, or the bytes, ended it.
    Import(ImportError),
    /// The text ends in the middle, or is no JSON from here on.
    Json { ends: bool, at: u64 },
}

impl From<Fault> for Broken {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Io(error) => Self::Import(ImportError::Io(error)),
            Fault::Syntax { ends, at } => Self::Json { ends, at },
        }
    }
}

impl From<ImportError> for Broken {
    fn from(error: ImportError) -> Self {
        Self::Import(error)
    }
}

impl From<crate::importer::Stopped> for Broken {
    fn from(stopped: crate::importer::Stopped) -> Self {
        Self::Import(stopped.into())
    }
}

/// A JSON text, read from its start.
pub(crate) struct Json<'a> {
    tokens: Tokens<Mended<'a>>,
    log: Log,
    bom: u64,
    depth: usize,
    direct: bool,
    unread: &'static [&'static str],
}

impl<'a> Json<'a> {
    /// The JSON text of `source`, from its start.
    pub(crate) fn of(source: &'a mut dyn ReadSeek, survey: &Survey, limits: &Limits) -> io::Result<Self> {
        let log = Log::default();
        let mended = Mended::of(source, survey, limits.body_bytes.max(NAME_MAX), log.clone())?;
        let (bom, depth, direct) = (survey.bom, limits.depth, survey.is_clean_utf8());
        Ok(Self { tokens: Tokens::of(mended), log, bom, depth, direct, unread: &[] })
    }

    /// The same, where members of these names are of no use: records are read without them.
    pub(crate) fn without(mut self, names: &'static [&'static str]) -> Self {
        self.unread = names;
        self
    }

    /// The kind of the next value.
    pub(crate) fn is(&mut self, kind: ValueType) -> Result<bool, Broken> {
        Ok(self.tokens.peek()? == kind)
    }

    /// Give each member of the object that comes next to `visit`, which reads or skips its value.
    pub(crate) fn members(&mut self, visit: &mut dyn FnMut(&mut Self, &str) -> Result<(), Broken>) -> Result<(), Broken> {
        self.tokens.begin(ValueType::Object)?;
        while self.tokens.has_next()? {
            let name = self.tokens.name()?;
            visit(self, &name)?;
        }
        Ok(self.tokens.close()?)
    }

    /// Give each item of the array that comes next to `visit`, which reads or skips its value.
    pub(crate) fn items(&mut self, visit: &mut dyn FnMut(&mut Self, u64) -> Result<(), Broken>) -> Result<(), Broken> {
        self.tokens.begin(ValueType::Array)?;
        let mut index = 0;
        while self.tokens.has_next()? {
            visit(self, index)?;
            index += 1;
        }
        Ok(self.tokens.close()?)
    }

    /// The object that comes next, where it may hold more records than memory should: `take` reads members of its own as they come and says so,
    /// with what was gathered before them; every other member is gathered under the limits of [`record`](Self::record).
    pub(crate) fn gather(
        &mut self,
        pointer: &str,
        take: &mut dyn FnMut(&mut Self, &str, &mut Gathered) -> Result<bool, Broken>,
    ) -> Result<(Gathered, Locator), Broken> {
        self.tokens.peek()?;
        let start = self.position();
        let mut gathered = Gathered::default();
        let mut budget = RECORD_VALUES;
        let mut left_out = 0u64;
        self.members(&mut |json, name| {
            if take(json, name, &mut gathered)? {
                return Ok(());
            }
            let value = json.value(json.depth.saturating_sub(1), &mut budget, &mut left_out)?;
            if budget > 0 {
                gathered.members.insert(name.to_owned(), value);
            }
            Ok(())
        })?;
        let locator = self.locator(pointer, start, left_out, &mut gathered.notes);
        Ok((gathered, locator))
    }

    /// Leave out the value that comes next.
    pub(crate) fn skip(&mut self) -> Result<(), Broken> {
        Ok(self.tokens.skip()?)
    }

    /// The value that comes next, and where it stands in the evidence. Parts that are nested too deep, and what a record has beyond
    /// [`RECORD_VALUES`] values, are left out and noted under `pointer`.
    pub(crate) fn record(&mut self, pointer: &str, notes: &mut Vec<ImportNote>) -> Result<(Value, Locator), Broken> {
        self.tokens.peek()?;
        let start = self.position();
        let mut budget = RECORD_VALUES;
        let mut left_out = 0u64;
        let value = self.value(self.depth, &mut budget, &mut left_out)?;
        Ok((value, self.locator(pointer, start, left_out, notes)))
    }

    /// The place of a record that began at `start`, and what is to be said about it.
    fn locator(&self, pointer: &str, start: Option<u64>, left_out: u64, notes: &mut Vec<ImportNote>) -> Locator {
        let mut locator = Locator::pointer(pointer);
        if let (Some(start), Some(end)) = (start, self.position()) {
            locator = locator.with_bytes(start, end);
        }
        if left_out > 0 {
            notes.push(ImportNote::new(NoteKind::LimitReached, locator.clone(), &left_out.to_string(), "values of this record left out"));
        }
        notes.append(&mut self.log.take());
        locator
    }

    fn value(&mut self, depth: usize, budget: &mut usize, left_out: &mut u64) -> Result<Value, Broken> {
        let kind = self.tokens.peek()?;
        let nests = matches!(kind, ValueType::Array | ValueType::Object);
        if *budget == 0 || (nests && depth == 0) {
            *left_out += 1;
            self.skip()?;
            return Ok(Value::Null);
        }
        *budget -= 1;
        Ok(match kind {
            ValueType::String => Value::String(self.tokens.string()?),
            ValueType::Null | ValueType::Boolean | ValueType::Number => {
                let word = self.tokens.word()?;
                match word.parse::<u64>() {
                    Ok(number) => Value::from(number),
                    Err(_) => serde_json::from_str(&word).unwrap_or(Value::String(word)),
                }
            }
            ValueType::Array => {
                let mut array = Vec::new();
                self.items(&mut |json, _| {
                    let value = json.value(depth - 1, budget, left_out)?;
                    if *budget > 0 {
                        array.push(value);
                    }
                    Ok(())
                })?;
                Value::Array(array)
            }
            ValueType::Object => {
                let mut object = Map::new();
                self.tokens.begin(ValueType::Object)?;
                while self.tokens.has_next()? {
                    let name = self.tokens.name()?;
                    if self.unread.contains(&name.as_str()) {
                        self.tokens.skip()?;
                        continue;
                    }
                    let value = self.value(depth - 1, budget, left_out)?;
                    if *budget > 0 {
                        object.insert(name, value);
                    }
                }
                self.tokens.close()?;
                Value::Object(object)
            }
        })
    }

    /// Where the reader stands in the evidence, as long as the text is the evidence byte for byte.
    fn position(&self) -> Option<u64> {
        (self.direct && !self.log.has_edits()).then(|| self.tokens.position() + self.bom)
    }

    /// The value at `pointer`, as [`record`](Self::record) reads it; what was noted goes to `sink`.
    pub(crate) fn read(&mut self, pointer: &str, sink: &mut dyn MessageSink) -> Result<(Value, Locator), Broken> {
        let mut notes = Vec::new();
        let read = self.record(pointer, &mut notes)?;
        notes.into_iter().try_for_each(|note| sink.note(note))?;
        Ok(read)
    }

    /// Pass over the value of the member `name`, which is kept in the evidence, and note that.
    pub(crate) fn leave_out(&mut self, pointer: &str, name: &str, sink: &mut dyn MessageSink) -> Result<(), Broken> {
        sink.note(ImportNote::new(NoteKind::PartNotRead, Locator::pointer(pointer), name, "kept in the evidence"))?;
        self.skip()
    }

    /// Say what came of reading: what was mended, and where the text broke off.
    pub(crate) fn finish(mut self, outcome: Result<(), Broken>, sink: &mut dyn MessageSink) -> Result<(), ImportError> {
        let outcome = outcome.and_then(|()| Ok(self.tokens.finish()?));
        for note in self.log.take() {
            sink.note(note)?;
        }
        let (ends, at) = match outcome {
            Ok(()) => return Ok(()),
            Err(Broken::Import(error)) => return Err(error),
            Err(Broken::Json { ends, at }) => (ends, at + self.bom),
        };
        let locator = Locator::at(Place::Whole);
        let locator = if self.direct { locator.with_bytes(at, at) } else { locator };
        let (kind, kept_as) = if ends {
            (NoteKind::Truncated, "what comes before the end was read")
        } else {
            (NoteKind::RecordUnreadable, "no JSON from here on; the rest stays in the evidence")
        };
        Ok(sink.note(ImportNote::new(kind, locator, &format!("byte {at}"), kept_as))?)
    }
}

/// `name` as a piece of a JSON pointer (RFC 6901).
pub(crate) fn pointer_piece(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// The place of member `name` of the record at `locator`.
pub(crate) fn member(locator: &Locator, name: &str) -> Locator {
    match &locator.place {
        Place::Pointer(pointer) => Locator::pointer(format!("{pointer}/{}", pointer_piece(name))),
        _ => locator.clone(),
    }
}
