#!/usr/bin/env bash
# Steps of ./test: each prints its output and its time, none hides the next; the summary counts what ran and what was skipped.
# Sourced, with the top of the project as the current folder.

export SHAKEDOWN_SKIPS="$PWD/target/skips.tsv" SHAKEDOWN_BIN="$PWD/${CARGO_TARGET_DIR:-target}/debug/shakedown"
case "${CARGO_TARGET_DIR:-}" in /*) export SHAKEDOWN_BIN="$CARGO_TARGET_DIR/debug/shakedown" ;; esac
mkdir -p target
: > "$SHAKEDOWN_SKIPS"
steps=0 failed=()
log="$PWD/target/test.log"
: > "$log"

# step NAME COMMAND…: run one step.
step() {
    local name="$1" started=$SECONDS
    shift
    printf '\n== %s\n' "$name"
    steps=$((steps + 1))
    if ! "$@" 2>&1 | tee -a "$log"; then failed+=("$name"); fi
    printf -- '-- %s: %s s\n' "$name" $((SECONDS - started))
}

# summary: counts, and the verdict as the exit status. Tests that skip write "name<TAB>reason" to $SHAKEDOWN_SKIPS.
summary() {
    local run unlisted skipped
    # libtest: "test result: ok. 12 passed"; vitest: "Tests  40 passed (40)"; node:test: "# pass 9" or "ℹ pass 9".
    run=$(sed 's/\x1b\[[0-9;]*m//g' "$log" | awk '
        /^test result:/ { total += $4 }
        /^ *Tests +/ { for (i = 2; i <= NF; i++) if ($i ~ /^passed/) total += $(i - 1) }
        /^(#|ℹ) pass [0-9]+$/ { total += $3 }
        END { print total + 0 }')
    skipped=$(sort -u "$SHAKEDOWN_SKIPS" | grep -c . || true)
    unlisted=$(sort -u "$SHAKEDOWN_SKIPS" | cut -f1 | grep -vxF -f <(cut -f1 scripts/skips.tsv) || true)
    printf '\n%s steps, %s tests run, %s skipped, %s s\n' "$steps" "$run" "$skipped" "$SECONDS"
    sort -u "$SHAKEDOWN_SKIPS" | sed 's/^/skipped: /; s/\t/: /'
    if [ -n "$unlisted" ]; then
        printf 'skipped without a reason in scripts/skips.tsv: %s\n' "$unlisted"
        failed+=("unlisted skips")
    fi
    # libtest and vitest mark tests that did not run at all.
    if sed 's/\x1b\[[0-9;]*m//g' "$log" | grep -E '^test result:.* [1-9][0-9]* ignored|^ *Tests .* [1-9][0-9]* (skipped|todo)|^(#|ℹ) (skipped|todo) [1-9]'; then
        failed+=("ignored tests")
    fi
    if [ "${#failed[@]}" -gt 0 ]; then
        printf 'FAILED: %s\n' "${failed[@]}"
        exit 1
    fi
    printf 'all passed\n'
}
