//! PDF: the text that its pages hold, and a page drawn as a picture.
//!
//! A PDF places glyphs, not words: lines are put together from where glyphs stand. Their order is the order in which they are drawn, unless
//! that jumps about; then it is from top to bottom. Neither is sure to be the order in which a person reads.
//!
//! Source: ISO 32000-2, 9.4 (text objects) and 9.10 (extraction of text content).

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};

use hayro::hayro_interpret::font::{Glyph, GlyphRun};
use hayro::hayro_interpret::hayro_cmap::BfString;
use hayro::hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps, InterpreterCache, InterpreterSettings, SoftMask,
    TransformExt, interpret_page,
};
use hayro::hayro_syntax::page::Page;
use hayro::hayro_syntax::{LoadPdfError, Pdf};
use hayro::kurbo::{BezPath, Point, Rect};
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};
use shakedown_core::{Area, Fault, Hostile, PageKind, RecognisedLine, RecognisedPage};

use crate::Answer;
use crate::picture::{Picture, blend};
use crate::work::Emit;

/// The most pages whose text is read.
const PAGES_MAX: usize = 1000;
/// The most glyphs of a page.
const GLYPHS_MAX: usize = 400_000;
/// Pixels per point of a page that is drawn: 200 dots an inch.
const DRAWN: f32 = 200.0 / 72.0;
/// The longest side of a page that is drawn, in pixels.
const DRAWN_MAX: f32 = 5000.0;
/// The height of a line over its base line, and the whole of it, in parts of the size of its font.
const ABOVE: f64 = 0.8;

fn open(bytes: Vec<u8>) -> Result<Pdf, Fault> {
    let pdf = Pdf::new(bytes).map_err(|error| match error {
        LoadPdfError::Decryption(_) => Fault::Encrypted,
        LoadPdfError::Invalid => Fault::Malformed,
    })?;
    if pdf.pages().is_empty() { Err(Fault::Malformed) } else { Ok(pdf) }
}

/// Give the text of every page. A page that breaks the interpreter is a fault of its own.
pub(crate) fn text(bytes: Vec<u8>, emit: Emit<'_>) -> io::Result<()> {
    let pdf = match open(bytes) {
        Ok(pdf) => pdf,
        Err(fault) => return emit(Answer::Fault(None, fault)),
    };
    let cache = InterpreterCache::new();
    for (page, number) in pdf.pages().iter().zip(1..).take(PAGES_MAX) {
        let (width, height) = page.render_dimensions();
        emit(Answer::Page(RecognisedPage { page: number, width: width as u32, height: height as u32, kind: PageKind::Text }))?;
        match catch_unwind(AssertUnwindSafe(|| glyphs(&pdf, page, &cache))) {
            Ok(glyphs) => lines(&glyphs, number).into_iter().try_for_each(|line| emit(Answer::Line(line)))?,
            Err(_) => emit(Answer::Fault(Some(number), Fault::Malformed))?,
        }
    }
    if pdf.pages().len() > PAGES_MAX { emit(Answer::Fault(None, Fault::PagesLeftOut)) } else { Ok(()) }
}

/// Draw page `number`, the first is 1.
pub(crate) fn draw(bytes: Vec<u8>, number: u32) -> Result<Picture, Fault> {
    let pdf = open(bytes)?;
    let page = pdf.pages().get((number as usize).saturating_sub(1)).ok_or(Fault::Malformed)?;
    let (width, height) = page.render_dimensions();
    let scale = DRAWN.min(DRAWN_MAX / width.max(height).max(1.0));
    let pixmap = PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE };
    let drawn = render(page, &RenderCache::new(), &InterpreterSettings::default(), &RenderSettings::default(), &pixmap);
    let pixels = drawn.data().iter().map(|pixel| blend([pixel.r, pixel.g, pixel.b, 255])).collect();
    Ok(Picture { width: usize::from(drawn.width()), height: usize::from(drawn.height()), pixels, shrunk: 1 })
}

/// A glyph on the page: its text, where its base line begins and ends, and the size of its font, in points from the upper left corner.
#[derive(Clone, Debug, PartialEq)]
struct Placed {
    text: String,
    start: Point,
    end: f64,
    size: f64,
}

fn glyphs<'a>(pdf: &'a Pdf, page: &'a Page<'a>, cache: &InterpreterCache<'a>) -> Vec<Placed> {
    let (width, height) = page.render_dimensions();
    let bounds = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
    let transform = page.initial_transform(true).to_kurbo();
    let mut context = Context::new(transform, bounds, cache, pdf.xref(), InterpreterSettings::default());
    let mut reader = Reader::default();
    interpret_page(page, &mut context, &mut reader);
    reader.0
}

