//! What the engine promises of any text at all.

use proptest::prelude::*;
use shakedown_core::{Analysis, Caveat, Hostile, ObservableKind, Role, Span, Transcript, Verdict, VictimKind};
use shakedown_detect::{Context, Engine};

thread_local! {
    static ENGINE: Engine = Engine::built_in().unwrap();
}

fn analyse(said: &[(Option<&str>, &str)]) -> Analysis {
    ENGINE.with(|engine| engine.analyse(&Transcript::talk(said.iter().copied()), &Context::default()))
}

/// Every place of an analysis: its message, its span and the text that it quotes.
fn quotes(analysis: &Analysis) -> Vec<(u32, Span, String)> {
    let mut all: Vec<(u32, Span, &Hostile)> = Vec::new();
    all.extend(analysis.findings.iter().map(|f| (f.message, f.span, &f.as_written)));
    all.extend(analysis.observables.iter().map(|o| (o.message, o.span, &o.as_written)));
    all.extend(analysis.amounts.iter().map(|a| (a.message, a.span, &a.as_written)));
    all.extend(analysis.deadlines.iter().map(|d| (d.message, d.span, &d.as_written)));
    all.extend(analysis.actors.iter().map(|a| (a.message, a.span, &a.as_written)));
    all.extend(analysis.claims.iter().map(|c| (c.message, c.span, &c.as_written)));
    all.extend(analysis.data_types.iter().map(|c| (c.message, c.span, &c.as_written)));
    all.extend(analysis.threats.iter().map(|c| (c.message, c.span, &c.as_written)));
    all.extend(analysis.proof.iter().map(|c| (c.message, c.span, &c.as_written)));
    all.extend(analysis.volume.iter().map(|v| (v.message, v.span, &v.as_written)));
    all.extend(analysis.victims.iter().map(|v| (v.message, v.span, &v.name)));
    all.extend(analysis.ledger.iter().map(|step| (step.message, step.span, &step.as_written)));
    all.extend(analysis.register.iter().map(|claim| (claim.message, claim.span, &claim.as_written)));
    all.into_iter().map(|(message, span, quoted)| (message, span, quoted.raw().to_owned())).collect()
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

#[test]
fn the_ledger_tells_each_step_of_the_price_and_what_it_hangs_on() {
    let analysis = analyse(&[
        (Some("nightdesk"), "We have downloaded your data. The price is $100,000. If you do not pay in 3 days we publish everything."),
        (Some("anna"), "$100,000 is too much for us. We can offer $20,000."),
        (Some("nightdesk"), "$20,000? No. We give you a 15% discount if you pay today."),
        (Some("anna"), "So $85,000? Our best offer is $40,000."),
        (Some("nightdesk"), "OK, we accept $40,000, send it to the wallet."),
        (Some("anna"), "We just sent $40,000."),
    ]);
    let steps: Vec<_> = analysis
        .ledger
        .iter()
        .map(|step| (step.kind.as_str(), step.by.as_str(), step.value, step.percent, step.hours, step.of, step.message))
        .collect();
    assert_eq!(
        steps,
        [
            ("demand", "attacker", Some(100_000.0), None, None, None, 0),
            ("limit", "attacker", None, None, Some(72.0), Some(0), 0),
            ("offer", "victim", Some(20_000.0), None, None, Some(0), 1),
            ("discount", "attacker", Some(85_000.0), Some(15.0), None, Some(0), 2),
            ("limit", "attacker", None, None, Some(24.0), Some(3), 2),
            ("demand", "victim", Some(85_000.0), None, None, Some(3), 3),
            ("offer", "victim", Some(40_000.0), None, None, Some(5), 3),
            ("demand", "attacker", Some(40_000.0), None, None, Some(6), 4),
            ("payment", "victim", Some(40_000.0), None, None, Some(7), 5),
        ]
    );
}

#[test]
fn sums_and_limits_written_without_a_digit_are_seen() {
    for (text, sums, limits) in [
        ("We took your data. Pay half a million dollars by Friday or we publish it.", 1, 1),
        ("We took your data. Pay TWO HUNDRED thousand euros until tomorrow, otherwise we leak everything.", 1, 1),
        ("Wir haben Ihre Daten kopiert. Zahlen Sie eine halbe Million Euro binnen drei Tagen, sonst veröffentlichen wir alles.", 1, 1),
        ("Мы скачали ваши данные. Заплатите пять миллионов рублей до ПЯТНИЦЫ, иначе опубликуем все.", 1, 1),
    ] {
        let found = analyse(&[(None, text)]);
        assert_eq!((found.amounts.len(), found.deadlines.len()), (sums, limits), "{text}");
    }
}

#[test]
fn a_warmed_engine_finds_the_same() {
    let engine = Engine::built_in().unwrap();
    engine.warm();
    let text = "We have downloaded your databases. Pay $450,000 within 72 hours or we publish them.";
    assert_eq!(engine.analyse(&Transcript::talk([(None, text)]), &Context::default()), analyse(&[(None, text)]));
}

#[test]
fn the_register_tells_how_each_claim_stands() {
    let standing = |said: &[(Option<&str>, &str)], claim: &str| {
        let analysis = analyse(said);
        let entry = analysis.register.into_iter().find(|entry| entry.claim.as_str() == claim);
        entry.map(|entry| {
            (entry.standing.as_str(), entry.support.len(), entry.against.iter().map(|sign| sign.words.clone()).collect::<Vec<_>>())
        })
    };
    let open = "We have downloaded your data from your network and encrypted your files. Pay $50,000 in 3 days or we publish everything.";
    let talk = |more: &'static str| vec![(Some("nightdesk"), open), (Some("anna"), "what is this?"), (Some("nightdesk"), more)];
    assert_eq!(standing(&talk("Pay."), "exfiltrated"), Some(("asserted", 0, vec![])));
    assert_eq!(
        standing(&talk("You can choose any 3 random files from the list as proof."), "exfiltrated"),
        Some(("sample-offered", 1, vec![]))
    );
    assert_eq!(standing(&talk("Here is the file list: tree.txt"), "exfiltrated"), Some(("sample-shown", 1, vec![])));
    assert_eq!(standing(&talk("We will decrypt one file for free."), "encrypted"), Some(("sample-offered", 1, vec![])));
    let apart = vec![
        (Some("nightdesk"), "We have downloaded 700 GB of your data from your network. Pay $50,000 in 3 days or we publish everything."),
        (Some("anna"), "what is this?"),
        (Some("nightdesk"), "We have 1.2 TB of your data."),
    ];
    assert_eq!(standing(&apart, "exfiltrated"), Some(("contradicted", 0, vec!["700 GB first, 1.2 TB here".to_owned()])));
    let more = [apart[0], apart[1], (Some("nightdesk"), "We downloaded another 40 GB of your data.")];
    assert_eq!(standing(&more, "exfiltrated"), Some(("asserted", 0, vec![])));
}

#[test]
fn a_reason_says_what_the_score_would_be_without_it() {
    let said = "We have downloaded your customer database. Pay 2 BTC in 48 hours or we publish it.";
    let assessment = analyse(&[(None, said)]).assessment;
    for reason in &assessment.reasons {
        assert_eq!(reason.without.is_some(), reason.message.is_some(), "{}", reason.rule);
        let moved = reason.without.is_none_or(|without| (without < assessment.score) == (reason.points > 0.0));
        assert!(moved, "{}: {:?} of {}", reason.rule, reason.without, assessment.score);
    }
    // A wallet's own words are all that is said here: without them the wallet falls with them.
    let lone = analyse(&[(None, "send bitcoin to 1BoatSLRHtKNngkdXEeobR76b53LETtpyT")]).assessment;
    let base: f64 = lone.reasons.iter().filter(|reason| reason.message.is_none()).map(|reason| reason.points).sum();
    let floor = 100.0 / (1.0 + (-base).exp());
    let words: Vec<_> = lone.reasons.iter().filter(|reason| reason.rule.starts_with("payment.")).collect();
    assert!(
        words.len() == 1 && words.iter().all(|reason| reason.without.is_some_and(|without| (without - floor).abs() < 1e-9)),
        "{lone:?}"
    );
}

#[test]
fn plain_turns_count_together_and_in_a_short_text_alone() {
    let indirect = "Good morning. The engineering archive is not missing, it is with us. We would like to settle this discreetly before your \
        customers hear about it. It is up to you.";
    let short = analyse(&[(None, indirect)]);
    let brief: Vec<_> = short.assessment.reasons.iter().filter(|reason| reason.rule.starts_with("brief.of-")).collect();
    assert_eq!(short.assessment.verdict, Verdict::Extortion, "{short:?}");
    assert!(brief.len() == 1 && brief[0].rule == "brief.of-30-words" && brief[0].points < 0.0, "{brief:?}");
    let talk = "The train was late again and nobody at the station knew why. ".repeat(12);
    let long = analyse(&[(None, &format!("{talk}{indirect}"))]);
    assert!(long.assessment.reasons.iter().all(|reason| !reason.rule.starts_with("brief.")), "{:?}", long.assessment.reasons);
    assert_eq!(analyse(&[(None, "It is up to you.")]).assessment.verdict, Verdict::Unrelated);
}

#[test]
fn a_name_on_the_infrastructure_of_another_group_is_disputed() {
    let text = "We are LockBit. Your files are encrypted and your data is stolen. Pay or we publish it.\n\
        http://z3wqggtxft7id3ibr7srivv5gjof5fwg76slewnzwwakjuf3nlhukdid.onion/blog";
    let analysis = analyse(&[(None, text)]);
    let who: Vec<_> =
        analysis.actors.iter().map(|actor| (actor.name.as_str(), actor.grade.as_str(), actor.disputed_by.as_deref())).collect();
    assert_eq!(who, [("DragonForce", "infrastructure", None), ("LockBit", "self-named", Some("DragonForce"))]);
    assert!(analysis.assessment.caveats.contains(&Caveat::NameDisputed));
    let own = analyse(&[(None, &text.replace("LockBit", "DragonForce"))]);
    assert!(!own.assessment.caveats.contains(&Caveat::NameDisputed));
}

#[test]
fn an_address_in_the_senders_label_is_seen_beside_the_body() {
    let analysis = analyse(&[(Some("Night Desk <desk@night.example>"), "We have recorded you. Send 1 BTC.")]);
    let seen: Vec<_> = analysis.observables.iter().map(|seen| (seen.kind, seen.value.raw(), seen.span.is_empty())).collect();
    assert_eq!(seen, [(ObservableKind::Email, "desk@night.example", true)]);
}

#[test]
fn victims_are_named_by_cue_and_a_group_is_none() {
    let text = "Attention, owners of northgate-dental.example! We hacked Northgate Dental and downloaded your data. We are from LockBit. Pay or we publish it.";
    let named: Vec<_> = analyse(&[(None, text)]).victims.into_iter().map(|victim| (victim.name.raw().to_owned(), victim.kind)).collect();
    let expected = [("northgate-dental.example", VictimKind::Domain), ("Northgate Dental", VictimKind::Organisation)];
    assert_eq!(named, expected.map(|(name, kind)| (name.to_owned(), kind)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn every_span_quotes_the_text_as_written(
        bodies in prop::collection::vec("(\\PC|.|we have your |data |encrypted |publish |\\$5,000 |20% discount |in 3 days |> |<p>|&#101;|\u{200b}|\u{301}|\u{ad}|\u{202e}|\r\n|d2UgaGF2ZSB5b3VyIGRhdGE= |e n c r y p t e d |wе hаvе уоur dаtа |3ncryp73d |no |\"|LockBit |1Boat\u{200b}SLRHtKNngkdXEeobR76b53LETtpyT |desk\\[at\\]night\\.example |duckduckgogg42xjoc72x3sjasow\u{200b}oarfbgcmvfimaftt6twagswzczad\\.onion |hxxp://night\\[\\.\\]example |%77%65 ){0,30}", 1..4),
    ) {
        let said: Vec<(Option<&str>, &str)> = bodies.iter().map(|body| (None, body.as_str())).collect();
        for (message, span, quoted) in quotes(&analyse(&said)) {
            prop_assert_eq!(span.of(&bodies[message as usize]), Some(quoted.as_str()));
        }
    }
}
