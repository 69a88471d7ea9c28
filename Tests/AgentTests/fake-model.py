#!/usr/bin/env python3
"""A model server for tests: chat completions as OpenAI streams them, on loopback, with a script in place of a model.

The newest user message that holds directives, one on a line, is the script:

  SAY text            streams the text, word by word
  COUNT n ms          streams "#1 #2 ... #n", one every ms milliseconds
  RECALL word         says "recalled word" if an earlier part of the conversation holds the word, else "no word"
  WRITE path text     calls the tool that looks like one for writing files
  READ path           calls the tool that looks like one for reading files
  RUN command         calls the tool that looks like a shell

An answer says everything up to the first tool call that the conversation does not hold yet. A message without
directives is echoed. Prints "listening PORT" when it is ready.
"""

import json
import re
import time
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

DIRECTIVE = re.compile(r"^\s*(SAY|COUNT|RECALL|WRITE|READ|RUN)\b ?(.*)$")

# What agents call their tools, and the parameters of those: the best first.
TOOLS = {
    "WRITE": re.compile(r"^write|create_?file", re.I),
    "READ": re.compile(r"^read|view_?file", re.I),
    "RUN": re.compile(r"bash|shell|execute", re.I),
}
PATH = ("path", "file_path", "filename", "file", "target_file", "absolute_path")
TEXT = ("content", "contents", "file_text", "text", "data")
COMMAND = ("command", "cmd", "script", "input")


def text_of(content):
    """The text of a message's content, which is a string or a list of parts."""
    if isinstance(content, list):
        return "\n".join(str(part.get("text", "")) for part in content if isinstance(part, dict))
    return content or ""


def directives(text):
    return [match.groups() for match in map(DIRECTIVE.match, text.splitlines()) if match]


def find_script(messages):
    """The index of the message that is the script, or of the last one of the user."""
    users = [index for index, message in enumerate(messages) if message.get("role") == "user"]
    scripts = [index for index in users if directives(text_of(messages[index].get("content")))]
    return (scripts or users or [0])[-1]


def recall(word, messages):
    """Whether the conversation holds a word anywhere but in the question for it."""
    for message in messages:
        lines = text_of(message.get("content")).splitlines()
        if any(word in line for line in lines if not line.lstrip().startswith("RECALL")):
            return f"recalled {word}"
    return f"no {word}"


def find_tool(kind, tools):
    named = [tool.get("function", {}) for tool in tools]
    return next((tool for tool in named if TOOLS[kind].search(tool.get("name", ""))), None)


def arguments(kind, rest, schema):
    """The arguments of a tool call: what the directive says, and something for whatever else is required."""
    properties = schema.get("properties", {})
    values = {}

    def put(names, value):
        name = next((name for name in names if name in properties), None)
        if name:
            values[name] = value

    if kind == "RUN":
        put(COMMAND, rest)
    else:
        path, _, text = rest.partition(" ")
        put(PATH, path)
        if kind == "WRITE":
            put(TEXT, text + "\n")
    fallback = {"string": "x", "boolean": False, "integer": 10, "number": 10, "array": [], "object": {}}
    for name in schema.get("required", []):
        values.setdefault(name, fallback.get(properties.get(name, {}).get("type")))
    return values


def plan(messages, tools):
    """The next answer: words with the pause after each in seconds, and a tool call or None."""
    start = find_script(messages)
    text = text_of(messages[start].get("content")) if messages else ""
    script = directives(text)
    if not script:
        return [(f"echo: {text.strip()}", 0)], None
    done = sum(len(message.get("tool_calls") or []) for message in messages[start + 1 :])
    words, seen = [], 0
    for kind, rest in script:
        if kind in TOOLS:
            seen += 1
            if seen <= done:
                words = []
                continue
            tool = find_tool(kind, tools)
            if tool:
                return words, (tool["name"], arguments(kind, rest, tool.get("parameters", {})))
            words.append((f"[there is no tool to {kind.lower()}] ", 0))
        elif kind == "SAY":
            words += [(word, 0) for word in re.findall(r"\S+\s*", rest + "\n")]
        elif kind == "RECALL":
            words.append((recall(rest.strip(), messages) + "\n", 0))
        elif kind == "COUNT":
            count, pause = map(int, rest.split())
            words += [(f"#{number} ", pause / 1000) for number in range(1, count + 1)]
    return words, None


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_GET(self):
        body = json.dumps({"object": "list", "data": [{"id": "fake-model", "object": "model"}]}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        request = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))))
        words, call = plan(request.get("messages", []), request.get("tools") or [])
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        self.base = {
            "id": f"chatcmpl-{uuid.uuid4().hex}", "object": "chat.completion.chunk", "created": int(time.time()),
            "model": request.get("model", "fake-model"),
        }
        try:
            self.answer(words, call)
        except (BrokenPipeError, ConnectionResetError):
            pass  # The agent was cancelled, stopped or killed.

    def answer(self, words, call):
        self.chunk({"role": "assistant", "content": ""})
        for word, pause in words:
            self.chunk({"content": word})
            time.sleep(pause)
        if call:
            name, values = call
            function = {"name": name, "arguments": json.dumps(values)}
            identity = {"index": 0, "id": f"call_{uuid.uuid4().hex[:20]}", "type": "function"}
            self.chunk({"tool_calls": [{**identity, "function": function}]})
        self.chunk({}, "tool_calls" if call else "stop")
        usage = {"prompt_tokens": 10, "completion_tokens": len(words), "total_tokens": 10 + len(words)}
        self.event(json.dumps({**self.base, "choices": [], "usage": usage}))
        self.event("[DONE]")

    def chunk(self, delta, finish=None):
        choice = {"index": 0, "delta": delta, "finish_reason": finish}
        self.event(json.dumps({**self.base, "choices": [choice]}))

    def event(self, data):
        self.wfile.write(f"data: {data}\n\n".encode())
        self.wfile.flush()


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    print("listening", server.server_address[1], flush=True)
    server.serve_forever()
