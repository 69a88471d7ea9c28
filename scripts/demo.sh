#!/bin/bash
# Shows the point of the project from beginning to end: an agent in a session that outlives its daemon.
# Everything happens in a throwaway directory; every claim is checked, and one that does not hold ends the demo with 1.
set -euo pipefail
cd "$(dirname "$0")/.."
sources=$PWD

strong='' plain=''
if [ -t 1 ]; then strong=$'\033[1m' plain=$'\033[0m'; fi

step() { printf '\n%s==> %s%s\n' "$strong" "$*" "$plain"; }
show() { printf '$ %s\n' "$*"; "$@"; }
quiet() { "$@" >/dev/null 2>&1; }

# Says what holds, or ends the demo: claim TEXT COMMAND…
claim() {
  local text=$1
  shift
  if "$@"; then
    printf '    true: %s\n' "$text"
  else
    printf '    NOT TRUE: %s\n' "$text" >&2
    exit 1
  fi
}

# Waits up to 30 s for a command to succeed: await TEXT COMMAND…
await() {
  local text=$1 deadline=$((SECONDS + 30))
  shift
  until "$@"; do
    if [ "$SECONDS" -ge "$deadline" ]; then
      printf '    NOT TRUE within 30 s: %s\n' "$text" >&2
      exit 1
    fi
    sleep 0.1
  done
}

# The newest build that has both executables, or a new debug build.
find_build() {
  local configuration path newest=
  for configuration in debug release; do
    path=$sources/.build/$configuration
    if [ -x "$path/agh" ] && [ -x "$path/agh-shim" ] && { [ -z "$newest" ] || [ "$path/agh" -nt "$newest/agh" ]; }; then
      newest=$path
    fi
  done
  if [ -z "$newest" ]; then
    step "There is no build yet, so one is made (a few minutes)."
    swift build
    newest=$sources/.build/debug
  fi
  PATH=$newest:$PATH
}

# A value of a JSON file: field FILE PATH
field() { sqlite3 :memory: "select json_extract(readfile('$1'), '$2')"; }

daemon_pid() {
  agh status -o json >"$place/status.json"
  field "$place/status.json" '$.daemon.pid'
}

# The agent's process as "pid, start in clock ticks, epoch": found by the mark that every process of a session bears.
agent_identity() {
  local directory mark
  for directory in /proc/[0-9]*; do
    mark=$(tr '\0' '\n' 2>/dev/null <"$directory/environ" | sed -n "s/^AGH_SHIM=[^:]*:$session:\([0-9]*\):.*/\1/p") || continue
    if [ -n "$mark" ] && grep -qs rehearsal-agent "$directory/cmdline" && ! grep -qs 'agh-shim' "$directory/comm"; then
      printf 'pid %s, started at tick %s, epoch %s\n' "${directory#/proc/}" \
        "$(sed 's/.*) //' "$directory/stat" | cut -d' ' -f20)" "$mark"
      return
    fi
  done
}

# Asks the session's own database.
events_db() { sqlite3 -readonly "$AGH_HOME/sessions/$session/events.db" "$1"; }
# Whether a process has ended; one that nobody has collected yet counts.
gone() { ! grep -qs '^State:.[^ZX]' "/proc/$1/status"; }
# Whether the agent has said so many things.
said() { [ "$(events_db "select count(*) from events where type = 'agent_message'")" -ge "$1" ]; }

# Processes of ours that serve this home, its agents included.
processes_left() {
  local file
  for file in $(grep -lsz -e "^AGH_HOME=$AGH_HOME\$" -e "^AGH_SHIM=.*:$session:" /proc/[0-9]*/environ); do
    case "$(readlink "${file%/environ}/exe" 2>/dev/null)" in */agh | */agh-shim) echo "${file%/environ}" ;; esac
  done
}

clean_up() {
  local status=$?
  trap - EXIT
  if [ -d "$place" ]; then
    quiet agh daemon stop || true
    for process in $(processes_left) ${prompt:+"/proc/$prompt"}; do kill -9 "${process#/proc/}" 2>/dev/null || true; done
    rm -rf "$place"
  fi
  if [ "$status" != 0 ]; then printf '\nThe demo failed.\n' >&2; fi
  exit "$status"
}

session=none
find_build
place=$(mktemp -d "${TMPDIR:-/tmp}/agh-demo.XXXXXX")
export AGH_HOME=$place/home
trap clean_up EXIT
trap 'exit 130' INT TERM

