//! How far the work is: on standard error, and only on a terminal.

use indicatif::{ProgressBar, ProgressStyle};
use shakedown_app::{Job, Watch};

/// A bar that a job moves.
pub(crate) struct Bar(ProgressBar);

impl Bar {
    /// A bar; indicatif hides it where standard error is no terminal.
    pub(crate) fn new() -> Self {
        let bar = ProgressBar::new(0);
        if let Ok(style) = ProgressStyle::with_template("{msg} {bar:30} {percent} %, {eta} left") {
            bar.set_style(style);
        }
        Self(bar)
    }

    /// Run `work` as a job that moves the bar.
    pub(crate) fn run<T>(&self, work: impl FnOnce(&Job<'_>) -> T) -> T {
        self.run_while(|| true, work)
    }

    /// Run `work` as a job that moves the bar while it is the one that is `shown`.
    pub(crate) fn run_while<T>(&self, shown: impl Fn() -> bool + Sync, work: impl FnOnce(&Job<'_>) -> T) -> T {
        let watch: Watch<'_> = &|progress| {
            if !shown() {
                return;
            }
            self.0.set_length(progress.total.unwrap_or_default());
            self.0.set_position(progress.done);
            self.0.set_message(progress.words);
        };
        work(&Job::new(watch))
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
