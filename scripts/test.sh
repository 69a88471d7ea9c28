#!/bin/bash
# Runs every test of the debug build. What needs a user without privileges runs as one: as root that user is made
# first, so that nothing is skipped. The last line of the output is the closing line of `swift test`.
set -euo pipefail
cd "$(dirname "$0")/.."

# Suites whose name holds this word check what the system refuses to an ordinary user.
unprivileged=Unprivileged
# Suites whose name holds this word mount file systems of their own.
mounting=Mounting
test_user=agh-test
limit=${TEST_TIMEOUT:-1500}
# Agents of others are `make test-agents`.
skip=(--skip '^AgentTests\.')

say() { printf 'test: %s\n' "$*"; }

# Fails unless the closing line of a run counts at least one test.
check_count() {
  if ! grep -Eq 'Test run with [1-9][0-9]* tests? ' "$1"; then
    say "no test was run" >&2
    exit 1
  fi
}

run_as_user() {
  local build stage log
  build=$(swift build --show-bin-path)
  stage=$(mktemp -d)
  log=$(mktemp)
  trap 'rm -rf "$stage" "$log"' RETURN
  if ! id -u "$test_user" >/dev/null 2>&1; then
    say "making the user $test_user for tests that root cannot stand in for"
    useradd --system --create-home --shell /bin/sh "$test_user"
  fi
  cp -r "$build"/*.xctest "$build/agh" "$build/agh-shim" "$stage/"
  find "$build" -maxdepth 1 -name '*.resources' -exec cp -r {} "$stage/" \;
  chmod -R go+rX "$stage"
  (
    cd "$stage"
    timeout "$limit" runuser -u "$test_user" -- env HOME="$(getent passwd "$test_user" | cut -d: -f6)" PATH="$PATH" \
      "$stage"/*.xctest --testing-library swift-testing --filter "$unprivileged"
  ) 2>&1 | tee "$log"
  check_count "$log"
}

say "building"
swift build --build-tests
if [ "$(id -u)" = 0 ] && grep -rqs "$unprivileged" Tests; then
  run_as_user
  skip+=(--skip "$unprivileged")
fi
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if [ "$(id -u)" != 0 ]; then
  say "in a namespace of its own, where an ordinary user may mount"
  timeout "$limit" unshare --user --map-root-user --mount \
    swift test --skip-build --no-parallel --filter "$mounting" 2>&1 | tee "$log"
  check_count "$log"
  skip+=(--skip "$mounting")
fi
# One after the other: many tests wait for processes and sockets, and side by side they would take each other's time.
timeout "$limit" swift test --skip-build --no-parallel "${skip[@]}" 2>&1 | tee "$log"
check_count "$log"
