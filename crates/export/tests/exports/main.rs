//! Every export of an invented case, against golden files, a hostile corpus and its own schema.

mod custody;
mod fonts;
mod golden;
mod hostile;
mod many;
mod redaction;
mod release;
mod schema;
mod shift;
mod support;
mod validators;
