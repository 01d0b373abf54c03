//! Discord: chats that DiscordChatExporter wrote, and what the service itself gives.
//!
//! The id of a message is a snowflake: it holds the moment at which the service made it, in milliseconds. Where the stamp names another moment, or
//! none, a note says so.
//!
//! Source: Tyrrrz/DiscordChatExporter (`JsonMessageWriter.cs`, `CsvMessageWriter.cs`, `PlainTextMessageWriter.cs`, `MessageGroupTemplate.cshtml`)
//! and the reference of the Discord API, v10; see the README.md of each folder of samples.

pub(super) mod api;
pub(super) mod csv;
pub(super) mod html;
pub(super) mod json;
pub(super) mod package;
mod record;
pub(super) mod text;

/// Milliseconds between 1970 and the first second of 2015, where snowflakes begin.
const SNOWFLAKE_EPOCH: i64 = 1_420_070_400_000;

/// The moment that an id names, in milliseconds since 1970; nothing for what is no id.
fn snowflake_ms(id: &str) -> Option<i64> {
    let number: u64 = id.parse().ok().filter(|number| *number > 1 << 40)?;
    i64::try_from(number >> 22).ok()?.checked_add(SNOWFLAKE_EPOCH)
}
