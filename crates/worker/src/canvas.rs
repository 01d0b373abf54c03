//! Pieces of a picture set below each other on one white canvas, as Tesseract reads best: one column of dark text of one size.

use image::GrayImage;
use image::imageops::{self, FilterType};
use shakedown_core::Area;

use crate::ground::Ink;

/// The height of a small letter on the canvas, in pixels, at which Tesseract reads best.
pub(crate) const LETTER: f64 = 21.0;
/// The most that a picture is made larger.
const LARGER: f64 = 4.0;
/// The most that it is made smaller.
const SMALLER: f64 = 0.4;
/// White around each piece, in pixels of the canvas.
const MARGIN: u32 = 24;
/// The longest side that Tesseract takes is 32767.
const SIDE_MAX: f64 = 32_000.0;
/// Ink of less contrast is not made darker than this makes it: it is noise.
const LEAST: u32 = 60;
/// The most pixels of a canvas.
const PIXELS_MAX: f64 = 60e6;

/// A piece of the picture: where it stands in it, the box whose ink alone is taken, and how high its letters are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Piece {
    pub(crate) area: Area,
    pub(crate) within: u16,
    pub(crate) letter: f64,
}

/// A piece on the canvas.
struct Placed {
    piece: Piece,
    scale: f64,
    top: u32,
}

/// The canvas, and where each piece lies on it.
pub(crate) struct Canvas {
    pub(crate) image: GrayImage,
    placed: Vec<Placed>,
}

impl Canvas {
    /// Set `pieces` below each other, each so large that its letters have the best height.
    pub(crate) fn of(ink: &Ink, pieces: Vec<Piece>) -> Self {
        let wanted = |piece: &Piece| (LETTER / piece.letter.max(1.0)).clamp(SMALLER, LARGER);
        let high: f64 = pieces.iter().map(|piece| f64::from(piece.area.height) * wanted(piece)).sum();
        let wide = pieces.iter().map(|piece| f64::from(piece.area.width) * wanted(piece)).fold(1.0, f64::max);
        let margins = f64::from(MARGIN) * (pieces.len() as f64 + 1.0);
        let room = ((SIDE_MAX - margins) / high.max(1.0)).min(SIDE_MAX / wide).min((PIXELS_MAX / (high * wide)).sqrt()).min(1.0);
        let mut bottom = MARGIN;
        let mut placed = Vec::new();
        for piece in pieces {
            let scale = wanted(&piece) * room;
            placed.push(Placed { piece, scale, top: bottom });
            bottom += scaled(piece.area.height, scale) + MARGIN;
        }
        let width = placed.iter().map(|one| scaled(one.piece.area.width, one.scale)).max().unwrap_or(1) + 2 * MARGIN;
        let mut image = GrayImage::from_pixel(width, bottom, image::Luma([255]));
        for one in &placed {
            let Area { width, height, .. } = one.piece.area;
            let large = imageops::resize(&cut(ink, one.piece), scaled(width, one.scale), scaled(height, one.scale), FilterType::CatmullRom);
            imageops::replace(&mut image, &large, i64::from(MARGIN), i64::from(one.top));
        }
        Self { image, placed }
    }

    /// The piece that a rectangle of the canvas lies in, and where it stands in the picture.
    pub(crate) fn back(&self, area: Area) -> Option<(Piece, Area)> {
        let middle = area.top + area.height / 2;
        let index = self.placed.partition_point(|one| one.top <= middle + MARGIN / 2).checked_sub(1)?;
        let one = self.placed.get(index)?;
        let small = |length: u32| (f64::from(length) / one.scale).round() as u32;
        let left = one.piece.area.left + small(area.left.saturating_sub(MARGIN));
        let top = one.piece.area.top + small(area.top.saturating_sub(one.top));
        Some((one.piece, Area { left, top, width: small(area.width), height: small(area.height) }))
    }
}

fn scaled(length: u32, scale: f64) -> u32 {
    ((f64::from(length) * scale).round() as u32).max(1)
}

/// The ink of a piece, all else white; the darkest near each pixel black, so that grey stamps are as dark as the text beside them.
fn cut(ink: &Ink, piece: Piece) -> GrayImage {
    let Area { left, top, width, height } = piece.area;
    let grey = |x: u32, y: u32| {
        let index = (top + y) as usize * ink.width + (left + x) as usize;
        if ink.within[index] == piece.within { ink.grey[index] } else { 255 }
    };
    let tile = (1.5 * piece.letter).max(8.0) as u32;
    let darkest = |tiles: std::ops::Range<u32>| {
        let columns = tiles.start * tile..(tiles.end * tile).min(width);
        columns.flat_map(|x| (0..height).map(move |y| grey(x, y))).min().unwrap_or(255)
    };
    let peaks: Vec<u32> = (0..width.div_ceil(tile)).map(|at| u32::from(255 - darkest(at.saturating_sub(1)..at + 2)).max(LEAST)).collect();
    GrayImage::from_fn(width, height, |x, y| {
        let contrast = u32::from(255 - grey(x, y)) * 255 / peaks[(x / tile) as usize];
        image::Luma([255 - contrast.min(255) as u8])
    })
}

/// How high a small letter is: the median height of marks that are as large as a letter; none where there are none.
pub(crate) fn letter<'m>(marks: impl Iterator<Item = &'m Area>) -> Option<f64> {
    let is_letter = |mark: &&Area| mark.height >= 4 && mark.height <= 160 && mark.width <= 3 * mark.height;
    let mut heights: Vec<u32> = marks.filter(is_letter).map(|mark| mark.height).collect();
    heights.sort_unstable();
    heights.get(heights.len() / 2).map(|height| f64::from(*height))
}

/// The boxes of joined ink.
pub(crate) fn marks(ink: &Ink) -> Vec<Area> {
    let mut seen = vec![false; ink.grey.len()];
    let mut found = Vec::new();
    let mut stack = Vec::new();
    for start in 0..ink.grey.len() {
        if seen[start] || !ink.is_dark(start) {
            continue;
        }
        let mut mark: Option<Area> = None;
        seen[start] = true;
        stack.push(start);
        while let Some(index) = stack.pop() {
            let (x, y) = (index % ink.width, index / ink.width);
            let here = Area { left: x as u32, top: y as u32, width: 1, height: 1 };
            mark = Some(mark.map_or(here, |mark| mark.and(here)));
            for (dx, dy) in [(-1, 0), (1, 0), (0, -1), (0, 1), (-1, -1), (1, 1), (-1, 1), (1, -1)] {
                let (Some(x), Some(y)) = (x.checked_add_signed(dx), y.checked_add_signed(dy)) else { continue };
                let next = y * ink.width + x;
                if x < ink.width && y < ink.height && !seen[next] && ink.is_dark(next) {
                    seen[next] = true;
                    stack.push(next);
                }
            }
        }
        found.extend(mark);
    }
    found
}
