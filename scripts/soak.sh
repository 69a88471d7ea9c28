#!/bin/bash
# Runs the kill loops and the power cuts again and again, with another seed each time: soak.sh [SECONDS]. Stops at the
# first failure.
set -euo pipefail
cd "$(dirname "$0")/.."

deadline=$((SECONDS + ${1:-600}))
round=0
swift build --build-tests
while [ "$SECONDS" -lt "$deadline" ]; do
  round=$((round + 1))
  seed=$(od -An -N4 -tu4 /dev/urandom | tr -d ' ')
  printf 'soak: round %s, seed %s\n' "$round" "$seed"
  AGH_TEST_SEED=$seed timeout 1800 swift test --skip-build --filter KillLoop
  AGH_TEST_SEED=$seed AGH_CRASH_IMAGES=20000 timeout 1800 swift test --skip-build --filter CrashTests
done
printf 'soak: %s rounds without a loss\n' "$round"
