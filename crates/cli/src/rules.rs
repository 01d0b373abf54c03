//! Rules: list, check, test.

use shakedown_app::{App, Failure, check_rules, list_rules, test_rules};

use crate::args::Rules;
use crate::exit::Exit;
use crate::print::{Out, Style};

pub(crate) fn rules(app: &App, action: Rules, out: &mut Out) -> Result<Exit, Failure> {
    match action {
        Rules::List { json } => {
            for rule in list_rules(app.engine()?) {
                if json {
                    out.json(&rule);
                } else {
                    out.styled(&[(Style::Strong, &format!("{:34}", rule.id)), (Style::Plain, &rule.words)]);
                }
            }
            Ok(Exit::Done)
        }
        Rules::Check { dir } => Ok(verdict(&check_rules(&dir)?, out)),
        Rules::Test { dir } => Ok(verdict(&test_rules(app.engine()?, dir.as_deref())?, out)),
    }
}

fn verdict(report: &shakedown_app::RulesReport, out: &mut Out) -> Exit {
    for fault in &report.faults {
        out.styled(&[(Style::Warn, fault)]);
    }
    out.line(format!("{} rules, {} faults", report.rules, report.faults.len()));
    if report.faults.is_empty() { Exit::Done } else { Exit::NotFound }
}
