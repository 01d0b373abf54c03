//! An invented case: the group, the victim, the hosts and the wallets do not exist, and no address has a valid checksum.

use jiff::Timestamp;
use shakedown_core::*;
use shakedown_export::ExportOptions;

use crate::custody::custody;

pub const ONION: &str = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.onion";
const WALLET: &str = "bc1qinventedinventedinventedinventedinven0";
const REPAIR: &str = "bc1qinventedinventedinventedinventedinvent";

const CHAT: &str = include_str!("chat.txt");
const NOTE: &str = include_str!("note.txt");

pub fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub fn options() -> ExportOptions {
    ExportOptions {
        tlp: Tlp::Amber,
        made_at: time("2031-03-06T08:00:00Z"),
        by: "M. Keller".into(),
        program: "Shakedown 0.1.0".into(),
        redaction: None,
        store_guarded: true,
        fonts: vec![],
    }
}

/// A clock that runs, and a call that was promised and missed.
fn tasks() -> Vec<Task> {
    let from = time("2031-03-05T15:00:00Z");
    let task = |number: u32, kind, words: &str, due| Task {
        id: TaskId::new(format!("task-{number}")),
        number,
        kind,
        words: Hostile::new(words),
        due,
        state: TaskState::Due,
        clock: None,
        at: time("2031-03-05T15:20:00Z"),
        by: "M. Keller".into(),
    };
    let clock = StartedClock { statute: Statute::Gdpr, from };
    vec![
        Task { clock: Some(clock), ..task(1, TaskKind::Clock, "personal data of customers", Statute::Gdpr.due(from)) },
        task(2, TaskKind::Contact, "call back their counsel", Some(time("2031-03-05T18:00:00Z"))),
    ]
}

/// The case: a negotiation of twelve messages that was exported, and a note that somebody pasted.
pub fn case() -> CaseFile {
    let evidence = vec![
        evidence(1, CHAT, "MK/1", Some("chat \u{202e}nosj.json"), AcquisitionKind::File),
        evidence(2, NOTE, "MK/2", None, AcquisitionKind::Paste),
    ];
    let custody = custody();
    let chat = chat();
    let review = Review {
        transcript_id: chat.transcript.id.clone(),
        rule: "claim.encrypted".into(),
        message: 0,
        span: chat.analysis.claims[1].span,
        verdict: ReviewVerdict::Dismissed,
        at: time("2031-03-05T16:30:00Z"),
        by: "R. Osei".into(),
    };
    CaseFile {
        shakedown_case_file: 1,
        redacted: false,
        case: Case {
            id: CaseId::new("0b6f2c1e-7a55-4f0e-9b1a-2f6a35c5a001"),
            number: 7,
            title: "Gray Heron against Halvorsen Orchard Supply".into(),
            status: CaseStatus::Open,
            priority: Priority::P1,
            tlp: Tlp::Amber,
            created_at: time("2031-03-05T15:02:11Z"),
            created_by: "M. Keller".into(),
            evidence: evidence.iter().map(|item| item.id.clone()).collect(),
            work: CaseWork {
                priority: Some(Priority::P2),
                assignee: Some("R. Osei".into()),
                labels: vec!["insured".into(), "orchards".into()],
                ..CaseWork::default()
            },
        },
        evidence,
        transcripts: vec![chat, note()],
        notes: vec![Note {
            id: NoteId::new("note-1"),
            at: time("2031-03-05T16:41:00Z"),
            by: "R. Osei".into(),
            body: Hostile::new(
                "Spoke to IT: backups of 1 March are intact.\nThe panel at http://panel.gray-heron.example/login answers; nobody logged in.",
            ),
            revises: None,
        }],
        tasks: tasks(),
        reviews: vec![review],
        earlier: vec![],
        custody_head: custody.last().cloned(),
        custody_seal: Some(CustodySeal {
            public_key: "RWQ0inventedinventedinventedinventedinventedinventedinve".into(),
            signature:
                "untrusted comment: signature from a Shakedown store\nRUQ0invented==\ntrusted comment: custody event 4\ninvented==\n".into(),
        }),
        custody,
    }
}

fn evidence(number: u32, text: &str, exhibit_ref: &str, file_name: Option<&str>, kind: AcquisitionKind) -> EvidenceItem {
    EvidenceItem {
        id: EvidenceId::new(format!("0b6f2c1e-7a55-4f0e-9b1a-2f6a35c5e00{number}")),
        exhibit_ref: exhibit_ref.into(),
        sha256: Digest::of(text.as_bytes()),
        byte_len: text.len() as u64,
        file_name: file_name.map(Hostile::new),
        acquired: Acquisition { kind, by: "M. Keller".into(), at: time("2031-03-05T15:00:40Z") },
        parent: None,
    }
}

