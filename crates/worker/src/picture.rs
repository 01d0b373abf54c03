//! Pixels out of a picture file, under caps.

use std::io::Cursor;

use image::{DynamicImage, ImageDecoder, ImageReader, Limits};
use shakedown_core::{Area, Fault};

/// The most pixels of a picture.
const PIXELS_MAX: u64 = 64_000_000;
/// A picture of more pixels, a photograph, is made smaller for reading.
const READ_MAX: u64 = 12_000_000;
/// The longest side, in pixels.
const SIDE_MAX: u32 = 32_000;
/// The most memory that a decoder may ask for, in bytes.
const DECODER_MAX: u64 = 512 << 20;

/// Colours without transparency, row after row from the upper left corner.
pub(crate) struct Picture {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) pixels: Vec<[u8; 3]>,
    /// How many times smaller than the original it is.
    pub(crate) shrunk: u32,
}

impl Picture {
    /// Where an area of this picture stands in the original.
    pub(crate) const fn original(&self, area: Area) -> Area {
        let by = self.shrunk;
        Area { left: area.left * by, top: area.top * by, width: area.width * by, height: area.height * by }
    }
}

/// Decode a PNG, JPEG or WebP, turned as its EXIF orientation says, transparency on white.
pub(crate) fn decode(bytes: &[u8]) -> Result<Picture, Fault> {
    let reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|_| Fault::Malformed)?;
    let mut decoder = reader.into_decoder().map_err(|error| fault(&error))?;
    let (width, height) = decoder.dimensions();
    if width.max(height) > SIDE_MAX || u64::from(width) * u64::from(height) > PIXELS_MAX {
        return Err(Fault::TooLarge);
    }
    let mut limits = Limits::default();
    limits.max_alloc = Some(DECODER_MAX);
    decoder.set_limits(limits).map_err(|error| fault(&error))?;
    let orientation = decoder.orientation().ok();
    let mut image = DynamicImage::from_decoder(decoder).map_err(|error| fault(&error))?;
    if let Some(orientation) = orientation {
        image.apply_orientation(orientation);
    }
    let count = u64::from(image.width()) * u64::from(image.height());
    let shrunk = (1..).find(|by| count <= READ_MAX * by * by).unwrap_or(1) as u32;
    if shrunk > 1 {
        image = image.thumbnail_exact((image.width() / shrunk).max(1), (image.height() / shrunk).max(1));
    }
    Ok(on_white(image, shrunk))
}

fn fault(error: &image::ImageError) -> Fault {
    match error {
        image::ImageError::Limits(_) => Fault::TooLarge,
        _ => Fault::Malformed,
    }
}

fn on_white(image: DynamicImage, shrunk: u32) -> Picture {
    let (width, height) = (image.width() as usize, image.height() as usize);
    let pixels = if image.color().has_alpha() {
        image.into_rgba8().pixels().map(|pixel| blend(pixel.0)).collect()
    } else {
        image.into_rgb8().pixels().map(|pixel| pixel.0).collect()
    };
    Picture { width, height, pixels, shrunk }
}

/// A colour with transparency, on white.
pub(crate) fn blend([red, green, blue, alpha]: [u8; 4]) -> [u8; 3] {
    let alpha = u32::from(alpha);
    [red, green, blue].map(|channel| ((u32::from(channel) * alpha + 255 * (255 - alpha)) / 255) as u8)
}
