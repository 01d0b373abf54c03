//! Files handed over as proof: kinds and counts in words, never a value.

use shakedown_app::{App, Failure, SampleReport, assess_sample, read_claims};
use shakedown_core::{Counted, SampleListing, SampleTable};

use crate::args::Sample;
use crate::evidence::{source, sources};
use crate::exit::Exit;
use crate::print::{Out, Style};
use crate::progress::Bar;

/// How many kinds of a list are shown to people; JSON has all.
const KINDS: usize = 12;

pub(crate) fn sample(app: &App, args: &Sample, out: &mut Out) -> Result<Exit, Failure> {
    let bar = Bar::new();
    let claimed = match &args.claims {
        Some(path) => Some(bar.run(|job| read_claims(&*app.engine()?, source(path)?, job))?),
        None => None,
    };
    let mut exit = Exit::Done;
    for item in sources(&args.paths) {
        let result = item
            .map_err(|(_, failure)| failure)
            .and_then(|(path, source)| bar.run(|job| assess_sample(&path, &source, claimed.as_ref(), job)));
        match result {
            Ok(report) if args.json => out.json(&report),
            Ok(report) => show(&report, out),
            Err(failure) => {
                out.failure(&failure);
                exit = exit.max(Exit::of(failure.code));
            }
        }
    }
    Ok(exit)
}

fn show(report: &SampleReport, out: &mut Out) {
    let sample = &report.sample;
    out.styled(&[(Style::Strong, &report.path), (Style::Dim, &format!("  {}", sample.kind.words()))]);
    out.styled(&[(Style::Dim, &format!("SHA-256 {}, {} bytes", report.sha256, report.bytes))]);
    for (number, table) in sample.tables.iter().enumerate() {
        show_table(number + 1, table, sample.tables.len() > 1, out);
    }
    if let Some(listing) = &sample.listing {
        show_listing(listing, out);
    }
    section("Signs of made-up data", sample.test_signs.iter().map(|sign| format!("{:8}  {}", sign.count, sign.kind.words())), out);
    let standing =
        report.standing.iter().map(|one| format!("{:24} {}: {} (message {})", one.claimed, one.fit.words(), one.found, one.message));
    section("Claimed", standing, out);
    section("Not looked at", sample.left_out.iter().cloned(), out);
    out.line("");
}

fn show_table(number: usize, table: &SampleTable, several: bool, out: &mut Out) {
    out.line("");
    let about = if table.exact { "" } else { "about " };
    let head = if several { format!("Table {number}: ") } else { String::new() };
    out.styled(&[(Style::Strong, &format!("{head}{} rows, {about}{} distinct", table.rows, table.distinct_rows))]);
    out.line(format!(
        "  {} of the rows repeat another one, {} of the cells are empty",
        percent(table.repeated_share),
        percent(table.empty_share)
    ));
    for (place, column) in table.columns.iter().enumerate() {
        let sort = column.sort.as_ref().map_or_else(String::new, |sort| format!(" ({sort})"));
        let about = if column.exact { "" } else { "about " };
        let dates = column.dates.as_ref().map_or_else(String::new, |(oldest, newest)| format!(", {oldest} to {newest}"));
        let right = column.check_digits_right.map_or_else(String::new, |right| format!(", {right} with the right check digit"));
        out.line(format!(
            "  column {:3}  {}{sort}: {} values, {about}{} distinct, {} of this kind{dates}{right}",
            place + 1,
            column.kind.words(),
            column.filled,
            column.distinct,
            percent(column.share)
        ));
    }
    if let Some(mail) = &table.mail_domains {
        out.line(format!(
            "  mail: {} addresses at {} domains; {} at providers that serve everybody, {} at the largest other domain",
            mail.addresses, mail.domains, mail.public, mail.largest_other
        ));
    }
}

fn show_listing(listing: &SampleListing, out: &mut Out) {
    out.line("");
    let dates = listing.dates.as_ref().map_or_else(String::new, |(oldest, newest)| format!(", {oldest} to {newest}"));
    out.styled(&[(Style::Strong, &format!("{} files, {} folders{dates}", listing.files, listing.folders))]);
    out.line(format!("  {} bytes in the {} files whose size is given", listing.bytes, listing.sized));
    let lines = |list: &[Counted<String>]| list.iter().take(KINDS).map(|one| format!("{:8}  {}", one.count, one.kind)).collect::<Vec<_>>();
    section("Files by their names", lines(&listing.types).into_iter(), out);
    section("Departments by names of folders", lines(&listing.departments).into_iter(), out);
}

fn percent(share: f64) -> String {
    format!("{:.1} %", share * 100.0)
}

fn section(title: &str, lines: impl Iterator<Item = String>, out: &mut Out) {
    let mut lines = lines.peekable();
    if lines.peek().is_some() {
        out.styled(&[(Style::Strong, title)]);
        lines.for_each(|line| out.line(format!("  {line}")));
    }
}
