//! What a finder cannot do without: looked for together with all other literals, so that ordinary talk wakes no finder.

use std::ops::BitOrAssign;

use crate::{deadlines, money};

/// Which finders have something to look for in a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Cues(u8);

impl Cues {
    /// A word for a length of time or for a day.
    pub(crate) const TIME: Self = Self(1);
    /// A word for a currency, or for a thousand and more.
    pub(crate) const MONEY: Self = Self(2);
    /// A word for a share of a price.
    pub(crate) const SHARE: Self = Self(4);
    /// A word without which neither an onion host, nor a name on Telegram, nor a dot written as a word can be there.
    pub(crate) const ADDRESS: Self = Self(8);

    /// Whether any of `others` was seen.
    pub(crate) fn any(self, others: Self) -> bool {
        self.0 & others.0 != 0
    }
}

impl BitOrAssign for Cues {
    fn bitor_assign(&mut self, other: Self) {
        self.0 |= other.0;
    }
}

/// Everything in lower case that stands for a cue, and whether it does so at the start of a word alone.
pub(crate) fn literals() -> impl Iterator<Item = (String, Cues, bool)> {
    let starts = |cue, words: Vec<String>| words.into_iter().map(move |word| (word, cue, true));
    let shares = money::SHARES.iter().map(|word| ((*word).to_owned(), Cues::SHARE, false));
    let addresses = ["onion", "teleg", "tlgrm", "dot ", "dot\t", "dot_", "dot>", "dot*", "tg"];
    let addresses = addresses.into_iter().map(|word| (word.to_owned(), Cues::ADDRESS, false));
    starts(Cues::TIME, deadlines::openings()).chain(starts(Cues::MONEY, money::openings())).chain(shares).chain(addresses)
}
