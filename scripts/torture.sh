#!/usr/bin/env bash
# What is too long for ./test: items too large to hold.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/setup.sh

toolchains
packages "${run_packages[@]}" python3
cargo build --quiet --locked --release -p shakedown-cli
python3 scripts/torture.py "${CARGO_TARGET_DIR:-target}/release/shakedown" "$@"
