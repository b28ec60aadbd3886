# Each target sets up what it needs in .venv; nothing else has to be installed first.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
ARGS   ?=

.DEFAULT_GOAL := help
.PHONY: help app compare course docs notebooks paper test lint clean python

help:  ## show this list
	@echo "make TARGET [ARGS='key=value …'] [PYTHON=python3.12]"
	@sed -n 's/^\([a-z]*\):.*## /  make \1|/p' Makefile | column -t -s '|' 2>/dev/null \
	  || sed -n 's/^\([a-z]*\):.*## /  make \1   /p' Makefile

compare: $(VENV)/.ready  ## compare all strategies; results in results/compare
	$(BIN)/rollout compare $(ARGS)

docs: $(VENV)/.ready-dev  ## the documentation as a site in build/docs, readable offline
	$(BIN)/python -m sphinx -W --keep-going -q -b html docs build/docs
	@echo 'build/docs/index.html'

app: $(VENV)/.ready-app  ## explore, compare, play: the app in a browser
	$(BIN)/rollout app open=true $(ARGS)

notebooks: $(VENV)/.ready-notebooks  ## run the lessons in notebooks/, and write what they show
	$(BIN)/python -m experiments.notebooks $(ARGS)

paper: $(VENV)/.ready-analysis  ## a study from nothing: tables, figures and page in results/paper
	$(BIN)/python -m experiments.paper $(ARGS)

course: $(VENV)/.ready-course  ## for teaching: slides, handouts and guides in build/course, and the app
	$(BIN)/python -m experiments.course build

test: export PYTHONDONTWRITEBYTECODE =  # what asserts become is kept, where nothing else is
test: lint  ## lint, then every test, in two processes; ARGS goes to pytest
	$(BIN)/python -m pytest -n 2 --dist loadfile $(ARGS)

lint: $(VENV)/.ready-dev  ## ruff, storeys and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy

clean:  ## remove .venv, caches and build products; results stay
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

python:
	@command -v $(PYTHON) >/dev/null || { echo "Rollout Lab needs Python 3.11 or newer; '$(PYTHON)' was not found (choose one: make PYTHON=/path/to/python3.12)" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Rollout Lab needs Python 3.11 or newer; $$($(PYTHON) --version 2>&1) is '$(PYTHON)' (choose another: make PYTHON=python3.12)" >&2; exit 1; }

$(BIN)/python: | python
	@echo 'Setting up $(VENV): once, a minute or two' >&2
	$(PYTHON) -m venv $(VENV)

$(VENV)/.ready: pyproject.toml constraints.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	touch $@

$(VENV)/.ready-app: pyproject.toml constraints.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[app]'
	touch $@ $(VENV)/.ready

$(VENV)/.ready-analysis: pyproject.toml constraints.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[analysis]'
	touch $@ $(VENV)/.ready

$(VENV)/.ready-notebooks: pyproject.toml constraints.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[notebooks]'
	touch $@ $(VENV)/.ready

$(VENV)/.ready-course: pyproject.toml constraints.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[app,course]'
	touch $@ $(VENV)/.ready-app $(VENV)/.ready

$(VENV)/.ready-dev: pyproject.toml constraints.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	touch $@ $(VENV)/.ready
