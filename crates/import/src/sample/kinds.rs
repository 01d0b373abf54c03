//! What one value looks like.

use std::net::IpAddr;

use shakedown_core::ColumnKind;

use super::checks;

/// A sign of a kind in one value: the kind, and the sort of it where the value tells.
pub(super) type Sign = (ColumnKind, &'static str);

/// Call `see` with every kind that `value` looks like; it may be several.
pub(super) fn signs(value: &str, see: &mut dyn FnMut(Sign)) {
    let is = |kind, sort| (kind, sort);
    if is_mail(value) {
        return see(is(ColumnKind::Mail, ""));
    }
    if let Some(sort) = hash_sort(value) {
        return see(is(ColumnKind::PasswordHash, sort));
    }
    if value.parse::<IpAddr>().is_ok() {
        return see(is(ColumnKind::Ip, ""));
    }
    if value.contains("://") || value.starts_with("www.") {
        return see(is(ColumnKind::Url, ""));
    }
    let plain: String = value.chars().filter(|character| !character.is_whitespace()).collect();
    if checks::iban(&plain) {
        return see(is(ColumnKind::Iban, "modulo 97"));
    }
    for (land, test) in checks::NATIONAL {
        if test(value) {
            see(is(ColumnKind::NationalId, land));
        }
    }
    numbers(value, see);
    if is_date(value) {
        see(is(ColumnKind::Date, ""));
    }
    if is_address(value) {
        see(is(ColumnKind::Address, ""));
    }
    if is_name(value) {
        see(is(ColumnKind::Name, ""));
    }
}

fn numbers(value: &str, see: &mut dyn FnMut(Sign)) {
    let digits = checks::digits(value);
    let typed = value.bytes().filter(u8::is_ascii_digit).count();
    if let Some(digits) = &digits {
        if (13..=19).contains(&digits.len()) && matches!(digits.first(), Some(2..=6)) {
            see((ColumnKind::Card, "Luhn"));
        }
        if (6..=19).contains(&digits.len()) && checks::luhn(digits) {
            see((ColumnKind::CheckedNumber, "Luhn"));
        }
    }
    let marks = |character: char| matches!(character, '+' | ' ' | '-' | '(' | ')' | '/' | '.') || character.is_ascii_digit();
    let written = value.starts_with(['+', '(', '0']) || value.contains(['-', ' ', '/']);
    if (7..=15).contains(&typed) && value.chars().all(marks) && written && !is_date(value) {
        see((ColumnKind::Phone, ""));
    }
    let numeric =
        |character: char| character.is_ascii_digit() || matches!(character, '.' | ',' | '-' | '+' | ' ' | '\'' | '%' | '€' | '$' | '£');
    if typed > 0 && value.chars().all(numeric) {
        see((ColumnKind::Number, ""));
    }
}

/// `name@domain.tld`, and nothing else.
pub(super) fn is_mail(value: &str) -> bool {
    let Some((name, domain)) = value.split_once('@') else { return false };
    let label = |label: &str| !label.is_empty() && label.chars().all(|character| character.is_alphanumeric() || character == '-');
    let top = domain.rsplit('.').next().unwrap_or_default();
    !name.is_empty()
        && value.len() <= 254
        && !name.contains(|character: char| character.is_whitespace() || matches!(character, ',' | ';' | ':' | '<' | '"'))
        && domain.contains('.')
        && domain.split('.').all(label)
        && top.chars().count() > 1
        && top.chars().all(char::is_alphabetic)
}

/// The sort of hash that `value` looks like.
///
/// Source: crypt(5), the example hashes of hashcat; 32 hexadecimal digits are MD5 or NTLM, which look alike.
fn hash_sort(value: &str) -> Option<&'static str> {
    const MARKED: &[(&str, &str)] = &[
        ("$2a$", "bcrypt"),
        ("$2b$", "bcrypt"),
        ("$2x$", "bcrypt"),
        ("$2y$", "bcrypt"),
        ("$argon2", "argon2"),
        ("$scrypt$", "scrypt"),
        ("SCRYPT:", "scrypt"),
        ("$7$", "scrypt"),
        ("$y$", "yescrypt"),
        ("$1$", "md5crypt"),
        ("$apr1$", "md5crypt (Apache)"),
        ("$5$", "sha256crypt"),
        ("$6$", "sha512crypt"),
        ("$P$", "phpass"),
        ("$H$", "phpass"),
        ("$S$", "Drupal 7"),
        ("pbkdf2_sha", "PBKDF2 (Django)"),
        ("$pbkdf2", "PBKDF2"),
        ("pbkdf2:", "PBKDF2"),
        ("sha1$", "SHA-1, salted"),
        ("{SSHA", "salted SHA (LDAP)"),
        ("{SHA}", "sha1 (LDAP)"),
        ("{MD5}", "md5 (LDAP)"),
    ];
    if let Some((_, sort)) = MARKED.iter().find(|(mark, _)| value.starts_with(mark)) {
        return Some(sort);
    }
    let hex = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    if let Some(rest) = value.strip_prefix('*').filter(|rest| rest.len() == 40 && hex(rest)) {
        return rest.bytes().any(|byte| byte.is_ascii_digit()).then_some("MySQL 4.1");
    }
    if let Some((one, other)) = value.split_once(':').filter(|(one, other)| hex(one) && one.len() == 32 && !other.is_empty()) {
        return Some(if hex(other) && other.len() == 32 { "LM and NTLM" } else { "md5, salted" }).filter(|_| one.len() == 32);
    }
    // Long decimal numbers are no hashes.
    if !hex(value) || value.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    match value.len() {
        32 => Some("md5 or ntlm"),
        40 => Some("sha1"),
        56 => Some("sha224"),
        64 => Some("sha256"),
        96 => Some("sha384"),
        128 => Some("sha512"),
        _ => None,
    }
}

