//! The program keeps a backup of each day by itself, never more than it says, and puts one in the place of a damaged store.

mod support;

use jiff::SignedDuration;
use shakedown_core::*;
use shakedown_store::*;
use support::*;

fn on_day(day: i64) -> By {
    let first = by("A. Analyst");
    By { now: first.now + SignedDuration::from_hours(24 * day), ..first }
}

fn names(desk: &Desk) -> Vec<String> {
    let kept = Store::kept_backups(&desk.dir()).unwrap();
    kept.iter().map(|kept| kept.path.file_name().unwrap().to_string_lossy().into_owned()).collect()
}

#[test]
fn a_backup_of_the_day_is_kept_while_something_changes_and_seven_stay() {
    let (mut desk, mut store) = Desk::with_store();
    assert_eq!(store.keep_backup(&on_day(0)).unwrap(), None, "there is nothing to lose yet");
    desk.log(&mut store, "one", &[Exhibit::talk("1", "support: pay")]).unwrap();
    let kept = store.keep_backup(&on_day(0)).unwrap().unwrap();
    assert_eq!((kept.kept_for, kept.at), (KeptFor::Day, on_day(0).now));
    assert_eq!(store.keep_backup(&on_day(0)).unwrap(), None, "a day has not passed");
    assert_eq!(store.keep_backup(&on_day(1)).unwrap(), None, "nothing changed since");
    for day in 1..12 {
        store.add_note(&CaseId::new("one"), note(&format!("note-{day}"), "seen"), &on_day(day)).unwrap();
        store.keep_backup(&on_day(day)).unwrap().unwrap();
    }
    let kept = names(&desk);
    assert_eq!(kept.len(), 7);
    assert!(kept[0].starts_with("daily-20260313T090000Z-") && kept[6].starts_with("daily-20260307T090000Z-"), "{kept:?}");
    assert_eq!(std::fs::read_dir(desk.file("backups")).unwrap().count(), 7, "nothing else is left behind");
    assert_eq!(faults(&store), Vec::<String>::new());
}

#[test]
fn backups_go_to_the_folder_that_the_analyst_names() {
    let (mut desk, mut store) = Desk::with_store();
    desk.log(&mut store, "one", &[Exhibit::talk("1", "support: pay")]).unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    let folder = elsewhere.path().join("stick");
    assert!(
        Store::set_backup_folder(&desk.dir(), Some(std::path::Path::new("stick"))).is_err(),
        "a place that moves with the program is none"
    );
    Store::set_backup_folder(&desk.dir(), Some(&folder)).unwrap();
    let kept = store.keep_backup(&on_day(0)).unwrap().unwrap();
    assert_eq!((kept.path.parent(), Store::kept_backups(&desk.dir()).unwrap().len()), (Some(folder.as_path()), 1));
    std::fs::remove_dir_all(&folder).unwrap();
    store.add_note(&CaseId::new("one"), note("note", "seen"), &on_day(1)).unwrap();
    assert!(store.keep_backup(&on_day(1)).is_err(), "a stick that is not there is told");
    Store::set_backup_folder(&desk.dir(), None).unwrap();
    assert_eq!(store.keep_backup(&on_day(1)).unwrap().unwrap().path.parent(), Some(desk.file("backups").as_path()));
}

#[test]
fn a_backup_takes_the_place_of_a_damaged_store_which_is_set_aside_whole() {
    for damage in ["pages", "keys", "gone"] {
        let (mut desk, mut store) = Desk::with_store();
        desk.log(&mut store, "one", &[Exhibit::talk("1", &"support: pay now or all is lost\n".repeat(400))]).unwrap();
        let kept = store.keep_backup(&on_day(0)).unwrap().unwrap();
        let refused = Store::restore_over(&kept.path, &desk.dir(), None, &on_day(1));
        assert!(matches!(refused, Err(StoreError::Busy)), "a store that is open stays");
        drop(store);
        let database = desk.file("store.db");
        match damage {
            "pages" => (8..std::fs::metadata(&database).unwrap().len() / 4096).for_each(|page| flip(&database, page * 4096 + 99)),
            "keys" => ["key", "key.bak"].iter().for_each(|name| std::fs::write(desk.file(name), "gone").unwrap()),
            _ => std::fs::remove_file(&database).unwrap(),
        }
        let before = std::fs::read(&database).ok();
        if let Ok(mut store) = desk.open() {
            assert!(
                matches!(store.keep_backup(&on_day(9)), Ok(None) | Err(StoreError::Damaged { .. })),
                "{damage}: a whole backup stays the newest"
            );
        }
        let (store, aside) = Store::restore_over(&kept.path, &desk.dir(), None, &on_day(1)).unwrap();
        assert_eq!((faults(&store), store.case_count().unwrap()), (vec![], 1), "{damage}");
        assert_eq!(std::fs::read(aside.join("store.db")).ok(), before, "{damage}: what was there is kept");
        let last = verified(&store).head.unwrap();
        assert_eq!((last.action, names(&desk).len()), (CustodyAction::Restored, 1), "{damage}");
    }
}

#[test]
fn a_backup_that_is_not_whole_takes_no_place() {
    let (mut desk, mut store) = Desk::with_store();
    desk.log(&mut store, "one", &[Exhibit::talk("1", "support: pay")]).unwrap();
    let kept = store.keep_backup(&on_day(0)).unwrap().unwrap();
    drop(store);
    flip(&kept.path, kept.bytes - 9);
    let before = desk.bytes_of_files();
    assert!(matches!(Store::restore_over(&kept.path, &desk.dir(), None, &on_day(1)), Err(StoreError::NotABackup)));
    assert_eq!(desk.bytes_of_files(), before);
    assert_eq!(faults(&desk.open().unwrap()), Vec::<String>::new());
}
