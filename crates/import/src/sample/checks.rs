//! Numbers with check digits.

/// The check digit of payment cards and many member numbers is right (ISO/IEC 7812-1, annex B).
pub(super) fn luhn(digits: &[u8]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(place, digit)| {
            let digit = u32::from(*digit);
            if place % 2 == 0 {
                digit
            } else if digit > 4 {
                digit * 2 - 9
            } else {
                digit * 2
            }
        })
        .sum();
    sum.is_multiple_of(10) && digits.iter().any(|digit| *digit > 0)
}

/// An IBAN with the right check digits (ISO 13616, modulo 97).
pub(super) fn iban(plain: &str) -> bool {
    let bytes = plain.as_bytes();
    let shape = (15..=34).contains(&bytes.len())
        && bytes.iter().all(u8::is_ascii_alphanumeric)
        && bytes.get(..2).is_some_and(|land| land.iter().all(u8::is_ascii_uppercase))
        && bytes.get(2..4).is_some_and(|check| check.iter().all(u8::is_ascii_digit));
    let rest = || plain.chars().skip(4).chain(plain.chars().take(4)).filter_map(|character| character.to_digit(36));
    shape && rest().fold(0_u32, |sum, digit| (sum * if digit > 9 { 100 } else { 10 } + digit) % 97) == 1
}

/// The digits of `value` without what people write between them; none where it holds anything else.
pub(super) fn digits(value: &str) -> Option<Vec<u8>> {
    let mut digits = Vec::with_capacity(20);
    for byte in value.bytes() {
        match byte {
            b'0'..=b'9' => digits.push(byte - b'0'),
            b' ' | b'-' | b'.' | b'/' => {}
            _ => return None,
        }
    }
    (!digits.is_empty() && digits.len() <= 20).then_some(digits)
}

/// The remainder of the weighted sum of `digits`.
fn weighted(digits: &[u8], weights: &[u32], modulus: u32) -> u32 {
    digits.iter().zip(weights).map(|(digit, weight)| u32::from(*digit) * weight).sum::<u32>() % modulus
}

fn pair(digits: &[u8], at: usize) -> u32 {
    digits.get(at..at + 2).unwrap_or_default().iter().fold(0, |number, digit| number * 10 + u32::from(*digit))
}

fn is_day(day: u32, month: u32) -> bool {
    (1..=31).contains(&day) && (1..=12).contains(&month)
}

/// Whether a value is such a number.
type Test = fn(&str) -> bool;

/// The national numbers that are known, each with its test. A number may pass several; a whole column hardly does.
///
/// Source: the rules that the issuing offices publish (ES: Orden INT/2058/2008; FR: INSEE; DE: IT-Spezifikation of the BZSt; NL: elfproef; PL:
/// PESEL act; SE: SKV 704; FI: Digital and Population Data Services Agency; BR: Receita Federal; CN: GB 11643; US: SSA POMS RM 10201).
pub(super) const NATIONAL: &[(&str, Test)] = &[
    ("Spain, DNI or NIE", spain),
    ("Italy, codice fiscale", italy),
    ("Finland, HETU", finland),
    ("China, resident identity card", china),
    ("France, NIR", france),
    ("Germany, tax number", germany),
    ("Poland, PESEL", poland),
    ("Brazil, CPF", brazil),
    ("Sweden, personnummer", sweden),
    ("Netherlands, BSN", netherlands),
    ("United States, SSN (no check digit)", united_states),
];

fn spain(value: &str) -> bool {
    const LETTERS: &[u8] = b"TRWAGMYFPDXBNJZSQVHLCKE";
    let plain: String = value.chars().filter(|character| !matches!(character, '-' | ' ' | '.')).collect::<String>().to_ascii_uppercase();
    let number = match plain.chars().next() {
        Some('X') => plain.replacen('X', "0", 1),
        Some('Y') => plain.replacen('Y', "1", 1),
        Some('Z') => plain.replacen('Z', "2", 1),
        _ => plain,
    };
    let Some((digits, letter)) = number.split_at_checked(8).filter(|_| number.len() == 9) else { return false };
    let Ok(digits) = digits.parse::<usize>() else { return false };
    LETTERS.get(digits % 23) == letter.as_bytes().first()
}

fn italy(value: &str) -> bool {
    const ODD: [u32; 26] = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];
    let plain = value.trim().to_ascii_uppercase();
    let bytes = plain.as_bytes();
    let Some((body, [check])) = bytes.split_at_checked(15).filter(|(body, _)| body.iter().all(u8::is_ascii_alphanumeric)) else {
        return false;
    };
    let shape = body.iter().take(6).all(u8::is_ascii_alphabetic) && body.get(8).is_some_and(u8::is_ascii_alphabetic);
    let value_of = |byte: u8| u32::from(if byte.is_ascii_digit() { byte - b'0' } else { byte - b'A' });
    let term = |(place, byte): (usize, &u8)| {
        let value = value_of(*byte);
        if place % 2 == 0 { ODD.get(value as usize).copied().unwrap_or_default() } else { value }
    };
    shape && body.iter().enumerate().map(term).sum::<u32>() % 26 + u32::from(b'A') == u32::from(*check)
}

