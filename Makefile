# Two commands work on a fresh machine with Python >= 3.11: `make demo` and `make test`.

PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
# Errors are shown; of warnings there are only those of packages about each other, such as an extra that lxml no longer has.
QUIETLY := --quiet --quiet --disable-pip-version-check
ADDRESS ?= 127.0.0.1:8000
# With CI set, what only some tests need is installed too; without it those tests are skipped and say how to install it.
SYSTEM := $(if $(CI),system)

.PHONY: demo test lint types layers tests gates docs system clean help

help:
	@echo "make demo   the demonstration newspaper, watched: open http://$(ADDRESS)/"
	@echo "make test   everything that must pass before a change lands"
	@echo "make docs   write the generated pages of docs/ anew"
	@echo "make clean  remove the environment"

demo: $(VENV)/.installed-demo
	@exec $(BIN)/variorum demo --serve $(ADDRESS)

test: $(VENV)/.installed $(SYSTEM)
	$(BIN)/ruff format --check src tests gates bench docs
	$(BIN)/ruff check src tests gates bench docs
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -n 2 --doctest-modules src tests
	$(BIN)/python -m gates.gate

lint: $(VENV)/.installed
	$(BIN)/ruff format src tests gates bench docs
	$(BIN)/ruff check --fix src tests gates bench docs

docs: $(VENV)/.installed
	$(BIN)/python docs/generate.py

system:
	@command -v chromium >/dev/null || { apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core; }
	@test -n "$$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null)" || command -v postgres >/dev/null || apt-get install -y -qq --no-install-recommends postgresql

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Variorum needs Python 3.11 or newer with its venv module: on Debian, apt-get install python3-venv"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed-demo: $(VENV)/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install $(QUIETLY) -c constraints.txt -e '.[web]'
	@touch $@

$(VENV)/.installed: $(VENV)/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install $(QUIETLY) -c constraints.txt -e '.[web,dev]'
	@touch $@ $(VENV)/.installed-demo

clean:
	rm -rf $(VENV)
