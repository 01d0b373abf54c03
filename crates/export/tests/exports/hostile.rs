//! Hostile text in every text field of a case file: it stands in the report as text and changes nothing else.

use std::collections::BTreeSet;

use html5ever::tendril::TendrilSink;
use html5ever::{ParseOpts, parse_document};
use markup5ever_rcdom::{Handle, NodeData, RcDom};
use serde_json::Value;
use shakedown_core::{CaseFile, Digest, HandOver, is_hidden, visible};
use shakedown_export::{ExportOptions, export};

use crate::support::{case, options};

/// Text fields that the report does not show, each with what it shows in their place.
const NOT_SHOWN: &[(&str, &str)] = &[
    ("/case/evidence", "the evidence itself"),
    ("/transcripts/*/transcript/id", "the evidence item it was read from"),
    ("/transcripts/*/transcript/evidence_id", "the evidence item"),
    ("/transcripts/*/transcript/participants", "the participants with their parts, from the analysis"),
    ("/transcripts/*/analysis/findings", "the highlights in the transcript"),
    ("/transcripts/*/analysis/claims/*/rule", "what is said"),
    ("/transcripts/*/analysis/data_types/*/rule", "what is said"),
    ("/transcripts/*/analysis/threats/*/rule", "what is said"),
    ("/transcripts/*/analysis/proof/*/rule", "what is said"),
    ("/transcripts/*/messages/*/sent_at/as_written", "the time, where nothing about it is in doubt"),
    ("/transcripts/1/analysis/claims/0/as_written", "the words of the first item, which says the same"),
    ("/transcripts/1/analysis/threats/0/as_written", "the words of the first item, which says the same"),
    ("/tasks/*/id", "the number of the line"),
    ("/notes/*/id", "the note"),
    ("/reviews/*/transcript_id", "the rule and the message"),
    ("/custody_head/subject_id", "its number and hash"),
    ("/custody_head/analyst", "its number and hash"),
    ("/custody_head/os_account", "its number and hash"),
    ("/custody_head/host", "its number and hash"),
];

/// A page as a browser reads it.
struct Page {
    /// Elements and attributes in order, without badges for hidden characters and without highlights, which text splits.
    skeleton: Vec<String>,
    text: String,
    badges: usize,
}

impl Page {
    fn read(html: &[u8]) -> Self {
        let dom: RcDom = parse_document(RcDom::default(), ParseOpts::default()).from_utf8().one(html);
        assert!(dom.errors.borrow().is_empty(), "{:?}", dom.errors.borrow());
        let mut page = Self { skeleton: Vec::new(), text: String::new(), badges: 0 };
        page.walk(&dom.document);
        page
    }

    fn walk(&mut self, node: &Handle) {
        match &node.data {
            NodeData::Text { contents } => self.text.push_str(&contents.borrow()),
            NodeData::Element { name, attrs, .. } => {
                let attrs: Vec<_> = attrs.borrow().iter().map(|attr| format!(" {}={:?}", attr.name.local, &*attr.value)).collect();
                let tag = format!("<{}{}>", name.local, attrs.concat());
                assert_plain(&tag);
                match &*name.local {
                    "b" => self.badges += 1,
                    "mark" => {}
                    _ => self.skeleton.push(tag),
                }
                if &*name.local == "style" {
                    return;
                }
            }
            NodeData::Comment { .. } | NodeData::ProcessingInstruction { .. } => panic!("neither comments nor instructions belong here"),
            NodeData::Document | NodeData::Doctype { .. } => {}
        }
        node.children.borrow().iter().for_each(|child| self.walk(child));
    }
}

/// The page holds nothing but what a printed page could, and links lead to places in it.
fn assert_plain(tag: &str) {
    const ELEMENTS: &str = "a abbr b bdi body br caption circle dd div dl dt figcaption figure footer h1 h2 h3 head header html li main mark meta nav \
                            ol p path q rect section small span strong style svg table tbody td tfoot th thead title tr ul";
    const ATTRIBUTES: &str = "aria-hidden aria-label charset class colspan content cx cy d dir height href http-equiv id lang name r role scope title \
                              translate viewBox width x y";
    let inside = tag.trim_matches(['<', '>']);
    let (element, rest) = inside.split_once(' ').unwrap_or((inside, ""));
    assert!(ELEMENTS.split_whitespace().any(|known| known == element), "{tag}");
    for attribute in rest.split("\" ").filter(|part| !part.is_empty()) {
        let (name, value) = attribute.split_once("=\"").unwrap();
        assert!(ATTRIBUTES.split_whitespace().any(|known| known == name), "{tag}");
        let place = |text: &str| text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
        assert!(name != "href" || value.trim_end_matches('"').strip_prefix('#').is_some_and(place), "{tag}");
    }
}

fn html(file: &CaseFile, options: &ExportOptions) -> Vec<u8> {
    export("html", file, options).unwrap().bytes
}

