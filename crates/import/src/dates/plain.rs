//! The plainest stamps, read without taking them apart: `2024-03-05 10:11:12`, `5/3/24, 10:11 PM`, `10:11`. Most stamps of most items are such.

use super::written::{Day, Hour, Written, on_24, year};

/// What `raw` says, where it is nothing but numbers in a plain order; else nothing is said about it.
pub(super) fn read(raw: &str) -> Option<Written> {
    let mut bytes = Bytes(raw.as_bytes());
    let (first, digits) = bytes.number()?;
    let mut written = Written::default();
    match bytes.take()? {
        b':' => written.time = Some(bytes.time(first, digits)?),
        separator @ (b'/' | b'-' | b'.') => {
            bytes.day(&mut written, (first, digits), separator)?;
            if bytes.0.is_empty() {
                return Some(written);
            }
            bytes.gap()?;
            let (hour, digits) = bytes.number()?;
            if bytes.take()? != b':' {
                return None;
            }
            written.time = Some(bytes.time(hour, digits)?);
        }
        _ => return None,
    }
    let afternoon = match bytes.0.strip_prefix(b" ").unwrap_or(bytes.0) {
        [] if bytes.0.is_empty() => return Some(written),
        [b'a' | b'A', b'm' | b'M'] => false,
        [b'p' | b'P', b'm' | b'M'] => true,
        _ => return None,
    };
    written.twelve_hours = true;
    written.time = written.time.map(|time| Hour { hour: on_24(time.hour, afternoon), ..time });
    Some(written)
}

struct Bytes<'r>(&'r [u8]);

impl Bytes<'_> {
    fn take(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    /// A number of at most four digits, and how many it has.
    fn number(&mut self) -> Option<(u32, usize)> {
        let (mut value, mut digits) = (0, 0);
        while let Some((byte @ b'0'..=b'9', rest)) = self.0.split_first() {
            value = value * 10 + u32::from(byte - b'0');
            digits += 1;
            if digits > 4 {
                return None;
            }
            self.0 = rest;
        }
        (digits > 0).then_some((value, digits))
    }

    /// The rest of a day after its first number and what stands between its numbers.
    fn day(&mut self, written: &mut Written, (first, first_digits): (u32, usize), separator: u8) -> Option<()> {
        let (second, second_digits) = self.number()?;
        if second_digits > 2 || self.take()? != separator {
            return None;
        }
        let (third, third_digits) = self.number()?;
        let (day, year_digits) = match (first_digits, third_digits) {
            (4, 1..=2) => (Day::Fixed { year: year(first, 4)?, month: second, day: third }, 4),
            (1..=2, 2 | 4) => (Day::Open { first, second, year: year(third, third_digits)?, dotted: separator == b'.' }, third_digits),
            _ => return None,
        };
        written.day = Some(day);
        written.year_digits = year_digits;
        written.separator = char::from(separator);
        Some(())
    }

    /// What stands between day and hour.
    fn gap(&mut self) -> Option<()> {
        self.0 = self.0.strip_prefix(b", ").or(self.0.strip_prefix(b" ")).or(self.0.strip_prefix(b"T"))?;
        Some(())
    }

    /// The rest of a time of day after its hour and the colon.
    fn time(&mut self, hour: u32, digits: usize) -> Option<Hour> {
        let (minute, minute_digits) = self.number()?;
        let mut second = None;
        if let Some(rest) = self.0.strip_prefix(b":") {
            self.0 = rest;
            second = Some(self.number().filter(|(second, digits)| *digits <= 2 && *second <= 60)?.0);
        }
        let sound = digits <= 2 && minute_digits <= 2 && hour <= 23 && minute <= 59;
        sound.then_some(Hour { hour, minute, second, nanosecond: None })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn plain_stamps_are_read_here() {
        for raw in ["2024-03-05 10:11:12", "5/3/24, 10:11 PM", "05.03.2024 10:11", "2024-03-05T10:11:12", "10:11", "9:05AM", "2024/1/2"] {
            assert!(read(raw).is_some(), "{raw}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 4000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_is_read_here_is_what_the_words_say(
            raw in "([0-9]{1,5}[/.:-][0-9]{1,3}[/.:-][0-9]{1,5}[, T]{0,2})?([0-9]{1,3}:[0-9]{1,3}(:[0-9]{1,3})?( ?[aApP][mM])?)?[ Z.]?"
        ) {
            prop_assert!(read(&raw).is_none_or(|written| Some(written) == Written::by_tokens(&raw)), "{}", raw);
        }
    }
}
