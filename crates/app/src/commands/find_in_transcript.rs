//! Find words in the transcript that the window looks at.

use serde::Deserialize;
use shakedown_core::{defang, visible};

use crate::job::Watch;
use crate::wire::FoundIn;
use crate::{App, Failure};

/// The most messages that are told.
const MESSAGES_MAX: usize = 10_000;

#[derive(Deserialize)]
pub(super) struct Arguments {
    draft: String,
    text: String,
}

/// The messages whose body holds the text in any case of letters, as written or as it is shown defanged.
pub(super) fn run(app: &App, arguments: Arguments, _: Watch<'_>) -> Result<FoundIn, Failure> {
    let analysed = app.draft(&arguments.draft)?.analysed;
    let wanted = arguments.text.to_lowercase();
    if wanted.is_empty() {
        return Ok(FoundIn { messages: Vec::new(), total: 0 });
    }
    let holds = |body: &str| {
        body.to_lowercase().contains(&wanted) || wanted.contains(['[', 'x']) && visible(&defang(body)).to_lowercase().contains(&wanted)
    };
    let all: Vec<u32> =
        analysed.transcript.messages.iter().filter(|message| holds(message.body.raw())).map(|message| message.seq).collect();
    let total = u32::try_from(all.len()).unwrap_or(u32::MAX);
    Ok(FoundIn { messages: all.into_iter().take(MESSAGES_MAX).collect(), total })
}
