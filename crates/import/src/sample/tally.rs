//! A table as its rows stream past.

use std::collections::BTreeMap;

use shakedown_core::{ColumnKind, Counted, MailDomains, SampleTable, TestSign};

use super::column::Column;
use super::distinct::{Distinct, hash};
use super::{COLUMNS, VALUE_BYTES, checks, kinds};

/// Rows up to which distinct rows are counted exactly.
const EXACT_ROWS: usize = 1 << 20;
/// Mail domains that are counted singly.
const DOMAINS: usize = 16_384;

pub(super) struct Tally {
    columns: Vec<Column>,
    rows: u64,
    cells: u64,
    distinct: Distinct,
    /// For each domain its addresses, and whether it serves everybody.
    domains: BTreeMap<u64, (u64, bool)>,
    addresses: u64,
    public: u64,
    /// Cells beyond the columns that are looked at.
    over: u64,
}

impl Tally {
    /// A table whose columns have these names; it may have more.
    pub(super) fn named(names: &[String]) -> Self {
        Self {
            columns: names.iter().take(COLUMNS).map(|name| Column::named(name)).collect(),
            rows: 0,
            cells: 0,
            distinct: Distinct::up_to(EXACT_ROWS),
            domains: BTreeMap::new(),
            addresses: 0,
            public: 0,
            over: 0,
        }
    }

    /// One more column, for records that name theirs as they come; none where there are too many.
    pub(super) fn add_column(&mut self, name: &str) -> Option<usize> {
        let room = self.columns.len() < COLUMNS;
        if room {
            self.columns.push(Column::named(name));
        } else {
            self.over += 1;
        }
        room.then(|| self.columns.len() - 1)
    }

    /// Count one row.
    pub(super) fn row<'v>(&mut self, values: impl Iterator<Item = &'v str>, signs: &mut Signs) {
        self.cells_of_row(values.enumerate(), signs);
    }

    /// Count one row of which some cells are given by their column; each at most once, in any order that is the same for the same row.
    pub(super) fn cells_of_row<'v>(&mut self, values: impl Iterator<Item = (usize, &'v str)>, signs: &mut Signs) {
        let mut whole = Vec::new();
        for (at, value) in values {
            let value = crate::table::plain(value.trim()).trim();
            if is_nothing(value) {
                continue;
            }
            whole.push((at, hash(value)));
            while self.columns.len() <= at && self.columns.len() < COLUMNS {
                self.columns.push(Column::named(""));
            }
            let Some(column) = self.columns.get_mut(at) else {
                self.over += 1;
                continue;
            };
            self.cells += 1;
            let value = value.get(..crate::guard::floor_char_boundary(value, VALUE_BYTES)).unwrap_or_default();
            column.see(value);
            signs.see(value);
            self.mail(value);
        }
        if !whole.is_empty() {
            self.rows += 1;
            self.distinct.see(hash(whole));
        }
    }

    fn mail(&mut self, value: &str) {
        if !kinds::is_mail(value) {
            return;
        }
        let Some((_, domain)) = value.rsplit_once('@') else { return };
        let domain = domain.to_lowercase();
        let public = kinds::is_public_provider(&domain);
        self.addresses += 1;
        self.public += u64::from(public);
        let key = hash(&domain);
        if self.domains.len() < DOMAINS || self.domains.contains_key(&key) {
            self.domains.entry(key).or_insert((0, public)).0 += 1;
        }
    }

    /// What was not looked at.
    pub(super) fn left_out(&self) -> Option<String> {
        (self.over > 0).then(|| format!("{} values beyond the first {COLUMNS} columns of a table", self.over))
    }

    pub(super) fn finish(&self) -> SampleTable {
        let (distinct_rows, exact) = self.distinct.count();
        let distinct_rows = distinct_rows.min(self.rows);
        let columns: Vec<_> = self.columns.iter().map(Column::finish).collect();
        let all = self.rows.saturating_mul(columns.len() as u64);
        let share = |part: u64, whole: u64| if whole == 0 { 0.0 } else { part as f64 / whole as f64 };
        let mail = columns.iter().any(|column| column.kind == ColumnKind::Mail) || self.addresses * 2 > self.rows;
        let largest_other = self.domains.values().filter(|(_, public)| !public).map(|(count, _)| *count).max().unwrap_or_default();
        SampleTable {
            rows: self.rows,
            distinct_rows,
            exact,
            empty_share: share(all.saturating_sub(self.cells), all),
            repeated_share: share(self.rows - distinct_rows, self.rows),
            columns,
            mail_domains: mail.then_some(MailDomains {
                addresses: self.addresses,
                domains: self.domains.len() as u64,
                public: self.public,
                largest_other,
            }),
        }
    }
}

