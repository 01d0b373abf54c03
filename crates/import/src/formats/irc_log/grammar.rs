//! One line of a log: the stamp, and who says or does what.

/// The longest nick that is believed, in characters.
const NICK_MAX: usize = 64;

/// What a line of a log says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Told<'l> {
    /// `<nick> text`.
    Said { nick: &'l str, text: &'l str },
    /// `* nick text`; `sure` where the layout leaves no doubt that a person acts.
    Acted { nick: &'l str, text: &'l str, sure: bool },
    /// `-nick- text`.
    Noticed { nick: &'l str },
    /// Something that the program wrote; `marked` where a sign of its own begins it.
    Event { marked: bool },
}

/// A line that is split into its stamp and the rest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry<'l> {
    pub(super) stamp: Option<&'l str>,
    pub(super) rest: &'l str,
    pub(super) told: Told<'l>,
}

impl<'l> Entry<'l> {
    /// What `line`, which has no colour codes, says; nothing for a line without stamp and sign.
    pub(super) fn of(line: &'l str) -> Option<Self> {
        let line = line.trim_start_matches(['\u{feff}', '\u{200b}']);
        let (stamp, after) = match stamp(line) {
            Some((stamp, after)) => (Some(stamp), after),
            None => (None, line),
        };
        let rest = after.trim_start_matches([' ', '\t']);
        let told = if stamp.is_some() && after.starts_with('\t') { tabbed(after) } else { None };
        let told = told.or_else(|| told_by(rest)).or(stamp.map(|_| Told::Event { marked: false }))?;
        if stamp.is_none() && !matches!(told, Told::Said { .. } | Told::Event { .. }) {
            return None;
        }
        // WeeChat sets its signs apart by a TAB, so what stands before it is the sign.
        let rest = if stamp.is_some() && after.starts_with('\t') { after.get(1..).unwrap_or_default() } else { rest };
        Some(Self { stamp, rest, told })
    }
}

/// The stamp at the start of `line`, in brackets or not, and what follows.
fn stamp(line: &str) -> Option<(&str, &str)> {
    let text = line.trim_start_matches(' ');
    let bracket = match text.chars().next()? {
        '[' => Some(']'),
        '(' => Some(')'),
        '{' => Some('}'),
        _ => None,
    };
    if let Some(close) = bracket {
        let (inner, after) = text.get(1..)?.split_once(close)?;
        // Konversation writes the day and the hour in brackets of their own.
        if let Some((hour, rest)) =
            after.strip_prefix(" [").and_then(|rest| rest.split_once(']')).filter(|(hour, _)| is_hour(first_word(hour)))
        {
            let whole = text.get(1..text.len() - rest.len() - 1)?;
            return (inner.len() <= 40 && hour.len() <= 20).then_some((whole, rest));
        }
        let sound = inner.len() <= 40 && inner.split([' ', 'T', '\t']).any(is_hour) && inner.split_whitespace().all(is_stamp_word);
        return sound.then_some((inner, after));
    }
    let mut from = 0;
    for (count, word) in text.split([' ', '\t']).enumerate().take(6) {
        let end = from + word.len();
        if word.split('T').next_back().is_some_and(is_hour) {
            let half = text.get(end..).and_then(|rest| rest.strip_prefix(' ')).map(first_word).filter(|word| is_half(word));
            let end = end + half.map_or(0, |half| half.len() + 1);
            let after = text.get(end..)?;
            return (after.is_empty() || after.starts_with([' ', '\t'])).then_some((text.get(..end)?, after));
        }
        let gap = word.is_empty() && count > 0;
        if !gap && !is_day_word(word) {
            return None;
        }
        from = end + 1;
    }
    None
}

fn first_word(text: &str) -> &str {
    text.split([' ', '\t']).next().unwrap_or_default()
}

fn is_half(word: &str) -> bool {
    matches!(word.to_ascii_lowercase().as_str(), "am" | "pm")
}

