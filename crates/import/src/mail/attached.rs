//! What a mail brings along: its parts that are no text, and files that stand in its text uuencoded.

use std::borrow::Cow;

use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;
use mail_parser::{Message as Mail, MessageParser, MessagePart, MimeHeaders, PartType};
use memchr::memmem;
use shakedown_core::{Attachment, Digest, Hostile, ImportNote, Locator, NoteKind, Place};

use super::{Telling, uuencode};
use crate::error::ImportError;

impl Telling<'_> {
    /// List the attachments of `mail`, each with a note.
    pub(super) fn list(&mut self, mail: &Mail<'_>, raw: &[u8]) -> Result<(), ImportError> {
        for id in &mail.attachments {
            let Some(part) = mail.parts.get(*id as usize) else { continue };
            let bytes = original(raw, part);
            let media_type = match part.content_type() {
                Some(_) if is_mail(part) => Some("message/rfc822".to_owned()),
                Some(kind) => Some(kind.subtype().map_or_else(|| kind.ctype().to_owned(), |subtype| format!("{}/{subtype}", kind.ctype()))),
                None => None,
            };
            let nested = Some(part).filter(|part| is_mail(part)).and_then(|_| MessageParser::default().parse_headers(&*bytes));
            let nested = nested.filter(|mail| !mail.parts.is_empty()).and_then(|mail| mail.subject().map(str::to_owned));
            let name = part.attachment_name().map(str::to_owned).or(nested).or_else(|| media_type.clone()).unwrap_or_default();
            self.attach(name, &bytes, media_type.as_deref(), self.parts.locator(*id, part))?;
        }
        Ok(())
    }

    /// `text` without the uuencoded files in it, which are listed.
    pub(super) fn without_files(&mut self, text: &str, locator: &Locator) -> Result<String, ImportError> {
        let (text, files) = uuencode::split(text);
        for file in files {
            self.attach(file.name, &file.bytes, Some("uuencoded in the text"), locator.clone())?;
        }
        Ok(text.into_owned())
    }

    /// Notes on text before and behind the parts, which mail programs do not show.
    pub(super) fn beside_the_parts(&mut self, mail: &Mail<'_>) -> Result<(), ImportError> {
        let Some(root) = mail.parts.first() else { return Ok(()) };
        let PartType::Multipart(children) = &root.body else { return Ok(()) };
        let Some(boundary) = root.content_type().and_then(|kind| kind.attribute("boundary")) else { return Ok(()) };
        let first = children.first().and_then(|id| mail.parts.get(*id as usize)).map_or(0, |part| part.offset_header as usize);
        let before = mail.raw_message.get(root.offset_body as usize..first).unwrap_or_default();
        let before = before.get(..memmem::rfind(before, format!("--{boundary}").as_bytes()).unwrap_or_default()).unwrap_or_default();
        let closing = format!("--{boundary}--");
        let end = memmem::rfind(&mail.raw_message, closing.as_bytes()).map_or(usize::MAX, |at| at + closing.len());
        let behind = mail.raw_message.get(end..).unwrap_or_default();
        for (bytes, place) in [(before, "before"), (behind, "behind")] {
            let text = String::from_utf8_lossy(bytes);
            let text = text.trim();
            // Mail programs explain themselves there to programs that know no parts.
            let explains = place == "before" && text.len() < 400 && text.contains("MIME");
            if !text.is_empty() && !explains {
                let kept_as = format!("{place} the parts, apart from the message: {} characters", text.chars().count());
                self.sink.note(ImportNote::new(NoteKind::HiddenText, self.seat.at(Place::Whole), text, kept_as))?;
            }
        }
        Ok(())
    }

    fn attach(&mut self, name: String, bytes: &[u8], kind: Option<&str>, locator: Locator) -> Result<(), ImportError> {
        let kept_as = format!("an attachment of {} bytes, {}", bytes.len(), kind.unwrap_or("of no stated kind"));
        self.sink.note(ImportNote::new(NoteKind::PartNotRead, locator, &name, kept_as))?;
        self.attachments.push(Attachment { name: Hostile::new(name), sha256: Some(Digest::of(bytes)), bytes: Some(bytes.len() as u64) });
        Ok(())
    }
}

/// Whether a part is a mail, under the name that keeps the parser out of it.
pub(super) fn is_mail(part: &MessagePart<'_>) -> bool {
    part.content_type().is_some_and(|kind| kind.ctype().eq_ignore_ascii_case("xessage"))
}

/// The bytes of a part of the mail in `raw` as they were before the mail wrapped them, whatever their charset.
pub(super) fn original<'m>(raw: &'m [u8], part: &MessagePart<'_>) -> Cow<'m, [u8]> {
    let wrapped = raw.get(part.offset_body as usize..part.offset_end as usize).unwrap_or_default();
    let stated = part.content_transfer_encoding().unwrap_or_default().trim().to_ascii_lowercase();
    match stated.as_str() {
        "base64" => Cow::Owned(base64_decode(wrapped).unwrap_or_else(|| whole_base64(wrapped))),
        "quoted-printable" => quoted_printable_decode(wrapped).map_or(Cow::Borrowed(wrapped), Cow::Owned),
        _ if stated.contains("uue") => unwrapped(wrapped),
        _ => Cow::Borrowed(wrapped),
    }
}

/// What can be decoded of damaged base64: its letters in groups of four, up to the padding.
fn whole_base64(wrapped: &[u8]) -> Vec<u8> {
    let is_letter = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
    let mut letters: Vec<u8> = wrapped.split(|byte| *byte == b'=').next().unwrap_or_default().iter().copied().filter(is_letter).collect();
    if letters.len() % 4 == 1 {
        letters.pop();
    }
    while !letters.len().is_multiple_of(4) {
        letters.push(b'=');
    }
    base64_decode(&letters).unwrap_or_default()
}

/// The one file that is uuencoded in `wrapped`, else all of it.
fn unwrapped(wrapped: &[u8]) -> Cow<'_, [u8]> {
    let file = std::str::from_utf8(wrapped).ok().and_then(|text| uuencode::split(text).1.into_iter().next());
    file.map_or(Cow::Borrowed(wrapped), |file| Cow::Owned(file.bytes))
}
