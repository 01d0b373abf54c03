//! The database of a chat program: kept as evidence and not read. A note says how to get its chats as a format that is read.
//!
//! Source: the tables that the programs make (Gajim's `archive.py`, and the names of tables that forensic readers of the others use); the file
//! format of SQLite 3, section 1.3. See `tests/formats/chat-database/README.md`.

use shakedown_core::{ImportNote, Locator, NoteKind, Place};

use crate::error::ImportError;
use crate::importer::{Importer, Likelihood, MessageSink, ReadOptions, ReadSeek};
use crate::sniff::Head;

/// A program, the tables and columns that together only its database has, and how to get at its chats.
const PROGRAMS: [(&str, &[&str], &str); 6] = [
    ("Gajim", &["jids(", "logs(", "log_line_id", "contact_name"], "export its chats as text in Gajim's history manager and give that"),
    ("Gajim", &["fk_remote_pk", "fk_account_pk", "stanza_id"], "export its chats as text in Gajim and give that"),
    (
        "Apple messages (chat.db)",
        &["chat_message_join", "message_attachment_join", "handle"],
        "export its chats as text or HTML with imessage-exporter and give that",
    ),
    ("Skype (main.db)", &["from_dispname", "body_xml", "convo_id"], "ask the owner for Skype's own export (messages.json) and give that"),
    ("WhatsApp (msgstore.db)", &["key_remote_jid", "media_wa_type"], WHATSAPP),
    ("WhatsApp (msgstore.db)", &["chat_row_id", "sender_jid_row_id"], WHATSAPP),
];

const WHATSAPP: &str = "export the chat as text on the phone (Export chat) and give that";

/// The reader.
pub(crate) struct Format;

impl Importer for Format {
    fn id(&self) -> &'static str {
        "chat-database"
    }

    fn name(&self) -> &'static str {
        "Database of a chat program (SQLite, not read)"
    }

    fn checked_against(&self) -> &'static str {
        "the tables of Gajim, Apple messages, Skype and WhatsApp, on invented databases"
    }

    fn version(&self) -> u32 {
        1
    }

    fn sniff(&self, head: &Head) -> Likelihood {
        if program(&head.bytes).is_some() { Likelihood::Certain } else { Likelihood::No }
    }

    fn read(&self, source: &mut dyn ReadSeek, _: &ReadOptions, sink: &mut dyn MessageSink) -> Result<(), ImportError> {
        let Some((name, way)) = program(&Head::of(source)?.bytes) else { return Ok(()) };
        let kept_as = format!("a database, kept as evidence, not read; {way}");
        Ok(sink.note(ImportNote::new(NoteKind::PartNotRead, Locator::at(Place::Whole), name, kept_as))?)
    }
}

/// The program whose tables a database has, and how to get at its chats.
fn program(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    if !bytes.starts_with(b"SQLite format 3\0") {
        return None;
    }
    let has = |name: &&str| memchr::memmem::find(bytes, name.as_bytes()).is_some();
    PROGRAMS.iter().find(|(_, signs, _)| signs.iter().all(has)).map(|(name, _, way)| (*name, *way))
}
