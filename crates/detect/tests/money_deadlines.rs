//! Sums and time limits as people write them, and what looks like them and is not. Every line is invented.

use jiff::civil::Weekday;
use proptest::prelude::*;
use shakedown_core::{AmountRole, DeadlineKind, Role};
use shakedown_detect::seen::{NamedDay, SeenDeadline, SeenMoney};
use shakedown_detect::{deadlines, money};

/// Text, then each sum as value and currency; a currency in brackets was not stated.
const SUMS: &[(&str, &[(f64, &str)])] = &[
    ("the price is $1,950,000", &[(1_950_000.0, "USD")]),
    ("we keep it safe for $ 1,950,000 only", &[(1_950_000.0, "USD")]),
    ("not even close to 1.95m", &[(1_950_000.0, "(USD)")]),
    ("I can offer 115K", &[(115_000.0, "(USD)")]),
    ("$4mil and not a cent less", &[(4_000_000.0, "USD")]),
    ("he pays us $5.500,000 then", &[(5_500_000.0, "USD")]),
    ("he pays me 5.500.000$", &[(5_500_000.0, "USD")]),
    ("25 000 sek", &[(25_000.0, "SEK")]),
    ("25 000 kr by invoice", &[(25_000.0, "SEK")]),
    ("3750000$", &[(3_750_000.0, "USD")]),
    ("after that it will return to 1kk", &[(1_000_000.0, "(USD)")]),
    ("revenue is below $10KK", &[(10_000_000.0, "USD")]),
    ("Pay 0,25 BTC", &[(0.25, "BTC")]),
    ("send 0.43000000 BTC", &[(0.43, "BTC")]),
    ("BTC 1.7235 will do", &[(1.7235, "BTC")]),
    ("21.07BTC in total", &[(21.07, "BTC")]),
    ("0.00512 bitcoins", &[(0.00512, "BTC")]),
    ("2.0 bitcoin", &[(2.0, "BTC")]),
    ("17 Bitcoin", &[(17.0, "BTC")]),
    ("₿ 0.5", &[(0.5, "BTC")]),
    ("450 XMR", &[(450.0, "XMR")]),
    ("1,200.5 XMR", &[(1_200.5, "XMR")]),
    ("5 monero received", &[(5.0, "XMR")]),
    ("3 ETH to the same wallet", &[(3.0, "ETH")]),
    ("50000 USDT", &[(50_000.0, "USDT")]),
    ("100k!", &[(100_000.0, "(USD)")]),
    ("half a million dollars", &[(500_000.0, "USD")]),
    ("if he does not agrees to 40.000, offer more", &[(40_000.0, "(USD)")]),
    ("asking for almost half a million", &[(500_000.0, "(USD)")]),
    ("one million dollars", &[(1_000_000.0, "USD")]),
    ("One hundred and twenty thousand dollars?", &[(120_000.0, "USD")]),
    ("one million two hundred thousand dollars", &[(1_200_000.0, "USD")]),
    ("two and a half million euros", &[(2_500_000.0, "EUR")]),
    ("send two bitcoins", &[(2.0, "BTC")]),
    ("USD 2.5M", &[(2_500_000.0, "USD")]),
    ("USD75000", &[(75_000.0, "USD")]),
    ("750 k USD", &[(750_000.0, "USD")]),
    ("500kUSD", &[(500_000.0, "USD")]),
    ("8m $ is realistic", &[(8_000_000.0, "USD")]),
    ("$ 5 M", &[(5_000_000.0, "USD")]),
    ("$14.5m", &[(14_500_000.0, "USD")]),
    ("$0.5billion", &[(500_000_000.0, "USD")]),
    ("3 million US dollars", &[(3_000_000.0, "USD")]),
    ("900 United States Dollars in bitcoin", &[(900.0, "USD")]),
    ("300,000 Canadian dollars", &[(300_000.0, "CAD")]),
    ("$700,000 CAD", &[(700_000.0, "CAD")]),
    ("C$ 45,000", &[(45_000.0, "CAD")]),
    ("A$250k", &[(250_000.0, "AUD")]),
    ("A $12,000 step is not fair", &[(12_000.0, "USD")]),
    ("R$ 1.500.000,00", &[(1_500_000.0, "BRL")]),
    ("€ 1.200.000", &[(1_200_000.0, "EUR")]),
    ("15k euro! last price", &[(15_000.0, "EUR")]),
    ("EUR 500.000,00", &[(500_000.0, "EUR")]),
    ("1,5 Mio. Euro", &[(1_500_000.0, "EUR")]),
    ("2 M€", &[(2_000_000.0, "EUR")]),
    ("£2.5m", &[(2_500_000.0, "GBP")]),
    ("40,000 pounds sterling", &[(40_000.0, "GBP")]),
    ("¥ 30000000", &[(30_000_000.0, "JPY")]),
    ("CHF 1'500'000", &[(1_500_000.0, "CHF")]),
    ("80 000 Franken", &[(80_000.0, "CHF")]),
    ("₹ 12,34,567", &[(1_234_567.0, "INR")]),
    ("20 lakh rupees", &[(2_000_000.0, "INR")]),
    ("MYR 20 million in BTC equivalent", &[(20_000_000.0, "MYR")]),
    ("1 500 000 USD", &[(1_500_000.0, "USD")]),
    ("$3'000'000 on Monday", &[(3_000_000.0, "USD")]),
    ("$35,0000 will not work", &[(350_000.0, "USD")]),
    ("300 тысяч долларов", &[(300_000.0, "USD")]),
    ("1,5 млн рублей", &[(1_500_000.0, "RUB")]),
    ("пять миллионов долларов", &[(5_000_000.0, "USD")]),
    ("eine Million Euro", &[(1_000_000.0, "EUR")]),
    ("fünfzigtausend, nein: 50 tausend Euro", &[(50_000.0, "EUR")]),
    ("deux millions d'euros", &[(2_000_000.0, "EUR")]),
    ("300 000 euros", &[(300_000.0, "EUR")]),
    ("un millón de dólares", &[(1_000_000.0, "USD")]),
    ("100 mil dólares", &[(100_000.0, "USD")]),
    ("dois milhões de reais", &[(2_000_000.0, "BRL")]),
    ("200 mila euro", &[(200_000.0, "EUR")]),
    ("3 milioni di euro", &[(3_000_000.0, "EUR")]),
    ("50만 달러", &[(500_000.0, "USD")]),
    ("支付100万美元", &[(1_000_000.0, "USD")]),
    ("$100k-200k", &[(100_000.0, "USD"), (200_000.0, "USD")]),
    ("not in the 150-300K range", &[(150_000.0, "(USD)"), (300_000.0, "(USD)")]),
    ("$3-4 million dollars", &[(3_000_000.0, "USD"), (4_000_000.0, "USD")]),
    ("800 to 900 k USD", &[(800_000.0, "USD"), (900_000.0, "USD")]),
    ("$8500000 (302.5 BTC)", &[(8_500_000.0, "USD"), (302.5, "BTC")]),
    ("first payment sent ($150.000), next ($25.000)", &[(150_000.0, "USD"), (25_000.0, "USD")]),
    ("$100,000 $50,000", &[(100_000.0, "USD"), (50_000.0, "USD")]),
    ("1.5M until tonight or 2.4M until Wednesday?", &[(1_500_000.0, "(USD)"), (2_400_000.0, "(USD)")]),
    ("we said 15k euro. 12k is too little", &[(15_000.0, "EUR"), (12_000.0, "(EUR)")]),
    ("600.000 thousand dollars", &[(600_000.0, "USD")]),
    ("150K in Bitcoin", &[(150_000.0, "(USD)")]),
    ("transfer 1550 in Bitcoin", &[(1_550.0, "(USD)")]),
    ("Then pay in Monero 300k", &[(300_000.0, "(USD)")]),
    ("send it in XMR 12.5 k before noon", &[(12_500.0, "(USD)")]),
    ("pay in DOGE 300k", &[(300_000.0, "DOGE")]),
    ("I have 22,750.00 now", &[(22_750.0, "(USD)")]),
    ("28,000.00 correct ?", &[(28_000.0, "(USD)")]),
    ("we can pay 5000", &[(5_000.0, "(USD)")]),
    ("could offer 1200 for the decryptor", &[(1_200.0, "(USD)")]),
    ("the most we can do is 100,000.", &[(100_000.0, "(USD)")]),
    ("1000 and not more", &[(1_000.0, "(USD)")]),
    ("we want $1,500,000 today", &[(1_500_000.0, "USD")]),
    // Not money.
    ("we took 300 GB of data", &[]),
    ("more than 50 thousand files", &[]),
    ("100k files and 2m records were copied", &[]),
    ("5k employees in 12 countries", &[]),
    ("call +49 30 1234567 or 555-0199", &[]),
    ("version 1.2.3 on port 8443", &[]),
    ("Server 10.40.10.162 answers", &[]),
    ("\\\\10.40.10.162\\D$\\backup", &[]),
    ("on 30.08.2021 at 12:45", &[]),
    ("a 20% discount", &[]),
    ("AES-256 and RSA-2048", &[]),
    ("ticket #48213, id 77120034", &[]),
    ("we will pay in 3 days", &[]),
    ("pay in bitcoin 24 hours before", &[]),
    ("the price goes to $0", &[]),
    ("a few million dollars", &[]),
    ("multi-million dollar company", &[]),
    ("one dollar, one coin, one friend", &[]),
    ("[2021 K-1 form.pdf]", &[]),
    ("https://pay.example/1500k/usd", &[]),
    ("file0100k.bin", &[]),
    ("$$  $$   $$$ 8 $$", &[]),
    ("open 24/7, 365 days", &[]),
    ("I was born in 1985", &[]),
    ("chapter 3m of the book", &[]),
];

