#!/usr/bin/env bash
# Take the pictures of the README from the real window, light and dark.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/setup.sh

toolchains
packages "${run_packages[@]}" "${test_packages[@]}"
node_modules ui
node_modules tests/e2e
tauri_driver
npm --prefix ui run --silent build
cargo build --quiet --locked -p shakedown-desktop --features custom-protocol
xvfb-run -a --server-args="-screen 0 1440x900x24" npm --prefix tests/e2e run --silent pictures
