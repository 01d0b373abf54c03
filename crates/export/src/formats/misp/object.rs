//! MISP objects and attributes, with the templates that they follow.
//!
//! Source: the MISP core format (IETF draft-dulaunoy-misp-core-format) and the templates of misp-objects, by name, identifier and version.

use jiff::Timestamp;
use serde_json::{Value, json};
use uuid::Uuid;

/// The namespace of every identifier that this format makes.
const NAMESPACE: Uuid = Uuid::from_u128(0x5a3d_1f0c_77b2_4e6b_9d21_6c1f_8e90_44d7);

/// A template of misp-objects.
pub(super) struct Template {
    name: &'static str,
    uuid: &'static str,
    version: &'static str,
    category: &'static str,
}

const fn template(name: &'static str, uuid: &'static str, version: &'static str, category: &'static str) -> Template {
    Template { name, uuid, version, category }
}

pub(super) const NEGOTIATION: Template = template("ransom-negotiation", "FB72F951-DE2E-4B54-A570-8FC560A74B06", "2", "financial");
pub(super) const COIN_ADDRESS: Template = template("coin-address", "d0e6997e-78da-4815-a6a1-cfc1c1cb8a46", "7", "financial");
pub(super) const INSTANT_MESSAGE: Template = template("instant-message", "5fa51a24-f40f-4696-a77e-d31e26bab5fc", "3", "misc");
pub(super) const GROUP_POST: Template = template("ransomware-group-post", "52a0e179-4942-41e6-90f5-7db856fd6f39", "5", "misc");
pub(super) const VICTIM: Template = template("victim", "a8806e40-39ad-435f-be02-ac2a13d6fc7d", "10", "misc");
pub(super) const TELEGRAM: Template = template("telegram-account", "06f02ecf-5afb-42c5-9cb0-b362e222f52c", "2", "misc");
pub(super) const ONION: Template = template("tor-hiddenservice", "cbac07d6-fbe9-43b8-8d91-d515812ce330", "2", "misc");
pub(super) const BANK_ACCOUNT: Template = template("bank-account", "b4712203-95a8-4883-80e9-b566f5df11c9", "3", "financial");
pub(super) const ANNOTATION: Template = template("annotation", "5d8dc046-15a1-4ca3-a09f-ed4ede7c4487", "3", "misc");
pub(super) const REPORT: Template = template("report", "70a68471-df22-4e3f-aa1a-5a3be19f82df", "8", "misc");

/// Makes identifiers and stamps of one event.
pub(super) struct Maker {
    case: String,
    timestamp: String,
}

/// An attribute under construction.
pub(super) struct Attribute {
    pub kind: &'static str,
    pub value: String,
    pub to_ids: bool,
    pub comment: String,
}

/// An object under construction.
pub(super) struct Object {
    template: &'static Template,
    comment: String,
    attributes: Vec<(&'static str, Attribute)>,
}

impl Attribute {
    pub fn new(kind: &'static str, value: impl Into<String>) -> Self {
        Self { kind, value: value.into(), to_ids: false, comment: String::new() }
    }
}

impl Object {
    pub fn new(template: &'static Template) -> Self {
        Self { template, comment: String::new(), attributes: Vec::new() }
    }

    pub fn comment(mut self, comment: impl Into<String>) -> Self {
        self.comment = comment.into();
        self
    }

    /// Add what `relation` of the template stands for. MISP takes no empty value: one is left out.
    pub fn put(&mut self, relation: &'static str, attribute: Attribute) {
        if !attribute.value.trim().is_empty() {
            self.attributes.push((relation, attribute));
        }
    }

    pub fn put_some(&mut self, relation: &'static str, kind: &'static str, value: Option<impl Into<String>>) {
        if let Some(value) = value {
            self.put(relation, Attribute::new(kind, value));
        }
    }

    /// Add a moment.
    pub fn put_time(&mut self, relation: &'static str, at: Option<Timestamp>) {
        self.put_some(relation, "datetime", at.map(|at| at.strftime("%Y-%m-%dT%H:%M:%S.%6f+00:00").to_string()));
    }

    pub fn has(&self, relation: &str) -> bool {
        self.attributes.iter().any(|(known, _)| *known == relation)
    }

    pub fn is_empty(&self) -> bool {
        self.attributes.is_empty()
    }
}

impl Maker {
    pub fn new(case: &str, at: Timestamp) -> Self {
        Self { case: case.to_owned(), timestamp: at.as_second().to_string() }
    }

    /// The identifier of what `key` says, in this case.
    pub fn uuid(&self, key: &Value) -> String {
        Uuid::new_v5(&NAMESPACE, json!([self.case, key]).to_string().as_bytes()).to_string()
    }

    pub fn attribute(&self, attribute: Attribute, key: &Value) -> Value {
        let Attribute { kind, value, to_ids, comment } = attribute;
        json!({
            "uuid": self.uuid(&json!([key, kind, value])),
            "type": kind,
            "category": category(kind),
            "value": value,
            "to_ids": to_ids,
            "comment": comment,
            "disable_correlation": !correlates(kind),
            "distribution": "5",
            "timestamp": self.timestamp,
        })
    }

    pub fn object(&self, object: Object, key: &Value) -> Value {
        let Object { template, comment, attributes } = object;
        let key = json!([template.name, key]);
        let attribute = |(place, (relation, attribute)): (usize, (&'static str, Attribute))| {
            let mut made = self.attribute(attribute, &json!([key, relation, place]));
            made["object_relation"] = json!(relation);
            made
        };
        json!({
            "uuid": self.uuid(&key),
            "name": template.name,
            "meta-category": template.category,
            "template_uuid": template.uuid,
            "template_version": template.version,
            "description": "",
            "comment": comment,
            "distribution": "5",
            "timestamp": self.timestamp,
            "Attribute": attributes.into_iter().enumerate().map(attribute).collect::<Vec<_>>(),
        })
    }
}

/// The category that MISP puts a type in by itself, or the one of its categories that fits an extortion.
fn category(kind: &str) -> &'static str {
    match kind {
        "btc" | "xmr" | "iban" => "Financial fraud",
        "url" | "domain" | "ip-dst" | "onion-address" => "Network activity",
        "email" | "jabber-id" => "Social network",
        "phone-number" => "Person",
        "threat-actor" => "Attribution",
        "target-org" | "target-user" => "Targeting data",
        "link" | "vulnerability" => "External analysis",
        "md5" | "sha1" | "sha256" => "Payload delivery",
        _ => "Other",
    }
}

/// Whether two events that share a value of this type have something to do with each other.
fn correlates(kind: &str) -> bool {
    !matches!(kind, "text" | "float" | "boolean" | "datetime" | "counter")
}
