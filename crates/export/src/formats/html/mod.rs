//! The report: one page that needs nothing but itself, without JavaScript.
//!
//! Exhibit text stands in text nodes alone, never in attributes, addresses or style: templates escape it, and only a [`Text`] reaches
//! them. Links lead to places in the page and are made of numbers. The page's own policy forbids everything but its one style sheet, which
//! it names by hash.

mod assessment;
mod brief;
mod facts;
mod items;
mod ledger;
mod line;
mod records;
mod text;
mod transcript;
mod who;
pub(in crate::formats) mod words;

use askama::Template;
use data_encoding::BASE64;
use shakedown_core::{Artifact, Case, CaseFile, Digest, Tlp};

use self::assessment::Judged;
use self::brief::Brief;
use self::facts::Facts;
use self::items::Item;
use self::records::Records;
use self::text::Text;
use self::transcript::Talk;
use self::who::Who;
use self::words::{moment, several};
use crate::{ExportError, ExportOptions, Exporter};

/// The style sheet, as the template puts it into the page: without its last line feed.
const STYLE: &str = include_str!("../../../templates/html/report.css").trim_ascii_end();

/// The format.
pub(super) struct Format;

impl Exporter for Format {
    fn id(&self) -> &'static str {
        "html"
    }

    fn name(&self) -> &'static str {
        "HTML report"
    }

    fn words(&self) -> &'static str {
        "one page to read, print or hand over: a brief first, then every reason, the transcript, hashes and custody"
    }

    fn media_type(&self) -> &'static str {
        "text/html"
    }

    fn write(&self, case: &CaseFile, options: &ExportOptions) -> Result<Artifact, ExportError> {
        let page = Report::of(case, options).render()?;
        Ok(Artifact::new(page.into_bytes(), format!("case-{}.html", case.case.number), self.media_type(), options.tlp))
    }
}

/// The whole page.
#[derive(Template)]
#[template(path = "html/report.html")]
struct Report {
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
struct About {
    number: u32,
    id: Text,
    title: Text,
    status: &'static str,
    priority: &'static str,
    priority_words: &'static str,
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
    fn of(file: &CaseFile, options: &ExportOptions) -> Self {
        let items = Item::all(file);
        let who = Who::all(&items);
        let gravest = |one: &&Item<'_>, other: &&Item<'_>| {
            let (one, other) = (&one.analysis.assessment, &other.analysis.assessment);
            (one.verdict, one.priority).cmp(&(other.verdict, other.priority)).then(other.score.total_cmp(&one.score))
        };
        Self {
            style_hash: format!("sha256-{}", BASE64.encode(Digest::of(STYLE.as_bytes()).as_bytes())),
            tlp: options.tlp,
            about: About::of(file, options),
            lead: items.iter().min_by(gravest).map(|item| Judged::of(item, file)),
            judged: items.iter().map(|item| Judged::of(item, file)).collect(),
            brief: Brief::of(&items, &who, options.made_at),
            facts: Facts::of(&items, options.made_at),
            talks: items.iter().map(Talk::of).collect(),
            records: Records::of(file, &items),
            who,
        }
    }

    /// The name of the page's kind in the style sheet, which prints the marking on every sheet.
    fn marking(&self) -> &'static str {
        match self.tlp {
            Tlp::Clear => "clear",
            Tlp::Green => "green",
            Tlp::Amber => "amber",
            Tlp::AmberStrict => "amber-strict",
            Tlp::Red => "red",
        }
    }

    fn observables_counted(&self) -> String {
        several(self.facts.observables.len(), "observable", "observables")
    }
}

impl About {
    fn of(file: &CaseFile, options: &ExportOptions) -> Self {
        let Case { id, number, title, status, priority, created_at, created_by, .. } = &file.case;
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
