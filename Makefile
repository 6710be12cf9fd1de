.DEFAULT_GOAL := help
.PHONY: help setup demo test check bench bench-torch eval clean

PYTHON ?= python3
UV := .uv/bin/uv
RUN := $(UV) run --no-sync

help: ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

$(UV):
	$(PYTHON) -m venv .uv
	.uv/bin/pip install --quiet --disable-pip-version-check 'uv>=0.9'

.venv/.installed: $(UV) pyproject.toml uv.lock
	$(UV) sync --locked --python $(PYTHON)
	@touch .venv/.installed

setup: .venv/.installed ## build the environment in .venv

demo: setup ## ingest the demo company and ask it questions
	.venv/bin/whybuy demo

test: setup ## run the tests, offline
	$(RUN) pytest -q

check: setup ## formatting, lint, types, import layers, tests
	$(UV) sync --quiet --locked --group lint
	$(RUN) ruff format --check .
	$(RUN) ruff check .
	$(RUN) mypy
	$(RUN) lint-imports
	$(RUN) pytest -q

bench: setup ## quality and speed, side by side with peers
	$(UV) sync --quiet --locked --inexact --group bench
	$(RUN) python -m tests.benchmarks

bench-torch: setup ## the same with sentence-transformers on torch, which are gigabytes
	$(UV) sync --quiet --locked --inexact --group bench --group bench-torch
	$(RUN) python -m tests.benchmarks

eval: setup ## score the answers on the questions with known results
	$(RUN) python -m tests.evals

clean: ## remove what make built
	rm -rf .venv .uv .mypy_cache .ruff_cache .pytest_cache
