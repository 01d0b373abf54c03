//! A damaged store gives an error or a fault, never a crash, and never words that were not stored.

mod support;

use shakedown_core::*;
use support::*;

/// Set, ten thousand flips; else so few that it is quick.
const TORTURE: &str = "SHAKEDOWN_TORTURE";

#[test]
fn a_flipped_byte_anywhere_is_an_error_or_a_fault_and_never_a_crash() {
    let flips = if std::env::var_os(TORTURE).is_some() { 10_000 } else { 300 };
    let (mut desk, mut store) = Desk::with_store();
    let talk = Exhibit::talk("1", "support: we have your data\nsupport: pay 2 BTC to bc1qone");
    let case = desk.log(&mut store, "one", &[talk, Exhibit::bytes("2", (0..60_000_u32).map(|n| (n * n) as u8).collect())]).unwrap().id;
    store.add_note(&case, note("note-1", "called the victim"), &by("A. Analyst")).unwrap();
    let whole = store.case_file(&case).unwrap();
    drop(store);
    let names = ["store.db", "key", "key.bak"];
    let files: Vec<Vec<u8>> = names.iter().map(|name| std::fs::read(desk.file(name)).unwrap()).collect();
    let (mut refused, mut found) = (0, 0);
    for round in 0..flips {
        let random = Digest::of(format!("{round}").as_bytes());
        let number = u64::from_le_bytes(random.as_bytes()[..8].try_into().unwrap());
        // Most flips hit the database, some a key block.
        let file = if round % 10 == 0 { 1 + (round / 10) % 2 } else { 0 };
        for (name, bytes) in names.iter().zip(&files) {
            std::fs::write(desk.file(name), bytes).unwrap();
        }
        ["store.db-wal", "store.db-shm"].iter().for_each(|name| drop(std::fs::remove_file(desk.file(name))));
        let mut bytes = files[file].clone();
        let at = (number as usize) % bytes.len();
        bytes[at] ^= 1 << (number >> 61);
        std::fs::write(desk.file(names[file]), bytes).unwrap();
        match desk.open() {
            Err(_) => refused += 1,
            Ok(store) => {
                let result = store.verify(&mut |_| std::ops::ControlFlow::Continue(()));
                let file_again = store.case_file(&case);
                let damaged = result.map_or(true, |verification| !verification.faults.is_empty());
                found += u64::from(damaged);
                if let Ok(again) = &file_again {
                    assert!(*again == whole, "flip {round} at {at} of {}: other words than those stored", names[file]);
                }
                assert!(damaged || file > 0, "flip {round} at {at} of {} was not found", names[file]);
            }
        }
    }
    say(&format!("{flips} flips: {refused} refused at opening, {found} found by verify, the rest mended from the other key block"));
    assert!(refused > 0 && found > 0);
}

#[test]
fn a_store_that_is_found_damaged_is_left_as_it_is_with_what_its_log_holds() {
    let (mut desk, mut store) = Desk::with_store();
    desk.log(&mut store, "one", &[Exhibit::talk("1", "support: pay 2 BTC")]).unwrap();
    // As after a crash: the log was not written into the file.
    let names = ["store.db", "store.db-wal", "key", "key.bak"];
    let copy = Desk::new();
    std::fs::create_dir_all(copy.dir()).unwrap();
    for name in names {
        std::fs::copy(desk.file(name), copy.file(name)).unwrap();
    }
    assert!(std::fs::metadata(copy.file("store.db-wal")).unwrap().len() > 0);
    let mut bytes = std::fs::read(copy.file("store.db")).unwrap();
    bytes.iter_mut().skip(200).step_by(512).for_each(|byte| *byte ^= 1);
    std::fs::write(copy.file("store.db"), &bytes).unwrap();
    assert!(matches!(copy.open(), Err(shakedown_store::StoreError::Damaged { .. })));
    assert_eq!(std::fs::read(copy.file("store.db")).unwrap(), bytes);
}
