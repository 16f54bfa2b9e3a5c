# Commands for owners and developers. `make` alone lists them.

PORT ?= 8000
SAMPLE ?= sample/wei-xiong.toml
SECONDS ?= 4
MANAGE ?= .venv/bin/python manage.py
PYTHON ?= python3
COMPILE = uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
    --no-emit-index-url --no-header --no-annotate $(LOCK) pyproject.toml
TEMPLATES = $(shell find templates -name '*.html')
PIP = .venv/bin/python -m pip --disable-pip-version-check --quiet

# Let Python store what it compiles, also the tests: compiling them takes longer than running many.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test test-all durability bench check audit lock clean upgrade

help:  ## List these targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: .venv/site  ## Start the site on 127.0.0.1:8000 (PORT=...); SAMPLE= starts an empty one
	@.venv/bin/python manage.py setup --sample "$(SAMPLE)"
	@.venv/bin/python manage.py runserver 127.0.0.1:$(PORT)

test: .venv/dev  ## Run the quick tests
	.venv/bin/python -m pytest -q -m "not slow"

test-all: .venv/dev  ## Run every test; needs chromium, nginx, caddy, openssl and systemd
	VITA_TEST_ALL=1 .venv/bin/python -m pytest -q

durability: .venv/dev  ## Kill the site at random, each test for SECONDS=4 (60: at every step)
	VITA_DURABILITY_SECONDS=$(SECONDS) .venv/bin/python -m pytest -q -m durability

check: .venv/dev  ## Run lint, format, types, import directions and Django's own checks
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/djade --check --target-version 5.2 $(TEMPLATES)
	.venv/bin/djhtml --check --tabwidth 2 $(TEMPLATES)
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/python manage.py check --fail-level WARNING
	.venv/bin/python manage.py makemigrations --check --dry-run
	SITE_URL=https://example.org .venv/bin/python manage.py check --deploy --fail-level WARNING

audit: .venv/dev  ## Look for known vulnerabilities in the locked dependencies
	@.venv/bin/python .ci/audit.py

bench: .venv/site  ## Measure how fast the site is; needs wrk (docs/speed.md)
	@.venv/bin/python -m bench

upgrade:  ## After `git pull`: install, back up, migrate, check, say how to go back
	@$(MAKE) --no-print-directory .venv/site || { \
	    echo "Installing failed. Your data was not touched. Fix this and try again, or go back" \
	        "with: git checkout RELEASE && make .venv/site"; exit 1; }
	@$(MANAGE) upgrade

lock:  ## Lock the dependencies of pyproject.toml (needs uv)
	$(COMPILE) --extra scale --group dev -o requirements-dev.txt
	$(COMPILE) --extra scale -c requirements-dev.txt -o requirements-scale.txt
	$(COMPILE) -c requirements-dev.txt -o requirements.txt

clean:  ## Remove the virtual environment; your data stays
	rm -rf .venv

# The environment is updated only when a requirements file has changed.
.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/site: requirements.txt | .venv/bin/python
	$(PIP) install --require-hashes -r requirements.txt
	@touch $@

.venv/dev: requirements-dev.txt | .venv/bin/python
	$(PIP) install --require-hashes -r requirements-dev.txt
	@touch $@
