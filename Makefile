# Two commands do everything on a fresh machine with Python 3.11: `make demo` and `make test`.
PYTHON ?= python3.11
BIN := .venv/bin

.PHONY: setup demo test check bench lock docs clean

setup: .venv/.complete

# Made anew only when the lock or the project file changes: the second run takes no time.
.venv/.complete: requirements.lock pyproject.toml
	@echo "Setting up .venv from the lock (a few minutes the first time) …"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

demo: setup
	@$(BIN)/drempel demo

test: setup
	@OMP_NUM_THREADS=1 $(BIN)/python -m pytest -n 2 --dist loadfile

check: setup
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python .ci/advisories.py

bench: setup
	@$(BIN)/python -m bench

# The lock is made by uv in a throw-away environment; it names versions and hashes, never an address.
lock:
	@$(PYTHON) -m venv build/lock && build/lock/bin/pip install --quiet uv
	@build/lock/bin/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes \
		--no-strip-extras --no-emit-index-url --no-header --quiet --output-file requirements.lock

docs: setup
	@$(BIN)/python -m pipeline.results > docs/data-dictionary.md

clean:
	@rm -rf .venv build demo
