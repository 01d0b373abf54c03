//! All literals in one automaton; a hit wakes the expressions that need it, on the sentence around it.

use std::ops::Range;
use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, BuildError, MatchKind};
use regex_automata::Input;
use regex_automata::meta::Regex;
use regex_automata::nfa::thompson::WhichCaptures;
use regex_automata::util::syntax;
use shakedown_core::Span;

use crate::actors::AliasRef;
use crate::cues::{self, Cues};
use crate::rule::{COMPILED_MAX, Rule};
use crate::sentence;

/// What a literal wakes.
#[derive(Clone, Copy, Debug)]
enum Wake {
    /// A pattern, by its place in [`Matcher::patterns`].
    Pattern(u32),
    /// A name of an actor.
    Alias(AliasRef),
    /// A finder, and whether at the start of a word alone.
    Cue(Cues, bool),
}

/// What the automaton found.
#[derive(Clone, Copy, Debug)]
pub enum Hit {
    /// A rule, by its place in the set, and where.
    Rule(usize, Span),
    /// A name of an actor, and where.
    Alias(AliasRef, Span),
}

/// An expression that is compiled when it is first needed.
#[derive(Debug)]
struct LazyRegex {
    source: String,
    compiled: OnceLock<Option<Regex>>,
}

impl LazyRegex {
    fn new(source: &str) -> Self {
        Self { source: source.to_owned(), compiled: OnceLock::new() }
    }

    /// An expression that does not compile matches nothing; [`RuleSet::parse`](crate::RuleSet::parse) refuses such a rule.
    fn get(&self) -> Option<&Regex> {
        self.compiled.get_or_init(|| compile(&self.source)).as_ref()
    }

    /// Whether the group [`SPAN`], and not the whole match, is what is found.
    fn narrowed(&self) -> bool {
        self.source.contains("(?<span>")
    }

    fn find(&self, text: &str) -> Option<Range<usize>> {
        let regex = self.get()?;
        if !self.narrowed() {
            return Some(regex.find(text)?.range());
        }
        let mut groups = regex.create_captures();
        regex.captures(text, &mut groups);
        Some(groups.get_group_by_name(SPAN)?.range())
    }

    fn is_match(&self, text: &str) -> bool {
        self.get().is_some_and(|regex| regex.is_match(Input::new(text)))
    }
}

/// The name of the group that narrows a match down to what is found.
const SPAN: &str = "span";

/// Compile for short texts in which a literal has already been found: the searchers for literals of its own, which take up most of the time that a
/// compilation takes, would find nothing new. Groups are kept where one is asked for.
fn compile(source: &str) -> Option<Regex> {
    let captures = if source.contains("(?<span>") { WhichCaptures::All } else { WhichCaptures::Implicit };
    let config = Regex::config().auto_prefilter(false).onepass(false).which_captures(captures).nfa_size_limit(Some(COMPILED_MAX));
    Regex::builder().syntax(syntax::Config::new().case_insensitive(true)).configure(config).build(source).ok()
}

#[derive(Debug)]
struct Compiled {
    rule: usize,
    regex: LazyRegex,
    unless: Vec<LazyRegex>,
}

/// The automaton, and what its literals wake.
#[derive(Debug)]
pub struct Matcher {
    automaton: AhoCorasick,
    wakes: Vec<Vec<Wake>>,
    patterns: Vec<Compiled>,
}

/// Which pattern has been tried on which sentence; kept between messages so that it need not be made anew.
#[derive(Clone, Debug, Default)]
pub struct Tried {
    round: u64,
    last: Vec<(u64, usize)>,
}

impl Tried {
    fn begin(&mut self, patterns: usize) {
        self.round += 1;
        self.last.resize(patterns, (0, 0));
    }

    /// Whether `pattern` has not been tried on the sentence that begins at `start` in this round.
    fn first(&mut self, pattern: u32, start: usize) -> bool {
        let Some(slot) = self.last.get_mut(pattern as usize) else { return false };
        let fresh = *slot != (self.round, start);
        *slot = (self.round, start);
        fresh
    }
}

