//! Who it may be, with every ground.

use serde::Serialize;
use shakedown_core::{ActorMatch, Grade, Sanction};

use super::items::{Item, Places};
use super::line::Line;
use super::text::Text;

/// A group or person.
#[derive(Serialize)]
pub(super) struct Who {
    /// The catalogue's name.
    pub name: String,
    pub shown: Text,
    pub aliases: Vec<Text>,
    pub attack_id: Option<Text>,
    pub sanctions: Vec<Line>,
    /// Strongest first.
    pub grounds: Vec<Ground>,
}

/// Why it may be them.
#[derive(Serialize)]
pub(super) struct Ground {
    pub grade: Grade,
    pub stated: bool,
    pub because: String,
    pub because_shown: Text,
    pub written: Text,
    /// The group whose infrastructure the text uses instead.
    pub disputed: Option<Text>,
    pub at: Places,
}

impl Who {
    /// Everybody who may be it, the strongest ground first.
    pub fn all(items: &[Item<'_>]) -> Vec<Self> {
        let mut all: Vec<Self> = Vec::new();
        for item in items {
            for actor in &item.analysis.actors {
                let ground = Ground::of(item, actor);
                match all.iter_mut().find(|who| who.name == actor.name) {
                    Some(who) => who.add(ground),
                    None => all.push(Self::of(actor, ground)),
                }
            }
        }
        for who in &mut all {
            who.grounds.sort_by_key(|ground| ground.grade);
        }
        all.sort_by_key(Self::grade);
        all
    }

    /// The strongest ground.
    pub fn grade(&self) -> Grade {
        self.grounds.first().map_or(Grade::Mentioned, |ground| ground.grade)
    }

    fn of(actor: &ActorMatch, ground: Ground) -> Self {
        Self {
            name: actor.name.clone(),
            shown: Text::quote(&actor.name),
            aliases: actor.aliases.iter().map(|alias| Text::quote(alias)).collect(),
            attack_id: actor.attack_id.as_deref().map(Text::quote),
            sanctions: actor.sanctions.iter().map(sanction).collect(),
            grounds: vec![ground],
        }
    }

    fn add(&mut self, ground: Ground) {
        let same = |have: &&mut Ground| have.grade == ground.grade && have.because == ground.because && have.written == ground.written;
        match self.grounds.iter_mut().find(same) {
            Some(have) => have.at.add(ground.at),
            None => self.grounds.push(ground),
        }
    }
}

impl Ground {
    fn of(item: &Item<'_>, actor: &ActorMatch) -> Self {
        Self {
            grade: actor.grade,
            stated: actor.stated,
            disputed: actor.disputed_by.as_deref().map(Text::quote),
            because: actor.because.clone(),
            because_shown: Text::quote(&actor.because),
            written: Text::quote(actor.as_written.raw()),
            at: item.place(actor.message),
        }
    }
}

fn sanction(sanction: &Sanction) -> Line {
    Line::default()
        .strong(&sanction.list)
        .words(": ")
        .plain(&sanction.entry)
        .words(", since ")
        .plain(&sanction.date)
        .words(", as of ")
        .plain(&sanction.as_of)
        .words(" (")
        .plain(&sanction.source)
        .words("); not legal advice")
}
