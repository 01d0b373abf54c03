//! A bundle of STIX 2.1: the case as incident and report, who, what was seen, what is worth hunting for.
//!
//! Values of observables stand exact, prose defanged. Identifiers come out of content; the marking is the one of TLP 2.0 that OASIS published, not
//! the older one that STIX 2.1 itself defines.
//!
//! Source: STIX Version 2.1, OASIS Standard; the extension "TLP 2.0" of the OASIS CTI common objects.

mod bundle;
mod ids;
mod many;
mod observed;

use serde_json::{Value, json};
use shakedown_core::{ActorMatch, AnalysedTranscript, Artifact, CaseFile, Grade, ObservableKind, Sanction, VictimKind};

use self::bundle::{Bundle, stamp};
use self::observed::Observed;
use super::said::{self, quote};
use super::seen::{Seen, label, seen};
use super::visible_json;
use crate::{ExportError, ExportOptions, Exporter, Gatherer};

/// The format.
pub(super) struct Format;

impl Exporter for Format {
    fn id(&self) -> &'static str {
        "stix"
    }

    fn name(&self) -> &'static str {
        "STIX 2.1 bundle"
    }

    fn words(&self) -> &'static str {
        "for threat-intelligence platforms: actors, victims, techniques, observables, indicators and sightings"
    }

    fn media_type(&self) -> &'static str {
        "application/stix+json"
    }

    fn gatherer(&self) -> Option<&'static dyn Gatherer> {
        Some(&many::Cases)
    }

    fn write(&self, case: &CaseFile, options: &ExportOptions) -> Result<Artifact, ExportError> {
        let bytes = visible_json::bytes(&Writer::new(case, options).write())?;
        Ok(Artifact::new(bytes, format!("case-{}.stix.json", case.case.number), self.media_type(), options.tlp))
    }
}

/// Writes one case.
struct Writer<'a> {
    file: &'a CaseFile,
    bundle: Bundle<'a>,
    incident: String,
    victims: Vec<String>,
    /// Names of actors with their objects.
    actors: Vec<(&'a str, String)>,
}

impl<'a> Writer<'a> {
    fn new(file: &'a CaseFile, options: &'a ExportOptions) -> Self {
        let mut bundle = Bundle::new(file, options);
        let case = &file.case;
        let redacted = if file.redacted { format!(" {}.", said::REDACTED) } else { String::new() };
        let description =
            format!("Case {}, {}, {} ({}).{redacted}", case.number, case.status.words(), case.priority, case.priority.words());
        let incident = bundle.add("incident", &json!("case"), json!({ "name": quote(&case.title), "description": description }));
        Self { file, bundle, incident, victims: Vec::new(), actors: Vec::new() }
    }

    fn write(mut self) -> Value {
        self.victims();
        for read in &self.file.transcripts {
            read.analysis.actors.iter().filter(|actor| actor.grade != Grade::Mentioned).for_each(|actor| self.actor(actor));
        }
        self.techniques();
        let all = seen(self.file);
        let observed: Vec<Option<Observed>> = all.iter().map(Observed::of).collect();
        observed.iter().flatten().filter_map(|one| one.object.clone()).for_each(|object| self.bundle.observable(object));
        all.iter().filter(|seen| is_cve(seen)).for_each(|seen| self.vulnerability(seen.value));
        let rests: Vec<Option<String>> = (0..self.file.transcripts.len()).map(|place| self.observed_data(place, &all, &observed)).collect();
        self.indicators(&all, &observed, &rests);
        self.sightings(&rests);
        self.transcript_notes(&all);
        self.notes();
        self.report();
        self.bundle.finish()
    }

    fn victims(&mut self) {
        for victim in self.file.transcripts.iter().flat_map(|read| &read.analysis.victims) {
            let class = if victim.kind == VictimKind::Person { "individual" } else { "organization" };
            let name = victim.name.visible();
            let description = format!("Named in the exhibit as a victim ({}).", victim.kind.words());
            let properties = json!({ "name": name, "identity_class": class, "roles": ["victim"], "description": description });
            let id = self.bundle.add("identity", &json!(["victim", class, victim.name]), properties);
            if !self.victims.contains(&id) {
                self.victims.push(id);
            }
        }
    }

