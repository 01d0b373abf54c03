//! One rule: what is looked for, what it stands for, and the examples that hold it.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;
use shakedown_core::{ClaimCode, DataType, Family, Level, ProofCode, Role, ThreatCode};
use toml::Spanned;

use crate::error::RuleError;
use crate::techniques;

/// Longest rule file, in bytes.
pub const FILE_MAX: usize = 64 * 1024;

/// Most patterns of one rule.
const PATTERNS_MAX: usize = 32;

/// Most literals of one pattern.
const LITERALS_MAX: usize = 64;

/// Longest regular expression, in bytes.
const REGEX_MAX: usize = 4_000;

/// Size of a compiled regular expression at most, in bytes.
pub(crate) const COMPILED_MAX: usize = 4 << 20;

/// Languages that rules may be written for; `*` is any.
pub const LANGUAGES: [&str; 8] = ["*", "en", "de", "fr", "es", "pt", "it", "ru"];

/// One rule. See `rules/README.md` for the format of its file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// `family.name`, with `.lang` where it is for one language besides others of the same name.
    pub id: String,
    /// Raised whenever what it matches changes.
    pub version: u32,
    /// What it is about.
    pub family: Family,
    /// The code it stands for in its family.
    pub code: Option<String>,
    /// How much it says.
    pub level: Level,
    /// What it finds, in plain words.
    pub words: String,
    /// The languages it reads.
    pub languages: Vec<String>,
    /// ATT&CK techniques that a match speaks of.
    pub techniques: Vec<String>,
    /// Who must speak for it to count.
    pub speakers: Vec<Role>,
    /// Whether its own words carry a negation, so that one beside them changes nothing.
    pub negated: bool,
    /// Whether a match says what the text is about, and nothing about who speaks.
    pub topic: bool,
    /// Whether a match speaks against extortion.
    pub against: bool,
    /// What it contributes to the pattern of extortion.
    pub part: Option<Part>,
    /// Whether it is looked for in short texts alone, where it says something beside others.
    pub brief: bool,
    /// What is looked for; any of them is enough.
    pub patterns: Vec<Pattern>,
    /// What it must and must not match.
    pub examples: Examples,
    /// The file it came from.
    pub file: String,
}

/// The parts of which extortion is made: something is held over somebody, something is asked, and the one hangs on the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Part {
    /// What the writer holds over the reader: data taken, a harm threatened.
    Leverage,
    /// What is asked.
    Price,
    /// What ties the two: do it, or else.
    Condition,
}

impl Part {
    /// The part of a family's rules that name none.
    fn of(family: Family) -> Option<Self> {
        match family {
            Family::Claim | Family::Threat => Some(Self::Leverage),
            Family::Payment => Some(Self::Price),
            _ => None,
        }
    }
}

/// A rule's id without its language: rules for the same thing in several languages weigh the same.
pub(crate) fn stem(id: &str) -> &str {
    match id.rsplit_once('.') {
        Some((stem, language)) if LANGUAGES.contains(&language) => stem,
        _ => id,
    }
}

/// Literals that wake a regular expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// In lower case; at least one stands in every match.
    pub literals: Vec<String>,
    /// The expression, ready to compile: see [`Pattern::regex`].
    pub regex: String,
    /// Expressions that must not match in the same clause.
    pub unless: Vec<String>,
}

