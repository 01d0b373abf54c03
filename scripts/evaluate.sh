#!/usr/bin/env bash
# evaluate.sh DATA: run the engine over a data folder's documents and print the scorer's tables.
# DATA holds messages/{docs,manifest.tsv,labels.jsonl,labels_observables.jsonl} and probes.tsv; the scorer's scripts lie in DATA/../tools.
# It fails where a figure is below its floor in crates/detect/floors.tsv. A floor only rises.
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
score() { python3 "$tools/score.py" --manifest "$1" --labels "$messages/labels.jsonl" --labels "$messages/labels_observables.jsonl" --pred "$2" --json "$3"; }

echo "== all documents"
python3 "$tools/predict.py" --cli "$cli" --docs "$messages/docs" --out "$work/all.jsonl"
score "$messages/manifest.tsv" "$work/all.jsonl" "$work/all.json"
echo "== the ten worst documents: furthest on the wrong side, else nearest to the border"
python3 - "$messages/manifest.tsv" "$work/all.jsonl" <<'PYTHON'
import csv, json, sys

manifest, predictions = sys.argv[1:]
scores = {row["id"]: row.get("score", 0.0) for row in map(json.loads, open(predictions, encoding="utf-8"))}
documents = csv.DictReader(open(manifest, encoding="utf-8", errors="surrogateescape"), delimiter="\t", quoting=csv.QUOTE_NONE)
margins = []
for row in documents:
    if row["ambiguous"] != "1":
        score = scores.get(row["id"], 0.0)
        margins.append((score - 50 if row["label"] == "extortion" else 50 - score, row["id"], row["label"], row["class"], score))
for margin, name, label, kind, score in sorted(margins)[:10]:
    print(f"{name}  {label}/{kind}  score {score:.1f}{'' if margin >= 0 else '  WRONG'}")
PYTHON
echo "== disguised"
python3 "$tools/make_challenge.py" --docs "$messages/docs" --manifest "$messages/manifest.tsv" --out "$work/challenge"
python3 "$tools/predict.py" --cli "$cli" --docs "$work/challenge/docs" --out "$work/challenge.jsonl"
score "$work/challenge/manifest.tsv" "$work/challenge.jsonl" "$work/disguised.json"
echo "== cross-validated: points fitted without the documents they are asked about"
cargo run --quiet --locked --release -p shakedown-detect --example weights -- "$messages" "$work/weights.toml" 2>&1 | tee "$work/held-out.txt"
echo "== probes"
python3 "$tools/check_probes.py" --cli "$cli" --probes "$data/probes.tsv"
echo "== formats"
python3 "$tools/check_formats.py" --cli "$cli" --index "$data/formats/INDEX.tsv" --truth "$data/formats/truth" --quiet || true
echo "== floors"
python3 - crates/detect/floors.tsv "$work" <<'PYTHON'
import json, re, sys

floors, work = sys.argv[1:]
figures = {}
for name in ("all", "disguised"):
    scored = json.load(open(f"{work}/{name}.json"))
    figures[f"{name}.verdict.f1"] = scored["verdict"]["f1"]
    figures[f"{name}.benign.passed"] = 1 - scored["by_label"]["benign"]["rate"]
    figures[f"{name}.about.passed"] = 1 - scored["by_label"]["about-extortion"]["rate"]
    for field, score in scored["fields"].items() if name == "all" else ():
        if score["tp"] + score["fn"]:
            figures[f"all.{field.removeprefix('obs.')}.f1"] = score["f1"]
for name, f1 in re.findall(r"^(.+): F1 ([0-9.]+)", open(f"{work}/held-out.txt").read(), re.M):
    figures[f"held-out.{name.split(',')[0].replace(' ', '-')}.f1"] = float(f1)
below = 0
for line in open(floors):
    if line.strip() and not line.startswith("#"):
        name, floor = line.split("\t")
        found = figures.get(name, 0.0)
        low = found < float(floor)
        below += low
        print(f"{name:<45} {found:.4f}  floor {float(floor):.4f}{'  BELOW' if low else ''}")
sys.exit(1 if below else 0)
PYTHON
