#!/usr/bin/env bash
# What is too long for ./test: items too large to hold.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/setup.sh

toolchains
packages "${run_packages[@]}" python3
# Every write to a store fails once, ten thousand bytes are flipped, a thousand programs are killed, and several share a store for ten minutes.
SHAKEDOWN_TORTURE=1 SHAKEDOWN_SOAK=600 cargo test --quiet --locked -p shakedown-store --test faults --test flips --test kill --test together -- --nocapture
cargo build --quiet --locked --release -p shakedown-cli
python3 scripts/torture.py "${CARGO_TARGET_DIR:-target}/release/shakedown" "$@"
