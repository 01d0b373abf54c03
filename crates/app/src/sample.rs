//! A file handed over as proof, beside what the extortionist claims. Only kinds and counts pass here.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Serialize;
use shakedown_core::{ColumnKind, DataType, Role, Sample, SampleKind, VolumeUnit};
use shakedown_detect::{CountOf, Engine, said_counts};
use shakedown_import::{ReadOptions, Stopped};

use crate::Failure;
use crate::intake::{IntakeOptions, Source, assess, evidence_unreadable, hash, import_failure};
use crate::job::Job;

/// `sample --json`: one file handed over as proof.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SampleReport {
    /// The path as it was given or found; `-` for standard input.
    pub path: String,
    /// SHA-256 of the bytes.
    pub sha256: String,
    /// Length in bytes.
    pub bytes: u64,
    /// What the file holds.
    #[serde(flatten)]
    pub sample: Sample,
    /// How that stands to each claim; empty where no claims were given.
    pub standing: Vec<Standing>,
}

/// How a sample stands to one claim.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Standing {
    /// What is claimed, in our words: `10,000 records`.
    pub claimed: String,
    /// The `seq` of the message that claims it.
    pub message: u32,
    /// What the sample has of it: `9,982 distinct rows`.
    pub found: String,
    /// How the two stand.
    pub fit: Fit,
}

/// How a sample stands to a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Fit {
    /// It has as much as is claimed, or more.
    Full,
    /// It has some of it. A sample is a part: that speaks neither for nor against the claim.
    Part,
    /// It has nothing of it.
    None,
}

impl Fit {
    /// The words a person reads.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Full => "as claimed",
            Self::Part => "a part of it",
            Self::None => "not in this sample",
        }
    }
}

/// What a transcript claims to have been taken.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Claimed {
    counts: Vec<(u64, CountOf, u32)>,
    bytes: Vec<(f64, VolumeUnit, u32)>,
    data_types: Vec<(DataType, u32)>,
}

/// Read what `source` claims: a transcript or a note, read and assessed like any other. Errors: those of [`assess`].
pub fn read_claims(engine: &Engine, source: Source, job: &Job<'_>) -> Result<Claimed, Failure> {
    let analysed = assess(engine, source, &IntakeOptions::default(), job)?.analysed;
    let victims: BTreeSet<_> = {
        let victims = analysed.analysis.participants.iter().filter(|participant| participant.role == Role::Victim);
        victims.map(|participant| participant.name.raw().to_owned()).collect()
    };
    let mut claimed = Claimed::default();
    for message in &analysed.transcript.messages {
        let victim = message.role == Role::Victim || message.sender.as_ref().is_some_and(|sender| victims.contains(sender.raw()));
        for count in said_counts(message.body.raw()).into_iter().filter(|_| !victim) {
            if !claimed.counts.iter().any(|(value, of, _)| (*value, *of) == (count.value, count.of)) {
                claimed.counts.push((count.value, count.of, message.seq));
            }
        }
    }
    for volume in &analysed.analysis.volume {
        if !claimed.bytes.iter().any(|(value, unit, _)| (*value - volume.value).abs() < f64::EPSILON && *unit == volume.unit) {
            claimed.bytes.push((volume.value, volume.unit, volume.message));
        }
    }
    for data in &analysed.analysis.data_types {
        if !claimed.data_types.iter().any(|(code, _)| *code == data.code) {
            claimed.data_types.push((data.code, data.message));
        }
    }
    Ok(claimed)
}

/// Hash `source` and assess it as a file handed over as proof. Errors: `evidence-unreadable`, `stopped`.
pub fn assess_sample(path: &str, source: &Source, claimed: Option<&Claimed>, job: &Job<'_>) -> Result<SampleReport, Failure> {
    let mut reader = source.open().map_err(|error| evidence_unreadable(source, &error))?;
    let (sha256, bytes) = hash(source, &mut reader, job)?;
    let mut progress = |done: u64| if job.tell(done, Some(bytes), "counting") { Err(Stopped) } else { Ok(()) };
    let sample =
        shakedown_import::sample(&mut reader, &ReadOptions::default(), &mut progress).map_err(|error| import_failure(source, error))?;
    let standing = claimed.map(|claimed| standing(claimed, &sample, bytes)).unwrap_or_default();
    Ok(SampleReport { path: path.to_owned(), sha256: sha256.to_string(), bytes, sample, standing })
}

fn standing(claimed: &Claimed, sample: &Sample, bytes: u64) -> Vec<Standing> {
    let counts = claimed.counts.iter().map(|(value, of, message)| of_count(*value, *of, *message, sample));
    let volumes = claimed.bytes.iter().map(|(value, unit, message)| of_volume(*value, *unit, *message, sample, bytes));
    let data_types = claimed.data_types.iter().map(|(code, message)| of_data_type(*code, *message, sample));
    counts.chain(volumes).chain(data_types).collect()
}

fn fit(found: u64, claimed: u64) -> Fit {
    match found {
        0 => Fit::None,
        found if found >= claimed => Fit::Full,
        _ => Fit::Part,
    }
}

fn of_count(value: u64, of: CountOf, message: u32, sample: &Sample) -> Standing {
    let rows = sample.tables.iter().map(|table| table.distinct_rows).max().unwrap_or_default();
    let files = sample.listing.as_ref().map_or(0, |listing| listing.files);
    let (count, found, what) = match of {
        CountOf::Records => (rows, format!("{} distinct rows", grouped(rows)), "records"),
        CountOf::Files => (files, format!("{} files", grouped(files)), "files"),
    };
    Standing { claimed: format!("{} {what}", grouped(value)), message, found, fit: fit(count, value) }
}

