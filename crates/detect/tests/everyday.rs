//! Short messages as they come in chats, mails and tickets. All are invented.

use shakedown_core::{Transcript, Verdict};
use shakedown_detect::{Context, Engine};

/// Texts that are extortion by themselves.
const EXTORTION: [&str; 26] = [
    "Hello, we exfiltrated the data from your company. We have customer database and Coop member card data.",
    "hi, this is not spam. we have downloaded 300 gb of your files. answer here or we post it on our blog",
    "Your servers are encrypted. Contact us in 48 hours or the key is gone forever.",
    "we have your payroll and passports of all staff. 40k in btc until friday or everything goes public",
    "Dear CEO, your network was breached last week. Pay 2 BTC or we sell the customer database.",
    "I recorded you through your webcam. Send $900 in bitcoin or all your contacts get the video.",
    "Stop ignoring us. Tomorrow we start leaking your contracts and mail the journalists.",
    "We will ddos your shop every day until you pay 5000 usdt",
    "Hey, I have your nudes. 300 dollars by tonight or I send them to your family and your followers",
    "Last warning: pay or we publish the source code of your product.",
    "we got into your cloud and copied every patient record. do not call the police, write to us on tox",
    "All your files have been locked! To get the decryptor send 0.05 BTC to the wallet below",
    "Tell your boss: transfer 20 000 euro in monero or the stolen documents go to your competitors",
    "If we do not hear from you in three days your data will be published. Proof is attached, file list and samples.",
    "voicemail transcript: hello this is the group that hacked your company we have your data and we want to negotiate call us back or we will release it",
    "Fwd: your website. We found a critical vulnerability in your site and extracted your databases. Pay 1.5 BTC or your reputation is ruined.",
    "It's us again. The price doubles on Monday. After that the decryption key will be deleted.",
    "We know where you live. Pay the 10k or your family will suffer.",
    "ur company got hacked, we took everything, 100k or we leak it all",
    "Wir haben Ihre Kundendaten heruntergeladen. Zahlen Sie 50.000 Euro in Bitcoin, sonst veröffentlichen wir alles.",
    "Nous avons volé toutes vos données. Payez 20 000 euros en bitcoin sinon nous les publierons.",
    "Hemos robado todos sus datos. Si no paga 30.000 dólares en bitcoin, publicaremos todo.",
    "Roubamos os dados da sua empresa. Você deve pagar 10 mil dólares em bitcoin ou vamos publicar tudo.",
    "Abbiamo rubato tutti i vostri dati. Dovete pagare 15.000 euro in bitcoin, altrimenti pubblicheremo tutto.",
    "Мы скачали все ваши данные. Вы должны заплатить 2 BTC, иначе мы опубликуем документы.",
    "wе hаvе dоwnlоаdеd аll yоur filеs. p\u{200b}ay 3 btc or we leak th\u{200b}em",
];

/// Texts that look alike and are not.
const OTHER: [&str; 26] = [
    "hi, I downloaded the files you shared, will review them tomorrow",
    "Your servers will be patched on Friday, please save your work before 18:00.",
    "we have your order ready, pay at the counter or by card",
    "Please pay invoice 4411 within 14 days, otherwise a late fee of 40 euro applies.",
    "Can you send me the customer database export? need it for the quarterly report",
    "The backup finished, 300 GB copied to the NAS.",
    "I recorded the meeting, the video is on the intranet for everybody who missed it.",
    "We will publish the release notes on our blog tomorrow.",
    "If you don't answer until Friday we will give the tickets to someone else.",
    "Did you see the news? Hackers stole data from a supermarket and want a ransom.",
    "Reminder: do not share your password. If you receive a blackmail mail, report it to the help desk.",
    "lol you got hacked in minecraft again, change your password",
    "bitcoin went up again, should I sell or hold?",
    "my phone is encrypted and I forgot the pin, how do I restore my files?",
    "Your account has been suspended. Verify your account within 24 hours or it will be closed.",
    "we took all the documents to the lawyer, she will contact you on Monday",
    "The price will increase on 1 March, order now and get a 20% discount.",
    "Security awareness: attackers encrypt files and threaten to publish stolen data. Never pay the ransom.",
    "Can anyone decrypt this old zip? I lost the key",
    "Der Server wird heute Nacht neu gestartet, bitte alle Dateien speichern.",
    "Nous avons téléchargé le nouveau logiciel, tout fonctionne.",
    "Hemos enviado los archivos, por favor confirme el pago de la factura.",
    "Мы отправили документы, оплатите счёт до пятницы.",
    "Ho scaricato i documenti, li guardo domani.",
    "send me 50 bucks on paypal for the pizza or no beer for you",
    "IT: the ransomware drill is on Tuesday, nobody needs to do anything.",
];

fn verdict(engine: &Engine, text: &str) -> (Verdict, f64) {
    let analysis = engine.analyse(&Transcript::talk([(None, text)]), &Context::default());
    (analysis.assessment.verdict, analysis.assessment.score)
}