/// Texts that hold a rule.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Examples {
    /// Texts it matches, the expected span between `[[` and `]]`.
    pub matches: Vec<String>,
    /// Texts it lets pass.
    pub passes: Vec<String>,
    /// Disguised texts that it matches in a cleaned-up view.
    pub disguised: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleFile {
    id: Spanned<String>,
    version: u32,
    family: Spanned<String>,
    code: Option<Spanned<String>>,
    level: Spanned<String>,
    words: Spanned<String>,
    languages: Spanned<Vec<String>>,
    #[serde(default)]
    techniques: Option<Spanned<Vec<String>>>,
    #[serde(default)]
    speakers: Option<Spanned<Vec<String>>>,
    #[serde(default)]
    negated: bool,
    #[serde(default)]
    topic: bool,
    #[serde(default)]
    against: bool,
    part: Option<Part>,
    #[serde(default)]
    brief: bool,
    pattern: Vec<Spanned<PatternFile>>,
    examples: Spanned<Examples>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PatternFile {
    literals: Vec<String>,
    regex: String,
    #[serde(default)]
    unless: Vec<String>,
}

/// Fields of a rule file, for the nearest valid name.
const FIELDS: [&str; 22] = [
    "id", "version", "family", "code", "level", "words", "languages", "techniques", "speakers", "negated", "topic", "against", "part",
    "brief", "pattern", "literals", "regex", "unless", "examples", "matches", "passes", "disguised",
];

impl Rule {
    /// Read one rule file. Errors: every fault of the file, or the first where it is no TOML of this shape.
    pub(crate) fn parse(file: &str, text: &str) -> Result<Self, Vec<RuleError>> {
        if text.len() > FILE_MAX {
            return Err(vec![RuleError::new(file, 1, format!("at most {FILE_MAX} bytes"), &format!("{} bytes", text.len()))]);
        }
        let read: RuleFile = toml::from_str(text).map_err(|error| vec![shape_error(file, text, &error)])?;
        let check = Check { file, text };
        let mut faults = Vec::new();
        let family = check.code(&read.family, Family::ALL, "a family", &mut faults);
        let level = check.code(&read.level, Level::ALL, "a level", &mut faults);
        let speakers = match &read.speakers {
            Some(list) => check.roles(list, &mut faults),
            None => vec![Role::Attacker, Role::Unknown],
        };
        check.id(&read, &mut faults);
        check.lists(&read, &mut faults);
        check.examples(&read.examples, &mut faults);
        if let Some(family) = family {
            check.family_code(family, &read, &mut faults);
        }
        let alphabet = if read.languages.get_ref().iter().all(|language| language == "en") { Alphabet::Latin } else { Alphabet::Any };
        let patterns: Vec<Pattern> = read.pattern.iter().map(|pattern| check.pattern(pattern, alphabet, &mut faults)).collect();
        match (family, level, faults.is_empty()) {
            (Some(family), Some(level), true) => Ok(Self {
                id: read.id.into_inner(),
                version: read.version,
                family,
                code: read.code.map(Spanned::into_inner),
                level,
                words: read.words.into_inner(),
                languages: read.languages.into_inner(),
                techniques: read.techniques.map(Spanned::into_inner).unwrap_or_default(),
                speakers,
                negated: read.negated,
                topic: read.topic,
                against: read.against,
                part: read.part.or(Part::of(family)).filter(|_| !read.topic && !read.against),
                brief: read.brief,
                patterns,
                examples: read.examples.into_inner(),
                file: file.to_owned(),
            }),
            _ => Err(faults),
        }
    }
}

impl Pattern {
    /// Compile one of its expressions: case does not matter, memory is limited, time is linear.
    pub(crate) fn compile(expression: &str) -> Result<regex::Regex, regex::Error> {
        regex::RegexBuilder::new(expression).case_insensitive(true).size_limit(COMPILED_MAX).dfa_size_limit(COMPILED_MAX).build()
    }
}

/// The faults of one file.
struct Check<'a> {
    file: &'a str,
    text: &'a str,
}

