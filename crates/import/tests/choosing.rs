//! Which reader reads an item, what the others would make of it, and which column of a table holds what.

use std::fs;
use std::io::Cursor;
use std::path::Path;

use shakedown_import::archive::{Archive, ArchiveLimits, Budget};
use shakedown_import::{
    Candidate, Collected, ColumnMap, Field, ImportError, Likelihood, ReadOptions, candidates, propose_columns, read, reader_of,
};

const TABLE: &str = "Datum;Kanal;Wer;Was\n03.02.2025 09:14;7;Kranich;wir haben Ihre Daten\n03.02.2025 09:20;7;Desk;wer ist da\n";

fn messages(text: &str, options: &ReadOptions) -> Result<(String, Collected), ImportError> {
    let mut collected = Collected::default();
    let reading = read(&mut Cursor::new(text), options, &mut collected)?;
    Ok((reading.format.to_owned(), collected))
}

fn mapped(map: &str) -> ReadOptions {
    ReadOptions { columns: Some(map.parse::<ColumnMap>().unwrap()), ..ReadOptions::default() }
}

#[test]
fn a_mapping_overrules_what_the_columns_are_called() {
    let (format, collected) = messages(TABLE, &mapped("time=Datum,sender=Wer,text=4")).unwrap();
    assert_eq!(format, "csv");
    let said: Vec<_> = collected.messages.iter().map(|one| (one.sender.as_ref().unwrap().raw(), one.body.raw())).collect();
    assert_eq!(said, [("Kranich", "wir haben Ihre Daten"), ("Desk", "wer ist da")]);
    assert!(collected.messages.iter().all(|message| message.sent_at.is_some()));
}

#[test]
fn a_column_that_is_not_there_is_named_in_the_error() {
    let refused = messages(TABLE, &mapped("text=Nachricht"));
    assert!(matches!(refused, Err(ImportError::NoSuchColumn { wanted, columns: 4 }) if wanted == "Nachricht"));
}

#[test]
fn a_proposal_shows_names_fields_and_first_rows() {
    let table = "Datum,Von,Text\n03.02.2025 09:14,Kranich,wir haben Ihre Daten\n";
    let proposals = propose_columns(&mut Cursor::new(table), &ReadOptions::default()).unwrap();
    assert_eq!(proposals.len(), 1);
    assert_eq!(proposals[0].fields, [(Field::Time, 1), (Field::Sender, 2), (Field::Text, 3)]);
    assert_eq!(proposals[0].names.iter().map(|name| name.raw()).collect::<Vec<_>>(), ["Datum", "Von", "Text"]);
    assert_eq!(proposals[0].rows[0][2].raw(), "wir haben Ihre Daten");
    let none = propose_columns(&mut Cursor::new("We have your files. Pay."), &ReadOptions::default()).unwrap();
    assert!(none.iter().all(|proposal| proposal.fields.is_empty()));
}

#[test]
fn every_likely_reader_says_what_it_would_read() {
    let found = candidates(&mut Cursor::new("time,sender,text\n10:12,ann,hi\n10:13,bob,yes\n"), &ReadOptions::default()).unwrap();
    let csv = found.iter().find(|candidate| candidate.format == "csv").unwrap();
    assert_eq!((csv.likelihood, csv.messages), (Likelihood::Likely, 2));
    assert_eq!(csv.first[1].1.raw(), "yes");
    let formats = |text: &str| -> Vec<&str> {
        let found: Vec<Candidate> = candidates(&mut Cursor::new(text.to_owned()), &ReadOptions::default()).unwrap();
        found.iter().map(|candidate| candidate.format).collect()
    };
    assert_eq!(formats("Pay us, or we publish everything."), ["text"]);
}

#[test]
fn a_chat_in_an_archive_that_is_none_itself_is_an_item_for_its_own_reader() {
    let bytes = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats/archive/skype.in.tar")).unwrap();
    let mut source = Cursor::new(bytes);
    assert_eq!(reader_of(&mut source, &ReadOptions::default()).unwrap().map(|reader| reader.id()), Some("archive"));
    let archive = Archive::list(&mut source, &Budget::new(ArchiveLimits::default())).unwrap().unwrap();
    let member = archive.members.iter().find(|member| member.name == "messages.json").unwrap();
    let mut opened = member.open(&mut source).unwrap();
    assert_eq!(reader_of(&mut opened, &ReadOptions::default()).unwrap().map(|reader| reader.id()), Some("skype-json"));
}
