//! Writes the list of rule, actor and lexicon files that are built in, sorted by name.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let mut source = String::new();
    for (name, folder) in [("RULES", "rules"), ("ACTORS", "actors"), ("LEXICONS", "lexicons")] {
        println!("cargo::rerun-if-changed={folder}");
        let mut files = Vec::new();
        list(&root.join(folder), &mut files)?;
        files.sort();
        writeln!(source, "pub static {name}: &[(&str, &str)] = &[").map_err(io::Error::other)?;
        for file in &files {
            let shown = file.strip_prefix(&root).unwrap_or(file).to_string_lossy().replace('\\', "/");
            writeln!(source, "    ({shown:?}, include_str!({:?})),", file.to_string_lossy()).map_err(io::Error::other)?;
        }
        source.push_str("];\n");
    }
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default()).join("built_in.rs");
    fs::write(out, source)
}

fn list(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    if !folder.is_dir() {
        return Ok(());
    }
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            list(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "toml") {
            files.push(path);
        }
    }
    Ok(())
}