/// `10:11`, `10:11:12`, `10:11:12.345`, `10:11:12+0100`, `39:95:90`, `10:11pm`.
fn is_hour(word: &str) -> bool {
    // The shape of nearly all of them.
    if let [b'0'..=b'9', b'0'..=b'9', b':', b'0'..=b'9', b'0'..=b'9']
    | [b'0'..=b'9', b'0'..=b'9', b':', b'0'..=b'9', b'0'..=b'9', b':', b'0'..=b'9', b'0'..=b'9'] = word.as_bytes()
    {
        return true;
    }
    if !word.starts_with(|first: char| first.is_ascii_digit()) {
        return false;
    }
    let word = word.trim_end_matches(',');
    let clock = word
        .find(|character: char| !(character.is_ascii_digit() || character == ':'))
        .map_or(word, |end| word.get(..end).unwrap_or_default());
    let rest = word.get(clock.len()..).unwrap_or_default();
    let parts = || clock.split(':');
    let tail = rest.is_empty() || is_half(rest) || rest == "Z" || (rest.starts_with(['.', '+', '-']) && rest.len() <= 12);
    tail && matches!(parts().count(), 2 | 3) && parts().enumerate().all(|(at, part)| part.len() == 2 || (at == 0 && part.len() == 1))
}

/// A word that may stand before the hour: a day of the week, a month, numbers.
fn is_day_word(word: &str) -> bool {
    let word = word.trim_end_matches([',', '.']);
    let letters = word.chars().filter(|character| character.is_alphabetic()).count();
    let digits = word.chars().filter(char::is_ascii_digit).count();
    let plain = word.chars().all(|character| character.is_alphanumeric() || matches!(character, '-' | '/' | '.'));
    !word.is_empty()
        && word.len() <= 24
        && plain
        && ((letters == 0 && digits <= 8) || (digits == 0 && letters >= 2) || (digits >= 2 && letters <= 9))
}

fn is_stamp_word(word: &str) -> bool {
    is_hour(word) || is_day_word(word) || word.split('T').next_back().is_some_and(is_hour) || matches!(word, "-" | "|")
}

/// `prefix TAB text`, as WeeChat writes after the stamp and a TAB.
fn tabbed(after: &str) -> Option<Told<'_>> {
    let (prefix, text) = after.get(1..)?.split_once('\t')?;
    let sign = prefix.trim();
    Some(match sign {
        "*" => {
            let (nick, text) = text.split_once(' ').unwrap_or((text, ""));
            Told::Acted { nick: without_mode(nick), text, sure: true }
        }
        "" | "--" | "-->" | "<--" | "---" | "=!=" | "⚡" | "-!-" => Told::Event { marked: true },
        _ => {
            let nick = without_mode(sign.trim_start_matches('<').trim_end_matches('>'));
            is_nick(nick).then_some(Told::Said { nick, text })?
        }
    })
}

fn told_by(rest: &str) -> Option<Told<'_>> {
    said(rest).or_else(|| acted(rest)).or_else(|| noticed(rest)).or_else(|| {
        let signs = ["***", "-->", "<--", "---", "-!-", "===", "=!=", "--", "==", "->", "<-", "→", "←", "* ", "*\t", "!!! "];
        let session = ["Session Start:", "Session Close:", "Session Time:", "Session Ident:"];
        let marked = signs.iter().any(|sign| rest.starts_with(sign)) || session.iter().any(|sign| rest.starts_with(sign));
        marked.then_some(Told::Event { marked: true })
    })
}

/// `<nick> text`, `<@nick> text`, `< nick> text`, `<nick!user@host> +text`.
fn said(rest: &str) -> Option<Told<'_>> {
    let (inner, text) = rest.strip_prefix('<')?.split_once('>')?;
    let (name, host) = inner.split_once('!').map_or((inner, None), |(name, host)| (name, Some(host)));
    let nick = without_mode(name.trim_end());
    let text = match text.chars().next() {
        None => text,
        Some(' ' | '\t') => text.get(1..)?,
        Some(_) => return None,
    };
    // A proxy keeps the sign by which the server tells whether the nick is identified.
    let text = if host.is_some_and(|host| host.contains('@')) { text.strip_prefix(['+', '-']).unwrap_or(text) } else { text };
    is_nick(nick).then_some(Told::Said { nick, text })
}

