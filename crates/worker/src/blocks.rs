//! The lines of a picture: its bubbles, and the blocks of text outside them, in the order in which they are read.

use shakedown_core::{Area, Fault, Hostile, RecognisedLine};

use crate::canvas::{self, Canvas, Piece};
use crate::ground::Ink;
use crate::ocr::{Tesseract, Word};
use crate::picture::Picture;

/// How often a block is cut at most.
const CUTS: u32 = 40;
/// The most rows of a picture.
const PIECES_MAX: usize = 600;
/// Pixels around the ink of a piece, so that its soft edge is taken too.
const BORDER: u32 = 2;

/// Read every line of `picture`.
pub(crate) fn lines(picture: &Picture, page: u32, tesseract: Tesseract) -> Result<Vec<RecognisedLine>, Fault> {
    let ink = Ink::of(picture);
    let pieces = pieces(&ink);
    if pieces.is_empty() {
        return Ok(Vec::new());
    }
    let canvas = Canvas::of(&ink, pieces);
    let words = tesseract.read(&canvas.image)?;
    Ok(lines_of(&words).into_iter().filter_map(|words| line(&words, page, &canvas, &ink, picture)).collect())
}

/// The rows that hold ink, in the order in which they are read.
fn pieces(ink: &Ink) -> Vec<Piece> {
    let marks = canvas::marks(ink);
    let letter = canvas::letter(marks.iter()).unwrap_or(canvas::LETTER);
    let bubbles = ink.boxes.iter().zip(0..).filter_map(|(area, within)| trimmed(ink, Piece { area: *area, within, letter }));
    let bubbles: Vec<Piece> = bubbles.collect();
    let whole = Area { left: 0, top: 0, width: ink.width as u32, height: ink.height as u32 };
    let mut blocks = Vec::new();
    cut(ink, Piece { area: whole, within: Ink::PAGE, letter }, CUTS, &mut blocks);
    let talk = bubbles.iter().map(|bubble| bubble.area).reduce(Area::and);
    // What stands beside the talk (a list of chats) is read before it; what stands between the bubbles, in its place.
    let beside = |piece: &Piece| talk.is_none_or(|talk| piece.area.right() <= talk.left || piece.area.left >= talk.right());
    let (mut pieces, mut between): (Vec<Piece>, Vec<Piece>) = blocks.into_iter().partition(beside);
    between.extend(bubbles);
    between.sort_by_key(|piece| (piece.area.top, piece.area.left));
    pieces.extend(between);
    let mut rows: Vec<Piece> = pieces.into_iter().flat_map(|piece| rows(ink, piece)).take(PIECES_MAX).collect();
    for row in &mut rows {
        row.letter = canvas::letter(marks.iter().filter(|mark| row.area.holds(**mark))).unwrap_or(letter);
    }
    rows
}

/// The part of a piece that holds ink, with a border, if any does.
fn trimmed(ink: &Ink, piece: Piece) -> Option<Piece> {
    let mut found: Option<Area> = None;
    for y in piece.area.top..piece.area.bottom() {
        for x in piece.area.left..piece.area.right() {
            let index = y as usize * ink.width + x as usize;
            if ink.within[index] == piece.within && ink.is_dark(index) {
                let here = Area { left: x, top: y, width: 1, height: 1 };
                found = Some(found.map_or(here, |found| found.and(here)));
            }
        }
    }
    let area = found.filter(|found| found.width >= 3 && found.height >= 4)?;
    let (left, top) = (area.left.saturating_sub(BORDER), area.top.saturating_sub(BORDER));
    let (right, bottom) = ((area.right() + BORDER).min(ink.width as u32), (area.bottom() + BORDER).min(ink.height as u32));
    Some(Piece { area: Area { left, top, width: right - left, height: bottom - top }, ..piece })
}

/// The rows of text of a piece. The dot of an i is no row.
fn rows(ink: &Ink, piece: Piece) -> Vec<Piece> {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for (inked, y) in profile(ink, piece, Axis::Rows).into_iter().zip(0..).filter(|(inked, _)| *inked) {
        match runs.last_mut().filter(|(_, end)| f64::from(y - *end) <= 0.3 * piece.letter) {
            Some((_, end)) => *end = y + u32::from(inked),
            None => runs.push((y, y + 1)),
        }
    }
    let area = |(start, end): (u32, u32)| Area { top: piece.area.top + start, height: end - start, ..piece.area };
    runs.into_iter().filter_map(|run| trimmed(ink, Piece { area: area(run), ..piece })).collect()
}

