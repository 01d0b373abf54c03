//! Lists of files: what `tree`, `dir /s`, `ls -lR` and archive programs print, or paths alone.
//!
//! Only the ends of names, the names of departments among the folders, sizes and dates are counted.

use std::collections::BTreeMap;

use shakedown_core::{Counted, Sample, SampleKind, SampleListing};

use crate::decode::Survey;
use crate::error::ImportError;
use crate::importer::{ReadOptions, ReadSeek};
use crate::lines::Lines;
use crate::sniff::Head;

use super::blank;
use super::column::Days;

/// How a list is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Layout {
    /// `├── name`, `|   name`, `\---name`.
    Tree,
    /// `01/02/2025  10:00 AM    1,234 name` below `Directory of …`, in any language.
    Dir,
    /// `-rw-r--r-- 1 user group 1234 Feb  1 10:00 name`, below `folder:`.
    Long,
    /// `1234  2025-02-01 10:00  name`, as archive programs list members.
    Sized,
    /// A path on each line.
    Paths,
}

/// What one line of a list tells.
#[derive(Debug, Default, PartialEq, Eq)]
struct Entry<'l> {
    name: &'l str,
    bytes: Option<u64>,
    date: Option<&'l str>,
    folder: bool,
}

impl Layout {
    /// The layout that the lines of the head have; none where they are no list of files.
    pub(super) fn of(head: &Head) -> Option<Self> {
        let lines: Vec<&str> = head.lines(400).collect();
        // The strictest layout first: a line of `dir` is one of an archive program too. Windows and `ls` print headings between the entries.
        let needed = |layout: Self| if matches!(layout, Self::Dir | Self::Long) { 4 } else { 7 };
        [Self::Long, Self::Dir, Self::Tree, Self::Sized, Self::Paths].into_iter().find(|layout| {
            let count = lines.iter().filter(|line| layout.entry(line).is_some()).count();
            count > 2 && count * 10 >= lines.len() * needed(*layout)
        })
    }

    fn entry<'l>(self, line: &'l str) -> Option<Entry<'l>> {
        match self {
            Self::Tree => tree(line),
            Self::Dir => dir(line),
            Self::Long => long(line),
            Self::Sized => sized(line),
            Self::Paths => path(line),
        }
    }
}

fn tree(line: &str) -> Option<Entry<'_>> {
    let branch = line.trim_start_matches(['│', '|', ' ', '\u{a0}', '\t']);
    let drawn = branch.trim_start_matches(['├', '└', '─', '+', '\\', '-', '`', '|']);
    let name = drawn.trim_start_matches([' ', '\u{a0}']).trim_end();
    let has_branch = branch.len() > drawn.len() && (branch.starts_with(['├', '└', '+', '\\', '`']) || branch.starts_with("|--"));
    // Windows draws files of a folder without a branch.
    let below = !has_branch && line.starts_with(['|', '│', ' ']) && line.len() - branch.len() >= 4;
    let (bytes, name) = match name.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((size, name)) => (size_of(size.trim()), name.trim_start()),
        None => (None, name),
    };
    ((has_branch || below) && !name.is_empty()).then(|| Entry {
        name,
        bytes,
        date: None,
        folder: name.ends_with('/') || extension(name).is_none(),
    })
}

/// Columns of a line with the rest after them.
fn columns(line: &str, count: usize) -> Option<(Vec<&str>, &str)> {
    let mut rest = line.trim_start();
    let mut found = Vec::with_capacity(count);
    for _ in 0..count {
        let (column, after) = rest.split_once(char::is_whitespace)?;
        found.push(column);
        rest = after.trim_start();
    }
    (!rest.is_empty()).then_some((found, rest.trim_end()))
}

/// A number of bytes as people write it: `1,234`, `1.234`, `12K`, `3.4M`.
fn size_of(text: &str) -> Option<u64> {
    if let Some(unit) = text.chars().last().and_then(|last| "KMGT".find(last.to_ascii_uppercase())) {
        let number: f64 = text.get(..text.len() - 1)?.parse().ok()?;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_possible_wrap,
            reason = "a size that is written in units is rough"
        )]
        return Some((number * 1024_f64.powi(unit as i32 + 1)) as u64);
    }
    let plain: String = text.chars().filter(|character| !matches!(character, ',' | '.' | '\u{a0}' | '\u{202f}' | '\'')).collect();
    plain.parse().ok()
}

fn is_day(text: &str) -> bool {
    let marks = text.chars().filter(|character| matches!(character, '-' | '/' | '.')).count();
    (6..=10).contains(&text.len()) && marks == 2 && text.bytes().filter(u8::is_ascii_digit).count() >= 5
}

