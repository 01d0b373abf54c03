//! Judging stored cases again, by the rules in use.

use shakedown_core::{Analysis, CaseId, Hostile, TranscriptId};
use shakedown_detect::Context;

use crate::job::Job;
use crate::rules::{CaseEffect, Judgement};
use crate::{App, Failure, FailureCode, VERSION};

/// Which cases to judge again, and whether to store it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RescanOrder {
    /// Only this case, whatever rules judged it; else every case that other rules than those in use judged.
    pub case: Option<String>,
    /// Only say what would change.
    pub preview: bool,
}

/// What judging again gave.
#[derive(Debug, serde::Serialize, schemars::JsonSchema)]
pub struct Rescanned {
    /// How many cases were judged again.
    pub cases: usize,
    /// Those whose priority, verdict or score changes.
    pub changed: Vec<CaseEffect>,
    /// Whether it was stored.
    pub stored: bool,
}

impl Rescanned {
    /// `12 of 340 cases change priority`.
    pub fn sentence(&self) -> String {
        let priorities = self.changed.iter().filter(|case| case.before.priority != case.after.priority).count();
        format!("{priorities} of {} cases {} priority", self.cases, if priorities == 1 { "changes" } else { "change" })
    }
}

/// A case under the rules in use.
struct JudgedAgain {
    /// How that differs from what is stored, where it does.
    effect: Option<CaseEffect>,
    analyses: Vec<(TranscriptId, Analysis)>,
}

impl App {
    /// Judge stored cases again by the rules in use; what the rules before said is kept. Each case is one change: stopped, it goes on the next time
    /// with those that are left.
    ///
    /// Errors: `rules-wrong`, `not-found`, `stopped` and those of the store.
    pub fn rescan(&self, order: &RescanOrder, job: &Job<'_>) -> Result<Rescanned, Failure> {
        let engine = self.engine()?;
        let cases = match &order.case {
            Some(case) => vec![self.case_id(case)?],
            None => self.with_store(|store| store.judged_by_others(engine.rule_set(), VERSION))?,
        };
        let mut rescanned = Rescanned { cases: cases.len(), changed: Vec::new(), stored: !order.preview };
        for (done, case) in cases.iter().enumerate() {
            if job.tell(done as u64, Some(cases.len() as u64), "judging stored cases again") {
                return Err(stopped_at(done, cases.len(), order.preview));
            }
            let judged = self.judge_case(case)?;
            rescanned.changed.extend(judged.effect);
            if !order.preview {
                self.with_store(|store| {
                    let by = self.by(&store.analyst()?);
                    store.judge_again(case, &judged.analyses, &by)
                })?;
            }
        }
        Ok(rescanned)
    }

    /// What the rules in use say of a case.
    fn judge_case(&self, case: &CaseId) -> Result<JudgedAgain, Failure> {
        let engine = self.engine()?;
        let file = self.with_store(|store| store.case_file(case))?;
        let mut analyses = Vec::with_capacity(file.transcripts.len());
        for read in &file.transcripts {
            // Limits count from when the item was taken in, as they did at first.
            let item = file.evidence.iter().find(|item| item.id == read.transcript.evidence_id);
            let analysis = engine.analyse(&read.transcript, &Context { now: item.map(|item| item.acquired.at) });
            analyses.push((read.transcript.id.clone(), analysis));
        }
        let before = Judgement::most_urgent(file.transcripts.iter().map(|read| &read.analysis.assessment));
        let after = Judgement::most_urgent(analyses.iter().map(|(_, analysis)| &analysis.assessment));
        let effect = before.zip(after).filter(|(before, after)| before != after).map(|(before, after)| CaseEffect {
            case: file.case.id.to_string(),
            number: file.case.number,
            title: Hostile::new(&file.case.title),
            before,
            after,
        });
        Ok(JudgedAgain { effect, analyses })
    }
}

fn stopped_at(done: usize, of: usize, preview: bool) -> Failure {
    let kept = if preview { "nothing was changed".to_owned() } else { format!("{done} of {of} cases were judged again and stay so") };
    Failure::new(FailureCode::Stopped, format!("stopped before the end; {kept}"), "start it again to go on with those that are left")
}
