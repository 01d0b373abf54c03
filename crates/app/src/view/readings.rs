//! What readers would make of an item, for the analyst to choose.

use shakedown_core::{Hostile, visible};
use shakedown_import::{Candidate, Field, Likelihood, Proposal};

use crate::wire::{ColumnView, FirstLine, FormatName, ReadingView, ReadingsView, TableView};

/// The longest cell that is shown, in characters.
const CELL_MAX: usize = 120;

/// Readers that come into question, and tables.
pub(crate) fn readings(candidates: &[Candidate], tables: &[Proposal]) -> ReadingsView {
    let format = |format: &&dyn shakedown_import::Importer| FormatName { id: format.id().into(), name: format.name().into() };
    ReadingsView {
        candidates: candidates.iter().map(reading).collect(),
        tables: tables.iter().map(table).collect(),
        formats: shakedown_import::formats().iter().map(format).collect(),
    }
}

fn reading(candidate: &Candidate) -> ReadingView {
    let line = |(sender, text): &(Option<Hostile>, Hostile)| FirstLine { sender: sender.as_ref().map(cell), text: cell(text) };
    ReadingView {
        format: candidate.format.into(),
        name: candidate.name.into(),
        sure: match candidate.likelihood {
            Likelihood::Certain => "certain",
            Likelihood::Likely => "likely",
            Likelihood::Fallback | Likelihood::No => "fallback",
        }
        .into(),
        messages: candidate.messages,
        system_events: candidate.system_events,
        notes: candidate.notes,
        first: candidate.first.iter().map(line).collect(),
    }
}

fn table(proposal: &Proposal) -> TableView {
    let width = proposal.rows.iter().map(Vec::len).chain([proposal.names.len()]).max().unwrap_or(0);
    let column = |at: usize| ColumnView {
        name: proposal.names.get(at).map(cell).filter(|name| !name.is_empty()),
        field: proposal.fields.iter().find(|(_, place)| *place == at + 1).map(|(field, _): &(Field, usize)| field.as_str().to_owned()),
    };
    TableView {
        sheet: proposal.sheet.as_ref().map(cell),
        columns: (0..width).map(column).collect(),
        rows: proposal.rows.iter().map(|row| row.iter().map(cell).collect()).collect(),
    }
}

fn cell(text: &Hostile) -> String {
    visible(&text.raw().chars().take(CELL_MAX).collect::<String>()).into_owned()
}
