#!/usr/bin/env bash
# Benchmarks. A figure is worth something beside another of the same run: machines differ and are shared.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/setup.sh

toolchains
packages "${run_packages[@]}" "${test_packages[@]}" valgrind python3-venv
node_modules ui
node_modules tests/e2e
tauri_driver
target="${CARGO_TARGET_DIR:-target}"

echo "== engine, and beside it YARA-X and Vectorscan on the same texts"
texts=$(mktemp -d)
trap 'rm -rf "$texts"' EXIT
SHAKEDOWN_BENCH_TEXTS="$texts" cargo bench --quiet --locked -p shakedown-detect
python_tools target/tools/peers yara-x==1.23.0 hyperscan==0.9.1
cargo build --quiet --locked --release -p shakedown-cli
target/tools/peers/bin/python scripts/bench_peers.py "$target/release/shakedown" "$texts"

echo "== readers, and beside them chatpack, whatsapp-chat-parser and Python's mailbox on the same items"
items=$(mktemp -d)
trap 'rm -rf "$texts" "$items"' EXIT
SHAKEDOWN_BENCH_TEXTS="$items" cargo bench --quiet --locked -p shakedown-import
cargo run --quiet --release --manifest-path tests/peers/Cargo.toml --target-dir target/peers -- "$items"
node tests/e2e/peers.js "$items/whatsapp.txt"
python3 scripts/bench_mailbox.py "$items/mail.mbox"

echo "== the case store; SHAKEDOWN_BENCH_CASES=100000 is the full size"
cargo bench --quiet --locked -p shakedown-app

echo "== exports: a case of 10,000 messages, and 1,000 cases in one file"
cargo bench --quiet --locked -p shakedown-export

echo "== start of the command line"
cargo build --quiet --locked --release -p shakedown-cli
cli="$target/release/shakedown" sample=crates/app/src/sample/negotiation.json
for what in formats "triage --json $sample"; do
    for _ in 1 2 3 4 5; do
        # shellcheck disable=SC2086 # the call is words
        TIMEFORMAT=%R; { time "$cli" $what >/dev/null; } 2>&1
    done | sort -n | awk -v what="$what" '{ t[NR] = $1 } END { printf "shakedown %-60s min %s s, median %s s, max %s s of %d\n", what, t[1], t[3], t[NR], NR }'
done
instructions=$(valgrind --tool=callgrind --callgrind-out-file=/dev/null "$cli" triage --json "$sample" 2>&1 >/dev/null | awk '/Collected/ { print $NF }')
echo "instructions of one triage of the sample: $instructions"

echo "== window"
npm --prefix ui run --silent build
cargo build --quiet --locked --release -p shakedown-desktop --features custom-protocol
SHAKEDOWN_PROFILE=release xvfb-run -a --server-args="-screen 0 1600x1000x24" npm --prefix tests/e2e run --silent bench
