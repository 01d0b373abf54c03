//! A case that another store gave away comes in.

use std::path::PathBuf;

use clap::Args as ClapArgs;
use shakedown_app::{App, CaseImported, Failure, KnownCase};

use crate::exit::Exit;
use crate::print::{Out, Style};
use crate::progress::Bar;

#[derive(ClapArgs)]
pub(crate) struct ImportCase {
    /// The file
    pub path: PathBuf,
    /// Where the case is here already: bring what is new into it, and tell where the copies differ. Without it, the case comes in beside it
    #[arg(long)]
    pub merge: bool,
}

pub(crate) fn import_case(app: &App, args: &ImportCase, out: &mut Out) -> Result<Exit, Failure> {
    let known = if args.merge { KnownCase::Merged } else { KnownCase::Apart };
    let CaseImported { taken, signer } = Bar::new().run(|job| app.import_case(&args.path, known, job))?;
    let case = &taken.case;
    let how = if taken.merged { "merged into" } else { "taken over as" };
    out.line(format!("{how} case #{}, {} evidence items: {}", case.number, case.evidence.len(), case.id));
    let style = if signer.name().is_some() { Style::Plain } else { Style::Warn };
    out.styled(&[(style, &signer.words())]);
    if taken.renamed > 0 {
        out.line(format!("{} identifiers were taken here and have become others", taken.renamed));
    }
    if taken.absent > 0 {
        out.line(format!("{} evidence items came without their bytes: their hashes are kept", taken.absent));
    }
    for conflict in &taken.conflicts {
        let (here, there) = (conflict.here.visible(), conflict.there.visible());
        out.styled(&[(Style::Warn, &conflict.about), (Style::Plain, &format!(": here “{here}” stays, there “{there}”"))]);
    }
    Ok(Exit::Done)
}