impl Check<'_> {
    fn line(&self, at: usize) -> usize {
        line_of(self.text, at)
    }

    fn fault(&self, at: usize, expected: impl Into<String>, found: &str) -> RuleError {
        RuleError::new(self.file, self.line(at), expected, found)
    }

    fn code<C: Copy + std::str::FromStr + std::fmt::Display>(
        &self,
        found: &Spanned<String>,
        all: &[C],
        what: &str,
        faults: &mut Vec<RuleError>,
    ) -> Option<C> {
        let code = found.get_ref().parse().ok();
        if code.is_none() {
            let names: Vec<String> = all.iter().map(ToString::to_string).collect();
            let fault = self.fault(found.span().start, format!("{what}: {}", names.join(", ")), found.get_ref());
            faults.push(fault.near(names.iter().map(String::as_str)));
        }
        code
    }

    fn id(&self, read: &RuleFile, faults: &mut Vec<RuleError>) {
        let id = read.id.get_ref();
        let plain = id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'_'));
        if !plain || id.len() > 80 || id.split_once('.').is_none_or(|(family, name)| family != read.family.get_ref() || name.is_empty()) {
            let expected = format!("an id `{}.name` of lower-case letters, digits, `-` and `_`", read.family.get_ref());
            faults.push(self.fault(read.id.span().start, expected, id));
        }
        if read.words.get_ref().trim().is_empty() || read.words.get_ref().len() > 120 {
            faults.push(self.fault(read.words.span().start, "words of 1 to 120 bytes that say what is found", read.words.get_ref()));
        }
    }

    fn lists(&self, read: &RuleFile, faults: &mut Vec<RuleError>) {
        for language in read.languages.get_ref() {
            if !LANGUAGES.contains(&language.as_str()) {
                faults.push(self.fault(read.languages.span().start, "a language", language).near(LANGUAGES));
            }
        }
        for (technique, at) in read.techniques.iter().flat_map(|list| list.get_ref().iter().map(|id| (id, list.span().start))) {
            if techniques::name(technique).is_none() {
                faults.push(self.fault(at, "an ATT&CK technique that this engine names", technique).near(techniques::ids()));
            }
        }
        if read.pattern.is_empty() || read.pattern.len() > PATTERNS_MAX {
            faults.push(self.fault(0, format!("1 to {PATTERNS_MAX} patterns"), &read.pattern.len().to_string()));
        }
    }

    fn roles(&self, list: &Spanned<Vec<String>>, faults: &mut Vec<RuleError>) -> Vec<Role> {
        let mut roles = Vec::new();
        for name in list.get_ref() {
            match name.parse() {
                Ok(role) => roles.push(role),
                Err(_) => faults.push(self.fault(list.span().start, "a speaker", name).near(Role::ALL.iter().map(|role| role.as_str()))),
            }
        }
        roles
    }

    fn examples(&self, examples: &Spanned<Examples>, faults: &mut Vec<RuleError>) {
        let Examples { matches, passes, disguised } = examples.get_ref();
        for (kind, list) in [("matches", matches), ("passes", passes), ("disguised", disguised)] {
            if list.is_empty() {
                faults.push(self.fault(examples.span().start, format!("at least one example under `{kind}`"), "none"));
            }
        }
        for text in matches {
            if text.split_once("[[").and_then(|(_, rest)| rest.split_once("]]")).is_none() {
                faults.push(self.fault(examples.span().start, "the expected span between `[[` and `]]`", text));
            }
        }
    }

    /// Claims, data types, threats and proof carry one of the codes of their list; others carry none.
    fn family_code(&self, family: Family, read: &RuleFile, faults: &mut Vec<RuleError>) {
        let known: Vec<&str> = codes_of(family);
        let at = read.code.as_ref().map_or(read.family.span().start, |code| code.span().start);
        let found = read.code.as_ref().map_or("none", |code| code.get_ref());
        if !known.is_empty() && !known.contains(&found) {
            faults.push(self.fault(at, format!("a code: {}", known.join(", ")), found).near(known));
        } else if known.is_empty() && read.code.is_some() {
            faults.push(self.fault(at, format!("no code: the family {family} has none"), found));
        }
    }

    fn pattern(&self, pattern: &Spanned<PatternFile>, alphabet: Alphabet, faults: &mut Vec<RuleError>) -> Pattern {
        let at = pattern.span().start;
        let read = pattern.get_ref();
        if read.literals.is_empty() || read.literals.len() > LITERALS_MAX {
            faults.push(self.fault(at, format!("1 to {LITERALS_MAX} literals"), &read.literals.len().to_string()));
        }
        for literal in &read.literals {
            if literal.chars().count() < 2 || literal.len() > 60 || literal.to_lowercase() != *literal {
                faults.push(self.fault(at, "a literal in lower case of 2 to 60 characters", literal));
            }
        }
        for expression in std::iter::once(&read.regex).chain(&read.unless) {
            if expression.len() > REGEX_MAX {
                faults.push(self.fault(at, format!("an expression of at most {REGEX_MAX} bytes"), expression));
            }
            if let (_, Some(unknown)) = with_terms(expression) {
                faults.push(self.fault(at, "the name of a word list in `terms.toml`", unknown).near(terms().keys().map(String::as_str)));
            }
        }
        Pattern {
            literals: read.literals.clone(),
            regex: spelled_out(&read.regex, alphabet),
            unless: read.unless.iter().map(|expression| spelled_out(expression, alphabet)).collect(),
        }
    }
}

/// The codes that rules of a family may carry; none for families without codes.
pub(crate) fn codes_of(family: Family) -> Vec<&'static str> {
    match family {
        Family::Claim => ClaimCode::ALL.iter().map(|code| code.as_str()).collect(),
        Family::DataType => DataType::ALL.iter().map(|code| code.as_str()).collect(),
        Family::Threat => ThreatCode::ALL.iter().map(|code| code.as_str()).collect(),
        Family::Proof => ProofCode::ALL.iter().map(|code| code.as_str()).collect(),
        _ => Vec::new(),
    }
}

/// The word lists that rules share, by name. Errors never: a test reads the file.
fn terms() -> &'static BTreeMap<String, String> {
    static TERMS: OnceLock<BTreeMap<String, String>> = OnceLock::new();
    TERMS.get_or_init(|| toml::from_str(crate::built_in::TERMS).unwrap_or_default())
}

