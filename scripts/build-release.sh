#!/bin/bash
# Builds the executables that are installed: optimised, without symbols, and with Swift's libraries and those of
# Debian linked in, so that they need nothing but the C library and start at once.
set -euo pipefail
cd "$(dirname "$0")/.."

# The linker prefers an archive only where no shared library lies beside it, so it gets a directory of archives alone.
archives=$PWD/.build/archives
libraries=/usr/lib/$(dpkg-architecture -qDEB_HOST_MULTIARCH 2>/dev/null || echo "$(uname -m)-linux-gnu")
mkdir -p "$archives"
for name in sqlite3 event_core event_extra event_pthreads crypto z; do
  ln -sf "$libraries/lib$name.a" "$archives/"
done
ln -sf "$(dpkg -L libstdc++-12-dev | grep '/libstdc++\.a$')" "$archives/"

# Both executables carry the same stamp: a daemon works only with the helper of its own build.
AGH_COMMIT=${AGH_COMMIT:-$(git rev-parse --short=12 HEAD 2>/dev/null || echo unknown)}
AGH_BUILD_DATE=${AGH_BUILD_DATE:-$(date -u +%Y-%m-%d)}
export AGH_COMMIT AGH_BUILD_DATE

# The helper is Embedded Swift, which has no static library to choose; it is linked statically as a whole.
swift build -c release --product agh-shim "$@"
swift build -c release --product agh --static-swift-stdlib \
  -Xlinker "-L$archives" -Xlinker --gc-sections -Xlinker -s "$@"
