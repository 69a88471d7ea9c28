"""Measures a build of agh from outside and prints the figures beside those of the public runtime.

Python's standard library only. Every figure comes from one run on this machine; medians where it says so.
"""

import argparse
import http.client
import json
import os
import re
import select
import shutil
import signal
import socket
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent


class UnixConnection(http.client.HTTPConnection):
    """HTTP over a Unix socket."""

    def __init__(self, path):
        super().__init__("localhost", timeout=120)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.path)


class Daemon:
    """A daemon in a throwaway home, with the two agents of the measurements as providers."""

    def __init__(self, build):
        self.agh = str(build / "agh")
        self.place = Path(tempfile.mkdtemp(prefix="agh-bench-"))
        self.home = self.place / "home"
        self.home.mkdir(mode=0o700)
        (self.place / "workspace").mkdir()
        (self.home / "config.toml").write_text(
            "[http]\nenabled = false\n\n[limits]\nmax_concurrent_agents = 50\n\n"
            f'[providers.stamp]\ncommand = "python3 {HERE}/agent.py"\nauth_mode = "none"\n'
        )
        self.environment = {**os.environ, "AGH_HOME": str(self.home)}
        self.process = None

    def start(self, under=()):
        """Starts it in the foreground, below another command if one is given; returns the seconds from exec to the first
        answered GET /api/status."""
        begin = time.perf_counter()
        self.execute(under)
        while True:
            try:
                if self.request("GET", "/api/status")[0] == 200:
                    return time.perf_counter() - begin
            except OSError:
                if self.process.poll() is not None:
                    raise SystemExit("the daemon ended: " + (self.place / "stderr").read_text()[-2000:])
                time.sleep(0.001)

    def execute(self, under=()):
        self.process = subprocess.Popen(
            [*under, self.agh, "daemon", "start", "--foreground"], env=self.environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=open(self.place / "stderr", "ab"))

    def stop(self):
        """Stops it with SIGTERM; returns the seconds until it has gone."""
        begin = time.perf_counter()
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=60)
        return time.perf_counter() - begin

    def remove(self):
        if self.process and self.process.poll() is None:
            self.stop()
        shutil.rmtree(self.place, ignore_errors=True)

    def request(self, method, path, body=None):
        connection = UnixConnection(str(self.home / "daemon.sock"))
        try:
            data = None if body is None else json.dumps(body)
            connection.request(method, path, data, {"Content-Type": "application/json"} if data else {})
            answer = connection.getresponse()
            text = answer.read()
            return answer.status, json.loads(text) if text else None
        finally:
            connection.close()

    def create(self, provider):
        body = {"provider": provider, "workspace_path": str(self.place / "workspace")}
        status, answer = self.request("POST", "/api/sessions", body)
        if status != 201:
            raise SystemExit(f"no session: {status} {answer}")
        session = answer["session"]
        return f"/api/workspaces/{session['workspace_id']}/sessions/{session['id']}", session["id"]

    def turn(self, session, message):
        """Runs a turn to its end while curl, its client, reads every frame; returns its seconds."""
        frames = self.place / "frames"
        begin = time.perf_counter()
        subprocess.run(
            ["curl", "-sN", "--unix-socket", str(self.home / "daemon.sock"), "-H", "Content-Type: application/json", "-d",
             json.dumps({"message": message}), "-o", str(frames), f"http://localhost{session}/prompt?format=raw"],
            check=True)
        seconds = time.perf_counter() - begin
        types = re.findall(rb"^event: (.*)$", frames.read_bytes(), re.MULTILINE)
        if types[-1:] != [b"done"]:
            raise SystemExit(f"the turn {message!r} ended with {types[-1:]}")
        return seconds

    def journal(self, identity, query):
        """The numbers that a query of a session's journal gives. It may name `updates`: the agent's messages, numbered
        from 1 as they are stored."""
        path = self.home / "sessions" / identity / "events.db"
        updates = """with updates as (select row_number() over (order by sequence) as number, ts, content from event_rows
            where type = (select id from names where kind = 'type' and name = 'agent_message')) """
        lines = subprocess.check_output(["sqlite3", "-readonly", str(path), updates + query], text=True)
        return [int(line) for line in lines.split()]

    def stored(self, identity):
        """How many updates of one streaming turn are stored in the place that is theirs."""
        query = "select count(*) from updates where instr(content, 'chunk ' || number || ' of ')"
        return self.journal(identity, query)[0]