/// Messages under construction: `sender|time|body` a line, `\n` for a line break.
struct Script {
    messages: Vec<Message>,
}

impl Script {
    fn read(text: &str, evidence: u32) -> Self {
        let message = |(index, line): (usize, &str)| {
            let [sender, at, body] = line.splitn(3, '|').collect::<Vec<_>>().try_into().unwrap();
            let sent_at = (!at.is_empty()).then(|| stamp(at));
            Message {
                seq: index as u32,
                kind: if sender == "*" { MessageKind::System } else { MessageKind::Message },
                sender: (!sender.is_empty() && sender != "*").then(|| Hostile::new(sender)),
                role: Role::Unknown,
                sent_at,
                body: Hostile::new(body.replace("\\n", "\n").replace("ONION", ONION).replace("WALLET", WALLET)),
                attachments: Vec::new(),
                state: MessageState::Sent,
                reply_to: None,
                locator: if evidence == 1 {
                    Locator::pointer(format!("/messages/{index}")).with_bytes(index as u64 * 400, index as u64 * 400 + line.len() as u64)
                } else {
                    Locator::lines(index as u64 + 1, index as u64 + 1)
                },
            }
        };
        Self { messages: text.lines().enumerate().map(message).collect() }
    }

    fn place(&self, message: u32, words: &str) -> (u32, Span, Hostile) {
        let body = self.messages[message as usize].body.raw();
        let start = body.find(words).unwrap_or_else(|| panic!("message {message} does not say {words:?}"));
        (message, Span::new(start, start + words.len()), Hostile::new(words))
    }

    fn coded<C>(&self, code: C, rule: &str, message: u32, words: &str) -> Coded<C> {
        let (message, span, as_written) = self.place(message, words);
        Coded { code, rule: rule.into(), by: Role::Attacker, message, span, as_written }
    }

    fn amount(&self, value: f64, currency: &str, role: AmountRole, by: Role, message: u32, words: &str) -> Amount {
        let (message, span, as_written) = self.place(message, words);
        Amount { value, currency: currency.into(), role, by, message, span, as_written }
    }

    fn observable(&self, kind: ObservableKind, value: &str, repair: Option<&str>, message: u32, words: &str) -> Observable {
        let (message, span, as_written) = self.place(message, words);
        let validity = if kind == ObservableKind::Email { Validity::Unchecked } else { Validity::Invalid };
        Observable { kind, value: Hostile::new(value), as_written, validity, repair: repair.map(Hostile::new), message, span }
    }

    fn finding(&self, family: Family, rule: &str, words_for: &str, message: u32, words: &str) -> Finding {
        let (message, span, as_written) = self.place(message, words);
        let (rule_version, level, mood) = (1, Level::High, Mood::Asserted);
        Finding {
            rule: rule.into(),
            rule_version,
            family,
            code: None,
            level,
            words: words_for.into(),
            message,
            span,
            as_written,
            by: Role::Attacker,
            mood,
            view: None,
        }
    }

    fn reason(&self, rule: &str, points: f64, why: &str, message: u32, words: &str) -> Reason {
        let (message, span, _) = self.place(message, words);
        Reason { rule: rule.into(), points, words: why.into(), message: Some(message), span: Some(span), without: Some(41.5) }
    }

    fn transcript(self, evidence: u32, format: &str, notes: Vec<ImportNote>, participants: &[Participant]) -> Transcript {
        Transcript {
            id: TranscriptId::new(format!("0b6f2c1e-7a55-4f0e-9b1a-2f6a35c5d00{evidence}")),
            evidence_id: EvidenceId::new(format!("0b6f2c1e-7a55-4f0e-9b1a-2f6a35c5e00{evidence}")),
            format: format.into(),
            reader_version: 1,
            participants: participants.to_vec(),
            messages: self.messages,
            notes,
        }
    }
}

