//! Calls of the window, carried to the list of `shakedown_app` and back, off the window's own thread.

use std::sync::Arc;

use serde_json::Value;
use shakedown_app::{App, Failure, FailureCode};
use tauri::ipc::{Invoke, InvokeBody};
use tauri::{Emitter, Runtime};

use crate::dialogs;

/// The event that tells the window how far a job is.
const PROGRESS: &str = "job-progress";

/// Answer one call. `true`: every call is answered here, a name that nobody knows with a failure.
pub(crate) fn answer<R: Runtime>(app: &Arc<App>, invoke: Invoke<R>) -> bool {
    let Invoke { message, resolver, .. } = invoke;
    let app = Arc::clone(app);
    let command = message.command().to_owned();
    let arguments = match message.payload() {
        InvokeBody::Json(arguments) => arguments.clone(),
        InvokeBody::Raw(_) => Value::Null,
    };
    let webview = message.webview();
    tauri::async_runtime::spawn(async move {
        let result = match dialogs::answer(&command).await {
            Some(chosen) => Ok(chosen),
            None => call(app, command, arguments, webview).await,
        };
        match result {
            Ok(value) => resolver.resolve(value),
            Err(failure) => resolver.reject(failure),
        }
    });
    true
}

async fn call<R: Runtime>(app: Arc<App>, command: String, arguments: Value, webview: tauri::Webview<R>) -> Result<Value, Failure> {
    let work = move || {
        // A window that was closed meanwhile needs no progress.
        app.call(&command, arguments, &|progress| drop(webview.emit(PROGRESS, progress)))
    };
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|_| {
        Err(Failure::new(
            FailureCode::Internal,
            "a fault of the program ended this work; what was stored before stands",
            "try again; if it happens again, tell us what you did, without the exhibit",
        ))
    })
}
