# Two commands matter: `make run` and `make test`. Both set everything up from a clean clone.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip --disable-pip-version-check install --quiet --no-deps
# A worker a core, whole files to a worker: what a file's tests share is then made once.
PYTEST := $(BIN)/python -m pytest -q -n logical --maxprocesses 4 --dist loadfile --no-loadscope-reorder
COMPILE := $(BIN)/uv pip compile pyproject.toml --universal --generate-hashes --no-emit-index-url --python-version 3.11 --quiet

.PHONY: help run test check bench quality fit faults stress kills notebooks serve lock format clean setup setup-dev setup-bench

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

run: setup ## set up and run over the bundled sample press (offline)
	$(BIN)/podium run --sample

test: setup-dev ## set up and pass the tests (under ten minutes on two cores)
	$(PYTEST)

check: setup-dev ## lint, types, import rules, tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(PYTEST)

bench: setup-bench ## speed and memory, as ratios measured side by side
	$(BIN)/python -m bench.reading_path
	$(BIN)/python -m bench.collect_feeds
	$(BIN)/python -m bench.collect_unchanged
	$(BIN)/python -m bench.collect_backfill
	$(BIN)/python -m bench.store

quality: setup-dev ## precision, recall and F1 of reading on the labelled corpus, against the pinned floors
	$(BIN)/python -m bench.reading --half both --gate
	$(BIN)/python -m bench.briefs

fit: setup-dev ## weights of decisions, fitted anew on the tuning halves of the labelled articles
	$(BIN)/python -m bench.fit_people --write
	$(BIN)/python -m bench.fit_unknown_brand --write
	$(BIN)/python -m bench.fit_agencies names --write
	$(BIN)/python -m bench.fit_relevance --write
	$(BIN)/python -m bench.fit_market_roles --write
	$(BIN)/python -m bench.fit_speech --write
	$(BIN)/python -m bench.fit_reported --write
	$(BIN)/python -m bench.fit_campaign_brands --write
	$(BIN)/python -m bench.fit_claims --write
	$(BIN)/python -m bench.fit_agencies part --write
	$(BIN)/python -m bench.fit_period --write
	$(BIN)/python -m bench.fit_status --write
	$(BIN)/python -m bench.fit_term --write
	$(BIN)/python -m bench.fit_channels --write
	$(BIN)/python -m bench.fit_rights_holder --write
	$(BIN)/python -m bench.fit_spokespersons --write

faults: setup-dev ## nearly 300 ways a server can misbehave, against the collector
	$(BIN)/python -m tests.faults
	$(BIN)/python -m tests.faults.through_podium

stress: setup-dev ## a writer, readers and foreign clients on one store
	$(BIN)/python -m tests.stress.three_users

kills: setup-dev ## kill -9 at random instants of runs; nothing lost, nothing twice
	$(BIN)/python -m tests.stress.kills

notebooks: setup-dev ## JupyterLab on the notebooks
	$(BIN)/jupyter lab notebooks

serve: setup ## keep the daily schedule
	$(BIN)/podium serve

format: setup-dev ## format and mend what ruff can mend
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: setup-dev ## resolve the lock files anew
	$(COMPILE) --extra build -o requirements.lock
	$(COMPILE) --extra build --extra notebooks --extra test --extra dev -c requirements.lock -o requirements-dev.lock
	$(COMPILE) --extra build --extra bench -c requirements-dev.lock -o requirements-bench.lock

clean: ## remove the environment and everything made at run time
	rm -rf $(VENV) var

# ---- set-up: a stamp per lock file, so that a changed lock installs again
# The locks are complete, so pip resolves nothing (--no-deps): in hash mode older pips trip over extras
# such as sqlalchemy[asyncio] although sqlalchemy is pinned.

setup: $(VENV)/.run-stamp
setup-dev: $(VENV)/.dev-stamp
setup-bench: $(VENV)/.bench-stamp

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(None if (3, 11) <= sys.version_info[:2] < (3, 14) else "Podium needs Python 3.11 to 3.13: make PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run-stamp: requirements.lock pyproject.toml | $(BIN)/python
	$(INSTALL) --require-hashes -r requirements.lock
	$(INSTALL) --no-build-isolation --editable .
	touch $@

$(VENV)/.dev-stamp: requirements-dev.lock $(VENV)/.run-stamp
	$(INSTALL) --require-hashes -r requirements-dev.lock
	touch $@

$(VENV)/.bench-stamp: requirements-bench.lock $(VENV)/.dev-stamp
	$(INSTALL) --require-hashes -r requirements-bench.lock
	touch $@
