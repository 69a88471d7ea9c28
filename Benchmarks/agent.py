"""An ACP agent for measurements, with the time of its writing in every chunk.

The prompt is `stamp COUNT MILLISECONDS`: so many chunks, so far apart, each `t=<monotonic nanoseconds> `;
`pulse COUNT RATE`: so many of them at so many a second; or
`pace COUNT SIZE FIFO`: so many chunks of that size, each when a byte comes through the named pipe.
Python's standard library only; the protocol as far as a turn needs it.
"""

import json
import sys
import time


def send(message):
    sys.stdout.write(json.dumps({"jsonrpc": "2.0", **message}, separators=(",", ":")) + "\n")
    sys.stdout.flush()


def update(session, text):
    chunk = {"sessionUpdate": "agent_message_chunk", "content": {"type": "text", "text": text}}
    send({"method": "session/update", "params": {"sessionId": session, "update": chunk}})


def prompt(params):
    text = [block["text"] for block in params["prompt"] if block.get("type") == "text"][-1]
    words = text.split()
    if words[:1] == ["pace"]:
        with open(words[3], "rb", buffering=0) as pace:
            for _ in range(int(words[1])):
                pace.read(1)
                update(params["sessionId"], "x" * int(words[2]))
        return {"stopReason": "end_turn"}
    if words[:1] == ["pulse"]:
        begin = time.monotonic()
        for number in range(int(words[1])):
            time.sleep(max(0, begin + number / int(words[2]) - time.monotonic()))
            update(params["sessionId"], f"t={time.monotonic_ns()} ")
        return {"stopReason": "end_turn"}
    count, pause = (int(words[1]), int(words[2]) / 1000) if words[:1] == ["stamp"] else (1, 0)
    for _ in range(count):
        update(params["sessionId"], f"t={time.monotonic_ns()} ")
        time.sleep(pause)
    return {"stopReason": "end_turn"}


def answer(method, params):
    if method == "initialize":
        return {"protocolVersion": 1, "agentCapabilities": {"loadSession": False}, "authMethods": []}
    if method == "session/new":
        return {"sessionId": "bench-1"}
    if method == "session/prompt":
        return prompt(params)
    return {}


for line in sys.stdin:
    message = json.loads(line)
    if "id" in message and "method" in message:
        send({"id": message["id"], "result": answer(message["method"], message.get("params") or {})})