/// `2031-03-03T09:12:44Z` states its zone, `03/04/2031, 10:15` does not.
fn stamp(text: &str) -> Stamp {
    match text.parse::<Timestamp>() {
        Ok(instant) => Stamp {
            as_written: Hostile::new(text),
            wall: None,
            instant: Some(instant),
            zone: Zone::Stated,
            precision: Precision::Second,
            day_month: DayMonth::Forced,
        },
        Err(_) => Stamp {
            as_written: Hostile::new(text),
            wall: Some("2031-04-03T10:15:00".parse().unwrap()),
            instant: None,
            zone: Zone::Unknown,
            precision: Precision::Minute,
            day_month: DayMonth::Guessed,
        },
    }
}

fn base(points: f64) -> Reason {
    Reason {
        rule: "base".into(),
        points,
        words: "how rare such a text is before anything is read".into(),
        message: None,
        span: None,
        without: None,
    }
}

fn participants(names: &[(&str, Role)]) -> Vec<Participant> {
    names.iter().map(|(name, role)| Participant { name: Hostile::new(*name), role: *role }).collect()
}

fn assessment(verdict: Verdict, score: f64, priority: Priority, because: &str, caveats: Vec<Caveat>, reasons: Vec<Reason>) -> Assessment {
    Assessment {
        verdict,
        score,
        caveats,
        priority,
        priority_because: because.into(),
        reasons,
        rule_set: format!("sha256:{}", Digest::of(b"invented rules")),
        engine: "0.1.0".into(),
    }
}

fn sanction() -> Sanction {
    Sanction {
        list: "Invented List".into(),
        entry: "HERON, Gray".into(),
        date: "2030-09-14".into(),
        as_of: "2031-01-31".into(),
        source: "https://sanctions.example/entry/1".into(),
    }
}

