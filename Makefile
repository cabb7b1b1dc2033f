# The words of this project. `make` alone lists them. `demo` and `test` need Python 3.11 or newer, make and the
# package index, nothing else; each makes the virtual environment it needs.

PYTHON ?= python3
VENV := .venv
DEMO := .venv-demo
BIN := $(VENV)/bin
TOOLS := .tools/bin

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.SUFFIXES:

.PHONY: help
help: ## say what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# --- environments ----------------------------------------------------------------------------------------------

PIP_INSTALL := -m pip install --quiet --disable-pip-version-check --no-input

.PHONY: python-version
python-version:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo 'envpolicy needs Python 3.11 or newer, but PYTHON=$(PYTHON) is' \
	    "$$($(PYTHON) --version 2>&1); name another one: make PYTHON=python3.13 ..." >&2; exit 1; }

# Two stamps per environment: what is locked (made again from nothing when the lock changes), and the project itself,
# installed in place (again when its metadata changes).
$(VENV)/.locked: requirements/dev.txt | python-version
	rm -rf $(VENV)
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python $(PIP_INSTALL) --no-deps --require-hashes --only-binary :all: -r requirements/dev.txt
	@touch $@

$(DEMO)/.locked: requirements/runtime.txt requirements/build.txt | python-version
	rm -rf $(DEMO)
	$(PYTHON) -m venv $(DEMO)
	$(DEMO)/bin/python $(PIP_INSTALL) --no-deps --require-hashes --only-binary :all: \
	  -r requirements/runtime.txt -r requirements/build.txt
	@touch $@

%/.ready: %/.locked pyproject.toml
	$*/bin/python $(PIP_INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

.PRECIOUS: %/.locked

.PHONY: venv
venv: $(VENV)/.ready ## the development environment, .venv, exactly as locked

# --- words -----------------------------------------------------------------------------------------------------

# The demo's estate breaks rules so that there is something to show: exit code 1 (violations) is a success here.
.PHONY: demo
demo: $(DEMO)/.ready ## check the example estate of a hospital's web shop
	$(DEMO)/bin/envpolicy check --plan examples/hospital-webshop/envpolicy.yaml || test $$? -eq 1

# The floor is asked of full runs only, those that promise every real tool: without them some adapters are not reached.
COVERAGE_FLOOR := 85
FLOOR = $(if $(ENVPOLICY_REQUIRE_TOOLS),--cov-fail-under=$(COVERAGE_FLOOR))
TESTS ?=

.PHONY: test
test: $(VENV)/.ready ## all tests, with branch coverage; those that need a missing tool skip and say so
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile --cov=envpolicy $(FLOOR) $(TESTS)

REGO := policies/rego
# What runs in conftest alone: builtins that other hosts lack, and tables that are made by the build.
HOSTS := policies/conftest
# What runs in Gatekeeper beside the library.
GATEKEEPER := policies/gatekeeper

.PHONY: lint
lint: lint-python lint-rego lint-bundles ## formatter, linter, types, import order; the Rego, where `make tools` was run

.PHONY: lint-python
lint-python: $(VENV)/.ready
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

.PHONY: lint-rego
lint-rego:
ifneq ($(and $(wildcard $(TOOLS)/opa),$(wildcard $(TOOLS)/regal)),)
	$(TOOLS)/opa fmt --list --fail $(REGO) $(HOSTS) $(GATEKEEPER)
	$(TOOLS)/opa check --strict $(REGO) $(HOSTS)
	$(TOOLS)/regal lint $(REGO) $(GATEKEEPER)
	$(TOOLS)/opa test $(REGO)
else ifdef ENVPOLICY_REQUIRE_TOOLS
	$(error $(TOOLS)/opa or $(TOOLS)/regal is missing: make tools)
else
	@echo 'the Rego was not linted: needs opa and regal (make tools)'
endif

# People without Python take bundles/ straight from Git: what is in it is what would be built.
.PHONY: lint-bundles
lint-bundles: $(VENV)/.ready
	test ! -d bundles || $(BIN)/envpolicy build --check

.PHONY: generate
generate: $(VENV)/.ready ## write anew what is made: pages and table of leaks and targets, and bundles/ where it is
	$(BIN)/python -m envpolicy.leaks --write
	$(BIN)/python -m envpolicy.targets --write
	test ! -d bundles || $(BIN)/envpolicy build

.PHONY: tools
tools: ## build the real tools (opa, regal, conftest, ...) into .tools/bin; needs Go; minutes, then instant
	tools/build

.PHONY: build
build: $(VENV)/.ready ## the wheel and the sdist, into dist/
	rm -rf dist
	$(BIN)/hatchling build

.PHONY: bench
bench: $(VENV)/.ready ## measure: see benchmarks/
	$(BIN)/python -m benchmarks

UV_COMPILE = .venv-lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
  --no-emit-index-url --no-header --no-annotate --custom-compile-command 'make lock' $(UPGRADE)

.PHONY: lock
lock: | python-version ## write requirements/*.txt anew from pyproject.toml; UPGRADE=--upgrade takes the newest
	test -x .venv-lock/bin/uv || { $(PYTHON) -m venv .venv-lock && \
	  .venv-lock/bin/python $(PIP_INSTALL) --no-deps --require-hashes --only-binary :all: -r requirements/lock.txt; }
	$(UV_COMPILE) -o requirements/dev.txt --all-extras --group dev pyproject.toml
	$(UV_COMPILE) -o requirements/runtime.txt -c requirements/dev.txt pyproject.toml
	$(UV_COMPILE) -o requirements/build.txt -c requirements/dev.txt --group build
	$(UV_COMPILE) -o requirements/lock.txt --group lock

.PHONY: clean
clean: ## remove what was built, but not .tools (that takes minutes to make again)
	rm -rf $(VENV) $(DEMO) .venv-lock dist build .cache .coverage* .mypy_cache .ruff_cache .pytest_cache .hypothesis \
	  .import_linter_cache
