//! The window loads the program's own pages and nothing else: the content security policy does not stop a page from navigating away, this does.

use tauri::plugin::{Builder, TauriPlugin};
use tauri::{Runtime, Url};

/// The guard on every navigation of every webview.
pub(crate) fn plugin<R: Runtime>() -> TauriPlugin<R> {
    Builder::new("offline").on_navigation(|_, url| is_our_own(url)).build()
}

/// The program's own scheme: `tauri://localhost`, on Windows `http://tauri.localhost`.
fn is_our_own(url: &Url) -> bool {
    match url.scheme() {
        "tauri" => url.host_str() == Some("localhost"),
        "http" | "https" => url.host_str() == Some("tauri.localhost") || (cfg!(dev) && url.host_str() == Some("localhost")),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_programs_own_pages_may_be_shown() {
        let own = |text: &str| is_our_own(&Url::parse(text).expect("a url"));
        assert!(own("tauri://localhost/index.html"));
        for foreign in [
            "http://pay.example/",
            "https://localhost.example/",
            "tauri://pay.example/",
            "file:///etc/passwd",
            "data:text/html,x",
            "about:blank",
        ] {
            assert!(!own(foreign), "{foreign}");
        }
    }
}