/// JSON pointers of every field that takes any text.
fn text_fields(file: &Value) -> Vec<String> {
    let mut leaves = Vec::new();
    collect_strings(file, String::new(), &mut leaves);
    let takes_any_text = |pointer: &String| {
        let mut changed = file.clone();
        *changed.pointer_mut(pointer).unwrap() = Value::from("any text");
        serde_json::from_value::<CaseFile>(changed).is_ok()
    };
    leaves.into_iter().filter(takes_any_text).collect()
}

fn collect_strings(value: &Value, pointer: String, leaves: &mut Vec<String>) {
    match value {
        Value::String(_) => leaves.push(pointer),
        Value::Array(list) => list.iter().enumerate().for_each(|(at, value)| collect_strings(value, format!("{pointer}/{at}"), leaves)),
        Value::Object(map) => map.iter().for_each(|(key, value)| collect_strings(value, format!("{pointer}/{key}"), leaves)),
        _ => {}
    }
}

/// The case with `payload` in each of `fields`, and in each of them a tag of its own.
fn poisoned(file: &Value, fields: &[String], payload: &str) -> CaseFile {
    let mut file = file.clone();
    for (number, pointer) in fields.iter().enumerate() {
        *file.pointer_mut(pointer).unwrap() = Value::from(format!("{payload} ·{number}·"));
    }
    // Links between the parts of a case are identifiers: two items stay two.
    for pointer in ["/transcripts/0/transcript/evidence_id", "/transcripts/1/transcript/evidence_id"] {
        let item = pointer.replace("/transcripts", "/evidence").replace("/transcript/evidence_id", "/id");
        *file.pointer_mut(pointer).unwrap() = file.pointer(&item).unwrap().clone();
    }
    for read in file["transcripts"].as_array_mut().unwrap() {
        let lengths: Vec<usize> =
            read["transcript"]["messages"].as_array().unwrap().iter().map(|message| message["body"].as_str().unwrap().len()).collect();
        cover_bodies(&mut read["analysis"], &lengths);
    }
    serde_json::from_value(file).unwrap()
}

/// Let every span cover the whole body of its message.
fn cover_bodies(value: &mut Value, lengths: &[usize]) {
    if let (Some(message), Some(Value::Array(_))) = (value.get("message").and_then(Value::as_u64), value.get("span")) {
        value["span"] = Value::from(vec![0, lengths[message as usize]]);
    }
    match value {
        Value::Array(list) => list.iter_mut().for_each(|value| cover_bodies(value, lengths)),
        Value::Object(map) => map.values_mut().for_each(|value| cover_bodies(value, lengths)),
        _ => {}
    }
}

fn not_shown(pointer: &str) -> bool {
    let general: Vec<_> = pointer.split('/').map(|part| if part.parse::<u32>().is_ok() { "*" } else { part }).collect();
    let general = general.join("/").replace("/transcript/messages", "/messages");
    NOT_SHOWN.iter().any(|(known, _)| general.starts_with(known) || pointer.starts_with(known))
}

/// Text as it was before links were defanged.
fn fanged(text: &str) -> String {
    text.replace("[.]", ".").replace("[@]", "@").replace("hxxp", "http").replace("HXXP", "HTTP")
}

#[test]
fn hostile_text_in_every_field_stands_there_as_text_and_changes_nothing_else() {
    let payloads: Vec<String> = serde_json::from_str(include_str!("payloads.json")).unwrap();
    assert!(payloads.len() >= 60);
    let file = serde_json::to_value(case()).unwrap();
    let fields = text_fields(&file);
    assert!(fields.len() > 150, "only {} text fields", fields.len());
    let harmless = Page::read(&html(&poisoned(&file, &fields, "harmless"), &options()));
    for payload in &payloads {
        let page = Page::read(&html(&poisoned(&file, &fields, payload), &options()));
        let difference = page.skeleton.iter().zip(&harmless.skeleton).find(|(one, other)| one != other);
        assert!(page.skeleton.len() == harmless.skeleton.len() && difference.is_none(), "{payload:?} changes the page: {difference:?}");
        let shown = fanged(&page.text);
        // A carriage return before a line feed is half of a line break.
        let expected = fanged(&visible(&payload.replace("\r\n", "\n")));
        let lost =
            fields.iter().enumerate().filter(|(number, pointer)| !not_shown(pointer) && !shown.contains(&format!("{expected} ·{number}·")));
        let lost: Vec<_> = lost.map(|(_, pointer)| pointer).collect();
        assert!(lost.is_empty(), "{payload:?} is not on the page: {lost:#?}");
        assert!(!page.text.contains("http://") && !page.text.contains("https://"), "{payload:?} leaves a link that can be followed");
        assert!(!page.text.chars().any(is_hidden), "{payload:?} leaves a hidden character");
    }
}

