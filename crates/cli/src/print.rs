//! The one writer. Everything that reaches a terminal passes here, and nothing that could steer one gets through.

use std::io::{self, IsTerminal as _, Write};

use serde::Serialize;
use shakedown_app::Failure;
use shakedown_core::{is_hidden, visible};

use crate::exit::Exit;

/// How words are set off.
#[derive(Clone, Copy)]
pub(crate) enum Style {
    Plain,
    Strong,
    Dim,
    Warn,
}

impl Style {
    const fn code(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Strong => "\x1b[1m",
            Self::Dim => "\x1b[2m",
            Self::Warn => "\x1b[33m",
        }
    }
}

/// Standard output and standard error.
pub(crate) struct Out {
    stdout: io::BufWriter<io::Stdout>,
    colour: bool,
}

impl Out {
    /// With colours where standard output is a terminal and neither `NO_COLOR` nor `no_color` forbids them.
    pub(crate) fn new(no_color: bool) -> Self {
        let forbidden = no_color || std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        Self { stdout: io::BufWriter::new(io::stdout()), colour: !forbidden && io::stdout().is_terminal() }
    }

    /// A line of plain words.
    pub(crate) fn line(&mut self, words: impl AsRef<str>) {
        self.styled(&[(Style::Plain, words.as_ref())]);
    }

    /// A line of words, each in its style. Line breaks inside are kept, other control characters shown.
    pub(crate) fn styled(&mut self, parts: &[(Style, &str)]) {
        let mut line = String::new();
        for (style, words) in parts {
            let code = if self.colour { style.code() } else { "" };
            line.push_str(code);
            line.push_str(&visible(words));
            if !code.is_empty() {
                line.push_str("\x1b[0m");
            }
        }
        line.push('\n');
        self.write(line.as_bytes());
    }

    /// One JSON object on a line; characters that steer a terminal are `\u`-escaped, so that the parsed text is exact.
    pub(crate) fn json(&mut self, value: &impl Serialize) {
        match serde_json::to_string(value) {
            Ok(json) => {
                let mut line = escape_hidden(&json);
                line.push('\n');
                self.write(line.as_bytes());
            }
            Err(error) => self.error_line(&format!("this could not be written as JSON: {error}")),
        }
    }

    /// A failure, on standard error.
    pub(crate) fn failure(&mut self, failure: &Failure) {
        self.error_line(&format!("shakedown: {}\n  next: {}", failure.message, failure.next_step));
    }

    /// What is told beside the answer, on standard error.
    pub(crate) fn aside(&mut self, words: &str) {
        self.error_line(&format!("shakedown: {words}"));
    }

    fn error_line(&mut self, words: &str) {
        let _ = self.stdout.flush();
        // Nobody is left to tell where standard error is closed.
        let _ = writeln!(io::stderr(), "{}", visible(words));
    }

    /// Write what is still held back.
    pub(crate) fn finish(&mut self) {
        if let Err(error) = self.stdout.flush() {
            cannot_write(&error);
        }
    }

    fn write(&mut self, bytes: &[u8]) {
        if let Err(error) = self.stdout.write_all(bytes) {
            cannot_write(&error);
        }
    }
}

/// End: there is nobody to write for (`| head`), or no room to write to.
fn cannot_write(error: &io::Error) -> ! {
    if error.kind() == io::ErrorKind::BrokenPipe {
        std::process::exit(Exit::Done as i32);
    }
    let _ = writeln!(
        io::stderr(),
        "shakedown: the output could not be written: {error}\n  next: make room, or write elsewhere, and start again"
    );
    std::process::exit(Exit::Usage as i32);
}

/// JSON text with every hidden character `\u`-escaped. Outside its strings JSON holds none.
fn escape_hidden(json: &str) -> String {
    if json.bytes().all(|byte| (b' '..0x7f).contains(&byte)) {
        return json.to_owned();
    }
    let mut out = String::with_capacity(json.len());
    let mut units = [0; 2];
    for character in json.chars() {
        if is_hidden(character) {
            for unit in character.encode_utf16(&mut units) {
                out.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            out.push(character);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_parses_back_exactly_and_steers_no_terminal() {
        let text: String = (0..=0x10_ffff).filter_map(char::from_u32).collect();
        let json = escape_hidden(&serde_json::to_string(&text).expect("json"));
        assert!(!json.chars().any(|character| is_hidden(character) || character.is_control()));
        assert!(serde_json::from_str::<String>(&json).is_ok_and(|parsed| parsed == text));
    }
}
