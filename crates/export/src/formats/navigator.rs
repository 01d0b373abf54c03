//! An ATT&CK Navigator layer: the techniques that the case speaks of, with how many exhibits do.
//!
//! Source: the layer format 4.5 of ATT&CK Navigator 5; names and ids of ATT&CK Enterprise v17.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use shakedown_core::{Artifact, CaseFile};

use super::said::{REDACTED, quote};
use super::seen::label;
use super::visible_json;
use crate::{ExportError, ExportOptions, Exporter};

/// The format.
pub(super) struct Format;

impl Exporter for Format {
    fn id(&self) -> &'static str {
        "navigator"
    }

    fn name(&self) -> &'static str {
        "ATT&CK Navigator layer"
    }

    fn words(&self) -> &'static str {
        "for the ATT&CK Navigator: the techniques that the text speaks of"
    }

    fn media_type(&self) -> &'static str {
        "application/json"
    }

    fn write(&self, case: &CaseFile, options: &ExportOptions) -> Result<Artifact, ExportError> {
        let bytes = visible_json::bytes(&layer(case, options))?;
        Ok(Artifact::new(bytes, format!("case-{}.navigator.json", case.case.number), self.media_type(), options.tlp))
    }
}

fn layer(file: &CaseFile, options: &ExportOptions) -> Value {
    let mut techniques: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (place, read) in file.transcripts.iter().enumerate() {
        for technique in read.analysis.techniques.iter().filter(|technique| is_technique(&technique.id)) {
            let exhibits = techniques.entry(&technique.id).or_default();
            let exhibit = quote(&label(file, place));
            if !exhibits.contains(&exhibit) {
                exhibits.push(exhibit);
            }
        }
    }
    let most = techniques.values().map(Vec::len).max().unwrap_or(1);
    let row = |(id, exhibits): (&&str, &Vec<String>)| {
        let comment = format!("The text of {} speaks of it; nobody saw it done.", exhibits.join(", "));
        json!({ "techniqueID": id, "score": exhibits.len(), "comment": comment, "enabled": true, "showSubtechniques": id.contains('.') })
    };
    let marking = |name: &str, value: String| json!({ "name": name, "value": value });
    let mut metadata = vec![
        marking("TLP", options.tlp.as_str().into()),
        marking("made", format!("{} by {} with {}", options.made_at, quote(&options.by), quote(&options.program))),
    ];
    if file.redacted {
        metadata.push(marking("redacted", REDACTED.into()));
    }
    json!({
        "name": format!("Case {}: {}", file.case.number, quote(&file.case.title)),
        "versions": { "attack": "17", "navigator": "5.1.0", "layer": "4.5" },
        "domain": "enterprise-attack",
        "description": "Techniques that the messages of this case speak of; the score is the number of exhibits.",
        "sorting": 3,
        "hideDisabled": false,
        "techniques": techniques.iter().map(row).collect::<Vec<_>>(),
        "gradient": { "colors": ["#ffffff", "#ff9d57"], "minValue": 0, "maxValue": most },
        "legendItems": [],
        "metadata": metadata,
    })
}

/// Whether `id` is written as ATT&CK writes a technique: `T1657`, `T1567.002`.
fn is_technique(id: &str) -> bool {
    let digits = |text: &str, count: usize| text.len() == count && text.bytes().all(|digit| digit.is_ascii_digit());
    let Some(rest) = id.strip_prefix('T') else { return false };
    rest.split_once('.').map_or(digits(rest, 4), |(technique, part)| digits(technique, 4) && digits(part, 3))
}
