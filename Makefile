# Two commands matter: `make demo` runs a campaign day, `make test` runs every test.
# Each sets up what it needs; a second run reuses it.
.DEFAULT_GOAL := help
.PHONY: help demo test proof check format bench clean

VENV := .venv
TIER ?= commit
BIN := $(VENV)/bin
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' && { echo $$p; break; }; done)

help:
	@echo "make demo    set up and run a whole campaign day against the simulated carrier"
	@echo "make test    set up and run every test (installs Chromium, PostgreSQL and fonts if it may)"
	@echo "make proof   try what is promised: kills, faults, races; TIER=night or TIER=release for larger counts"
	@echo "make check   format, lint, types, imports, fast tests, outbound check"
	@echo "make bench   measure lists, reserving, webhooks, rendering, planning, simulation and checking beside their peers"
	@echo "make format  rewrite the code in the house format"

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Outbound needs Python 3.11 or newer; install it and run make again." >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "Python's venv module is missing; on Debian: apt-get install python3-venv" >&2; exit 1; }

$(VENV)/.run: pyproject.toml constraints.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

$(VENV)/.dev: pyproject.toml constraints.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@ $(VENV)/.run

$(VENV)/.system: .ci/system-packages | $(BIN)/python
	.ci/system-packages
	@touch $@

demo: $(VENV)/.run
	$(BIN)/outbound demo

test: $(VENV)/.dev $(VENV)/.system
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/outbound check --rehearsals
	$(BIN)/pytest -n 2 --dist loadfile
	$(BIN)/python -m proof --part 50

proof: $(VENV)/.dev $(VENV)/.system
	$(BIN)/python -m proof --tier $(TIER)

check: $(VENV)/.dev
	$(BIN)/ruff format .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -m "not slow and not browser and not story"
	$(BIN)/outbound check --rehearsals

format: $(VENV)/.dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(VENV)/.dev
	$(BIN)/python -m bench

clean:
	rm -rf $(VENV) db/base db/waves reports db/*.sqlite*
