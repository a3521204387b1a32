# Two commands matter: `make serve` and `make test`.
# They need Python 3.11 or newer, and write to .venv/ and var/ alone.

PYTHON ?=
HOST ?= 127.0.0.1
PORT ?= 8000
export HOST PORT

PY = .venv/bin/python
MANAGE = $(PY) site/manage.py
PIP = $(PY) -m pip install --quiet --disable-pip-version-check --no-input --require-hashes --no-deps
LOCK = .venv/bin/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-emit-find-links \
       --no-annotate --no-header --python-version 3.11.7
# Settings that only `check --deploy` sees.
PRODUCTION = SECRET_KEY="$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(50))')" \
             ALLOWED_HOSTS=www.example.org DJANGO_SETTINGS_MODULE=portal.settings.production

.NOTPARALLEL:
.PHONY: serve test check unit postgres fmt lock clean install install-dev venv

serve: install
	@exec $(MANAGE) serve --prepare

test: check unit postgres

check: install-dev
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	PYTHONPATH=.:site $(PY) -c "from importlinter.cli import lint_imports_command as run; run()" --no-cache
	find templates site/portal publicity reports quizzes -name '*.html' -exec .venv/bin/djade --check --target-version 5.2 {} +
	! grep -nE 'https?:|find-links|index-url' requirements.txt requirements-dev.txt
	$(MANAGE) compile_catalogues
	DJANGO_SETTINGS_MODULE=portal.settings.test $(MANAGE) makemigrations --check --dry-run
	$(PRODUCTION) $(MANAGE) check --deploy --fail-level WARNING

unit: install-dev
	@$(MANAGE) compile_catalogues
	env -u DATABASE_URL $(PY) -m pytest -q -n 2 --dist loadfile --no-loadscope-reorder

# The suite once more, where DATABASE_URL names a PostgreSQL: all but what no database changes.
postgres: install-dev unit
	@if [ -n "$$DATABASE_URL" ]; then exec $(PY) -m pytest -q -n 2 --dist loadfile --no-loadscope-reorder -m "not once"; fi; \
	echo "NOT RUN on PostgreSQL: set DATABASE_URL=postgres://… to run the suite there." >&2; \
	$(if $(filter postgres,$(MAKECMDGOALS)),exit 1,exit 0)

fmt: install-dev
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .
	find templates site/portal publicity reports quizzes -name '*.html' -exec .venv/bin/djade --target-version 5.2 {} +

lock: venv
	@$(PY) -m pip install --quiet --disable-pip-version-check uv
	$(LOCK) requirements.in -o requirements.txt
	$(LOCK) requirements-dev.in -o requirements-dev.txt

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	@echo "var/ holds the site's data; remove it by hand if you mean it."

install: venv
	@cmp -s requirements.txt .venv/requirements.txt || { \
	  echo "Installing the packages of requirements.txt; the first time takes a minute or two."; \
	  $(PIP) -r requirements.txt && cp requirements.txt .venv/requirements.txt; }

install-dev: install
	@cmp -s requirements-dev.txt .venv/requirements-dev.txt || { \
	  echo "Installing the packages of requirements-dev.txt."; \
	  $(PIP) -r requirements-dev.txt && cp requirements-dev.txt .venv/requirements-dev.txt; }

# A virtual environment knows its own place: one that was moved, or whose Python
# was removed, is made anew.
venv:
	@if [ "$$(cat .venv/place 2>/dev/null)" = "$$(pwd -P)" ] && $(PY) -c '' 2>/dev/null; then exit 0; fi; \
	for python in "$(PYTHON)" python3 python3.14 python3.13 python3.12 python3.11 python; do \
	  if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then found=$$python; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
	  echo "Python 3.11 or newer is needed, and none was found. Install one, or name it: make serve PYTHON=/path/to/python3" >&2; exit 1; \
	fi; \
	if ! "$$found" -m venv --clear .venv; then \
	  echo "$$found could not make a virtual environment. On Debian and Ubuntu: apt install python3-venv" >&2; rm -rf .venv; exit 1; \
	fi; \
	pwd -P > .venv/place
