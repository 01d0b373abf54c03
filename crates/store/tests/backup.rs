//! The store as one file, under another passphrase, and out of an earlier schema.

mod support;

use std::path::PathBuf;

use shakedown_core::*;
use shakedown_store::*;
use support::*;

fn out(desk: &Desk, name: &str) -> PathBuf {
    desk.dir().parent().unwrap().join(name)
}

fn one_case(desk: &mut Desk, store: &mut Store) {
    desk.log(store, "one", &[Exhibit::talk("1", &format!("{CANARY}: {CANARY}"))]).unwrap();
}

fn seven(bytes: &mut [u8]) -> std::io::Result<()> {
    bytes.fill(7);
    Ok(())
}

#[test]
fn a_backup_is_one_file_that_makes_the_store_again() {
    let words = passphrase("correct horse");
    for guard in [None, Some(&words)] {
        let mut desk = Desk::new();
        let mut store = desk.create(guard).unwrap();
        one_case(&mut desk, &mut store);
        let (file, second) = (out(&desk, "store.backup"), out(&desk, "second"));
        let made = store.back_up(&file, &by("B. Analyst")).unwrap();
        let bytes = std::fs::read(&file).unwrap();
        assert_eq!(made.bytes, bytes.len() as u64);
        assert!(!bytes.windows(12).any(|window| window == &CANARY.as_bytes()[..12]));
        assert!(matches!(store.back_up(&file, &by("B. Analyst")), Err(StoreError::Taken)));
        assert_eq!(std::fs::read_dir(desk.dir().parent().unwrap()).unwrap().count(), 2, "nothing lies about");
        desk.log(&mut store, "after", &[]).unwrap();
        assert!(matches!(Store::restore(&file, &desk.dir(), guard, &by("A")), Err(StoreError::AlreadyAStore)));
        if guard.is_some() {
            let wrong = passphrase("wrong horse");
            assert!(matches!(Store::restore(&file, &second, Some(&wrong), &by("A")), Err(StoreError::WrongPassphrase)));
            assert!(matches!(Store::restore(&file, &second, None, &by("A")), Err(StoreError::NeedsPassphrase)));
            assert_eq!(Store::state(&second).unwrap(), StoreState::Missing);
        }
        let restored = Store::restore(&file, &second, guard, &by("B. Analyst")).unwrap();
        assert_eq!((restored.case_count().unwrap(), faults(&restored)), (1, vec![]));
        assert_eq!(verified(&restored).head.unwrap().action, CustodyAction::Restored);
        assert_eq!(verified(&store).faults, []);
    }
}

#[test]
fn a_backup_that_is_not_what_was_written_makes_nothing() {
    let (mut desk, mut store) = Desk::with_store();
    one_case(&mut desk, &mut store);
    let file = out(&desk, "store.backup");
    store.back_up(&file, &by("B. Analyst")).unwrap();
    let whole = std::fs::read(&file).unwrap();
    let second = out(&desk, "second");
    let mut wrong: Vec<Vec<u8>> = vec![vec![], b"hello".to_vec(), whole[..whole.len() - 1].to_vec(), whole[..700].to_vec()];
    wrong.extend((0..40).map(|n| {
        let mut bytes = whole.clone();
        let at = n * whole.len() / 40;
        bytes[at] ^= 1;
        bytes
    }));
    for (n, bytes) in wrong.iter().enumerate() {
        std::fs::write(&file, bytes).unwrap();
        let refused = Store::restore(&file, &second, None, &by("A")).unwrap_err();
        assert!(matches!(refused, StoreError::NotABackup), "{n}: {refused:?}");
        assert_eq!(Store::state(&second).unwrap(), StoreState::Missing, "{n}");
    }
}

