//! How much data is said to be taken.

use shakedown_core::VolumeUnit;

/// The number and unit at the end of `text` (`1.2 TB`, `140gb`, `250,5 GB`); nothing where they are not written so.
///
/// A comma or a point before exactly three digits separates thousands, any other the decimals.
pub fn read(text: &str) -> Option<(f64, VolumeUnit)> {
    let lower = text.to_lowercase();
    let digit = lower.find(|character: char| character.is_ascii_digit())?;
    let rest = lower.get(digit..)?;
    let end = rest.find(|character: char| !(character.is_ascii_digit() || matches!(character, '.' | ','))).unwrap_or(rest.len());
    let (number, unit) = rest.split_at_checked(end)?;
    let unit = match unit.trim_start_matches([' ', '-', '+']).chars().next()? {
        'g' | 'г' => VolumeUnit::Gb,
        't' | 'т' => VolumeUnit::Tb,
        _ => return None,
    };
    let number = number.trim_end_matches(['.', ',']);
    let thousands =
        number.rsplit(['.', ',']).next().is_some_and(|last| last.len() == 3) && number.contains([',', '.']) && !number.starts_with('0');
    let plain: String = if thousands { number.replace([',', '.'], "") } else { number.replace(',', ".") };
    Some((plain.parse().ok()?, unit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_units_are_read() {
        for (text, value, unit) in [
            ("140gb", 140.0, VolumeUnit::Gb),
            ("about 1.2 TB", 1.2, VolumeUnit::Tb),
            ("1,250 GB", 1250.0, VolumeUnit::Gb),
            ("0,5 terabytes", 0.5, VolumeUnit::Tb),
            ("more than 300 gigabytes", 300.0, VolumeUnit::Gb),
        ] {
            assert_eq!(read(text), Some((value, unit)));
        }
        assert_eq!(read("12 files"), None);
    }
}
