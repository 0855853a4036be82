# make demo    the demonstration county at http://127.0.0.1:8000 (another port: make demo PORT=8123)
# make test    everything that is checked before a change is taken
# Both bring what they need by themselves. The rest:
# make lint    style, layout, types, and who leans on whom
# make looks   a picture of every page at two widths, and of every PDF page, in var/looks
# make bench   what the gate costs, and deciding (PORTAL_BENCH_PEOPLE=1000 for a taste)
# make nightly the slow kinds of test
# make lock    the lock files anew from pyproject.toml (UPGRADE=1 for newer versions)

PORT ?= 8000
UPGRADE ?=
PYTEST ?= -n 3 --dist loadfile --no-loadscope-reorder

.PHONY: demo test lint looks bench nightly lock
.NOTPARALLEL:

demo:
	@setup/venv.sh run
	@setup/system.sh pdf
	@setup/run.sh demo --port $(PORT)

test: lint
	@setup/test.sh $(PYTEST)

lint:
	@setup/venv.sh dev
	@setup/lint.sh

looks:
	@setup/test.sh tests/looks

bench:
	@ON_DISK=1 setup/test.sh tests/benchmarks --benchmark-quiet

nightly:
	@setup/test.sh tests/nightly

lock:
	@setup/venv.sh dev
	@UPGRADE=$(UPGRADE) setup/lock.sh

