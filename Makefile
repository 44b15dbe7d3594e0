# Python 3.11 or newer and make are all it takes: `make run`.
# Another Python: make run PYTHON=python3.12. Another port: make run PORT=8001.

PYTHON ?= $(or $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done),python3)
NEW_ENOUGH = import sys; sys.version_info >= (3, 11) or sys.exit("medpay needs Python 3.11 or newer, and this is " \
	+ sys.version.split()[0] + ". Name another one as in: make run PYTHON=/usr/local/bin/python3.12")
READY = "$(PYTHON)" -c '$(NEW_ENOUGH)' && "$(PYTHON)" medpay/bootstrap.py
PY = .venv/bin/python
IN_TWO = -n 2 --dist loadfile --no-loadscope-reorder # two processes, each with scratch servers of its own: see tests/conftest.py

.DEFAULT_GOAL := help
.PHONY: help run test coverage check bench data clean

help:
	@echo "make run     start medpay at http://127.0.0.1:8000/ (stop it with Ctrl-C)"
	@echo "make test    run the whole test suite; make test ARGS='-k price' a part of it"
	@echo "make coverage  the same, counting the lines and branches that ran"
	@echo "make check   formatting, lint, types, import contracts, templates, migrations, deployment"
	@echo "make bench   run the benchmarks, write bench/results.json"
	@echo "make data    fetch CMS's current releases; says first what they are"
	@echo "make clean   remove .venv and caches; .medpay, which holds your data, stays"

run:
	@$(READY) runtime
	@$(PY) manage.py up --stop-with-parent

test:
	@$(READY) development
	@$(PY) -m pytest $(IN_TWO) $(ARGS)

coverage:
	@$(READY) development
	@$(PY) -m pytest $(IN_TWO) --cov --cov-report=term $(ARGS)

check:
	@$(READY) development
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy .
	.venv/bin/lint-imports
	$(PY) -m djlint templates --check
	$(PY) -m djlint templates --lint
	$(PY) -W "ignore:Got an error checking" manage.py makemigrations --check --dry-run
	@echo "manage.py check --deploy --fail-level WARNING, under production settings"
	@set -a; . ./deploy/check.env; set +a; $(PY) manage.py check --deploy --fail-level WARNING
	$(PY) -m check_jsonschema --builtin-schema vendor.compose-spec docker-compose.yml
	.venv/bin/hadolint Dockerfile

bench:
	@$(READY) development
	@$(PY) -m bench $(ARGS)

data:
	@$(READY) runtime
	@$(PY) manage.py up --stop-with-parent --for data $(ARGS)

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache htmlcov .coverage