fn written(sum: &SeenMoney) -> (f64, String) {
    let currency = if sum.currency_stated { sum.currency.to_owned() } else { format!("({})", sum.currency) };
    ((sum.value * 1e8).round() / 1e8, currency)
}

#[test]
fn sums_are_read_in_every_spelling() {
    let read = |text| money::find(text).iter().map(written).collect::<Vec<_>>();
    let expect = |sums: &[(f64, &str)]| sums.iter().map(|(value, currency)| (*value, (*currency).to_owned())).collect::<Vec<_>>();
    let wrong: Vec<_> =
        SUMS.iter().map(|(text, sums)| (text, read(text), expect(sums))).filter(|(_, found, expected)| found != expected).collect();
    assert!(wrong.is_empty(), "text, found, expected: {wrong:#?}");
}

/// Speaker, the sentence with its sum, and what the sum is for.
const ROLES: &[(Role, &str, AmountRole)] = &[
    (Role::Attacker, "The price for decryption is $400,000.", AmountRole::Demand),
    (Role::Unknown, "To get your files back send 0.3 BTC to this wallet.", AmountRole::Demand),
    (Role::Attacker, "We can go down to $350k if you pay today.", AmountRole::Demand),
    (Role::Attacker, "$200,000 and we have a deal.", AmountRole::Demand),
    (Role::Attacker, "We will not accept anything below $2 million.", AmountRole::Demand),
    (Role::Attacker, "Your offer of $5,000 is declined.", AmountRole::Offer),
    (Role::Attacker, "We can't accept $40,000 from you.", AmountRole::Offer),
    (Role::Attacker, "There is no way we agree to $10,000.", AmountRole::Offer),
    (Role::Attacker, "0.008 BTC received.", AmountRole::Paid),
    (Role::Attacker, "5 monero receive", AmountRole::Paid),
    (Role::Attacker, "Once we received $50,000 you get the tool.", AmountRole::Demand),
    (Role::Attacker, "Your net income last year was above $2,000,000.", AmountRole::Other),
    (Role::Attacker, "You have 5M coverage.", AmountRole::Other),
    (Role::Attacker, "We give you a $20,000 discount.", AmountRole::Other),
    (Role::Attacker, "The regulator will fine you: GDPR fines reach 20 million euros.", AmountRole::Other),
    (Role::Attacker, "Recovery companies say 5 million dollars and secretly pay us less.", AmountRole::Other),
    (Role::Attacker, "Price for your company is 15m$.", AmountRole::Demand),
    (Role::Victim, "We can offer $100K.", AmountRole::Offer),
    (Role::Victim, "The best we can do is 12k", AmountRole::Offer),
    (Role::Victim, "Would you accept $4000?", AmountRole::Offer),
    (Role::Victim, "We don't have $100,000.", AmountRole::Demand),
    (Role::Victim, "You are asking for over $400k", AmountRole::Demand),
    (Role::Victim, "$30k is too high for us", AmountRole::Demand),
    (Role::Victim, "Your demand of 2.7mil is not worth the data", AmountRole::Demand),
    (Role::Victim, "We just sent $500 to the wallet.", AmountRole::Paid),
    (Role::Victim, "I already transferred 22,750.00 to my friend's account", AmountRole::Offer),
    (Role::Victim, "Our net revenue last year was $3M.", AmountRole::Other),
    (Role::Victim, "I make $800.00 per two weeks", AmountRole::Other),
    (Role::Victim, "bitcoin price now is $38,650", AmountRole::Other),
    (Role::Victim, "We had to pay the lawyers, our loss is $250,000", AmountRole::Other),
    (Role::Victim, "As a non-profit charity we propose 800k", AmountRole::Offer),
    (Role::Victim, "When you said $700,000, did you mean Canadian dollars?", AmountRole::Demand),
    (Role::Victim, "Asking for $90k and only showing 6 files is not convincing", AmountRole::Demand),
    (Role::Victim, "The price with only a 20% discount is still $2million USD.", AmountRole::Demand),
    (Role::Victim, "The caller stated ransom was $300K.", AmountRole::Demand),
    (Role::Victim, "We managed to transfer BTC 1.295 to your address.", AmountRole::Paid),
    (Role::Victim, "OK, the broker sent $80K.", AmountRole::Paid),
    (Role::Victim, "Test transaction of 50$ sent.", AmountRole::Paid),
    (Role::Victim, "Once the $500 are sent you will see it.", AmountRole::Offer),
    (Role::Victim, "We had a cash outflow of £16.1M in the first half.", AmountRole::Other),
    (Role::Victim, "XMR (currently trading around US$ 287)", AmountRole::Other),
    (Role::Victim, "Our data is not worth $1M to anybody.", AmountRole::Other),
    (Role::Attacker, "Confirm 0.43000000 BTC", AmountRole::Paid),
    (Role::Attacker, "We confirm the receipt of $500.", AmountRole::Paid),
];

