//! Many cases as one bundle, an object a line. An object that several cases have, such as a wallet or the marking, stands once.

use std::collections::BTreeSet;
use std::io::Write;

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::bundle::stamp;
use super::{Writer, ids};
use crate::formats::visible_json;
use crate::{ExportError, ExportOptions, Gatherer, Gathering, MakeAside, Released};

/// The format, for many cases.
pub(super) struct Cases;

impl Gatherer for Cases {
    fn file_name(&self) -> &'static str {
        "cases.stix.json"
    }

    fn begin<'a>(
        &self,
        options: &ExportOptions,
        out: &'a mut dyn Write,
        _: &mut MakeAside<'_>,
    ) -> Result<Box<dyn Gathering + 'a>, ExportError> {
        out.write_all(b"{\"type\":\"bundle\",\"objects\":[")?;
        Ok(Box::new(Many { out, made_at: stamp(options.made_at), known: BTreeSet::new(), ids: Sha256::new() }))
    }
}

struct Many<'a> {
    out: &'a mut dyn Write,
    made_at: String,
    known: BTreeSet<String>,
    /// Every identifier in its order: the bundle's own comes out of them.
    ids: Sha256,
}

impl Gathering for Many<'_> {
    fn add(&mut self, released: &Released<'_>) -> Result<(), ExportError> {
        let bundle = Writer::new(&released.case, &released.options).write();
        for object in bundle["objects"].as_array().into_iter().flatten() {
            let id = object["id"].as_str().unwrap_or_default();
            if self.known.insert(id.to_owned()) {
                self.out.write_all(if self.known.len() > 1 { b",\n" } else { b"\n" })?;
                visible_json::line(self.out, object)?;
                self.ids.update(id);
            }
        }
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<(), ExportError> {
        let ids: String = self.ids.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        let id: Value = json!(ids::object("bundle", &json!(["many", ids, self.made_at])));
        Ok(write!(self.out, "\n],\"id\":{id}}}\n")?)
    }
}
