//! `ransom-negotiation` and `ransomware-group-post` out of one transcript.

use shakedown_core::{
    Amount, AmountRole, AnalysedTranscript, CaseFile, ClaimCode, MessageKind, Observable, ObservableKind, Role, ThreatCode, Validity,
};

use super::object::{Attribute, GROUP_POST, NEGOTIATION, Object};
use crate::formats::said::{self, passage, quote};
use crate::formats::seen::{dismissed, label, message};

/// What a site of the attackers is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Site {
    Leak,
    Chat,
}

/// Words just before a link, or in it, that say what the site is for.
const LEAK: &[&str] = &["blog", "leak", "publish", "news", "post"];
const CHAT: &[&str] = &["chat", "negotiat", "contact", "support", "login", "log in", "panel", "talk", "write"];
/// How many bytes before a link are looked at.
const BEFORE: usize = 60;

/// The negotiation in `read`; none where it names no sum and claims nothing.
pub(super) fn negotiation(file: &CaseFile, place: usize, read: &AnalysedTranscript) -> Option<Object> {
    let analysis = &read.analysis;
    let claims = |code| analysis.claims.iter().any(|one| one.code == code && !dismissed(file, read, &one.rule, one.message, one.span));
    let demands: Vec<&Amount> = analysis.amounts.iter().filter(|amount| amount.role == AmountRole::Demand).collect();
    if demands.is_empty() && analysis.claims.is_empty() {
        return None;
    }
    let mut object = Object::new(&NEGOTIATION).comment(format!("Read out of exhibit {}.", quote(&label(file, place))));
    money(&mut object, read, &demands);
    object.put_some("data_stolen", "boolean", claims(ClaimCode::Exfiltrated).then_some("1"));
    object.put_some("data_leaked", "boolean", claims(ClaimCode::Published).then_some("1"));
    let threat = |code| analysis.threats.iter().any(|one| one.code == code);
    let publishes = threat(ThreatCode::Publish) || threat(ThreatCode::Sell);
    object.put_some("pay_for_deletion", "boolean", (!demands.is_empty() && publishes && claims(ClaimCode::Exfiltrated)).then_some("1"));
    object.put_some("pay_for_encryptor", "boolean", (!demands.is_empty() && claims(ClaimCode::Encrypted)).then_some("1"));
    let given = |kind| given(read, kind).next().map(|one| one.value.raw().to_owned());
    if let Some(address) = given(ObservableKind::Bitcoin) {
        object.put("wallet-address", Attribute { to_ids: true, ..Attribute::new("btc", address) });
    }
    object.put_some("email_address", "text", given(ObservableKind::Email));
    object.put_some("chatsite_id_public", "text", given(ObservableKind::VictimId));
    object.put_some("chatsite", "url", site(read, Site::Chat));
    object.put_some("url_leaksite", "url", site(read, Site::Leak));
    let lines: Vec<String> = said::lines(file, read).iter().map(|line| format!("{}: {}", line.about, line.words)).collect();
    object.put("Remarks", Attribute::new("text", lines.join("\n")));
    object.put("negotiations_transcript", Attribute::new("text", transcript(read)));
    object.put_time("time", read.transcript.messages.iter().find_map(|message| message.sent_at.as_ref()?.instant));
    Some(object)
}

/// The first and the last sum in the currency of the first demand, and what lies between. What was paid comes before what was asked last.
fn money(object: &mut Object, read: &AnalysedTranscript, demands: &[&Amount]) {
    let Some(first) = demands.first() else { return };
    let paid = read.analysis.amounts.iter().rfind(|amount| amount.role == AmountRole::Paid && amount.currency == first.currency);
    let last = demands.iter().copied().rfind(|amount| amount.currency == first.currency);
    object.put("currency", Attribute::new("text", quote(&first.currency)));
    object.put("initial_ransom", Attribute::new("float", first.value.to_string()));
    let Some(last) = paid.or(last).filter(|last| last.value != first.value) else { return };
    object.put("final_ransom", Attribute::new("float", last.value.to_string()));
    if first.value > last.value {
        object.put("discount", Attribute::new("float", (first.value - last.value).to_string()));
    }
}

/// The post about the victim that `read` speaks of; none where it names no leak site.
pub(super) fn group_post(file: &CaseFile, place: usize, read: &AnalysedTranscript) -> Option<Object> {
    let link = site(read, Site::Leak)?;
    let mut object =
        Object::new(&GROUP_POST).comment(format!("Exhibit {} names the site; nobody looked at it.", quote(&label(file, place))));
    let victim = read.analysis.victims.first().map(|victim| victim.name.visible().into_owned());
    object.put_some("entity-name", "text", victim);
    object.put_some("ransomware-group", "text", read.analysis.actors.first().map(|actor| quote(&actor.name)));
    object.put("leak-site-url", Attribute::new("link", link));
    object.put("title", Attribute::new("text", "Leak site that the attacker names"));
    Some(object)
}

/// Observables of `kind` that somebody but the victim gives and whose check does not fail.
fn given(read: &AnalysedTranscript, kind: ObservableKind) -> impl Iterator<Item = &Observable> {
    let speaker =
        |one: &Observable| message(&read.transcript, one.message).map_or(Role::Unknown, |found| crate::formats::seen::part(read, found));
    read.analysis
        .observables
        .iter()
        .filter(move |one| one.kind == kind && one.validity != Validity::Invalid && speaker(one) != Role::Victim)
}

/// The first link or onion service that words around it say is a site for `purpose`.
fn site(read: &AnalysedTranscript, purpose: Site) -> Option<String> {
    let links = read.analysis.observables.iter().filter(|one| matches!(one.kind, ObservableKind::Onion | ObservableKind::Url));
    let of_purpose = |one: &&Observable| {
        let body = message(&read.transcript, one.message).map_or("", |message| message.body.raw());
        let start = one.span.start as usize;
        let from = (start.saturating_sub(BEFORE)..=start).find(|at| body.is_char_boundary(*at)).unwrap_or(start);
        let words = format!("{} {}", body.get(from..start).unwrap_or_default(), one.as_written.raw()).to_lowercase();
        let says = |list: &[&str]| list.iter().filter_map(|word| words.rfind(word)).max();
        match (says(LEAK), says(CHAT)) {
            (Some(leak), chat) if purpose == Site::Leak => chat.is_none_or(|chat| leak > chat),
            (leak, Some(chat)) if purpose == Site::Chat => leak.is_none_or(|leak| chat > leak),
            _ => false,
        }
    };
    links
        .into_iter()
        .find(of_purpose)
        .map(|one| if one.kind == ObservableKind::Onion { format!("http://{}", one.value.raw()) } else { one.value.raw().to_owned() })
}

/// The whole talk, a message a paragraph, links defanged.
fn transcript(read: &AnalysedTranscript) -> String {
    let mut out = String::new();
    for message in &read.transcript.messages {
        let time = message.sent_at.as_ref().and_then(|stamp| stamp.iso()).unwrap_or_default();
        let who = match (&message.sender, message.kind) {
            (_, MessageKind::System) => "(the program)".to_owned(),
            (Some(sender), _) => quote(sender.raw()),
            (None, _) => "(nobody named)".to_owned(),
        };
        out.push_str(&format!("[{}] {time} {who}: {}\n", message.seq, passage(message.body.raw())));
    }
    out
}