#[test]
fn a_sum_is_weighed_in_its_sentence() {
    let judge = |by, text| money::find(text).iter().map(|sum| money::role(text, sum.span, by)).collect::<Vec<_>>();
    let wrong: Vec<_> = ROLES
        .iter()
        .map(|(by, text, role)| (text, judge(*by, text), vec![*role]))
        .filter(|(_, found, expected)| found != expected)
        .collect();
    assert!(wrong.is_empty(), "text, found, expected: {wrong:#?}");
}

#[test]
fn a_sum_keeps_its_part_when_the_other_side_repeats_it() {
    let talk = [
        (Role::Attacker, "The price is $300,000.", 300_000.0, AmountRole::Demand),
        (Role::Victim, "So $300,000?", 300_000.0, AmountRole::Demand),
        (Role::Victim, "I have 35k.", 35_000.0, AmountRole::Offer),
        (Role::Attacker, "35k? Ridiculous.", 35_000.0, AmountRole::Offer),
        (Role::Attacker, "Fine, we agree to 35k.", 35_000.0, AmountRole::Demand),
        (Role::Victim, "35k then.", 35_000.0, AmountRole::Demand),
        (Role::Attacker, "650 is my last price, 35k was a joke", 650_000.0, AmountRole::Demand),
        (Role::Attacker, "650k", 650_000.0, AmountRole::Demand),
    ];
    let surprised = [
        (Role::Victim, "Ten million?", 10_000_000.0, AmountRole::Demand),
        (Role::Victim, "We can do 100k.", 100_000.0, AmountRole::Offer),
        (Role::Attacker, "Add another $100,000 and we shake hands.", 100_000.0, AmountRole::Demand),
    ];
    for talk in [&talk[..], &surprised] {
        repeats(talk);
    }
}

