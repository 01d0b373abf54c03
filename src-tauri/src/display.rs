//! Whether there is a display to open a window on. All of this crate that depends on the operating system stands here.

/// Errors: the words to say where there is none.
#[cfg(target_os = "linux")]
pub(crate) fn check() -> Result<(), &'static str> {
    gtk::init().map_err(|_| "there is no display to open a window on; nothing was changed\n  next: use the command line, shakedown, or start this in a desktop session")
}

/// Every desktop of this system has a display.
#[cfg(not(target_os = "linux"))]
pub(crate) fn check() -> Result<(), &'static str> {
    Ok(())
}
