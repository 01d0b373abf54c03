//! Every export of an invented case, against golden files, a hostile corpus and its own schema.

mod custody;
mod golden;
mod hostile;
mod redaction;
mod release;
mod schema;
mod support;
mod validators;