fn repeats(talk: &[(Role, &str, f64, AmountRole)]) {
    let mut ledger = money::Ledger::default();
    for &(by, text, value, expected) in talk {
        let mut sums = money::find(text);
        let sum = sums.first_mut().expect(text);
        assert_eq!((ledger.enter(text, sum, by), sum.value), (expected, value), "{text:?}");
    }
}

#[test]
fn a_sum_without_its_currency_is_in_that_of_the_talk() {
    let mut ledger = money::Ledger::default();
    for text in ["We want € 90,000", "80k and we are done"] {
        let mut sums = money::find(text);
        let sum = sums.first_mut().expect(text);
        ledger.enter(text, sum, Role::Attacker);
        assert_eq!(sum.currency, "EUR", "{text:?}");
    }
}

/// What a limit is written as.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Limit {
    Hours(f64),
    Iso(&'static str),
    Day(NamedDay),
}

use DeadlineKind::{Contact, KeyDestroy, Payment, PriceIncrease, Publish, Response};
use Limit::{Day, Hours, Iso};

const HARD: bool = false;
const SOFT: bool = true;
const MONDAY: Limit = Day(NamedDay::Weekday(Weekday::Monday));
const FRIDAY: Limit = Day(NamedDay::Weekday(Weekday::Friday));