fn is_date(value: &str) -> bool {
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    digits >= 4
        && value.chars().count() <= 40
        && crate::dates::Written::of(value).is_some_and(|written| written.day.is_some() && !written.junk)
}

/// A street with a number, as people write one.
fn is_address(value: &str) -> bool {
    const STREETS: &[&str] = &[
        "street", "road", "avenue", "lane", "drive", "court", "square", "boulevard", "st", "rd", "ave", "blvd", "straße", "strasse", "str",
        "weg", "platz", "allee", "gasse", "rue", "chemin", "place", "calle", "avenida", "plaza", "paseo", "rua", "travessa", "via",
        "viale", "piazza", "corso", "straat", "laan", "ul", "ulica", "улица", "ул", "проспект", "пр",
    ];
    if !value.chars().any(|character| character.is_ascii_digit()) || value.split_whitespace().count() < 2 {
        return false;
    }
    let lower = value.to_lowercase();
    let mut words = lower.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty());
    words.any(|word| STREETS.contains(&word) || ["straße", "strasse", "straat", "weg", "gasse"].iter().any(|end| word.ends_with(end)))
}

/// Two to four words that begin with capitals and hold letters alone; `Last, First` too.
fn is_name(value: &str) -> bool {
    let words: Vec<&str> = value.split([' ', ',', '\u{a0}']).filter(|word| !word.is_empty()).collect();
    let is_word = |word: &&str| {
        word.starts_with(char::is_uppercase)
            && word.chars().all(|character| character.is_alphabetic() || matches!(character, '.' | '-' | '\'' | '’'))
    };
    (2..=4).contains(&words.len()) && value.chars().count() <= 60 && words.iter().all(is_word)
}

/// What columns of a kind are called, in the languages of the offices that make tables.
const HINTS: &[(ColumnKind, &[&str])] = &[
    (ColumnKind::PasswordHash, &["hash", "password hash", "pwhash", "passwordhash", "hashed"]),
    (
        ColumnKind::Password,
        &["password", "passwort", "kennwort", "pass", "passwd", "pwd", "mot de passe", "contraseña", "senha", "пароль", "plaintext"],
    ),
    (
        ColumnKind::BirthDate,
        &[
            "dob", "birth", "birthday", "birthdate", "geburtsdatum", "geburtstag", "naissance", "nacimiento", "nascimento", "nascita",
            "рождения",
        ],
    ),
    (
        ColumnKind::Phone,
        &[
            "phone", "tel", "telephone", "mobile", "cell", "fax", "telefon", "handy", "mobil", "téléphone", "portable", "teléfono",
            "móvil", "telefone", "celular", "telefono", "cellulare", "телефон",
        ],
    ),
    (
        ColumnKind::Address,
        &[
            "address", "street", "city", "town", "zip", "zipcode", "postcode", "postal", "country", "state", "adresse", "anschrift",
            "straße", "strasse", "ort", "stadt", "plz", "rue", "ville", "dirección", "calle", "ciudad", "endereço", "cidade", "cep",
            "indirizzo", "via", "città", "адрес", "город", "индекс",
        ],
    ),
    (
        ColumnKind::Name,
        &[
            "name", "firstname", "lastname", "surname", "forename", "fullname", "first", "last", "vorname", "nachname", "nom", "prénom",
            "nombre", "apellido", "apellidos", "nome", "sobrenome", "cognome", "имя", "фамилия", "отчество", "фио", "customer", "kunde",
            "client",
        ],
    ),
];

