//! The machine as the program sees it: clock, randomness, who and where. Everything below `app` gets these as arguments.

use std::path::PathBuf;

use jiff::Timestamp;

/// A machine. Tests give a fake one, so that the same work gives the same bytes.
pub trait Host: Send + Sync {
    /// Now, on this machine's clock.
    fn now(&self) -> Timestamp;
    /// Fill `bytes` with randomness fit for keys.
    fn fill_random(&self, bytes: &mut [u8]) -> std::io::Result<()>;
    /// The account of the operating system.
    fn os_account(&self) -> String;
    /// The name of the machine.
    fn machine(&self) -> String;
    /// The program that is started anew as the worker for pictures and PDF; none where there is no such program.
    fn worker(&self) -> Option<PathBuf>;
    /// Tesseract, where it is installed.
    fn tesseract(&self) -> Option<PathBuf>;
    /// Font files of this machine that may have what the fonts of this program lack, those first that are worth the most.
    fn fonts(&self) -> Vec<PathBuf>;
    /// The folder of the store.
    fn store_dir(&self) -> PathBuf;
    /// The folder that exports go to when nobody names one.
    fn export_dir(&self) -> PathBuf;
    /// The passphrase, where a file was named for it or somebody can be asked.
    fn passphrase(&self) -> std::io::Result<Option<String>>;
}