def memory(pid):
    """Resident and anonymous memory of a process, in KB."""
    values = {}
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(("VmRSS:", "RssAnon:")):
            values[line.split(":")[0]] = int(line.split()[1])
    return values["VmRSS"], values["RssAnon"]


def shims(daemon):
    """The shims of a daemon's home: each is started with the path of its run."""
    place = f"{daemon.home}/run/".encode()
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if place in path.read_bytes():
                found.append(int(path.parent.name))
        except OSError:
            pass  # it has ended
    return found


def spawn_ms(command, environment):
    begin = time.perf_counter()
    pid = os.posix_spawn(command[0], command, environment, file_actions=[
        (os.POSIX_SPAWN_OPEN, 1, "/dev/null", os.O_WRONLY, 0), (os.POSIX_SPAWN_OPEN, 2, "/dev/null", os.O_WRONLY, 0)])
    status = os.waitpid(pid, 0)[1]
    if status:
        raise SystemExit(f"{command} ended with {status}")
    return (time.perf_counter() - begin) * 1000


def measure_commands(daemon, empty, figures):
    """Commands in one run, one after the other in turn, so that all of them see the same machine."""
    socket_path = str(daemon.home / "daemon.sock")
    commands = {
        "true_ms": ["/bin/true"],
        "empty_swift_ms": [str(Path(empty).resolve())],
        "version_ms": [daemon.agh, "version"],
        "status_ms": [daemon.agh, "status", "-o", "json"],
        "curl_ms": ["/usr/bin/curl", "-s", "--unix-socket", socket_path, "http://localhost/api/status"],
    }
    times = {name: [] for name in commands}
    for _ in range(60):
        for name, command in commands.items():
            times[name].append(spawn_ms(command, daemon.environment))
    for name, values in times.items():
        figures[name] = round(statistics.median(values), 2)
    figures["version_to_empty_ratio"] = round(figures["version_ms"] / figures["empty_swift_ms"], 2)
    figures["status_to_curl_ratio"] = round(figures["status_ms"] / figures["curl_ms"], 2)
    figures["status_route_ms"] = route_ms(daemon, "/api/status")


def measure_start(build, figures):
    times = []
    for _ in range(5):
        daemon = Daemon(build)
        times.append(daemon.start() * 1000)
        daemon.remove()
    figures["ready_ms"] = round(statistics.median(times), 1)


def route_ms(daemon, path):
    times = []
    for _ in range(100):
        begin = time.perf_counter()
        daemon.request("GET", path)
        times.append((time.perf_counter() - begin) * 1000)
    return round(statistics.median(times), 2)


def start_with_one_stored(daemon):
    """Starts a daemon whose home has one stopped session."""
    daemon.start()
    session, _ = daemon.create("rehearsal")
    daemon.turn(session, "say hello")
    daemon.request("POST", session + "/stop")


def fill(daemon, stored_sessions, count):
    """Gives the home of a daemon that is down so many stopped sessions; it must have had one before."""
    subprocess.run([stored_sessions, str(daemon.home), str(count)], check=True)


def measure_stored(build, stored_sessions, figures):
    """What must not depend on how many sessions are stored: a page of the list, and 10,000."""
    daemon = Daemon(build)
    try:
        start_with_one_stored(daemon)
        for count in (50, 10_000):
            daemon.stop()
            fill(daemon, stored_sessions, count)
            times = []
            for _ in range(5):
                times.append(daemon.start() * 1000)
                daemon.stop()
            daemon.start()
            figures[f"ready_{count}_stored_ms"] = round(statistics.median(times), 1)
            figures[f"status_route_{count}_stored_ms"] = route_ms(daemon, "/api/status")
            figures[f"list_route_{count}_stored_ms"] = route_ms(daemon, "/api/sessions?limit=50")
    finally:
        daemon.remove()


