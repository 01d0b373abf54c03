use super::*;
use crate::built_in;

fn catalogue() -> ActorCatalogue {
    ActorCatalogue::parse(built_in::ACTORS.iter().copied()).unwrap()
}

fn with(imported: &Imported) -> ActorCatalogue {
    let own = imported.files.iter().map(|(name, text)| (name.as_str(), text.as_str()));
    ActorCatalogue::with_own(built_in::ACTORS.iter().copied(), own).unwrap_or_else(|errors| panic!("{errors:#?}"))
}

const GALAXY: &str = r#"{"name": "Ransomware", "version": 900, "values": [
    {"value": "Brinewolf77", "meta": {"synonyms": ["Payment", "Harbour Wolf"], "links": ["http://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.onion/x", "not an onion"]}},
    {"value": "DragonForce", "meta": {"synonyms": ["DragonLeaks42", "LockBit"]}},
    {"value": "LockBit", "meta": {}},
    {"value": "  ", "meta": {"synonyms": ["G9999"]}}]}"#;

#[test]
fn a_galaxy_adds_groups_names_and_onions_and_leaves_taken_names_out() {
    let catalogue = catalogue();
    let imported = Imported::read(GALAXY.as_bytes(), &catalogue).unwrap();
    assert_eq!((imported.new, imported.extended, imported.files.len()), (1, 1, 2));
    assert_eq!(imported.left_out, [("LockBit".to_owned(), "another group has this name")]);
    let wider = with(&imported);
    assert_eq!(wider.len(), catalogue.len() + 1);
    let brine = wider.named("brinewolf77").unwrap();
    assert_eq!(
        brine.aliases.iter().map(|alias| (alias.text.as_str(), alias.cue)).collect::<Vec<_>>(),
        [("Brinewolf77", false), ("Payment", true), ("Harbour Wolf", true)]
    );
    assert_eq!(brine.onions[0].source, "MISP galaxy, Ransomware, version 900");
    assert_eq!(wider.named("dragonleaks42").unwrap().name, "DragonForce");
}

#[test]
fn the_same_collection_twice_adds_nothing() {
    let first = Imported::read(GALAXY.as_bytes(), &catalogue()).unwrap();
    let again = Imported::read(GALAXY.as_bytes(), &with(&first)).unwrap();
    assert_eq!(again.files, []);
}

#[test]
fn an_attack_bundle_gives_groups_and_the_software_that_ransoms() {
    let bundle = r#"{"type": "bundle", "objects": [
        {"type": "x-mitre-collection", "name": "Enterprise ATT&CK", "x_mitre_version": "99.0"},
        {"type": "intrusion-set", "name": "Quiet Tern9", "aliases": ["Quiet Tern9", "UNC77777"], "external_references": [{"external_id": "G7777"}]},
        {"type": "malware", "name": "Tern-Locker9", "x_mitre_aliases": ["TernLock9"], "description": "A ransomware.", "external_references": [{"external_id": "S7777"}]},
        {"type": "malware", "name": "Loader9", "description": "A loader."},
        {"type": "intrusion-set", "name": "Old Tern9", "revoked": true}]}"#;
    let imported = Imported::read(bundle.as_bytes(), &catalogue()).unwrap();
    assert_eq!((imported.source.as_str(), imported.new), ("MITRE ATT&CK, Enterprise ATT&CK, version 99.0", 2));
    let wider = with(&imported);
    assert_eq!(wider.named("UNC77777").unwrap().attack_id.as_deref(), Some("G7777"));
    assert_eq!(wider.named("ternlock9").unwrap().attack_id.as_deref(), Some("S7777"));
    assert!(wider.named("Loader9").is_none() && wider.named("Old Tern9").is_none());
}

#[test]
fn what_is_no_collection_is_refused() {
    assert!(matches!(Imported::read(b"# names", &catalogue()), Err(ImportFault::NotACollection(_))));
    assert!(matches!(Imported::read(b"{\"a\": 1}", &catalogue()), Err(ImportFault::Neither)));
}