    fn actor(&mut self, actor: &'a ActorMatch) {
        if !self.actors.iter().any(|(name, _)| *name == actor.name) {
            let mut references: Vec<Value> = actor.attack_id.iter().filter_map(|id| attack(id)).collect();
            references.extend(actor.sanctions.iter().map(sanction));
            let mut properties = json!({ "name": quote(&actor.name) });
            put_list(&mut properties, "aliases", actor.aliases.iter().map(|alias| json!(quote(alias))).collect());
            put_list(&mut properties, "external_references", references);
            let id = self.bundle.add("intrusion-set", &json!(actor.name), properties);
            for victim in self.victims.clone() {
                self.bundle.relate(&id, "targets", &victim, "Stated in the exhibit.");
            }
            self.actors.push((&actor.name, id));
        }
        let Some(id) = self.actors.iter().find(|(name, _)| *name == actor.name).map(|(_, id)| id.clone()) else { return };
        let mut ground = format!("{}: {}.", actor.grade.words(), quote(&actor.because));
        if let Some(other) = &actor.disputed_by {
            ground.push_str(&format!(" Disputed: the infrastructure is that of {}.", quote(other)));
        }
        let incident = self.incident.clone();
        self.bundle.relate(&incident, "related-to", &id, &ground);
    }

    fn techniques(&mut self) {
        for technique in self.file.transcripts.iter().flat_map(|read| &read.analysis.techniques) {
            let mut properties = json!({ "name": quote(&technique.name) });
            put_list(&mut properties, "external_references", attack(&technique.id).into_iter().collect());
            let id = self.bundle.add("attack-pattern", &json!(technique.id), properties);
            for (_, actor) in self.actors.clone() {
                self.bundle.relate(&actor, "uses", &id, "The exhibit speaks of it; nobody saw it done.");
            }
            let incident = self.incident.clone();
            self.bundle.relate(&incident, "related-to", &id, "The exhibit speaks of it.");
        }
    }

    fn vulnerability(&mut self, cve: &str) {
        let reference = json!({ "source_name": "cve", "external_id": cve });
        self.bundle.add("vulnerability", &json!(cve), json!({ "name": cve, "external_references": [reference] }));
    }

