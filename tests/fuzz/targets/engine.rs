//! Any text, as one message: every place that is reported quotes the text as written.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use shakedown_core::{EvidenceId, Hostile, Locator, Message, MessageKind, MessageState, Role, Transcript, TranscriptId};
use shakedown_detect::{Context, Engine};

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::built_in().expect("the built-in engine"));

fuzz_target!(|text: &str| {
    let message = Message {
        seq: 0,
        kind: MessageKind::Message,
        sender: None,
        role: Role::Unknown,
        sent_at: None,
        body: Hostile::new(text),
        attachments: Vec::new(),
        state: MessageState::Sent,
        reply_to: None,
        locator: Locator::lines(1, 1),
    };
    let transcript = Transcript {
        id: TranscriptId::new("t"),
        evidence_id: EvidenceId::new("e"),
        format: "text".into(),
        reader_version: 1,
        participants: Vec::new(),
        messages: vec![message],
        notes: Vec::new(),
    };
    let analysis = ENGINE.analyse(&transcript, &Context::default());
    for finding in &analysis.findings {
        assert_eq!(finding.span.of(text), Some(finding.as_written.raw()), "{}", finding.rule);
    }
    for seen in &analysis.observables {
        assert_eq!(seen.span.of(text), Some(seen.as_written.raw()), "{}", seen.kind);
    }
});
