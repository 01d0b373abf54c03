//! Mail and Jabber addresses.
//!
//! Source: RFC 5322 (local part, as people use it) and RFC 1035; RFC 7622 (a Jabber address looks the same: the word before it or its host decides).

use std::ops::Range;

use memchr::memchr2_iter;
use shakedown_core::ObservableKind;

use super::host::{self, Host, is_dot};
use super::view::{WEAK_AT, WEAK_DOT};
use super::{Context, Found, cue};

/// Hosts that serve Jabber and no mail, or are known for it.
///
/// Source: the public server list at providers.xmpp.net, and servers that extortionists name.
const JABBER_HOSTS: &str = "exploit.im jabb.im jabb3r.org jabber.de xmpp.jp xmpp.is thesecure.biz conversations.im creep.im dismail.de draugr.de \
    blabber.im 404.city 0nl1ne.at 5222.de sj.ms xmpp.zone xmpp.name default.rs monopoly.im jix.im jwchat.org chatme.im \
    trashserver.net hot-chilli.net movim.eu yax.im zloy.im korovka.pro thiessen.im securejabber.me sure.im rows.im xabber.org \
    swissjabber.ch tigase.im pandion.im calyx.institute jabbim.cz jabbim.com neko.im climm.org";
const JABBER: &[&str] = &["jabber", "xmpp", "jid", "pidgin", "psi", "gajim", "dino"];
const MAIL: &[&str] = &["mail", "mails", "email", "emails", "gmail", "mailto", "mailbox", "smtp", "protonmail"];
/// What stands before an `@` between blanks and is no mailbox.
const NO_MAILBOX: &[&str] = &[
    "me", "you", "us", "is", "are", "was", "were", "be", "look", "here", "meet", "now", "and", "or", "it", "them", "him", "her", "the",
    "telegram", "tg", "out", "up",
];

/// Every `name@host`.
pub(super) fn find(context: &Context<'_>, found: &mut Vec<Found>) {
    for at in memchr2_iter(b'@', WEAK_AT, context.bytes()) {
        let Some(local) = local_before(context, at + 1) else { continue };
        let Some(host) = host_after(context, at + 1) else { continue };
        if !is_address(context, &local, at, &host) {
            continue;
        }
        let name = context.slice(local.clone()).replace(char::from(WEAK_DOT), ".");
        let span = local.start..host.span.end;
        let kind = if is_jabber(context, &span, &host.name) { ObservableKind::Jabber } else { ObservableKind::Email };
        found.push(Found::unchecked(kind, span, format!("{}@{}", name.to_ascii_lowercase(), host.name)));
    }
}

/// The local part that ends before the `@` before `host`; a blank before the `@` is passed over.
pub(super) fn local_before(context: &Context<'_>, host: usize) -> Option<Range<usize>> {
    let mut at = host.checked_sub(1)?;
    if context.byte(at) == b' ' {
        at = at.checked_sub(1)?;
    }
    if !matches!(context.byte(at), b'@' | WEAK_AT) {
        return None;
    }
    let end = if context.before(at) == b' ' { at - 1 } else { at };
    let part = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'%' | b'+' | b'-' | b'\'' | &WEAK_DOT);
    let head = context.bytes().get(..end).unwrap_or(&[]);
    let mut start = end - head.iter().rev().take(65).take_while(|b| part(b)).count();
    while start < end && matches!(context.byte(start), b'.' | b'-' | b'+' | b'\'' | b'%' | WEAK_DOT) {
        start += 1;
    }
    let length = end - start;
    let sound = context.before(end) != b'.' && !matches!(context.before(start), b'@' | b'\\') && !is_dot(context.before(start));
    (sound && (1..=64).contains(&length)).then_some(start..end)
}

fn host_after(context: &Context<'_>, after: usize) -> Option<Host> {
    let start = if context.byte(after) == b' ' { after + 1 } else { after };
    host::read(context, start)
}

fn is_address(context: &Context<'_>, local: &Range<usize>, at: usize, host: &Host) -> bool {
    let last = host.name.rsplit('.').next().unwrap_or("");
    let shaped = last.len() >= 2 && last.bytes().all(|b| b.is_ascii_alphabetic() || b == b'-') && !host.name.contains('_');
    let known = host.tld.is_some() || (!host.weak && host.labels == 2 && last.len() <= 12 && !host::is_file_ending(last));
    let spaced = context.before(at) == b' ' || context.byte(at + 1) == b' ';
    let name = context.slice(local.clone());
    let mailbox = !spaced || (host.tld.is_some() && !NO_MAILBOX.iter().any(|word| word.eq_ignore_ascii_case(name)));
    shaped && known && mailbox && !is_message_id(context, local.start)
}