    /// What was seen in the transcript at `place`: its object, where there is anything to refer to.
    fn observed_data(&mut self, place: usize, all: &[Seen<'_>], observed: &[Option<Observed>]) -> Option<String> {
        let read = self.file.transcripts.get(place)?;
        let here = all.iter().zip(observed).filter(|(seen, _)| seen.transcripts.contains(&place));
        let mut refs: Vec<Value> = here.filter_map(|(_, one)| Some(one.as_ref()?.object.as_ref()?["id"].clone())).collect();
        refs.dedup();
        if refs.is_empty() {
            return None;
        }
        let (first, last) = self.lifetime(read);
        let properties = json!({ "first_observed": first, "last_observed": last, "number_observed": 1, "object_refs": refs });
        Some(self.bundle.add("observed-data", &json!(["transcript", read.transcript.id]), properties))
    }

    /// From the first to the last dated message; when the item came in, where none is dated.
    fn lifetime(&self, read: &AnalysedTranscript) -> (String, String) {
        let dated = || read.transcript.messages.iter().filter_map(|message| message.sent_at.as_ref()?.instant);
        let item = self.file.evidence.iter().find(|item| item.id == read.transcript.evidence_id);
        let received = item.map_or(self.file.case.created_at, |item| item.acquired.at);
        (stamp(dated().min().unwrap_or(received)), stamp(dated().max().unwrap_or(received)))
    }

    fn indicators(&mut self, all: &[Seen<'_>], observed: &[Option<Observed>], rests: &[Option<String>]) {
        for (seen, one) in all.iter().zip(observed) {
            let Some(one) = one.as_ref().filter(|_| seen.is_indicator() && Observed::is_whole(seen)) else { continue };
            let description = format!("Given in an extortion message; {}. No analyst has judged it yet.", seen.validity.words());
            let properties = json!({
                "name": format!("{}: {}", seen.kind.words(), quote(seen.value)),
                "description": description,
                "indicator_types": ["attribution"],
                "pattern": one.pattern,
                "pattern_type": "stix",
                "pattern_version": "2.1",
                "valid_from": stamp(seen.first.unwrap_or(self.file.case.created_at)),
            });
            let id = self.bundle.add("indicator", &json!(one.pattern), properties);
            for data in seen.transcripts.iter().filter_map(|place| rests.get(*place)?.as_ref()) {
                self.bundle.relate(&id, "based-on", data, "Read out of the exhibit.");
            }
            for (name, actor) in self.actors.clone() {
                if self.speaks_in(name, &seen.transcripts) {
                    self.bundle.relate(&id, "indicates", &actor, "Given in a text that is put to this name.");
                }
            }
        }
    }

    /// Whether one of the transcripts at `places` is put to the actor `name`.
    fn speaks_in(&self, name: &str, places: &[usize]) -> bool {
        let reads = places.iter().filter_map(|place| self.file.transcripts.get(*place));
        reads.flat_map(|read| &read.analysis.actors).any(|actor| actor.name == name && actor.grade != Grade::Mentioned)
    }

    /// Each actor was seen in each transcript that is put to it.
    fn sightings(&mut self, rests: &[Option<String>]) {
        for (place, read) in self.file.transcripts.iter().enumerate() {
            let (first, last) = self.lifetime(read);
            for (name, actor) in self.actors.clone() {
                if !self.speaks_in(name, &[place]) {
                    continue;
                }
                let mut properties = json!({ "sighting_of_ref": actor, "first_seen": first, "last_seen": last, "count": 1 });
                properties["description"] = json!(format!("A text put to this name, exhibit {}.", quote(&label(self.file, place))));
                put_list(&mut properties, "where_sighted_refs", self.victims.iter().map(|id| json!(id)).collect());
                put_list(&mut properties, "observed_data_refs", rests[place].iter().map(|id| json!(id)).collect());
                self.bundle.add("sighting", &json!([actor, read.transcript.id]), properties);
            }
        }
    }

    /// What each transcript says, and what was seen in it that STIX has no type for.
    fn transcript_notes(&mut self, all: &[Seen<'_>]) {
        for (place, read) in self.file.transcripts.iter().enumerate() {
            let mut lines: Vec<String> =
                said::lines(self.file, read).iter().map(|line| format!("{}: {}", line.about, line.words)).collect();
            for seen in all.iter().filter(|seen| seen.transcripts.contains(&place)) {
                let has_object = Observed::is_whole(seen) && Observed::of(seen).is_some_and(|one| one.object.is_some());
                if !has_object && !is_cve(seen) {
                    lines.push(format!("Seen: {} {} ({})", seen.kind.words(), quote(seen.value), seen.validity.words()));
                }
                if let Some(repair) = seen.repair {
                    lines.push(format!("Near miss: {} {} would be {}", seen.kind.words(), quote(seen.value), quote(repair.raw())));
                }
            }
            let heading = format!("What exhibit {} says", quote(&label(self.file, place)));
            let properties = json!({ "abstract": heading, "content": lines.join("\n"), "object_refs": [self.incident] });
            self.bundle.add("note", &json!(["transcript", read.transcript.id]), properties);
        }
    }

    fn notes(&mut self) {
        for note in &self.file.notes {
            let properties = json!({
                "abstract": format!("An analyst's note of {}", stamp(note.at)),
                "content": said::passage(note.body.raw()),
                "authors": [quote(&note.by)],
                "object_refs": [self.incident],
            });
            self.bundle.add("note", &json!(["note", note.id]), properties);
        }
    }

    fn report(&mut self) {
        let refs = self.bundle.references();
        let properties = json!({
            "name": quote(&self.file.case.title),
            "description": format!("Everything in case {} that STIX has a place for.", self.file.case.number),
            "report_types": ["threat-report"],
            "published": self.bundle.made_at(),
            "object_refs": refs,
        });
        self.bundle.add("report", &json!("case"), properties);
    }
}

/// `properties` with the list `name`, which STIX does not allow to be empty.
fn put_list(properties: &mut Value, name: &str, list: Vec<Value>) {
    if !list.is_empty() {
        properties[name] = Value::Array(list);
    }
}

/// ATT&CK's id of a group (`G1015`) or a technique (`T1657`, `T1567.002`). A link to its page would need a hash of that page.
fn attack(id: &str) -> Option<Value> {
    let digits = id.strip_prefix(['G', 'T'])?;
    let plain = digits.split('.').all(|part| !part.is_empty() && part.bytes().all(|digit| digit.is_ascii_digit()));
    plain.then(|| json!({ "source_name": "mitre-attack", "external_id": id }))
}

/// Whether it is a CVE, and written as one (`CVE-2031-0001`).
fn is_cve(seen: &Seen<'_>) -> bool {
    let numbers = seen.value.strip_prefix("CVE-").and_then(|rest| rest.split_once('-'));
    let digits =
        |text: &str, range: std::ops::RangeInclusive<usize>| range.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    seen.kind == ObservableKind::Cve && numbers.is_some_and(|(year, number)| digits(year, 4..=4) && digits(number, 4..=19))
}

fn sanction(entry: &Sanction) -> Value {
    let words = format!("{}, listed {}, looked up {}", quote(&entry.entry), quote(&entry.date), quote(&entry.as_of));
    json!({ "source_name": quote(&entry.list), "description": words })
}
