# Linli. `make run` serves the demo, `make test` runs what CI runs.
# Each goal brings .venv up to its lock by itself; a stamp keeps it from doing so again.

PYTHON ?= $(shell command -v python3.11 || echo python3)
PORT ?= 8000
DATA ?= ../shared/data
BIN := .venv/bin

.PHONY: run test lint types directions house core unit bench figures dispatch clean

run: .venv/.runtime
	exec $(BIN)/linli run --demo --port $(PORT)

test: lint types directions house core unit

lint: .venv/.dev
	$(BIN)/ruff check .

# Without a cache: a warm one has missed a broken Protocol.
types: .venv/.dev
	$(BIN)/mypy --cache-dir=/dev/null

directions: .venv/.dev
	$(BIN)/lint-imports --no-cache --no-logo

house: .venv/.dev
	$(BIN)/python tools/house.py

# Branch coverage of the pure core is held at 100 by its own tests (pyproject.toml, [tool.coverage]).
core: .venv/.dev
	$(BIN)/pytest -n 2 -rs --cov --cov-report=term:skip-covered tests/intents tests/matching

# Unmeasured: coverage makes these 1.7 times as slow and finds nothing more.
unit: .venv/.dev
	$(BIN)/pytest -n 2 -rs --ignore=tests/intents --ignore=tests/matching $(ARGS)

bench: .venv/.bench
	$(BIN)/pytest tests/benchmarks -m benchmark -s -p no:randomly $(ARGS)

# The figures, tables and pictures of docs/understanding.md, measured anew on the labelled messages.
figures: .venv/.bench
	@set -e; measured=$$(mktemp); trap 'rm -f "$$measured"' EXIT; \
	$(BIN)/linli evaluate $(DATA)/messages-dev.jsonl $(DATA)/chat-dev.jsonl \
		--places $(DATA)/compounds-zhangzhou.csv --json > "$$measured"; \
	$(BIN)/python tools/draw_understanding.py "$$measured" docs/pictures; \
	$(BIN)/python tools/write_understanding.py docs/understanding.md "$$measured"

# The tables and pictures of docs/volunteers.md, measured anew on a made-up district: ten minutes.
dispatch: .venv/.bench
	@set -e; folder=$$(mktemp -d); trap 'rm -rf "$$folder"' EXIT; \
	$(BIN)/pytest tests/benchmarks/test_dispatch.py -m benchmark -s -p no:randomly --bench-output "$$folder"; \
	$(BIN)/python tools/write_dispatch.py docs/volunteers.md "$$folder/dispatch.json"; \
	$(BIN)/python tools/draw_dispatch.py "$$folder/dispatch.json" docs/pictures

# Only what can be made again; ./data is the residents' and stays.
clean:
	rm -rf .venv .coverage .coverage.* htmlcov .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find bot intents matching storage tests tools -name __pycache__ -prune -exec rm -rf {} +

.venv/bin/python:
	$(PYTHON) -m venv .venv

# A lock holds every version with its hash; our own package adds nothing to it. It is made by `uv pip compile
# --generate-hashes --no-strip-extras`: pip looks for coverage[toml] beyond a lock that names coverage alone.
.venv/.runtime: requirements/runtime.lock pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install -qq --require-hashes -r requirements/runtime.lock
	$(BIN)/python -m pip install -qq --no-deps -e .
	touch $@

.venv/.dev: requirements/dev.lock .venv/.runtime
	$(BIN)/python -m pip install -qq --require-hashes -r requirements/dev.lock
	touch $@

.venv/.bench: requirements/bench.lock .venv/.dev
	$(BIN)/python -m pip install -qq --require-hashes -r requirements/bench.lock
	touch $@
