//! CVE identifiers.
//!
//! Source: CVE Program, "CVE ID Syntax": `CVE-`, year, `-`, four to nineteen digits; seven are the most ever given.

use shakedown_core::ObservableKind;

use super::tokens::rest_after;
use super::{Context, Found};

/// Every `CVE-YYYY-NNNN…`; a blank or an underscore may stand for a hyphen.
pub(super) fn find(context: &Context<'_>, found: &mut Vec<Found>) {
    for pair in context.tokens.windows(2) {
        let [year, number] = pair else { continue };
        let Some(start) = year.start.checked_sub(4) else { continue };
        let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        let (year_text, number_text) = (context.slice(year.clone()), context.slice(number.clone()));
        let separated = |b: u8| matches!(b, b'-' | b' ' | b'_');
        let named = rest_after(context.slice(start..year.start), "cve").is_some() && separated(context.before(year.start));
        let shaped = year.len() == 4 && (4..=7).contains(&number.len()) && digits(year_text) && digits(number_text);
        let joined = number.start == year.end + 1 && separated(context.byte(year.end));
        let known_year = ("1999".."2100").contains(&year_text);
        if named && shaped && joined && known_year && !context.before(start).is_ascii_alphanumeric() {
            found.push(Found::unchecked(ObservableKind::Cve, start..number.end, format!("CVE-{year_text}-{number_text}")));
        }
    }
}

#[cfg(test)]
mod tests {
    use ObservableKind::*;
    use Validity::*;
    use shakedown_core::{ObservableKind, Validity};

    use crate::observables::table::check;

    #[test]
    fn identifiers_of_vulnerabilities_are_seen() {
        check(&[
            (
                "CVE-2021-44228 and cve-2023-0669, CVE 2020 1472",
                &[(Cve, "CVE-2021-44228", Unchecked), (Cve, "CVE-2023-0669", Unchecked), (Cve, "CVE-2020-1472", Unchecked)],
            ),
            ("CVE-21-1 XCVE-2021-44228 CVE-2021-12", &[]),
        ]);
    }
}
