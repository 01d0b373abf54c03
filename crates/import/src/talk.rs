//! Records out of lines: a header begins one, other lines go on with it.

use shakedown_core::{Attachment, Hostile, ImportNote, Locator, Message, MessageKind, MessageState, NoteKind, Place, Role, Stamp};

use crate::dates::Doubt;
use crate::importer::{MessageSink, Stopped};
use crate::lines::Line;

/// The note on a doubtful stamp, where there is one.
pub(crate) fn doubt_note(doubt: Doubt, stamp: &Stamp, locator: &Locator) -> Option<ImportNote> {
    doubt.map(|(kind, kept_as)| ImportNote::new(kind, locator.clone(), stamp.as_written.raw(), kept_as))
}

/// What the header of a record says.
#[derive(Clone, Debug)]
pub(crate) struct Header {
    pub(crate) kind: MessageKind,
    pub(crate) sender: Option<Hostile>,
    pub(crate) role: Role,
    pub(crate) sent_at: Option<Stamp>,
}

impl Header {
    /// The header of a message that names no sender and no time.
    pub(crate) fn nameless() -> Self {
        Self { kind: MessageKind::Message, sender: None, role: Role::Unknown, sent_at: None }
    }
}

/// The record that is being gathered.
struct Draft {
    header: Header,
    body: String,
    /// Line ends and blank lines that belong to the body only if text follows.
    held: String,
    lines: (u64, u64),
    bytes: (u64, u64),
    /// What the lines above the body told.
    state: Option<MessageState>,
    attachments: Vec<Attachment>,
}

/// What a format adds to a finished record: its state, its attachments.
pub(crate) struct Finish {
    pub(crate) state: MessageState,
    pub(crate) attachments: Vec<Attachment>,
}

/// Gathers lines into records and gives them to a sink.
pub(crate) struct Talk<'a> {
    sink: &'a mut dyn MessageSink,
    body_bytes: usize,
    finish: fn(&Header, &str) -> Finish,
    within: Option<Locator>,
    draft: Option<Draft>,
    /// The memory of line ends of the record before.
    spare: String,
}

impl<'a> Talk<'a> {
    /// Records of at most `body_bytes` each; a longer one goes on in the next.
    pub(crate) fn new(sink: &'a mut dyn MessageSink, body_bytes: usize, finish: fn(&Header, &str) -> Finish) -> Self {
        Self { sink, body_bytes, finish, within: None, draft: None, spare: String::new() }
    }

    /// The same, where the lines are no lines of the evidence: every record is somewhere in `locator`.
    pub(crate) fn within(mut self, locator: Locator) -> Self {
        self.within = Some(locator);
        self
    }

    /// Where `line` stands in the evidence.
    pub(crate) fn place(&self, line: &Line) -> Locator {
        self.within.clone().unwrap_or_else(|| Locator::lines(line.number, line.number).with_bytes(line.start, line.end))
    }

    /// Begin a record with what of `line` stands after its header.
    pub(crate) fn begin(&mut self, header: Header, line: &Line, text: &str) -> Result<(), Stopped> {
        self.flush()?;
        let mut held = std::mem::take(&mut self.spare);
        held.push_str(line.ending);
        self.draft = Some(Draft {
            header,
            body: text.to_owned(),
            held,
            lines: (line.number, line.number),
            bytes: (line.start, line.end),
            state: None,
            attachments: Vec::new(),
        });
        Ok(())
    }

    /// `line` belongs to the header of the record; it holds nothing of the body, which begins below.
    pub(crate) fn cover(&mut self, line: &Line) {
        if let Some(draft) = &mut self.draft {
            draft.held.clear();
            draft.lines.1 = line.number;
            draft.bytes.1 = line.end;
        }
    }

    /// The header of the record names something that was sent along.
    pub(crate) fn attach(&mut self, attachment: Attachment) {
        self.draft.iter_mut().for_each(|draft| draft.attachments.push(attachment.clone()));
    }

    /// The header of the record tells what became of it.
    pub(crate) fn mark(&mut self, state: MessageState) {
        self.draft.iter_mut().for_each(|draft| draft.state = Some(state));
    }

    /// Go on with the record. Text before the first header becomes a message without a sender.
    pub(crate) fn go_on(&mut self, line: &Line) -> Result<(), Stopped> {
        let Some(draft) = &mut self.draft else {
            return if line.is_blank() { Ok(()) } else { self.begin(Header::nameless(), line, &line.text) };
        };
        if line.is_blank() && !line.rest {
            if draft.held.len() < self.body_bytes {
                draft.held.push_str(&line.text);
                draft.held.push_str(line.ending);
            }
            return Ok(());
        }
        if draft.body.len() + draft.held.len() + line.text.len() > self.body_bytes && !draft.body.is_empty() {
            let header = draft.header.clone();
            let locator = self.place(line);
            let kept_as = "a message of its own that goes on with the one before";
            self.sink.note(ImportNote::new(NoteKind::LimitReached, locator, &line.text, kept_as))?;
            return self.begin(header, line, &line.text);
        }
        // Where nothing stands beside the name, the text begins on the line below.
        if !draft.body.is_empty() || draft.header.sender.is_none() {
            draft.body.push_str(&draft.held);
        }
        draft.held.clear();
        draft.body.push_str(&line.text);
        draft.held.push_str(line.ending);
        draft.lines.1 = line.number;
        draft.bytes.1 = line.end;
        Ok(())
    }

    /// A note in its place between the records.
    pub(crate) fn note(&mut self, note: ImportNote) -> Result<(), Stopped> {
        self.sink.note(note)
    }

    /// Give the last record away.
    pub(crate) fn flush(&mut self) -> Result<(), Stopped> {
        let Some(draft) = self.draft.take() else { return Ok(()) };
        let lines = || Locator::at(Place::Lines(draft.lines.0, draft.lines.1)).with_bytes(draft.bytes.0, draft.bytes.1);
        let locator = self.within.clone().unwrap_or_else(lines);
        let Finish { state, attachments } = (self.finish)(&draft.header, &draft.body);
        let state = draft.state.unwrap_or(state);
        let attachments = if draft.attachments.is_empty() { attachments } else { [draft.attachments, attachments].concat() };
        self.spare = draft.held;
        self.spare.clear();
        let Header { kind, sender, role, sent_at } = draft.header;
        let body = Hostile::new(draft.body);
        self.sink.message(Message { kind, sender, role, sent_at, body, state, attachments, ..Message::blank(locator) })
    }
}
