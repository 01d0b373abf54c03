//! What a report says, in the order in which it says it, for the formats that lay it out: one page of HTML, or a PDF.
//!
//! Every text that others wrote is a [`Text`] here: visible, defanged, marked.

mod assessment;
mod brief;
mod facts;
mod items;
mod ledger;
mod line;
mod records;
pub(in crate::formats) mod text;
mod transcript;
mod who;
pub(in crate::formats) mod words;

use askama::Template;
use data_encoding::BASE64;
use serde::Serialize;
use shakedown_core::{Case, CaseFile, Digest, Tlp};

use self::assessment::Judged;
pub(in crate::formats) use self::assessment::shape;
use self::brief::Brief;
use self::facts::Facts;
use self::items::Item;
use self::records::Records;
use self::text::Text;
use self::transcript::Talk;
use self::who::Who;
use self::words::{moment, several};
use crate::ExportOptions;

/// The style sheet, as the template puts it into the page: without its last line feed.
const STYLE: &str = include_str!("../../../templates/html/report.css").trim_ascii_end();

/// The whole report; its template is the page of HTML.
#[derive(Serialize, Template)]
#[template(path = "html/report.html")]
pub(in crate::formats) struct Report {
    #[serde(skip)]
    style_hash: String,
    tlp: Tlp,
    about: About,
    /// The judgement that leads the page: the gravest verdict, then the most urgent, then the highest score.
    lead: Option<Judged>,
    judged: Vec<Judged>,
    brief: Brief,
    who: Vec<Who>,
    facts: Facts,
    talks: Vec<Talk>,
    records: Records,
}

/// The case and the making of the report.
#[derive(Serialize)]
struct About {
    number: u32,
    id: Text,
    title: Text,
    status: &'static str,
    priority: &'static str,
    priority_words: &'static str,
    /// The analyst's priority, where one was set: it goes before the machine's.
    set_priority: Option<(&'static str, &'static str)>,
    assignee: Option<Text>,
    victim: Option<Text>,
    labels: Vec<Text>,
    hold: Option<Text>,
    created_at: String,
    created_by: Text,
    made_at: String,
    made_by: Text,
    program: Text,
    rule_sets: Vec<Text>,
    engines: Vec<Text>,
    store_guarded: bool,
    redacted: bool,
}

impl Report {
    /// What `file` has to say.
    pub(in crate::formats) fn of(file: &CaseFile, options: &ExportOptions) -> Self {
        let items = Item::all(file);
        let who = Who::all(&items);
        let gravest = |one: &&Item<'_>, other: &&Item<'_>| {
            let (one, other) = (&one.analysis.assessment, &other.analysis.assessment);
            (one.verdict, one.priority).cmp(&(other.verdict, other.priority)).then(other.score.total_cmp(&one.score))
        };
        Self {
            style_hash: style_hash(),
            tlp: options.tlp,
            about: About::of(file, options),
            lead: items.iter().min_by(gravest).map(|item| Judged::of(item, file)),
            judged: items.iter().map(|item| Judged::of(item, file)).collect(),
            brief: Brief::of(&items, &who, options.made_at),
            facts: Facts::of(&items, options.made_at),
            talks: items.iter().map(Talk::of).collect(),
            records: Records::of(file, &items, options.made_at),
            who,
        }
    }

    fn marking(&self) -> &'static str {
        marking(self.tlp)
    }

    /// How many links of the chain of custody do not hold.
    pub(in crate::formats) fn broken(&self) -> usize {
        self.records.broken()
    }

    fn observables_counted(&self) -> String {
        several(self.facts.observables.len(), "observable", "observables")
    }
}

/// What a page's own policy calls its style sheet.
pub(in crate::formats) fn style_hash() -> String {
    format!("sha256-{}", BASE64.encode(Digest::of(STYLE.as_bytes()).as_bytes()))
}

/// The name of the page's kind in the style sheet, which prints the marking on every sheet.
pub(in crate::formats) const fn marking(tlp: Tlp) -> &'static str {
    match tlp {
        Tlp::Clear => "clear",
        Tlp::Green => "green",
        Tlp::Amber => "amber",
        Tlp::AmberStrict => "amber-strict",
        Tlp::Red => "red",
    }
}

impl About {
    fn of(file: &CaseFile, options: &ExportOptions) -> Self {
        let Case { id, number, title, status, priority, created_at, created_by, work, .. } = &file.case;
        let each = |pick: fn(&shakedown_core::Assessment) -> &String| {
            let mut all: Vec<_> = file.transcripts.iter().map(|read| pick(&read.analysis.assessment)).collect();
            all.sort();
            all.dedup();
            all.into_iter().map(|text| Text::id(text)).collect()
        };
        Self {
            number: *number,
            id: Text::id(id.as_str()),
            title: Text::of(title),
            status: status.words(),
            priority: priority.as_str(),
            priority_words: priority.words(),
            set_priority: work.priority.map(|priority| (priority.as_str(), priority.words())),
            assignee: work.assignee.as_deref().map(Text::quote),
            victim: work.victim.as_ref().map(|victim| Text::quote(victim.raw())),
            labels: work.labels.iter().map(|label| Text::quote(label)).collect(),
            hold: work.hold.as_deref().map(Text::quote),
            created_at: moment(*created_at),
            created_by: Text::quote(created_by),
            made_at: moment(options.made_at),
            made_by: Text::quote(&options.by),
            program: Text::id(&options.program),
            rule_sets: each(|assessment| &assessment.rule_set),
            engines: each(|assessment| &assessment.engine),
            store_guarded: options.store_guarded,
            redacted: file.redacted,
        }
    }
}
