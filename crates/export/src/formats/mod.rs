//! The list of formats. A new one is a file beside this one and two lines here.

use crate::Exporter;

mod html;
mod json;
mod misp;
mod said;
mod seen;
mod stix;
mod visible_json;

/// Every format, in the order in which people are offered them.
pub fn formats() -> &'static [&'static dyn Exporter] {
    &[
        &html::Format, //
        &json::Format,
        &stix::Format,
        &misp::Format,
    ]
}