/// Cut a block at its widest gap, first between columns, then between paragraphs, until none is left.
fn cut(ink: &Ink, block: Piece, cuts: u32, found: &mut Vec<Piece>) {
    let Some(block) = trimmed(ink, block) else { return };
    let Area { left, top, width, height } = block.area;
    let gap_of =
        |axis, letters: f64| gap(&profile(ink, block, axis)).filter(|(start, end)| f64::from(end - start) >= letters * block.letter);
    let beside =
        |(start, end): (u32, u32)| [Area { width: start, ..block.area }, Area { left: left + end, width: width - end, ..block.area }];
    let below =
        |(start, end): (u32, u32)| [Area { height: start, ..block.area }, Area { top: top + end, height: height - end, ..block.area }];
    let columns = gap_of(Axis::Columns, 3.0).map(beside).filter(|halves| are_columns(ink, block, *halves));
    let halves = columns.or_else(|| gap_of(Axis::Rows, 1.6).map(below)).filter(|_| cuts > 0);
    match halves {
        None => found.push(block),
        Some(halves) => halves.into_iter().for_each(|area| cut(ink, Piece { area, ..block }, cuts - 1, found)),
    }
}

/// Whether two halves are columns that are read one after the other: each has some lines, and they are not the lines of one table.
fn are_columns(ink: &Ink, block: Piece, halves: [Area; 2]) -> bool {
    let [one, other] = halves.map(|area| rows(ink, Piece { area, ..block }));
    let level = |row: &&Piece| {
        other.iter().any(|next| next.area.top.abs_diff(row.area.top) <= 3 || next.area.bottom().abs_diff(row.area.bottom()) <= 3)
    };
    let fewer = one.len().min(other.len());
    let wide = halves.iter().all(|half| half.width * 20 >= ink.width as u32);
    fewer >= 1 && one.len().max(other.len()) >= 4 && wide && one.iter().filter(level).count() * 2 <= fewer
}

#[derive(Clone, Copy)]
enum Axis {
    Rows,
    Columns,
}

/// Whether each row or column of a block holds ink.
fn profile(ink: &Ink, block: Piece, axis: Axis) -> Vec<bool> {
    let Area { left, top, width, height } = block.area;
    let mut inked = vec![false; if matches!(axis, Axis::Rows) { height } else { width } as usize];
    for y in 0..height {
        for x in 0..width {
            let index = (top + y) as usize * ink.width + (left + x) as usize;
            if ink.within[index] == block.within && ink.is_dark(index) {
                inked[if matches!(axis, Axis::Rows) { y } else { x } as usize] = true;
            }
        }
    }
    inked
}

/// The widest stretch without ink: its start and one past its end.
fn gap(inked: &[bool]) -> Option<(u32, u32)> {
    let mut widest: Option<(usize, usize)> = None;
    let mut start = 0;
    for (index, ink) in inked.iter().enumerate() {
        if *ink {
            if index > start && widest.is_none_or(|(from, to)| index - start > to - from) {
                widest = Some((start, index));
            }
            start = index + 1;
        }
    }
    widest.map(|(start, end)| (start as u32, end as u32))
}

/// The words of one line each; a line with a wide gap is two.
fn lines_of(words: &[Word]) -> Vec<Vec<&Word>> {
    let mut lines: Vec<Vec<&Word>> = Vec::new();
    for word in words {
        let goes_on = lines.last().and_then(|line| line.last()).is_some_and(|last| {
            let apart = word.area.left.saturating_sub(last.area.right());
            last.line == word.line && apart * 2 <= 3 * last.area.height.max(word.area.height)
        });
        match lines.last_mut().filter(|_| goes_on) {
            Some(line) => line.push(word),
            None => lines.push(vec![word]),
        }
    }
    lines
}

/// A line in its place in the picture. Of its certainty each word has its length's share.
fn line(words: &[&Word], page: u32, canvas: &Canvas, ink: &Ink, picture: &Picture) -> Option<RecognisedLine> {
    let area = words.iter().map(|word| word.area).reduce(Area::and)?;
    let (piece, area) = canvas.back(area)?;
    let text = words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
    let letters: f64 = words.iter().map(|word| word.text.chars().count() as f64).sum();
    let sure: f64 = words.iter().map(|word| word.confidence * word.text.chars().count() as f64).sum();
    let confidence = Some((sure / letters.max(1.0)).clamp(0.0, 100.0) as u8);
    let bubble = ink.boxes.get(usize::from(piece.within)).copied();
    let (area, bubble) = (picture.original(area), bubble.map(|bubble| picture.original(bubble)));
    Some(RecognisedLine { page, area, text: Hostile::new(text), confidence, bubble })
}
