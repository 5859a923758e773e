# make run    install what is needed, then open the workbench
# make test   install what is needed, then pass every check and test
.DEFAULT_GOAL := run
.PHONY: run test install check bench screenshots plates clean

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SIMULATOR := $(wildcard raredx/cohorts/simulate/*.py raredx/cohorts/simulate/*/*.py)

run: install
	@$(BIN)/raredx app

test: check
	@$(BIN)/python -m tests.browser.chrome
	@OMP_NUM_THREADS=1 $(BIN)/python -m pytest -n auto

install: $(VENV)/.installed $(VENV)/.assets $(VENV)/.compiled

check: $(VENV)/.tested $(VENV)/.assets $(VENV)/.compiled
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check .
	@$(BIN)/mypy --no-error-summary

bench: $(VENV)/.tested $(VENV)/.assets $(VENV)/.compiled
	@$(BIN)/python -m benchmarks.startup
	@$(BIN)/python -m benchmarks.evidence
	@$(BIN)/python -m benchmarks.cohorts
	@$(BIN)/python -m benchmarks.simulator
	@$(BIN)/python -m benchmarks.simface shipped --seed 9401 --test 24 --workers 2
	@$(BIN)/python -m benchmarks.phenotype speed
	@$(BIN)/python -m benchmarks.learning speed
	@$(BIN)/python -m benchmarks.curate speed

# Pictures of every term, and contact sheets: docs/terms.md and docs/pictures.
plates: $(VENV)/.tested $(VENV)/.compiled
	@$(BIN)/python -m tests.cohorts.simulate.pictures

screenshots: $(VENV)/.tested $(VENV)/.assets
	@$(BIN)/python -m tests.browser.screenshots

clean:
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis

$(VENV)/.installed: requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("RareDx needs Python 3.11 or newer: set PYTHON=python3.12, for one")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing what the workbench needs: a minute or two, once"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@$(BIN)/python -m compileall -q app.py app_pages raredx
	@touch $@

$(VENV)/.tested: requirements-dev.txt $(VENV)/.installed
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

# Compiled here once, so that the first simulated face does not take half a minute.
$(VENV)/.compiled: $(SIMULATOR) $(VENV)/.installed
	@echo "Compiling the renderer: a minute, once"
	@$(BIN)/python -c "from raredx.cohorts.simulate.compiled import compile_all; compile_all()"
	@touch $@

# Without the internet the workbench still runs; pages that miss a file say which.
$(VENV)/.assets: raredx/assets/registry.toml $(VENV)/.installed
	@$(BIN)/raredx assets pull && touch $@ || true
