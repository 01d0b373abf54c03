//! Telegram names.
//!
//! Source: Telegram API documentation "Usernames" (5 to 32 letters, digits and underscores, a letter first; case does not count) and "Deep links".

use std::ops::Range;
use std::sync::LazyLock;

use memchr::{memchr_iter, memmem};
use regex::Regex;
use shakedown_core::ObservableKind;

use super::{Context, Found, cue};

const TELEGRAM: &[&str] = &["telegram", "telegramm", "telegam", "telegrams", "tg", "tgram", "tlg", "tlgrm", "tele"];
/// Other places where a name is written with `@`: the nearest word decides.
const OTHERS: &[&str] = &[
    "twitter", "x", "instagram", "insta", "ig", "facebook", "github", "discord", "skype", "wickr", "signal", "tiktok", "youtube",
    "threema", "icq", "keybase", "mastodon", "snapchat", "linkedin", "wire", "element", "matrix", "mail", "email", "tweet", "tweets",
];
/// The same word in other scripts.
const ELSEWHERE: &[&str] = &["телегр", "тг:", "텔레그램", "电报", "テレグラム", "تلگرام", "تيليجرام"];

/// What opens a conversation in the app.
const DEEP_LINK: &[u8] = b"tg://resolve?domain=";

/// `telegram` or `tg`, the words that lead to a name, and the name.
static NAMED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?i-u)\b(?:telegrams?|telegramm|tlgrm|tg)\b[ \t]*(?:(?:account|id|username|user|name|nick|nickname|handle|contact|support|bot|channel|messenger|is|our|us|at|on|by|to)\b[ \t]*){0,3}(?<mark>[:=>-]*)[ \t]*(?<at>@?)(?<name>[a-z][a-z0-9_]{4,31})",
    )
    .ok()
});

/// Every name behind `@` near a word for Telegram, and every name right behind such a word.
pub(super) fn find(context: &Context<'_>, found: &mut Vec<Found>) {
    for at in memchr_iter(b'@', context.bytes()) {
        if let Some(span) = handle(context, at).filter(|span| is_telegram(context, span)) {
            let name = context.slice(at + 1..span.end).to_ascii_lowercase();
            found.push(Found::unchecked(ObservableKind::Telegram, span, name));
        }
    }
    if !context.cued {
        return;
    }
    for start in memmem::find_iter(context.bytes(), DEEP_LINK).map(|at| at + DEEP_LINK.len()) {
        let end = start + context.bytes().iter().skip(start).take(33).take_while(|b| b.is_ascii_alphanumeric() || **b == b'_').count();
        let name = context.slice(start..end).to_ascii_lowercase();
        if is_username(&name) {
            found.push(Found::unchecked(ObservableKind::Telegram, start - DEEP_LINK.len()..end, name));
        }
    }
    for seen in NAMED.iter().flat_map(|pattern| pattern.captures_iter(context.text)) {
        let (Some(name), Some(mark), Some(at)) = (seen.name("name"), seen.name("mark"), seen.name("at")) else { continue };
        if !at.is_empty() || is_name(context, name.range(), !mark.is_empty()) {
            found.push(Found::unchecked(ObservableKind::Telegram, at.start()..name.end(), name.as_str().to_ascii_lowercase()));
        }
    }
}

/// A bare word is a name where no word of the language looks like it, or where it is all that its line says behind a colon.
fn is_name(context: &Context<'_>, name: Range<usize>, marked: bool) -> bool {
    let text = context.slice(name.clone());
    let next = context.byte(name.end);
    let host = next == b'.' && context.byte(name.end + 1).is_ascii_alphanumeric();
    if host || matches!(next, b'/' | b'@' | b'-') {
        return false;
    }
    let odd = text.bytes().any(|b| b.is_ascii_digit() || b == b'_');
    let camel = text.bytes().skip(1).any(|b| b.is_ascii_uppercase()) && text.bytes().any(|b| b.is_ascii_lowercase());
    let rest = context.slice(name.end..(name.end + 8).min(context.text.len()));
    let alone = rest.split('\n').next().unwrap_or("").trim().is_empty();
    odd || camel || (marked && alone)
}

/// `@name` at `at`, where no host goes on behind it.
fn handle(context: &Context<'_>, at: usize) -> Option<Range<usize>> {
    let before = context.before(at);
    if before.is_ascii_alphanumeric() || matches!(before, b'.' | b'_' | b'@' | b'-') || !context.byte(at + 1).is_ascii_alphabetic() {
        return None;
    }
    let part = |b: &u8| b.is_ascii_alphanumeric() || *b == b'_';
    let length = context.bytes().get(at + 1..)?.iter().take(33).take_while(|b| part(b)).count();
    let end = at + 1 + length;
    let host = context.byte(end) == b'.' && context.byte(end + 1).is_ascii_alphanumeric();
    ((4..=32).contains(&length) && !host && !matches!(context.byte(end), b'@' | super::view::WEAK_DOT)).then_some(at..end)
}

