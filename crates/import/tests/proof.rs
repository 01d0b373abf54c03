//! Files handed over as proof: what is counted, and that no value comes out.

use std::fs;
use std::io::Cursor;
use std::path::Path;

use shakedown_core::{ColumnKind, Sample, SampleKind, TestSign};
use shakedown_import::{ImportError, ReadOptions, Stopped, sample};

fn assess(text: impl AsRef<[u8]>) -> Sample {
    sample(&mut Cursor::new(text.as_ref()), &ReadOptions::default(), &mut |_| Ok(())).unwrap()
}

fn kinds(sample: &Sample) -> Vec<ColumnKind> {
    sample.tables[0].columns.iter().map(|column| column.kind).collect()
}

/// Rows in which every value holds a word that is nowhere else.
fn canary_table(separator: char) -> String {
    let mut rows = format!("id{separator}name{separator}email{separator}password{separator}city\n");
    for row in 1..=60 {
        let cells = [
            (100 + row * row).to_string(),
            format!("Canaryname{row} Quail"),
            format!("canarymail{row}@canarydomain{}.org", row % 7),
            format!("canarysecret{row}"),
            format!("Canarytown{row}"),
        ];
        rows += &(cells.join(&separator.to_string()) + "\n");
    }
    rows
}

#[test]
fn no_value_of_a_sample_comes_out() {
    let rows = canary_table(',');
    let json: Vec<String> = rows.lines().skip(1).map(|row| format!("{{\"canarykey\":\"{}\"}}", row.replace(',', " "))).collect();
    let sql: Vec<String> = rows.lines().skip(1).map(|row| format!("('{}')", row.replace(',', "','"))).collect();
    for text in [
        rows.clone(),
        canary_table('\t'),
        canary_table(';').lines().skip(1).collect::<Vec<_>>().join("\n"),
        format!("[{}]", json.join(",")),
        json.join("\n"),
        format!("CREATE TABLE `canarytable` (a int);\nINSERT INTO `canarytable` VALUES {};\n", sql.join(",\n")),
        (0..40).map(|row| format!("canary{row}@canary.org:canarysecret{row}\n")).collect(),
        (0..40).map(|row| format!("C:\\Canary{row}\\HR\\canaryfile{row}.canary\n")).collect(),
        (0..40).map(|row| format!("canary text {row}\n")).collect(),
        format!("{{\"canary\":[{}", json.join(",")),
    ] {
        let report = serde_json::to_string(&assess(&text)).unwrap().to_lowercase();
        assert!(!report.contains("canary") && !report.contains("quail"), "{report}");
    }
}

#[test]
fn columns_are_told_by_kind_and_rows_by_count() {
    let sample = assess(canary_table(','));
    assert_eq!(sample.kind, SampleKind::Table);
    assert_eq!(kinds(&sample), [ColumnKind::Number, ColumnKind::Name, ColumnKind::Mail, ColumnKind::Password, ColumnKind::Address]);
    let table = &sample.tables[0];
    assert_eq!((table.rows, table.distinct_rows, table.exact), (60, 60, true));
    let mail = table.mail_domains.as_ref().unwrap();
    assert_eq!((mail.addresses, mail.domains, mail.public, mail.largest_other), (60, 7, 0, 9));
}

#[test]
fn a_workbook_is_assessed_sheet_by_sheet_and_a_packed_dump_as_what_it_is() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let customers = assess(fs::read(folder.join("formats/xlsx/customers-1904.in.xlsx")).unwrap());
    assert_eq!((customers.kind, customers.tables.len()), (SampleKind::Table, 1));
    assert_eq!(customers.tables[0].rows, 40);
    assert_eq!(kinds(&customers), [ColumnKind::Sequence, ColumnKind::BirthDate, ColumnKind::Category]);
    let talk = assess(fs::read(folder.join("formats/xlsx/talk.in.xlsx")).unwrap());
    assert_eq!(talk.tables.iter().map(|table| table.rows).collect::<Vec<_>>(), [5, 1]);
    assert!(talk.left_out.iter().any(|words| words.contains("1 sheets are hidden")), "{:?}", talk.left_out);
    let mut packed = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3];
    let rows = canary_table(',');
    packed.extend([1_u8]);
    packed.extend(u16::try_from(rows.len()).unwrap().to_le_bytes());
    packed.extend((!u16::try_from(rows.len()).unwrap()).to_le_bytes());
    packed.extend(rows.as_bytes());
    assert_eq!(assess(&packed).tables[0].rows, 60);
}

