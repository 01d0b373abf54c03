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
        "http" if cfg!(windows) => url.host_str() == Some("tauri.localhost") && url.port().is_none(),
        "http" if cfg!(dev) => url.host_str() == Some("localhost") && url.port() == Some(1420),
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
            "http://pay.example/", "https://localhost.example/", "tauri://pay.example/", "https://tauri.localhost/", "file:///etc/passwd",
            "data:text/html,x", "about:blank",
        ] {
            assert!(!own(foreign), "{foreign}");
        }
    }
}
