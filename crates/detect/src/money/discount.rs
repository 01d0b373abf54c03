//! Discounts in the words of those who give them: "20% discount", "a 30 % cut", "half the price", "minus 15 percent".

use shakedown_core::Span;

use super::text::{Pattern, WORD_END, after, before, compile};

/// A discount in a view.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SeenDiscount {
    /// Where in the view.
    pub span: Span,
    /// The share that is taken off, in hundredths.
    pub percent: f64,
}

/// Every discount named in one message body, in order of place.
///
/// A share counts beside a word of discount; "half the price" and "half of that" are fifty hundredths. What asks for one ("give me 50% off?") is read
/// as well: who says it decides. Linear in the length of `text`; any text is allowed.
pub fn discounts(text: &str) -> Vec<SeenDiscount> {
    let mut found: Vec<SeenDiscount> = Vec::new();
    for seen in SHARE.captures_iter(text) {
        let Some(whole) = seen.get(0) else { continue };
        let percent = match seen.name("share") {
            Some(share) => share.as_str().replace(',', ".").parse().unwrap_or(0.0),
            None => 50.0,
        };
        let half = seen.name("share").is_none();
        let beside = WORDS_BEFORE.is_match(before(text, whole.start(), 40)) || WORDS_AFTER.is_match(after(text, whole.end(), 40));
        if (half || beside) && (1.0..100.0).contains(&percent) && !EXTRA.is_match(after(text, whole.end(), 24)) {
            found.push(SeenDiscount { span: Span::new(whole.start(), whole.end()), percent });
        }
    }
    found
}

/// What stands in every discount.
pub(crate) const SHARES: &[&str] =
    &["percent", "prozent", "cent", "ciento", "cento", "процент", "half", "hälfte", "moitié", "mitad", "metade", "metà", "половин"];

static SHARE: Pattern = Pattern::new(|| {
    compile(
        r"\b(?P<share>\d{1,2}(?:[.,]\d)?)\s?(?:%|percent|per\scent|prozent|pour\s?cent|por\s?(?:ciento|cento)|per\s?cento|процент\p{L}*)
        |\bhalf\s(?:of\s)?(?:the\s|that\s|this\s|your\s)?(?:price|amount|sum|demand)|\bhalf\sof\s(?:that|it|this)\b|\bhalf\s?-?price\b
        |\b(?:die\shälfte|la\smoitié|la\smitad|a\smetade|la\smetà)(?:\s(?:des|du|del|do|de|di)\s\w+)?|половин\p{L}{1,2}\s(?:цены|суммы)",
    )
});

const WORDS: &str = r"discount(?:ed)?|off|reduction|reduce[d]?|cut|cheaper|lower(?:ed)?|less|rebate|price\sdrop|rabatt|nachlass|billiger|remise|réduction|rabais|descuento|rebaja|desconto|abatimento|sconto|ribasso|скидк\p{L}*|дешевле";

static WORDS_BEFORE: Pattern = Pattern::new(|| {
    compile(&format!(
        r"(?:{WORDS}|minus|down\sby)(?:\s(?:of|is|by|at|to|about|up|a|de|del|von|um|di|do|max|maximum|only|the|in|for|you|price))*[\s:]*$"
    ))
});
static WORDS_AFTER: Pattern = Pattern::new(|| compile(&format!(r"^\s(?:\w+\s){{0,2}}?(?:{WORDS}){WORD_END}")));

/// "+10% for Bitcoin" and shares of other things.
static EXTRA: Pattern = Pattern::new(|| {
    compile(
        r"^\s(?:\w+\s)?(?:of\s(?:your|the|our)\s(?:data|files|revenue|income|employees|systems|business)|more|extra|fee|increase|down\spayment|since|last|this\syear)",
    )
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn discounts_are_read_in_every_spelling() {
        for (text, expected) in [
            ("We can provide a 25% discount if you pay today", &[25.0] as &[f64]),
            ("My boss can offer 20 % discount", &[20.0]),
            ("a discount of 15%", &[15.0]),
            ("15% discount max", &[15.0]),
            ("we are ready to lower the price by 30 percent", &[30.0]),
            ("12,5% off the price", &[12.5]),
            ("half the price if you hurry", &[50.0]),
            ("pay half of that and we are done", &[50.0]),
            ("20 % Rabatt bis Freitag", &[20.0]),
            ("une remise de 10 %", &[10.0]),
            ("un descuento del 40 por ciento", &[40.0]),
            ("desconto de 5%", &[5.0]),
            ("uno sconto del 20%", &[20.0]),
            ("скидка 20%", &[20.0]),
            ("we are at 30% of the listing", &[]),
            ("70% of your data is encrypted", &[]),
            ("Our revenue is down 70% since last year", &[]),
            ("we pay 50% first", &[]),
            ("100% guarantee", &[]),
        ] {
            let found: Vec<f64> = discounts(text).iter().map(|seen| seen.percent).collect();
            assert_eq!(found, expected, "{text:?}");
        }
    }
}
