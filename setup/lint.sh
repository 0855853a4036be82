#!/usr/bin/env bash
# What a reader would otherwise have to look for: style, layout, types and who leans on whom. All four are run, then judged.
. "$(dirname "$0")/lib.sh"

failed=0
check() { "$@" || { failed=1; say "FAILED: $*"; }; }

check .venv/bin/ruff check --quiet .
check .venv/bin/ruff format --check --quiet .
check .venv/bin/mypy --strict portal
# Its cache does not notice a module that came new.
check .venv/bin/lint-imports --no-logo --no-cache
exit $failed
