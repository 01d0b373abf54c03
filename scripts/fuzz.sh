#!/usr/bin/env bash
# fuzz.sh [SECONDS]: each reader, the engine and rule files under the fuzzer, SECONDS (60) each; prints the executions of each. What breaks one lies
# in target/fuzz/artifacts: make it small, and put it into crates/import/tests/broken/ with the reason, where every later ./test replays it.
set -euo pipefail
seconds="${1:-60}"
cd "$(dirname "$0")/.."
. scripts/setup.sh

toolchains
packages gcc g++
[ -x target/tools/bin/cargo-fuzz ] || { say "Installing cargo-fuzz"; cargo install --quiet cargo-fuzz --version '^0.13' --locked --root target/tools; }
# The fuzzer needs flags of the compiler that only a nightly one takes without being told.
export RUSTC_BOOTSTRAP=1 PATH="$PWD/target/tools/bin:$PATH" CARGO_TARGET_DIR="$PWD/target/fuzz"
# Every format has a folder of samples, which a test sees to.
formats=$(cd crates/import/tests/formats && printf '%s\n' */ | tr -d / | grep -vx unknown)
cargo fuzz build --fuzz-dir tests/fuzz --sanitizer none

# fuzz TARGET NAME SEEDS…: run one target and print what it did.
fuzz() {
    local target="$1" name="$2" corpus="target/fuzz/corpus/$2"
    shift 2
    mkdir -p "$corpus" "target/fuzz/artifacts/$name"
    for seed in "$@"; do [ ! -f "$seed" ] || [ "$(stat -c %s "$seed")" -gt 65536 ] || cp "$seed" "$corpus/$(sha256sum < "$seed" | cut -c1-16)"; done
    if cargo fuzz run --fuzz-dir tests/fuzz --sanitizer none "$target" "$corpus" -- -max_total_time="$seconds" -max_len=65536 -timeout=10 \
        -rss_limit_mb=1024 -print_final_stats=1 -artifact_prefix="target/fuzz/artifacts/$name/" > "target/fuzz/$name.log" 2>&1; then
        printf '%-22s %10s executions\n' "$name" "$(awk '/stat::number_of_executed_units/ { print $2 }' "target/fuzz/$name.log")"
    else
        printf '%-22s BROKEN, see target/fuzz/%s.log\n' "$name" "$name"
        broken=1
    fi
}

broken=0
for format in $formats; do
    SHAKEDOWN_FORMAT="$format" fuzz reader "$format" crates/import/tests/formats/"$format"/*.in.* crates/import/tests/broken/*
done
fuzz reader any crates/import/tests/formats/*/*.in.* crates/import/tests/broken/*
fuzz engine engine tests/fixtures/*
fuzz rules rules crates/detect/rules/*/*.toml
exit "$broken"
