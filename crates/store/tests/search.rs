//! What is looked for is found, where it stands, however it is written; and nothing that is gone.

mod support;

use shakedown_core::*;
use shakedown_store::*;
use support::*;

/// Reads digits that stand for letters, so that the index is not what was written.
struct Plain(u32);

impl Reading for Plain {
    fn version(&self) -> u32 {
        self.0
    }

    fn plain(&self, text: &str) -> String {
        text.replace('0', "o")
    }

    fn source(&self, _: &str, span: Span) -> Span {
        span
    }
}

fn indexed(store: &mut Store) {
    while !store.index(&Plain(1), 2).unwrap().complete {}
}

/// What a query finds: the number of the case and what was found in the text, in brackets.
fn found(store: &Store, query: &str) -> Vec<String> {
    let order = SearchOrder { query, case: None, after: None, count: 50 };
    let page = store.search(&order, &Plain(1)).unwrap();
    page.hits.iter().map(shown).collect()
}

fn shown(hit: &SearchHit) -> String {
    let text = hit.excerpt.text.raw();
    let mut out = format!("{} ", hit.number);
    let mut at = 0;
    for span in &hit.excerpt.found {
        out.push_str(&format!("{}[{}]", &text[at..span.start as usize], span.of(text).unwrap()));
        at = span.end as usize;
    }
    out + &text[at..]
}

/// Three cases: a talk in English, one in other scripts, and a long one.
fn desk() -> (Desk, Store) {
    let (mut desk, mut store) = Desk::with_store();
    let first =
        Exhibit::talk("1", "support: We have st0len your files\nsupport: send 2 BTC to bc1q9h1FAkexample\nvictim: which files? the press…");
    desk.log(&mut store, "one", &[first.judged(Priority::P1, 90.0)]).unwrap();
    let second = Exhibit::talk("2", "support: 我们已经窃取你的文件\nsupport: Überweisung an die façade\nsupport: 付款到地址");
    desk.log(&mut store, "two", &[second]).unwrap();
    let long = format!("support: {}the needle stands here{}", "hay and more of it. ".repeat(40), " and hay after it".repeat(40));
    desk.log(&mut store, "three", &[Exhibit::talk("3", &long)]).unwrap();
    store.add_note(&CaseId::new("two"), note("note-1", "called the bank about the stolen files"), &by("A. Analyst")).unwrap();
    store.add_label(&CaseId::new("one"), "big game", &by("A. Analyst")).unwrap();
    indexed(&mut store);
    (desk, store)
}