#[test]
fn repeated_and_empty_rows_are_counted() {
    let sample = assess("a;b\n1;x\n1;x\n2;\n3;y\n");
    let table = &sample.tables[0];
    assert_eq!((table.rows, table.distinct_rows), (4, 3));
    assert!((table.repeated_share - 0.25).abs() < 1e-9 && (table.empty_share - 0.125).abs() < 1e-9, "{table:?}");
}

#[test]
fn check_digits_and_hashes_name_their_sort() {
    let cards: String = ["4111111111111111", "5555555555554444", "4012888888881881", "4222222222222220"]
        .iter()
        .map(|card| format!("{card};x y z\n"))
        .collect();
    let sample = assess(format!("card;note\n{cards}"));
    let column = &sample.tables[0].columns[0];
    assert_eq!((column.kind, column.check_digits_right), (ColumnKind::Card, Some(4)));
    assert!(sample.test_signs.iter().any(|sign| sign.kind == TestSign::TestCard));
    let hashes: String = (0..5).map(|row| format!("u{row}x:{row}f4dcc3b5aa765d61d8327deb882cf9\n")).collect();
    let sample = assess(hashes.replace("cf9", "cf9a"));
    assert_eq!(sample.kind, SampleKind::Credentials);
    assert_eq!(
        (sample.tables[0].columns[1].kind, sample.tables[0].columns[1].sort.as_deref()),
        (ColumnKind::PasswordHash, Some("md5 or ntlm"))
    );
}

#[test]
fn a_dump_gives_a_table_for_each_name() {
    let dump = "-- dump\nCREATE TABLE `a` (`id` int);\nINSERT INTO `a` (`id`,`email`) VALUES (1,'x@mail.example'),(2,'it''s; (odd)'),\n(3,NULL);\n\
                INSERT INTO a (id,email) VALUES (4,'y@mail.example');\nCOPY public.b (first_name, dob) FROM stdin;\nAnn\t1980-01-02\nBob\t1990-03-04\n\\.\n";
    let sample = assess(dump);
    assert_eq!(sample.kind, SampleKind::SqlDump);
    assert_eq!(sample.tables.iter().map(|table| table.rows).collect::<Vec<_>>(), [4, 2]);
    assert_eq!(sample.tables[1].columns[1].kind, ColumnKind::BirthDate);
    assert_eq!(sample.tables[1].columns[1].dates, Some(("1980".into(), "1990".into())));
}

#[test]
fn records_in_json_are_rows_whatever_stands_around_them() {
    for text in [
        r#"[{"a":{"mail":"x@mail.example"}},{"a":{"mail":"y@mail.example"}}]"#,
        r#"{"data":{"users":[{"mail":"x@mail.example"},{"mail":"y@mail.example"}]}}"#,
        "{\"mail\":\"x@mail.example\"}\n{\"mail\":\"y@mail.example\"}\n",
    ] {
        let sample = assess(text);
        assert_eq!((sample.kind, sample.tables[0].rows, kinds(&sample)), (SampleKind::Records, 2, vec![ColumnKind::Mail]), "{text}");
    }
}

#[test]
fn a_list_of_files_tells_types_sizes_and_departments() {
    let listing = " Volume in drive C\n Directory of C:\\Shares\\HR\n\n01/02/2025  10:00 AM    <DIR>          .\n01/02/2025  10:00 AM         1,000 pay.xlsx\n\
                   03/20/2025  10:00 AM         2,000 plan.pdf\n Directory of C:\\Shares\\Finance\n03/21/2025  11:00 AM         3,000 tax 2024.xlsx\n";
    let sample = assess(listing);
    let list = sample.listing.as_ref().unwrap();
    assert_eq!((sample.kind, list.files, list.bytes, list.sized), (SampleKind::Listing, 3, 6000, 3));
    assert_eq!(list.types[0].kind, "spreadsheets");
    assert_eq!(list.dates, Some(("2025-01".into(), "2025-03".into())));
    let departments: Vec<_> = list.departments.iter().map(|one| (one.kind.as_str(), one.count)).collect();
    assert_eq!(departments, [("human resources", 2), ("finance", 1)]);
}

#[test]
fn made_up_data_shows() {
    let rows: String = (1..20).map(|row| format!("user{row}@example.com,lorem ipsum dolor\n")).collect();
    let sample = assess(format!("mail,text\n{rows}"));
    let signs: Vec<TestSign> = sample.test_signs.iter().map(|sign| sign.kind).collect();
    assert_eq!(signs, [TestSign::ReservedDomain, TestSign::Placeholder, TestSign::CountedNames]);
}

#[test]
fn a_stop_ends_the_counting() {
    let text = "a,b,c\n".repeat(300_000);
    let stopped = sample(&mut Cursor::new(text), &ReadOptions::default(), &mut |_| Err(Stopped));
    assert!(matches!(stopped, Err(ImportError::Stopped)));
}
