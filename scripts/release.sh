#!/usr/bin/env bash
# Release binaries of both programs and the .deb that holds them, with its SHA-256, in dist/. `./run` cannot run on a machine that is cut off: this can.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/setup.sh

toolchains
packages "${run_packages[@]}"
node_modules ui
target="${CARGO_TARGET_DIR:-target}"
rm -rf dist && mkdir -p dist

cargo build --locked --release -p shakedown-cli
cp "$target/release/shakedown" dist/
# The bundler reads dist/shakedown: tauri.conf.json puts it beside the window's program.
npx --prefix ui tauri build --bundles deb -- --locked --package shakedown-desktop
cp "$target/release/shakedown-desktop" "$target"/release/bundle/deb/*.deb dist/
(cd dist && sha256sum -- * | tee SHA256SUMS)
