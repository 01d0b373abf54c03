//! DEFLATE and GZIP that can be read again from any place, counted against the limits as it is unpacked.

use std::io::{self, Read, Seek};
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, PoisonError};

use miniz_oxide::inflate::stream::{InflateState, inflate};
use miniz_oxide::{DataFormat, MZError, MZFlush, MZStatus};

use super::{Damage, Packing, Way, Window, names};

/// Packed bytes that are read at once.
const INPUT: usize = 32 * 1024;

/// Unpacked bytes that the ratio is not counted for.
const RATIO_FREE: u64 = 1 << 20;

/// The most places that are remembered; one takes about 43 KB.
const MARKS: usize = 64;

/// The longest name that a GZIP header may have.
const NAME_MAX: usize = 1024;

/// Places where unpacking can begin again.
#[derive(Default)]
pub(super) struct Marks {
    spacing: u64,
    places: Vec<Unpacker>,
}

impl std::fmt::Debug for Marks {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} marks", self.places.len())
    }
}

impl Marks {
    /// The last place that is not after `at`.
    fn before(&self, at: u64) -> Option<Unpacker> {
        self.places.iter().rev().find(|place| place.unpacked <= at).cloned()
    }

    fn offer(&mut self, unpacker: &Unpacker) {
        self.spacing = self.spacing.max(RATIO_FREE);
        let last = self.places.last().map_or(0, |place| place.unpacked);
        if unpacker.unpacked < last.saturating_add(self.spacing) || unpacker.ended {
            return;
        }
        self.places.push(unpacker.clone());
        if self.places.len() > MARKS {
            self.spacing *= 2;
            let mut keep = false;
            self.places.retain(|_| {
                keep = !keep;
                keep
            });
        }
    }
}

/// How far unpacking is, and all it needs to go on.
#[derive(Clone)]
struct Unpacker {
    state: Box<InflateState>,
    /// Packed bytes used up.
    used: u64,
    unpacked: u64,
    in_body: bool,
    /// The checksum and the length of the GZIP member, or of the whole.
    check: crc32fast::Hasher,
    length: u64,
    ended: bool,
}

impl Unpacker {
    fn new(packing: Packing) -> Self {
        Self {
            state: InflateState::new_boxed(DataFormat::Raw),
            used: 0,
            unpacked: 0,
            in_body: packing == Packing::Deflate,
            check: crc32fast::Hasher::new(),
            length: 0,
            ended: false,
        }
    }
}

/// Packed bytes, unpacked as they are read.
pub(super) struct Inflated<R> {
    window: Window<R>,
    way: Way,
    unpacker: Unpacker,
    input: Vec<u8>,
    /// Where `input` begins among the packed bytes.
    input_at: u64,
    end: Option<u64>,
    damage: Option<Damage>,
    name: Option<String>,
}

impl<R: Read + Seek> Inflated<R> {
    pub(super) fn new(window: Window<R>, way: &Way) -> Self {
        let unpacker = Unpacker::new(way.packing);
        Self { window, way: way.clone(), unpacker, input: Vec::new(), input_at: 0, end: None, damage: None, name: None }
    }

    pub(super) fn damage(&self) -> Option<Damage> {
        self.damage
    }

    pub(super) fn gzip_name(&self) -> Option<String> {
        self.name.clone()
    }

    /// How many bytes there are, where all were unpacked.
    pub(super) fn end(&self) -> Option<u64> {
        self.end
    }

    /// How many bytes there are; unpacks them all the first time.
    pub(super) fn length(&mut self) -> io::Result<u64> {
        let mut scratch = vec![0; INPUT];
        while self.end.is_none() {
            let at = self.unpacker.unpacked;
            self.read_at(at, &mut scratch)?;
        }
        Ok(self.end.unwrap_or_default())
    }

    pub(super) fn read_at(&mut self, at: u64, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() || self.end.is_some_and(|end| at >= end) {
            return Ok(0);
        }
        self.stand_before(at);
        let mut scratch = Vec::new();
        while self.unpacker.unpacked < at {
            scratch.resize(INPUT, 0);
            let room = usize::try_from(at - self.unpacker.unpacked).unwrap_or(INPUT).min(INPUT);
            if self.unpack(scratch.get_mut(..room).unwrap_or_default())? == 0 {
                return Ok(0);
            }
        }
        self.unpack(buffer)
    }

    /// Go back, or ahead to a mark, where that is nearer.
    fn stand_before(&mut self, at: u64) {
        let here = self.unpacker.unpacked;
        let mark = self.way.marks.as_ref().and_then(|marks| lock(marks).before(at));
        match mark {
            Some(mark) if here > at || mark.unpacked > here => self.unpacker = mark,
            _ if here > at => self.unpacker = Unpacker::new(self.way.packing),
            _ => {}
        }
    }

