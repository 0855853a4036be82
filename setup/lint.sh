#!/usr/bin/env bash
# What a reader would otherwise have to look for: style, layout, types, what is dangerous, and who leans on whom. All are run, then judged.
. "$(dirname "$0")/lib.sh"

failed=0
# bandit warns of its own markers where only a part of a statement bears the finding; that says nothing.
silent_when_well() { local said; said=$("$@" 2>&1) || { say "$said"; return 1; }; }
check() { "$@" || { failed=1; say "FAILED: $*"; }; }

check .venv/bin/ruff check --quiet .
check .venv/bin/ruff format --check --quiet .
check .venv/bin/mypy --strict portal
check silent_when_well .venv/bin/bandit --quiet --configfile pyproject.toml --recursive portal
# Its cache does not notice a module that came new.
check .venv/bin/lint-imports --no-logo --no-cache
exit $failed