/// The sets of `everyday/`: a file for each language, with the least share of extortion that must be found and the largest share of false alarms. Sets
/// that end in `-held-out` were not looked at when rules and points were made.
const SETS: [(&str, &str, f64, f64); 28] = [
    ("english", include_str!("everyday/english.tsv"), 0.84, 0.05),
    ("english, held out", include_str!("everyday/english-held-out.tsv"), 0.70, 0.12),
    ("german", include_str!("everyday/german.tsv"), 0.90, 0.0),
    ("german, held out", include_str!("everyday/german-held-out.tsv"), 0.60, 0.0),
    ("french", include_str!("everyday/french.tsv"), 0.90, 0.0),
    ("french, held out", include_str!("everyday/french-held-out.tsv"), 0.60, 0.0),
    ("spanish", include_str!("everyday/spanish.tsv"), 0.90, 0.0),
    ("spanish, held out", include_str!("everyday/spanish-held-out.tsv"), 0.60, 0.0),
    ("portuguese", include_str!("everyday/portuguese.tsv"), 0.90, 0.0),
    ("portuguese, held out", include_str!("everyday/portuguese-held-out.tsv"), 0.60, 0.0),
    ("italian", include_str!("everyday/italian.tsv"), 0.90, 0.0),
    ("italian, held out", include_str!("everyday/italian-held-out.tsv"), 0.60, 0.0),
    ("russian", include_str!("everyday/russian.tsv"), 0.90, 0.0),
    ("russian, held out", include_str!("everyday/russian-held-out.tsv"), 0.60, 0.0),
    (
        "english, indirect",
        concat!(
            include_str!("everyday/english-indirect.tsv"),
            include_str!("everyday/english-polite.tsv"),
            include_str!("everyday/english-alike.tsv")
        ),
        0.55,
        0.04,
    ),
    ("english, indirect, held out", include_str!("everyday/english-indirect-held-out.tsv"), 0.65, 0.05),
    ("german, indirect", concat!(include_str!("everyday/german-indirect.tsv"), include_str!("everyday/german-alike.tsv")), 0.74, 0.011),
    ("german, indirect, held out", include_str!("everyday/german-indirect-held-out.tsv"), 0.57, 0.0),
    ("french, indirect", concat!(include_str!("everyday/french-indirect.tsv"), include_str!("everyday/french-alike.tsv")), 0.62, 0.011),
    ("french, indirect, held out", include_str!("everyday/french-indirect-held-out.tsv"), 0.66, 0.0),
    ("spanish, indirect", concat!(include_str!("everyday/spanish-indirect.tsv"), include_str!("everyday/spanish-alike.tsv")), 0.59, 0.011),
    ("spanish, indirect, held out", include_str!("everyday/spanish-indirect-held-out.tsv"), 0.33, 0.0),
    (
        "portuguese, indirect",
        concat!(include_str!("everyday/portuguese-indirect.tsv"), include_str!("everyday/portuguese-alike.tsv")),
        0.48,
        0.011,
    ),
    ("portuguese, indirect, held out", include_str!("everyday/portuguese-indirect-held-out.tsv"), 0.66, 0.0),
    ("italian, indirect", concat!(include_str!("everyday/italian-indirect.tsv"), include_str!("everyday/italian-alike.tsv")), 0.55, 0.0),
    ("italian, indirect, held out", include_str!("everyday/italian-indirect-held-out.tsv"), 0.83, 0.17),
    ("russian, indirect", concat!(include_str!("everyday/russian-indirect.tsv"), include_str!("everyday/russian-alike.tsv")), 0.66, 0.011),
    ("russian, indirect, held out", include_str!("everyday/russian-indirect-held-out.tsv"), 0.66, 0.17),
];

#[test]
fn short_messages_of_seven_languages_are_told_apart() {
    let engine = Engine::built_in().unwrap();
    let mut below = Vec::new();
    for (name, rows, least, most) in SETS {
        let (mut found, mut all, mut alarms, mut others) = (0, 0, 0, 0);
        for (label, text) in rows.lines().filter_map(|row| row.split_once('\t')) {
            let flagged = verdict(&engine, &text.replace("\\n", "\n")).0 == Verdict::Extortion;
            if label == "extortion" {
                (found, all) = (found + usize::from(flagged), all + 1);
            } else {
                (alarms, others) = (alarms + usize::from(flagged), others + 1);
            }
        }
        let (recall, false_alarms) = (found as f64 / all as f64, alarms as f64 / others as f64);
        if recall < least || false_alarms > most {
            below.push(format!("{name}: found {found} of {all}, false alarms {alarms} of {others}"));
        }
    }
    assert!(below.is_empty(), "{}", below.join("\n"));
}
#[test]
fn short_messages_are_told_apart() {
    let engine = Engine::built_in().unwrap();
    let mut wrong = Vec::new();
    for (texts, extortion) in [(&EXTORTION, true), (&OTHER, false)] {
        for text in texts {
            let (found, score) = verdict(&engine, text);
            if (found == Verdict::Extortion) != extortion {
                wrong.push(format!("{score:.1} {found}: {text}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
