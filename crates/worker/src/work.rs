//! One piece of work, from the first byte to the last line.

use std::io::{self, BufRead, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;

use shakedown_core::{Fault, PageKind, RecognisedPage};

use crate::ocr::Tesseract;
use crate::picture::{self, Picture};
use crate::{Answer, EVIDENCE_MAX, Task, What, blocks, confine, pdf};

/// The longest task line, in bytes.
const TASK_MAX: u64 = 64 * 1024;

/// Where answers go; an error means that nobody listens any more.
pub(crate) type Emit<'a> = &'a mut dyn FnMut(Answer) -> io::Result<()>;

/// Serve the one task on standard input. Exit status: 0 answered, 1 not.
pub(crate) fn run() -> ExitCode {
    // What a panic says may quote the evidence; the answer is a fault.
    std::panic::set_hook(Box::new(|_| {}));
    let mut stdout = io::BufWriter::new(io::stdout().lock());
    match serve(&mut io::stdin().lock(), &mut stdout) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

fn serve(input: &mut impl BufRead, output: &mut impl Write) -> io::Result<()> {
    confine::limit()?;
    let mut line = Vec::new();
    input.take(TASK_MAX).read_until(b'\n', &mut line)?;
    let task: Task = serde_json::from_slice(&line)?;
    let tesseract = match (task.what, &task.tesseract) {
        (What::PdfText, _) | (_, None) => Err(Fault::NoTesseract),
        (_, Some(program)) => Tesseract::start(program),
    };
    confine::seal()?;
    let mut bytes = Vec::new();
    input.take(EVIDENCE_MAX + 1).read_to_end(&mut bytes)?;
    let mut emit = |answer: Answer| {
        serde_json::to_writer(&mut *output, &answer)?;
        output.write_all(b"\n")?;
        // What was read is kept, whatever becomes of the rest.
        output.flush()
    };
    let done = catch_unwind(AssertUnwindSafe(|| answer(task.what, bytes, tesseract, &mut emit)));
    done.unwrap_or_else(|_| emit(Answer::Fault(page_of(task.what), Fault::Malformed)))?;
    emit(Answer::End)
}

fn page_of(what: What) -> Option<u32> {
    match what {
        What::Picture => Some(1),
        What::PdfText => None,
        What::PdfPicture(page) => Some(page),
    }
}

fn answer(what: What, bytes: Vec<u8>, tesseract: Result<Tesseract, Fault>, emit: Emit<'_>) -> io::Result<()> {
    if bytes.len() as u64 > EVIDENCE_MAX {
        return emit(Answer::Fault(page_of(what), Fault::TooLarge));
    }
    let (page, picture) = match what {
        What::PdfText => return pdf::text(bytes, emit),
        What::Picture => (1, picture::decode(&bytes)),
        What::PdfPicture(page) => (page, pdf::draw(bytes, page)),
    };
    match picture {
        Ok(picture) => read(&picture, page, tesseract, emit),
        Err(fault) => emit(Answer::Fault(Some(page), fault)),
    }
}

/// Read the text of a picture that is `page` of the item.
fn read(picture: &Picture, page: u32, tesseract: Result<Tesseract, Fault>, emit: Emit<'_>) -> io::Result<()> {
    let (width, height) = (picture.width as u32 * picture.shrunk, picture.height as u32 * picture.shrunk);
    emit(Answer::Page(RecognisedPage { page, width, height, kind: PageKind::Picture }))?;
    let lines = tesseract.and_then(|tesseract| blocks::lines(picture, page, tesseract));
    match lines {
        Ok(lines) => lines.into_iter().try_for_each(|line| emit(Answer::Line(line))),
        Err(fault) => emit(Answer::Fault(Some(page), fault)),
    }
}
