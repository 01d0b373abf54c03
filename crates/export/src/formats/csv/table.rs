//! A table under construction, and what may stand in its cells.

use shakedown_core::visible;

use crate::formats::said::passage;

/// A cell.
pub(super) enum Cell {
    Text(String),
    Whole(u64),
    Number(f64),
    Empty,
}

/// A table under construction.
pub(super) struct Table {
    pub name: &'static str,
    columns: Vec<&'static str>,
    rows: Vec<Vec<Cell>>,
}

impl Table {
    pub fn new(name: &'static str, columns: &[&'static str]) -> Self {
        Self { name, columns: columns.to_vec(), rows: Vec::new() }
    }

    pub fn row(&mut self, cells: impl IntoIterator<Item = Cell>) {
        self.rows.push(cells.into_iter().collect());
    }

    /// The table as a file.
    pub fn whole(&self) -> String {
        let mut whole = self.head(None);
        self.rows.iter().for_each(|row| line(&mut whole, row));
        whole
    }

    /// What stands at the beginning of the file, with a column more in front.
    pub fn head(&self, more: Option<&'static str>) -> String {
        let mut head = "\u{feff}".to_owned();
        let cells: Vec<Cell> = more.iter().chain(&self.columns).map(text).collect();
        line(&mut head, &cells);
        head
    }

    /// The rows alone, with `first` in front of each.
    pub fn rows(&self, first: u32) -> String {
        let mut rows = String::new();
        for row in &self.rows {
            rows.push_str(&format!("{first},"));
            line(&mut rows, row);
        }
        rows
    }
}

fn line(out: &mut String, cells: &[Cell]) {
    for (place, cell) in cells.iter().enumerate() {
        if place > 0 {
            out.push(',');
        }
        match cell {
            Cell::Text(text) => out.push_str(&quoted(text)),
            Cell::Whole(number) => out.push_str(&number.to_string()),
            Cell::Number(number) if number.is_finite() => out.push_str(&number.to_string()),
            Cell::Number(_) | Cell::Empty => {}
        }
    }
    out.push_str("\r\n");
}

/// `text` between quotes, and behind a tab where its first visible character begins a formula.
fn quoted(text: &str) -> String {
    let formula = |c: char| matches!(c, '=' | '+' | '-' | '@' | '|' | '%' | '＝' | '＋' | '－' | '＠' | '−');
    let begins = text.starts_with(['\t', '\r', '\n']) || text.trim_start().starts_with(formula);
    format!("\"{}{}\"", if begins { "\t" } else { "" }, text.replace('"', "\"\""))
}

pub(super) fn text(text: impl AsRef<str>) -> Cell {
    Cell::Text(visible(&text.as_ref().replace("\r\n", "\n")).into_owned())
}

pub(super) fn prose(text: &str) -> Cell {
    Cell::Text(passage(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_begins_a_formula() {
        for begin in ["=", "+", "-", "@", "\t=", "\r=", "\n=", " =", "＝", "＋", "－", "＠", "\u{a0}=", "\u{3000}@"] {
            assert!(quoted(&format!("{begin}1+1")).starts_with("\"\t"), "{begin:?}");
        }
        assert_eq!(quoted("say \"now\""), "\"say \"\"now\"\"\"");
    }
}
