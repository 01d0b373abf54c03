//! What is ground and what is ink: dark ink on white out of a picture of any colours, and the coloured boxes that text stands in.
//!
//! A screenshot is drawn on flat fills: page, bubbles, bars. Pixels that are joined without a step in colour make a region; the large ones are
//! grounds. What stands between two pieces of the same ground is ink, as dark as its colour is far from the ground's: light text on dark
//! and dark text on light come out alike, each bubble for itself, and the edges of bubbles come out as nothing.

use shakedown_core::Area;

use crate::picture::Picture;

/// Neighbours whose channels differ by no more are one region: first what is flat, or a gradient; then with the noise of a JPEG, which is less
/// than the step at the edge of a letter.
const STEPS: [u8; 2] = [1, 4];
/// Two grounds whose channels differ by no more are one.
const SAME: u8 = 10;
/// Two fills next to each other whose channels differ by more are a box and its ground.
const OTHER: u8 = 5;
/// Colour differences of less than this are no ink: wallpaper, the noise of a JPEG.
const INK: u8 = 44;
/// A picture whose grounds cover less than this share is a photograph: it is read in shades of grey.
const FLAT: f64 = 0.35;
/// The most fills that boxes are looked for among.
const FILLS_MAX: usize = 1000;
/// No ground.
const NONE: u32 = u32::MAX;

/// Dark ink on white, one byte a pixel.
pub(crate) struct Ink {
    pub(crate) width: usize,
    pub(crate) height: usize,
    /// 0 black to 255 white.
    pub(crate) grey: Vec<u8>,
    /// The lightest shade that is ink.
    dark: u8,
    /// The box that each pixel of ink stands in, as an index of `boxes`; [`Ink::PAGE`] for none.
    pub(crate) within: Vec<u16>,
    /// The boxes, the outermost of nested ones.
    pub(crate) boxes: Vec<Area>,
}

impl Ink {
    /// A pixel that stands in no box.
    pub(crate) const PAGE: u16 = u16::MAX;

    /// The ink of a picture.
    pub(crate) fn of(picture: &Picture) -> Self {
        let regions = Regions::of(picture);
        if regions.covered() < FLAT {
            return Self::of_photograph(picture);
        }
        let boxes = boxes(&regions, picture.width as u32, picture.height as u32);
        let mut within = vec![Self::PAGE; picture.pixels.len()];
        for (area, number) in boxes.iter().zip(0..) {
            for row in area.top..area.bottom() {
                let start = row as usize * picture.width + area.left as usize;
                within[start..start + area.width as usize].fill(number);
            }
        }
        let grey = contrast(picture, &regions).into_iter().map(|value| 255 - value).collect();
        Self { width: picture.width, height: picture.height, grey, dark: 255 - INK, within, boxes }
    }

    fn of_photograph(picture: &Picture) -> Self {
        let luma = |[red, green, blue]: [u8; 3]| ((u32::from(red) * 299 + u32::from(green) * 587 + u32::from(blue) * 114) / 1000) as u8;
        let mut grey: Vec<u8> = picture.pixels.iter().map(|pixel| luma(*pixel)).collect();
        let sum: u64 = grey.iter().map(|value| u64::from(*value)).sum();
        if sum < grey.len() as u64 * 110 {
            grey.iter_mut().for_each(|value| *value = 255 - *value);
        }
        let within = vec![Self::PAGE; grey.len()];
        Self { width: picture.width, height: picture.height, grey, dark: 128, within, boxes: Vec::new() }
    }

    /// Whether a pixel is inked.
    pub(crate) fn is_dark(&self, index: usize) -> bool {
        self.grey[index] <= self.dark
    }
}

/// One large region.
#[derive(Clone, Debug, Default)]
struct Region {
    area: Area,
    pixels: u64,
    sums: [u64; 3],
}

impl Region {
    fn colour(&self) -> [u8; 3] {
        self.sums.map(|sum| (sum / self.pixels.max(1)) as u8)
    }
}

/// The large regions, and which of them each pixel belongs to.
struct Regions {
    of: Vec<u32>,
    large: Vec<Region>,
}

