//! A MISP event: the negotiation, the wallets, the messages that something was found in, the victim, and what is worth correlating.
//!
//! Values stand exact, prose defanged. The event is for the organisation only (distribution 0), whatever its TLP: whoever imports it decides.
//!
//! Source: the MISP core format (IETF draft-dulaunoy-misp-core-format), the templates of misp-objects, the taxonomy `tlp`.

mod many;
mod negotiation;
mod object;

use std::collections::BTreeSet;

use serde_json::{Value, json};
use shakedown_core::{
    AnalysedTranscript, Artifact, CaseFile, CaseStatus, Grade, Message, MessageKind, ObservableKind, Priority, Validity, VictimKind,
};

use self::object::{ANNOTATION, Attribute, BANK_ACCOUNT, COIN_ADDRESS, INSTANT_MESSAGE, Maker, ONION, Object, REPORT, TELEGRAM, VICTIM};
use super::said::{REDACTED, passage, quote};
use super::seen::{Seen, label, seen};
use super::visible_json;
use crate::{ExportError, ExportOptions, Exporter, Gatherer};

/// The format.
pub(super) struct Format;

impl Exporter for Format {
    fn id(&self) -> &'static str {
        "misp"
    }

    fn name(&self) -> &'static str {
        "MISP event"
    }

    fn words(&self) -> &'static str {
        "for MISP: the ransom negotiation, wallets, messages and victim as objects, the rest as attributes"
    }

    fn media_type(&self) -> &'static str {
        "application/json"
    }

    fn gatherer(&self) -> Option<&'static dyn Gatherer> {
        Some(&many::Cases)
    }

    fn write(&self, case: &CaseFile, options: &ExportOptions) -> Result<Artifact, ExportError> {
        let bytes = visible_json::bytes(&event(case, options))?;
        Ok(Artifact::new(bytes, format!("case-{}.misp.json", case.case.number), self.media_type(), options.tlp))
    }
}

fn event(file: &CaseFile, options: &ExportOptions) -> Value {
    let case = &file.case;
    let make = Maker::new(case.id.as_str(), options.made_at);
    let all = seen(file);
    let title = quote(&case.title);
    let info = if title.is_empty() { format!("Case {}", case.number) } else { title };
    let threat_level = match case.priority {
        Priority::P1 => "1",
        Priority::P2 => "2",
        Priority::P3 | Priority::P4 => "3",
    };
    let analysis = match case.status {
        CaseStatus::New => "0",
        CaseStatus::Open | CaseStatus::Waiting => "1",
        CaseStatus::Closed => "2",
    };
    json!({ "Event": {
        "uuid": make.uuid(&json!("event")),
        "info": info,
        "date": case.created_at.strftime("%Y-%m-%d").to_string(),
        "timestamp": options.made_at.as_second().to_string(),
        "published": false,
        "distribution": "0",
        "threat_level_id": threat_level,
        "analysis": analysis,
        "Tag": tags(file, options),
        "Attribute": attributes(file, &make, &all),
        "Object": objects(file, &make, &all),
    } })
}

fn tags(file: &CaseFile, options: &ExportOptions) -> Vec<Value> {
    let marking = options.tlp.as_str().to_ascii_lowercase();
    let techniques = file.transcripts.iter().flat_map(|read| &read.analysis.techniques);
    let galaxy: BTreeSet<String> = techniques
        .map(|technique| {
            format!(
                "misp-galaxy:mitre-attack-pattern=\"{} - {}\"",
                quote(&technique.name).replace('"', ""),
                quote(&technique.id).replace('"', "")
            )
        })
        .collect();
    std::iter::once(marking).chain(galaxy).map(|name| json!({ "name": name })).collect()
}

