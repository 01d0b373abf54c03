//! Ctrl+C.

use crate::exit::Exit;

/// End with the status of a stop when the user asks for it. Nothing half done stays: what is logged is one transaction, what is exported appears whole.
#[expect(clippy::print_stderr, reason = "the writer is in use by what is stopped; these words hold no exhibit text")]
pub(crate) fn on_interrupt() {
    // Where no handler can be set the system ends the program by itself, which leaves nothing half done either.
    let _ = ctrlc::set_handler(|| {
        eprintln!("shakedown: stopped by the user; what was not finished was not stored\n  next: start it again when you like");
        std::process::exit(Exit::Stopped as i32);
    });
}