#[test]
fn hostile_options_stand_in_the_report_as_text() {
    for payload in ["\"><script>alert(1)</script>", "' onclick='x", "\u{202e}moc"] {
        let hostile = ExportOptions { by: payload.into(), program: payload.into(), ..options() };
        let page = Page::read(&html(&case(), &hostile));
        assert_eq!(page.skeleton, Page::read(&html(&case(), &options())).skeleton);
        assert!(page.text.matches(visible(payload).as_ref()).count() >= 4);
    }
}

#[test]
fn every_hidden_character_of_a_message_has_its_badge() {
    let hidden = |file: &CaseFile| -> usize {
        let bodies = file.transcripts.iter().flat_map(|read| &read.transcript.messages).map(|message| message.body.raw());
        bodies.map(|body| body.chars().filter(|character| is_hidden(*character)).count()).sum()
    };
    let plain = case();
    let badges = |file: &CaseFile| Page::read(&html(file, &options())).badges;
    let mut poisoned = case();
    poisoned.transcripts[0].transcript.messages[7].body = shakedown_core::Hostile::new("\u{202e}\u{200b}a\u{feff}\u{e0041}b\r");
    assert_eq!(badges(&poisoned) - badges(&plain), hidden(&poisoned) - hidden(&plain));
    assert_eq!(hidden(&poisoned) - hidden(&plain), 5);
}

#[test]
fn every_link_leads_to_a_place_on_the_page() {
    let page = Page::read(&html(&case(), &options()));
    let all = |name: &str| -> BTreeSet<String> {
        let value = |tag: &String| tag.split_once(&format!(" {name}=\""))?.1.split('"').next().map(str::to_owned);
        page.skeleton.iter().filter_map(value).collect()
    };
    let ids = all("id");
    for link in all("href") {
        assert!(ids.contains(link.trim_start_matches('#')), "{link} leads nowhere");
    }
}

#[test]
fn the_policy_of_the_page_names_its_own_style_sheet_and_nothing_else() {
    let page = String::from_utf8(html(&case(), &options())).unwrap();
    let style = page.split_once("<style>").unwrap().1.split_once("</style>").unwrap().0;
    let hash = data_encoding::BASE64.encode(Digest::of(style.as_bytes()).as_bytes());
    let policy = format!("default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'");
    assert!(page.contains(&format!(r#"<meta http-equiv="Content-Security-Policy" content="{policy}">"#)));
    assert!(!style.contains("url(") && !style.contains("@import"));
}

#[test]
fn a_case_without_anything_in_it_is_a_report_too() {
    let mut empty = case();
    (empty.evidence, empty.transcripts, empty.notes, empty.reviews, empty.custody) = Default::default();
    empty.custody_head = None;
    let page = Page::read(&html(&empty, &options()));
    for words in ["No evidence item of this case was read.", "No sum is named.", "No event of this case is in the chain."] {
        assert!(page.text.contains(words), "{words}");
    }
}

#[test]
fn spans_that_leave_their_message_or_cut_a_character_are_left_out() {
    let mut file = case();
    let messages = &mut file.transcripts[0].transcript.messages;
    messages.iter_mut().for_each(|message| message.body = shakedown_core::Hostile::new("é"));
    assert!(!html(&file, &options()).is_empty());
    messages_gone(&mut file);
    assert!(!html(&file, &options()).is_empty());
}

fn messages_gone(file: &mut CaseFile) {
    file.transcripts.iter_mut().for_each(|read| read.transcript.messages.clear());
}

#[test]
fn a_case_that_was_taken_over_says_so_shows_the_links_that_came_with_it_and_who_signed() {
    let mut file = case();
    let handed = HandOver {
        at: options().made_at,
        by: "O. Ness".into(),
        artifact_sha256: Digest::of(b"the file"),
        signer: None,
        custody: file.custody.clone(),
        custody_head: file.custody_head.clone(),
    };
    file.earlier = vec![handed.clone(), HandOver { signer: Some("Desk <3>".into()), ..handed }];
    file.earlier[0].custody[1].actor.host = "elsewhere".into();
    let page = Page::read(&html(&file, &options()));
    assert!(page.text.contains("untrusted: nobody who is known here signed the file") && page.text.contains("signed by Desk <3>"));
    assert_eq!(page.text.matches("this link does not hold").count(), 1);
    assert!(!export("pdf", &file, &options()).unwrap().bytes.is_empty());
}

#[test]
fn a_changed_or_missing_link_of_the_chain_is_named_in_the_report() {
    let broken = |file: &CaseFile| Page::read(&html(file, &options())).text.matches("this link does not hold").count();
    assert_eq!(broken(&case()), 0);
    let mut changed = case();
    changed.custody[1].actor.analyst = "somebody else".into();
    assert_eq!(broken(&changed), 1);
    let mut forged = changed.clone();
    forged.custody[1].sha256 = forged.custody[1].computed_sha256();
    assert_eq!(broken(&forged), 1, "the link after it names another hash");
    let mut of_other_cases = case();
    of_other_cases.custody.remove(1);
    assert_eq!(broken(&of_other_cases), 0, "links between two may belong to other cases");
}