fn is_hour(text: &str) -> bool {
    text.contains(':') && text.starts_with(|first: char| first.is_ascii_digit())
}

fn dir(line: &str) -> Option<Entry<'_>> {
    let (start, mut rest) = columns(line, 2)?;
    let [day, hour] = start.as_slice() else { return None };
    if !is_day(day) || !is_hour(hour) {
        return None;
    }
    for half in ["AM", "PM", "a.m.", "p.m.", "am", "pm"] {
        rest = rest.strip_prefix(half).map_or(rest, str::trim_start);
    }
    let (size, name) = rest.split_once(char::is_whitespace)?;
    let name = name.trim();
    let folder = size.starts_with('<');
    let bytes = size_of(size);
    ((folder || bytes.is_some()) && !matches!(name, "." | ".." | "")).then_some(Entry { name, bytes, date: Some(day), folder })
}

fn long(line: &str) -> Option<Entry<'_>> {
    let mode = line.split(' ').next()?;
    let is_mode = mode.len() >= 10
        && mode.starts_with(['-', 'd', 'l', 'b', 'c', 'p', 's'])
        && mode.chars().skip(1).take(9).all(|bit| "rwxsStT-".contains(bit));
    if !is_mode {
        return None;
    }
    // `tar tv` has no count of links and `user/group` in one; `ls` has both apart.
    let joined = line.split_whitespace().nth(1).is_some_and(|owner| owner.contains('/'));
    let (found, rest) = columns(line, if joined { 3 } else { 5 })?;
    let bytes = size_of(found.last()?)?;
    let (stamp, name) = match columns(rest, 2)? {
        (day, name) if day.first().is_some_and(|day| is_day(day)) => {
            (day.first().copied(), name.split_once("  ").map_or(name, |(_, name)| name))
        }
        _ => (None, columns(rest, 3)?.1),
    };
    let name = name.split(" -> ").next().unwrap_or(name);
    (!matches!(name, "." | "..")).then_some(Entry { name, bytes: Some(bytes), date: stamp, folder: mode.starts_with('d') })
}

fn sized(line: &str) -> Option<Entry<'_>> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let day = words.iter().take(6).find(|word| is_day(word))?;
    let after_hour = words.iter().take(7).position(|word| is_hour(word));
    let bytes = words.iter().take(7).filter(|word| *word != day && !is_hour(word)).find_map(|word| size_of(word));
    let name = words.last().filter(|_| after_hour.is_some())?;
    let folder = name.ends_with(['/', '\\']) || words.iter().any(|word| word.starts_with("D...") || *word == "<DIR>");
    (bytes.is_some() || folder).then_some(Entry { name, bytes, date: Some(day), folder })
}

fn path(line: &str) -> Option<Entry<'_>> {
    let name = line.trim().trim_matches('"');
    let rooted = name.starts_with(['/', '.']) || name.starts_with("\\\\") || name.get(1..3) == Some(":\\");
    let has_parts = name.contains(['/', '\\']) && !name.contains("://");
    let ended = extension(name).is_some() || name.ends_with(['/', '\\']);
    (has_parts && (rooted || ended) && name.chars().count() < 1000 && !name.ends_with(['.', '?', '!', ';', ','])).then(|| Entry {
        name,
        bytes: None,
        date: None,
        folder: !ended || name.ends_with(['/', '\\']),
    })
}

/// The end of a name that says what kind of file it is.
fn extension(name: &str) -> Option<&str> {
    let last = name.rsplit(['/', '\\']).next()?;
    let (stem, end) = last.rsplit_once('.')?;
    (!stem.is_empty() && (1..=8).contains(&end.len()) && end.bytes().all(|byte| byte.is_ascii_alphanumeric())).then_some(end)
}

/// Assess a list of files.
pub(super) fn sample(source: &mut dyn ReadSeek, layout: Layout, options: &ReadOptions) -> Result<Sample, ImportError> {
    let survey = Survey::of(source)?;
    let mut lines = Lines::of(source, &survey, options.limits.body_bytes)?;
    let mut files = Files::default();
    let mut passed_over = 0_u64;
    while let Some(line) = lines.next()? {
        match layout.entry(&line.text) {
            _ if line.is_blank() || line.rest => {}
            Some(entry) => {
                if let Some(date) = entry.date {
                    files.days.see(date);
                }
                if entry.folder { files.folder(entry.name) } else { files.file(entry.name, entry.bytes) }
            }
            // `folder:` and `Directory of folder` name the folder of what follows.
            None if is_heading(&line.text) => files.heading(&line.text),
            None => passed_over += 1,
        }
    }
    let mut sample = blank(SampleKind::Listing);
    sample.listing = Some(files.finish());
    if passed_over > 0 {
        sample.left_out.push(format!("{passed_over} lines that name no file"));
    }
    Ok(sample)
}

