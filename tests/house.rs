//! The walls of the house. Each rule that ARCHITECTURE.md states is checked here or beside the code.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use serde_json::Value;
use shakedown_tests::project;
use walkdir::WalkDir;

/// What each of our packages may depend on, of ours.
const FLOORS: &[(&str, &[&str])] = &[
    ("shakedown-core", &[]),
    ("shakedown-import", &["core"]),
    ("shakedown-detect", &["core"]),
    ("shakedown-export", &["core"]),
    ("shakedown-store", &["core"]),
    ("shakedown-worker", &["core"]),
    ("shakedown-app", &["core", "import", "detect", "export", "store", "worker"]),
    ("shakedown-cli", &["app", "core"]),
    ("shakedown-desktop", &["app"]),
];

/// Who alone may use a package.
const KEPT_INSIDE: &[(&str, &[&str])] = &[
    ("rusqlite", &["shakedown-store", "shakedown-tests"]),
    ("tauri", &["shakedown-desktop"]),
    ("clap", &["shakedown-cli"]),
    ("image", &["shakedown-worker"]),
    ("hayro", &["shakedown-worker"]),
];

/// Packages that could open a connection.
const BANNED: &[&str] = &[
    "attohttpc", "curl", "h2", "h3", "hickory-resolver", "hyper", "isahc", "lettre", "minreq", "native-tls", "openssl", "quinn", "reqwest",
    "rustls", "surf", "tonic", "tungstenite", "ureq", "websocket",
];

/// Licences that everything we build with may have.
const LICENCES: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-1-Clause",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "Unicode-3.0",
    "Unicode-DFS-2016",
    "Unlicense",
    "WTFPL",
    "blessing",
    "Zlib",
];

/// Words by which a library would open a file, start a process, ask a clock or the environment.
const REACHES_OUT: &[&str] = &[
    "std::fs", "std::process", "TcpStream", "UdpSocket", "ToSocketAddrs", "std::env", "fs::File", "SystemTime", "Instant::now",
    "Timestamp::now", "Zoned::now", "env!(\"HOME",
];

fn metadata() -> &'static Value {
    static METADATA: OnceLock<Value> = OnceLock::new();
    METADATA.get_or_init(|| cargo_metadata(&[]))
}

fn cargo_metadata(more: &[&str]) -> Value {
    let arguments = ["metadata", "--locked", "--format-version", "1"];
    let output = Command::new(env!("CARGO")).args(arguments).args(more).current_dir(project()).output().expect("cargo metadata runs");
    serde_json::from_slice(&output.stdout).expect("cargo metadata is JSON")
}

fn packages() -> &'static [Value] {
    metadata()["packages"].as_array().expect("packages")
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

/// Names of the dependencies of a package that its build or its tests do not add.
fn dependencies(package: &Value) -> impl Iterator<Item = &str> {
    package["dependencies"]
        .as_array()
        .into_iter()
        .flatten()
        .filter(|dependency| dependency["kind"].is_null())
        .map(|dependency| text(dependency, "name"))
}