/// `* nick text`, `*TAB nick text`, `• nick: text`.
fn acted(rest: &str) -> Option<Told<'_>> {
    if let Some(text) = rest.strip_prefix("• ") {
        let (nick, text) = text.split_once(": ")?;
        return is_nick(nick).then_some(Told::Acted { nick, text, sure: true });
    }
    let text = rest.strip_prefix('*').or_else(|| rest.strip_prefix("Action: "))?;
    let spaced = text.trim_start_matches([' ', '\t']);
    if text.len() == spaced.len() && rest.starts_with('*') {
        return None;
    }
    let sure = text.len() - spaced.len() <= 1 && !text.starts_with('\t');
    let (nick, text) = spaced.split_once([' ', '\t']).unwrap_or((spaced, ""));
    let nick = without_mode(nick.strip_suffix(':').unwrap_or(nick));
    if !is_nick(nick) || is_event(spaced) {
        return Some(Told::Event { marked: true });
    }
    Some(Told::Acted { nick, text, sure })
}

/// `-nick- text`, `-nick(user@host)- text`.
fn noticed(rest: &str) -> Option<Told<'_>> {
    let (inner, text) = rest.strip_prefix('-')?.split_once('-')?;
    let nick = inner.split('(').next().unwrap_or_default();
    (is_nick(nick) && text.starts_with([' ', '\t'])).then_some(Told::Noticed { nick })
}

fn without_mode(nick: &str) -> &str {
    nick.trim_start_matches([' ', '@', '+', '%', '&', '~', '!'])
}

/// RFC 2812 allows letters, digits and some signs; bridges and services write more, but no space.
fn is_nick(nick: &str) -> bool {
    let plain = nick.len() <= NICK_MAX && nick.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if plain {
        return !nick.is_empty();
    }
    let odd = |character: char| character.is_whitespace() || matches!(character, '<' | '>' | '=' | '"' | '/' | ',' | ':' | '(' | ')' | ';');
    let bears = |character: char| character.is_alphanumeric() || matches!(character, '_' | '|' | '[' | ']' | '{' | '}' | '^' | '`');
    nick.contains(bears) && nick.chars().count() <= NICK_MAX && !nick.contains(odd)
}

/// Whether what stands after `* ` is written by the program (mIRC, XChat).
fn is_event(text: &str) -> bool {
    const STARTS: [&str; 31] = [
        "Joins:", "Parts:", "Quits:", "Now talking", "Topic ", "Topic:", "Set by ", "Disconnected", "Attempting to ", "Rejoined ",
        "Retrieving ", "You are ", "You have ", "You were ", "Looking up ", "Connecting ", "Connected", "Users on ", "End of ", "Channel ",
        "Mode ", "Loaded ", "No such ", "Closing ", "Added ", "Removed ", "Ignore ", "Unable to ", "Timer ", "Logging ", "Cannot ",
    ];
    const INSIDE: [&str; 22] = [
        " has joined #", " has joined &", ") has joined", "] has joined", " has left #", ") has left", "] has left", ") has quit",
        " has quit (", " has quit [", " has quit IRC", " is now known as ", " sets mode", " set mode", " was kicked by ",
        " has been kicked", " changes topic to ", " sets topic", " has changed the topic", " has set the topic", " gives voice to ",
        " gives channel ",
    ];
    STARTS.iter().any(|start| text.starts_with(start)) || INSIDE.iter().any(|inside| text.contains(inside))
}

/// Whether `text` may hold codes that set colour, weight and slant.
pub(super) fn has_codes(text: &str) -> bool {
    text.bytes().fold(false, |codes, byte| codes | ((byte < 0x20) & (byte != b'\t')))
}

/// `text` without the codes that set colour, weight and slant (mIRC: 02, 03 with numbers, 04 with digits, 0F, 11, 16, 1D, 1E, 1F).
pub(super) fn without_codes(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) =
        rest.find(|character: char| matches!(character, '\u{2}'..='\u{4}' | '\u{f}' | '\u{11}' | '\u{16}' | '\u{1d}'..='\u{1f}'))
    {
        let (before, code) = rest.split_at_checked(at).unwrap_or((rest, ""));
        plain.push_str(before);
        rest = match code.as_bytes().first() {
            Some(3) => after_colour(code.get(1..).unwrap_or_default(), 2, |character| character.is_ascii_digit()),
            Some(4) => after_colour(code.get(1..).unwrap_or_default(), 6, |character| character.is_ascii_hexdigit()),
            _ => code.get(1..).unwrap_or_default(),
        };
    }
    plain.push_str(rest);
    plain
}

