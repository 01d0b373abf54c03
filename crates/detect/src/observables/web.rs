//! Links and host names.
//!
//! Source: RFC 3986 (scheme, authority, path), RFC 1035 (labels), IANA root zone database (`tlds.txt`).

use std::ops::Range;

use memchr::memchr_iter;
use shakedown_core::ObservableKind;

use super::host::{self, Host, Tld};
use super::view::OPAQUE;
use super::{Context, Found, cue, telegram};

const SCHEMES: &[&str] = &["https", "http", "ftps", "ftp", "sftp", "wss", "ws"];
/// Words before a host name that say it is one.
const SITE: &[&str] = &["site", "website", "web", "domain", "link", "url", "visit", "blog", "host", "server", "page", "homepage"];

/// Every link with a scheme, and every host name without one.
pub(super) fn find(context: &Context<'_>, found: &mut Vec<Found>) {
    let mut links: Vec<Range<usize>> = Vec::new();
    for at in memchr_iter(b':', context.bytes()).filter(|at| context.slice(at + 1..at + 3) == "//") {
        if links.last().is_none_or(|last| last.end <= at)
            && let Some(link) = link(context, at, found)
        {
            links.push(link);
        }
    }
    let mut links = links.into_iter().peekable();
    let mut done = 0;
    for dot in memchr_iter(b'.', context.bytes()) {
        while links.next_if(|link| link.end <= dot).is_some() {}
        let inside = links.peek().is_some_and(|link| link.start <= dot);
        let between = context.before(dot).is_ascii_alphanumeric() && context.byte(dot + 1).is_ascii_alphanumeric();
        if inside || dot < done || !between {
            continue;
        }
        let start = name_start(context, dot, done);
        if let Some(host) = host::read(context, start) {
            done = host.span.end.max(dot + 1);
            found.extend(bare(context, host));
        }
    }
}

/// The link whose `://` stands at `at`, given to `found` where its host is one; the range it takes up.
fn link(context: &Context<'_>, at: usize, found: &mut Vec<Found>) -> Option<Range<usize>> {
    let start = scheme_start(context, at + 3)?;
    let scheme = context.slice(start..at).to_ascii_lowercase();
    let end = link_end(context, at + 3);
    let host_start = after_credentials(context, at + 3..end);
    let host = host::read(context, host_start);
    let host_end = host.as_ref().map_or(end, |host| host.span.end);
    let end = if host.is_some() { link_end(context, host_end) } else { end };
    let name = match &host {
        Some(host) if !host.weak && last_label(&host.name).bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') => host.name.as_str(),
        _ => return Some(start..end),
    };
    let rest = context.slice(host_end..end);
    let numeric = last_label(name).bytes().all(|b| b.is_ascii_digit());
    if numeric && name.parse::<std::net::Ipv4Addr>().is_err() {
        return Some(start..end);
    }
    match telegram::handle_in_link(name, rest) {
        Some(handle) => found.push(Found::unchecked(ObservableKind::Telegram, start..end, handle)),
        None => found.push(Found::unchecked(ObservableKind::Url, start..end, format!("{scheme}://{name}{rest}"))),
    }
    Some(start..end)
}

fn last_label(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or("")
}

/// A host name without a scheme, with its path where it has one.
fn bare(context: &Context<'_>, host: Host) -> Option<Found> {
    let tld = host.tld?;
    let span = host.span;
    let edge = |b: u8| matches!(b, b'@' | b'_' | b'\\' | b'=' | b'$' | b'%' | super::view::WEAK_AT);
    if edge(context.before(span.start)) || edge(context.byte(span.end)) || host.weak || host.name.contains('_') {
        return None;
    }
    // A path of the file system, or an abbreviation.
    let slashed = context.before(span.start) == b'/' || context.before(span.start) == b'.';
    let short = host.name.split('.').all(|label| label.len() <= 1);
    if slashed || short || host.name.bytes().all(|b| !b.is_ascii_alphabetic()) {
        return None;
    }
    let path_end = link_end(context, span.end);
    let has_path = context.byte(span.end) == b'/' && path_end > span.end + 1;
    if let Some(handle) = telegram::handle_in_link(&host.name, context.slice(span.end..path_end)) {
        return Some(Found::unchecked(ObservableKind::Telegram, span.start..path_end, handle));
    }
    if !is_believable(context, &span, &host.name, tld, has_path, host.labels) {
        return None;
    }
    Some(match has_path {
        true => Found::unchecked(ObservableKind::Url, span.start..path_end, format!("{}{}", host.name, context.slice(span.end..path_end))),
        false => Found::unchecked(ObservableKind::Domain, span, host.name),
    })
}

fn is_believable(context: &Context<'_>, span: &Range<usize>, name: &str, tld: Tld, has_path: bool, labels: usize) -> bool {
    let written = context.slice(span.clone());
    let last = last_label(written);
    // `end.In` is where two sentences meet.
    let meets = last.starts_with(|c: char| c.is_ascii_uppercase()) && last.bytes().skip(1).any(|b| b.is_ascii_lowercase());
    let www = name.starts_with("www.");
    let first_letters = name.split('.').next().is_some_and(|label| label.bytes().any(|b| b.is_ascii_alphabetic()));
    match tld {
        _ if www => true,
        _ if meets || !first_letters => false,
        Tld::Firm => true,
        Tld::Loose => (has_path || labels > 2 || cue::last_within(context.text, span.start, 16, SITE).is_some()) && !is_program(last),
    }
}