#[test]
fn words_phrases_beginnings_parts_and_other_scripts_are_found_where_they_stand() {
    let (_desk, store) = desk();
    for (query, expected) in [
        ("files stolen", &["2 called the bank about the [stolen] [files]", "1 We have [st0len] your [files]"][..]),
        (r#""stolen your files""#, &["1 We have [st0len your files]"]),
        ("STOL* -bank", &["1 We have [st0len] your files"]),
        ("*1fake*", &["1 send 2 BTC to bc1q9h[1FAke]xample"]),
        ("*9h1fak* btc", &["1 send 2 [BTC] to bc1q[9h1FAk]example"]),
        ("窃取", &["2 我们已经[窃取]你的文件"]),
        ("地址", &["2 付款到[地址]"]),
        ("uberweisung facade", &["2 [Überweisung] an die [façade]"]),
        ("bank OR btc", &["2 called the [bank] about the stolen files", "1 send 2 [BTC] to bc1q9h1FAkexample"]),
        ("have NEAR/1 files", &[]),
        ("have NEAR/5 files", &["1 We [have] st0len your [files]"]),
        ("case two", &["2 [Case] [two]"]),
        ("nothing", &[]),
    ] {
        assert_eq!(found(&store, query), expected, "{query}");
    }
}

#[test]
fn filters_let_through_what_fulfils_all_of_them() {
    let (_desk, store) = desk();
    let files = |filters: &str| found(&store, &format!("files {filters}")).len();
    let expected = [
        ("", 3),
        ("case:1", 2),
        ("case:two", 1),
        ("kind:note", 1),
        ("kind:message", 2),
        ("kind:title", 0),
        ("kind:email", 1),
        ("kind:onion", 0),
        ("priority:P1", 2),
        ("label:\"big game\"", 2),
        ("label:other", 0),
        ("actor:invented", 3),
        ("actor:nobody", 0),
        ("after:2026-03-02", 3),
        ("before:2026-03-02", 0),
    ];
    for (filters, count) in expected {
        assert_eq!(files(filters), count, "{filters}");
    }
}

#[test]
fn a_long_text_is_shown_around_what_was_found() {
    let (_desk, store) = desk();
    let page = store.search(&SearchOrder { query: "needle", case: None, after: None, count: 5 }, &Plain(1)).unwrap();
    let [hit] = &page.hits[..] else { panic!("{page:?}") };
    let excerpt = &hit.excerpt;
    assert!(excerpt.text.raw().len() < 400 && excerpt.cut_before && excerpt.cut_after);
    assert_eq!(excerpt.found.len(), 1);
    assert_eq!(excerpt.found[0].of(excerpt.text.raw()), Some("needle"));
}

#[test]
fn pages_follow_each_other_without_gap_or_repetition() {
    let (mut desk, mut store) = Desk::with_store();
    let talk: String = (0..25).map(|n| format!("support: pay now {n}\n")).collect();
    desk.log(&mut store, "one", &[Exhibit::talk("1", &talk)]).unwrap();
    indexed(&mut store);
    let (mut after, mut seen) = (None, Vec::new());
    loop {
        let page = store.search(&SearchOrder { query: "pay", case: None, after, count: 10 }, &Plain(1)).unwrap();
        seen.extend(page.hits.iter().map(|hit| hit.message.as_ref().unwrap().3));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(seen, (0..25).rev().collect::<Vec<u32>>());
}

#[test]
fn another_title_and_another_reading_are_what_is_found() {
    let (_desk, mut store) = desk();
    store.set_title(&CaseId::new("three"), "Lighthouse", &by("A. Analyst")).unwrap();
    indexed(&mut store);
    assert_eq!(found(&store, "lighthouse"), ["3 [Lighthouse]"]);
    assert!(found(&store, "case three").is_empty());
    while !store.index(&Plain(2), 2).unwrap().complete {}
    assert_eq!(found(&store, "stolen kind:message"), ["1 We have [st0len] your files"]);
    assert_eq!(found(&store, "lighthouse"), ["3 [Lighthouse]"]);
}

#[test]
fn what_is_deleted_is_not_found_and_what_is_merged_is_found_in_the_other_case() {
    let (_desk, mut store) = desk();
    store.delete_case(&CaseId::new("one"), &by("A. Analyst")).unwrap();
    assert!(found(&store, "btc").is_empty());
    store.restore_case(&CaseId::new("one"), &by("A. Analyst")).unwrap();
    store
        .merge_cases(&CaseId::new("two"), &CaseId::new("one"), &by("A. Analyst"), &mut |bytes| {
            std::io::Read::read_exact(&mut std::io::repeat(9), bytes)
        })
        .unwrap();
    assert_eq!(found(&store, "bank"), ["1 called the [bank] about the stolen files"]);
    assert_eq!(found(&store, "窃取"), ["1 我们已经[窃取]你的文件"]);
}

#[test]
fn a_purged_case_leaves_no_word_in_the_indexes_and_its_numbers_are_indexed_again() {
    let (mut desk, mut store) = desk();
    desk.log(&mut store, "four", &[Exhibit::talk("4", &format!("support: {CANARY} unheardof"))]).unwrap();
    indexed(&mut store);
    assert_eq!(found(&store, CANARY).len(), 1);
    let holding = |desk: &Desk| {
        let raw = desk.raw();
        let count = |table: &str, word: &str| -> i64 {
            raw.query_row(&format!("SELECT count(*) FROM {table} WHERE instr(block, CAST(?1 AS BLOB))"), [word], |row| row.get(0)).unwrap()
        };
        count("search_words_data", "unheardof") + count("search_parts_data", "xol")
    };
    assert!(holding(&desk) > 0, "the check finds what is there");
    store.delete_case(&CaseId::new("four"), &by("A. Analyst")).unwrap();
    store.purge_case(&CaseId::new("four"), &by("A. Analyst")).unwrap();
    assert_eq!(holding(&desk), 0);
    assert!(found(&store, CANARY).is_empty());
    assert_eq!(found(&store, "needle").len(), 1);
    desk.log(&mut store, "five", &[Exhibit::talk("5", "support: a new word, xylophone")]).unwrap();
    indexed(&mut store);
    assert_eq!(found(&store, "xylophone").len(), 1);
    assert_eq!(faults(&store), Vec::<String>::new());
}

#[test]
fn searches_are_kept_by_name() {
    let (_desk, mut store) = Desk::with_store();
    store.save_search("mine", "pay OR send", &by("A. Analyst")).unwrap();
    store.save_search("mine", "pay", &by("A. Analyst")).unwrap();
    assert_eq!(store.saved_searches().unwrap(), [("mine".to_owned(), "pay".to_owned())]);
    store.forget_search("mine").unwrap();
    assert!(matches!(store.forget_search("mine"), Err(StoreError::NotFound { .. })));
}

#[test]
fn a_store_under_another_key_and_out_of_a_backup_is_searched_as_before() {
    let (desk, store) = desk();
    let words = passphrase("seven green kettles");
    let mut store =
        store.rekey(None, &words, &by("A. Analyst"), &mut |bytes| std::io::Read::read_exact(&mut std::io::repeat(3), bytes)).unwrap();
    assert_eq!(found(&store, "窃取").len(), 1);
    let backup = desk.dir().with_file_name("copy.backup");
    store.back_up(&backup, &by("A. Analyst")).unwrap();
    let restored = Store::restore(&backup, &desk.dir().with_file_name("restored"), Some(&words), &by("A. Analyst")).unwrap();
    assert_eq!(found(&restored, "*1fake*").len(), 1);
    assert_eq!(faults(&restored), Vec::<String>::new());
}