/// Whether a value says that there is none.
fn is_nothing(value: &str) -> bool {
    value.is_empty() || ["null", "\\N", "n/a", "none", "nan"].iter().any(|nothing| value.eq_ignore_ascii_case(nothing))
}

/// Signs of made-up data, over all tables of a sample.
#[derive(Debug, Default)]
pub(super) struct Signs {
    counts: BTreeMap<TestSign, u64>,
    /// The account that came last: the hash of its name without its number, and the number.
    account: Option<(u64, u64)>,
}

impl Signs {
    /// Look at one value.
    fn see(&mut self, value: &str) {
        if let Some(sign) = sign(value) {
            *self.counts.entry(sign).or_default() += 1;
        }
        let account = if kinds::is_mail(value) { value.split('@').next() } else { None };
        let Some(account) = account else { return };
        let name = account.trim_end_matches(|character: char| character.is_ascii_digit());
        let number = account.get(name.len()..).and_then(|number| number.parse::<u64>().ok());
        let now = number.map(|number| (hash(name), number));
        let follows =
            now.zip(self.account).is_some_and(|((name, number), (last, before))| name == last && Some(number) == before.checked_add(1));
        if follows {
            *self.counts.entry(TestSign::CountedNames).or_default() += 1;
        }
        self.account = now;
    }

    pub(super) fn finish(self) -> Vec<Counted<TestSign>> {
        // A single value is chance; a published test number is not.
        let told = |(sign, count): &(TestSign, u64)| *count > 2 || *sign == TestSign::TestCard;
        self.counts.into_iter().filter(told).map(|(kind, count)| Counted { kind, count }).collect()
    }
}

/// The sign of made-up data that `value` shows.
///
/// Source: RFC 2606 and RFC 6761 (domains), Ofcom and NANPA (numbers for drama and fiction), the test cards that payment providers publish.
fn sign(value: &str) -> Option<TestSign> {
    const PLACEHOLDERS: &[&str] = &[
        "john doe", "jane doe", "max mustermann", "erika mustermann", "jean dupont", "mario rossi", "juan perez", "juan pérez", "foo bar",
        "test test", "иван иванов", "test user", "test", "foo", "asdf", "mustermann", "lorem",
    ];
    let lower = value.to_lowercase();
    if let Some((_, domain)) = lower.rsplit_once('@') {
        let reserved = ["example.com", "example.org", "example.net", "test.com"].contains(&domain)
            || [".example", ".test", ".invalid", ".localhost", ".local"].iter().any(|end| domain.ends_with(end));
        return reserved.then_some(TestSign::ReservedDomain);
    }
    if PLACEHOLDERS.contains(&lower.as_str()) || lower.contains("lorem ipsum") || lower.contains("dolor sit amet") {
        return Some(TestSign::Placeholder);
    }
    let digits = checks::digits(value.trim_start_matches('+').replace(['(', ')'], "").as_str())?;
    let number: String = digits.iter().map(|digit| char::from(b'0' + digit)).collect();
    const CARDS: &[&str] =
        &["4111111111111111", "4242424242424242", "5555555555554444", "378282246310005", "4012888888881881", "6011111111111117"];
    if CARDS.contains(&number.as_str()) {
        return Some(TestSign::TestCard);
    }
    let american = matches!(number.len(), 10 | 11) && number.get(number.len() - 7..).is_some_and(|end| end.starts_with("55501"));
    let british = ["207946", "0207946", "7700900", "07700900"].iter().any(|start| number.trim_start_matches("44").starts_with(start));
    ((american || british) && value.contains([' ', '-', '+', '('])).then_some(TestSign::ReservedPhone)
}
