//! What the program knows, as the window shows it: groups and rules.

use super::wire;

wire! {
    /// A group, a family of ransomware or a person that extorts.
    pub struct ActorCard {
        /// The catalogue's name.
        pub name: String,
        /// ATT&CK id (`G1015`), where it has one.
        pub attack_id: Option<String>,
        /// The years in which it was seen, where known.
        pub years: Option<String>,
        /// What else is known.
        pub note: Option<String>,
        /// Every name.
        pub aliases: Vec<SourcedName>,
        /// Known onion services and contacts, defanged.
        pub reached_at: Vec<SourcedName>,
        /// Entries of sanctions lists. None means "none known here", never "not sanctioned".
        pub sanctions: Vec<String>,
    }

    /// Something said of a group, and the catalogue that says it.
    pub struct SourcedName {
        /// What is said.
        pub text: String,
        /// Where it is taken from.
        pub source: String,
    }

    /// A rule.
    pub struct RuleCard {
        /// Its id.
        pub id: String,
        /// Its version.
        pub version: u32,
        /// Its family.
        pub family: String,
        /// Its weight, Sigma's five.
        pub level: String,
        /// What it finds.
        pub words: String,
        /// The languages it reads; empty for any.
        pub languages: Vec<String>,
        /// ATT&CK techniques.
        pub techniques: Vec<String>,
        /// The expressions that it looks for.
        pub patterns: Vec<String>,
        /// Texts that it matches, the words it finds between `[[` and `]]`.
        pub matches: Vec<String>,
        /// Texts that it lets pass.
        pub passes: Vec<String>,
        /// The file of the analyst's own that it stands in; none for a built-in rule.
        pub own_file: Option<String>,
    }

    /// A file of the analyst's own rules.
    pub struct OwnRules {
        /// Its name.
        pub file: String,
        /// What it says, in TOML.
        pub text: String,
    }

    /// What trying a rule file on a text gave.
    pub struct RuleTrial {
        /// What is wrong, each with its place and what was expected; empty where the file and its examples hold.
        pub faults: Vec<String>,
        /// What the rules find in the text.
        pub hits: Vec<TrialHit>,
        /// How many messages the text holds.
        pub messages: u32,
    }

    /// One place that a rule on trial finds.
    pub struct TrialHit {
        /// The rule.
        pub rule: String,
        /// What it finds.
        pub words: String,
        /// The message.
        pub message: u32,
        /// The words there, hidden characters visible.
        pub quote: String,
    }
}