/// The id of a mail looks like an address; the line it stands on says what it is.
fn is_message_id(context: &Context<'_>, start: usize) -> bool {
    if context.before(start) != b'<' {
        return false;
    }
    let head = context.slice(start.saturating_sub(120)..start);
    let line = head.rsplit('\n').find(|line| !line.starts_with([' ', '\t'])).unwrap_or("");
    ["message-id:", "references:", "in-reply-to:", "content-id:"].iter().any(|field| super::tokens::rest_after(line, field).is_some())
}

fn is_jabber(context: &Context<'_>, span: &Range<usize>, host: &str) -> bool {
    let named = |known: &str| host == known || host.strip_suffix(known).is_some_and(|sub| sub.ends_with('.'));
    if JABBER_HOSTS.split(' ').any(named) || host.split('.').any(|label| label == "jabber" || label == "xmpp") {
        return true;
    }
    let nearest = cue::last_before(context.text, span.start, &[JABBER, MAIL].concat());
    nearest.is_some_and(|word| JABBER.contains(&word)) || (nearest.is_none() && cue::is_after(context.text, span.end, &["jabber", "xmpp"]))
}

#[cfg(test)]
mod tests {
    use ObservableKind::*;
    use Validity::*;
    use shakedown_core::{ObservableKind, Validity};

    use crate::observables::table::check;

    #[test]
    fn addresses_are_seen_however_they_are_written() {
        check(&[
            ("restore@example.com", &[(Email, "restore@example.com", Unchecked)]),
            ("mailto:Restore@Example.COM.", &[(Email, "restore@example.com", Unchecked)]),
            ("<restore@example.com>", &[(Email, "restore@example.com", Unchecked)]),
            ("restore[at]example[dot]com", &[(Email, "restore@example.com", Unchecked)]),
            ("restore (at) example (dot) com", &[(Email, "restore@example.com", Unchecked)]),
            ("restore at example dot com", &[(Email, "restore@example.com", Unchecked)]),
            ("restore AT example DOT com", &[(Email, "restore@example.com", Unchecked)]),
            ("restore @ example . com", &[(Email, "restore@example.com", Unchecked)]),
            ("restore @example.com", &[(Email, "restore@example.com", Unchecked)]),
            ("restore@example[.]com", &[(Email, "restore@example.com", Unchecked)]),
            ("restore{@}example(.)com", &[(Email, "restore@example.com", Unchecked)]),
            ("rest\u{200b}ore@ex\u{ad}ample.com", &[(Email, "restore@example.com", Unchecked)]),
            ("r\u{435}store@\u{435}xample.com", &[(Email, "restore@example.com", Unchecked)]),
            ("restore\u{ff20}example\u{ff0e}com", &[(Email, "restore@example.com", Unchecked)]),
            ("restore@example.com.Please write", &[(Email, "restore@example.com", Unchecked)]),
            ("restore\\@example\\.com", &[(Email, "restore@example.com", Unchecked)]),
            ("restore[@]example.com", &[(Email, "restore@example.com", Unchecked)]),
            ("restore_at_example_dot_com", &[(Email, "restore@example.com", Unchecked)]),
            ("restore <at> example <dot> com", &[(Email, "restore@example.com", Unchecked)]),
            ("restore@example dot com", &[(Email, "restore@example.com", Unchecked)]),
            ("restore(at)example.com", &[(Email, "restore@example.com", Unchecked)]),
            ("restore[at]example .com", &[(Email, "restore@example.com", Unchecked)]),
            ("e-mail:restore@example.com;", &[(Email, "restore@example.com", Unchecked)]),
            ("write restore@example.com2 files are free", &[(Email, "restore@example.com", Unchecked)]),
            ("john dot doe at example dot co dot uk", &[(Email, "john.doe@example.co.uk", Unchecked)]),
            ("a.b+c_d-1@sub.example.org, x@y.net", &[(Email, "a.b+c_d-1@sub.example.org", Unchecked), (Email, "x@y.net", Unchecked)]),
            ("admin@corp.local", &[(Email, "admin@corp.local", Unchecked)]),
            ("jabber: locker@example.org", &[(Jabber, "locker@example.org", Unchecked)]),
            ("Write to locker@exploit.im", &[(Jabber, "locker@exploit.im", Unchecked)]),
            ("XMPP - a@example.org, b@example.org", &[(Jabber, "a@example.org", Unchecked), (Jabber, "b@example.org", Unchecked)]),
            ("jabber: a@example.org or email: b@example.org", &[(Jabber, "a@example.org", Unchecked), (Email, "b@example.org", Unchecked)]),
            ("a@jabber.example.org", &[(Jabber, "a@jabber.example.org", Unchecked)]),
            ("Message-ID: <12ab.34@mail.example.com>", &[]),
            ("2-3 weeks at most . so let me look at that dot now, meet us @ example.com", &[(Domain, "example.com", Unchecked)]),
            ("icon@2x.png user@host.txt @name a@b", &[]),
        ]);
    }
}
