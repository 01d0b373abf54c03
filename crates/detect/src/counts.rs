//! How many records or files are said to be taken.

use std::sync::LazyLock;

use regex::Regex;
use shakedown_core::Span;

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CountOf {
    /// Records: rows, customers, accounts.
    Records,
    /// Files and documents.
    Files,
}

/// One number of records or files that a text states.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SaidCount {
    /// How many.
    pub value: u64,
    /// Of what.
    pub of: CountOf,
    /// Where in the text.
    pub span: Span,
}

const NUMBER: &str = r"(\d{1,3}(?:[.,'’\u{a0}\u{202f} ]\d{3})+|\d+(?:[.,]\d{1,2})?)";
const FACTOR: &str =
    r"\s?(k|m|mio\.?|mln\.?|thousand|million|tausend|millionen|mille|millions|mil|millones|milhões|mila|milioni|тыс\.?|млн\.?)?\+?";
const RECORDS: &str = "records?|rows?|lines?|entries|customers?|clients?|users?|accounts?|people|persons?|employees?|members?|patients?|credentials|logins|\
    passwords?|emails?|e-mails?|datensätzen?|zeilen|einträgen?|kunden|nutzern?|konten|mitarbeitern?|patienten|enregistrements|lignes|utilisateurs|comptes|\
    employés|registros|filas|clientes|usuarios|cuentas|empleados|linhas|usuários|contas|funcionários|righe|clienti|utenti|dipendenti|записей|строк|клиентов|\
    пользователей|аккаунтов|сотрудников";
const FILES: &str =
    "files?|documents?|folders|dateien|dokumenten?|fichiers|archivos|ficheros|documentos|arquivos|documenti|файлов|документов";

static SAID: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(&format!(r"(?i)(?:^|[^\w.,]){NUMBER}{FACTOR}\s+(?:[\p{{L}}'’-]+\s+){{0,3}}?(?:({RECORDS})|({FILES}))\b")).ok()
});

/// Every number of records or files that `text` states (`10,000 customers`, `1.2 million rows`), in order of place.
///
/// A point, comma, space or apostrophe before exactly three digits separates thousands; any other separates decimals. Numbers below 10 are no counts.
pub fn said_counts(text: &str) -> Vec<SaidCount> {
    let Some(said) = SAID.as_ref() else { return Vec::new() };
    let read = |captures: regex::Captures<'_>| {
        let number = captures.get(1)?;
        let value = value(number.as_str(), captures.get(2).map_or("", |factor| factor.as_str()))?;
        let of = if captures.get(3).is_some() { CountOf::Records } else { CountOf::Files };
        let end = captures.get(3).or(captures.get(4))?.end();
        let span = Span::new(number.start(), end);
        (value >= 10).then_some(SaidCount { value, of, span })
    };
    said.captures_iter(text).filter_map(read).collect()
}

fn value(number: &str, factor: &str) -> Option<u64> {
    let last = number.rsplit(|character: char| !character.is_ascii_digit()).next().unwrap_or_default();
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    let whole: f64 = digits.parse().ok()?;
    let decimals = if last.len() == digits.len() || last.len() == 3 { 0 } else { last.len() };
    let lower = factor.to_lowercase();
    let times = match lower.trim_end_matches('.') {
        "" => 1.0,
        "k" | "thousand" | "tausend" | "mille" | "mil" | "mila" | "тыс" => 1e3,
        _ => 1e6,
    };
    let value = whole / 10_f64.powi(i32::try_from(decimals).ok()?) * times;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count that somebody says is rough")]
    (value < 1e15).then_some(value.round() as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_records_and_files_are_read() {
        for (text, wanted) in [
            ("we have 10,000 customers of yours", Some((10_000, CountOf::Records, "10,000 customers"))),
            ("Database with 1.2 million user records.", Some((1_200_000, CountOf::Records, "1.2 million user"))),
            ("more than 250k files", Some((250_000, CountOf::Files, "250k files"))),
            ("120.000 Datensätze Ihrer Kunden", Some((120_000, CountOf::Records, "120.000 Datensätze"))),
            ("45 тыс. клиентов", Some((45_000, CountOf::Records, "45 тыс. клиентов"))),
            ("you have 3 days", None),
            ("pay 10,000 dollars", None),
        ] {
            let found = said_counts(text);
            let shown = found.first().map(|count| (count.value, count.of, count.span.of(text).unwrap_or_default()));
            assert_eq!(shown.map(|(value, of, _)| (value, of)), wanted.map(|(value, of, _)| (value, of)), "{text}");
            if let (Some((.., shown)), Some((.., wanted))) = (shown, wanted) {
                assert!(shown.starts_with(wanted), "{shown}");
            }
        }
    }
}
