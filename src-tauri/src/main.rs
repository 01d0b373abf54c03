//! The window's program.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

fn main() -> std::process::ExitCode {
    shakedown_desktop::leave_no_core();
    shakedown_desktop::as_worker().unwrap_or_else(shakedown_desktop::run)
}
