//! Collects `schema/000N_<why>.sql` in order, so that a schema change is one file and no line elsewhere.

use std::error::Error;
use std::fmt::Write as _;
use std::{env, fs, path::Path};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=schema");
    let mut names = fs::read_dir("schema")?.map(|entry| Ok(entry?.file_name().into_string().map_err(|_| "a name that is no text")?));
    let mut names = names.by_ref().collect::<Result<Vec<String>, Box<dyn Error>>>()?;
    names.sort();

    let mut list = String::from("/// What each schema file says, the first is schema 1.\nconst MIGRATIONS: &[&str] = &[\n");
    for (number, name) in (1..).zip(&names) {
        if !name.starts_with(&format!("{number:04}_")) || !name.ends_with(".sql") {
            return Err(format!("schema/{name}: expected {number:04}_<why>.sql").into());
        }
        writeln!(list, "    include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/schema/{name}\")),")?;
    }
    list.push_str("];\n");
    fs::write(Path::new(&env::var("OUT_DIR")?).join("migrations.rs"), list)?;
    Ok(())
}