    /// Unpack the next bytes; none at the end.
    fn unpack(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while !self.unpacker.ended {
            if !self.unpacker.in_body && !self.begin_gzip()? {
                break;
            }
            self.fill()?;
            let skip = usize::try_from(self.unpacker.used - self.input_at).unwrap_or_default();
            let input = self.input.get(skip..).unwrap_or_default();
            let drained = input.is_empty();
            let result = inflate(&mut self.unpacker.state, input, buffer, MZFlush::None);
            self.unpacker.used += result.bytes_consumed as u64;
            let count = result.bytes_written;
            let unpacked = buffer.get(..count).unwrap_or_default();
            self.unpacker.check.update(unpacked);
            self.unpacker.length += count as u64;
            match result.status {
                Ok(MZStatus::StreamEnd) => self.end_body()?,
                Ok(_) => {}
                Err(MZError::Buf) if count == 0 && drained => self.stop(Some(Damage::Truncated)),
                Err(MZError::Buf) => {}
                Err(_) => self.stop(Some(Damage::Broken)),
            }
            let count = self.within_limits(count);
            self.unpacker.unpacked += count as u64;
            if self.unpacker.ended {
                self.end = Some(self.unpacker.unpacked);
            } else if let Some(marks) = &self.way.marks {
                lock(marks).offer(&self.unpacker);
            }
            if count > 0 {
                return Ok(count);
            }
        }
        self.end = Some(self.unpacker.unpacked);
        Ok(0)
    }

    fn stop(&mut self, damage: Option<Damage>) {
        self.unpacker.ended = true;
        self.damage = self.damage.or(damage);
    }

    /// How many of `count` new bytes the limits allow.
    fn within_limits(&mut self, count: usize) -> usize {
        let before = self.unpacker.unpacked;
        let after = before + count as u64;
        let limits = &self.way.budget.limits;
        if after > RATIO_FREE && after / limits.ratio.max(1) > self.unpacker.used {
            self.stop(Some(Damage::Ratio));
            return 0;
        }
        let counted = self.way.counted.fetch_max(after, Ordering::Relaxed);
        let new = after.saturating_sub(counted.max(before));
        let taken = self.way.budget.take_bytes(new);
        if taken < new {
            self.stop(Some(Damage::Total));
        }
        count - usize::try_from(new - taken).unwrap_or(count).min(count)
    }

    /// Have packed bytes at hand from where the unpacker stands.
    fn fill(&mut self) -> io::Result<()> {
        let used = self.unpacker.used;
        let at_hand = self.input_at <= used && used < self.input_at + self.input.len() as u64;
        if !at_hand {
            self.input.resize(INPUT, 0);
            let count = self.window.read_at(used, &mut self.input)?;
            self.input.truncate(count);
            self.input_at = used;
        }
        Ok(())
    }

    fn next_byte(&mut self) -> io::Result<Option<u8>> {
        self.fill()?;
        let skip = usize::try_from(self.unpacker.used - self.input_at).unwrap_or_default();
        let byte = self.input.get(skip).copied();
        self.unpacker.used += u64::from(byte.is_some());
        Ok(byte)
    }

    fn number(&mut self, bytes: u32) -> io::Result<Option<u32>> {
        let mut number = 0;
        for place in 0..bytes {
            let Some(byte) = self.next_byte()? else { return Ok(None) };
            number |= u32::from(byte) << (8 * place);
        }
        Ok(Some(number))
    }

    /// Read the header of a GZIP member; whether one follows. After the first, what is none is padding.
    fn begin_gzip(&mut self) -> io::Result<bool> {
        let first = self.unpacker.used == 0;
        let head = [self.number(4)?, self.number(4)?, self.number(2)?];
        let [Some(magic), Some(_), Some(_)] = head else {
            self.stop(first.then_some(Damage::Truncated));
            return Ok(false);
        };
        if magic & 0x00ff_ffff != 0x0008_8b1f {
            self.stop(first.then_some(Damage::Broken));
            return Ok(false);
        }
        let flags = magic >> 24;
        if flags & 4 != 0 {
            let length = self.number(2)?.unwrap_or_default();
            for _ in 0..length {
                self.next_byte()?;
            }
        }
        if flags & 8 != 0 {
            let name = self.text()?;
            self.name.get_or_insert(name);
        }
        if flags & 16 != 0 {
            self.text()?;
        }
        if flags & 2 != 0 {
            self.number(2)?;
        }
        self.unpacker.in_body = true;
        Ok(true)
    }

    /// A text that a NUL ends.
    fn text(&mut self) -> io::Result<String> {
        let mut bytes = Vec::new();
        while let Some(byte) = self.next_byte()?.filter(|byte| *byte != 0) {
            if bytes.len() < NAME_MAX {
                bytes.push(byte);
            }
        }
        Ok(names::decode(&bytes))
    }

    /// Compare with what the archive states.
    fn end_body(&mut self) -> io::Result<()> {
        let check = self.unpacker.check.clone().finalize();
        if self.way.packing == Packing::Deflate {
            let differs = self.way.crc.is_some_and(|stated| stated != check);
            self.stop(differs.then_some(Damage::Differs));
            return Ok(());
        }
        let length = u32::try_from(self.unpacker.length & u64::from(u32::MAX)).unwrap_or_default();
        let stated = (self.number(4)?, self.number(4)?);
        match stated {
            (Some(_), Some(_)) if stated != (Some(check), Some(length)) => self.damage = self.damage.or(Some(Damage::Differs)),
            (Some(_), Some(_)) => {}
            _ => self.stop(Some(Damage::Truncated)),
        }
        self.unpacker.state = InflateState::new_boxed(DataFormat::Raw);
        self.unpacker.check = crc32fast::Hasher::new();
        self.unpacker.length = 0;
        self.unpacker.in_body = false;
        Ok(())
    }
}

fn lock(marks: &Arc<Mutex<Marks>>) -> std::sync::MutexGuard<'_, Marks> {
    marks.lock().unwrap_or_else(PoisonError::into_inner)
}
