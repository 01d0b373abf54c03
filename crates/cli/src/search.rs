//! Search: hits in context, and queries that are kept.

use clap::Args as ClapArgs;
use shakedown_app::{App, Failure, FailureCode, SearchFound};

use crate::exit::Exit;
use crate::print::{Out, Style};
use crate::progress::Bar;

/// Hits that are read from the store at once.
const PAGE: u32 = 200;

/// Words are found however they are disguised; upper and lower case and accents are one.
///
/// pay bitcoin · "test file" · decrypt* · *1f9a* (a part of a word) · pay OR send · -news · stolen NEAR/5 server, and the filters case:12
/// actor:name kind:message kind:note kind:title kind:onion after:2025-07-01 before:2025-08-01 priority:P1 label:"big game"
#[derive(ClapArgs)]
pub(crate) struct Search {
    /// What to look for
    #[arg(required_unless_present_any = ["saved", "forget", "run"])]
    pub query: Option<String>,
    /// Only in this case, its id or number
    #[arg(long, value_name = "ID")]
    pub case: Option<String>,
    /// One JSON object a line
    #[arg(long)]
    pub json: bool,
    /// How many hits at most
    #[arg(long, value_name = "N", default_value_t = 200)]
    pub limit: u32,
    /// Keep the query under this name
    #[arg(long, value_name = "NAME", requires = "query")]
    pub save: Option<String>,
    /// Run the query that is kept under this name
    #[arg(long, value_name = "NAME", conflicts_with = "query")]
    pub run: Option<String>,
    /// List the queries that are kept
    #[arg(long, conflicts_with = "query")]
    pub saved: bool,
    /// Forget the query of this name
    #[arg(long, value_name = "NAME", conflicts_with = "query")]
    pub forget: Option<String>,
}

pub(crate) fn search(app: &App, args: &Search, out: &mut Out) -> Result<Exit, Failure> {
    if args.saved {
        for saved in app.saved_searches()? {
            if args.json {
                out.json(&saved);
            } else {
                out.styled(&[(Style::Strong, &saved.name), (Style::Plain, &format!("  {}", saved.query))]);
            }
        }
        return Ok(Exit::Done);
    }
    if let Some(name) = &args.forget {
        app.forget_search(name)?;
        out.line("forgotten");
        return Ok(Exit::Done);
    }
    let query = match (&args.query, &args.run) {
        (Some(query), _) => query.clone(),
        (None, Some(name)) => named(app, name)?,
        (None, None) => String::new(),
    };
    let found = pages(app, &query, args, out)?;
    if let Some(name) = &args.save {
        app.save_search(name, &query)?;
    }
    Ok(if found { Exit::Done } else { Exit::NotFound })
}

fn named(app: &App, name: &str) -> Result<String, Failure> {
    let saved = app.saved_searches()?.into_iter().find(|saved| saved.name == *name);
    saved.map(|saved| saved.query).ok_or_else(|| {
        Failure::new(FailureCode::NotFound, format!("no search is saved as {name:?}"), "see them with: shakedown search --saved")
    })
}

/// Print hits until there are enough or no more; says whether there was one.
fn pages(app: &App, query: &str, args: &Search, out: &mut Out) -> Result<bool, Failure> {
    let (mut printed, mut after) = (0, None);
    let bar = Bar::new();
    loop {
        let count = PAGE.min(args.limit - printed);
        let page = bar.run(|job| app.search(query, args.case.as_deref(), after, count, job))?;
        for hit in &page.hits {
            let hit = SearchFound::new(hit);
            if args.json { out.json(&hit) } else { print(&hit, out) }
        }
        printed += page.hits.len() as u32;
        after = page.next;
        if after.is_none() || printed >= args.limit {
            break;
        }
    }
    if !args.json && after.is_some() {
        out.styled(&[(Style::Dim, &format!("these are the first {printed}; --limit shows more"))]);
    }
    if !args.json && printed == 0 {
        out.line("nothing found");
    }
    Ok(printed > 0)
}

fn print(hit: &SearchFound, out: &mut Out) {
    let place = match (&hit.exhibit_ref, hit.message) {
        (Some(label), Some(message)) => format!("{label}, message {message}"),
        _ => hit.what.to_owned(),
    };
    let by = hit.by.as_ref().map(|by| format!("  {}", by.visible())).unwrap_or_default();
    let at = hit.at.as_ref().map(|at| format!("  {at}")).unwrap_or_default();
    out.styled(&[
        (Style::Dim, &format!("#{:<4}", hit.number)),
        (Style::Strong, &format!(" {}  {}", hit.priority, hit.title.visible())),
        (Style::Dim, &format!("  {place}{by}{at}")),
    ]);
    let text = hit.text.raw();
    let one_line =
        |part: &str| part.split_inclusive(char::is_whitespace).map(|word| word.replace(['\r', '\n', '\t'], " ")).collect::<String>();
    let mut parts = vec![(Style::Plain, format!("      {}", if hit.cut_before { "… " } else { "" }))];
    let mut at = 0;
    for found in &hit.found {
        let range = found.range();
        let (Some(before), Some(within)) = (text.get(at..range.start), text.get(range.clone())) else { continue };
        parts.extend([(Style::Plain, one_line(before)), (Style::Warn, one_line(within))]);
        at = range.end;
    }
    parts.push((Style::Plain, one_line(text.get(at..).unwrap_or_default())));
    parts.push((Style::Plain, if hit.cut_after { " …".into() } else { String::new() }));
    let parts: Vec<(Style, &str)> = parts.iter().map(|(style, words)| (*style, words.as_str())).collect();
    out.styled(&parts);
}