/// Endings of programs and archives: only `www.` or a scheme makes a host of them.
fn is_program(ending: &str) -> bool {
    ["md", "py", "sh", "rs", "ps", "zip", "mov", "gz", "tf"].iter().any(|known| known.eq_ignore_ascii_case(ending))
}

/// Where the host name around `dot` starts.
fn name_start(context: &Context<'_>, dot: usize, floor: usize) -> usize {
    let head = context.bytes().get(floor.min(dot)..dot).unwrap_or(&[]);
    let part = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_');
    let mut start = dot - head.iter().rev().take(254).take_while(|b| part(b)).count();
    while start < dot && !context.byte(start).is_ascii_alphanumeric() {
        start += 1;
    }
    start
}

/// The start of the scheme whose `://` ends at `after`, or nothing.
pub(super) fn scheme_start(context: &Context<'_>, after: usize) -> Option<usize> {
    let colon = after.checked_sub(3)?;
    if context.slice(colon..after) != "://" {
        return None;
    }
    let head = context.slice(colon.saturating_sub(5)..colon).to_ascii_lowercase();
    SCHEMES.iter().find(|scheme| head.ends_with(**scheme)).map(|scheme| colon - scheme.len())
}

/// Where the authority (credentials and subdomains included) that ends in the host label at `host` starts.
pub(super) fn authority_start(context: &Context<'_>, host: usize) -> usize {
    let part = |b: &u8| b.is_ascii_graphic() && !matches!(b, b'/' | b'<' | b'>' | b'"' | b'\'' | b',' | b';');
    let head = context.bytes().get(..host).unwrap_or(&[]);
    host - head.iter().rev().take(254).take_while(|b| part(b)).count()
}

fn after_credentials(context: &Context<'_>, authority: Range<usize>) -> usize {
    let text = context.slice(authority.clone());
    let end = text.find(['/', '?', '#']).unwrap_or(text.len());
    let at = text.get(..end).and_then(|text| text.rfind('@'));
    authority.start + at.map_or(0, |at| at + 1)
}

/// Where the link that goes on at `from` ends: at a blank, a quote, the next link or a bracket that was not opened in it, without the sentence's own
/// punctuation.
pub(super) fn link_end(context: &Context<'_>, from: usize) -> usize {
    const LONGEST: usize = 2048;
    let tail = context.bytes().get(from..).unwrap_or(&[]);
    let (mut round, mut square) = (0usize, 0usize);
    let mut end = from;
    for (at, byte) in tail.iter().enumerate().take(LONGEST) {
        let open = match byte {
            b'(' => round.checked_add(1).map(|more| round = more),
            b'[' => square.checked_add(1).map(|more| square = more),
            b')' => round.checked_sub(1).map(|less| round = less),
            b']' => square.checked_sub(1).map(|less| square = less),
            b',' | b';' if rest_is_link(tail.get(at + 1..)) => None,
            b'<' | b'>' | b'"' | b'`' | b'|' | b'^' | b'{' | b'}' | b'\\' | &OPAQUE => None,
            _ => byte.is_ascii_graphic().then_some(()),
        };
        if open.is_none() {
            break;
        }
        end = from + at + 1;
    }
    while end > from && matches!(context.before(end), b'.' | b',' | b';' | b':' | b'!' | b'?' | b'\'' | b'*' | b'_' | b'(' | b'[') {
        end -= 1;
    }
    end
}

fn rest_is_link(rest: Option<&[u8]>) -> bool {
    rest.is_some_and(|rest| rest.starts_with(b"http"))
}

#[cfg(test)]
mod tests {
    use ObservableKind::*;
    use Validity::*;
    use shakedown_core::{ObservableKind, Validity};

    use crate::observables::table::check;

    #[test]
    fn links_and_host_names_are_seen_and_file_names_are_not() {
        check(&[
            (
                "see hxxps://example[.]org/a_(b), or www.example.net.",
                &[(Url, "https://example.org/a_(b)", Unchecked), (Domain, "www.example.net", Unchecked)],
            ),
            ("https://user:pw@files.example.com:8443/x?id=1#y", &[(Url, "https://files.example.com:8443/x?id=1#y", Unchecked)]),
            (
                "[us](https://example.com/c)[.](https://example.com/d)",
                &[(Url, "https://example.com/c", Unchecked), (Url, "https://example.com/d", Unchecked)],
            ),
            ("http://192.0.2.7/gate.php", &[(Url, "http://192.0.2.7/gate.php", Unchecked)]),
            ("mail example.com, Example.COM/path", &[(Domain, "example.com", Unchecked), (Url, "example.com/path", Unchecked)]),
            ("open readme.txt, tree.txt, script.sh, main.rs and files.zip; we paid.Now stop.So be it. e.g. this", &[]),
            ("the data.It is here.in case, 3.5mb, v1.2 of it", &[]),
            ("https://[redacted]/x and https://localhost/", &[]),
            ("hxxp://m\u{fc}nch\u{435}n[.]de/x", &[(Url, "http://m\u{fc}nchen.de/x", Unchecked)]),
            ("m\u{fc}nchen.de", &[(Domain, "m\u{fc}nchen.de", Unchecked)]),
            ("\u{440}\u{430}\u{441}.\u{441}\u{43e}\u{43c}", &[]),
            ("example.com example . com dot com", &[(Domain, "example.com", Unchecked)]),
            ("site: proton.me", &[(Domain, "proton.me", Unchecked)]),
        ]);
    }
}
