use std::fs;
use std::path::Path;

use aho_corasick::{AhoCorasick, AhoCorasickBuilder};

use super::*;

/// The files of the project, with their texts.
fn files() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("actors");
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read_to_string(path).unwrap()))
        .collect();
    files.sort();
    files
}

/// The catalogue with an automaton of its own.
struct Finder {
    catalogue: ActorCatalogue,
    automaton: AhoCorasick,
}

impl Finder {
    fn of(files: &[(String, String)]) -> Self {
        let catalogue = ActorCatalogue::parse(files.iter().map(|(name, text)| (name.as_str(), text.as_str())))
            .unwrap_or_else(|errors| panic!("{errors:#?}"));
        let automaton =
            AhoCorasickBuilder::new().ascii_case_insensitive(true).build(catalogue.literals().map(|(literal, _)| literal)).unwrap();
        Self { catalogue, automaton }
    }

    fn find(&self, text: &str, place: Place) -> Vec<(Span, Named)> {
        let literals: Vec<_> = self.catalogue.literals().collect();
        let judge = |hit: aho_corasick::Match| {
            let span = Span::new(hit.start(), hit.end());
            Some((span, self.catalogue.judge(literals[hit.pattern().as_usize()].1, text, span, place)?))
        };
        self.automaton.find_overlapping_iter(text).filter_map(judge).collect()
    }

    fn names(&self, text: &str, place: Place) -> Vec<String> {
        let mut names: Vec<_> =
            self.find(text, place).into_iter().map(|(_, named)| self.catalogue.actors()[named.actor].name.clone()).collect();
        names.sort();
        names.dedup();
        names
    }
}

#[test]
fn the_examples_of_every_file_hold() {
    let finder = Finder::of(&files());
    for (index, actor) in finder.catalogue.actors().iter().enumerate() {
        for example in &actor.matches {
            let start = example.find("[[").unwrap_or_else(|| panic!("{}: no [[name]] in {example:?}", actor.name));
            let text = example.replace("[[", "").replace("]]", "");
            let end = example.find("]]").unwrap() - 2;
            let found = finder.find(&text, Place::Body);
            let hit = found.iter().any(|(span, named)| named.actor == index && span.range() == (start..end));
            assert!(hit, "{}: not found in {example:?}, only {found:?}", actor.name);
        }
        for example in &actor.passes {
            let found = finder.find(example, Place::Body);
            assert!(found.iter().all(|(_, named)| named.actor != index), "{}: found in {example:?}", actor.name);
        }
    }
}

#[test]
fn the_catalogue_is_large_and_every_name_has_a_source() {
    let finder = Finder::of(&files());
    assert!(finder.catalogue.len() >= 350, "{}", finder.catalogue.len());
    for actor in finder.catalogue.actors() {
        assert!(!actor.kinds.is_empty(), "{}: no kind", actor.name);
        assert!(actor.aliases.iter().all(|alias| !alias.source.is_empty()), "{}", actor.name);
        for sanction in &actor.sanctions {
            let dated = [&sanction.date, &sanction.as_of].iter().all(|date| date.len() == 10 && date.as_bytes()[4] == b'-');
            assert!(dated && !sanction.entry.is_empty() && !sanction.source.is_empty(), "{}: {sanction:?}", actor.name);
        }
    }
}

#[test]
fn words_to_cut_a_text_into_are_names_alone() {
    let finder = Finder::of(&files());
    let words: Vec<_> = finder.catalogue.words().collect();
    for (word, expected) in
        [("rhysida", true), ("revil", true), ("play", false), ("noescape", false), ("black basta", false), ("dragonforce", true)]
    {
        assert_eq!(words.contains(&word), expected, "{word}");
    }
}

