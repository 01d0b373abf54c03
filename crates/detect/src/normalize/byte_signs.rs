//! What one pass over the bytes of a text tells about what can be found in it.

use std::sync::LazyLock;

use memchr::{memchr_iter, memchr2_iter};

/// Classes of bytes, one bit each.
const LETTER: u8 = 1;
const DIGIT: u8 = 2;
/// A sign that stands for a letter in disguised words.
const LEET: u8 = 4;
const REFERENCE: u8 = 8;
const OPENS_TAG: u8 = 16;
const QUOTE: u8 = 32;
/// A byte without which, but for a dot inside a word, nothing that can be looked up is written without a digit.
const ADDRESS: u8 = 64;
const FOREIGN: u8 = 128;

static CLASSES: LazyLock<[u8; 256]> = LazyLock::new(|| std::array::from_fn(|byte| class(byte as u8)));

fn class(byte: u8) -> u8 {
    match byte {
        b'a'..=b'z' | b'A'..=b'Z' => LETTER,
        b'0'..=b'9' => DIGIT,
        b'@' => LEET | ADDRESS,
        b'$' | b'!' => LEET,
        b'&' | b'%' => REFERENCE,
        b'<' => OPENS_TAG,
        b'>' | b'|' => QUOTE,
        b':' | b'/' | b'\\' | b'[' | b'(' | b'{' => ADDRESS,
        0x80.. => FOREIGN | LETTER,
        _ => 0,
    }
}

/// What one pass over the bytes tells about the steps that could change a text, and about what it may hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Signs {
    /// It holds `&` or `%`.
    pub reference: bool,
    /// It holds `<` before a letter, `/` or `!`.
    pub tag: bool,
    /// A line begins with `>` or `|`.
    pub quote: bool,
    /// How many line breaks it has.
    pub lines: usize,
    /// A run of letters and digits that may be base64, hexadecimal or binary digits.
    pub block: bool,
    /// It holds a character outside ASCII.
    pub foreign: bool,
    /// Single letters with the same sign between them.
    pub spaced: bool,
    /// A digit or sign beside a letter.
    pub leet: bool,
    /// It holds a digit.
    pub digit: bool,
    /// It holds what an address is written with: a sign, or a dot inside a word.
    pub address: bool,
}

impl Signs {
    /// The signs of `text`. Linear in its length, some ten instructions a byte.
    pub fn of(text: &str) -> Self {
        let (bytes, classes) = (text.as_bytes(), &*CLASSES);
        let (mut signs, mut seen) = (Self::default(), 0);
        // Bits of the 64 bytes before, in the lower half, so that what crosses their border is seen too.
        let (mut letters, mut marks, mut digits) = (0_u128, 0_u128, 0_u128);
        for (index, chunk) in bytes.chunks(64).enumerate() {
            let (mut new_letters, mut new_marks, mut new_digits) = (0_u64, 0_u64, 0_u64);
            for (bit, byte) in chunk.iter().enumerate() {
                let class = classes.get(usize::from(*byte)).copied().unwrap_or_default();
                seen |= class;
                new_letters |= u64::from(class & LETTER) << bit;
                new_marks |= u64::from(class & (DIGIT | LEET) != 0) << bit;
                new_digits |= u64::from(class & DIGIT != 0) << bit;
            }
            letters = letters >> 64 | u128::from(new_letters) << 64;
            marks = marks >> 64 | u128::from(new_marks) << 64;
            digits = digits >> 64 | u128::from(new_digits) << 64;
            signs.leet |= letters << 1 & marks | marks << 1 & letters != 0;
            signs.block |= has_run(letters | digits, 16) || has_run(digits, 8);
            if !signs.spaced {
                let alone = letters & !(letters << 1) & letters << 2 & !(letters << 3);
                signs.spaced = apart(bytes, index * 64, (alone >> 64) as u64);
            }
        }
        signs.foreign = seen & FOREIGN != 0;
        signs.digit = seen & DIGIT != 0;
        signs.reference = seen & REFERENCE != 0;
        signs.lines = memchr_iter(b'\n', bytes).count();
        let after = |at: usize| bytes.get(at + 1).copied().unwrap_or(b' ');
        let opens = |at: usize| is_letter(after(at)) || matches!(after(at), b'/' | b'!');
        signs.tag = seen & OPENS_TAG != 0 && memchr_iter(b'<', bytes).any(opens);
        let begins = |at: usize| at.checked_sub(1).and_then(|at| bytes.get(at)).is_none_or(|before| matches!(before, b'\n' | b' '));
        signs.quote = seen & QUOTE != 0 && memchr2_iter(b'>', b'|', bytes).any(begins);
        signs.address = seen & ADDRESS != 0 || memchr_iter(b'.', bytes).any(|at| is_letter(after(at)));
        signs
    }
}

/// Whether `length` bits in a row (a power of two) are set.
fn has_run(mut bits: u128, length: u32) -> bool {
    let mut run = 1;
    while run < length {
        bits &= bits << run;
        run *= 2;
    }
    bits != 0
}

/// Whether one of the letters at `bits` behind `from` stands alone with the letter before it, the same sign around both.
fn apart(bytes: &[u8], from: usize, mut bits: u64) -> bool {
    let byte = |at: usize, back: usize| at.checked_sub(back).and_then(|at| bytes.get(at)).copied().unwrap_or(b'\n');
    while bits != 0 {
        let at = from + bits.trailing_zeros() as usize;
        bits &= bits - 1;
        let sign = byte(at, 1);
        if sign == byte(at, 3) && (is_letter(byte(at, 4)) || !sign.is_ascii_alphanumeric()) {
            return true;
        }
    }
    false
}

fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte >= 0x80
}
