#!/usr/bin/env bash
# evaluate.sh DATA: run the engine over a data folder's documents and print the scorer's tables.
# DATA holds messages/{docs,manifest.tsv,labels.jsonl,labels_observables.jsonl} and probes.tsv; the scorer's scripts lie in DATA/../tools.
set -euo pipefail
data="${1:?usage: make evaluate DATA=FOLDER}"
data="$(realpath "$data")"
cd "$(dirname "$0")/.."
target="${CARGO_TARGET_DIR:-target}"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

cargo build --quiet --locked --release -p shakedown-cli
cli="$target/release/shakedown"
messages="$data/messages" tools="$data/../tools"
score() { python3 "$tools/score.py" --manifest "$1" --labels "$messages/labels.jsonl" --labels "$messages/labels_observables.jsonl" --pred "$2"; }

echo "== all documents"
python3 "$tools/predict.py" --cli "$cli" --docs "$messages/docs" --out "$work/all.jsonl"
score "$messages/manifest.tsv" "$work/all.jsonl"
echo "== disguised"
python3 "$tools/make_challenge.py" --docs "$messages/docs" --manifest "$messages/manifest.tsv" --out "$work/challenge"
python3 "$tools/predict.py" --cli "$cli" --docs "$work/challenge/docs" --out "$work/challenge.jsonl"
score "$work/challenge/manifest.tsv" "$work/challenge.jsonl"
echo "== probes"
python3 "$tools/check_probes.py" --cli "$cli" --probes "$data/probes.tsv" || true
echo "== formats"
python3 "$tools/check_formats.py" --cli "$cli" --index "$data/formats/INDEX.tsv" --truth "$data/formats/truth" --quiet || true