def measure_second_signal(build, figures):
    """From a second SIGTERM, while an agent that is deaf to everything is being stopped, to the daemon's end."""
    daemon = Daemon(build)
    try:
        daemon.start()
        session, _ = daemon.create("rehearsal")
        daemon.turn(session, "ignore-term; ignore-eof; spawn-tree")
        daemon.process.send_signal(signal.SIGTERM)
        time.sleep(0.5)
        figures["second_sigterm_s"] = round(daemon.stop(), 2)
    finally:
        daemon.remove()


def measure_memory(daemon, figures):
    resident, anonymous = memory(daemon.process.pid)
    figures["daemon_resident_mb"] = f"{resident / 1024:.1f} ({anonymous / 1024:.1f} anonymous)"
    creates = []
    for _ in range(9):
        begin = time.perf_counter()
        daemon.create("rehearsal")
        creates.append((time.perf_counter() - begin) * 1000)
    figures["create_session_ms"] = round(statistics.median(creates), 1)
    resident, anonymous = memory(daemon.process.pid)
    figures["daemon_resident_9_sessions_mb"] = f"{resident / 1024:.1f} ({anonymous / 1024:.1f} anonymous)"
    sizes = [memory(pid)[0] for pid in shims(daemon)]
    figures["shim_resident_kb"] = round(statistics.median(sizes))