impl Matcher {
    /// The automaton over the literals of those of `rules` that are `wanted`, and of actors. Errors: too many literals.
    pub fn new<'a>(
        rules: &[Rule],
        wanted: impl Fn(&Rule) -> bool,
        aliases: impl Iterator<Item = (&'a str, AliasRef)>,
    ) -> Result<Self, BuildError> {
        let mut literals = Literals::default();
        let mut patterns = Vec::new();
        let wanted = rules.iter().enumerate().filter(|(_, rule)| wanted(rule));
        for (rule, pattern) in wanted.flat_map(|(index, rule)| rule.patterns.iter().map(move |pattern| (index, pattern))) {
            for literal in &pattern.literals {
                literals.add(literal, Wake::Pattern(patterns.len() as u32));
            }
            let unless = pattern.unless.iter().map(|source| LazyRegex::new(source)).collect();
            patterns.push(Compiled { rule, regex: LazyRegex::new(&pattern.regex), unless });
        }
        for (literal, alias) in aliases {
            literals.add(literal, Wake::Alias(alias));
        }
        for (literal, cue, at_start) in cues::literals() {
            literals.add(&literal, Wake::Cue(cue, at_start));
        }
        let automaton = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::Standard)
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .build(&literals.texts)?;
        Ok(Self { automaton, wakes: literals.wakes, patterns })
    }

    /// Everything in `text`, in the order in which its literals end. Gives the cues that stand in it.
    pub(crate) fn hits(&self, text: &str, tried: &mut Tried, found: &mut Vec<Hit>) -> Cues {
        tried.begin(self.patterns.len());
        let mut seen = Cues::default();
        let mut window = 0..0;
        for hit in self.automaton.find_overlapping_iter(text) {
            for wake in self.wakes.get(hit.pattern().as_usize()).into_iter().flatten() {
                match *wake {
                    Wake::Cue(cue, at_start) if !at_start || starts_word(text, hit.start()) => seen |= cue,
                    Wake::Cue(..) => {}
                    Wake::Alias(alias) => found.push(Hit::Alias(alias, Span::new(hit.start(), hit.end()))),
                    Wake::Pattern(pattern) => {
                        if !(window.start <= hit.start() && hit.end() <= window.end) {
                            window = sentence::around(text, hit.start(), hit.end());
                        }
                        if tried.first(pattern, window.start) {
                            self.try_pattern(pattern, text, window.clone(), found);
                        }
                    }
                }
            }
        }
        seen
    }

    /// Where a rule was woken: its place in the set, the words that are nearest to a match, and whether an expression of the rule matches there.
    pub(crate) fn nearly(&self, text: &str) -> Vec<(usize, Span, bool)> {
        let mut tried = Tried::default();
        tried.begin(self.patterns.len());
        let mut found = Vec::new();
        for hit in self.automaton.find_overlapping_iter(text) {
            for wake in self.wakes.get(hit.pattern().as_usize()).into_iter().flatten() {
                let Wake::Pattern(place) = *wake else { continue };
                let window = sentence::around(text, hit.start(), hit.end());
                let Some(pattern) = self.patterns.get(place as usize).filter(|_| tried.first(place, window.start)) else { continue };
                let Some(around) = text.get(window.clone()) else { continue };
                match pattern.regex.find(around).filter(|hit| !hit.is_empty()) {
                    None => found.push((pattern.rule, Span::new(hit.start(), hit.end()), false)),
                    Some(hit) => found.push((pattern.rule, Span::new(window.start + hit.start, window.start + hit.end), true)),
                }
            }
        }
        found
    }

    /// Every match of one rule in `text`.
    pub fn matches(&self, text: &str, rule: usize) -> Vec<Span> {
        let mut found = Vec::new();
        self.hits(text, &mut Tried::default(), &mut found);
        let of_rule = found.into_iter().filter_map(|hit| match hit {
            Hit::Rule(index, span) if index == rule => Some(span),
            _ => None,
        });
        of_rule.collect()
    }

    fn try_pattern(&self, pattern: u32, text: &str, window: Range<usize>, found: &mut Vec<Hit>) {
        let (Some(pattern), Some(around)) = (self.patterns.get(pattern as usize), text.get(window.clone())) else { return };
        let Some(hit) = pattern.regex.find(around).filter(|hit| !hit.is_empty()) else { return };
        let clause = around.get(sentence::clause(around, hit.clone())).unwrap_or(around);
        if !pattern.unless.iter().any(|unless| unless.is_match(clause)) {
            found.push(Hit::Rule(pattern.rule, Span::new(window.start + hit.start, window.start + hit.end)));
        }
    }
}

/// Whether no ASCII letter, digit or underscore stands before `at`.
fn starts_word(text: &str, at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| text.as_bytes().get(before));
    before.is_none_or(|byte| !byte.is_ascii_alphanumeric() && *byte != b'_')
}

/// Literals in every case that the automaton must see, each text once.
#[derive(Default)]
struct Literals {
    texts: Vec<String>,
    wakes: Vec<Vec<Wake>>,
    places: std::collections::HashMap<String, usize>,
}

impl Literals {
    /// The automaton folds the case of ASCII alone, so others are given in three writings.
    fn add(&mut self, literal: &str, wake: Wake) {
        self.put(literal.to_owned(), wake);
        if !literal.is_ascii() {
            let mut chars = literal.chars();
            let capital: String = chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect();
            self.put(capital, wake);
            self.put(literal.to_uppercase(), wake);
        }
    }

    fn put(&mut self, text: String, wake: Wake) {
        let next = self.texts.len();
        let place = *self.places.entry(text.clone()).or_insert(next);
        if place == next {
            self.texts.push(text);
            self.wakes.push(Vec::new());
        }
        if let Some(wakes) = self.wakes.get_mut(place) {
            wakes.push(wake);
        }
    }
}