type Expected = Option<(Limit, DeadlineKind, bool)>;

/// Text, then its limit with kind and softness; none for what is no limit.
const LIMITS: &[(&str, Expected)] = &[
    ("You have 72 hours to contact us.", Some((Hours(72.0), Contact, HARD))),
    ("You have 3 days to pay.", Some((Hours(72.0), Payment, HARD))),
    ("Contact us within three days or we publish everything.", Some((Hours(72.0), Contact, HARD))),
    ("IF YOU DON'T CONTACT US WITHIN 72 HOURS, PRICE WILL BE HIGHER.", Some((Hours(72.0), Contact, HARD))),
    ("In case you didnt contact us in 3 days your data goes public.", Some((Hours(72.0), Contact, HARD))),
    ("If we do not receive the payment within 48 hours we leak the data.", Some((Hours(48.0), Payment, HARD))),
    ("$250,000 if you make payment within 48 hours.", Some((Hours(48.0), Payment, HARD))),
    ("You have 6 days 14 hours left.", Some((Hours(158.0), Payment, HARD))),
    ("1 day, 8 hours and 30 minutes left on the timer", Some((Hours(32.5), Payment, HARD))),
    ("2 business days left before we start uploading your data.", Some((Hours(48.0), Publish, HARD))),
    ("I give you 50 hours (more than 2 days) to pay.", Some((Hours(50.0), Payment, HARD))),
    ("You must pay within seven (7) days", Some((Hours(168.0), Payment, HARD))),
    ("You have 2-3 days to pay", Some((Hours(72.0), Payment, HARD))),
    ("Contact us within 72 working hours.", Some((Hours(72.0), Contact, HARD))),
    ("After 96 hours the key will be destroyed.", Some((Hours(96.0), KeyDestroy, HARD))),
    ("After 12 hours the price will double.", Some((Hours(12.0), PriceIncrease, HARD))),
    ("After 4 days if you wont connect us the price grows", Some((Hours(96.0), Contact, HARD))),
    ("In 24 hours we will announce the leak in our blog.", Some((Hours(24.0), Publish, HARD))),
    ("If you decide not to negotiate, in 48 hours your files are posted", Some((Hours(48.0), Response, HARD))),
    ("we wont keep your decryption keys more than one week", Some((Hours(168.0), Payment, HARD))),
    ("if there is no response from you in a day, we publish screenshots", Some((Hours(24.0), Response, HARD))),
    ("we will publish it in less than 48 hours", Some((Hours(48.0), Publish, HARD))),
    ("The deadline is 5 days.", Some((Hours(120.0), Payment, HARD))),
    ("The timer expires in 36h and the key is deleted", Some((Hours(36.0), KeyDestroy, HARD))),
    ("You have 30 minutes left until posting.", Some((Hours(0.5), Publish, HARD))),
    ("this is a one-day offer", Some((Hours(24.0), Response, HARD))),
    ("until 21/01/2024 00:00 UTC you can pay", Some((Iso("2024-01-21T00:00Z"), Payment, HARD))),
    ("Pay before 2024-05-01.", Some((Iso("2024-05-01"), Payment, HARD))),
    ("pay by May 5, 2025", Some((Iso("2025-05-05"), Payment, HARD))),
    ("the deadline is 3 Mar 2025", Some((Iso("2025-03-03"), Payment, HARD))),
    ("pay till 30.08 or it doubles", Some((Day(NamedDay::Date(8, 30)), Payment, HARD))),
    ("You have until Friday to pay.", Some((FRIDAY, Payment, HARD))),
    ("Pay on Monday or we publish your data.", Some((MONDAY, Payment, HARD))),
    ("We start publishing your data tomorrow.", Some((Hours(24.0), Publish, HARD))),
    ("If we don't get an answer today, there will be consequences.", Some((Hours(24.0), Response, HARD))),
    ("$130,000 if you pay today.", Some((Hours(24.0), Payment, HARD))),
    ("the day after tomorrow we will publish all of it", Some((Hours(48.0), Publish, HARD))),
    ("This price is only valid today.", Some((Hours(24.0), DeadlineKind::Discount, HARD))),
    ("Tomorrow is the last day.", Some((Hours(24.0), Payment, HARD))),
    ("Discount available if you contact us first 72 hours", Some((Hours(72.0), Contact, HARD))),
    ("Payment will be raised on 5/16/2017 00:47:55", Some((Iso("2017-05-16T00:47"), Payment, HARD))),
    ("We'll wait 5 days.", Some((Hours(120.0), Payment, HARD))),
    ("We will not give more than 24 hours.", Some((Hours(24.0), Payment, HARD))),
    ("The price is 1 BTC now, 5 BTC after 24 hours.", Some((Hours(24.0), Payment, HARD))),
    ("Time left: 3 days 4 hours", Some((Hours(76.0), Payment, HARD))),
    ("before the 15th of June you must pay", Some((Day(NamedDay::Date(6, 15)), Payment, HARD))),
    // Wishes and extensions.
    ("We are waiting for your files today.", Some((Hours(24.0), Payment, SOFT))),
    ("Waiting for your decision on Monday.", Some((MONDAY, Response, SOFT))),
    ("3 day added", Some((Hours(72.0), Payment, SOFT))),
    ("We will extend the timer by 2 days", Some((Hours(48.0), Payment, SOFT))),
    ("we accept $200,000 if you pay us this week", Some((Hours(168.0), Payment, SOFT))),
    // Other languages.
    ("Sie haben 72 Stunden, um uns zu kontaktieren.", Some((Hours(72.0), Contact, HARD))),
    ("Zahlen Sie innerhalb von drei Tagen, sonst wird alles veröffentlicht.", Some((Hours(72.0), Payment, HARD))),
    ("Nach 7 Tagen wird der Schlüssel gelöscht.", Some((Hours(168.0), KeyDestroy, HARD))),
    ("Vous avez 48 heures pour payer.", Some((Hours(48.0), Payment, HARD))),
    ("Après 3 jours, le prix sera doublé.", Some((Hours(72.0), PriceIncrease, HARD))),
    ("Tiene 48 horas para pagar.", Some((Hours(48.0), Payment, HARD))),
    ("Si no paga en cinco días, publicaremos sus datos.", Some((Hours(120.0), Payment, HARD))),
    ("Você tem 72 horas para pagar.", Some((Hours(72.0), Payment, HARD))),
    ("Se non pagate entro 3 giorni, i dati saranno pubblicati.", Some((Hours(72.0), Payment, HARD))),
    ("У вас есть 72 часа, чтобы связаться с нами.", Some((Hours(72.0), Contact, HARD))),
    ("Если вы не заплатите в течение трёх дней, данные опубликуют.", Some((Hours(72.0), Payment, HARD))),
    ("72시간 이내에 연락하지 않으면 공개합니다.", Some((Hours(72.0), Contact, HARD))),
    ("请在72小时内联系我们，否则公开。", Some((Hours(72.0), Contact, HARD))),
    // Not limits.
    ("We decrypt everything within 2 hours.", None),
    ("Check the mail, we will send you an email within 24 hours!", None),
    ("Within 8 days, we haven't made progress with the files.", None),
    ("No, we can't give you 3 days.", None),
    ("You will get the tool in 24 hours after payment.", None),
    ("You will be able to restore your systems within 24 hours.", None),
    ("The decrypted file will be uploaded within 2 hours.", None),
    ("If there is no answer within 24 hours, then write to our other mail.", None),
    ("We always reply within 24 hours.", None),
    ("This link is valid for 7 days.", None),
    ("All wallets will be valid for the next 24 hours.", None),
    ("Our support works 24 hours a day.", None),
    ("We attacked you 3 days ago.", None),
    ("For 2 weeks we were in your network.", None),
    ("The last 24 hours were hard.", None),
    ("It took 22 hours to answer.", None),
    ("Decryption takes 2 to 4 hours.", None),
    ("You have been waiting to contact us for about three weeks.", None),
    ("In a few hours.", None),
    ("We cannot give you until Tuesday.", None),
    ("Have a good day.", None),
    ("see you at the meeting tomorrow", None),
    ("the new release ships next week", None),
    ("Every day you lose money.", None),
    ("Wir antworten innerhalb von 24 Stunden.", None),
    ("Nous répondons dans les 24 heures.", None),
    ("La recuperación tarda 3 horas.", None),
];

