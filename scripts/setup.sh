#!/bin/bash
# Checks what building, testing and the demo need, and installs from Debian what is missing.
# Without anything missing it touches nothing and needs no network.
set -euo pipefail

# Headers and archives to build with, then the tools that scripts and tests call.
packages=(
  libc6-dev libstdc++-12-dev libsqlite3-dev libevent-dev libssl-dev libtomlplusplus-dev zlib1g-dev
  make curl sqlite3 python3 python3-venv procps strace valgrind
)
# The first version with the fixes for the known holes of libevent 2.1.12.
libevent_minimum=2.1.12-stable-8+deb12u1
swift_minimum=6.3

say() { printf 'setup: %s\n' "$*"; }
fail() { printf 'setup: %s\n' "$@" >&2; exit 1; }

check_swift() {
  local version
  if ! command -v swift >/dev/null; then
    fail "Swift $swift_minimum or later is missing." \
      "Get the toolchain for Debian 12 from https://www.swift.org/install/linux/, unpack it for example into" \
      "/opt/swift, put /opt/swift/usr/bin on PATH, and run this again."
  fi
  version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9.]*\).*/\1/p' | head -n 1)
  if [ "$(printf '%s\n' "$swift_minimum" "$version" | sort -V | head -n 1)" != "$swift_minimum" ]; then
    fail "Swift $version is too old; $swift_minimum or later is needed (https://www.swift.org/install/linux/)."
  fi
  say "Swift $version"
}

installed() { [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

libevent_is_old() {
  dpkg --compare-versions "$(dpkg-query -W -f='${Version}' libevent-dev)" lt "$libevent_minimum"
}

find_missing() {
  missing=()
  local package
  for package in "${packages[@]}"; do
    if ! installed "$package"; then missing+=("$package"); fi
  done
  if installed libevent-dev && libevent_is_old; then missing+=(libevent-dev); fi
}

install_missing() {
  local as_root=()
  if [ "$(id -u)" != 0 ]; then
    if ! command -v sudo >/dev/null; then
      fail "Missing: ${missing[*]}" "Install them as root: apt-get install --no-install-recommends ${missing[*]}"
    fi
    as_root=(sudo)
  fi
  say "installing from Debian: ${missing[*]}"
  "${as_root[@]}" apt-get -q update || say "the package lists could not be renewed; trying the ones at hand"
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qy install --no-install-recommends "${missing[@]}"
}

if ! command -v dpkg-query >/dev/null; then
  fail "This is no Debian system. Install by hand what corresponds to: ${packages[*]}"
fi
check_swift
find_missing
if [ "${#missing[@]}" -gt 0 ]; then
  install_missing
  find_missing
  if [ "${#missing[@]}" -gt 0 ]; then fail "Still missing or too old: ${missing[*]}"; fi
fi
say "all ${#packages[@]} Debian packages are there (libevent $(dpkg-query -W -f='${Version}' libevent-dev))"
