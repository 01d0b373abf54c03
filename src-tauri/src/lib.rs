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
use tauri::{Manager, WebviewUrl, WebviewWindowBuilder};

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

    let (bridged, warmed) = (Arc::clone(&app), Once::new());
    let result = tauri::Builder::default()
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
        .run(tauri::generate_context!());
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => refuse(&format!("the window could not be opened: {error}"), 4),
    }
}

/// Say on standard error why there is no window.
#[expect(clippy::print_stderr, reason = "there is no window yet to say it in")]
fn refuse(words: &str, status: u8) -> ExitCode {
    eprintln!("shakedown-desktop: {words}");
    ExitCode::from(status)
}
