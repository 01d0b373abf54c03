//! JSON and JSON Lines: records with their members as columns.

use std::collections::HashMap;

use serde_json::Value;
use shakedown_core::{Sample, SampleKind};

use crate::decode::Survey;
use crate::error::ImportError;
use crate::importer::{ReadOptions, ReadSeek};
use crate::json::{Broken, Json, ValueType};
use crate::lines::Lines;
use crate::sniff::Head;

use super::blank;
use super::tally::{Signs, Tally};

/// How deep members of members are columns of their own.
const DEPTH: usize = 4;

/// Records as they stream past.
struct Records {
    tally: Tally,
    signs: Signs,
    columns: HashMap<String, Option<usize>>,
}

impl Records {
    fn see(&mut self, value: &Value) {
        let mut cells = Vec::new();
        flatten(value, &mut cells);
        let mut row = Vec::with_capacity(cells.len());
        for (name, value) in cells {
            let column = match self.columns.get(&name) {
                Some(column) => *column,
                None => {
                    let column = self.tally.add_column(&name);
                    if self.columns.len() < super::COLUMNS * 4 {
                        self.columns.insert(name, column);
                    }
                    column
                }
            };
            row.extend(column.map(|column| (column, value)));
        }
        row.sort_by_key(|(column, _)| *column);
        row.dedup_by_key(|(column, _)| *column);
        self.tally.cells_of_row(row.iter().map(|(column, value)| (*column, value.as_str())), &mut self.signs);
    }
}

/// The values of `value`, each under the names that lead to it.
pub(crate) fn flatten(value: &Value, cells: &mut Vec<(String, String)>) {
    flatten_below(value, String::new(), DEPTH, cells);
}

fn flatten_below(value: &Value, name: String, depth: usize, cells: &mut Vec<(String, String)>) {
    match value {
        Value::Object(members) if depth > 0 => {
            for (member, value) in members {
                let name = if name.is_empty() { member.clone() } else { format!("{name} {member}") };
                flatten_below(value, name, depth - 1, cells);
            }
        }
        Value::Array(items) if depth > 0 && !items.iter().any(Value::is_object) => {
            // Several values of one column are one value.
            let joined =
                items.iter().map(|item| item.as_str().map_or_else(|| item.to_string(), str::to_owned)).collect::<Vec<_>>().join(" ");
            cells.push((name, joined));
        }
        Value::String(text) => cells.push((name, text.clone())),
        Value::Null => {}
        other => cells.push((name, other.to_string())),
    }
}

/// Assess a JSON text, or lines that are one each.
pub(super) fn sample(source: &mut dyn ReadSeek, options: &ReadOptions) -> Result<Sample, ImportError> {
    let mut records = Records { tally: Tally::named(&[]), signs: Signs::default(), columns: HashMap::new() };
    let head = Head::of(source)?;
    let survey = Survey::of(source)?;
    let mut sample = blank(SampleKind::Records);
    if is_json_lines(&head) {
        let mut lines = Lines::of(source, &survey, options.limits.body_bytes)?;
        let mut broken = 0_u64;
        while let Some(line) = lines.next()? {
            match serde_json::from_str::<Value>(&line.text) {
                Ok(value) => records.see(&value),
                Err(_) => broken += u64::from(!line.is_blank()),
            }
        }
        if broken > 0 {
            sample.left_out.push(format!("{broken} lines that are no JSON"));
        }
    } else {
        let mut json = Json::of(source, &survey, &options.limits)?;
        match walk(&mut json, &mut records, DEPTH) {
            Err(Broken::Import(error)) => return Err(error),
            Err(Broken::Json { .. }) => sample.left_out.push("what comes after a place where the text is no JSON".to_owned()),
            Ok(()) => {}
        }
    }
    sample.left_out.extend(records.tally.left_out());
    sample.tables.push(records.tally.finish());
    sample.test_signs = records.signs.finish();
    Ok(sample)
}

/// Whether at least two lines are a JSON object each, and hardly any is not.
pub(crate) fn is_json_lines(head: &Head) -> bool {
    let is_object = |line: &str| serde_json::from_str::<Value>(line).is_ok_and(|value| value.is_object());
    let lines: Vec<&str> = head.lines(20).collect();
    let objects = lines.iter().filter(|line| is_object(line)).count();
    lines.first().is_some_and(|first| is_object(first)) && objects > 1 && objects * 10 >= lines.len() * 6
}

/// The items of an array are records, wherever the first arrays stand.
fn walk(json: &mut Json<'_>, records: &mut Records, depth: usize) -> Result<(), Broken> {
    if json.is(ValueType::Array)? {
        return json.items(&mut |json, _| {
            let (value, _) = json.record("", &mut Vec::new())?;
            records.see(&value);
            Ok(())
        });
    }
    if json.is(ValueType::Object)? && depth > 0 {
        return json.members(&mut |json, _| walk(json, records, depth - 1));
    }
    json.skip()
}