/// What MISP has a type for.
fn attributes(file: &CaseFile, make: &Maker, all: &[Seen<'_>]) -> Vec<Value> {
    let mut list = Vec::new();
    let mut told: BTreeSet<&str> = BTreeSet::new();
    for actor in file.transcripts.iter().flat_map(|read| &read.analysis.actors).filter(|actor| actor.grade != Grade::Mentioned) {
        if told.insert(&actor.name) && !actor.name.trim().is_empty() {
            let comment = format!("{}: {}", actor.grade.words(), quote(&actor.because));
            list.push(make.attribute(Attribute { comment, ..Attribute::new("threat-actor", actor.name.clone()) }, &json!("actor")));
        }
    }
    for one in all {
        let Some(kind) = attribute_type(one) else { continue };
        let words = one.kind.words();
        let repair = one.repair.map(|repair| format!("; {} would be valid", quote(repair.raw()))).unwrap_or_default();
        let comment = format!("{words}: {}{repair}", one.validity.words());
        let to_ids = one.is_indicator() && !matches!(kind, "text" | "jabber-id" | "phone-number" | "vulnerability");
        if !one.value.trim().is_empty() {
            list.push(make.attribute(Attribute { kind, value: one.value.to_owned(), to_ids, comment }, &json!("seen")));
        }
    }
    list
}

/// The type of the attribute that `one` becomes; none where it becomes an object.
fn attribute_type(one: &Seen<'_>) -> Option<&'static str> {
    use ObservableKind::{Cve, Domain, Email, Iban, Ip, Jabber, Md5, Onion, Phone, Session, Sha1, Sha256, Telegram, Tox, Url, VictimId};
    if one.validity == Validity::Invalid {
        return Some("text");
    }
    match one.kind {
        Url => Some("url"),
        Domain => Some("domain"),
        Ip => Some("ip-dst"),
        Email => Some("email"),
        Jabber => Some("jabber-id"),
        Phone => Some("phone-number"),
        Cve => Some("vulnerability"),
        Md5 => Some("md5"),
        Sha1 => Some("sha1"),
        Sha256 => Some("sha256"),
        Tox | Session | VictimId => Some("text"),
        Onion | Telegram | Iban => None,
        kind if kind.is_wallet() => None,
        _ => Some("text"),
    }
}

fn objects(file: &CaseFile, make: &Maker, all: &[Seen<'_>]) -> Vec<Value> {
    let mut list = vec![make.object(report(file), &json!("case"))];
    if let Some(victim) = victim(file) {
        list.push(make.object(victim, &json!("case")));
    }
    for (place, read) in file.transcripts.iter().enumerate() {
        let key = json!(read.transcript.id);
        list.extend(negotiation::negotiation(file, place, read).map(|object| make.object(object, &key)));
        list.extend(negotiation::group_post(file, place, read).map(|object| make.object(object, &key)));
    }
    for one in all.iter().filter(|one| attribute_type(one).is_none() && !one.value.trim().is_empty()) {
        list.push(make.object(account(one), &json!([one.kind, one.value])));
    }
    for (place, read) in file.transcripts.iter().enumerate() {
        let telling = telling(read);
        for message in read.transcript.messages.iter().filter(|message| telling.contains(&message.seq)) {
            let object = instant_message(file, place, read, message);
            if !object.is_empty() {
                list.push(make.object(object, &json!([read.transcript.id, message.seq])));
            }
        }
    }
    for note in &file.notes {
        let mut object = Object::new(&ANNOTATION).comment(format!("Written by {}.", quote(&note.by)));
        object.put("text", Attribute::new("text", passage(note.body.raw())));
        object.put("type", Attribute::new("text", "Annotation"));
        object.put_time("creation-date", Some(note.at));
        if object.has("text") {
            list.push(make.object(object, &json!(note.id)));
        }
    }
    list
}

fn report(file: &CaseFile) -> Object {
    let mut object = Object::new(&REPORT);
    object.put("case-number", Attribute::new("text", file.case.number.to_string()));
    object.put("title", Attribute::new("text", quote(&file.case.title)));
    let words = format!("{}, {} ({})", file.case.status.words(), file.case.priority, file.case.priority.words());
    object.put("summary", Attribute::new("text", words));
    if file.redacted {
        object.put("summary", Attribute::new("text", REDACTED));
    }
    object.put("type", Attribute::new("text", "Report"));
    object
}

/// Everybody whom the case names as a victim; none where nobody is.
fn victim(file: &CaseFile) -> Option<Object> {
    let mut object = Object::new(&VICTIM);
    let mut told = BTreeSet::new();
    for victim in file.transcripts.iter().flat_map(|read| &read.analysis.victims) {
        if told.insert((victim.kind, &victim.name)) {
            let (relation, kind) = match victim.kind {
                VictimKind::Organisation => ("name", "target-org"),
                VictimKind::Person => ("user", "target-user"),
                VictimKind::Domain => ("domain", "domain"),
            };
            object.put(relation, Attribute::new(kind, victim.name.raw()));
        }
    }
    if object.is_empty() {
        return None;
    }
    let class = if object.has("user") && !object.has("name") { "individual" } else { "organization" };
    if !object.has("name") {
        object.put("name", Attribute::new("target-org", "not named"));
    }
    object.put("classification", Attribute::new("text", class));
    Some(object)
}

/// A wallet, an onion service, a Telegram name or a bank account.
fn account(one: &Seen<'_>) -> Object {
    use ObservableKind::{Bitcoin, Iban, Monero, Onion, Telegram};
    let comment = format!("{}: {}", one.kind.words(), one.validity.words());
    let made = |template| Object::new(template).comment(comment);
    let value = |kind| Attribute { to_ids: one.is_indicator(), ..Attribute::new(kind, one.value) };
    match one.kind {
        Onion => {
            let mut object = made(&ONION);
            object.put("address", value("onion-address"));
            dates(&mut object, one);
            object
        }
        Telegram => {
            let mut object = made(&TELEGRAM);
            object.put("username", Attribute::new("text", one.value));
            object
        }
        Iban => {
            let mut object = made(&BANK_ACCOUNT);
            object.put("iban", value("iban"));
            object
        }
        kind => {
            let mut object = made(&COIN_ADDRESS);
            match kind {
                Bitcoin => object.put("address", value("btc")),
                Monero => object.put("address-xmr", value("xmr")),
                _ => object.put("address-crypto", Attribute::new("text", one.value)),
            }
            object.put_some("symbol", "text", symbol(kind));
            dates(&mut object, one);
            object
        }
    }
}

fn dates(object: &mut Object, one: &Seen<'_>) {
    object.put_time("first-seen", one.first);
    object.put_time("last-seen", one.last);
}

/// The ticker, where misp-objects or the coin's own community has one.
const fn symbol(kind: ObservableKind) -> Option<&'static str> {
    use ObservableKind::*;
    Some(match kind {
        Bitcoin => "BTC",
        BitcoinCash => "BCH",
        Ethereum => "ETH",
        Monero => "XMR",
        Litecoin => "LTC",
        Dogecoin => "DOGE",
        Dash => "DASH",
        Zcash => "ZEC",
        Tron => "TRX",
        Ripple => "XRP",
        Stellar => "XLM",
        Cardano => "ADA",
        Ton => "TON",
        Solana => "SOL",
        _ => return None,
    })
}

/// The numbers of the messages that something was found in: a talk of ten thousand messages is no event that anybody could use.
fn telling(read: &AnalysedTranscript) -> BTreeSet<u32> {
    let analysis = &read.analysis;
    let observables = analysis.observables.iter().map(|one| one.message);
    let money = analysis.amounts.iter().map(|one| one.message).chain(analysis.deadlines.iter().map(|one| one.message));
    let said = analysis.claims.iter().map(|one| one.message).chain(analysis.threats.iter().map(|one| one.message));
    observables.chain(money).chain(said).chain(analysis.proof.iter().map(|one| one.message)).collect()
}

fn instant_message(file: &CaseFile, place: usize, read: &AnalysedTranscript, message: &Message) -> Object {
    let mut object = Object::new(&INSTANT_MESSAGE).comment(format!("Exhibit {}, message {}.", quote(&label(file, place)), message.seq));
    object.put("body", Attribute::new("text", message.body.visible()));
    let sender = message.sender.as_ref().filter(|_| message.kind == MessageKind::Message);
    object.put_some("from-name", "text", sender.map(|sender| sender.visible()));
    object.put("app-used", Attribute::new("text", quote(&read.transcript.format)));
    object.put_time("sent-date", message.sent_at.as_ref().and_then(|stamp| stamp.instant));
    object
}