/// The expression with each `<<name>>` replaced by the word list of that name, and the first name that no list has.
fn with_terms(expression: &str) -> (String, Option<&str>) {
    let (mut out, mut rest, mut unknown) = (String::with_capacity(expression.len()), expression, None);
    while let Some((before, (name, after))) = rest.split_once("<<").and_then(|(before, rest)| Some((before, rest.split_once(">>")?))) {
        out.push_str(before);
        match terms().get(name) {
            Some(term) => out.push_str(term),
            None => unknown = unknown.or(Some(name)),
        }
        rest = after;
    }
    out.push_str(rest);
    (out, unknown)
}

/// The letters of which a rule's words are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Alphabet {
    /// English alone: `\w`, `\d` and `\b` know ASCII, which makes an expression some ten times smaller.
    Latin,
    /// Any language.
    Any,
}

/// The expression with what rule authors leave unsaid: a space stands for any white space, an apostrophe for any apostrophe or none.
fn spelled_out(expression: &str, alphabet: Alphabet) -> String {
    let (expression, _) = with_terms(expression);
    let mut out = String::with_capacity(expression.len() + 16);
    let mut class = false;
    let mut characters = expression.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\\' => {
                let escaped = characters.next().unwrap_or('\\');
                out.push_str(&escape(escaped, class, alphabet));
                continue;
            }
            '[' => class = true,
            ']' => class = false,
            ' ' if !class => {
                let repeated = characters.peek().is_some_and(|next| matches!(next, '?' | '*' | '+' | '{'));
                out.push_str(if repeated { r"(?:\s+)" } else { r"\s+" });
                continue;
            }
            '\'' if !class => {
                out.push_str("['’‘`´]?");
                continue;
            }
            _ => {}
        }
        out.push(character);
    }
    out
}

fn escape(escaped: char, class: bool, alphabet: Alphabet) -> String {
    match (escaped, class, alphabet) {
        ('w', false, Alphabet::Latin) => "[0-9A-Za-z_]".to_owned(),
        ('w', true, Alphabet::Latin) => "0-9A-Za-z_".to_owned(),
        ('d', false, Alphabet::Latin) => "[0-9]".to_owned(),
        ('d', true, Alphabet::Latin) => "0-9".to_owned(),
        ('b', false, Alphabet::Latin) => r"(?-u:\b)".to_owned(),
        _ => format!("\\{escaped}"),
    }
}

fn line_of(text: &str, at: usize) -> usize {
    text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1
}

/// A fault in the shape of the file, in the words of the format's reader, with the nearest field where one is unknown.
fn shape_error(file: &str, text: &str, error: &toml::de::Error) -> RuleError {
    let span = error.span().unwrap_or(0..0);
    let found = text.get(span.clone()).unwrap_or_default();
    let line = line_of(text, span.start);
    if error.message().starts_with("unknown field") {
        RuleError::new(file, line, "a field of a rule file", found).near(FIELDS)
    } else {
        RuleError::new(file, line, error.message(), found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "id = \"claim.taken\"\nversion = 1\nfamily = \"claim\"\ncode = \"exfiltrated\"\nlevel = \"high\"\nwords = \"says so\"\n\
        languages = [\"en\"]\n[[pattern]]\nliterals = [\"taken\"]\nregex = 'we took'\n[examples]\nmatches = [\"[[we took]] it\"]\npasses = [\"no\"]\ndisguised = [\"w e t o o k\"]\n";

    #[test]
    fn faults_name_line_expectation_and_nearest_name() {
        for (from, to, line, nearest) in [
            ("level = \"high\"", "level = \"hgih\"", 5, Some("high")),
            ("\"exfiltrated\"", "\"exfiltratd\"", 4, Some("exfiltrated")),
            ("family = \"claim\"", "famly = \"claim\"", 3, Some("family")),
            ("[\"en\"]", "[\"english\"]", 7, None),
            ("passes = [\"no\"]", "passes = []", 11, None),
            ("literals = [\"taken\"]", "literals = [\"Taken\"]", 8, None),
            ("'we took'", "'<<wee>> took'", 8, Some("we")),
        ] {
            let faults = Rule::parse("x.toml", &GOOD.replace(from, to)).unwrap_err();
            let fault = &faults[0];
            assert_eq!((fault.line, fault.nearest.as_deref()), (line, nearest), "{fault}");
        }
        assert_eq!(Rule::parse("x.toml", GOOD).unwrap().patterns[0].regex, r"we\s+took");
    }

    #[test]
    fn spaces_and_apostrophes_are_spelled_out_outside_classes() {
        assert_eq!(spelled_out(r"don't [ a']\ b\w", Alphabet::Any), r"don['’‘`´]?t\s+[ a']\ b\w");
        assert_eq!(spelled_out(r"\w ?[\d-]", Alphabet::Latin), r"[0-9A-Za-z_](?:\s+)?[0-9-]");
    }
}
