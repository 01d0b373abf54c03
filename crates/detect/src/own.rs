//! What an analyst adds to the engine: rules, names of actors, and the wording of notes.

use crate::rule_set::RuleSet;
use crate::templates::Templates;

/// The analyst's own. It is data only: it can add and never take away.
#[derive(Clone, Debug, Default)]
pub struct Own {
    /// Rules, whose ids no built-in rule has. They count by their level.
    pub rules: RuleSet,
    /// Actor files, each as its name and its text; see [`ActorCatalogue::with_own`](crate::actors::ActorCatalogue::with_own).
    pub actors: Vec<(String, String)>,
    /// Notes by family.
    pub templates: Templates,
}
