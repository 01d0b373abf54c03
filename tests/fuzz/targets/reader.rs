//! Any bytes, read as the format that `SHAKEDOWN_FORMAT` names, or as whatever they look like where it names none.
#![no_main]

use std::io::Cursor;
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use shakedown_import::{Collected, ImportError, ReadOptions, read};

static FORMAT: LazyLock<Option<String>> = LazyLock::new(|| std::env::var("SHAKEDOWN_FORMAT").ok());

fuzz_target!(|bytes: &[u8]| {
    let mut collected = Collected::default();
    let options = ReadOptions { format: FORMAT.clone(), ..ReadOptions::default() };
    match read(&mut Cursor::new(bytes), &options, &mut collected) {
        Ok(_) | Err(ImportError::NotThisFormat { .. }) => {}
        Err(error) => panic!("damage is a note, never an error: {error}"),
    }
    for (index, message) in collected.messages.iter().enumerate() {
        assert_eq!(message.seq as usize, index);
        assert!(message.reply_to.is_none_or(|seq| seq < message.seq));
    }
});