def measure_latency(daemon, figures):
    """From the agent's write to the byte at a follower of the session's stream."""
    session, _ = daemon.create("stamp")
    follower = UnixConnection(str(daemon.home / "daemon.sock"))
    follower.request("GET", session + "/stream")
    stream = follower.getresponse()
    driver = UnixConnection(str(daemon.home / "daemon.sock"))
    driver.request("POST", session + "/prompt", json.dumps({"message": "stamp 1000 2"}),
                   {"Content-Type": "application/json"})
    delays = []
    while len(delays) < 1000:
        line = stream.readline()
        now = time.monotonic_ns()
        mark = line.find(b'"text":"t=')
        if mark >= 0:
            delays.append((now - int(line[mark + 10:].split(b" ")[0])) / 1e6)
    driver.close()
    follower.close()
    delays.sort()
    figures["latency_p50_ms"] = round(delays[len(delays) // 2], 2)
    figures["latency_p99_ms"] = round(delays[int(len(delays) * 0.99)], 2)


def stream_socket(daemon, session, after=0):
    """A connection to a session's stream, with nothing read."""
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.connect(str(daemon.home / "daemon.sock"))
    connection.sendall(
        f"GET {session}/stream HTTP/1.1\r\nHost: localhost\r\nLast-Event-ID: {after}\r\n\r\n".encode())
    return connection


# The time of an update's writing; each event says it twice, as its text and in the agent's own object.
STAMP = re.compile(rb'"text":"t=(\d+) "')


def measure_crowd(build, figures):
    """500 followers of which 50 read nothing, 1,000 events a second for ten seconds: from the agent's write to each of
    45 of the others, and the daemon's memory. The rest of them read and look only for the end of the turn: this client
    has to keep up on the same two cores. That nobody misses an event is shown by the tests."""
    daemon = Daemon(build)
    try:
        daemon.start()
        session, _ = daemon.create("stamp")
        followers = [stream_socket(daemon, session) for _ in range(500)]
        silent, reading = followers[:50], followers[50:]
        poll = select.epoll()
        for follower in reading:
            follower.setblocking(False)
            poll.register(follower.fileno(), select.EPOLLIN)
        open_sockets = {follower.fileno(): follower for follower in reading}
        rest = {follower.fileno(): b"" for follower in reading[::10]}
        before = most = memory(daemon.process.pid)[0]
        count, delays, buffer = 10_000, [], bytearray(1 << 18)
        begin = time.perf_counter()
        start_turn(daemon, session, f"pulse {count} 1000")
        while open_sockets:
            for descriptor, _ in poll.poll(10):
                size = open_sockets[descriptor].recv_into(buffer)
                if descriptor in rest:
                    now = time.monotonic_ns()
                    data = rest[descriptor] + buffer[:size]
                    # What comes after the last whole frame waits for its end.
                    end = data.rfind(b"\n\n") + 1
                    rest[descriptor] = data[end:]
                    delays += [now - int(stamp) for stamp in STAMP.findall(data, 0, end)[::2]]
                if buffer.find(b"\nevent: done", max(0, size - 4096), size) >= 0:
                    poll.unregister(descriptor)
                    del open_sockets[descriptor]
            most = max(most, memory(daemon.process.pid)[0])
        seconds = time.perf_counter() - begin
        if len(delays) != count * len(rest):
            raise SystemExit(f"{len(delays)} events came of {count * len(rest)}")
        delays.sort()
        figures["crowd_events_per_s"] = round(count / seconds)
        figures["crowd_p50_ms"] = round(delays[len(delays) // 2] / 1e6, 1)
        figures["crowd_p99_ms"] = round(delays[int(len(delays) * 0.99)] / 1e6, 1)
        figures["crowd_resident_mb"] = f"{before / 1024:.1f}, at most {most / 1024:.1f}"
        for follower in silent + reading:
            follower.close()
    finally:
        daemon.remove()


def measure_takeover(build, figures):
    """From the exec of a daemon, after the one before was killed in a turn, to the first chunk at a follower that was
    written after it."""
    daemon = Daemon(build)
    times = []
    try:
        daemon.start()
        session, _ = daemon.create("stamp")
        start_turn(daemon, session, "stamp 20000 1")
        for _ in range(5):
            time.sleep(0.3)
            after = daemon.request("GET", session + "/events?limit=1")[1]["events"][-1]["sequence"]
            daemon.process.kill()
            daemon.process.wait()
            begin = time.monotonic_ns()
            daemon.execute()
            while True:
                try:
                    follower = stream_socket(daemon, session, after)
                    break
                except OSError:
                    time.sleep(0.0005)
            data = b""
            while not any(int(stamp) > begin for stamp in STAMP.findall(data)):
                data = data[-200:] + follower.recv(1 << 18)
            times.append((time.monotonic_ns() - begin) / 1e6)
            follower.close()
        figures["takeover_ms"] = round(statistics.median(times), 1)
    finally:
        daemon.remove()


def disk_bytes(directory):
    return sum(path.stat().st_size for path in directory.rglob("*") if path.is_file())


def measure_throughput(daemon, figures):
    session, identity = daemon.create("rehearsal")
    seconds = daemon.turn(session, "stream 5000 chunks of 200 bytes")
    figures["updates_first_5000_per_s"] = round(5000 / seconds)
    session, identity = daemon.create("rehearsal")
    begin = time.perf_counter()
    for _ in range(20):
        daemon.turn(session, "stream 900 chunks of 200 bytes")
    figures["updates_18000_per_s"] = round(18000 / (time.perf_counter() - begin))
    session, identity = daemon.create("rehearsal")
    seconds = daemon.turn(session, "stream 50000 chunks of 200 bytes")
    figures["burst_50000_stored"] = daemon.stored(identity)
    figures["burst_50000_per_s"] = round(50000 / seconds)
    daemon.turn(session, "stream 4000 chunks of 200 bytes")
    daemon.request("POST", session + "/stop")
    figures["disk_54000_mb"] = round(disk_bytes(daemon.home / "sessions" / identity) / 1e6, 1)


def start_turn(daemon, session, message):
    """Starts a turn that nobody reads."""
    connection = UnixConnection(str(daemon.home / "daemon.sock"))
    connection.request(
        "POST", session + "/prompt", json.dumps({"message": message}), {"Content-Type": "application/json"})
    connection.getresponse()
    connection.close()


def is_running(daemon, session):
    return "activity" in daemon.request("GET", session)[1]["session"]


def measure_many(build, figures, name, under=()):
    """Twenty sessions at once, each with a turn that nobody reads: updates stored in a second, of all together."""
    sessions, updates = 20, 20_000
    daemon = Daemon(build)
    try:
        daemon.start(under)
        paths, identities = zip(*(daemon.create("rehearsal") for _ in range(sessions)))
        begin = time.perf_counter()
        for path in paths:
            start_turn(daemon, path, f"stream {updates} chunks of 200 bytes")
        for path in paths:
            while is_running(daemon, path):
                time.sleep(0.05)
        seconds = time.perf_counter() - begin
        stored = sum(daemon.stored(identity) for identity in identities)
        if stored != sessions * updates:
            raise SystemExit(f"{stored} updates are stored of {sessions * updates}")
        figures[name] = round(stored / seconds)
    finally:
        daemon.remove()


# Every sync returns 3 ms later: of the daemon, SQLite and the shims. The kernel's filter stops nothing but syncs.
SLOW_SYNCS = ["strace", "-D", "-f", "--seccomp-bpf", "-qq", "-o", "/dev/null", "-e", "trace=fsync,fdatasync", "-e",
              "inject=fsync,fdatasync:delay_exit=3000"]


def measure_million(build, figures):
    """One turn of a million updates that nobody reads; then what a person sees of it first, and what it left in memory."""
    count, part = 1_000_000, 50_000
    daemon = Daemon(build)
    try:
        daemon.start()
        session, identity = daemon.create("rehearsal")
        log = daemon.home / "sessions" / identity / "events.db-wal"
        longest = most = 0
        begin = time.perf_counter()
        start_turn(daemon, session, f"stream {count} chunks of 200 bytes")
        while is_running(daemon, session):
            longest = max(longest, log.stat().st_size)
            most = max(most, memory(daemon.process.pid)[0])
            time.sleep(0.05)
        seconds = time.perf_counter() - begin
        figures["million_stored"] = daemon.stored(identity)
        figures["million_per_s"] = round(count / seconds)
        ends = f"1, {part}, {count - part + 1}, {count}"
        times = daemon.journal(identity, f"select ts from updates where number in ({ends}) order by number")
        figures["million_last_to_first_ratio"] = round((times[1] - times[0]) / (times[3] - times[2]), 2)
        figures["million_log_mb"] = round(longest / (1 << 20), 1)
        figures["million_peak_resident_mb"] = round(most / 1024, 1)
        resident, anonymous = memory(daemon.process.pid)
        figures["daemon_resident_after_million_mb"] = f"{resident / 1024:.1f} ({anonymous / 1024:.1f} anonymous)"
        figures["events_page_at_million_ms"] = route_ms(daemon, session + "/events?limit=100")
        figures["transcript_page_at_million_ms"] = route_ms(daemon, session + "/transcript")
        begin = time.perf_counter()
        daemon.request("DELETE", session)
        figures["delete_million_s"] = round(time.perf_counter() - begin, 2)
    finally:
        daemon.remove()


TABLE = [
    ("agh version, ms (median of 60)", "version_ms"),
    ("agh status -o json, ms", "status_ms"),
    ("/bin/true, ms", "true_ms"),
    ("empty static Swift program, ms", "empty_swift_ms"),
    ("curl --unix-socket of the same status, ms", "curl_ms"),
    ("agh version : empty Swift program", "version_to_empty_ratio"),
    ("agh status : curl", "status_to_curl_ratio"),
    ("GET /api/status, ms", "status_route_ms"),
    ("exec to first status answered, ms", "ready_ms"),
    ("exec to status, 50 sessions stored, ms", "ready_50_stored_ms"),
    ("exec to status, 10,000 stored, ms", "ready_10000_stored_ms"),
    ("GET /api/status, 50 stored, ms", "status_route_50_stored_ms"),
    ("GET /api/status, 10,000 stored, ms", "status_route_10000_stored_ms"),
    ("page of 50 of the list, 50 stored, ms", "list_route_50_stored_ms"),
    ("page of 50 of the list, 10,000 stored, ms", "list_route_10000_stored_ms"),
    ("daemon idle, MB resident", "daemon_resident_mb"),
    ("daemon with 9 idle sessions, MB", "daemon_resident_9_sessions_mb"),
    ("shim, KB resident", "shim_resident_kb"),
    ("create a session, ms", "create_session_ms"),
    ("agent writes -> follower has it, p50 ms", "latency_p50_ms"),
    ("agent writes -> follower has it, p99 ms", "latency_p99_ms"),
    ("exec after a SIGKILL -> first new chunk, ms", "takeover_ms"),
    ("500 followers, 50 stalled: events/s", "crowd_events_per_s"),
    ("agent writes -> one of the 450 has it, p50 ms", "crowd_p50_ms"),
    ("agent writes -> one of the 450 has it, p99 ms", "crowd_p99_ms"),
    ("daemon before and in it, MB resident", "crowd_resident_mb"),
    ("stored updates/s, first 5,000", "updates_first_5000_per_s"),
    ("stored updates/s, 18,000 in turns of 900", "updates_18000_per_s"),
    ("one turn of 50,000 in a burst, stored", "burst_50000_stored"),
    ("stored updates/s, that burst", "burst_50000_per_s"),
    ("one turn of 1,000,000 that nobody reads, in order", "million_stored"),
    ("stored updates/s, that turn", "million_per_s"),
    ("rate of its last 50,000 : rate of its first", "million_last_to_first_ratio"),
    ("longest log of the journal in it, MB", "million_log_mb"),
    ("daemon in it, MB resident at most", "million_peak_resident_mb"),
    ("stored updates/s, 20 sessions at once", "twenty_sessions_per_s"),
    ("the same, 3 ms added to every sync", "twenty_sessions_slow_syncs_per_s"),
    ("latest 100 events at 1,000,000, ms", "events_page_at_million_ms"),
    ("latest page of the transcript there, ms", "transcript_page_at_million_ms"),
    ("daemon after 1,000,000 updates, MB", "daemon_resident_after_million_mb"),
    ("delete that session, s", "delete_million_s"),
    ("disk for 54,000 updates of 200 bytes, MB", "disk_54000_mb"),
    ("SIGTERM to exit with 9 live sessions, s", "stop_9_sessions_s"),
    ("second SIGTERM to exit, a deaf agent, s", "second_sigterm_s"),
]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", type=Path, required=True)
    parser.add_argument("--empty", required=True)
    parser.add_argument("--stored-sessions", required=True, help="the program that fills a home")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    reference = json.loads((HERE / "public-runtime.json").read_text())
    figures = {}
    measure_start(options.build, figures)
    measure_stored(options.build, options.stored_sessions, figures)
    measure_second_signal(options.build, figures)
    measure_million(options.build, figures)
    measure_crowd(options.build, figures)
    measure_takeover(options.build, figures)
    measure_many(options.build, figures, "twenty_sessions_per_s")
    measure_many(options.build, figures, "twenty_sessions_slow_syncs_per_s", SLOW_SYNCS)
    daemon = Daemon(options.build)
    try:
        daemon.start()
        measure_commands(daemon, options.empty, figures)
        measure_memory(daemon, figures)
        figures["stop_9_sessions_s"] = round(daemon.stop(), 2)
        daemon.start()
        measure_latency(daemon, figures)
        measure_throughput(daemon, figures)
    finally:
        daemon.remove()
    print(f"{'figure':<44}{'this build':>22}   {reference['name']}")
    for label, key in TABLE:
        print(f"{label:<44}{str(figures.get(key, '-')):>22}   {reference['figures'].get(key, '')}")
    if options.json:
        options.json.parent.mkdir(parents=True, exist_ok=True)
        result = {"this_build": figures, "reference": reference}
        options.json.write_text(json.dumps(result, indent=2) + "\n")
        print(f"\nwritten to {options.json}")


if __name__ == "__main__":
    main()
