//! A case that another store gave away comes in.

use shakedown_app::{App, Failure, KnownCase};

use crate::args::ImportCase;
use crate::exit::Exit;
use crate::print::{Out, Style};
use crate::progress::Bar;

pub(crate) fn import_case(app: &App, args: &ImportCase, out: &mut Out) -> Result<Exit, Failure> {
    let known = if args.merge { KnownCase::Merged } else { KnownCase::Apart };
    let taken = Bar::new().run(|job| app.import_case(&args.path, known, job))?;
    let case = &taken.case;
    let how = if taken.merged { "merged into" } else { "taken over as" };
    out.line(format!("{how} case #{}, {} evidence items: {}", case.number, case.evidence.len(), case.id));
    out.styled(&[
        (Style::Warn, "untrusted: "),
        (Style::Plain, "nobody who is known here signed the file; its custody came with it and is shown as it is"),
    ]);
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
