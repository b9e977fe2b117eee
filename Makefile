# The two commands of a fresh machine: `make serve` and `make test`. Each creates .venv when it is missing.
PORT ?= 8000
PY := .venv/bin/python
BIN := .venv/bin
STAMP := .venv/.installed
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard service/translations/*/LC_MESSAGES/messages.po))

# Oversubscribed thread pools were 25 times slower on two cores: every pool gets an explicit size.
export OMP_NUM_THREADS ?= 2
export OPENBLAS_NUM_THREADS ?= 2
export OMP_WAIT_POLICY ?= PASSIVE
export TOKENIZERS_PARALLELISM ?= false

.PHONY: serve test check lint fast-tests-of-data fast-tests-of-the-rest bench setup format clean
.DELETE_ON_ERROR:

$(STAMP): setup.cfg pyproject.toml
	test -x $(PY) || python3.11 -m venv .venv || python3 -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@

# The catalogues of the interface, compiled when a translation changed (docs/translating.md).
%.mo: %.po $(STAMP)
	$(BIN)/pybabel --quiet compile --input-file $< --output-file $@

setup: $(STAMP) $(CATALOGUES)
	$(BIN)/passerelle setup

# Set up once for each state folder, model and database, and again when what is set up has changed.
STATE := $(or $(PASSERELLE_HOME),var)
READY := $(STATE)/.ready-$(shell printf '%s' '$(PASSERELLE_MODEL) $(PASSERELLE_DATABASE_URL)' | cksum | cut -d ' ' -f 1)
$(READY): $(STAMP) $(CATALOGUES) $(wildcard data/starter/* data/vocabulary/* data/portals/*.py models/*)
	$(BIN)/passerelle setup
	touch $@

serve: $(READY)
	$(BIN)/passerelle serve --port $(PORT)

test: $(STAMP) $(CATALOGUES)
	$(PY) -m pytest $(PYTEST_ARGS)

# The fast loop: no encoder, no browser, no database server. The largest room's tests and all the rest share the two cores.
check: $(STAMP) $(CATALOGUES)
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target fast-tests-of-data lint fast-tests-of-the-rest

lint:
	$(BIN)/ruff check --quiet . && $(BIN)/ruff format --quiet --check .
	$(BIN)/mypy
	$(BIN)/lint-imports | tail -n 1

FAST := $(PY) -m pytest -q -p no:cacheprovider --hypothesis-profile=quick -m "not slow and not postgres" $(PYTEST_ARGS)
fast-tests-of-data:
	$(FAST) tests/data

fast-tests-of-the-rest:
	$(FAST) tests --ignore tests/data

bench: $(READY)
	$(BIN)/passerelle bench

format: $(STAMP)
	$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

clean:
	rm -rf .venv build *.egg-info .mypy_cache .ruff_cache .pytest_cache