/// Whether a line names the folder of those below it; `.` and `..` of a folder begin with a day.
fn is_heading(line: &str) -> bool {
    let line = line.trim();
    !line.starts_with(|first: char| first.is_ascii_digit()) && (line.ends_with(':') || line.contains(['\\', '/']))
}

/// Files as they stream past.
#[derive(Default)]
pub(super) struct Files {
    files: u64,
    folders: u64,
    bytes: u64,
    sized: u64,
    types: BTreeMap<&'static str, u64>,
    departments: BTreeMap<&'static str, u64>,
    /// The department of the heading above.
    below: Option<&'static str>,
    days: Days,
}

impl Files {
    pub(super) fn file(&mut self, name: &str, bytes: Option<u64>) {
        self.files += 1;
        self.sized += u64::from(bytes.is_some());
        self.bytes = self.bytes.saturating_add(bytes.unwrap_or_default());
        *self.types.entry(kind_of_file(name)).or_default() += 1;
        self.department(name);
    }

    fn folder(&mut self, name: &str) {
        self.folders += 1;
        self.department(name);
    }

    fn heading(&mut self, line: &str) {
        self.below = department(line);
    }

    fn department(&mut self, name: &str) {
        if let Some(department) = department(name).or(self.below) {
            *self.departments.entry(department).or_default() += 1;
        }
    }

    pub(super) fn finish(self) -> SampleListing {
        let most_first = |counts: BTreeMap<&'static str, u64>| {
            let mut list: Vec<Counted<String>> = counts.into_iter().map(|(kind, count)| Counted { kind: kind.to_owned(), count }).collect();
            list.sort_by_key(|counted| std::cmp::Reverse(counted.count));
            list
        };
        SampleListing {
            files: self.files,
            folders: self.folders,
            bytes: self.bytes,
            sized: self.sized,
            types: most_first(self.types),
            departments: most_first(self.departments),
            dates: self.days.months(),
        }
    }
}

/// The kind of a file, by the end of its name.
fn kind_of_file(name: &str) -> &'static str {
    const KINDS: &[(&str, &[&str])] = &[
        ("documents", &["doc", "docx", "odt", "rtf", "txt", "md", "pages", "docm", "dot", "dotx", "wpd"]),
        ("PDF", &["pdf"]),
        ("spreadsheets", &["xls", "xlsx", "ods", "csv", "tsv", "xlsm", "xlsb", "numbers"]),
        ("presentations", &["ppt", "pptx", "odp", "key", "pps", "ppsx"]),
        ("mail", &["eml", "msg", "pst", "ost", "mbox", "nsf"]),
        ("databases", &["sql", "mdb", "accdb", "db", "sqlite", "mdf", "ldf", "dbf", "bak", "ndf", "fdb", "dmp"]),
        ("archives", &["zip", "rar", "7z", "tar", "gz", "tgz", "bz2", "xz", "cab", "zst"]),
        ("pictures", &["jpg", "jpeg", "png", "gif", "tif", "tiff", "bmp", "heic", "webp", "psd", "raw", "svg"]),
        ("video and sound", &["mp4", "avi", "mov", "mkv", "mp3", "wav", "wmv", "m4a", "mpg"]),
        ("drawings and models", &["dwg", "dxf", "stp", "step", "igs", "sldprt", "sldasm", "ipt", "skp", "rvt", "stl"]),
        ("source code", &["c", "cpp", "h", "cs", "java", "py", "js", "ts", "go", "rs", "php", "rb", "sh", "ps1", "vb", "swift", "kt"]),
        (
            "keys and configuration",
            &["pem", "key", "pfx", "p12", "crt", "cer", "kdbx", "ppk", "conf", "cfg", "ini", "env", "yml", "yaml", "rdp", "ovpn"],
        ),
        ("virtual machines and images", &["vmdk", "vhd", "vhdx", "ova", "iso", "img", "vbk", "vib", "qcow2"]),
        ("web pages", &["html", "htm", "xml", "json", "css", "mht"]),
        ("programs", &["exe", "dll", "msi", "apk", "jar", "sys", "bat", "com"]),
        ("medical images", &["dcm", "dicom", "hl7"]),
    ];
    let Some(end) = extension(name).map(str::to_ascii_lowercase) else { return "without an ending" };
    KINDS.iter().find(|(_, ends)| ends.contains(&end.as_str())).map_or("other", |(kind, _)| kind)
}

