//! What ties cases together, observables over all cases, and judging again.

use clap::Args as ClapArgs;
use shakedown_app::{App, CaseLink, Failure, LinkFound, ObservableFound, ObservableQuery, RescanOrder, strength_words, tie_words};
use shakedown_core::{ObservableKind, defang};

use crate::exit::Exit;
use crate::print::{Out, Style};
use crate::progress::Bar;
use crate::rules::print_effects;

#[derive(ClapArgs)]
pub(crate) struct Observables {
    /// Only of this kind (bitcoin, onion, email, …)
    #[arg(long)]
    pub kind: Option<ObservableKind>,
    /// Only those that hold this text
    #[arg(long, value_name = "TEXT")]
    pub contains: Option<String>,
    /// Only those that at least two cases have
    #[arg(long)]
    pub shared: bool,
    /// How many at most
    #[arg(long, value_name = "N", default_value_t = 200)]
    pub limit: u32,
    /// One JSON object a line
    #[arg(long)]
    pub json: bool,
}

#[derive(ClapArgs)]
pub(crate) struct Rescan {
    /// Only this case, its id or number; else every case that other rules than those in use judged
    #[arg(long, value_name = "ID")]
    pub case: Option<String>,
    /// Say what would change, and store nothing
    #[arg(long)]
    pub preview: bool,
    /// One JSON object
    #[arg(long)]
    pub json: bool,
}

/// The cases that share something with one, and what; or all that hang together with it.
pub(crate) fn link(app: &App, id: &str, network: bool, json: bool, out: &mut Out) -> Result<Exit, Failure> {
    if network {
        let network = Bar::new().run(|job| app.case_network(id, job))?;
        let links = network.cases.iter().skip(1);
        links.clone().for_each(|link| print_link(link, json, out));
        if network.cut && !json {
            out.styled(&[(Style::Dim, "there are more")]);
        }
        return Ok(if links.len() == 0 { Exit::NotFound } else { Exit::Done });
    }
    let found = Bar::new().run(|job| app.case_links(id, job))?;
    found.links.iter().for_each(|link| print_link(link, json, out));
    if !json {
        for (kind, value, cases) in &found.common {
            let value = defang(value.raw());
            out.styled(&[(Style::Dim, &format!("{} {value} is in {cases} cases or more: it ties none", kind.words()))]);
        }
        if found.links.is_empty() {
            out.line("nothing ties this case to another one");
        }
    }
    Ok(if found.links.is_empty() { Exit::NotFound } else { Exit::Done })
}

fn print_link(link: &CaseLink, json: bool, out: &mut Out) {
    if json {
        return out.json(&LinkFound::new(link));
    }
    let actor = link.actor.as_ref().map(|actor| format!("  {actor}")).unwrap_or_default();
    let strength = if link.ties.is_empty() { String::new() } else { format!("  {}", strength_words(link.strength)) };
    out.styled(&[
        (Style::Dim, &format!("#{:<4}", link.number)),
        (Style::Strong, &format!(" {}  {}", link.priority, link.title)),
        (Style::Dim, &format!("{actor}{strength}")),
    ]);
    if let Some(victim) = &link.recycled {
        out.styled(&[(Style::Warn, &format!("      two groups claim the same victim: {}", victim.visible()))]);
    }
    for tie in &link.ties {
        let places = format!(
            "{}, message {}; there {}, message {}",
            tie.here.exhibit_ref, tie.here.message, tie.there.exhibit_ref, tie.there.message
        );
        out.styled(&[(Style::Plain, &format!("      {}", tie_words(tie))), (Style::Dim, &format!("  {places}"))]);
    }
}

/// What ties a case to others, beneath the case itself.
pub(crate) fn show_links(app: &App, id: &str, out: &mut Out) -> Result<(), Failure> {
    let found = Bar::new().run(|job| app.case_links(id, job))?;
    if !found.links.is_empty() {
        out.styled(&[(Style::Strong, "Tied to")]);
        found.links.iter().for_each(|link| print_link(link, false, out));
    }
    Ok(())
}

/// Observables with the cases that have them.
pub(crate) fn observables(app: &App, args: Observables, out: &mut Out) -> Result<Exit, Failure> {
    let Observables { kind, contains, shared, limit, json } = args;
    let query = ObservableQuery { kind, contains, cases: if shared { 2 } else { 1 }, first: 0, count: limit };
    let found = app.observables(&query)?;
    for one in &found {
        if json {
            out.json(&ObservableFound::new(one));
            continue;
        }
        let numbers: Vec<String> = one.newest.iter().map(|(_, number, _)| format!("#{number}")).collect();
        let more = if one.cases as usize > numbers.len() { " …" } else { "" };
        out.styled(&[
            (Style::Dim, &format!("{:14}", one.kind.as_str())),
            (Style::Strong, &defang(one.value.raw())),
            (Style::Dim, &format!("  {} ×, {} cases: {}{more}", one.times, one.cases, numbers.join(" "))),
        ]);
    }
    Ok(if found.is_empty() { Exit::NotFound } else { Exit::Done })
}

/// Judge stored cases again, or say what that would change.
pub(crate) fn rescan(app: &App, args: Rescan, out: &mut Out) -> Result<Exit, Failure> {
    let order = RescanOrder { case: args.case, preview: args.preview };
    let rescanned = Bar::new().run(|job| app.rescan(&order, job))?;
    if args.json {
        out.json(&rescanned);
        return Ok(Exit::Done);
    }
    print_effects(&rescanned.sentence(), &rescanned.changed, out);
    if !rescanned.stored {
        out.line("nothing was changed");
    }
    Ok(Exit::Done)
}
