//! The candidate that a misread or mistyped address was meant to be.

/// What passes for what under optical character recognition or a tired eye.
///
/// Source: the alphabets themselves: Base58 leaves out `0OIl`, Bech32 `1bio`, Base32 `0189`, because they are confused.
const CONFUSED: &[(char, &str)] = &[
    ('0', "oODQ"),
    ('O', "o0QD"),
    ('o', "0O"),
    ('1', "liIL"),
    ('l', "1iIL"),
    ('I', "1liL"),
    ('i', "1lj"),
    ('b', "68h"),
    ('8', "bB"),
    ('9', "gq"),
    ('S', "5s"),
    ('G', "6"),
    ('Z', "2"),
];

/// The one text that passes `valid` and differs from `token` by one substitution from `alphabet`, by two neighbours swapped, or by the letters that the
/// alphabet does not have; nothing where none or several pass. Each trial is taken from `budget`, and when that is used up nothing is found.
pub(super) fn unique(token: &str, alphabet: &str, budget: &mut usize, valid: impl Fn(&str) -> bool) -> Option<String> {
    let characters: Vec<char> = token.chars().collect();
    let foreign: Vec<usize> = characters.iter().enumerate().filter(|(_, c)| !alphabet.contains(**c)).map(|(at, _)| at).collect();
    let candidates = if foreign.is_empty() { one_off(&characters, alphabet) } else { reread(&characters, &foreign, alphabet) };
    let mut only: Option<String> = None;
    for candidate in candidates {
        *budget = budget.checked_sub(1)?;
        if valid(&candidate) && only.as_ref() != Some(&candidate) {
            if only.is_some() {
                return None;
            }
            only = Some(candidate);
        }
    }
    only
}

fn one_off<'a>(characters: &'a [char], alphabet: &'a str) -> Box<dyn Iterator<Item = String> + 'a> {
    let swapped = (1..characters.len()).filter_map(move |at| {
        let mut new = characters.to_vec();
        new.swap(at - 1, at);
        (new != characters).then(|| new.into_iter().collect())
    });
    Box::new(swapped.chain((0..characters.len()).flat_map(move |at| replaced(characters, at, alphabet))))
}

/// Every reading of up to four letters that cannot stand there, or one reading for all alike where there are more; one alone may be anything.
fn reread<'a>(characters: &'a [char], foreign: &'a [usize], alphabet: &'a str) -> Box<dyn Iterator<Item = String> + 'a> {
    if let [at] = foreign {
        return Box::new(replaced(characters, *at, alphabet));
    }
    if foreign.len() > 4 {
        let alike = (0..4).map(move |choice| {
            let read = |c: &char| if alphabet.contains(*c) { *c } else { readings(*c, alphabet).get(choice).copied().unwrap_or(*c) };
            characters.iter().map(read).collect()
        });
        return Box::new(alike);
    }
    let mut readings_so_far = vec![characters.to_vec()];
    for at in foreign {
        let options = characters.get(*at).map(|c| readings(*c, alphabet)).unwrap_or_default();
        readings_so_far = readings_so_far
            .iter()
            .flat_map(|known| {
                options.iter().map(move |option| {
                    let mut new = known.clone();
                    if let Some(place) = new.get_mut(*at) {
                        *place = *option;
                    }
                    new
                })
            })
            .collect();
    }
    Box::new(readings_so_far.into_iter().map(|reading| reading.into_iter().collect()))
}

fn readings(character: char, alphabet: &str) -> Vec<char> {
    let known = CONFUSED.iter().find(|(from, _)| *from == character).map_or("", |(_, to)| to);
    known.chars().filter(|c| alphabet.contains(*c)).collect()
}

fn replaced<'a>(characters: &'a [char], at: usize, alphabet: &'a str) -> impl Iterator<Item = String> + 'a {
    let own = characters.get(at).copied();
    alphabet.chars().filter(move |new| Some(*new) != own).map(move |new| {
        let with = |(place, c): (usize, &char)| if place == at { new } else { *c };
        characters.iter().enumerate().map(with).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_only_candidate_is_offered_and_two_are_none() {
        for (written, meant, repaired) in [
            ("abcx", &["abcd"][..], Some("abcd")),
            ("abdc", &["abcd"], Some("abcd")),
            ("0bcd", &["abcd"], Some("abcd")),
            ("1l1lb", &["iiiib"], Some("iiiib")),
            ("abcx", &["abcd", "abce"], None),
            ("zzzz", &["abcd"], None),
        ] {
            let found = unique(written, "abcdeixz", &mut 1_000, |candidate| meant.contains(&candidate));
            assert_eq!(found.as_deref(), repaired, "{written}");
        }
    }

    #[test]
    fn a_used_up_budget_finds_nothing() {
        assert_eq!(unique("abcx", "abcdx", &mut 3, |candidate| candidate == "abcd"), None);
    }
}
