# Two commands do everything on a fresh machine with Python 3.11 to 3.14: `make demo` and `make test`.
# The newest Python that runs here is taken; `make PYTHON=…` chooses another. A name alone is not enough: pyenv's answer
# to every name, and some of them only with an error.
FITS := import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))
PYTHON ?= $(shell for each in python3.14 python3.13 python3.12 python3.11 python3 python; do \
	if $$each -c '$(FITS)' 2>/dev/null; then echo $$each; break; fi; done)
BIN := .venv/bin

.PHONY: setup python demo test test-slow check bench lock docs clean

setup: .venv/.complete

# Made anew only when the lock or the project file changes: the second run takes no time.
.venv/.complete: requirements.lock pyproject.toml
	@echo "Setting up .venv from the lock (a few minutes the first time) …"
	@test -x $(BIN)/python || $(MAKE) --no-print-directory python
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

# Says what is missing where no Python fits.
python:
	@test -n "$(PYTHON)" && $(PYTHON) -c '$(FITS)' || { \
		echo "drempel needs Python 3.11, 3.12, 3.13 or 3.14, and $(or $(PYTHON),no Python here) is none of these." >&2; \
		echo "Install one, or name it: make PYTHON=/path/to/python3.13" >&2; exit 1; }

demo: setup
	@$(BIN)/drempel demo

test: setup
	@OMP_NUM_THREADS=1 $(BIN)/python -m pytest -m "not slow" -n 2 --dist loadfile

# What takes long and rarely fails: servers, clusters, browsers and trainings that are really run.
test-slow: setup
	@OMP_NUM_THREADS=1 $(BIN)/python -m pytest -m slow -n 2 --dist loadfile

check: setup
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python .ci/advisories.py

bench: setup
	@$(BIN)/python -m bench

# The lock is made by uv in a throw-away environment; it names versions and hashes, never an address. The second form of
# it, which is thrown away, lists the wheels of every package: those that are missing somewhere are printed.
COMPILE = build/lock/bin/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --quiet
lock: python
	@$(PYTHON) -m venv build/lock && build/lock/bin/python -m pip install --quiet uv packaging
	@$(COMPILE) --generate-hashes --no-strip-extras --no-emit-index-url --no-header --output-file requirements.lock
	@$(COMPILE) --constraints requirements.lock --format pylock.toml --output-file build/lock/pylock.toml
	@build/lock/bin/python .ci/wheels.py build/lock/pylock.toml

docs: setup
	@$(BIN)/python -m pipeline.results > docs/data-dictionary.md

clean:
	@rm -rf .venv build demo
