#!/usr/bin/env bash
# test.sh [PYTEST ARGUMENTS]: bring what the tests need, then run them on two processes.
. "$(dirname "$0")/lib.sh"
show_homebrew

setup/venv.sh dev
setup/system.sh pdf poppler fonts java playwright
mkdir -p var

memory=$(memory_folder)
place=$(mktemp -d "${memory:-${TMPDIR:-/tmp}}/portal-tests-XXXXXX")
trap 'setup/postgres.sh stop; rm -rf "$place"' EXIT
PORTAL_TEST_CHROMIUM=$(setup/chromium.sh)
PORTAL_TEST_POSTGRES=$(setup/postgres.sh start)
export PORTAL_TEST_CHROMIUM PORTAL_TEST_POSTGRES

$PYTHON -m pytest --basetemp="$place/files" "$@"
