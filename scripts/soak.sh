#!/bin/bash
# Kills the daemon 10,000 times while eight sessions work, in rounds of 200; every tenth round the shim's kill loop and
# power cuts come in between. Each round has a seed of its own, which is printed and repeats it:
# AGH_TEST_SEED=N swift test --filter SystemTests.KillLoopTests
#
#   soak.sh [SECONDS]   for so long, however many kills that makes
#
# It goes on after a failure, and fails at its end. AGH_SOAK_BUILD names a copy of a debug build (the test bundle, agh,
# agh-shim and ShimDriver) that is run instead of building, so that the sources can be built meanwhile.
set -uo pipefail
cd "$(dirname "$0")/.."

limit=${1:-}
kills=10000
round_kills=200
deadline=$((SECONDS + ${limit:-0}))
seed=${AGH_TEST_SEED:-$(od -An -N3 -tu4 /dev/urandom | tr -d ' ')}
output=$(mktemp)
trap 'rm -f "$output"' EXIT

say() { printf 'soak: %s %s\n' "$(date +%FT%T)" "$*"; }

if [ -n "${AGH_SOAK_BUILD:-}" ]; then
  build=$AGH_SOAK_BUILD
else
  swift build --build-tests || exit 1
  build=$(swift build --show-bin-path)
fi

# Runs the tests of a name; what a failed one said is printed.
run() {
  AGH_TEST_SEED=$seed AGH_SOAK_KILLS=$round_kills AGH_CRASH_IMAGES=5000 timeout 1800 \
    "$build"/*.xctest --testing-library swift-testing --no-parallel --filter "$1" >"$output" 2>&1
  local status=$?
  if [ "$status" = 0 ] && grep -Eq 'Test run with [1-9][0-9]* tests? .*passed' "$output"; then return; fi
  cat "$output"
  say "$1 FAILED with AGH_TEST_SEED=$seed (status $status)"
  failed+=("$seed")
}

failed=()
round=0
killed=0
while if [ -n "$limit" ]; then [ "$SECONDS" -lt "$deadline" ]; else [ "$killed" -lt "$kills" ]; fi; do
  round=$((round + 1))
  seed=$((seed + 1))
  run 'SystemTests\.KillLoopTests'
  killed=$((killed + $(sed -n 's/^kill loop: \([0-9]*\) kills, [0-9]* of them.*/\1/p' "$output")))
  if [ $((round % 10)) = 0 ]; then
    run 'SystemTests\.ShimKillLoopTests'
    run 'CrashTests'
  fi
  say "round $round, seed $seed: $killed kills, ${#failed[@]} failures"
done
if [ ${#failed[@]} != 0 ]; then
  say "failed with the seeds ${failed[*]}"
  exit 1
fi
say "$killed kills, nothing lost"
