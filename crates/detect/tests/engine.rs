//! What the engine promises of any text at all.

use proptest::prelude::*;
use shakedown_core::{EvidenceId, Hostile, Locator, Message, MessageKind, MessageState, Role, Span, Transcript, TranscriptId, Verdict};
use shakedown_detect::{Context, Engine};

fn transcript(said: &[(Option<&str>, &str)]) -> Transcript {
    let message = |(seq, (sender, body)): (usize, &(Option<&str>, &str))| Message {
        seq: seq as u32,
        kind: MessageKind::Message,
        sender: sender.map(Hostile::new),
        role: Role::Unknown,
        sent_at: None,
        body: Hostile::new(*body),
        attachments: Vec::new(),
        state: MessageState::Sent,
        reply_to: None,
        locator: Locator::lines(1, 1),
    };
    Transcript {
        id: TranscriptId::new("t"),
        evidence_id: EvidenceId::new("e"),
        format: "text".into(),
        reader_version: 1,
        participants: Vec::new(),
        messages: said.iter().enumerate().map(message).collect(),
        notes: Vec::new(),
    }
}

thread_local! {
    static ENGINE: Engine = Engine::built_in().unwrap();
}

fn analyse(said: &[(Option<&str>, &str)]) -> shakedown_core::Analysis {
    ENGINE.with(|engine| engine.analyse(&transcript(said), &Context::default()))
}

/// Every place of an analysis, with the text that it quotes.
fn quotes(analysis: &shakedown_core::Analysis) -> Vec<(Span, String)> {
    let mut all: Vec<(Span, &Hostile)> = Vec::new();
    all.extend(analysis.findings.iter().map(|f| (f.span, &f.as_written)));
    all.extend(analysis.observables.iter().map(|o| (o.span, &o.as_written)));
    all.extend(analysis.amounts.iter().map(|a| (a.span, &a.as_written)));
    all.extend(analysis.deadlines.iter().map(|d| (d.span, &d.as_written)));
    all.extend(analysis.actors.iter().map(|a| (a.span, &a.as_written)));
    all.extend(analysis.claims.iter().map(|c| (c.span, &c.as_written)));
    all.extend(analysis.volume.iter().map(|v| (v.span, &v.as_written)));
    all.into_iter().map(|(span, quoted)| (span, quoted.raw().to_owned())).collect()
}

#[test]
fn the_points_add_up_to_the_score() {
    for text in ["hello", "We have downloaded your customer database. Pay 2 BTC in 48 hours or we publish it. Proof: file list attached."] {
        let assessment = analyse(&[(None, text)]).assessment;
        let sum: f64 = assessment.reasons.iter().map(|reason| reason.points).sum();
        let p = assessment.score / 100.0;
        assert!((sum - (p / (1.0 - p)).ln()).abs() < 0.05, "{sum} {p}");
        assert_eq!(assessment.reasons.iter().filter(|reason| reason.span.is_none()).count(), 1);
        assert_eq!(assessment.verdict == Verdict::Extortion, assessment.score >= 50.0);
    }
}

#[test]
fn a_wallet_an_onion_or_a_name_alone_decides_nothing() {
    for text in [
        "1Jd9WPQyW7xZxU6gJgsu2SZ7XJBKzH1QX2",
        "http://3flxllals7fwscfduzxd6wa5wzx3dl4txpw6bhh6sdhrjprn7yfrecqd.onion/",
        "DragonForce",
        "LockBit http://3flxllals7fwscfduzxd6wa5wzx3dl4txpw6bhh6sdhrjprn7yfrecqd.onion/ 1Jd9WPQyW7xZxU6gJgsu2SZ7XJBKzH1QX2 0.5 BTC within 24 hours",
    ] {
        assert_ne!(analyse(&[(None, text)]).assessment.verdict, Verdict::Extortion, "{text}");
    }
}

#[test]
fn a_report_that_quotes_a_message_is_about_extortion_and_lists_the_claim() {
    let text = "Hackers who call themselves DragonForce have told reporters that they broke into the retailer. A spokesperson said the attackers accessed data.\n\n\
        The criminals showed screenshots of the first extortion message. \"Hello, we exfiltrated the data from your company\", the chat says.\n\n\
        Researchers said the ransomware group is known for demanding a ransom.";
    let analysis = analyse(&[(None, text)]);
    assert_eq!(analysis.assessment.verdict, Verdict::AboutExtortion);
    assert!(analysis.claims.iter().any(|claim| claim.as_written.raw().contains("exfiltrated")));
    assert!(analysis.actors.iter().any(|actor| actor.name == "DragonForce"));
}

#[test]
fn a_talk_gives_parts_sums_and_what_each_is_for() {
    let analysis = analyse(&[
        (Some("anna"), "our files were encrypted, what is the price?"),
        (Some("nightdesk"), "We have downloaded your data. The price is $250,000, otherwise we publish everything."),
        (Some("anna"), "this is too much for us, we can offer $20,000"),
    ]);
    let parts: Vec<(String, Role)> = analysis.participants.iter().map(|p| (p.name.raw().to_owned(), p.role)).collect();
    assert_eq!(parts, [("anna".to_owned(), Role::Victim), ("nightdesk".to_owned(), Role::Attacker)]);
    let sums: Vec<(f64, &str, Role)> = analysis.amounts.iter().map(|a| (a.value, a.role.as_str(), a.by)).collect();
    assert_eq!(sums, [(250_000.0, "demand", Role::Attacker), (20_000.0, "offer", Role::Victim)]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn every_span_quotes_the_text_as_written(
        text in "(\\PC|we have your |data |encrypted |publish |\\$5,000 |in 3 days |> |<p>|&#101;|\u{200b}|\u{301}|\n|d2UgaGF2ZSB5b3VyIGRhdGE= |e n c r y p t e d |wе hаvе уоur dаtа |3ncryp73d |no |\"|LockBit ){0,40}",
    ) {
        for (span, quoted) in quotes(&analyse(&[(None, &text)])) {
            prop_assert_eq!(span.of(&text), Some(quoted.as_str()));
        }
    }
}
