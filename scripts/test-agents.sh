#!/bin/bash
# Tests against agents of others. They come from PyPI into .build/agents, once; without a network what is there is used.
set -euo pipefail
cd "$(dirname "$0")/.."

agents=$PWD/.build/agents
sdk=agent-client-protocol==0.12.1

say() { printf 'test-agents: %s\n' "$*"; }

# The echo agent of the protocol's Python SDK: in its source distribution only.
install_echo() {
  local directory=$agents/echo
  if [ -x "$directory/venv/bin/python" ] && [ -f "$directory/echo_agent.py" ]; then return; fi
  say "installing $sdk"
  rm -rf "$directory"
  mkdir -p "$directory"
  python3 -m venv "$directory/venv"
  "$directory/venv/bin/pip" -q --disable-pip-version-check install "$sdk"
  "$directory/venv/bin/pip" -q --disable-pip-version-check download --no-binary :all: --no-deps -d "$directory" "$sdk"
  tar -xzf "$directory"/agent_client_protocol-*.tar.gz -C "$directory" --strip-components=2 \
    --wildcards '*/examples/echo_agent.py'
}

install_echo
export AGH_TEST_ECHO_AGENT="$agents/echo/venv/bin/python $agents/echo/echo_agent.py"
swift build --build-tests
log=$(mktemp)
trap 'rm -f "$log"' EXIT
timeout "${TEST_TIMEOUT:-600}" swift test --skip-build --filter ForeignAgent 2>&1 | tee "$log"
if ! grep -Eq 'Test run with [1-9][0-9]* tests? ' "$log"; then
  say "no test was run" >&2
  exit 1
fi