fn limit(seen: &SeenDeadline) -> (Option<f64>, Option<String>, Option<NamedDay>, DeadlineKind, bool) {
    (seen.hours.map(|hours| (hours * 60.0).round() / 60.0), seen.iso.clone(), seen.day, seen.kind, seen.soft)
}

#[test]
fn limits_are_told_from_other_times() {
    let expect = |(written, kind, soft): (Limit, DeadlineKind, bool)| match written {
        Hours(hours) => (Some(hours), None, None, kind, soft),
        Iso(iso) => (None, Some(iso.to_owned()), None, kind, soft),
        Day(day) => (None, None, Some(day), kind, soft),
    };
    let read = |text| deadlines::find(text).iter().map(limit).collect::<Vec<_>>();
    let all = LIMITS.iter().map(|(text, expected)| (text, read(text), expected.map(expect).into_iter().collect::<Vec<_>>()));
    let wrong: Vec<_> = all.filter(|(_, found, expected)| found != expected).collect();
    assert!(wrong.is_empty(), "text, found, expected: {wrong:#?}");
}

#[test]
fn a_limit_is_looked_for_in_its_own_sentence() {
    let text = "We decrypt within 2 hours. Pay within 3 days or your data is sold.\n\nWe were inside for 5 weeks.";
    let seen = deadlines::find(text);
    assert_eq!(seen.iter().map(|seen| seen.span.of(text)).collect::<Vec<_>>(), [Some("3 days")]);
}

