"""Counts what one update and a start cost, where times would flicker: instructions, allocations, system calls, wake-ups,
rows and bytes. Compares them with `counts.json`, and fails when one is worse.

Python's standard library, valgrind (callgrind) and strace.
"""

import argparse
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from measure import HERE, Daemon, UnixConnection, disk_bytes, fill, shims, start_with_one_stored

ALLOCATORS = {"malloc", "calloc", "realloc", "aligned_alloc", "memalign", "posix_memalign"}
THRESHOLDS = HERE / "counts.json"


class Lockstep:
    """A session whose agent writes one update after the other, each only when the one before has reached a follower.

    So each is one read, one commit and one write to the follower, however fast or slow the machine is.
    """

    def __init__(self, daemon):
        self.daemon = daemon
        before = set(shims(daemon))
        self.session, self.identity = daemon.create("stamp")
        self.shim = (set(shims(daemon)) - before).pop()
        self.pace = daemon.place / f"pace-{self.identity}"
        os.mkfifo(self.pace)
        self.follower = UnixConnection(str(daemon.home / "daemon.sock"))
        self.follower.request("GET", self.session + "/stream")
        self.stream = self.follower.getresponse()

    def run(self, count):
        driver = UnixConnection(str(self.daemon.home / "daemon.sock"))
        driver.request(
            "POST", self.session + "/prompt", json.dumps({"message": f"pace {count} 200 {self.pace}"}),
            {"Content-Type": "application/json"})
        with open(self.pace, "wb", buffering=0) as pace:
            for _ in range(count):
                pace.write(b".")
                self.wait_for(b"event: agent_message")
        self.wait_for(b"event: done")
        driver.close()

    def wait_for(self, line):
        while self.stream.readline().strip() != line:
            pass

    def close(self):
        self.follower.close()


def callgrind(output):
    """The words before a command that count its instructions."""
    return ["valgrind", "--tool=callgrind", f"--callgrind-out-file={output}", "--log-file=/dev/null"]


def profile(path):
    """Instructions, and calls of the allocator, of a callgrind profile."""
    names, instructions, allocations, called = {}, 0, 0, None
    for line in path.read_text(errors="replace").splitlines():
        if match := re.match(r"c?fn=(\(\d+\))(?: (.*))?", line):
            if match[2]:
                names[match[1]] = re.sub(r"^_+libc_|^_+|'\d+$", "", match[2])
            if line.startswith("cfn="):
                called = names[match[1]]
        elif line.startswith("calls=") and called in ALLOCATORS:
            allocations += int(line[6:].split()[0])
        elif match := re.match(r"(?:summary|totals): (\d+)", line):
            instructions = int(match[1])
    return instructions, allocations


def count_start(daemon, figures):
    output = daemon.place / "version.callgrind"
    environment = {"HOME": "/", "PATH": "/usr/bin:/bin"}  # its size would count
    subprocess.run([*callgrind(output), daemon.agh, "version"], env=environment, check=True, stdout=subprocess.DEVNULL)
    figures["version_instructions"] = profile(output)[0]


def profiled_turn(build, updates, place):
    """The profile of a daemon that starts, carries one turn of so many updates to a follower, and stops."""
    daemon = Daemon(build)
    try:
        output = place / f"daemon-{updates}.callgrind"
        daemon.start(callgrind(output))
        lockstep = Lockstep(daemon)
        lockstep.run(updates)
        lockstep.close()
        daemon.stop()
        return profile(output)
    finally:
        daemon.remove()


def count_update(build, figures, place):
    """From the agent's standard output to the follower: what 400 updates more cost the daemon."""
    few, many = (profiled_turn(build, updates, place) for updates in (100, 500))
    figures["update_instructions"] = round((many[0] - few[0]) / 400)
    figures["update_allocations"] = round((many[1] - few[1]) / 400, 1)


def traced(pid, output):
    process = subprocess.Popen(["strace", "-f", "-c", "-U", "name,calls", "-o", output, "-p", str(pid)],
                               stderr=subprocess.PIPE, text=True)
    if "attached" not in process.stderr.readline():
        raise SystemExit("strace cannot attach to a process here")
    return process


def count_system_calls(daemon, figures):
    lockstep = Lockstep(daemon)
    lockstep.run(20)
    for name, pid in (("daemon", daemon.process.pid), ("shim", lockstep.shim)):
        output = daemon.place / f"{name}.strace"
        tracer = traced(pid, output)
        lockstep.run(300)
        tracer.send_signal(signal.SIGINT)
        tracer.communicate()
        calls = re.search(r"^total +(\d+)$", output.read_text(), re.MULTILINE)
        figures[f"update_system_calls_{name}"] = round(int(calls[1]) / 300, 1)
    lockstep.close()


def rows(daemon, identity):
    database = str(daemon.home / "sessions" / identity / "events.db")

    def query(sql):
        return subprocess.check_output(["sqlite3", "-readonly", database, sql], text=True).split()

    tables = query("select name from sqlite_schema where type = 'table' and name not like 'sqlite_%'")
    return sum(int(query(f"select count(*) from {table}")[0]) for table in tables)