fn chat() -> AnalysedTranscript {
    let mut s = Script::read(CHAT, 1);
    s.messages[4].attachments.push(Attachment {
        name: Hostile::new("list_of_files.txt"),
        sha256: Some(Digest::of(b"list")),
        bytes: Some(48_213),
    });
    s.messages[7].state = MessageState::Edited;
    s.messages[8].reply_to = Some(7);
    let (message, span, as_written) = s.place(0, "Gray Heron");
    let self_named = ActorMatch {
        name: "Gray Heron".into(),
        stated: true,
        grade: Grade::SelfNamed,
        because: "the text signs itself with this name".into(),
        as_written,
        message,
        span,
        attack_id: Some("G9999".into()),
        aliases: vec!["Ardea".into(), "Storm-9999".into()],
        sanctions: vec![sanction()],
        disputed_by: None,
    };
    let (message, span, as_written) = s.place(10, "desk@gray-heron.example");
    let contact =
        ActorMatch { grade: Grade::Contact, because: "its known mail address".into(), message, span, as_written, ..self_named.clone() };
    let (message, span, as_written) = s.place(2, "72 hours");
    let deadline = Deadline {
        hours: Some(72.0),
        iso: None,
        due: Some(time("2031-03-06T09:20:00Z")),
        assumed: Some("counted from the message's own time".into()),
        kind: DeadlineKind::Payment,
        soft: false,
        by: Role::Attacker,
        message,
        span,
        as_written,
    };
    let (message, span, as_written) = s.place(9, "until Friday");
    let soft = Deadline {
        hours: None,
        iso: Some("2031-03-07".into()),
        due: None,
        assumed: None,
        soft: true,
        kind: DeadlineKind::Discount,
        message,
        span,
        as_written,
        ..deadline.clone()
    };
    let (message, span, as_written) = s.place(4, "140 GB");
    let volume = Volume { value: 140.0, unit: VolumeUnit::Gb, message, span, as_written };
    let (message, span, name) = s.place(0, "Halvorsen Orchard Supply");
    let victim = Victim { name, kind: VictimKind::Organisation, message, span };
    let (at, host_span, host) = s.place(12, "halvorsen-orchard.example");
    let victim_host = Victim { name: host, kind: VictimKind::Domain, message: at, span: host_span };
    let speakers = participants(&[("Gray Heron", Role::Attacker), ("support (verified by Shakedown)", Role::Victim)]);
    let analysis = Analysis {
        assessment: assessment(
            Verdict::Extortion,
            98.73,
            Priority::P1,
            "a deadline ends within two days and data about people is said to be taken",
            vec![],
            vec![
                base(-3.2),
                s.reason("claim.exfiltrated", 3.9, "says that data was taken", 0, "downloaded 140 GB of your data"),
                s.reason("claim.encrypted", 1.45, "says that data was encrypted", 0, "encrypted your servers"),
                s.reason("threat.publish", 2.4, "threatens to publish", 2, "we publish everything on our blog"),
                s.reason("context.negotiation", -0.2, "the other side answers politely", 1, "Please wait"),
            ],
        ),
        actors: vec![contact, self_named],
        observables: vec![
            s.observable(ObservableKind::Onion, ONION, None, 2, &format!("http://{ONION}/blog")),
            s.observable(ObservableKind::Bitcoin, WALLET, Some(REPAIR), 6, WALLET),
            s.observable(ObservableKind::Email, "desk@gray-heron.example", None, 10, "desk@gray-heron.example"),
            s.observable(ObservableKind::Domain, "panel.gray-heron.example", None, 10, "panel.gray-heron.example:8443"),
        ]
        .into_iter()
        .chain(every_other_kind(&s))
        .collect(),
        amounts: vec![
            s.amount(1_500_000.0, "USD", AmountRole::Demand, Role::Attacker, 2, "$1.5M"),
            s.amount(5_000_000.0, "USD", AmountRole::Other, Role::Attacker, 4, "5 million"),
            s.amount(100_000.0, "USD", AmountRole::Offer, Role::Victim, 5, "100,000 USD"),
            s.amount(1_200_000.0, "USD", AmountRole::Demand, Role::Attacker, 6, "$1,200,000"),
            s.amount(250_000.0, "USD", AmountRole::Offer, Role::Victim, 8, "250k"),
            s.amount(900_000.0, "USD", AmountRole::Demand, Role::Attacker, 9, "900 000 $"),
        ],
        ledger: ledger(&s, &deadline),
        register: register(&s),
        deadlines: vec![deadline, soft],
        claims: vec![
            s.coded(ClaimCode::Exfiltrated, "claim.exfiltrated", 0, "downloaded 140 GB of your data"),
            s.coded(ClaimCode::Encrypted, "claim.encrypted", 0, "encrypted your servers"),
        ],
        data_types: vec![
            s.coded(DataType::Client, "data-type.client", 4, "customer contracts"),
            s.coded(DataType::Employee, "data-type.employee", 4, "passports of employees"),
        ],
        volume: vec![volume],
        threats: vec![
            s.coded(ThreatCode::Publish, "threat.publish", 2, "we publish everything on our blog"),
            s.coded(ThreatCode::NotifyCustomers, "threat.notify_customers", 2, "call your customers"),
        ],
        proof: vec![
            s.coded(ProofCode::FileList, "proof.file_list", 4, "list of files"),
            s.coded(ProofCode::TestDecrypt, "proof.test_decrypt", 7, "decrypt 2 files for free"),
        ],
        techniques: vec![
            Technique { id: "T1657".into(), name: "Financial Theft".into() },
            Technique { id: "T1486".into(), name: "Data Encrypted for Impact".into() },
        ],
        victims: vec![victim, victim_host],
        participants: speakers.clone(),
        findings: vec![
            s.finding(Family::Payment, "payment.bitcoin", "asks for Bitcoin", 6, "Send to"),
            s.finding(Family::Pressure, "pressure.no_police", "warns against the police", 2, "Do not call police"),
            s.finding(Family::Context, "context.negotiation", "the other side answers politely", 1, "Please wait"),
            s.finding(Family::Contact, "contact.mail", "gives a mail address", 10, "write to desk@gray-heron.example"),
        ],
    };
    let notes = vec![ImportNote::new(NoteKind::TimeUnreadable, Locator::pointer("/messages/11/timestamp"), "yesterday", "no time")];
    AnalysedTranscript { transcript: s.transcript(1, "ransomchats-json", notes, &speakers), analysis }
}

/// One of each of the kinds that the rest of the chat does not have, as message 12 gives them; the fixture says that they hold.
fn every_other_kind(s: &Script) -> Vec<Observable> {
    use ObservableKind::*;
    let body = s.messages[12].body.raw();
    let word = |start: &str| {
        let at = body.find(start).unwrap_or_else(|| panic!("no {start}"));
        body[at..].split([' ', ',']).next().unwrap().trim_end_matches(['.', ')'])
    };
    let table = [
        (VictimId, word("HOS-77"), Validity::Unchecked),
        (Telegram, "gray_heron_desk", Validity::Unchecked),
        (Jabber, word("heron@"), Validity::Unchecked),
        (Tox, word("0F0F"), Validity::Valid),
        (Session, word("05ab"), Validity::Unchecked),
        (Phone, "+999 555 0100", Validity::Unchecked),
        (Monero, word("4Invented"), Validity::Valid),
        (Iban, word("XX00"), Validity::Valid),
        (Url, word("http://files"), Validity::Unchecked),
        (Url, word("drop."), Validity::Unchecked),
        (Ip, word("192."), Validity::Unchecked),
        (Cve, word("CVE-"), Validity::Unchecked),
        (Domain, word("vpn."), Validity::Unchecked),
        (Sha256, word("c0ffee"), Validity::Unchecked),
        (Md5, body.rsplit('(').next().unwrap().trim_end_matches([')', '.']), Validity::Unchecked),
    ];
    table.map(|(kind, value, validity)| Observable { validity, ..s.observable(kind, value, None, 12, value) }).to_vec()
}

