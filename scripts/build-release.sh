#!/bin/bash
# Builds the executables that are installed: optimised, without symbols, and with every library linked in, so that they
# need nothing from the machine and start at once.
set -euo pipefail
cd "$(dirname "$0")/.."

# The linker prefers an archive only where no shared library lies beside it, so it gets a directory of archives alone.
archives=$PWD/.build/archives
libraries=/usr/lib/$(dpkg-architecture -qDEB_HOST_MULTIARCH 2>/dev/null || echo "$(uname -m)-linux-gnu")
mkdir -p "$archives"
for name in sqlite3 event_core crypto z; do
  ln -sf "$libraries/lib$name.a" "$archives/"
done
ln -sf "$(dpkg -L libstdc++-12-dev | grep '/libstdc++\.a$')" "$archives/"

# Both executables carry the same stamp: a daemon works only with the helper of its own build.
AGH_COMMIT=${AGH_COMMIT:-$(git rev-parse --short=12 HEAD 2>/dev/null || echo unknown)}
AGH_BUILD_DATE=${AGH_BUILD_DATE:-$(date -u +%Y-%m-%d)}
export AGH_COMMIT AGH_BUILD_DATE

# Profiles need the names of functions, which change nothing of what the program does: AGH_SYMBOLS=1 keeps them. What
# else is left out valgrind would stumble over.
strip=(-Xlinker --gc-sections -Xlinker "-$([ -n "${AGH_SYMBOLS:-}" ] && echo S || echo s)")

# The helper is Embedded Swift, which has no static library to choose; its target links it statically as a whole.
swift build -c release --product agh-shim "${strip[@]}" "$@"
# Without a dynamic loader and relocations a command starts in half the time. The linker's warnings are about calls of
# libraries that nothing here makes: names are resolved and users are looked up by hand.
swift build -c release --product agh --static-swift-stdlib -Xswiftc -static-executable \
  -Xlinker "-L$archives" "${strip[@]}" "$@"
