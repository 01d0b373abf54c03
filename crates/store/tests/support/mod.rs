//! An invented exhibit, and a desk to work on it: a store in a folder of its own.
#![allow(dead_code, reason = "each test program uses its own part")]

pub mod old;

use std::io;
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use shakedown_core::*;
use shakedown_store::*;
use tempfile::TempDir;

/// Words that stand in no other file of this program.
pub const CANARY: &str = "canary-zuvexolamirp";

pub struct Desk {
    folder: TempDir,
    random: u64,
    fresh: u64,
}

impl Desk {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), random: 0, fresh: 0 }
    }

    /// A desk with an open store that has no passphrase.
    pub fn with_store() -> (Self, Store) {
        let mut desk = Self::new();
        let store = desk.create(None).unwrap();
        (desk, store)
    }

    pub fn dir(&self) -> PathBuf {
        self.folder.path().join("deep").join("store")
    }

    pub fn file(&self, name: &str) -> PathBuf {
        self.dir().join(name)
    }

    pub fn create(&mut self, passphrase: Option<&Passphrase>) -> Result<Store, StoreError> {
        Store::create(&self.dir(), passphrase, &by("A. Analyst"), &mut counted(&mut self.random))
    }

    pub fn open(&self) -> Result<Store, StoreError> {
        Store::open(&self.dir(), None)
    }

    /// Log exhibits in a new case.
    pub fn log(&mut self, store: &mut Store, case: &str, exhibits: &[Exhibit]) -> Result<Case, StoreError> {
        let new = LogInto::New { id: CaseId::new(case), title: format!("Case {case}"), tlp: Tlp::Amber };
        self.log_into(store, new, exhibits)
    }

    pub fn log_into(&mut self, store: &mut Store, case: LogInto, exhibits: &[Exhibit]) -> Result<Case, StoreError> {
        let mut readers: Vec<&[u8]> = exhibits.iter().map(|exhibit| exhibit.bytes.as_slice()).collect();
        let items = exhibits.iter().zip(&mut readers).map(|(exhibit, bytes)| exhibit.log_item(bytes));
        let entry = LogEntry { case, items: items.collect() };
        store.log(entry, &by("A. Analyst"), &mut counted(&mut self.random))
    }

    /// Take a case file over, with the bytes of `exhibits`.
    pub fn take_over(
        &mut self,
        store: &mut Store,
        file: CaseFile,
        exhibits: &[Exhibit],
        known: KnownCase,
    ) -> Result<TakenOver, StoreError> {
        let originals = exhibits.iter().map(|exhibit| (exhibit.item.sha256, exhibit.bytes.as_slice())).collect();
        let incoming = TakeOver { file, originals: &originals, artifact_sha256: Digest::of(b"the file"), signer: None, known };
        let number = &mut self.fresh;
        let mut fresh = || {
            *number += 1;
            format!("fresh-{number}")
        };
        let by = By { now: moment("2026-03-03T10:00:00Z"), ..by("B. Analyst") };
        store.take_over(incoming, &mut fresh, &by, &mut counted(&mut self.random))
    }

    /// The database as somebody sees it who has the key and means harm: no triggers, no foreign keys.
    pub fn tamper(&self, sql: &str) {
        let connection = self.raw();
        connection.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
        let triggers: Vec<(String, String)> = connection
            .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
            .unwrap()
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap();
        triggers.iter().for_each(|(name, _)| connection.execute_batch(&format!("DROP TRIGGER {name}")).unwrap());
        connection.execute_batch(sql).unwrap();
        triggers.iter().for_each(|(_, sql)| connection.execute_batch(sql).unwrap());
    }

    pub fn raw(&self) -> Connection {
        let block: serde_json::Value = serde_json::from_slice(&std::fs::read(self.file("key")).unwrap()).unwrap();
        let key = block["block"]["key"].as_str().expect("a store without passphrase").to_owned();
        let connection = Connection::open(self.file("store.db")).unwrap();
        connection.execute_batch(&format!("PRAGMA key = \"x'{key}'\"")).unwrap();
        connection
    }

    /// Every byte of the store's folder.
    pub fn bytes(&self) -> Vec<u8> {
        let files = std::fs::read_dir(self.dir()).unwrap().map(|entry| std::fs::read(entry.unwrap().path()).unwrap());
        files.collect::<Vec<_>>().concat()
    }

    /// Each file of the store's folder with its bytes, in order of name.
    pub fn bytes_of_files(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let files = std::fs::read_dir(self.dir()).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_file());
        let mut files: Vec<_> = files.map(|path| (path.clone(), std::fs::read(path).unwrap())).collect();
        files.sort();
        files
    }
}

