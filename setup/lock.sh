#!/usr/bin/env bash
# Write both lock files anew from pyproject.toml. They hold versions and hashes, no address: who installs decides from where.
. "$(dirname "$0")/lib.sh"

compile() {
  .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
    --no-emit-index-url --no-emit-find-links "$@"
}

# `make lock` keeps what is locked; `make lock UPGRADE=1` takes the newest that pyproject.toml allows.
compile pyproject.toml --group checkout ${UPGRADE:+--upgrade} -o requirements.lock
compile pyproject.toml --group checkout --group dev -c requirements.lock ${UPGRADE:+--upgrade} -o requirements-dev.lock
if grep -nE '://|^-' requirements.lock requirements-dev.lock; then die "A lock file names an address; see above."; fi
