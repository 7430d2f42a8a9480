# For people who work on the code. Users need ./run alone.
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
INSTALL := $(PYTHON) -I tinhdoan/install.py requirements-dev.txt
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"
export DJANGO_SETTINGS_MODULE := tinhdoan.settings

.PHONY: help venv check check-format check-lint check-templates check-types check-imports check-migrations check-house fix lock vendor vi bench

help:  ## this list
	@sed -n 's/^\([a-z]*\):[^#]*## /\1\t/p' Makefile

venv:
	@$(INSTALL)

check: check-format check-lint check-templates check-types check-imports check-migrations check-house  ## every rule of the house, nothing is changed
check-format: venv
	$(BIN)/ruff format --check .
check-lint: venv
	$(BIN)/ruff check .
check-templates: venv
	$(BIN)/djlint templates --lint --quiet
check-types: venv
	$(BIN)/mypy
check-imports: venv
	$(BIN)/lint-imports --no-logo
check-migrations: venv
	$(BIN)/python -W ignore manage.py makemigrations --check --dry-run
check-house: venv
	$(BIN)/python -m pytest -q tests/test_house_rules.py

fix: venv  ## format, and mend what can be mended by itself
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: venv  ## requirements*.in -> requirements*.txt: exact versions with hashes
	$(COMPILE) requirements.in --output-file requirements.txt
	$(COMPILE) requirements-dev.in --output-file requirements-dev.txt

vendor: venv  ## refresh static/vendor from the libraries' own packages (needs npm)
	$(BIN)/python -m tinhdoan.vendor

vi: venv  ## locale/vi: .po -> .mo (needs msgfmt)
	$(BIN)/python manage.py compilemessages --locale vi --ignore .venv

bench: venv  ## print measured against budgeted times
	$(BIN)/python -m tests.bench $(ARGS)
