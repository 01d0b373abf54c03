# Everything that is done to the project more than once. `make help` lists it.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
TARGET := $(or $(CARGO_TARGET_DIR),target)

.PHONY: help run test check build bench torture fuzz bindings evaluate weights pictures

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## Open the window (./run)
	./run

test: ## Run everything (./test)
	./test

check: ## The inner loop: formatting, clippy and the tests of the crates, without the window
	cargo fmt --all --check
	cargo clippy --quiet --locked --all-targets --features shakedown-app/ts -- -D warnings
	cargo build --quiet --locked -p shakedown-cli
	SHAKEDOWN_BIN="$(abspath $(TARGET))/debug/shakedown" cargo test --quiet --locked --no-fail-fast --features shakedown-app/ts

bindings: ## Write the window's types from the program's
	BLESS=1 cargo test --quiet --locked -p shakedown-app --features ts --test bindings

build: ## Release binaries of both programs and the .deb with its SHA-256, in dist/
	scripts/release.sh

bench: ## Benchmarks: engine, readers, case store, exports, start-up of the command line, paste to verdict in the window
	scripts/bench.sh

torture: ## What is too long for ./test: faults, flips and kills of a store, items of a gigabyte, their memory and how soon a stop ends them
	scripts/torture.sh

fuzz: ## Hostile bytes without end: each reader, the engine and rule files, SECONDS (60) each
	scripts/fuzz.sh "$(or $(SECONDS),60)"

evaluate: ## Score the engine on a data folder: make evaluate DATA=…
	scripts/evaluate.sh "$(DATA)"

weights: ## Fit the points of the rules to a data folder: make weights DATA=…
	cargo run --quiet --locked --release -p shakedown-detect --example weights -- "$(DATA)/messages" crates/detect/weights.toml

pictures: ## Take the pictures of the README from the real window
	scripts/pictures.sh
