#!/bin/bash
# Counts what the release build does, and compares with Benchmarks/counts.json; with --accept it is written anew.
set -euo pipefail
cd "$(dirname "$0")/.."

AGH_SYMBOLS=1 scripts/build-release.sh
swift build --product StoredSessions
exec python3 Benchmarks/counts.py --build "$(swift build -c release --show-bin-path)" \
  --stored-sessions "$(swift build --show-bin-path)/StoredSessions" "$@"
