//! Who may open a store, what it looks like from outside, and what is told apart when it does not open.

mod support;

use shakedown_store::*;
use support::*;

#[test]
fn a_folder_says_what_it_holds() {
    let mut desk = Desk::new();
    assert_eq!(Store::state(&desk.dir()).unwrap(), StoreState::Missing);
    assert!(matches!(desk.open(), Err(StoreError::NotAStore)));
    let store = desk.create(None).unwrap();
    assert_eq!((store.is_guarded(), store.analyst().unwrap().as_str()), (false, "A. Analyst"));
    assert_eq!(Store::state(&desk.dir()).unwrap(), StoreState::Ready);
    assert!(matches!(desk.create(None), Err(StoreError::AlreadyAStore)));
    drop(store);
    std::fs::remove_file(desk.file("store.db")).unwrap();
    assert!(matches!(Store::state(&desk.dir()), Err(StoreError::Damaged { .. })), "a key without its database is no empty folder");
    assert!(matches!(desk.create(None), Err(StoreError::AlreadyAStore)), "and its key block is not written over");
}

#[test]
fn a_guarded_store_opens_with_its_passphrase_alone() {
    let mut desk = Desk::new();
    let decomposed = passphrase("gru\u{308}n wie Gras");
    drop(desk.create(Some(&decomposed)).unwrap());
    let open = |passphrase: Option<&Passphrase>| Store::open(&desk.dir(), passphrase);
    assert_eq!(Store::state(&desk.dir()).unwrap(), StoreState::NeedsPassphrase);
    assert!(open(Some(&passphrase("gr\u{fc}n wie Gras"))).unwrap().is_guarded(), "the same letters from another keyboard");
    assert!(matches!(open(None), Err(StoreError::NeedsPassphrase)));
    assert!(matches!(open(Some(&passphrase("gr\u{fc}n wie Heu"))), Err(StoreError::WrongPassphrase)));
    assert!(matches!(Passphrase::new(""), Err(StoreError::EmptyPassphrase)));

    let whole = std::fs::read(desk.file("key")).unwrap();
    flip(&desk.file("key"), whole.len() as u64 / 2);
    assert!(open(Some(&decomposed)).is_ok(), "the second copy opens it");
    assert_eq!(std::fs::read(desk.file("key")).unwrap(), whole, "and mends the first");

    for name in ["key", "key.bak"] {
        flip(&desk.file(name), whole.len() as u64 / 2);
    }
    assert!(matches!(open(Some(&decomposed)), Err(StoreError::KeyBlockDamaged)), "damage is no wrong passphrase");
    std::fs::write(desk.file("key"), &whole).unwrap();
    flip(&desk.file("store.db"), 100);
    assert!(matches!(open(Some(&decomposed)), Err(StoreError::Damaged { .. })), "nor is a damaged database");
}

#[test]
fn a_flipped_bit_anywhere_in_the_key_block_is_seen() {
    let mut desk = Desk::new();
    drop(desk.create(None).unwrap());
    let whole = std::fs::read(desk.file("key")).unwrap();
    for at in 0..whole.len() as u64 - 1 {
        for name in ["key", "key.bak"] {
            std::fs::write(desk.file(name), &whole).unwrap();
            flip(&desk.file(name), at);
        }
        assert!(matches!(Store::state(&desk.dir()), Err(StoreError::KeyBlockDamaged)), "byte {at}");
    }
}

#[test]
fn a_store_from_a_newer_version_is_refused_and_left_alone() {
    let (desk, store) = Desk::with_store();
    drop(store);
    desk.raw().execute_batch("PRAGMA user_version = 99").unwrap();
    assert!(matches!(desk.open(), Err(StoreError::FromANewerVersion { found: 99, .. })));
    desk.raw().execute_batch("PRAGMA user_version = 1; PRAGMA application_id = 5").unwrap();
    assert!(matches!(desk.open(), Err(StoreError::NotAStore)));
}

#[test]
fn making_a_store_that_was_cut_off_before_its_last_step_is_finished() {
    let (desk, store) = Desk::with_store();
    drop(store);
    std::fs::rename(desk.file("store.db"), desk.file("store.db.new")).unwrap();
    assert_eq!(Store::state(&desk.dir()).unwrap(), StoreState::Ready);
    assert_eq!(desk.open().unwrap().analyst().unwrap(), "A. Analyst");
}

#[test]
fn no_words_of_a_case_lie_in_the_folder() {
    for guard in [None, Some(passphrase("correct horse"))] {
        let mut desk = Desk::new();
        let mut store = desk.create(guard.as_ref()).unwrap();
        let talk = Exhibit::talk("1", &format!("{CANARY}: {CANARY}\n").repeat(2_000));
        let case = desk.log(&mut store, CANARY, &[talk]).unwrap().id;
        store.add_note(&case, note("n", CANARY), &by(CANARY)).unwrap();
        let names: Vec<_> = std::fs::read_dir(desk.dir()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert!(names.iter().any(|name| name == "store.db-wal"), "the log is looked at while it is full: {names:?}");
        let holds = |bytes: &[u8], word: &[u8]| bytes.windows(word.len()).any(|window| window == word);
        assert!(!holds(&desk.bytes(), &CANARY.as_bytes()[..12]), "guarded: {}", guard.is_some());
        assert!(!holds(&desk.bytes(), b"SQLite format 3"));
        drop(store);
        assert!(!holds(&desk.bytes(), &CANARY.as_bytes()[..12]), "guarded: {}", guard.is_some());
    }
}

#[cfg(unix)]
#[test]
fn only_the_owner_may_read_a_file_of_the_store() {
    use std::os::unix::fs::PermissionsExt;
    let (mut desk, mut store) = Desk::with_store();
    desk.log(&mut store, "one", &[]).unwrap();
    assert_eq!(std::fs::metadata(desk.dir()).unwrap().permissions().mode() & 0o777, 0o700);
    for entry in std::fs::read_dir(desk.dir()).unwrap() {
        let entry = entry.unwrap();
        assert_eq!(entry.metadata().unwrap().permissions().mode() & 0o077, 0, "{:?}", entry.file_name());
    }
}

#[test]
fn no_randomness_makes_no_store() {
    let desk = Desk::new();
    let refused = Store::create(&desk.dir(), None, &by("A. Analyst"), &mut |_| Err(std::io::Error::other("no source")));
    assert!(matches!(refused, Err(StoreError::Random(_))));
    assert_eq!(Store::state(&desk.dir()).unwrap(), StoreState::Missing);
}
