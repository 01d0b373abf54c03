//! The words that the Teams window puts between messages, and the ways in which it writes a time.
//!
//! Source: pastes of the classic and the new client; the names of days in the languages of the client.

use std::sync::LazyLock;

use regex::Regex;

use crate::shadow::Shadow;

/// The longest line that may be a stamp, in characters.
const STAMP_MAX: usize = 60;

/// What a stamp tells of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Day {
    /// Day, month and year.
    Full,
    /// Day and month.
    NoYear,
    /// A day that counts from the day of copying: yesterday, a day of the week, or hours alone.
    Counted,
    /// Hours alone: of the day that stands above, else of the day of copying.
    Hours,
}

/// The day that `line` tells, if it is a stamp and nothing else.
pub(super) fn stamp(line: &str) -> Option<Day> {
    let shadow = short(line)?;
    let text = shadow.text.trim();
    let day = text.get(..TIME.find(text)?).unwrap_or_default().trim_end_matches([' ', ',']);
    match day {
        "" => Some(Day::Hours),
        day => self::day(strip_at(day)),
    }
}

/// The day that `line` tells, if it names a day and nothing else: what stands between the messages of two days.
pub(super) fn separator(line: &str) -> Option<Day> {
    let shadow = short(line)?;
    day(shadow.text.trim())
}

fn short(line: &str) -> Option<Shadow<'_>> {
    line.chars().nth(STAMP_MAX).is_none().then(|| Shadow::of(line, STAMP_MAX))
}

fn strip_at(day: &str) -> &str {
    let words = ["at", "um", "à", "a las", "alle", "om", "kl.", "kl", "às", "o", "в", "klo"];
    let before = words.iter().find_map(|word| day.strip_suffix(word)?.strip_suffix(' '));
    before.unwrap_or(day).trim_end_matches([' ', ','])
}

fn day(text: &str) -> Option<Day> {
    let plain = text.to_lowercase();
    if is_day_word(&plain) {
        return Some(Day::Counted);
    }
    let date = match plain.split_once([' ', ',']) {
        Some((word, rest)) if is_day_word(word.trim_end_matches(['.', ','])) => rest.trim_start_matches([' ', ',']),
        _ => plain.as_str(),
    };
    if FULL.is_match(date) {
        Some(Day::Full)
    } else if NO_YEAR.is_match(date) {
        Some(Day::NoYear)
    } else {
        None
    }
}

fn is_day_word(word: &str) -> bool {
    DAYS.iter().any(|line| line.split(' ').any(|day| day == word))
}

/// The time of day at the end of a stamp.
static TIME: Pattern = Pattern::new(|| {
    Regex::new(r"(?:^|[^0-9:./-])((?:(?:午前|午後|上午|下午|오전|오후) ?)?[0-2]?\d[:.h][0-5]\d(?: ?[AaPp]\.? ?[Mm]\.?)?(?: ?Uhr)?)$").ok()
});

/// A date with its year.
static FULL: Pattern = Pattern::new(|| {
    Regex::new(&format!(
        r"^(?:\d{{1,2}}([/.-]) ?\d{{1,2}}[/.-] ?(?:\d{{4}}|\d\d)|\d{{4}}[/.-] ?\d{{1,2}}[/.-] ?\d{{1,2}}\.?|{MONTH} \d{{1,2}}, \d{{4}}|\d{{1,2}}\.? {MONTH},? \d{{4}})$"
    )).ok()
});

/// A date without a year.
static NO_YEAR: Pattern =
    Pattern::new(|| Regex::new(&format!(r"^(?:\d{{1,2}}[/.-]\d{{1,2}}\.?|{MONTH} \d{{1,2}}|\d{{1,2}}\.? {MONTH})$")).ok());

const MONTH: &str = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec|january|february|march|april|june|july|august|september|october|november|december)";

