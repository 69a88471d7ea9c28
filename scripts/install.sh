#!/bin/bash
# Installs the release build below a directory: the command in bin, its helper in libexec.
set -euo pipefail
cd "$(dirname "$0")/.."

prefix=${1:?"usage: scripts/install.sh DIRECTORY"}
build=$(swift build -c release --show-bin-path)
install -D -m 0755 "$build/agh" "$prefix/bin/agh"
install -D -m 0755 "$build/agh-shim" "$prefix/libexec/agh/agh-shim"
printf 'installed %s and %s\n' "$prefix/bin/agh" "$prefix/libexec/agh/agh-shim"
