//! Stand-in.
use shakedown_core::{Grade, ObservableKind, Sanction, Span};
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AliasRef(u32);
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place { Body, Sender }
pub struct Alias { pub text: String }
pub struct Actor { pub name: String, pub attack_id: Option<String>, pub aliases: Vec<Alias>, pub sanctions: Vec<Sanction> }
pub struct Named { pub actor: usize, pub grade: Grade, pub stated: bool, pub conditional: bool, pub because: String }
#[derive(Debug)]
pub struct ActorFileError;
impl std::fmt::Display for ActorFileError { fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str("") } }
#[derive(Default)]
pub struct ActorCatalogue { actors: Vec<Actor> }
impl std::fmt::Debug for ActorCatalogue { fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str("") } }
impl ActorCatalogue {
    pub fn parse<'a>(_: impl Iterator<Item = (&'a str, &'a str)>) -> Result<Self, Vec<ActorFileError>> { Ok(Self::default()) }
    pub fn actors(&self) -> &[Actor] { &self.actors }
    pub fn literals(&self) -> impl Iterator<Item = (&str, AliasRef)> { std::iter::empty() }
    pub fn judge(&self, _: AliasRef, _: &str, _: Span, _: Place) -> Option<Named> { None }
    pub fn infrastructure(&self, _: ObservableKind, _: &str) -> Vec<Named> { Vec::new() }
}
