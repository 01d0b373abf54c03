//! The list of formats. A new one is a file beside this one and two lines here.

use crate::Exporter;

mod bundle;
mod csv;
mod html;
mod json;
mod markdown;
mod misp;
mod navigator;
mod pdf;
mod report;
mod said;
pub(crate) mod seen;
pub(crate) mod shift;
mod stix;
mod visible_json;
mod zipped;

/// Every format, in the order in which people are offered them.
pub fn formats() -> &'static [&'static dyn Exporter] {
    &[
        &html::Format, //
        &pdf::Format,
        &markdown::Format,
        &csv::Format,
        &json::Format,
        &stix::Format,
        &misp::Format,
        &navigator::Format,
        &bundle::Format,
    ]
}
