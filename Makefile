# Everything runs from .venv, which this file makes itself. Needed: Python 3.11 or newer, git, GNU make.
#   PYTHON=python3.12 make test     uses another Python (after `make clean`)
#   make test ARGS="-k consent"     hands arguments on

PYTHON ?= python3
ARGS ?=
SHELL := /bin/sh
MAKEFLAGS += --no-print-directory

BIN := .venv/bin
UV := $(BIN)/uv
PLUGINS := $(wildcard plugins/*/pyproject.toml)
GROUPS := --group test --group check --group docs --group bench --group release --group templates
CODE := src tests docs conftest.py $(wildcard examples benchmarks) $(dir $(PLUGINS))
TYPED := src tests conftest.py $(wildcard examples/*.py) $(wildcard benchmarks)
# What can be tested without the source folder at hand; the template has a target of its own:
PROMISES := tests docs README.md --ignore=tests/templates

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help demo test coverage check docs bench torture second-opinion kit template-test ends constraints clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

demo: .venv/demo.stamp ## See what the library does
	@$(BIN)/coleadership demo $(ARGS)

test: .venv/dev.stamp ## Run the tests and the examples in the docs
	@$(BIN)/python -m pytest $(ARGS)

coverage: .venv/dev.stamp ## Run the tests and show the lines that none of them reaches; takes three times as long
	@$(BIN)/python -m pytest --cov $(ARGS)

check: .venv/dev.stamp ## Lint, format, types, floors, changelog, docs
	$(BIN)/ruff check $(CODE)
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/mypy $(TYPED)
	@set -e; for plugin in $(dir $(PLUGINS)); do \
		echo "mypy $$plugin"; \
		MYPYPATH=$$plugin/src $(BIN)/mypy $$plugin/src $$plugin/tests; \
	done
	$(BIN)/basedpyright --pythonpath $(BIN)/python
	$(BIN)/lint-imports
	$(BIN)/towncrier build --draft --version next > /dev/null
	@$(MAKE) docs

docs: .venv/dev.stamp ## Build the documentation in build/docs
	$(BIN)/sphinx-build -q -W --keep-going -n -b html -d build/doctrees docs build/docs

bench: .venv/dev.stamp ## Measure
	@$(BIN)/python -m benchmarks $(ARGS)

torture: .venv/dev.stamp ## Kill writers, fill disks, break files; look for loss
	@$(BIN)/python -m tests.torture $(ARGS)

second-opinion: .venv/dev.stamp ## Decide a million cases of who may do what by another engine
	@$(BIN)/python -m tests.second_opinion $(ARGS)

kit: .venv/dev.stamp ## Break stores in every way we know; see which cases notice
	@$(BIN)/python -m tests.kit $(ARGS)

template-test: dist/wheel.stamp ## Make plugins from the template and test them beside the wheel
	@$(BIN)/python -m tests.templates dist/*.whl

ends: end-oldest end-newest ## Test with the oldest dependencies, and the built wheel with the newest

# What is installed has a name, as a comma in it would end the argument of the call.
OLDEST := --resolution lowest-direct -e '.[cli,witness]'
NEWEST := --upgrade "$$(echo dist/*.whl)[cli,fast,witness]"

end-oldest: .venv/dev.stamp
	$(call end,oldest,$(OLDEST))

end-newest: dist/wheel.stamp # the wheel itself, with orjson; the oldest are tested without
	$(call end,newest,$(NEWEST))
	.venv-newest/bin/python -c 'import sys, coleadership as c; sys.exit("site-packages" not in c.__file__)'

# $(call end,name,how to resolve what): the library is resolved first; the test tools then leave its versions alone.
define end
	rm -rf .venv-$(1)
	$(PYTHON) -m venv --without-pip .venv-$(1)
	$(UV) pip install -q --python .venv-$(1)/bin/python $(2)
	$(UV) pip install -q --python .venv-$(1)/bin/python --group test
	@$(UV) pip freeze --python .venv-$(1)/bin/python | grep -E '^(attrs|cattrs|cryptography|cyclopts|orjson|pluggy|python-dateutil|rich)=='
	.venv-$(1)/bin/python -m pytest -q $(PROMISES) $(ARGS)
endef

constraints: .venv/uv.stamp ## Choose the newest versions anew
	$(UV) pip compile -q --upgrade --no-header --no-emit-index-url --no-annotate --universal --python-version 3.11 \
		--all-extras $(GROUPS) pyproject.toml --output-file constraints.txt

clean: ## Remove everything that make has made
	rm -rf .venv .venv-oldest .venv-newest build dist .coverage .coverage.* htmlcov
	rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/uv.stamp: constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "coleadership needs Python 3.11 or newer as $(PYTHON): name one, as in PYTHON=python3.12 make test" >&2; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt uv
	@touch $@

.venv/demo.stamp: .venv/uv.stamp pyproject.toml
	$(UV) pip install -q --python $(BIN)/python -c constraints.txt -e '.[cli]'
	@touch $@

dist/wheel.stamp: .venv/dev.stamp README.md $(shell find src -name '*.py' -o -type d ! -name __pycache__)
	rm -rf dist
	$(UV) build -q --build-constraints constraints.txt --out-dir dist
	@touch $@

.venv/dev.stamp: .venv/demo.stamp $(PLUGINS)
	$(UV) pip install -q --python $(BIN)/python -c constraints.txt -e '.[cli,fast,witness]' $(addprefix -e ./,$(dir $(PLUGINS))) $(GROUPS)
	@touch $@