/// What follows the numbers of a colour: one, or two with a comma.
fn after_colour(text: &str, most: usize, is_digit: fn(char) -> bool) -> &str {
    let digits = |text: &str| text.chars().take(most).take_while(|character| is_digit(*character)).count();
    let first = digits(text);
    let rest = text.get(first..).unwrap_or_default();
    let second = rest.strip_prefix(',').map_or(0, digits);
    if first > 0 && second > 0 { rest.get(1 + second..).unwrap_or_default() } else { rest }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_client_s_lines_are_split() {
        let said = |nick, text| Told::Said { nick, text };
        let acted = |nick, text, sure| Told::Acted { nick, text, sure };
        let event = |marked| Told::Event { marked };
        for (line, stamp, told) in [
            ("10:11 <@ann> hi", Some("10:11"), said("ann", "hi")),
            ("10:11 < bob> hi: there", Some("10:11"), said("bob", "hi: there")),
            ("10:11  * ann waves", Some("10:11"), acted("ann", "waves", true)),
            ("10:11 -!- ann [~a@h.example] has joined #x", Some("10:11"), event(true)),
            ("[10:11:12] *** Joins: ann (~a@h.example)", Some("10:11:12"), event(true)),
            ("2024-03-05 10:11:12\t@ann\thi", Some("2024-03-05 10:11:12"), said("ann", "hi")),
            ("2024-03-05 10:11:12\t *\tann waves", Some("2024-03-05 10:11:12"), acted("ann", "waves", true)),
            ("2024-03-05 10:11:12\t-->\tann (~a@h) has joined #x", Some("2024-03-05 10:11:12"), event(true)),
            ("Mar 05 10:11:12 <ann>\thi", Some("Mar 05 10:11:12"), said("ann", "hi")),
            ("Mar 05 10:11:12 *\tann waves", Some("Mar 05 10:11:12"), acted("ann", "waves", false)),
            ("[2021-04-22T07:36:50+0200] • ann: waves", Some("2021-04-22T07:36:50+0200"), acted("ann", "waves", true)),
            ("[2021-04-22T07:36:50+0200] ann (a@h) joined the channel", Some("2021-04-22T07:36:50+0200"), event(false)),
            ("[16 Jan 14:42] <ann!n=a@h.example> +hi", Some("16 Jan 14:42"), said("ann", "hi")),
            ("2005-01-09T02:05:04  <ann> hi", Some("2005-01-09T02:05:04"), said("ann", "hi")),
            ("[10:11] * Now talking in #x", Some("10:11"), event(true)),
            ("[10:11] * ann has joined #x", Some("10:11"), event(true)),
            ("Mar 05 10:11:12 *\tann (~a@h.example) has joined", Some("Mar 05 10:11:12"), event(true)),
            ("[10:11] * ann has joined the club", Some("10:11"), acted("ann", "has joined the club", true)),
            ("[10:11] -NickServ- identify", Some("10:11"), Told::Noticed { nick: "NickServ" }),
            ("[39:95:90] <ann> hi", Some("39:95:90"), said("ann", "hi")),
            ("=== ann is now known as bob", None, event(true)),
            ("[Tuesday 05 March 2024] [10:11:12 CET] <ann>\thi", Some("Tuesday 05 March 2024] [10:11:12 CET"), said("ann", "hi")),
            ("10:11 AM <ann>", Some("10:11 AM"), said("ann", "")),
        ] {
            let entry = Entry::of(line).map(|entry| (entry.stamp, entry.told));
            assert_eq!(entry, Some((stamp, told)), "{line}");
        }
        for line in ["we met at 10:11 and left", "<b>bold</b>", "* a point of a list", "just text", ""] {
            assert!(Entry::of(line).is_none_or(|entry| matches!(entry.told, Told::Event { .. })), "{line}");
        }
    }

    #[test]
    fn colour_codes_are_no_text() {
        assert_eq!(without_codes("\u{3}04,12red\u{3} \u{2}bold\u{f} \u{3}5,x \u{4}ff0000rgb\u{1d}!"), "red bold ,x rgb!");
    }
}