def count_storage(daemon, figures):
    """What 20,000 updates of 200 characters leave: rows of all tables, and bytes of all files of the home."""
    session, identity = daemon.create("rehearsal")
    daemon.turn(session, "say hello")
    rows_before, bytes_before = rows(daemon, identity), disk_bytes(daemon.home)
    daemon.turn(session, "stream 20000 chunks of 200 bytes")
    rows_after = rows(daemon, identity)
    daemon.request("POST", session + "/stop")
    figures["update_rows"] = round((rows_after - rows_before) / 20000, 3)
    figures["update_bytes"] = round((disk_bytes(daemon.home) - bytes_before) / 20000, 1)


def switches(processes):
    """How often each thread of some processes has gone to sleep."""
    found = {}
    for pid in processes:
        for path in Path(f"/proc/{pid}/task").glob("*/status"):
            text = path.read_text()
            found[path.parent] = int(re.search(r"^voluntary_ctxt_switches:\s+(\d+)", text, re.MULTILINE)[1])
    return found


def count_wakeups(daemon, figures):
    for _ in range(9):
        session, _ = daemon.create("rehearsal")
        daemon.turn(session, "say hello")
    processes = [daemon.process.pid, *shims(daemon)]
    time.sleep(5)  # what was begun is finished: the tick that makes it durable comes after a second
    first = switches(processes)
    time.sleep(30)
    # A thread that has ended since did not wake for it often, and one that is new has woken as often as it has slept.
    figures["wakeups_per_minute_9_idle_sessions"] = 2 * sum(
        count - first.get(thread, 0) for thread, count in switches(processes).items())


def boot_calls(daemon):
    """System calls that name or read a file, of a start, a status and a page of the list."""
    output = daemon.place / "boot.strace"
    output.unlink(missing_ok=True)
    daemon.start(["strace", "-D", "-f", "-c", "-U", "name,calls", "-e", "trace=%file,read,pread64", "-o", output])
    daemon.request("GET", "/api/status")
    daemon.request("GET", "/api/sessions?limit=50")
    daemon.stop()
    # With -D the tracer is nobody's child here, and writes when the daemon has gone.
    while not (total := output.exists() and re.search(r"^total +(\d+)$", output.read_text(), re.MULTILINE)):
        time.sleep(0.01)
    return int(total[1])


def count_boot(build, stored_sessions, figures):
    """What 400 stored sessions more cost a boot: nothing, because only live ones are looked at."""
    daemon = Daemon(build)
    try:
        start_with_one_stored(daemon)
        daemon.stop()
        few = boot_calls(daemon)
        fill(daemon, stored_sessions, 401)
        figures["boot_calls_of_400_stored_sessions"] = boot_calls(daemon) - few
    finally:
        daemon.remove()


def measure(build, stored_sessions):
    figures = {}
    place = Path(tempfile.mkdtemp(prefix="agh-counts-"))
    daemon = Daemon(build)
    try:
        count_start(daemon, figures)
        daemon.start()
        count_wakeups(daemon, figures)
        count_system_calls(daemon, figures)
        count_storage(daemon, figures)
        daemon.stop()
        count_boot(build, stored_sessions, figures)
        count_update(build, figures, place)
    finally:
        daemon.remove()
        shutil.rmtree(place, ignore_errors=True)
    return figures


def most(entry):
    """What an entry of the thresholds lets pass."""
    allowed = entry["accepted"] * (1 + entry.get("tolerance", 0)) + entry.get("slack", 0)
    return round(min(allowed, entry.get("limit", allowed)), 3)


def judge(figures, thresholds):
    """Prints every figure beside what is accepted; returns the names of those that are worse."""
    worse = []
    print(f"{'count':<40}{'measured':>14}{'accepted':>14}{'at most':>14}")
    for name, value in figures.items():
        entry = thresholds[name]
        verdict = ""
        if value > most(entry):
            worse.append(name)
            verdict = "  WORSE"
        elif value < 2 * entry["accepted"] - most(entry):
            verdict = "  better: make counts-accept"
        print(f"{name:<40}{value:>14}{entry['accepted']:>14}{most(entry):>14}{verdict}")
    return worse


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", type=Path, required=True)
    parser.add_argument("--stored-sessions", required=True, help="the program that fills a home")
    parser.add_argument("--accept", action="store_true", help="take what is measured for what is accepted")
    options = parser.parse_args()
    thresholds = json.loads(THRESHOLDS.read_text())
    if os.uname().machine != thresholds["machine"]:
        return print(f"counts: the thresholds are those of {thresholds['machine']}; nothing is compared here")
    figures = measure(options.build, options.stored_sessions)
    if options.accept:
        for name, value in figures.items():
            thresholds["counts"][name]["accepted"] = value
        THRESHOLDS.write_text(json.dumps(thresholds, indent=2) + "\n")
    worse = judge(figures, thresholds["counts"])
    if worse:
        sys.exit(f"counts: worse than {THRESHOLDS.name} accepts: {', '.join(worse)}")


if __name__ == "__main__":
    main()
