#!/bin/bash
# Shows that what is installed needs nothing of the machine: the release build is installed into an empty prefix and runs
# in a root directory that holds these two files, /proc and /dev/null, and no library, shell or user database.
set -euo pipefail
cd "$(dirname "$0")/.."

fail() { printf 'test-install: %s\n' "$@" >&2; exit 1; }

# Runs in namespaces of its own, so that mounts and processes go with it.
inside() {
  local root=$1 chroot id output
  chroot=$(command -v chroot)
  mount -t proc proc "$root/proc"
  mount --bind /dev/null "$root/dev/null"
  agh() { env -i HOME=/home PATH=/nowhere "$chroot" "$root" /usr/local/bin/agh "$@"; }

  agh version
  agh daemon start >/dev/null
  id=$(agh session new --provider rehearsal --cwd /work --name installed -o toon | grep -o 'sess-[0-9a-f]*' | head -n 1)
  output=$(agh session prompt "$id" "say hello; mode auto; write notes.txt from an empty root; run agh version")
  [[ $output == *hello* ]] || fail "the agent did not answer: $output"
  [[ $(cat "$root/work/notes.txt") == *"from an empty root"* ]] || fail "the agent wrote no file"
  agh daemon restart >/dev/null
  [[ $(agh session prompt "$id" recall) == *"1 earlier prompt"* ]] || fail "another daemon did not take the agent over"
  agh session stop "$id" >/dev/null
  agh status
  agh daemon stop >/dev/null
  printf 'test-install: true: it runs where nothing else is installed\n'
}

if [ "${1:-}" = inside ]; then
  inside "$2"
  exit
fi

[ -x "$(swift build -c release --show-bin-path)/agh" ] || fail "there is no release build: make build-release"
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
mkdir -p "$root"/{proc,dev,work,home}
mkdir -m 0700 "$root/home/.agh"
printf '[http]\nport = %d\n' $((20000 + RANDOM % 20000)) >"$root/home/.agh/config.toml"
touch "$root/dev/null"
scripts/install.sh "$root/usr/local" >/dev/null
found=$(cd "$root/usr/local" && find . -type f | sort | xargs)
[ "$found" = "./bin/agh ./libexec/agh/agh-shim" ] || fail "installed were: $found"
# Who is not root becomes it in a user namespace.
[ "$(id -u)" = 0 ] && user=() || user=(--user --map-root-user)
alone=(unshare "${user[@]}" --mount --pid --fork --kill-child)
if ! "${alone[@]}" true 2>/dev/null; then
  printf 'test-install: skipped: this machine lets nobody have mounts and processes of his own\n'
  exit
fi
"${alone[@]}" "$0" inside "$root"