/// Departments, and what their folders are called.
const DEPARTMENTS: &[(&str, &[&str])] = &[
    (
        "finance",
        &[
            "finance", "financial", "accounting", "accounts", "invoices", "invoice", "tax", "taxes", "budget", "audit", "bank", "finanzen",
            "buchhaltung", "rechnungen", "steuern", "finances", "comptabilité", "factures", "finanzas", "contabilidad", "facturas",
            "financeiro", "contabilidade", "finanza", "contabilità", "fatture", "бухгалтерия", "финансы",
        ],
    ),
    (
        "human resources",
        &[
            "hr", "human resources", "personnel", "payroll", "employees", "employee", "salary", "salaries", "recruiting", "personal",
            "personalabteilung", "gehälter", "mitarbeiter", "bewerbungen", "rh", "ressources humaines", "paie", "rrhh", "nóminas",
            "empleados", "recursos humanos", "personale", "кадры",
        ],
    ),
    (
        "legal",
        &[
            "legal", "contracts", "contract", "nda", "litigation", "recht", "verträge", "juridique", "contrats", "contratos", "contratti",
            "договоры",
        ],
    ),
    (
        "management",
        &[
            "management", "board", "directors", "executive", "ceo", "geschäftsführung", "vorstand", "direction", "dirección", "diretoria",
            "direzione",
        ],
    ),
    (
        "sales and customers",
        &[
            "sales", "customers", "customer", "clients", "client", "crm", "vertrieb", "kunden", "ventes", "ventas", "clientes", "vendas",
            "clienti", "клиенты",
        ],
    ),
    (
        "engineering",
        &[
            "engineering", "r&d", "research", "development", "design", "drawings", "cad", "projects", "entwicklung", "konstruktion",
            "projekte", "проекты",
        ],
    ),
    ("information technology", &["it", "backup", "backups", "servers", "passwords", "admin", "network", "edv", "informatique", "sistemas"]),
    ("medical", &["patients", "patient", "medical", "radiology", "clinical", "patienten", "pacientes", "pazienti"]),
    ("insurance", &["insurance", "versicherung", "assurance", "seguros", "assicurazioni"]),
    ("marketing", &["marketing", "press", "advertising", "werbung", "publicité"]),
];

/// The department that a part of a path names, in the languages of the offices.
fn department(path: &str) -> Option<&'static str> {
    path.split(['/', '\\', ':'])
        .find_map(|part| {
            let phrase = crate::table::phrase(part);
            let words: Vec<&str> = phrase.split(' ').collect();
            DEPARTMENTS.iter().find(|(_, names)| {
                names.contains(&phrase.as_str()) || (words.len() <= 4 && words.iter().any(|word| word.len() > 2 && names.contains(word)))
            })
        })
        .map(|(department, _)| *department)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_layout_of_a_list_is_read() {
        for (layout, line, name, bytes, folder) in [
            (Layout::Tree, "│   ├── report.pdf", "report.pdf", None, false),
            (Layout::Tree, "|   +---HR", "HR", None, true),
            (Layout::Tree, "├── [ 12K]  plan.docx", "plan.docx", Some(12 * 1024), false),
            (Layout::Dir, "01/02/2025  10:00 AM         1,234 my plan.docx", "my plan.docx", Some(1234), false),
            (Layout::Dir, "01.02.2025  10:00    <DIR>          Personal", "Personal", None, true),
            (Layout::Long, "-rw-r--r-- 1 ann staff 2048 Feb  1 10:00 my plan.docx", "my plan.docx", Some(2048), false),
            (Layout::Long, "drwxr-xr-x 2 ann staff 4096 Feb  1  2024 HR", "HR", Some(4096), true),
            (Layout::Sized, "2025-02-01 10:00:00 ....A         1234          600  HR\\pay.xlsx", "HR\\pay.xlsx", Some(1234), false),
            (Layout::Sized, "     1234  2025-02-01 10:00   HR/pay.xlsx", "HR/pay.xlsx", Some(1234), false),
            (Layout::Paths, "C:\\Shares\\HR\\pay.xlsx", "C:\\Shares\\HR\\pay.xlsx", None, false),
        ] {
            let entry = layout.entry(line).unwrap_or_else(|| panic!("{line}"));
            assert_eq!((entry.name, entry.bytes, entry.folder), (name, bytes, folder), "{line}");
        }
        for line in ["We have your files.", "Total files: 12", "see https://a.example/x", ""] {
            assert!([Layout::Dir, Layout::Long, Layout::Sized, Layout::Paths].iter().all(|layout| layout.entry(line).is_none()), "{line}");
        }
    }
}
