#!/bin/bash
# Measures the release build. Prints a table and writes the same figures to .build/benchmarks.json (or to the file named).
set -euo pipefail
cd "$(dirname "$0")/.."

swift build -c release --package-path Benchmarks/Empty --scratch-path .build/benchmarks-empty \
  --static-swift-stdlib -Xswiftc -static-executable -Xlinker --gc-sections -Xlinker -s >/dev/null
swift build --product StoredSessions >/dev/null
exec python3 Benchmarks/measure.py --build "$(swift build -c release --show-bin-path)" \
  --empty .build/benchmarks-empty/release/Empty --stored-sessions "$(swift build --show-bin-path)/StoredSessions" \
  --json "${1:-.build/benchmarks.json}"