#[test]
fn another_passphrase_opens_the_store_and_the_one_before_does_not() {
    let (old, new) = (passphrase("correct horse"), passphrase("seven green kettles"));
    let mut desk = Desk::new();
    let mut store = desk.create(Some(&old)).unwrap();
    one_case(&mut desk, &mut store);
    let wrong = store.rekey(Some(&new), &new, &by("A"), &mut seven);
    assert!(matches!(wrong, Err(StoreError::WrongPassphrase)));
    let store = Store::open(&desk.dir(), Some(&old)).unwrap();
    let second = Store::open(&desk.dir(), Some(&old)).unwrap();
    assert!(matches!(store.rekey(Some(&old), &new, &by("A"), &mut seven), Err(StoreError::Busy)), "another program has it open");
    drop(second);
    let store = Store::open(&desk.dir(), Some(&old)).unwrap();
    let store = store.rekey(Some(&old), &new, &by("A"), &mut seven).unwrap();
    assert_eq!((store.case_count().unwrap(), faults(&store)), (1, vec![]));
    drop(store);
    assert!(matches!(Store::open(&desk.dir(), Some(&old)), Err(StoreError::WrongPassphrase)));
    assert_eq!(verified(&Store::open(&desk.dir(), Some(&new)).unwrap()).head.unwrap().action, CustodyAction::Rekeyed);
}

#[test]
fn a_first_passphrase_brings_another_key_and_the_old_one_opens_nothing() {
    let (mut desk, mut store) = Desk::with_store();
    one_case(&mut desk, &mut store);
    let key = std::fs::read(desk.file("key")).unwrap();
    let new = passphrase("seven green kettles");
    let store = store.rekey(None, &new, &by("A"), &mut seven).unwrap();
    assert!(store.is_guarded());
    assert_eq!((store.case_count().unwrap(), faults(&store)), (1, vec![]));
    drop(store);
    assert!(matches!(desk.open(), Err(StoreError::NeedsPassphrase)));
    let guarded = std::fs::read(desk.file("key")).unwrap();
    for name in ["key", "key.bak"] {
        std::fs::write(desk.file(name), &key).unwrap();
    }
    assert!(matches!(desk.open(), Err(StoreError::Damaged { .. })), "the key that lay open opens nothing any more");
    for name in ["key", "key.bak"] {
        std::fs::write(desk.file(name), &guarded).unwrap();
    }
    let mut store = Store::open(&desk.dir(), Some(&new)).unwrap();
    assert_eq!(desk.log(&mut store, "two", &[]).unwrap().number, 2, "numbers go on");
    let mut names: Vec<_> = std::fs::read_dir(desk.dir()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    assert_eq!(names, ["key", "key.bak", "lock", "store.db", "store.db-shm", "store.db-wal"]);
}

#[test]
fn a_rekey_that_was_cut_off_is_taken_back_or_finished() {
    let (mut desk, mut store) = Desk::with_store();
    one_case(&mut desk, &mut store);
    drop(store);
    let old = |name: &str| std::fs::read(desk.file(name)).unwrap();
    let (old_key, old_database) = (old("key"), old("store.db"));
    let new = passphrase("seven green kettles");
    drop(desk.open().unwrap().rekey(None, &new, &by("A"), &mut seven).unwrap());
    let (new_key, new_database) = (old("key"), old("store.db"));
    let put = |files: &[(&str, &[u8])]| {
        for name in ["store.db-wal", "store.db-shm", "store.db.anew", "key.next"] {
            let _ = std::fs::remove_file(desk.file(name));
        }
        files.iter().for_each(|(name, bytes)| std::fs::write(desk.file(name), bytes).unwrap());
    };
    let before: [(&str, &[u8]); 3] = [("key", &old_key), ("key.bak", &old_key), ("store.db", &old_database)];
    // The new database was being written; its key block was written too.
    for more in [&[("store.db.anew", &new_database[..9000])][..], &[("store.db.anew", &new_database[..]), ("key.next", &new_key)]] {
        put(&[&before, more].concat());
        assert_eq!(desk.open().unwrap().case_count().unwrap(), 1);
        assert!(!desk.file("store.db.anew").exists() && !desk.file("key.next").exists());
    }
    // The new database had the place of the old one, and none, one or both copies of the key block were written.
    for (first, second) in [(&old_key, &old_key), (&new_key, &old_key), (&new_key, &new_key)] {
        put(&[("store.db", &new_database), ("key.next", &new_key), ("key", first), ("key.bak", second)]);
        assert!(matches!(desk.open(), Err(StoreError::NeedsPassphrase)));
        assert_eq!(Store::open(&desk.dir(), Some(&new)).unwrap().case_count().unwrap(), 1);
        assert_eq!((old("key"), old("key.bak")), (new_key.clone(), new_key.clone()));
    }
}
