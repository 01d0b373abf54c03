//! Tesseract: started before any evidence is read, given nothing but pixels drawn anew, through a pipe.
//!
//! Source: tesseract(1), "TSV" output; the PNM format, `pgm(5)`.

use std::io::{Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use image::GrayImage;
use shakedown_core::{Area, Fault};

/// The most bytes of an answer.
const ANSWER_MAX: u64 = 64 << 20;
/// The most languages that are read at once; each takes its time.
const LANGUAGES_MAX: usize = 6;

/// A running Tesseract that waits for its picture.
pub(crate) struct Tesseract(Child);

/// One word as Tesseract reads it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Word {
    /// Block, paragraph and line.
    pub(crate) line: (u32, u32, u32),
    pub(crate) area: Area,
    pub(crate) confidence: f64,
    pub(crate) text: String,
}

impl Tesseract {
    /// Start it with every language it has. Faults: it is not there, or has no language.
    pub(crate) fn start(program: &Path) -> Result<Self, Fault> {
        let languages = languages(program)?;
        // One block of text in one column: that is how the canvas is laid out.
        let child = command(program)
            .args(["stdin", "stdout", "-l", &languages, "--psm", "6", "--dpi", "200", "-c", "tessedit_create_tsv=1"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn();
        child.map(Self).map_err(|_| Fault::NoTesseract)
    }

    /// The words of `image`, in the order in which they are read.
    pub(crate) fn read(mut self, image: &GrayImage) -> Result<Vec<Word>, Fault> {
        let (Some(mut stdin), Some(stdout)) = (self.0.stdin.take(), self.0.stdout.take()) else { return Err(Fault::TesseractEnded) };
        let head = format!("P5\n{} {}\n255\n", image.width(), image.height());
        stdin.write_all(head.as_bytes()).and_then(|()| stdin.write_all(image.as_raw())).map_err(|_| Fault::TesseractEnded)?;
        drop(stdin);
        let mut table = Vec::new();
        stdout.take(ANSWER_MAX).read_to_end(&mut table).map_err(|_| Fault::TesseractEnded)?;
        let ended_well = self.0.wait().is_ok_and(|status| status.success());
        if ended_well { Ok(words(&String::from_utf8_lossy(&table))) } else { Err(Fault::TesseractEnded) }
    }
}

impl Drop for Tesseract {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Tesseract with an environment that holds nothing but the number of its threads: with more than one it takes four times as long in all.
fn command(program: &Path) -> Command {
    let mut command = Command::new(program);
    command.env_clear().env("OMP_THREAD_LIMIT", "1");
    command
}

/// The installed languages as `-l` takes them, English first.
fn languages(program: &Path) -> Result<String, Fault> {
    let output =
        command(program).arg("--list-langs").stdin(Stdio::piped()).stderr(Stdio::inherit()).output().map_err(|_| Fault::NoTesseract)?;
    let listed = String::from_utf8_lossy(&output.stdout).into_owned();
    let is_code = |code: &&str| code.len() >= 3 && code.chars().all(|letter| letter.is_ascii_lowercase() || letter == '_');
    let mut found: Vec<&str> = listed.lines().skip(1).filter(is_code).filter(|code| !matches!(*code, "osd" | "equ")).collect();
    found.sort_by_key(|code| *code != "eng");
    found.truncate(LANGUAGES_MAX);
    if found.is_empty() { Err(Fault::NoLanguage) } else { Ok(found.join("+")) }
}

/// The words of a TSV answer: level, page, block, paragraph, line, word, left, top, width, height, confidence, text.
fn words(table: &str) -> Vec<Word> {
    table.lines().filter_map(word).collect()
}

fn word(row: &str) -> Option<Word> {
    let cells: Vec<&str> = row.split('\t').collect();
    let number = |cell: usize| cells.get(cell)?.parse::<u32>().ok();
    let (text, confidence) = (cells.get(11)?.trim(), cells.get(10)?.parse::<f64>().ok()?);
    (*cells.first()? == "5" && confidence >= 0.0 && !text.is_empty()).then_some(())?;
    let area = Area { left: number(6)?, top: number(7)?, width: number(8)?, height: number(9)? };
    Some(Word { line: (number(2)?, number(3)?, number(4)?), area, confidence, text: text.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_out_of_a_table_and_nothing_else_is() {
        let table = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n\
                     4\t1\t1\t1\t1\t0\t10\t20\t90\t12\t-1\t\n\
                     5\t1\t1\t1\t1\t1\t10\t20\t40\t12\t96.5\tPay\n\
                     5\t1\t1\t1\t1\t2\t60\t20\t40\t12\t-1\t \n\
                     5\t1\t1\t1\t1\t3\tx\t20\t40\t12\t50\tnow\n";
        let area = Area { left: 10, top: 20, width: 40, height: 12 };
        assert_eq!(words(table), [Word { line: (1, 1, 1), area, confidence: 96.5, text: "Pay".into() }]);
    }
}
