//! The catalogue of groups.

use shakedown_core::{Sanction, defang, visible};
use shakedown_detect::actors::Actor;

use super::Nothing;
use crate::job::Watch;
use crate::wire::{ActorCard, SourcedName};
use crate::{App, Failure};

pub(super) fn run(app: &App, _: Nothing, _: Watch<'_>) -> Result<Vec<ActorCard>, Failure> {
    Ok(app.engine()?.actors().actors().iter().map(card).collect())
}

fn card(actor: &Actor) -> ActorCard {
    let onions = actor.onions.iter().flat_map(|onions| onions.hosts.iter().map(|host| (host, &onions.source)));
    let contacts = actor.contacts.iter().map(|contact| (&contact.value, &contact.source));
    ActorCard {
        name: actor.name.clone(),
        attack_id: actor.attack_id.clone(),
        years: actor.years.clone(),
        note: actor.note.clone(),
        aliases: actor.aliases.iter().map(|alias| sourced(alias.text.clone(), &alias.source)).collect(),
        reached_at: onions.chain(contacts).map(|(text, source)| sourced(visible(&defang(text)).into_owned(), source)).collect(),
        sanctions: actor.sanctions.iter().map(sanction).collect(),
    }
}

fn sourced(text: String, source: &str) -> SourcedName {
    SourcedName { text, source: source.to_owned() }
}

fn sanction(entry: &Sanction) -> String {
    format!("{}: {}, since {}, as of {}; not legal advice", entry.list, entry.entry, entry.date, entry.as_of)
}
