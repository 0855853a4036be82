#!/usr/bin/env bash
# run.sh ARGUMENTS: the `portal` command, with the libraries it needs in the loader's sight.
. "$(dirname "$0")/lib.sh"
show_homebrew

exec .venv/bin/portal "$@"
