//! The shift report over two invented cases.

use std::path::Path;

use shakedown_core::CaseFile;
use shakedown_export::{ExportError, ExportOptions, Identities, Redaction, Shift, ShiftFormat, release};

use crate::many::two;
use crate::redaction::{CANARIES, folded};
use crate::support::{options, time};

/// The report on `cases`, from the afternoon before to a day ahead.
pub fn shift(cases: &[CaseFile], options: &ExportOptions, format: ShiftFormat) -> String {
    let mut victims = Identities::default();
    if let Some(redaction) = &options.redaction {
        cases.iter().for_each(|case| victims.learn(case, &redaction.marked));
    }
    let mut shift = Shift::new(options, time("2031-03-05T15:00:00Z"), time("2031-03-07T08:00:00Z"));
    cases.iter().for_each(|case| shift.add(&release::check_among(case, options, &victims).unwrap()));
    String::from_utf8(shift.write(format).unwrap().bytes).unwrap()
}

#[test]
fn a_shift_report_on_two_cases_is_the_golden_file_and_the_same_bytes_twice() {
    let mut cases = two();
    cases[0].case.created_at = time("2031-03-01T00:00:00Z");
    for format in [ShiftFormat::Html, ShiftFormat::Markdown] {
        let text = shift(&cases, &options(), format);
        assert_eq!(text, shift(&cases, &options(), format));
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/expected/shift.{}", format.id()));
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(&path, &text).unwrap();
        }
        let expected = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(text == expected, "the report is not what {} holds; look at it and set BLESS=1", path.display());
    }
}

#[test]
fn what_is_past_stands_first_and_what_is_done_is_not_due() {
    let text = shift(&two(), &options(), ShiftFormat::Markdown);
    let due = text.split("## What came in").next().unwrap();
    let place = |words: &str| due.find(words).unwrap_or_else(|| panic!("{words}: {due}"));
    assert!(place("call back their counsel") < place("72 hours"));
    assert_eq!(due.matches("call back their counsel").count(), 2, "one line in each of the two cases");
    let mut done = two();
    done.iter_mut().flat_map(|case| &mut case.tasks).for_each(|task| task.state = shakedown_core::TaskState::Met);
    let due = shift(&done, &options(), ShiftFormat::Markdown);
    assert!(!due.split("## What came in").next().unwrap().contains("call back their counsel"));
}

#[test]
fn nothing_happened_and_a_report_in_another_format() {
    for format in [ShiftFormat::Html, ShiftFormat::Markdown] {
        let text = shift(&[], &options(), format);
        for words in ["Nothing falls due.", "No case came in.", "No case was worked on."] {
            assert!(text.contains(words), "{words}");
        }
    }
    assert!(matches!("pdf".parse::<ShiftFormat>(), Err(ExportError::UnknownFormat { .. })));
}

#[test]
fn a_redacted_shift_report_holds_no_name_of_a_victim() {
    let closed = ExportOptions { redaction: Some(Redaction { marked: vec!["Project Marshlight".into()] }), ..options() };
    for format in [ShiftFormat::Html, ShiftFormat::Markdown] {
        assert!(folded(&shift(&two(), &options(), format)).contains("quillfeatherbasketry"));
        let text = shift(&two(), &closed, format);
        for canary in CANARIES.iter().chain(&["Halvorsen Orchard Supply"]) {
            assert!(!folded(&text).contains(&folded(canary)), "{canary}");
        }
        assert!(text.contains("Redacted") && folded(&text).contains("organisation1"));
    }
}
