//! The bundle: objects in order, each once, with what all of them carry.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde_json::{Value, json};
use shakedown_core::{CaseFile, Tlp};

use super::ids;
use crate::ExportOptions;
use crate::formats::said::quote;

/// The extension of OASIS that carries TLP 2.0.
const TLP_EXTENSION: &str = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d";

/// Objects under construction.
pub(super) struct Bundle<'a> {
    file: &'a CaseFile,
    options: &'a ExportOptions,
    author: String,
    marking: &'static str,
    known: BTreeSet<String>,
    objects: Vec<Value>,
}

impl<'a> Bundle<'a> {
    /// A bundle with its author and its marking.
    pub fn new(file: &'a CaseFile, options: &'a ExportOptions) -> Self {
        let author = ids::object("identity", &json!(["analyst", file.case.id, options.by]));
        let mut bundle = Self {
            file,
            options,
            author,
            marking: marking(options.tlp),
            known: BTreeSet::new(),
            objects: vec![marking_definition(options.tlp)],
        };
        let mut identity = json!({ "name": quote(&options.by), "identity_class": "individual" });
        identity["description"] = json!(format!("The analyst who made this export with {}.", quote(&options.program)));
        bundle.put("identity", bundle.author.clone(), identity);
        bundle
    }

    /// Add an object of this case and give its identifier; `key` says what it is about. One that is there already stays.
    pub fn add(&mut self, kind: &str, key: &Value, properties: Value) -> String {
        let id = ids::object(kind, &json!([self.file.case.id, key]));
        self.put(kind, id.clone(), properties);
        id
    }

    /// Add a relationship. One that is there already stays.
    pub fn relate(&mut self, source: &str, kind: &str, target: &str, description: &str) {
        let properties = json!({ "source_ref": source, "relationship_type": kind, "target_ref": target, "description": description });
        self.add("relationship", &json!([source, kind, target, description]), properties);
    }

    /// Add an observable, which carries the marking and no author.
    pub fn observable(&mut self, mut object: Value) {
        let id = object["id"].as_str().unwrap_or_default().to_owned();
        if self.known.insert(id) {
            object["object_marking_refs"] = json!([self.marking]);
            self.objects.push(object);
        }
    }

    /// The identifiers of everything but the marking and the author.
    pub fn references(&self) -> Vec<Value> {
        self.objects.iter().skip(2).map(|object| object["id"].clone()).collect()
    }

    /// When the export is made.
    pub fn made_at(&self) -> String {
        stamp(self.options.made_at)
    }

    /// The whole.
    pub fn finish(self) -> Value {
        let ids: Vec<&Value> = self.objects.iter().map(|object| &object["id"]).collect();
        let id = ids::object("bundle", &json!([ids, self.made_at()]));
        json!({ "type": "bundle", "id": id, "objects": self.objects })
    }

    fn put(&mut self, kind: &str, id: String, mut object: Value) {
        if !self.known.insert(id.clone()) {
            return;
        }
        let created = self.file.case.created_at.min(self.options.made_at);
        object["type"] = json!(kind);
        object["spec_version"] = json!("2.1");
        object["id"] = json!(id);
        object["created"] = json!(stamp(created));
        object["modified"] = json!(self.made_at());
        object["object_marking_refs"] = json!([self.marking]);
        if id != self.author {
            object["created_by_ref"] = json!(self.author);
        }
        self.objects.push(object);
    }
}

/// A moment to the millisecond, as STIX writes it.
pub(super) fn stamp(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string()
}

/// The identifier and the short name of a marking. Source: OASIS CTI common objects, "TLP 2.0".
const fn tlp(level: Tlp) -> (&'static str, &'static str) {
    match level {
        Tlp::Clear => ("marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487", "clear"),
        Tlp::Green => ("marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb", "green"),
        Tlp::Amber => ("marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421", "amber"),
        Tlp::AmberStrict => ("marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003", "amber+strict"),
        Tlp::Red => ("marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1", "red"),
    }
}

const fn marking(level: Tlp) -> &'static str {
    tlp(level).0
}

/// The marking as OASIS published it, its moment included.
fn marking_definition(level: Tlp) -> Value {
    let (id, short) = tlp(level);
    json!({
        "type": "marking-definition",
        "spec_version": "2.1",
        "id": id,
        "created": "2022-10-01T00:00:00.000Z",
        "name": level.as_str(),
        "extensions": { TLP_EXTENSION: { "extension_type": "property-extension", "tlp_2_0": short } },
    })
}