/// A device that draws nothing and keeps the glyphs.
#[derive(Default)]
struct Reader(Vec<Placed>);

impl Device<'_> for Reader {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, '_>, props: DrawProps<'_>, _: &DrawMode) {
        for glyph in run.glyphs() {
            if self.0.len() >= GLYPHS_MAX {
                return;
            }
            let text = match glyph.as_unicode() {
                Some(BfString::Char(character)) => character.to_string(),
                Some(BfString::String(text)) => text,
                None => '\u{fffd}'.to_string(),
            };
            let advance = match &**glyph {
                Glyph::Outline(glyph) => glyph.advance_width(),
                Glyph::Type3(glyph) => glyph.advance_width(),
            };
            let place = props.transform * glyph.transform();
            let (start, up) = (place * Point::ZERO, place * Point::new(0.0, 1000.0));
            let end = place * Point::new(advance.map_or(500.0, f64::from), 0.0);
            self.0.push(Placed { text, start, end: end.x, size: start.distance(up) });
        }
    }

    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'_>, _: &DrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'_>>, _: BlendMode) {}
    fn draw_image(&mut self, _: Image<'_, '_>, _: ImageDrawProps<'_>) {}
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}

/// A line that is being put together.
struct Line {
    text: String,
    base: f64,
    size: f64,
    left: f64,
    right: f64,
}

impl Line {
    /// Whether a glyph that begins there is the next of this line.
    fn goes_on(&self, start: Point, size: f64) -> bool {
        let size = self.size.max(size).max(1.0);
        (start.y - self.base).abs() < 0.5 * size && start.x > self.right - size && start.x < self.right + 3.0 * size
    }

    fn add(&mut self, glyph: &Placed) {
        let spaced = self.text.ends_with(char::is_whitespace) || glyph.text.starts_with(char::is_whitespace);
        if glyph.start.x - self.right > 0.18 * self.size.max(1.0) && !spaced {
            self.text.push(' ');
        }
        self.text.push_str(&glyph.text);
        self.right = self.right.max(glyph.end);
    }
}

/// The lines that glyphs make.
fn lines(glyphs: &[Placed], page: u32) -> Vec<RecognisedLine> {
    let mut lines: Vec<Line> = Vec::new();
    for glyph in glyphs.iter().filter(|glyph| glyph.start.is_finite()) {
        match lines.last_mut().filter(|line| line.goes_on(glyph.start, glyph.size)) {
            Some(line) => line.add(glyph),
            None if glyph.text.trim().is_empty() => {}
            None => {
                let (left, right) = (glyph.start.x, glyph.end);
                lines.push(Line { text: glyph.text.clone(), base: glyph.start.y, size: glyph.size, left, right });
            }
        }
    }
    let back = lines.windows(2).filter(|pair| matches!(pair, [one, next] if next.base < one.base - one.size)).count();
    if back * 5 > lines.len() {
        lines.sort_by(|one, next| one.base.total_cmp(&next.base).then(one.left.total_cmp(&next.left)));
    }
    let points = |value: f64| value.round().clamp(0.0, 1e6) as u32;
    let area = |line: &Line| {
        let (left, top) = (points(line.left), points(line.base - ABOVE * line.size));
        Area { left, top, width: points(line.right - line.left), height: points(line.size) }
    };
    let line =
        |line: Line| RecognisedLine { page, area: area(&line), text: Hostile::new(line.text.trim()), confidence: None, bubble: None };
    lines.into_iter().map(line).filter(|line| !line.text.raw().is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn glyph(text: &str, x: f64, y: f64) -> Placed {
        Placed { text: text.into(), start: Point::new(x, y), end: x + 5.0, size: 10.0 }
    }

    fn texts(glyphs: &[Placed]) -> Vec<String> {
        lines(glyphs, 1).iter().map(|line| line.text.raw().to_owned()).collect()
    }

    #[test]
    fn glyphs_side_by_side_are_a_line_and_gaps_are_spaces() {
        let glyphs = [glyph("P", 0.0, 20.0), glyph("a", 5.0, 20.0), glyph("y", 10.0, 20.0), glyph("2", 20.0, 20.0), glyph("!", 0.0, 34.0)];
        assert_eq!(texts(&glyphs), ["Pay 2", "!"]);
    }

    #[test]
    fn lines_that_are_drawn_from_the_bottom_are_turned_round() {
        let glyphs: Vec<Placed> = ["d", "c", "b", "a"].iter().zip([80.0, 60.0, 40.0, 20.0]).map(|(text, y)| glyph(text, 0.0, y)).collect();
        assert_eq!(texts(&glyphs), ["a", "b", "c", "d"]);
    }
}
