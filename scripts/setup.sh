#!/usr/bin/env bash
# What a machine needs, said before it is installed. Sourced by ./run and ./test; does nothing where nothing is missing.
# needs: cd to the top of the project, set -eu

run_packages=(ca-certificates gcc g++ make perl pkg-config libc6-dev libwebkit2gtk-4.1-dev)
test_packages=(python3-venv tesseract-ocr tesseract-ocr-eng xvfb xauth webkit2gtk-driver strace imagemagick procps qpdf poppler-utils)
# What others wrote to judge our exports.
validators=(stix2-validator==3.3.2 stix2==3.0.2 pymisp==2.5.34.4 markdown-it-py==4.3.0 mitreattack-python==6.3.1 bagit==1.9.0 jsonschema==4.26.0)
driver_version=2

say() { printf '%s\n' "$*"; }
stop() { printf 'shakedown: %s\n  next: %s\n' "$1" "$2" >&2; exit 1; }

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; elif command -v sudo >/dev/null; then sudo "$@"; else
        stop "installing system packages needs root, and there is no sudo; nothing was changed" "run this as root once: apt-get install $missing"
    fi
}

# packages NAME…: install the Debian packages that are missing.
packages() {
    missing=
    for package in "$@"; do
        dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
    done
    [ -z "$missing" ] && return
    command -v apt-get >/dev/null || stop "this machine has no apt-get; nothing was changed" "install what these Debian packages hold:$missing"
    say "Installing system packages:$missing"
    as_root apt-get update -qq
    # shellcheck disable=SC2086 # the list is words
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
}

# toolchains: Rust and Node are the newcomer's own; say clearly what is wrong with them.
toolchains() {
    command -v cargo >/dev/null || stop "Rust is missing; nothing was changed" "install Rust with rustup; the version stands in rust-toolchain.toml"
    command -v node >/dev/null || stop "Node is missing; nothing was changed" "install Node 20.19 or newer"
    node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' ||
        stop "expected Node 20.19 or newer, found $(node --version); nothing was changed" "install a newer Node; Debian's own is too old"
}

# node_modules DIR: npm ci where the installed packages are not those of the lock file.
node_modules() {
    local stamp="$1/node_modules/.installed"
    if [ ! -f "$stamp" ] || ! cmp -s "$1/package-lock.json" "$stamp"; then
        say "Installing the packages of $1/package-lock.json"
        npm --prefix "$1" ci --ignore-scripts --no-audit --no-fund --loglevel=error
        cp "$1/package-lock.json" "$stamp"
    fi
}

# tauri_driver: the program that drives the real window in tests.
tauri_driver() {
    [ -x target/tools/bin/tauri-driver ] && return
    say "Installing tauri-driver $driver_version"
    cargo install --quiet tauri-driver --version "^$driver_version" --locked --root target/tools
}

# python_tools DIR PACKAGE==VERSION…: programs from Python's registry in an environment of their own.
python_tools() {
    local dir="$1"
    shift
    if [ "$(cat "$dir/.installed" 2>/dev/null)" != "$*" ]; then
        say "Installing $*"
        python3 -m venv "$dir"
        "$dir/bin/pip" install --quiet --disable-pip-version-check "$@"
        printf '%s\n' "$*" > "$dir/.installed"
    fi
}