fn is_telegram(context: &Context<'_>, span: &Range<usize>) -> bool {
    if cue::is_after(context.text, span.end, &["telegram", "tg"]) {
        return true;
    }
    match cue::last_before(context.text, span.start, &[TELEGRAM, OTHERS].concat()) {
        Some(word) => TELEGRAM.contains(&word),
        None => {
            let before = context.view.written(&(span.start.saturating_sub(48)..span.end)).to_lowercase();
            ELSEWHERE.iter().any(|word| before.contains(word))
        }
    }
}

/// The name in `t.me/name` and its like; invitations and private channels have none.
pub(super) fn handle_in_link(host: &str, rest: &str) -> Option<String> {
    let own = host.strip_suffix(".t.me");
    if let Some(own) = own.filter(|own| is_username(own) && *own != "www") {
        return Some(own.to_owned());
    }
    if !matches!(host.trim_start_matches("www."), "t.me" | "telegram.me" | "telegram.dog" | "tlgrm.ru" | "tg.me") {
        return None;
    }
    let path = rest.strip_prefix('/')?;
    let path = path.strip_prefix("s/").unwrap_or(path).trim_start_matches('@');
    let name = path.split(['/', '?', '#']).next()?.to_ascii_lowercase();
    let reserved = ["joinchat", "addstickers", "share", "proxy", "socks", "addtheme", "setlanguage", "login", "invoice"];
    (is_username(&name) && !reserved.contains(&name.as_str())).then_some(name)
}

fn is_username(name: &str) -> bool {
    let part = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
    (4..=32).contains(&name.len()) && name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.bytes().all(part)
}

#[cfg(test)]
mod tests {
    use ObservableKind::*;
    use Validity::*;
    use shakedown_core::{ObservableKind, Validity};

    use crate::observables::table::check;

    #[test]
    fn names_are_seen_with_a_word_for_telegram_and_not_without() {
        check(&[
            ("Telegram: @support_team77", &[(Telegram, "support_team77", Unchecked)]),
            ("https://t.me/support_team77", &[(Telegram, "support_team77", Unchecked)]),
            ("t.me/support_team77", &[(Telegram, "support_team77", Unchecked)]),
            ("write us in telegram support_team77", &[(Telegram, "support_team77", Unchecked)]),
            ("tg @Support_Team77", &[(Telegram, "support_team77", Unchecked)]),
            ("TG - support_team77", &[(Telegram, "support_team77", Unchecked)]),
            ("Telegram id: support_team77", &[(Telegram, "support_team77", Unchecked)]),
            ("@support_team77 (telegram)", &[(Telegram, "support_team77", Unchecked)]),
            ("telegram username is support_team77", &[(Telegram, "support_team77", Unchecked)]),
            ("hxxps://t[.]me/support_team77?start=1", &[(Telegram, "support_team77", Unchecked)]),
            ("\u{422}\u{435}\u{43b}\u{435}\u{433}\u{440}\u{430}\u{43c}: @support_team77", &[(Telegram, "support_team77", Unchecked)]),
            ("tele\u{200b}gram @supp\u{43e}rt_team77", &[(Telegram, "support_team77", Unchecked)]),
            ("https://telegram.me/s/support_team77", &[(Telegram, "support_team77", Unchecked)]),
            ("tg://resolve?domain=support_team77", &[(Telegram, "support_team77", Unchecked)]),
            ("t[.]me/support_team77", &[(Telegram, "support_team77", Unchecked)]),
            ("(TG) @support_team77", &[(Telegram, "support_team77", Unchecked)]),
            ("telegram:\nsupportteam\n", &[]),
            ("Telegram: supportteam\n", &[(Telegram, "supportteam", Unchecked)]),
            ("telegram support will answer, contact us on telegram please", &[]),
            ("telegram: a@example.com", &[(Email, "a@example.com", Unchecked)]),
            ("telegram or twitter @someone_else", &[]),
            ("@someone_else told us", &[]),
            (
                "https://t.me/joinchat/AAAA and https://t.me/+AbCd",
                &[(Url, "https://t.me/joinchat/AAAA", Unchecked), (Url, "https://t.me/+AbCd", Unchecked)],
            ),
        ]);
    }
}