fn finland(value: &str) -> bool {
    const MARKS: &[u8] = b"0123456789ABCDEFHJKLMNPRSTUVWXY";
    let bytes = value.trim().as_bytes();
    let Some((born, [century, rest @ ..])) = bytes.split_at_checked(6) else { return false };
    let Some(([first, second, third], [check])) = rest.split_at_checked(3) else { return false };
    let number: Option<u64> = born
        .iter()
        .chain([first, second, third])
        .try_fold(0, |number, byte| byte.is_ascii_digit().then(|| number * 10 + u64::from(byte - b'0')));
    let mark = number.and_then(|number| MARKS.get(usize::try_from(number % 31).ok()?));
    b"+-ABCDEFUVWXY".contains(century) && mark == Some(&check.to_ascii_uppercase())
}

fn china(value: &str) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let Some((body, check)) = value.split_at_checked(17) else { return false };
    let Some(digits) = digits(body).filter(|digits| digits.len() == 17) else { return false };
    let wanted = b"10X98765432".get(weighted(&digits, &WEIGHTS, 11) as usize).copied();
    wanted.map(char::from) == check.to_ascii_uppercase().chars().next() && check.len() == 1
}

fn france(value: &str) -> bool {
    let Some(digits) = digits(value).filter(|digits| digits.len() == 15) else { return false };
    let number = |part: &[u8]| part.iter().fold(0_u64, |number, digit| number * 10 + u64::from(*digit));
    let (body, key) = digits.split_at(13);
    matches!(digits.first(), Some(1 | 2)) && number(key) == 97 - number(body) % 97
}

fn germany(value: &str) -> bool {
    let Some(digits) = digits(value).filter(|digits| digits.len() == 11 && digits.first() != Some(&0)) else { return false };
    let (body, check) = digits.split_at(10);
    let product = body.iter().fold(10_u32, |product, digit| {
        let sum = (u32::from(*digit) + product) % 10;
        (if sum == 0 { 10 } else { sum }) * 2 % 11
    });
    let repeated = (0..10).filter(|digit| body.iter().filter(|one| *one == digit).count() > 1).count();
    repeated == 1 && check.first().is_some_and(|check| u32::from(*check) == (11 - product) % 10)
}

fn poland(value: &str) -> bool {
    let Some(digits) = digits(value).filter(|digits| digits.len() == 11) else { return false };
    let (month, day) = (pair(&digits, 2) % 20, pair(&digits, 4));
    is_day(day, month) && weighted(&digits, &[1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1], 10) == 0
}

fn brazil(value: &str) -> bool {
    let Some(digits) = digits(value).filter(|digits| digits.len() == 11) else { return false };
    let check = |weights: &[u32]| weighted(&digits, weights, 11) * 10 % 11 % 10;
    let varied = digits.iter().any(|digit| Some(digit) != digits.first());
    varied
        && digits.get(9).is_some_and(|digit| u32::from(*digit) == weighted(&digits, &[10, 9, 8, 7, 6, 5, 4, 3, 2], 11) * 10 % 11 % 10)
        && digits.get(10).is_some_and(|digit| u32::from(*digit) == check(&[11, 10, 9, 8, 7, 6, 5, 4, 3, 2]))
}

fn sweden(value: &str) -> bool {
    let Some(mut digits) = digits(&value.replace('+', "-")).filter(|digits| matches!(digits.len(), 10 | 12)) else { return false };
    if digits.len() == 12 {
        digits.drain(..2);
    }
    is_day(pair(&digits, 4) % 60, pair(&digits, 2)) && luhn(&digits)
}

fn netherlands(value: &str) -> bool {
    let Some(digits) = digits(value).filter(|digits| digits.len() == 9) else { return false };
    let (body, check) = digits.split_at(8);
    check.first().is_some_and(|check| weighted(body, &[9, 8, 7, 6, 5, 4, 3, 2], 11) == u32::from(*check))
}

fn united_states(value: &str) -> bool {
    let parts: Vec<&str> = value.split('-').collect();
    let [area, group, serial] = parts.as_slice() else { return false };
    let number =
        |part: &str, length: usize| (part.len() == length).then(|| part.parse::<u32>().ok()).flatten().filter(|number| *number > 0);
    number(area, 3).is_some_and(|area| area != 666 && area < 900) && number(group, 2).is_some() && number(serial, 4).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn right_check_digits_pass_and_wrong_ones_do_not() {
        // Numbers that the offices themselves print as examples, or that were computed for this table.
        for (name, right, wrong) in [
            ("Spain, DNI or NIE", "12345678Z", "12345678A"),
            ("Italy, codice fiscale", "RSSMRA85T10A562S", "RSSMRA85T10A562T"),
            ("Finland, HETU", "131052-308T", "131052-308U"),
            ("China, resident identity card", "11010519491231002X", "110105194912310021"),
            ("France, NIR", "255081416802538", "255081416802539"),
            ("Germany, tax number", "86095742719", "86095742718"),
            ("Poland, PESEL", "44051401359", "44051401358"),
            ("Brazil, CPF", "529.982.247-25", "529.982.247-26"),
            ("Sweden, personnummer", "811228-9874", "811228-9875"),
            ("Netherlands, BSN", "111222333", "111222334"),
            ("United States, SSN (no check digit)", "123-45-6789", "000-45-6789"),
        ] {
            let test = NATIONAL.iter().find(|(known, _)| *known == name).map(|(_, test)| test).unwrap();
            assert!(test(right), "{name} {right}");
            assert!(!test(wrong), "{name} {wrong}");
        }
        assert!(luhn(&digits("4111 1111 1111 1111").unwrap()) && !luhn(&digits("4111111111111112").unwrap()));
        assert!(iban("DE89370400440532013000") && !iban("DE88370400440532013000") && iban("GB82WEST12345698765432"));
    }
}