/// A line of the program about the chat itself.
static EVENT: Pattern = Pattern::new(|| {
    let chat = "(?:the|this|a) (?:chat|team|meeting|conversation|channel|group|call)";
    let said = [
        format!("(?:added|removed|invited) .+ (?:to|from) {chat}"),
        format!("(?:has |have )?(?:temporarily )?(?:left|joined) {chat}"),
        format!("(?:started|ended|created|named|renamed) {chat}"),
        format!("(?:changed|set) {chat}(?:'s|’s)? (?:name|image|picture|description)"),
        "(?:un)?pinned a message".to_owned(),
        "no longer has access to the chat".to_owned(),
        "hat .+ zum Chat hinzugefügt|hat den Chat verlassen".to_owned(),
        "a ajouté .+ à (?:la conversation|l[’']équipe)|a quitté la conversation".to_owned(),
    ];
    let alone = "(?:Meeting|Call|Recording|Transcription)(?: has)? (?:started|ended|stopped)|Missed call";
    Regex::new(&format!("^(?:.{{1,100}} (?:{})\\b.*|(?:{alone})\\b.{{0,60}})$", said.join("|"))).ok()
});

/// `2 like reactions.`
static REACTION: Pattern = Pattern::new(|| {
    Regex::new(r"^\d{1,4} [^.\d]{1,40}(?:reactions?|Reaktion(?:en)?|réactions?|reacciones|reacción|reazion[ei]|reações|reação)\.?$").ok()
});

/// ` like 2 heart 1`, the reactions of the classic client.
static CLASSIC: Pattern = Pattern::new(|| Regex::new(r"^ *(?:(?:like|heart|laugh|surprised|sad|angry) \d{1,4} ?)+$").ok());

/// A pattern that is made when it is first asked.
struct Pattern(LazyLock<Option<Regex>>);

impl Pattern {
    const fn new(make: fn() -> Option<Regex>) -> Self {
        Self(LazyLock::new(make))
    }

    fn is_match(&self, text: &str) -> bool {
        self.0.as_ref().is_some_and(|pattern| pattern.is_match(text))
    }

    /// Where the pattern's first group stands in `text`.
    fn find(&self, text: &str) -> Option<usize> {
        Some(self.0.as_ref()?.captures(text)?.get(1)?.start())
    }
}

/// Whether `line` is said by the program.
pub(super) fn is_event(line: &str) -> bool {
    line.len() < 1000 && EVENT.is_match(line.trim())
}

/// Whether `line` counts reactions.
pub(super) fn is_reaction(line: &str) -> bool {
    line.len() < 200 && (REACTION.is_match(line.trim()) || CLASSIC.is_match(line.trim_end()))
}

/// Whether `line` is a label of the window, not of a message.
pub(super) fn is_noise(line: &str) -> bool {
    let plain = line.trim().trim_end_matches('.').to_lowercase();
    NOISE.contains(&plain.as_str()) || plain.strip_prefix("profile picture of ").is_some_and(|name| name.chars().count() <= 80)
}

/// Whether `line` says that the message was edited.
pub(super) fn is_edited(line: &str) -> bool {
    let plain = line.trim().trim_end_matches('.').to_lowercase();
    EDITED.contains(&plain.as_str())
}

/// Whether `body` says that the message was deleted.
pub(super) fn is_deleted(body: &str) -> bool {
    let plain = body.trim().trim_end_matches('.').to_lowercase();
    DELETED.contains(&plain.as_str())
}

const NOISE: [&str; 26] = [
    "activity", "calendar", "calls", "channels", "chat", "chats", "dernière lecture", "files", "general", "has context menu",
    "jump to bottom", "jump to newest", "laatst gelezen", "last read", "meet now", "meeting chats", "new messages", "open context menu",
    "shared", "teams", "ultima lettura", "undefined", "unread", "última lectura", "última leitura", "zuletzt gelesen",
];

const EDITED: [&str; 20] = [
    "bearbeitet", "bewerkt", "düzenlendi", "editada", "editado", "edited", "edytowano", "modificato", "modifié", "muokattu", "redigerad",
    "redigerat", "redigeret", "redigert", "upraveno", "изменено", "已编辑", "已編輯", "編集済み", "편집됨",
];

const DELETED: [&str; 5] = [
    "this message has been deleted",
    "diese nachricht wurde gelöscht",
    "ce message a été supprimé",
    "este mensaje se ha eliminado",
    "questo messaggio è stato eliminato",
];