fn ledger(s: &Script, deadline: &Deadline) -> Vec<LedgerStep> {
    let step = |kind, by, value: Option<f64>, of, message, words: &str| {
        let (message, span, as_written) = s.place(message, words);
        let currency = value.map(|_| "USD".to_owned());
        LedgerStep { kind, by, value, currency, percent: None, hours: None, due: None, of, message, span, as_written }
    };
    let limit = step(StepKind::Limit, Role::Attacker, None, Some(0), 2, "72 hours");
    let discount = step(StepKind::Discount, Role::Attacker, Some(900_000.0), Some(3), 9, "discount");
    vec![
        step(StepKind::Demand, Role::Attacker, Some(1_500_000.0), None, 2, "$1.5M"),
        LedgerStep { hours: deadline.hours, due: deadline.due, ..limit },
        step(StepKind::Offer, Role::Victim, Some(100_000.0), Some(0), 5, "100,000 USD"),
        step(StepKind::Demand, Role::Attacker, Some(1_200_000.0), Some(0), 6, "$1,200,000"),
        step(StepKind::Offer, Role::Victim, Some(250_000.0), Some(3), 8, "250k"),
        LedgerStep { percent: Some(25.0), ..discount },
        step(StepKind::Demand, Role::Attacker, Some(900_000.0), Some(5), 9, "900 000 $"),
    ]
}

fn register(s: &Script) -> Vec<RegisteredClaim> {
    let claim = |claim, standing, message, words: &str, support, against| {
        let (message, span, as_written) = s.place(message, words);
        RegisteredClaim { claim, standing, times: 1, message, span, as_written, support, against }
    };
    let sign = |said: &str, proof, message, words: &str| {
        let (message, span, _) = s.place(message, words);
        ClaimSign { words: said.into(), proof: Some(proof), message, span }
    };
    let list = sign("a list of files is shown", ProofCode::FileList, 4, "list of files");
    let test = sign("a test decryption is offered", ProofCode::TestDecrypt, 7, "decrypt 2 files for free");
    let against = ClaimSign { words: "140 GB first, 90 GB here".into(), proof: None, ..list.clone() };
    vec![
        claim(ClaimCode::Exfiltrated, Standing::Contradicted, 0, "downloaded 140 GB of your data", vec![list], vec![against]),
        claim(ClaimCode::Encrypted, Standing::SampleOffered, 0, "encrypted your servers", vec![test], vec![]),
    ]
}

fn note() -> AnalysedTranscript {
    let s = Script::read(NOTE, 2);
    let analysis = Analysis {
        assessment: assessment(
            Verdict::Extortion,
            64.2,
            Priority::P3,
            "an extortion with nothing that presses",
            vec![Caveat::LanguageNotCovered, Caveat::TooShort],
            vec![base(-3.2), s.reason("claim.exfiltrated", 3.7845, "says that data was taken", 0, "скачали ваши данные")],
        ),
        actors: vec![],
        observables: vec![s.observable(ObservableKind::Onion, ONION, None, 3, ONION)],
        amounts: vec![],
        deadlines: vec![],
        ledger: vec![],
        register: vec![],
        claims: vec![s.coded(ClaimCode::Exfiltrated, "claim.exfiltrated", 0, "скачали ваши данные")],
        data_types: vec![],
        volume: vec![],
        threats: vec![s.coded(ThreatCode::Publish, "threat.publish", 1, "سننشر بياناتكم")],
        proof: vec![],
        techniques: vec![],
        victims: vec![],
        participants: vec![],
        findings: vec![],
    };
    let notes = vec![ImportNote::new(NoteKind::SpeakersUnknown, Locator::at(Place::Whole), "", "one message a line, without a sender")];
    AnalysedTranscript { transcript: s.transcript(2, "plain-text", notes, &[]), analysis }
}