/// What the name of a column says of it.
pub(super) fn hint(name: &str) -> Option<ColumnKind> {
    let phrase = crate::table::phrase(name);
    let words: Vec<&str> = phrase.split(' ').collect();
    // `user name` and `company name` name no person, `password changed at` no password.
    let turned = words
        .iter()
        .any(|word| matches!(*word, "id" | "file" | "company" | "product" | "user" | "host" | "at" | "changed" | "type" | "count"));
    let found = HINTS.iter().find(|(_, hints)| hints.contains(&phrase.as_str()) || words.iter().any(|word| hints.contains(word)));
    found.map(|(kind, _)| *kind).filter(|_| !turned)
}

/// The first label of the domains of providers that serve everybody.
const PUBLIC: &[&str] = &[
    "gmail", "googlemail", "yahoo", "ymail", "rocketmail", "hotmail", "outlook", "live", "msn", "aol", "icloud", "me", "mac", "gmx", "web",
    "t-online", "freenet", "mail", "yandex", "rambler", "bk", "inbox", "list", "protonmail", "proton", "pm", "tutanota", "orange",
    "wanadoo", "free", "laposte", "sfr", "libero", "virgilio", "tiscali", "alice", "terra", "uol", "bol", "comcast", "verizon", "att",
    "sbcglobal", "btinternet", "bluewin", "qq", "163", "126", "sina", "naver", "hanmail", "daum", "wp", "o2", "onet", "interia", "seznam",
    "ukr", "zoho",
];

/// Whether `domain` is one that serves everybody.
pub(super) fn is_public_provider(domain: &str) -> bool {
    domain.split('.').next().is_some_and(|first| PUBLIC.contains(&first)) && domain.split('.').count() <= 3
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(value: &str) -> Vec<Sign> {
        let mut found = Vec::new();
        signs(value, &mut |sign| found.push(sign));
        found
    }

    #[test]
    fn values_look_like_what_they_are() {
        use ColumnKind as Kind;
        for (value, wanted) in [
            ("ann@mail.example", (Kind::Mail, "")),
            ("192.0.2.7", (Kind::Ip, "")),
            ("2001:db8::1", (Kind::Ip, "")),
            ("https://a.example/x", (Kind::Url, "")),
            ("DE89 3704 0044 0532 0130 00", (Kind::Iban, "modulo 97")),
            ("4111-1111-1111-1111", (Kind::Card, "Luhn")),
            ("$2b$12$abcdefghijklmnopqrstuv", (Kind::PasswordHash, "bcrypt")),
            ("5f4dcc3b5aa765d61d8327deb882cf99", (Kind::PasswordHash, "md5 or ntlm")),
            ("*2470C0C06DEE42FD1618BB99005ADCA2EC9D1E19", (Kind::PasswordHash, "MySQL 4.1")),
            ("1988-02-03", (Kind::Date, "")),
            ("+44 20 7946 0018", (Kind::Phone, "")),
            ("12 Mill Lane", (Kind::Address, "")),
            ("Lindenstraße 4", (Kind::Address, "")),
            ("Ann Mary Roe", (Kind::Name, "")),
            ("12,50 €", (Kind::Number, "")),
        ] {
            assert!(kinds(value).contains(&wanted), "{value}: {:?}", kinds(value));
        }
        for value in ["soon", "Ann", "we met", "a@b", "x"] {
            assert_eq!(kinds(value), [], "{value}");
        }
    }

    #[test]
    fn names_of_columns_hint_at_what_they_hold() {
        for (name, wanted) in [
            ("Geburtsdatum", Some(ColumnKind::BirthDate)),
            ("lastName", Some(ColumnKind::Name)),
            ("password_hash", Some(ColumnKind::PasswordHash)),
            ("file name", None),
            ("amount", None),
        ] {
            assert_eq!(hint(name), wanted, "{name}");
        }
    }
}
