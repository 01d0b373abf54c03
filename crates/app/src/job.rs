//! Work that takes time: progress out, a stop in.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use crate::wire::Progress;

/// Where a job tells how far it is.
pub type Watch<'a> = &'a (dyn Fn(Progress) + Sync);

/// One running job.
pub struct Job<'a> {
    name: String,
    stop: Arc<AtomicBool>,
    watch: Watch<'a>,
}

impl<'a> Job<'a> {
    /// A job that nobody watches or stops.
    pub fn quiet() -> Job<'static> {
        Job::new(&|_| {})
    }

    /// A job that tells `watch` how far it is.
    pub fn new(watch: Watch<'a>) -> Self {
        Self { name: String::new(), stop: Arc::default(), watch }
    }

    /// Tell how far it is; `true` when it shall stop.
    pub fn tell(&self, done: u64, total: Option<u64>, words: &str) -> bool {
        (self.watch)(Progress { job: self.name.clone(), done, total, words: words.to_owned() });
        self.stop.load(Ordering::Relaxed)
    }
}

/// The jobs that run.
#[derive(Default)]
pub struct Jobs(Mutex<HashMap<String, Arc<AtomicBool>>>);

impl Jobs {
    /// Run `work` as the job `name`, so that [`cancel`](Jobs::cancel) reaches it.
    pub fn run<T>(&self, name: &str, watch: Watch<'_>, work: impl FnOnce(&Job<'_>) -> T) -> T {
        let job = Job { name: name.to_owned(), stop: Arc::default(), watch };
        self.running().insert(name.to_owned(), Arc::clone(&job.stop));
        let result = work(&job);
        self.running().remove(name);
        result
    }

    /// Ask a job to stop; `false` where none of that name runs.
    pub fn cancel(&self, name: &str) -> bool {
        self.running().get(name).inspect(|stop| stop.store(true, Ordering::Relaxed)).is_some()
    }

    fn running(&self) -> std::sync::MutexGuard<'_, HashMap<String, Arc<AtomicBool>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