/// Say something, past everything that may hold the words back.
pub fn say(words: &str) {
    use io::Write;
    io::stdout().write_all(format!("\n{words}\n").as_bytes()).and_then(|()| io::stdout().flush()).unwrap();
}

/// Texts read as they stand.
pub struct AsIs;

impl Reading for AsIs {
    fn version(&self) -> u32 {
        1
    }

    fn plain(&self, text: &str) -> String {
        text.to_owned()
    }

    fn source(&self, _: &str, span: Span) -> Span {
        span
    }
}

/// The same "random" bytes in every run, never the same twice in one.
fn counted(state: &mut u64) -> impl FnMut(&mut [u8]) -> io::Result<()> + '_ {
    move |bytes| {
        for part in bytes.chunks_mut(32) {
            *state += 1;
            part.copy_from_slice(&Digest::of(&state.to_le_bytes()).as_bytes()[..part.len()]);
        }
        Ok(())
    }
}

pub fn by(analyst: &str) -> By {
    let actor = Actor { analyst: analyst.into(), os_account: "analyst".into(), host: "desk-3".into() };
    By { actor, now: moment("2026-03-02T09:00:00Z") }
}

pub fn moment(text: &str) -> jiff::Timestamp {
    text.parse().unwrap()
}

pub fn passphrase(text: &str) -> Passphrase {
    Passphrase::new(text).unwrap()
}

/// The faults that a verification finds, as text.
pub fn faults(store: &Store) -> Vec<String> {
    verified(store).faults.iter().map(ToString::to_string).collect()
}

pub fn verified(store: &Store) -> Verification {
    store.verify(&mut |_| std::ops::ControlFlow::Continue(())).unwrap()
}

pub fn everything() -> CaseQuery {
    CaseQuery::all(moment("2026-03-02T09:00:00Z"))
}

/// An evidence item with its bytes, and what was read and derived.
#[derive(Clone)]
pub struct Exhibit {
    pub item: EvidenceItem,
    pub bytes: Vec<u8>,
    pub transcript: Transcript,
    pub analysis: Analysis,
}

impl Exhibit {
    /// A talk of one line for each message, the sender before the colon.
    pub fn talk(id: &str, text: &str) -> Self {
        let mut exhibit = Self::bytes(id, text.as_bytes().to_vec());
        exhibit.transcript.messages = (0..).zip(text.lines()).map(|(seq, line)| message(seq, line)).collect();
        exhibit
    }

    /// Bytes that nobody could read.
    pub fn bytes(id: &str, bytes: Vec<u8>) -> Self {
        let evidence_id = EvidenceId::new(format!("evidence-{id}"));
        let item = EvidenceItem {
            id: evidence_id.clone(),
            exhibit_ref: format!("AA/{id}"),
            sha256: Digest::of(&bytes),
            byte_len: bytes.len() as u64,
            file_name: Some(Hostile::new("chat\u{202e}txt.exe")),
            acquired: Acquisition { kind: AcquisitionKind::File, by: "A. Analyst".into(), at: moment("2026-03-02T08:59:58.5Z") },
            parent: None,
        };
        let transcript = Transcript {
            id: TranscriptId::new(format!("transcript-{id}")),
            evidence_id,
            format: "plain-text".into(),
            reader_version: 1,
            participants: vec![Participant { name: Hostile::new("support"), role: Role::Attacker }],
            messages: Vec::new(),
            notes: vec![ImportNote::new(NoteKind::TimeMissing, Locator::lines(1, 1), "", "no time")],
        };
        Self { item, bytes, transcript, analysis: analysis(Priority::P3, 12.5) }
    }

    /// This exhibit on its way into a case, its bytes from `bytes`.
    pub fn log_item<'a>(&'a self, bytes: &'a mut dyn io::Read) -> LogItem<'a> {
        LogItem { evidence: &self.item, bytes, transcript: &self.transcript, analysis: &self.analysis }
    }

