#!/bin/bash
# Checks what the documentation says of the tree: every source file or folder that it names is there, every link leads
# somewhere, and every target is in the map.
set -euo pipefail
cd "$(dirname "$0")/.."

documents=(README.md CONTRIBUTING.md CHANGELOG.md docs/*.md Benchmarks/*.md)
tree=$(find Sources Tests Benchmarks scripts docs .ci -printf '/%p\n')
failed=0

complain() {
  echo "$1" >&2
  failed=1
}

# A name may leave out the folders before it (`Fold/Records.swift`), as long as some path ends with it.
is_in_tree() { [[ "$tree"$'\n' == */"$1"$'\n'* ]]; }

for document in "${documents[@]}"; do
  while IFS=: read -r line name; do
    is_in_tree "${name%/}" || complain "$document:$line: there is no $name"
  done < <(grep -noE '`[A-Za-z0-9_./+-]+`' "$document" | tr -d '`' \
    | grep -E '\.(swift|sh|py|c|h)$|:(Sources|Tests|Benchmarks|scripts|docs|\.ci)/|[A-Za-z]/$' \
    | grep -vE ':(/.*|run/|sessions/.*|logs/.*)$')

  while IFS=: read -r line target; do
    [ -e "$(dirname "$document")/$target" ] || complain "$document:$line: a link leads to $target, which is not there"
  done < <(grep -noE '\]\([^)#]+' "$document" | sed 's/](//' | grep -v '://')
done

for folder in Sources/*/; do
  target=$(basename "$folder")
  grep -q "^| .*\`$target\`.* |" docs/architecture.md || complain "docs/architecture.md: the map leaves out $target"
done

exit $failed
