# shellcheck shell=bash
# Shared by the set-up scripts; read with `.`, never run. Written for bash 3.2, which is what macOS has.
# Each script stops at the first failure and says what to type.

set -eu
cd "$(dirname "${BASH_SOURCE[0]}")/.."

PYTHON=.venv/bin/python

say() { printf '%s\n' "$*" >&2; }
die() { printf '%s\n' "" "$@" >&2; exit 1; }
has() { command -v "$1" >/dev/null 2>&1; }
on_macos() { [ "$(uname -s)" = Darwin ]; }

# Run a command as root: at once when we are root, through sudo when it asks for no password.
as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif has sudo && sudo -n true 2>/dev/null; then sudo -n "$@"
  else return 1; fi
}

# may_install: whether packages can be added without asking anybody anything.
may_install() {
  if on_macos; then has brew
  else has apt-get && as_root true; fi
}

# install_apt PACKAGE...: from Debian's or Ubuntu's archive. The lists are renewed only when the first try fails.
install_apt() {
  say "Installing: $*"
  quiet_apt install "$@" || { quiet_apt update && quiet_apt install "$@"; }
}

quiet_apt() {
  local verb=$1 log; shift
  log=$(mktemp)
  if [ "$verb" = update ]; then set -- apt-get update -qq
  else set -- apt-get install -y -qq --no-install-recommends "$@"; fi
  if as_root env DEBIAN_FRONTEND=noninteractive "$@" >"$log" 2>&1; then rm -f "$log"; return 0; fi
  [ "$verb" = update ] || tail -n 5 "$log" >&2
  rm -f "$log"
  return 1
}

# need WHAT "apt packages" "brew packages": add them, or stop with the one command that the person has to type.
need() {
  local what=$1 apt=$2 brew=$3
  if may_install; then
    # The lists of packages are meant to be split into words.
    # shellcheck disable=SC2086
    if on_macos; then say "Installing: $brew"; brew install -q $brew >&2 && return 0
    elif install_apt $apt; then return 0; fi
    die "$what could not be installed; the lines above say why."
  fi
  if on_macos; then
    has brew || die "$what is missing, and so is Homebrew, which would bring it. Install Homebrew, then make again."
    die "$what is missing. Type this once, then make again:" "  brew install $brew"
  fi
  has apt-get || die "$what is missing. Install what your system calls these Debian packages, then make again:" "  $apt"
  die "$what is missing. Type this once, then make again:" "  sudo apt-get update && sudo apt-get install -y $apt"
}

# Homebrew's libraries lie where the loader of a Python from elsewhere does not look, and its Java is not on the path.
show_homebrew() {
  on_macos && has brew || return 0
  local prefix
  prefix=$(brew --prefix)
  export PATH="$prefix/opt/openjdk/bin:$PATH"
  export DYLD_FALLBACK_LIBRARY_PATH="$prefix/lib:${DYLD_FALLBACK_LIBRARY_PATH:-/usr/local/lib:/usr/lib}"
}

# memory_folder: a folder that lies in memory, with 4 GB for the tests and at least as much left for everybody else; empty
# where there is none, or where a disk is asked for (ON_DISK=1: what is measured has to be what a court has). The tests commit
# some hundred thousand times, and what they write is thrown away.
memory_folder() {
  local free left
  [ -z "${ON_DISK:-}" ] || return 0
  [ -w /dev/shm ] && [ -r /proc/meminfo ] || return 0
  free=$(df -Pk /dev/shm | awk 'NR == 2 { print $4 }')
  left=$(awk '$1 == "MemAvailable:" { print $2 }' /proc/meminfo)
  if [ "$free" -ge 4000000 ] && [ "$left" -ge 8000000 ]; then printf /dev/shm; fi
}
