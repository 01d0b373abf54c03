//! The window: a thin bridge between Tauri and `shakedown_app`. It holds nothing worth testing without a window.

mod bridge;
mod dialogs;
mod display;
mod offline;

use std::process::ExitCode;
use std::sync::{Arc, Once};

use shakedown_app::{App, System};
pub use shakedown_app::{as_worker, leave_no_core};
use tauri::webview::PageLoadEvent;
use tauri::{Manager, RunEvent, WebviewUrl, WebviewWindowBuilder};

/// The label of the one window.
const WINDOW: &str = "main";

/// Open the window and stay until it is closed.
///
/// Exit status: 0 closed by the analyst · 2 there is no display · 4 the program could not start.
pub fn run() -> ExitCode {
    if let Err(words) = display::check() {
        return refuse(words, 2);
    }
    let app = Arc::new(App::new(Box::new(System::from_environment(None, None, None))));
    let runtime = match tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return refuse(&format!("the operating system gives no threads: {error}"), 4),
    };
    tauri::async_runtime::set(runtime.handle().clone());

    let (bridged, closed, warmed) = (Arc::clone(&app), Arc::clone(&app), Once::new());
    let built = tauri::Builder::default()
        .plugin(offline::plugin())
        .invoke_handler(move |invoke| bridge::answer(&bridged, invoke))
        .on_page_load(move |_, page| {
            if page.event() == PageLoadEvent::Finished {
                let app = Arc::clone(&app);
                warmed.call_once(|| drop(tauri::async_runtime::spawn_blocking(move || app.warm())));
            }
        })
        .setup(|tauri| {
            WebviewWindowBuilder::new(tauri, WINDOW, WebviewUrl::default())
                .title("Shakedown")
                .inner_size(1440.0, 900.0)
                .min_inner_size(960.0, 600.0)
                .on_new_window(|_, _| tauri::webview::NewWindowResponse::Deny)
                .build()?;
            tauri.get_webview_window(WINDOW).map(|window| window.set_focus()).transpose()?;
            Ok(())
        })
        .build(tauri::generate_context!());
    match built {
        Ok(tauri) => {
            tauri.run(move |_, event| {
                if let RunEvent::Exit = event {
                    keep_backup(&closed);
                }
            });
            ExitCode::SUCCESS
        }
        Err(error) => refuse(&format!("the window could not be opened: {error}"), 4),
    }
}

/// The backup of the day, where one is due. The work is stored, whatever becomes of it.
fn keep_backup(app: &App) {
    if let Err(failure) = app.keep_backup() {
        tell(&format!("{}; {}", failure.message, failure.next_step));
    }
}

/// Say on standard error why there is no window.
fn refuse(words: &str, status: u8) -> ExitCode {
    tell(words);
    ExitCode::from(status)
}

#[expect(clippy::print_stderr, reason = "there is no window to say it in")]
fn tell(words: &str) {
    eprintln!("shakedown-desktop: {words}");
}
