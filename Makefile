# Each target calls one command. PORT=, HOST= and DATABASE_URL= are passed through to the product.
PYTHON = $(shell for p in python3.13 python3.12 python3.11 python3; do \
  command -v $$p >/dev/null 2>&1 && $$p -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes

unexport PYTHONDONTWRITEBYTECODE  # a run of the tests starts a hundred processes: what one has compiled the others read

.PHONY: run test prove check bench messages lock
run: .venv/.runtime
	@exec $(BIN)/flask --app wsgi serve --setup

test: .venv/.development
	@$(BIN)/flask --app wsgi setup --assets-only
	$(BIN)/pytest -n auto -m "not prove" $(ARGS)

prove: .venv/.development
	@$(BIN)/flask --app wsgi setup --assets-only
	$(BIN)/pytest -n auto -m prove $(ARGS)

check: .venv/.development
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/python -m tests.support.template_format --check
	$(BIN)/djlint templates --lint --quiet

bench: .venv/.development
	$(BIN)/flask --app wsgi setup --assets-only
	$(BIN)/python -m benchmarks $(ARGS)

messages: .venv/.development
	$(BIN)/python -m tests.support.messages

.venv/.runtime: requirements.txt
	@test -n "$(PYTHON)" || { echo "Gongzhi needs Python 3.11 or newer with its venv module; none was found." >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing (a minute or two, once) …"
	@$(PIP) -r requirements.txt
	@touch $@

.venv/.development: .venv/.runtime requirements-dev.txt
	@$(PIP) -r requirements-dev.txt
	@touch $@

lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
	  --custom-compile-command "make lock" requirements.in -o requirements.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
	  --custom-compile-command "make lock" requirements-dev.in -o requirements-dev.txt
