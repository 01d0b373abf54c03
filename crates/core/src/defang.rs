//! Making a link unclickable.

/// `text` with its links made unclickable: `http` becomes `hxxp`, the dots of host names and the `@` of addresses get brackets.
///
/// ```
/// use shakedown_core::defang;
/// assert_eq!(defang("https://a.example.onion/x.html"), "hxxps://a[.]example[.]onion/x.html");
/// assert_eq!(defang("pay@mail.example"), "pay[@]mail[.]example");
/// assert_eq!(defang("Wait. 1.5 BTC"), "Wait. 1.5 BTC");
/// ```
pub fn defang(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let (word, tail) = rest.split_at(end);
        defang_word(word, &mut out);
        let gap = tail.find(|c: char| !c.is_whitespace()).unwrap_or(tail.len());
        out.push_str(&tail[..gap]);
        rest = &tail[gap..];
    }
    out
}

fn defang_word(word: &str, out: &mut String) {
    let (scheme, host_on) = match word.find("://") {
        Some(at) => word.split_at(at + 3),
        None => ("", word),
    };
    out.push_str(&scheme.replace("http", "hxxp").replace("HTTP", "HXXP"));
    let path = host_on.find(['/', '?', '#']).unwrap_or(host_on.len());
    let (host, path) = host_on.split_at(path);
    if scheme.is_empty() && !looks_like_a_host(host) {
        out.push_str(host);
    } else {
        out.push_str(&host.replace("[.]", ".").replace("[@]", "@").replace('.', "[.]").replace('@', "[@]"));
    }
    out.push_str(path);
}

/// Letters on both sides of a dot and a last label of letters: `mail.example`, not `1.5` or `Wait.`
fn looks_like_a_host(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    let Some((before, last)) = word.rsplit_once('.') else {
        return false;
    };
    !before.is_empty() && last.chars().count() >= 2 && last.chars().all(char::is_alphabetic)
}
