//! The known words that tell a disguised word from noise.

use rustc_hash::FxHashSet;

/// A set of words in lower case.
#[derive(Clone, Debug, Default)]
pub struct Words {
    words: FxHashSet<Box<str>>,
    longest: usize,
}

impl Words {
    /// The set of `words`, which are in lower case already.
    pub fn new<'a>(words: impl Iterator<Item = &'a str>) -> Self {
        let words: FxHashSet<Box<str>> = words.map(Into::into).collect();
        let longest = words.iter().map(|word| word.len()).max().unwrap_or(0);
        Self { words, longest }
    }

    /// Whether `word` (lower case) is known.
    pub fn contains(&self, word: &str) -> bool {
        self.words.contains(word)
    }

    /// Cut `run`, letters without spaces in lower case, into known words; gives the lengths of the parts in bytes.
    ///
    /// The cheapest cut wins: a known word costs 2, an unknown character 3, so that few long words beat many short ones. Time is linear in the
    /// length of `run`.
    pub fn cut(&self, run: &str) -> Vec<usize> {
        let borders: Vec<usize> = run.char_indices().map(|(index, _)| index).chain([run.len()]).collect();
        let mut best: Vec<(u32, usize)> = vec![(u32::MAX, 0); borders.len()];
        if let Some(first) = best.first_mut() {
            *first = (0, 0);
        }
        for (end, &stop) in borders.iter().enumerate().skip(1) {
            let mut choice = (u32::MAX, end - 1);
            for start in (0..end).rev() {
                let (Some(&from), Some(&(cost, _))) = (borders.get(start), best.get(start)) else { break };
                if stop - from > self.longest.max(4) {
                    break;
                }
                let word = run.get(from..stop).unwrap_or_default();
                let price = if self.contains(word) {
                    2
                } else if start + 1 == end {
                    3
                } else {
                    continue;
                };
                if cost.saturating_add(price) < choice.0 {
                    choice = (cost.saturating_add(price), start);
                }
            }
            if let Some(slot) = best.get_mut(end) {
                *slot = choice;
            }
        }
        self.parts(&borders, &best, run)
    }

    /// Follow the best cut back, unknown characters that stand side by side as one part.
    fn parts(&self, borders: &[usize], best: &[(u32, usize)], run: &str) -> Vec<usize> {
        let mut ends = Vec::new();
        let mut end = borders.len().saturating_sub(1);
        while end > 0 {
            let start = best.get(end).map_or(0, |&(_, start)| start);
            let (from, to) = (borders.get(start).copied().unwrap_or(0), borders.get(end).copied().unwrap_or(run.len()));
            ends.push((from, to, run.get(from..to).is_some_and(|word| self.contains(word))));
            end = start;
        }
        let mut parts: Vec<(usize, bool)> = Vec::new();
        for (from, to, known) in ends.into_iter().rev() {
            match parts.last_mut() {
                Some((length, false)) if !known => *length += to - from,
                _ => parts.push((to - from, known)),
            }
        }
        parts.into_iter().map(|(length, _)| length).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_of_letters_is_cut_into_the_words_it_was_made_of() {
        let words = Words::new(["we", "have", "your", "you", "files", "encrypted", "en", "all", "a", "i"].into_iter());
        let cut = |run: &str| {
            let mut at = 0;
            let parts = words.cut(run).into_iter().map(|length| {
                at += length;
                run[at - length..at].to_owned()
            });
            parts.collect::<Vec<_>>().join(" ")
        };
        assert_eq!(cut("wehaveencryptedallyourfiles"), "we have encrypted all your files");
        assert_eq!(cut("yourxqzfiles"), "your xqz files");
        assert_eq!(cut(""), "");
    }
}