step "A throwaway home ($AGH_HOME) and a workspace that holds a copy of README.md. Reading is allowed, the rest is asked."
mkdir -m 0700 "$AGH_HOME"
mkdir "$place/workspace"
cp README.md "$place/workspace/"
printf '[http]\nenabled = false\n\n[permissions]\nmode = "approve-reads"\n' >"$AGH_HOME/config.toml"

step "The daemon starts and says where it can be reached."
show agh daemon start

step "A session starts an agent in the workspace: the rehearsal agent, which needs no model and no key."
show agh session new --provider rehearsal --name demo --cwd "$place/workspace"
agh session list -o json >"$place/sessions.json"
session=$(field "$place/sessions.json" '$[0].id')

step "A first turn: the agent reads a file, asks to write one, and asks to run a command. This script answers the requests."
printf '$ agh session prompt %s "think; read README.md; write notes.txt; run ls"\n' "$session"
agh session prompt "$session" "think; read README.md; write notes.txt; run ls" &
prompt=$!
answered=0
while kill -0 "$prompt" 2>/dev/null; do
  agh session events "$session" --type permission -o json >"$place/permissions.json"
  request=$(sqlite3 :memory: "
    with e as (select json_extract(value, '$.content.request_id') id, json_extract(value, '$.content.decision') decision
      from json_each(readfile('$place/permissions.json')))
    select id from e where decision is null and id not in (select id from e where decision is not null) limit 1")
  if [ -n "$request" ]; then
    quiet agh session approve "$session" --request-id "$request" --decision allow-once && answered=$((answered + 1))
  fi
  sleep 0.1
done
claim "the turn ended well" wait "$prompt"
prompt=
claim "the agent had to ask, and was answered $answered times" [ "$answered" -gt 0 ]
claim "the file is there" [ -f "$place/workspace/notes.txt" ]

step "A second turn takes a while. In its middle the daemon is killed with SIGKILL."
before_turn=$(events_db "select max(sequence) from events")
before_words=$(events_db "select count(*) from events where type = 'agent_message'")
printf '$ agh session prompt %s "stream 40 chunks at 10/s"\n' "$session"
agh session prompt "$session" "stream 40 chunks at 10/s" &
prompt=$!
await "the agent speaks" said $((before_words + 12))
agent=$(agent_identity)
claim "the agent has a process ($agent)" [ -n "$agent" ]
killed=$(daemon_pid)
printf '\n$ kill -9 %s\n' "$killed"
kill -9 "$killed"
await "the daemon is gone" gone "$killed"
claim "the daemon is gone" gone "$killed"
claim "the agent is not: it goes on alone ($agent)" [ "$(agent_identity)" = "$agent" ]

step "The next daemon finds the agent and takes it over. The command above was waiting and goes on by itself."
show agh daemon start
claim "the turn ended well for the command that was watching" wait "$prompt"
prompt=
claim "the same agent process finished it ($agent)" [ "$(agent_identity)" = "$agent" ]
claim "all 40 chunks are stored, each once" \
  [ "$(events_db "select count(*) from events where type = 'agent_message' and sequence > $before_turn")" = 40 ]
claim "they belong to one turn" \
  [ "$(events_db "select count(distinct turn_id) from events where type in ('agent_message', 'done') and sequence > $before_turn")" = 1 ]
claim "the turn ended once" [ "$(events_db "select count(*) from events where type = 'done' and sequence > $before_turn")" = 1 ]
claim "the journal has no gap: $(events_db "select count(*) || ' events, numbered ' || min(sequence) || ' to ' || max(sequence) from events")" \
  [ "$(events_db "select count(*) = max(sequence) and min(sequence) = 1 from events")" = 1 ]

step "The session is stopped; its agent ends."
show agh session stop "$session"
claim "no process of it is left" [ -z "$(agent_identity)" ]

step "It is resumed: a new agent process that knows what was said, in the same session, and the numbers go on."
last=$(events_db "select max(sequence) from events")
show agh session resume "$session"
show agh session prompt "$session" "recall"
claim "the sequence went on from $last" \
  [ "$(events_db "select count(*) = max(sequence) and max(sequence) > $last from events")" = 1 ]

step "The last events of the session, and the state of everything."
show agh session events "$session" --last 5
# Without the providers of agents that this machine lacks.
printf '$ agh status\n'
agh status | sed '/^$/,$d'

step "The daemon stops, and takes its agents with it."
show agh daemon stop
claim "no process is left" [ -z "$(processes_left)" ]
rm -rf "$place"
claim "no file is left" [ ! -e "$place" ]

step "That was it. Every line marked true was checked."
