//! IP addresses.
//!
//! Source: RFC 791 and RFC 4291 section 2.2, as the standard library reads them.

use std::net::{Ipv4Addr, Ipv6Addr};
use std::ops::Range;

use shakedown_core::ObservableKind;

use super::{Context, Found, cue};

const VERSIONS: &[&str] = &["version", "ver", "v", "build", "release", "chrome", "firefox"];

/// Every dotted quad that is no version number, and every IPv6 address of four or more groups.
pub(super) fn find(context: &Context<'_>, found: &mut Vec<Found>) {
    let mut done = 0;
    for token in context.tokens.iter() {
        if token.start < done {
            continue;
        }
        let byte = context.byte(token.end);
        let part: fn(u8) -> bool = match byte {
            b'.' => |b| b.is_ascii_digit() || b == b'.',
            b':' => |b| b.is_ascii_hexdigit() || b == b':',
            _ => continue,
        };
        let span = around(context, token, done, part);
        done = span.end.max(token.end);
        let edge = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b == b'-';
        if edge(context.byte(span.end)) || edge(context.before(span.start)) {
            continue;
        }
        let text = context.slice(span.clone());
        let value = if byte == b'.' { quad(context, text, &span) } else { groups(text) };
        found.extend(value.map(|value| Found::unchecked(ObservableKind::Ip, span, value)));
    }
}

fn quad(context: &Context<'_>, text: &str, span: &Range<usize>) -> Option<String> {
    let address: Ipv4Addr = text.parse().ok()?;
    let path = context.before(span.start) == b'/' && context.before(span.start.saturating_sub(1)) != b'/';
    let version = path || cue::last_within(context.text, span.start, 12, VERSIONS).is_some();
    (!version && address.octets()[0] != 0).then(|| address.to_string())
}

fn groups(text: &str) -> Option<String> {
    let enough = text.matches(':').count() >= 3 && text.bytes().any(|b| b.is_ascii_digit());
    text.parse::<Ipv6Addr>().ok().filter(|_| enough).map(|address| address.to_string())
}

fn around(context: &Context<'_>, token: &Range<usize>, floor: usize, part: fn(u8) -> bool) -> Range<usize> {
    const LONGEST: usize = 48;
    let head = context.bytes().get(floor.min(token.start)..token.start).unwrap_or(&[]);
    let back = head.iter().rev().take(LONGEST).take_while(|b| part(**b)).count();
    let on = context.bytes().get(token.start..).unwrap_or(&[]).iter().take(LONGEST).take_while(|b| part(**b)).count();
    let (start, mut end) = (token.start - back, token.start + on);
    // The full stop of the sentence is none of it.
    while end > start && context.before(end) == b'.' {
        end -= 1;
    }
    start..end
}

#[cfg(test)]
mod tests {
    use ObservableKind::*;
    use Validity::*;
    use shakedown_core::{ObservableKind, Validity};

    use crate::observables::table::check;

    #[test]
    fn addresses_are_seen_and_versions_are_not() {
        check(&[
            ("from 192.0.2.17:8080, 198[.]51[.]100[.]4.", &[(Ip, "192.0.2.17", Unchecked), (Ip, "198.51.100.4", Unchecked)]),
            ("2001:db8:0:1::17 answered", &[(Ip, "2001:db8:0:1::17", Unchecked)]),
            ("version 10.0.19.4 of it, 300.1.1.1, 1.2.3.4.5, 12:30:45, Chrome/110.0.5481.77, 0.0.0.0", &[]),
        ]);
    }
}
