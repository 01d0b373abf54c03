//! The program: an engine, a machine, and a store when one is open.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::Value;
use shakedown_core::Actor;
use shakedown_detect::Engine;
use shakedown_store::{By, Passphrase, Store, StoreError, StoreState};

use crate::commands;
use crate::drafts::Drafts;
use crate::host::Host;
use crate::job::{Jobs, Watch};
use crate::rules::broken;
use crate::search::AsItReads;
use crate::{Failure, FailureCode, Worker};

/// The program, as the window and the terminal call it. All of it may be called from several threads.
pub struct App {
    pub(crate) host: Box<dyn Host>,
    pub(crate) jobs: Jobs,
    pub(crate) drafts: Mutex<Drafts>,
    engine: Mutex<Option<Arc<Engine>>>,
    store: Mutex<Option<Store>>,
}

impl App {
    /// The program on a machine. Nothing is opened yet.
    pub fn new(host: Box<dyn Host>) -> Self {
        Self { host, jobs: Jobs::default(), drafts: Mutex::default(), engine: Mutex::default(), store: Mutex::default() }
    }

    /// Answer the window: run the command of that name with its arguments. Errors: those of the command; `wrong-usage` for an unknown name.
    pub fn call(&self, command: &str, arguments: Value, watch: Watch<'_>) -> Result<Value, Failure> {
        commands::call(self, command, arguments, watch)
    }

    /// The engine with the built-in rules and the analyst's own, made when it is first asked for.
    ///
    /// Errors: `rules-wrong` where the analyst's own do not hold: a judgement without them would be another than the analyst expects.
    pub fn engine(&self) -> Result<Arc<Engine>, Failure> {
        let mut slot = self.engine.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(engine) = slot.as_ref() {
            return Ok(Arc::clone(engine));
        }
        let engine = Engine::with_own(self.own()?).map(Arc::new).map_err(|error| broken(&error))?;
        Ok(Arc::clone(slot.insert(engine)))
    }

    /// The analyst's own has changed: the next engine that is asked for knows it. Work under way ends by the rules that it began with.
    pub(crate) fn renew_engine(&self) {
        *self.engine.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// Make the engine ready before it is asked for. What stands in the way is told when it is.
    pub fn warm(&self) {
        if let Ok(engine) = self.engine() {
            engine.warm();
        }
    }

    /// Do something with the open store; one that needs no passphrase, or whose passphrase lies in the file named for it, is opened first.
    ///
    /// Errors: `store-missing`, `store-locked` and what opening or `work` gives.
    pub(crate) fn with_store<T>(&self, work: impl FnOnce(&mut Store) -> Result<T, StoreError>) -> Result<T, Failure> {
        let mut slot = self.store_slot();
        if slot.is_none() {
            *slot = Some(reads_plain(self.open()?));
        }
        match slot.as_mut() {
            Some(store) => work(store).map_err(|error| {
                // A store in which damage was met is read from now on, and not written to.
                if matches!(error, StoreError::Damaged { .. }) {
                    drop(store.read_only());
                }
                self.store_failure(error)
            }),
            None => Err(self.store_failure(StoreError::NotAStore)),
        }
    }

    fn open(&self) -> Result<Store, Failure> {
        let dir = self.host.store_dir();
        match Store::state(&dir).map_err(|error| self.store_failure(error))? {
            StoreState::Missing => Err(self.store_failure(StoreError::NotAStore)),
            StoreState::Ready => Store::open(&dir, None).map_err(|error| self.store_failure(error)),
            StoreState::NeedsPassphrase => {
                let words = self.passphrase()?;
                let words = words.ok_or_else(|| self.store_failure(StoreError::NeedsPassphrase))?;
                Passphrase::new(&words)
                    .and_then(|passphrase| Store::open(&dir, Some(&passphrase)))
                    .map_err(|error| self.store_failure(error))
            }
        }
    }

    /// The passphrase from the file named for it or from the prompt; none where neither is there. Errors: `store-locked`.
    pub fn passphrase(&self) -> Result<Option<String>, Failure> {
        self.host.passphrase().map_err(|error| {
            Failure::new(
                FailureCode::StoreLocked,
                format!("the passphrase could not be read: {error}; nothing was changed"),
                "type it at the prompt of a terminal, or name its file with --passphrase-file",
            )
        })
    }

    /// How pictures and PDF are read on this machine.
    pub fn worker(&self) -> Worker {
        Worker { program: self.host.worker(), tesseract: self.host.tesseract(), ..Worker::default() }
    }

    /// Now, on this machine's clock.
    pub fn now(&self) -> jiff::Timestamp {
        self.host.now()
    }

    /// The folder of the store.
    pub fn store_dir(&self) -> std::path::PathBuf {
        self.host.store_dir()
    }

    /// The account of the operating system.
    pub fn os_account(&self) -> String {
        self.host.os_account()
    }

    /// Use this store from now on.
    pub(crate) fn use_store(&self, store: Store) {
        *self.store_slot() = Some(reads_plain(store));
    }

    /// Close the store that is open.
    pub(crate) fn close_store(&self) {
        *self.store_slot() = None;
    }

    /// Whether a store is open.
    pub(crate) fn has_open_store(&self) -> bool {
        self.store_slot().is_some()
    }

    fn store_slot(&self) -> MutexGuard<'_, Option<Store>> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Who acts, and when. The analyst's name is the store's.
    pub(crate) fn by(&self, analyst: &str) -> By {
        By {
            actor: Actor { analyst: analyst.to_owned(), os_account: self.host.os_account(), host: self.host.machine() },
            now: self.host.now(),
        }
    }

    /// A new identifier: a random UUID.
    pub(crate) fn new_id(&self) -> Result<String, Failure> {
        let mut bytes = [0; 16];
        self.host.fill_random(&mut bytes).map_err(|error| self.store_failure(StoreError::Random(error)))?;
        Ok(uuid::Builder::from_random_bytes(bytes).into_uuid().to_string())
    }

    pub(crate) fn store_failure(&self, error: StoreError) -> Failure {
        crate::failure::of_store(&error, &self.host.store_dir())
    }
}

/// A store that compares wordings as the engine reads them.
fn reads_plain(mut store: Store) -> Store {
    store.read_as(&AsItReads);
    store
}