    pub fn judged(mut self, priority: Priority, score: f64) -> Self {
        self.analysis = analysis(priority, score);
        self
    }
}

pub fn note(id: &str, body: &str) -> NewNote {
    NewNote { id: NoteId::new(id), body: Hostile::new(body), revises: None }
}

fn message(seq: u32, line: &str) -> Message {
    let (sender, body) = line.split_once(": ").map_or((None, line), |(sender, body)| (Some(sender), body));
    Message {
        seq,
        kind: MessageKind::Message,
        sender: sender.map(Hostile::new),
        role: Role::Attacker,
        sent_at: [None, Some(Stamp::unreadable("yesterday")), Some(stamp())][seq as usize % 3].clone(),
        body: Hostile::new(body),
        attachments: if seq % 8 == 1 { vec![attachment()] } else { vec![] },
        state: if seq == 0 { MessageState::Edited } else { MessageState::Sent },
        reply_to: seq.checked_sub(1),
        locator: [Locator::at(Place::Row(7)), Locator::pointer("/messages/0").with_bytes(0, 4)][seq as usize % 2].clone(),
    }
}

fn attachment() -> Attachment {
    Attachment { name: Hostile::new("list.txt"), sha256: Some(Digest::of(b"list")), bytes: None }
}

fn stamp() -> Stamp {
    Stamp {
        as_written: Hostile::new("[02.03.26, 10:15:30]"),
        wall: Some("2026-03-02T10:15:30".parse().unwrap()),
        instant: Some(moment("2026-03-02T09:15:30.123456789Z")),
        zone: Zone::Assumed,
        precision: Precision::Second,
        day_month: DayMonth::Guessed,
    }
}

/// A demand of 1,500,000 USD and then one of 900,000, an offer, a deadline on 4 March and one on 9 March, one wallet.
pub fn analysis(priority: Priority, score: f64) -> Analysis {
    let span = Span::new(0, 3);
    let amount =
        |value, role| Amount { value, currency: "USD".into(), role, by: Role::Attacker, message: 0, span, as_written: Hostile::new("USD") };
    Analysis {
        assessment: Assessment {
            verdict: if score >= 50.0 { Verdict::Extortion } else { Verdict::Unrelated },
            score,
            caveats: vec![Caveat::TooShort],
            priority,
            priority_because: "an invented reason".into(),
            reasons: vec![Reason {
                rule: "base".into(),
                points: -2.25,
                words: "where it starts".into(),
                message: None,
                span: None,
                without: None,
            }],
            rule_set: "sha256:00".into(),
            engine: "0.1.0".into(),
        },
        actors: vec![ActorMatch {
            name: "Inventedgroup".into(),
            stated: true,
            grade: Grade::SelfNamed,
            because: "it names itself".into(),
            as_written: Hostile::new("Inventedgroup"),
            message: 0,
            span,
            attack_id: None,
            aliases: vec![],
            sanctions: vec![],
            disputed_by: None,
        }],
        observables: vec![Observable {
            kind: ObservableKind::Email,
            value: Hostile::new("pay@mail.example"),
            as_written: Hostile::new("pay@mail.example"),
            validity: Validity::Unchecked,
            repair: None,
            message: 0,
            span,
        }],
        amounts: vec![amount(1_500_000.0, AmountRole::Demand), amount(900_000.1, AmountRole::Demand), amount(100_000.0, AmountRole::Offer)],
        deadlines: vec![deadline("2026-03-09"), deadline("2026-03-04")],
        ledger: vec![],
        register: vec![],
        claims: vec![],
        data_types: vec![],
        volume: vec![],
        threats: vec![],
        proof: vec![],
        techniques: vec![],
        victims: vec![],
        participants: vec![],
        findings: vec![],
    }
}

fn deadline(day: &str) -> Deadline {
    Deadline {
        hours: None,
        iso: Some(day.into()),
        due: Some(moment(&format!("{day}T12:00:00Z"))),
        assumed: None,
        kind: DeadlineKind::Payment,
        soft: false,
        by: Role::Attacker,
        message: 0,
        span: Span::new(0, 3),
        as_written: Hostile::new(day),
    }
}

/// Flip one bit of a file.
pub fn flip(path: &Path, at: u64) {
    let mut bytes = std::fs::read(path).unwrap();
    bytes[at as usize] ^= 1;
    std::fs::write(path, bytes).unwrap();
}