/// Texts, the groups they name for certain, and the groups they name where the rest is extortion.
const AMBIGUOUS: &[(&str, &[&str], &[&str])] = &[
    ("Do you want to play a game of cards with the royal family?", &[], &[]),
    ("Play was the first word of the child, and Royal the second.", &[], &[]),
    ("The fog over the hive lifted; the cactus and the lynx did not mind.", &[], &[]),
    ("We are waiting for one payment, thanks for your payment.", &[], &[]),
    ("My conti is closed, my akira jacket is red.", &[], &[]),
    ("Everest is high, Medusa had snakes, Cuba is an island.", &[], &[]),
    ("We are Royal Mail International, a separate entity.", &[], &[]),
    ("The medusalocker sample and the MedusaLocker note", &["MedusaLocker"], &[]),
    ("Medusa Locker took the server", &[], &["MedusaLocker"]),
    ("Play ransomware was found on the server", &["Play"], &[]),
    ("the play ransomware note", &["Play"], &[]),
    ("The Royal play ransomware in the theatre", &[], &[]),
    ("We are Play. Your data is with us.", &[], &["Play"]),
    ("You have reached an Akira support chat.", &[], &["Akira"]),
    ("---BEGIN MAZE KEY---\nAAAA\n---END MAZE KEY---", &["Maze"], &[]),
    ("[[=== Synapse Ransomware ===]]", &["Synapse"], &[]),
    ("Your files are encrypted by NetWalker.", &["NetWalker"], &[]),
    ("Greetings,\nDEADBOLT team.", &[], &["DeadBolt"]),
    ("Best regards, Hunters International", &["Hunters International"], &[]),
    ("We are Dragon Force", &[], &["DragonForce"]),
    ("The dragon force of the film", &[], &[]),
    ("Wir sind Akira, Ihre Daten sind bei uns.", &[], &["Akira"]),
    ("Nous sommes le groupe Lynx et vos fichiers sont chiffrés.", &[], &["Lynx"]),
    ("Somos el grupo Qilin.", &["Qilin"], &[]),
    ("Мы группа Fog, ваши файлы зашифрованы.", &[], &["Fog"]),
    ("write to support@lockbit.example.com", &["LockBit"], &[]),
    ("jabber cuba_support@exploit.im", &[], &["Cuba"]),
    ("mail admin@cuba-supp.com", &[], &["Cuba"]),
    ("mail akira.tanaka@example.com or royal@example.org", &[], &[]),
    ("write to me, orion@example.com or mail@proton.me", &[], &[]),
    ("open http://mazedecrypt.top/key", &[], &["Maze"]),
    ("see https://play.google.com/store and https://royal.example.com/fog", &[], &[]),
    ("http://hiveleakaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.onion/", &[], &["Hive"]),
    ("http://lockbitaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.onion", &["LockBit"], &[]),
    ("http://royall6aaaaaaaaa.onion", &[], &[]),
    ("Have you read what Octo Tempest did?", &["Scattered Spider"], &[]),
    ("fog: hello\nVictim: hello", &[], &["Fog"]),
    ("LockBit 3.0 Support: hello", &["LockBit"], &[]),
    ("The play: a tragedy", &[], &[]),
    ("LockBit 3.0 and lockbit3 and LockBit2.0", &["LockBit"], &[]),
];

