#!/usr/bin/env python3
"""Runs an agent and notes what goes into it and comes out of it: wire-log.py DIRECTORY PROGRAM [ARGUMENT...]

Bytes are passed on as they come, in both directions. Every line is noted when it is whole, before the rest of it is
passed on, so that a message stands behind the one that caused it:

  <- a line that the agent was sent
  -> a line that the agent wrote
  == its exit status, negative for a signal; the last line

The file is this process's own; by their names the files of a directory are in the order in which their agents were
started. A signal to the group reaches the agent as well and this process ends behind it, in the same way.
"""

import os
import resource
import select
import signal
import subprocess
import sys
import threading
import time


class Log:
    def __init__(self, directory):
        os.makedirs(directory, exist_ok=True)
        path = os.path.join(directory, f"{time.monotonic_ns():020}-{os.getpid()}.log")
        self.file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def note(self, mark, line):
        os.write(self.file, mark + b" " + line + b"\n")


class Direction:
    """One way of the conversation, from one descriptor to another."""

    def __init__(self, log, mark, source, target):
        self.log, self.mark, self.source, self.target = log, mark, source, target
        self.begun = []

    def pass_on(self):
        """Passes on what there is, waiting for it; says whether there can be more."""
        data = os.read(self.source, 65536)
        first, *others = data.split(b"\n")
        self.begun.append(first)
        for other in others:
            self.note()
            self.begun = [other]
        return bool(data) and self.write(data)

    def write(self, data):
        try:
            while data:
                data = data[os.write(self.target, data) :]
        except BrokenPipeError:
            return False
        return True

    def note(self):
        self.log.note(self.mark, b"".join(self.begun))

    def end(self):
        """Notes what came behind the last line end, and passes on that there is no more."""
        if any(self.begun):
            self.note()
        os.close(self.target)


def take_in(way):
    while way.pass_on():
        pass
    way.end()
    os.close(way.source)


def give_out(way, agent):
    """Until nothing more comes. Processes that the agent leaves behind are not waited for."""
    ready = select.poll()
    ready.register(way.source, select.POLLIN)
    ready.register(os.pidfd_open(agent.pid), select.POLLIN)
    while way.source in dict(ready.poll()) and way.pass_on():
        pass
    way.end()


def main():
    log = Log(sys.argv[1])
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: None)
    agent = subprocess.Popen(sys.argv[2:], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)
    incoming = Direction(log, b"<-", 0, os.dup(agent.stdin.fileno()))
    agent.stdin.close()
    threading.Thread(target=take_in, args=(incoming,), daemon=True).start()
    give_out(Direction(log, b"->", agent.stdout.fileno(), 1), agent)
    status = agent.wait()
    log.note(b"==", str(status).encode())
    if status < 0:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if -status != signal.SIGKILL:
            signal.signal(-status, signal.SIG_DFL)
        os.kill(os.getpid(), -status)
    os._exit(status)


if __name__ == "__main__":
    main()