impl Regions {
    fn of(picture: &Picture) -> Self {
        let (width, count) = (picture.width, picture.pixels.len());
        let least = (count / 1600).max(400) as u32;
        let mut joined = Joined::new(picture, least);
        for step in STEPS {
            for index in 0..count {
                let colour = picture.pixels[index];
                if !index.is_multiple_of(width) && apart(colour, picture.pixels[index - 1]) <= step {
                    joined.join(index as u32, index as u32 - 1);
                }
                if index >= width && apart(colour, picture.pixels[index - width]) <= step {
                    joined.join(index as u32, (index - width) as u32);
                }
            }
        }
        let mut number = vec![NONE; count];
        let mut large: Vec<Region> = Vec::new();
        let mut of = vec![NONE; count];
        for (index, place) in of.iter_mut().enumerate() {
            let top = joined.root(index as u32) as usize;
            if joined.size[top] < least {
                continue;
            }
            let here = Area { left: (index % width) as u32, top: (index / width) as u32, width: 1, height: 1 };
            if number[top] == NONE {
                number[top] = large.len() as u32;
                large.push(Region { area: here, ..Region::default() });
            }
            *place = number[top];
            let region = &mut large[number[top] as usize];
            region.area = region.area.and(here);
            region.pixels += 1;
            region.sums.iter_mut().zip(picture.pixels[index]).for_each(|(sum, channel)| *sum += u64::from(channel));
        }
        Self { of, large }
    }

    /// The share of the picture that is ground.
    fn covered(&self) -> f64 {
        let pixels: u64 = self.large.iter().map(|region| region.pixels).sum();
        pixels as f64 / self.of.len().max(1) as f64
    }
}

/// The largest difference of a channel.
fn apart(one: [u8; 3], other: [u8; 3]) -> u8 {
    one.into_iter().zip(other).map(|(one, other)| one.abs_diff(other)).max().unwrap_or_default()
}

/// Sets of joined pixels, with their mean colours.
struct Joined {
    parent: Vec<u32>,
    size: Vec<u32>,
    mean: Vec<[f32; 3]>,
    least: u32,
}

impl Joined {
    fn new(picture: &Picture, least: u32) -> Self {
        let count = picture.pixels.len();
        let mean = picture.pixels.iter().map(|pixel| pixel.map(f32::from)).collect();
        Self { parent: (0..count as u32).collect(), size: vec![1; count], mean, least }
    }

    fn root(&mut self, mut index: u32) -> u32 {
        while self.parent[index as usize] != index {
            self.parent[index as usize] = self.parent[self.parent[index as usize] as usize];
            index = self.parent[index as usize];
        }
        index
    }

    /// Join two sets, unless both are large and of two colours: then the pixels between them are a blurred edge.
    fn join(&mut self, one: u32, other: u32) {
        let (one, other) = (self.root(one) as usize, self.root(other) as usize);
        let large = self.size[one].min(self.size[other]) >= self.least;
        let far = || self.mean[one].iter().zip(self.mean[other]).any(|(one, other)| (one - other).abs() > f32::from(SAME));
        if one == other || (large && far()) {
            return;
        }
        let (top, below) = if self.size[one] >= self.size[other] { (one, other) } else { (other, one) };
        let (above, under) = (self.size[top] as f32, self.size[below] as f32);
        let of_below = self.mean[below];
        self.mean[top].iter_mut().zip(of_below).for_each(|(mean, below)| *mean = (*mean * above + below * under) / (above + under));
        self.size[top] += self.size[below];
        self.parent[below] = top as u32;
    }
}

/// For each pixel between two pieces of one ground: how far its colour is from it. Along rows first; along columns what is left.
fn contrast(picture: &Picture, regions: &Regions) -> Vec<u8> {
    let (width, height) = (picture.width, picture.height);
    let (mut contrast, mut done) = (vec![0; picture.pixels.len()], vec![false; picture.pixels.len()]);
    let mut walk = |line: &mut dyn Iterator<Item = usize>| {
        let mut before = None;
        let mut run = Vec::new();
        for index in line {
            if regions.of[index] == NONE {
                run.push(index);
                continue;
            }
            if let Some(before) = before.filter(|before| apart(picture.pixels[*before], picture.pixels[index]) <= SAME) {
                for between in &run {
                    let near = |ground: usize| apart(picture.pixels[*between], picture.pixels[ground]);
                    if !done[*between] {
                        contrast[*between] = near(before).min(near(index));
                        done[*between] = true;
                    }
                }
            }
            run.clear();
            before = Some(index);
        }
    };
    for row in 0..height {
        walk(&mut (row * width..(row + 1) * width));
    }
    for column in 0..width {
        walk(&mut (column..width * height).step_by(width));
    }
    contrast
}

