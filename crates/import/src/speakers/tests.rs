use super::*;

fn split(text: &str) -> Split {
    let mut ledger = Ledger::default();
    text.lines().for_each(|line| ledger.see(line));
    ledger.split()
}

fn labels(names: &[&str]) -> Split {
    Split::Labels(names.iter().map(|name| key(name)).collect())
}

#[test]
fn speakers_come_back_and_fields_do_not() {
    let whole = Split::Whole { like_a_talk: false };
    for (text, wanted) in [
        ("Victim: hi\nHydra: pay\nVictim: how much", labels(&["Hydra", "Victim"])),
        ("Victim: hi\nAttacker: pay us", labels(&["Attacker", "Victim"])),
        ("user: one tea please\nassistant: of course", labels(&["assistant", "user"])),
        ("Anna: where were you\nBob: at home\nand then out\nAnna: I see", labels(&["Anna", "Bob"])),
        ("Hydra: we wait\nHydra: one day left\nHydra: the price is up\nand the clock runs\nHydra: last call", labels(&["Hydra"])),
        ("Victim: we found your note\nHydra: good\n\nfirst of all\nyou must pay", labels(&["Hydra", "Victim"])),
        ("Ann: one two\nAnn: three four\nBob: all good\nCem: wp\nDee: gg then", labels(&["Ann", "Bob", "Cem", "Dee"])),
        ("V\u{301}ictim: hi\nHydra: pay\nVi\u{323}ctim: how much", labels(&["Hydra", "Victim"])),
        ("Maze Runner: a film\nMaze Runner: the sequel", whole.clone()),
        ("Victim: hi\nHydra: take it\nDownload: https://x.example/a\nVictim: thanks", labels(&["Hydra", "Victim"])),
        ("Your files are locked.\nEmail: a@b.example\nEmail: c@d.example\nID: 12", whole.clone()),
        ("Email: a@b.example\nTor: http://x.onion\nEmail: c@d.example\nTor: http://y.onion", whole.clone()),
        ("Step 1: buy\nStep 2: send\nStep 1: wait", whole.clone()),
        ("Name: a b\nCity: c d\nName: e f\nCity: g h", whole.clone()),
        ("host: one two\nrule: three four\nzone: five six\nhost: one two\nrule: three four\nzone: five six", whole.clone()),
        ("We have your data.\nOur demand: 10 BTC\nOur promise: silence", whole.clone()),
        ("From: a\nTo: b\nSubject: c\n\nHi\nFrom: d\nTo: e\nSubject: f", whole.clone()),
        ("Pay.", whole.clone()),
        ("", whole),
    ] {
        assert_eq!(split(text), wanted, "{text}");
    }
}

#[test]
fn stamped_lines_are_known_by_their_form() {
    let stamped = |bracket, naming| Split::Stamped { bracket, naming };
    for (text, wanted) in [
        ("[10:12] Ann: hi\n[10:13] Bob: yes", stamped(true, Naming::Colon)),
        ("2025-07-05 12:38 Ann: hi\n2025-07-05 12:39 Bob: yes\nand more", stamped(false, Naming::Colon)),
        ("[16:11] <vlet> hi\n=== zorro is now known as z\n[16:12] <boris__> yes", stamped(true, Naming::Angle)),
        ("<ann> hi\n<bob> yes\n<ann> and", Split::Angles),
        ("[10:12 AM] Doe, Jane\nhello there\n\n[10:14 AM] Roe, Rick\nhello", stamped(true, Naming::Alone)),
        ("Ann, [05.07.2025 12:38]\nhello\n\nBob, [05.07.2025 12:40]\nyes", stamped(true, Naming::Before)),
        ("Ann (10:12): hello\nBob (10:13): yes", stamped(true, Naming::Before)),
        ("10:12 we met\n10:14 we left\n10:16 nothing", Split::Whole { like_a_talk: true }),
    ] {
        assert_eq!(split(text), wanted, "{text}");
    }
}
