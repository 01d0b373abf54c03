//! Rules: list, check, test, try on stored cases, switch on and off.

use shakedown_app::{App, CaseEffect, Failure, Judgement, RulesEffect, check_rules, list_rules, test_rules};

use crate::args::Rules;
use crate::exit::Exit;
use crate::print::{Out, Style};
use crate::progress::Bar;

pub(crate) fn rules(app: &App, action: Rules, out: &mut Out) -> Result<Exit, Failure> {
    match action {
        Rules::List { json } => {
            for rule in list_rules(&*app.engine()?) {
                if json {
                    out.json(&rule);
                } else {
                    out.styled(&[(Style::Strong, &format!("{:34}", rule.id)), (Style::Plain, &rule.words)]);
                }
            }
            Ok(Exit::Done)
        }
        Rules::Check { dir } => Ok(verdict(&check_rules(&dir)?, out)),
        Rules::Test { dir } => Ok(verdict(&test_rules(&*app.engine()?, dir.as_deref())?, out)),
        Rules::Effect { dir, json } => {
            let effect = Bar::new().run(|job| app.rules_effect(&dir, job))?;
            if json {
                out.json(&effect)
            } else {
                show(&effect, out)
            }
            Ok(Exit::Done)
        }
        Rules::Use { dir } => {
            let rules = app.use_rules(&dir)?;
            out.line(format!("{rules} rules of your own are on; stored cases keep their judgement"));
            Ok(Exit::Done)
        }
        Rules::Off => {
            app.drop_rules()?;
            out.line("your own rules are off");
            Ok(Exit::Done)
        }
    }
}

fn show(effect: &RulesEffect, out: &mut Out) {
    print_effects(&format!("{} of {} cases change priority", effect.priorities(), effect.cases), &effect.changed, out);
}

/// Cases that are judged otherwise, beneath a sentence.
pub(crate) fn print_effects(sentence: &str, changed: &[CaseEffect], out: &mut Out) {
    out.styled(&[(Style::Strong, sentence)]);
    for case in changed {
        let Judgement { priority, verdict, score } = case.before;
        let after = case.after;
        let change = format!("{priority} → {}, {verdict} → {}, score {score:.1} → {:.1}", after.priority, after.verdict, after.score);
        out.styled(&[(Style::Plain, &format!("case {:<6} {change}  ", case.number)), (Style::Dim, &case.title.visible())]);
    }
}

fn verdict(report: &shakedown_app::RulesReport, out: &mut Out) -> Exit {
    for fault in &report.faults {
        out.styled(&[(Style::Warn, fault)]);
    }
    out.line(format!("{} rules, {} faults", report.rules, report.faults.len()));
    if report.faults.is_empty() { Exit::Done } else { Exit::NotFound }
}