#[test]
fn a_name_that_is_a_word_needs_a_cue() {
    let finder = Finder::of(&files());
    let mut wrong = Vec::new();
    for (text, certain, conditional) in AMBIGUOUS {
        let mut found = [Vec::new(), Vec::new()];
        for (_, named) in finder.find(text, Place::Body) {
            found[usize::from(named.conditional)].push(finder.catalogue.actors()[named.actor].name.as_str());
        }
        for names in &mut found {
            names.sort_unstable();
            names.dedup();
        }
        let [sure, other] = &mut found;
        other.retain(|name| !sure.contains(name));
        if (sure.as_slice(), other.as_slice()) != (*certain, *conditional) {
            wrong.push(format!("{text}: {sure:?} for certain, {other:?} perhaps"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_label_names_a_group_where_nothing_else_stands_in_it() {
    let finder = Finder::of(&files());
    let table: &[(&str, &[&str])] = &[
        ("Akira", &["Akira"]),
        ("fog", &["Fog"]),
        ("LockBit 3.0", &["LockBit"]),
        ("LockBit affiliate Boris", &["LockBit"]),
        ("DragonForce Support", &["DragonForce"]),
        ("Black Basta", &["Black Basta"]),
        ("Avos", &["AvosLocker"]),
        ("Hunters International", &["Hunters International"]),
        ("Akira Tanaka", &[]),
        ("Royal Bank", &[]),
        ("Victim", &[]),
        ("Support", &[]),
        ("foghorn", &[]),
    ];
    for (label, expected) in table {
        assert_eq!(finder.names(label, Place::Sender), *expected, "{label}");
    }
}

#[test]
fn an_address_leads_to_each_group_that_is_known_to_use_it() {
    let file = |name: &str| {
        format!(
            "name = \"{name}\"\nkinds = [\"encryption\"]\n[[alias]]\ntext = \"{name}\"\nsource = \"invented\"\n[[onion]]\nsource = \"invented\"\n\
             hosts = [\"sharedhostaaaaaa.onion\"]\n[[contact]]\nkind = \"tox\"\nvalue = \"{tox}\"\nsource = \"invented\"\n\
             [examples]\nmatches = [\"[[{name}]]\"]\npasses = [\"none\"]\n",
            tox = "A1".repeat(38)
        )
    };
    let domain = "[[contact]]\nkind = \"domain\"\nvalue = \"secondgroup.example\"\nsource = \"invented\"\n";
    let (first, second) = (file("Firstgroup"), file("Secondgroup") + domain);
    let catalogue = ActorCatalogue::parse([("a.toml", first.as_str()), ("b.toml", second.as_str())].into_iter()).unwrap();
    let of =
        |kind, value: &str| catalogue.infrastructure(kind, value).into_iter().map(|named| (named.actor, named.grade)).collect::<Vec<_>>();
    let both = [(0, Grade::Infrastructure), (1, Grade::Infrastructure)];
    assert_eq!(of(ObservableKind::Onion, "http://SharedHostAAAAAA.onion/login"), both);
    assert_eq!(of(ObservableKind::Tox, &format!("{}00000000FFFF", "a1".repeat(32))), both);
    assert_eq!(of(ObservableKind::Onion, "otherhostaaaaaaa.onion"), []);
    assert_eq!(of(ObservableKind::Email, "a@example.com"), []);
    assert_eq!(of(ObservableKind::Url, "https://chat.Secondgroup.example:8080/a?b@c"), [(1, Grade::Infrastructure)]);
    assert_eq!(of(ObservableKind::Domain, "notsecondgroup.example"), []);
}

#[test]
fn a_fault_in_a_file_is_told_with_its_line() {
    let head = "name = \"Testgroup\"\nkinds = [\"encryption\"]\n";
    let tail = "[examples]\nmatches = [\"[[Testgroup]]\"]\npasses = [\"none\"]\n";
    let alias = "[[alias]]\ntext = \"Testgroup\"\nsource = \"invented\"\n";
    let table = [
        (format!("{head}{alias}[[alias]]\ntext = \"TG\"\nsource = \"invented\"\n{tail}"), "a.toml, line 6: expected `cue = true`"),
        (format!("{head}{alias}[[alias]]\ntext = \"Other\"\n{tail}"), "a.toml, line 6: expected an actor file"),
        (
            format!("{head}[[alias]]\ntext = \"Other\"\nsource = \"invented\"\n{tail}"),
            "a.toml, line 1: expected the name among the aliases",
        ),
        (format!("{head}attack_id = \"T1657\"\n{alias}{tail}"), "a.toml, line 3: expected an ATT&CK id"),
        (format!("{head}colour = \"red\"\n{alias}{tail}"), "a.toml, line 3: expected an actor file"),
        (format!("{head}{alias}[examples]\nmatches = []\npasses = [\"none\"]\n"), "a.toml, line 6: expected one example that matches"),
    ];
    for (text, expected) in table {
        let errors = ActorCatalogue::parse([("a.toml", text.as_str())].into_iter()).unwrap_err();
        assert!(errors[0].to_string().starts_with(expected), "{}", errors[0]);
    }
    let whole = format!("{head}{alias}{tail}");
    let errors = ActorCatalogue::parse([("a.toml", whole.as_str()), ("b.toml", whole.as_str())].into_iter()).unwrap_err();
    assert!(errors[0].to_string().starts_with("b.toml, line 3: expected a name that no other file has; a.toml has it"), "{}", errors[0]);
}

#[test]
fn a_weak_ground_falls_and_a_mention_is_not_stated_in_a_text_that_is_no_extortion() {
    let finder = Finder::of(&files());
    let table = [
        ("We are Play. Your data is with us.", Some(true), None),
        ("We are LockBit. Your data is with us.", Some(true), Some(true)),
        ("The victim was said to know LockBit.", Some(true), Some(false)),
    ];
    for (text, extortion, other) in table {
        let named = finder.find(text, Place::Body).remove(0).1;
        let stated = |extortion| named.clone().settle(extortion).map(|named| named.stated);
        assert_eq!((stated(true), stated(false)), (extortion, other), "{text}");
    }
}

#[test]
fn a_name_that_no_catalogue_holds_is_read_where_the_writer_gives_it() {
    let table = [
        ("[[=== Zorbax Ransomware ===]]\nread this", Some("Zorbax")),
        ("---BEGIN ZORBAX KEY---", Some("ZORBAX")),
        ("All files were encrypted by Zorbax.", Some("Zorbax")),
        ("Hello, we are the Zorbax Nine group, your data is ours", Some("Zorbax Nine")),
        ("Kind regards,\nZORBAX team", Some("ZORBAX")),
        ("-----BEGIN RSA PRIVATE KEY-----", None),
        ("-----BEGIN PGP PUBLIC KEY BLOCK-----", None),
        ("All files were encrypted by RSA-4096.", None),
        ("Your network was hacked by Us.", None),
        ("Best regards,\nSupport team", None),
        ("What is ransomware?", None),
        ("About Ransomware", None),
        ("We are a professional team", None),
    ];
    for (text, expected) in table {
        let found: Vec<_> = unlisted(text).into_iter().filter_map(|(span, _)| span.of(text)).collect();
        assert_eq!(found.first().copied(), expected, "{text}");
    }
}

proptest::proptest! {
    #[test]
    fn no_text_and_no_span_stops_the_judge(parts in proptest::collection::vec("play|Akira|lockbit|ransomware|@|\\.onion|://|t\\.me/|\\.top|We are |é|\u{200b}| |\n|[ -~]|\\PC", 0..40), start in 0usize..90, length in 0usize..12) {
        static FINDER: std::sync::LazyLock<Finder> = std::sync::LazyLock::new(|| Finder::of(&files()));
        let text = parts.concat();
        for place in [Place::Body, Place::Sender] {
            for (span, _) in FINDER.find(&text, place) {
                proptest::prop_assert!(span.of(&text).is_some());
            }
            for (_, alias) in FINDER.catalogue.literals().step_by(97) {
                let _ = FINDER.catalogue.judge(alias, &text, Span::new(start, start + length), place);
            }
        }
        for (span, _) in unlisted(&text) {
            proptest::prop_assert!(span.of(&text).is_some());
        }
    }
}
