#!/usr/bin/env bash
# venv.sh run|dev: the virtual environment .venv with exactly the locked packages, and the project itself.
# A second run compares the lock with the copy of the one that was installed and starts no pip.
. "$(dirname "$0")/lib.sh"

kind=${1:?run or dev}
lock=requirements.lock
[ "$kind" = dev ] && lock=requirements-dev.lock
stamp=.venv/installed

# fits PYTHON: new enough, and not a stub that only offers to install one.
fits() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

choose_python() {
  local candidate
  for candidate in ${PORTAL_PYTHON:-} python3 python3.13 python3.12 python3.11 python; do
    if has "$candidate" && fits "$candidate"; then printf '%s' "$candidate"; return; fi
  done
  die "Python 3.11 or newer is needed. Install it (python.org, your package manager, or brew install python), then make again."
}

make_venv() {
  local python
  python=$(choose_python)
  say "Creating .venv with $($python --version)"
  # Debian and Ubuntu keep the part of Python that makes environments in a package of its own.
  "$python" -c 'import ensurepip, venv' 2>/dev/null ||
    need "Python's venv" "python$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')-venv" python
  "$python" -m venv --clear .venv
}

# installed_here LOCK: this lock was installed, whole, into an environment made at this very place.
installed_here() {
  [ -x .venv/bin/portal ] && [ "$(cat $stamp-at 2>/dev/null)" = "$PWD" ] && cmp -s "$1" "$stamp-$1"
}

if installed_here "$lock"; then exit 0; fi
# The packages of the tests contain those of the program, at the same versions.
if [ "$kind" = run ] && installed_here requirements-dev.lock && cmp -s requirements.lock $stamp-requirements.lock; then exit 0; fi

if ! { [ -x $PYTHON ] && fits $PYTHON; } || { [ -e $stamp-at ] && [ "$(cat $stamp-at)" != "$PWD" ]; }; then make_venv; fi
rm -f $stamp-at
say "Installing the packages of $lock"
pip() { $PYTHON -m pip --disable-pip-version-check --no-input "$@"; }
pip install -qq --require-hashes -r "$lock" ||
  die "The packages could not be installed; the lines above say why. Make again once that is mended."
pip install -qq --no-deps --no-build-isolation -e . || die "The project itself could not be installed into .venv."
for each in requirements.lock $lock; do cp "$each" "$stamp-$each"; done
printf '%s' "$PWD" > $stamp-at
