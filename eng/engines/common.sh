# Sourced by the scripts beside it.
engines=${VISLUMBRE_ENGINES:-${XDG_CACHE_HOME:-$HOME/.cache}/vislumbre-engines}
[[ $engines = /* ]] || engines=$PWD/$engines
script=${0##*/}
patience=${VISLUMBRE_ENGINES_WAIT:-600} # seconds; an append-only file of vectors is slow to replay

die() { echo "$script: $*" >&2; exit 1; }
usage() { sed -n 's/^# Usage: /usage: /p; s/^#        /       /p' "$0" >&2; exit 1; }

check_port() { [[ $1 =~ ^[0-9]+$ ]] && (($1 > 0 && $1 <= ${2:-65535})) || die "'$1' is no port (1 to ${2:-65535})"; }

folder_of() { mkdir -p "$1" && cd "$1" && pwd -P; }

# Each engine works in a folder of its own, so its working directory tells whether the process of a pid file is still
# the one that was started, and not another one that got the same number. A zombie has none.
runs() { [ -n "${1:-}" ] && [ "/proc/$1/cwd" -ef "$2" ]; }

# The process that FOLDER's pid file names, while it runs.
running() {
  local pid=
  [ ! -f "$1/pid" ] || read -r pid < "$1/pid" || true
  ! runs "$pid" "$1" || echo "$pid"
}

# Starts a command in FOLDER with no tie to this script: a caller that reads our output to its end must not wait for it.
detach() {
  local folder=$1
  shift
  cd "$folder"
  setsid "$@" </dev/null >>"$folder/log" 2>&1 &
  started=$!
}

# Waits until a command succeeds, while the process lives.
await() {
  local waited=$1 folder=$2 end=$((SECONDS + patience))
  shift 2
  until "$@"; do
    [ -e "/proc/$waited/cwd" ] || { tail -n 15 "$folder/log" >&2; die "it ended before it was ready; the end of $folder/log is above"; }
    ((SECONDS < end)) || die "not ready after $patience s; see $folder/log"
    sleep 0.05
  done
}

# Whether the port answers PING: a server that still reads its data answers with an error.
pong() {
  { exec 3<>"/dev/tcp/127.0.0.1/$1"; } 2>/dev/null || return 1
  local line=
  printf 'PING\r\n' >&3
  read -r -t 2 line <&3 || true
  exec 3>&-
  [ "$line" = $'+PONG\r' ]
}

# Sends a signal to the processes of the given folders and waits until they are gone.
# All get it first: a cluster must not see its nodes go one by one.
signal() {
  local name=$1 folder pid end=$((SECONDS + patience))
  shift
  local -A pids=()
  for folder in "$@"; do
    pid=$(running "$folder")
    [ -z "$pid" ] || pids[$folder]=$pid
  done
  [ "${#pids[@]}" -gt 0 ] || echo "$script: nothing runs in $*" >&2
  [ "${#pids[@]}" = 0 ] || kill "-$name" "${pids[@]}"
  for folder in "${!pids[@]}"; do
    local tries=0
    while runs "${pids[$folder]}" "$folder"; do
      ((SECONDS < end)) || die "${pids[$folder]} in $folder does not end"
      sleep 0.05
      # Redis forgets a request to end while it takes over a primary's data ("Writing initial AOF, can't exit").
      ((++tries % 20)) || kill "-$name" "${pids[$folder]}" 2>/dev/null || true
    done
    rm -f "$folder/pid"
  done
}