/// Pieces that the finders look at closely, so that random texts reach the code behind their patterns.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => proptest::sample::select(vec![
            "$", "€", "1", "000", ",", ".", " ", "'", "k", "kk", "mil", "million", "BTC", "USD", "half", "a", "one", "hundred", "thousand", "-", "to", "in", "(", ")", "within", "after",
            "until", "72", "hours", "days", "3", "21/01/2024", "00:00", "UTC", "today", "Friday", "you have", "if", "not", "pay", "we publish", "천", "만", "日", "小时", "час", "\n", "\u{a0}",
            "é", "´", "30.08", "99999999999999999999", "feb 30",
        ]).prop_map(str::to_owned),
        1 => any::<String>(),
    ]
}

proptest! {
    #[test]
    fn any_text_is_read_without_harm(pieces in proptest::collection::vec(piece(), 0..40)) {
        let text = pieces.concat();
        let sums = money::find(&text);
        for (at, sum) in sums.iter().enumerate() {
            prop_assert!(sum.span.of(&text).is_some_and(|written| !written.is_empty()));
            prop_assert!(sum.value.is_finite() && sum.value > 0.0);
            prop_assert!(sums.get(at + 1).is_none_or(|next| sum.span.end <= next.span.start));
            money::role(&text, sum.span, Role::Victim);
            money::Ledger::default().enter(&text, &mut sum.clone(), Role::Attacker);
        }
        for seen in deadlines::find(&text) {
            prop_assert!(seen.span.of(&text).is_some_and(|written| !written.is_empty()));
            prop_assert!(seen.hours.is_some() || seen.iso.is_some() || seen.day.is_some());
            deadlines::due(&seen, Some("2024-02-29T23:59:59Z".parse().expect("a moment")));
        }
    }
}

#[test]
fn time_grows_with_the_text_and_no_faster() {
    for unit in [
        "1 ", "$1", "1,000", "million ", "천", "one ", "72 hours ", "a day ", "if you pay within ", "(", "1 day 1 hour 1 minute ", "日",
        "today ",
    ] {
        let took = |length: usize| {
            let text = unit.repeat(length / unit.len());
            let once = || {
                let start = std::time::Instant::now();
                assert!(money::find(&text).len() + deadlines::find(&text).len() <= text.len());
                start.elapsed().as_secs_f64()
            };
            (0..3).map(|_| once()).fold(f64::INFINITY, f64::min)
        };
        let (small, large) = (took(20_000), took(160_000));
        assert!(large < small * 8.0 * 4.0 + 0.01, "{unit:?}: {small:.4} s for 20 kB, {large:.4} s for 160 kB");
    }
}