fn files(folder: &str, extension: &str) -> Vec<PathBuf> {
    let keep = |entry: &walkdir::DirEntry| !matches!(entry.file_name().to_str(), Some("node_modules" | "dist" | "target" | "gen" | ".git"));
    let walk = WalkDir::new(project().join(folder)).sort_by_file_name().into_iter().filter_entry(keep);
    let paths = walk.map(|entry| entry.expect("the project can be walked").into_path());
    paths.filter(|path| path.extension().is_some_and(|found| found == extension)).collect()
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn floors_hold() {
    let mut seen = 0;
    for package in packages() {
        let Some((_, allowed)) = FLOORS.iter().find(|(name, _)| *name == text(package, "name")) else { continue };
        seen += 1;
        for ours in dependencies(package).filter_map(|name| name.strip_prefix("shakedown-")) {
            assert!(allowed.contains(&ours), "{} may not depend on shakedown-{ours}", text(package, "name"));
        }
    }
    assert_eq!(seen, FLOORS.len());
}

#[test]
fn what_is_kept_inside_a_crate_stays_there() {
    let members: BTreeSet<&str> = metadata()["workspace_members"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    for package in packages().iter().filter(|package| members.contains(text(package, "id"))) {
        for (kept, users) in KEPT_INSIDE {
            let uses = package["dependencies"].as_array().into_iter().flatten().any(|dependency| text(dependency, "name") == *kept);
            assert!(!uses || users.contains(&text(package, "name")), "{} may not use {kept}", text(package, "name"));
        }
    }
}

#[test]
fn no_package_can_open_a_connection() {
    // Tauri has network clients on telephones only.
    for platform in ["x86_64-unknown-linux-gnu", "x86_64-pc-windows-msvc", "aarch64-apple-darwin"] {
        let metadata = cargo_metadata(&["--filter-platform", platform]);
        let packages = metadata["packages"].as_array().expect("packages");
        assert!(packages.iter().any(|package| text(package, "name") == "tauri"), "the window is among them");
        for package in packages {
            let name = text(package, "name");
            assert!(!BANNED.contains(&name), "{name} is a network client, or its transport, on {platform}");
        }
    }
}

#[test]
fn every_package_comes_from_the_registry_under_a_known_licence() {
    for package in packages().iter().filter(|package| !package["source"].is_null()) {
        let (name, licence) = (text(package, "name"), text(package, "license"));
        assert!(
            text(package, "source").starts_with("registry+https://github.com/rust-lang/crates.io-index"),
            "{name} comes from elsewhere"
        );
        // `A OR B`: one of them must do. `A AND B`: all must.
        let known = licence
            .replace('/', " OR ")
            .split(" OR ")
            .any(|choice| choice.split(" AND ").all(|one| LICENCES.contains(&one.trim().trim_matches(['(', ')']))));
        assert!(known, "{name} has the licence {licence:?}");
    }
}

#[test]
fn libraries_below_app_reach_for_nothing_outside() {
    for name in ["core", "import", "detect", "export"] {
        for path in files(&format!("crates/{name}/src"), "rs") {
            if path.ends_with("tests.rs") {
                continue;
            }
            let source = read(&path);
            let code = source.split("#[cfg(test)]").next().unwrap_or_default();
            for line in code.lines().filter(|line| !line.trim_start().starts_with("//")) {
                let found = REACHES_OUT.iter().find(|word| line.contains(**word));
                assert!(found.is_none(), "{}: {}", path.display(), line.trim());
            }
        }
    }
}

#[test]
fn files_and_functions_are_small() {
    let limits = [("rs", "crates", 500), ("rs", "src-tauri", 500), ("rs", "tests", 500), ("svelte", "ui/src", 250), ("ts", "ui/src", 300)];
    for (extension, folder, limit) in limits {
        for path in files(folder, extension) {
            if path.components().any(|part| part.as_os_str() == "bindings") {
                continue;
            }
            let source = read(&path);
            let code = source.split("#[cfg(test)]").next().unwrap_or_default();
            let lines = code.lines().count();
            assert!(lines <= limit, "{}: {lines} lines, at most {limit}", path.display());
            // A table of test data may be as long as it must.
            if extension == "rs" && !path.components().any(|part| part.as_os_str() == "tests") {
                for (name, length) in functions(code) {
                    assert!(length <= 60, "{}: {name} has {length} lines, at most 60", path.display());
                }
            }
        }
    }
}

/// Names and lengths of the functions of a formatted source: from `fn` to the closing brace at the same indent.
fn functions(source: &str) -> Vec<(String, usize)> {
    let lines: Vec<&str> = source.lines().collect();
    let mut found = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let code = line.trim_start();
        let Some(name) = code.split_once("fn ").filter(|(before, _)| before.split_whitespace().all(is_qualifier)).map(|(_, rest)| rest)
        else {
            continue;
        };
        let indent = line.len() - code.len();
        let end = lines[at..].iter().position(|line| line.trim() == "}" && line.len() - line.trim_start().len() == indent);
        if let Some(length) = end.filter(|_| !line.ends_with(';')) {
            found.push((name.split(['(', '<']).next().unwrap_or_default().to_owned(), length + 1));
        }
    }
    found
}

fn is_qualifier(word: &str) -> bool {
    matches!(word, "pub" | "const" | "async" | "unsafe" | "extern") || word.starts_with("pub(")
}

#[test]
fn the_window_may_call_what_the_program_answers_and_nothing_else() {
    let capability: Value =
        serde_json::from_str(&read(&project().join("src-tauri/capabilities/main.json"))).expect("the capability is JSON");
    let permissions = capability["permissions"].as_array().expect("permissions");
    let allowed: BTreeSet<String> = permissions
        .iter()
        .filter_map(|permission| permission.as_str()?.strip_prefix("allow-"))
        .map(|name| name.replace('-', "_"))
        .collect();
    let answered: BTreeSet<String> =
        shakedown_app::COMMANDS.iter().copied().chain(["choose_files", "choose_folder"]).map(str::to_owned).collect();
    assert_eq!(allowed, answered);
    assert!(capability.get("remote").is_none(), "no page from elsewhere may call the program");
    let backend = read(&project().join("ui/src/backend/tauri.ts"));
    for name in &answered {
        assert!(backend.contains(&format!("'{name}'")), "ui/src/backend/tauri.ts never calls {name}");
    }
}

#[test]
fn only_one_file_of_the_window_speaks_to_tauri() {
    for path in files("ui/src", "ts").into_iter().chain(files("ui/src", "svelte")) {
        let speaks = read(&path).contains("@tauri-apps/");
        assert_eq!(speaks, path.ends_with("ui/src/backend/tauri.ts"), "{}", path.display());
    }
}

#[test]
fn every_format_has_samples_and_stands_in_the_list_for_people() {
    let folder = project().join("crates/import/tests/formats");
    let readme = read(&project().join("README.md"));
    let mut listed = BTreeMap::new();
    for format in shakedown_import::formats() {
        assert!(folder.join(format.id()).join("README.md").is_file(), "{} has no samples with their origin", format.id());
        assert!(readme.contains(format.name()), "README.md does not name {}", format.name());
        assert!(listed.insert(format.id(), format.name()).is_none(), "{} stands twice in the list", format.id());
    }
    for entry in fs::read_dir(&folder).expect("the samples").map(|entry| entry.expect("a folder")) {
        let id = entry.file_name().to_string_lossy().into_owned();
        // `unknown` shows what becomes of an item that no reader knows.
        assert!(id == shakedown_import::UNKNOWN || listed.contains_key(&*id), "tests/formats/{id} belongs to no format");
    }
}

#[test]
fn every_export_format_is_named_for_people() {
    let readme = read(&project().join("README.md"));
    for format in shakedown_export::formats() {
        assert!(readme.contains(format.name()), "README.md does not name {}", format.name());
    }
}

#[test]
fn the_project_speaks_of_itself_alone() {
    let machine = ["/work/", "/root/", "artifactory", "/farm/"];
    for extension in ["md", "rs", "ts", "svelte", "toml", "json", "sh", "sql", "html", "css"] {
        for path in files(".", extension) {
            if path.ends_with("tests/house.rs") {
                continue;
            }
            let source = fs::read(&path).expect("a file of the project");
            let source = String::from_utf8_lossy(&source);
            for word in machine {
                assert!(!source.contains(word), "{}: {word}", path.display());
            }
        }
    }
}
