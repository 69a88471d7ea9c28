"""Where the instructions of one update go: every function of the daemon with what it and its callees cost.

For a build with the names of its functions: `AGH_SYMBOLS=1 scripts/build-release.sh`. The standard library, valgrind and
`swift demangle`.
"""

import argparse
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from counts import profiled_turn


def costs(profile):
    """Instructions of each function with its callees."""
    table = subprocess.run(["callgrind_annotate", "--inclusive=yes", "--threshold=100", str(profile)], check=True,
                           capture_output=True, text=True).stdout
    table = subprocess.run(["swift", "demangle", "--simplified"], input=table, check=True, capture_output=True,
                           text=True).stdout
    found = {}
    for line in table.splitlines():
        if match := re.match(r"\s*([\d,]+) \([^)]*\)\s+\S*?:(.*?)(?:'\d+)? \[", line):
            found[match[2]] = max(found.get(match[2], 0), int(match[1].replace(",", "")))
    return found


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", type=Path, required=True)
    parser.add_argument("--least", type=float, default=1, help="leave out what costs less, in percent")
    options = parser.parse_args()
    place = Path(tempfile.mkdtemp(prefix="agh-profile-"))
    try:
        total = [profiled_turn(options.build, updates, place)[0] for updates in (100, 500)]
        few, many = (costs(place / f"daemon-{updates}.callgrind") for updates in (100, 500))
    finally:
        shutil.rmtree(place, ignore_errors=True)
    update = (total[1] - total[0]) / 400
    print(f"{update:12,.0f}  100.0 %  one update")
    for cost, name in sorted(((many[name] - few.get(name, 0)) / 400, name) for name in many)[::-1]:
        if cost >= update * options.least / 100:
            print(f"{cost:12,.0f}  {cost / update:6.1%}  {name[:160]}")


main()