/// The boxes that text may stand in: fills of another colour than the page's, but for bars and panes. A fill that noise broke to pieces is one.
fn boxes(regions: &Regions, width: u32, height: u32) -> Vec<Area> {
    let touches = |area: Area| {
        [area.left == 0, area.top == 0, area.right() >= width, area.bottom() >= height].into_iter().filter(|edge| *edge).count() >= 2
    };
    let page = regions.large.iter().filter(|region| touches(region.area)).max_by_key(|region| region.pixels).map(Region::colour);
    let size = |area: Area| u64::from(area.width) * u64::from(area.height);
    let is_bar = |area: Area| u64::from(area.width) * 100 >= u64::from(width) * 96;
    let is_pane = |area: Area| size(area) * 5 >= u64::from(width) * u64::from(height) * 2;
    let may_be =
        |region: &&Region| page.is_none_or(|page| apart(page, region.colour()) > OTHER) && !is_bar(region.area) && !is_pane(region.area);
    let mut found: Vec<(Area, [u8; 3], u64)> = Vec::new();
    for region in regions.large.iter().filter(may_be).take(FILLS_MAX) {
        let mut piece = (region.area, region.colour(), region.pixels);
        while let Some(place) = found.iter().position(|(area, colour, _)| apart(*colour, piece.1) <= SAME && touch(*area, piece.0)) {
            let (area, colour, pixels) = found.swap_remove(place);
            piece = (area.and(piece.0), if pixels > piece.2 { colour } else { piece.1 }, pixels + piece.2);
        }
        found.push(piece);
    }
    let is_box = |(area, _, pixels): &(Area, [u8; 3], u64)| {
        !is_bar(*area) && !is_pane(*area) && area.width >= 24 && area.height >= 14 && pixels * 5 >= size(*area) * 2
    };
    let mut found: Vec<Area> = found.iter().filter(|piece| is_box(piece)).map(|(area, ..)| *area).collect();
    found.sort_by_key(|area| std::cmp::Reverse(size(*area)));
    let mut boxes: Vec<Area> = Vec::new();
    for area in found {
        if !boxes.iter().any(|outer| outer.holds(area)) {
            boxes.push(area);
        }
    }
    boxes.sort_by_key(|area| (area.top, area.left));
    boxes
}

/// Whether two rectangles overlap or lie side by side.
fn touch(one: Area, other: Area) -> bool {
    one.left <= other.right() && other.left <= one.right() && one.top <= other.bottom() && other.top <= one.bottom()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: [u8; 3] = [20, 24, 30];
    const BUBBLE: [u8; 3] = [0, 92, 75];
    const TEXT: [u8; 3] = [240, 240, 240];

    /// A dark page with a bubble at 40,20 of 100×40, and a bar of text in it and on the page.
    fn screenshot() -> Picture {
        let (width, height) = (200, 100);
        let pixel = |index: usize| match (index % width, index / width) {
            (60..80, 35..40) | (10..30, 80..85) => TEXT,
            (40..140, 20..60) => BUBBLE,
            _ => PAGE,
        };
        Picture { width, height, pixels: (0..width * height).map(pixel).collect(), shrunk: 1 }
    }

    #[test]
    fn ink_is_what_stands_on_a_ground_and_edges_of_bubbles_are_not() {
        let ink = Ink::of(&screenshot());
        let dark: Vec<usize> = (0..ink.grey.len()).filter(|index| ink.is_dark(*index)).collect();
        assert_eq!(dark.len(), 2 * 20 * 5);
        assert!(dark.iter().all(|index| matches!((index % 200, index / 200), (60..80, 35..40) | (10..30, 80..85))));
        assert_eq!(ink.boxes, [Area { left: 40, top: 20, width: 100, height: 40 }]);
        assert_eq!((ink.within[37 * 200 + 70], ink.within[82 * 200 + 20]), (0, Ink::PAGE));
    }

    #[test]
    fn a_photograph_is_read_in_shades_of_grey_dark_on_light() {
        let (width, height) = (60, 60);
        let pixels = (0..width * height).map(|index: usize| [(index * 37 % 90) as u8; 3]).collect();
        let ink = Ink::of(&Picture { width, height, pixels, shrunk: 1 });
        assert!(ink.boxes.is_empty());
        assert!(ink.grey.iter().filter(|value| **value > 128).count() > ink.grey.len() / 2);
    }
}
