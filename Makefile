# The one menu of chores. Each makes the environment it needs first.
.DEFAULT_GOAL := help
PYTHON ?= python3
JOBS ?= 2
VENV := .venv
BIN := $(VENV)/bin
BUILT := atom_xero_plugin/interfaces/web/static/built
HTMX := node_modules/htmx.org/dist
.PHONY: help setup assets demo browser test test-full mutations check schemas new screenshots bench wheel mcpb lock

help:  ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/'

setup: $(VENV)/.ready $(BUILT)/.tried  ## the environment, from pinned and hashed requirements

$(VENV)/.ready: requirements-dev.txt pyproject.toml
	@echo "Making the environment in $(VENV) …"
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed: make PYTHON=python3.12 …")'
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

# htmx and its extension for the policy, pinned by package-lock.json, copied to where pages look for them. Pages work without.
assets:  ## the scripts of others that pages load; needs npm
	npm ci --no-progress --loglevel=error
	@mkdir -p $(BUILT)
	@cp $(HTMX)/htmx.min.js $(HTMX)/ext/hx-csp.min.js $(BUILT)/

$(BUILT)/.tried: package-lock.json
	@mkdir -p $(BUILT)
	@if command -v npm >/dev/null; then $(MAKE) --no-print-directory -s assets || echo "The scripts of others were not fetched; pages work without them. To try again: make assets"; \
	else echo "npm is not here, so pages go without the scripts of others and work all the same. Once it is: make assets"; fi
	@touch $@

demo: setup  ## the whole main job on a sandbox of its own; at a terminal the service stays at http://localhost:5058
	@$(BIN)/atom-xero demo

test: check browser  ## everything that is checked, and every test
	$(BIN)/pytest -n 3 --dist loadfile --no-loadscope-reorder -q

test-full: check browser  ## the same and the tests that take minutes: long crash, chaos and fault runs
	ATOM_XERO_LONG_RUN=1 $(BIN)/pytest -n 3 --dist loadfile --no-loadscope-reorder -q -m "full or not full"

browser: setup  ## a browser for tests of pages: the one that is here, else one that Playwright downloads
	@$(BIN)/python tests/support/browser.py

mutations: setup  ## put each fault of tests/mutations into a copy of the code; its test must fail
	$(BIN)/python tests/mutations/run.py --jobs $(JOBS)

check: setup  ## format, lint, layers, types, licences, generated files in step
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/python tests/support/licences.py
	$(BIN)/python -m atom_xero_plugin.authoring.generated_files --check
	$(BIN)/python -m atom_xero_plugin.interfaces.reference --check

schemas: setup  ## print schemas/ and the README's tables from the code
	$(BIN)/python -m atom_xero_plugin.authoring.generated_files
	$(BIN)/python -m atom_xero_plugin.interfaces.reference

new: setup  ## make new skill=show_quote, or make new trigger=contact_merged: its file and its test
	$(BIN)/python -m atom_xero_plugin.authoring.scaffold $(if $(trigger),trigger $(trigger),skill $(skill))
	$(BIN)/python -m atom_xero_plugin.authoring.generated_files
	$(BIN)/pytest -q tests/rules tests/$(if $(trigger),triggers/test_$(trigger),skills/test_$(skill)).py -k "$(trigger)$(skill) or step"

screenshots: setup browser  ## the screenshots of docs/dashboard.md
	@$(BIN)/python tests/support/screenshots.py

bench: setup  ## the ratios of benchmarks/, measured side by side
	$(BIN)/python -m benchmarks

wheel: setup  ## the wheel and the sdist, in dist/
	$(BIN)/python -m hatchling build

mcpb: setup  ## the AI server as a bundle that a client installs, in dist/
	@$(BIN)/python -m atom_xero_plugin.authoring.bundle

lock:  ## pin the requirements again (needs uv)
	uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 pyproject.toml -o requirements.txt
	uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 pyproject.toml --group dev -o requirements-dev.txt