/// Today, yesterday and the days of the week, a line for each language: English, German, French, Spanish, Italian, Portuguese, Dutch, Polish,
/// Swedish, Danish and Norwegian, Finnish, Czech, Turkish, Russian, Japanese, Chinese, Korean.
const DAYS: [&str; 17] = [
    "today yesterday monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun",
    "heute gestern montag dienstag mittwoch donnerstag freitag samstag sonntag mo di mi do fr sa so",
    "aujourd'hui aujourd’hui hier lundi mardi mercredi jeudi vendredi samedi dimanche",
    "hoy ayer lunes martes miércoles jueves viernes sábado domingo",
    "oggi ieri lunedì martedì mercoledì giovedì venerdì sabato domenica",
    "hoje ontem segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado domingo segunda terça quarta quinta sexta",
    "vandaag gisteren maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
    "dzisiaj dziś wczoraj poniedziałek wtorek środa czwartek piątek sobota niedziela",
    "idag igår måndag tisdag onsdag torsdag fredag lördag söndag",
    "i dag går mandag tirsdag onsdag torsdag fredag lørdag søndag",
    "tänään eilen maanantai tiistai keskiviikko torstai perjantai lauantai sunnuntai",
    "dnes včera pondělí úterý středa čtvrtek pátek sobota neděle",
    "bugün dün pazartesi salı çarşamba perşembe cuma cumartesi pazar",
    "сегодня вчера понедельник вторник среда четверг пятница суббота воскресенье",
    "今日 昨日 月曜日 火曜日 水曜日 木曜日 金曜日 土曜日 日曜日",
    "今天 昨天 星期一 星期二 星期三 星期四 星期五 星期六 星期日",
    "오늘 어제 월요일 화요일 수요일 목요일 금요일 토요일 일요일",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stamps_of_the_window_are_told_from_words() {
        for (line, wanted) in [
            ("10:12 AM", Some(Day::Hours)),
            ("14:05", Some(Day::Hours)),
            ("午後 2:34", Some(Day::Hours)),
            ("Yesterday 4:08 PM", Some(Day::Counted)),
            ("Gestern um 16:08", Some(Day::Counted)),
            ("Monday 9:15\u{202f}AM", Some(Day::Counted)),
            ("8/31 10:28 AM", Some(Day::NoYear)),
            ("31.08. 10:28", Some(Day::NoYear)),
            ("8/31/22 10:22 AM", Some(Day::Full)),
            ("15/01/2025 2:34 pm", Some(Day::Full)),
            ("12/30/2023, 11:42 AM", Some(Day::Full)),
            ("2024-06-03 09:05", Some(Day::Full)),
            ("Monday, January 8, 2024 10:15 AM", Some(Day::Full)),
            ("we met at 10:15", None),
            ("10:15 sharp", None),
            ("1.2.3.4:80", None),
            ("Monday", None),
            ("", None),
        ] {
            assert_eq!(stamp(line), wanted, "{line}");
        }
        for (line, wanted) in [
            ("Today", Some(Day::Counted)),
            ("Freitag", Some(Day::Counted)),
            ("Monday, January 8", Some(Day::NoYear)),
            ("August 31", Some(Day::NoYear)),
            ("Monday, January 8, 2024", Some(Day::Full)),
            ("Monday we meet", None),
        ] {
            assert_eq!(separator(line), wanted, "{line}");
        }
    }

    #[test]
    fn the_words_of_the_window_are_no_messages() {
        assert!(is_event("Doe, Jane added Roe, Rick and Poe, Ed to the chat and shared all chat history."));
        assert!(is_event("Meeting ended: 30m 5s") && is_event("Jane Doe left the chat"));
        assert!(!is_event("I left the keys at home") && !is_event("Meeting notes below"));
        assert!(is_reaction("2 Like reactions.") && is_reaction("1 raising-hands reaction") && is_reaction(" like 2 heart 1"));
        assert!(!is_reaction("2 servers are down.") && !is_reaction("I like 2 of them"));
        assert!(is_noise("Has context menu.") && !is_noise("We have context"));
    }
}
