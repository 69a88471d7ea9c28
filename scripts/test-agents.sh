#!/bin/bash
# Tests against agents of others. They come from PyPI into environments outside the repository, once; what is there
# is used again. An agent whose interpreter is missing counts as skipped; the tests name it.
set -euo pipefail
cd "$(dirname "$0")/.."

sdk=agent-client-protocol==0.12.1
cache=${XDG_CACHE_HOME:-$HOME/.cache}/agh-test-agents
uv=$cache/uv/bin/uv
limit=${TEST_TIMEOUT:-900}

say() { printf 'test-agents: %s\n' "$*"; }

# Prints a Python interpreter of at least this version, wherever one is installed; uv downloads none.
find_python() {
  local candidate
  for candidate in python3 python3.14 python3.13 python3.12 "${PYENV_ROOT:-$HOME/.pyenv}"/versions/*/bin/python3; do
    if "$candidate" -c "import sys; sys.exit(sys.version_info < ($1))" 2>/dev/null; then
      command -v "$candidate"
      return
    fi
  done
  return 1
}

# Installs packages into an environment unless exactly these are there; without an interpreter it writes down why not.
#   install NAME PYTHON-VERSION PACKAGE...
install() {
  local name=$1 version=$2 python directory=$cache/$1
  shift 2
  if [ "$(cat "$directory/installed" 2>/dev/null)" = "$*" ]; then return; fi
  rm -rf "$directory"
  mkdir -p "$directory"
  if ! python=$(find_python "$version"); then
    printf %s "needs Python ${version/, /.} or newer, and none is installed" >"$directory/missing"
    return
  fi
  say "installing $name: $*"
  # Byte-compiled here, so that the first start is no slower than the others.
  "$uv" venv -q --allow-existing -p "$python" "$directory"
  VIRTUAL_ENV=$directory "$uv" pip install -q --compile-bytecode "$@"
  echo "$*" >"$directory/installed"
}

# The echo agent is in the source distribution of the SDK only.
install_echo() {
  install echo "3, 10" "$sdk"
  if [ -f "$cache/echo/echo_agent.py" ]; then return; fi
  "$cache/uv/bin/pip" -q --disable-pip-version-check download --no-binary :all: --no-deps -d "$cache/echo" "$sdk"
  tar -xzf "$cache"/echo/agent_client_protocol-*.tar.gz -C "$cache/echo" --strip-components=2 \
    --wildcards '*/examples/echo_agent.py'
}

if [ ! -x "$uv" ]; then
  say "installing uv"
  python3 -m venv "$cache/uv"
  "$cache/uv/bin/pip" -q --disable-pip-version-check install uv
fi
export UV_PYTHON_DOWNLOADS=never
install_echo
# Its command fast-agent-acp is in this package; the package of that name puts one in its place that cannot start.
install fast-agent "3, 12" fast-agent-mcp==0.10.46
install agentao "3, 12" agentao==0.5.17
install pi "3, 12" pi-agent-cli-lc==0.6.0 langchain-openai==1.7.3

swift build --build-tests
log=$(mktemp)
trap 'rm -f "$log"' EXIT
AGH_TEST_AGENTS=$cache timeout "$limit" swift test --skip-build --filter '^AgentTests\.' 2>&1 | tee "$log"
if ! grep -Eq 'Test run with [1-9][0-9]* tests? ' "$log"; then
  say "no test was run" >&2
  exit 1
fi