fn of_volume(value: f64, unit: VolumeUnit, message: u32, sample: &Sample, bytes: u64) -> Standing {
    let times = if unit == VolumeUnit::Tb { 1e12 } else { 1e9 };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a volume that somebody says is rough")]
    let wanted = (value * times) as u64;
    let listed = sample.listing.as_ref().filter(|listing| listing.sized > 0).map(|listing| listing.bytes);
    let found = match listed {
        Some(bytes) => format!("the listed files add up to {}", size(bytes)),
        None => format!("the file itself has {}", size(bytes)),
    };
    // What is said is rounded: 138.6 GB are 140 GB.
    let near = listed.unwrap_or(bytes).saturating_add(wanted / 20);
    Standing { claimed: format!("{value} {unit}"), message, found, fit: if listed == Some(0) { Fit::None } else { fit(near, wanted) } }
}

fn of_data_type(code: DataType, message: u32, sample: &Sample) -> Standing {
    let seen: Vec<String> = traces(code, sample);
    let fit = if seen.is_empty() { Fit::None } else { Fit::Part };
    let found = if seen.is_empty() { "nothing that shows it".to_owned() } else { seen.join(", ") };
    Standing { claimed: code.words().to_owned(), message, found, fit }
}

/// What in a sample shows data of a kind, in our words.
fn traces(code: DataType, sample: &Sample) -> Vec<String> {
    use ColumnKind as Column;
    let person: &[Column] =
        &[Column::Name, Column::Mail, Column::Phone, Column::Address, Column::BirthDate, Column::NationalId, Column::CheckedNumber];
    let (columns, departments, types): (&[Column], &[&str], &[&str]) = match code {
        DataType::Client => (person, &["sales and customers"], &[]),
        DataType::Personal => (person, &["human resources"], &[]),
        DataType::Employee => (person, &["human resources"], &[]),
        DataType::Financial => (&[Column::Iban, Column::Card], &["finance"], &["spreadsheets"]),
        DataType::Legal => (&[], &["legal"], &[]),
        DataType::Insurance => (&[], &["insurance"], &[]),
        DataType::Database => (&[], &[], &["databases"]),
        DataType::Backup => (&[], &[], &["virtual machines and images", "databases"]),
        DataType::Documents => (&[], &[], &["documents", "PDF"]),
        DataType::Email => (&[], &[], &["mail"]),
        DataType::SourceCode => (&[], &[], &["source code"]),
        DataType::IntellectualProperty => (&[], &["engineering"], &["drawings and models"]),
        DataType::Photos => (&[], &[], &["pictures"]),
        DataType::FileServer => (&[], &["finance", "human resources", "legal", "management", "sales and customers"], &[]),
        DataType::Medical => (&[], &["medical"], &["medical images"]),
    };
    let mut seen = BTreeSet::new();
    for column in sample.tables.iter().flat_map(|table| &table.columns).filter(|column| columns.contains(&column.kind)) {
        seen.insert(column.kind.words().to_owned());
    }
    if let Some(listing) = &sample.listing {
        let named = |list: &[shakedown_core::Counted<String>], wanted: &[&str], words: &str| -> Vec<String> {
            let known = list.iter().filter(|counted| wanted.contains(&counted.kind.as_str()));
            known.map(|counted| format!("{} {words}: {}", counted.kind, grouped(counted.count))).collect()
        };
        seen.extend(named(&listing.departments, departments, "in names of folders"));
        seen.extend(named(&listing.types, types, "by their names"));
    }
    if code == DataType::Database && sample.kind == SampleKind::SqlDump {
        seen.insert("a dump of a database".to_owned());
    }
    seen.into_iter().collect()
}

/// `9982` as `9,982`.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Bytes in the decimal units that volumes are claimed in.
fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{:.1} kB", bytes as f64 / 1e3),
        1_000_000..1_000_000_000 => format!("{:.1} MB", bytes as f64 / 1e6),
        _ => format!("{:.1} GB", bytes as f64 / 1e9),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::App;

    fn bytes(text: &str) -> Source {
        Source::Bytes(text.as_bytes().into(), "sample".into())
    }

    #[test]
    fn a_sample_is_held_against_what_is_claimed() {
        let note = "Your files are encrypted and we stole 140 GB. We have personal data of 3,000 customers and 2 thousand files. Pay within 72 hours \
                    or we publish it.";
        let app = App::new(Box::new(crate::System::from_environment(None, None, None)));
        let claimed = read_claims(&app.engine().unwrap(), bytes(note), &Job::quiet()).unwrap();
        let table: String = (0..2990).map(|row| format!("Ann{row},ann{row}@mail.example,+49 30 {row:07}\n")).collect();
        let report = assess_sample(
            "x",
            &bytes(&format!("name,email,phone\n{table}{}", "Bob,b@mail.example,\n".repeat(10))),
            Some(&claimed),
            &Job::quiet(),
        );
        let report = report.unwrap();
        let stands = |claim: &str| report.standing.iter().find(|one| one.claimed == claim).map(|one| (one.found.as_str(), one.fit));
        assert_eq!(stands("3,000 records"), Some(("2,991 distinct rows", Fit::Part)));
        assert_eq!(stands("2,000 files"), Some(("0 files", Fit::None)));
        assert!(report.standing.iter().any(|one| one.claimed == "140 GB"));
        assert!(!report.standing.iter().any(|one| one.found.contains("ann")));
    }
}
