# Two commands matter: `make run` brings the whole platform up on this machine, `make test` runs all that CI runs.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PY := .venv/bin/python
CODE := $(wildcard app.py manage.py manage_commands chalicelib clients local bench infra scripts tests)
TYPED := $(wildcard app.py manage.py manage_commands chalicelib local bench infra)
COMPILED := .venv/.compiled .venv-checks/.compiled .venv-emulator/.compiled
BENCH ?= all
# One for each processor; each has an emulated AWS of its own.
WORKERS ?= $(shell n=$$(nproc); echo $$((n < 2 ? 2 : n > 6 ? 6 : n)))
PORT ?= 8000
export MOTCUA_PORT = $(PORT)
# Containers often set it; then every process that is started compiles all that it imports anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help setup setup-dev run demo test tests check fix bench docs flows plan deploy rollback simulate clean-data clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

setup: ## environments for make run
	@MAKEFLAGS= $(MAKE) -s -j2 .venv/.ready-local .venv-emulator/.ready
setup-dev: setup ## environments for make test and make bench, and what is sent to Lambda
	@MAKEFLAGS= $(MAKE) -s -j2 .venv-checks/.ready build/.ready-lambda $(COMPILED)

.venv/.ready-local: requirements-local.txt requirements.txt requirements-digitize.txt
	@scripts/venv .venv requirements-local.txt && touch $@

.venv/.ready-dev: requirements-dev.txt .venv/.ready-local
	@scripts/venv .venv requirements-dev.txt && touch $@

build/.ready-lambda: .venv/.ready-dev requirements.txt requirements-digitize.txt infra/packaging.py
	@echo "build: fetching what is sent to Lambda"
	@$(PY) -m scripts.fetch_for_lambda && touch $@

# A hundred processes of the tests would each compile what they import, several of them the same at once.
.venv/.compiled: .venv/.ready-dev
.venv-checks/.compiled: .venv-checks/.ready
.venv-emulator/.compiled: .venv-emulator/.ready
$(COMPILED):
	@echo "$(@D): compiling"
	@$(@D)/bin/python -W ignore -m compileall -qq -j 0 $(@D)/lib || true
	@touch $@

.venv-checks/.ready: requirements-checks.txt
	@scripts/venv .venv-checks requirements-checks.txt && touch $@

.venv-emulator/.ready: requirements-emulator.txt
	@scripts/venv .venv-emulator requirements-emulator.txt && touch $@

run: setup ## everything on this machine, with the sample dossiers; until Ctrl-C; PORT=8100 for other ports
	@$(PY) -m local.machine run

demo: setup ## make run that ends by itself; fails unless the portal confirms every claim
	@$(PY) -m local.machine demo

test: setup-dev ## what CI runs: the checks, and beside them every test
	@$(MAKE) -s -j2 check tests

tests: setup-dev ## every test, without the checks
	@$(PY) -m compileall -q -j 0 $(filter-out tests,$(CODE))
	PYTHONHASHSEED=0 $(PY) -m pytest -q -n $(WORKERS)

check: setup-dev ## style, types, layers, templates, generated documents
	$(PY) -m ruff check $(CODE)
	$(PY) -m ruff format --check $(CODE)
	$(PY) -m mypy $(TYPED)
	.venv/bin/lint-imports --no-cache
	.venv/bin/cfn-lint infra/state.yaml infra/ground.yaml
	.venv-checks/bin/checkov --config-file infra/checkov.yaml -f infra/state.yaml -f infra/ground.yaml
	$(if $(wildcard app.py),$(PY) -m scripts.documents --check)

fix: setup-dev ## let ruff sort, mend and format
	$(PY) -m ruff check --fix $(CODE)
	$(PY) -m ruff format $(CODE)

bench: setup-dev ## every benchmark into build/bench.json; BENCH=name runs one
	$(PY) -m bench $(BENCH)

demo-2023: setup-dev ## 2023 again: the same dossiers with the old behaviour and with ours, as table and plot
	@$(PY) -m bench demo_2023

docs: setup-dev ## write the generated documents (docs/flows.md and its like)
	$(PY) -m scripts.documents

flows: docs ## the same

plan: setup ## what a deployment would do; STAGE=x
	$(PY) -m infra.deploy plan $(STAGE)

deploy: setup ## bring a stage to what this code says, and nothing if it is there already; STAGE=x
	$(PY) -m infra.deploy deploy $(STAGE)

rollback: setup ## the version before, within a minute; STAGE=x
	$(PY) -m infra.deploy rollback $(STAGE)

simulate: setup-dev ## answer what many dossiers would cost and where it breaks first; writes docs/scale.md
	$(PY) -m scripts.simulate

clean-data: ## forget what the local machine stored
	rm -rf .local

clean: clean-data ## and what was built, environments included
	rm -rf .venv .venv-emulator .venv-checks build .mypy_cache .ruff_cache .pytest_cache .hypothesis .chalice/deployments
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
