# make run    the bot with its own web chat: environment, dependencies, database, start
# make test   everything that must be green: style, types, import contracts, tests with coverage
# make bench  how fast it is, beside the floor (PEERS=none) or its peers (PEERS=all): a table, build/bench.json
# make wording   labelled messages (tests/understanding/corpus) → handlers/understanding/wording.zip
# make lock   new versions into the lock files · make migration m="…"   a new migration from the models
#
# PYTHON=python3.12 make run   picks the interpreter; ARGS="--port 9000" goes to `yihu demo`.

VENV ?= .venv
BIN := $(VENV)/bin
ARGS ?=
PEERS ?= none

say = @printf '→ %s\n' "$(1)"

.PHONY: run install test install-test bench wording lock migration

run: $(VENV)/installed
	$(call say,starting yihu demo (Ctrl+C ends it))
	@exec $(BIN)/yihu demo $(ARGS)

install: $(VENV)/installed

install-test: $(VENV)/installed-test

test: $(VENV)/installed-test
	@sh .ci/check_all.sh '$(VENV)'

bench: $(VENV)/installed-test
	$(call say,measuring (some minutes; nothing else should run))
	@PEERS='$(PEERS)' $(BIN)/python -m tests.bench

wording: $(VENV)/installed-wording
	$(call say,training the wording (ten minutes))
	@$(BIN)/python -m tests.understanding.train_wording

# The newest interpreter that fits, or the one that PYTHON names. Everything it may lack is said in one line.
$(BIN)/uv: requirements-build.lock
	@sh .ci/make_environment.sh '$(VENV)' '$(PYTHON)'
	@touch $@

$(VENV)/installed: $(BIN)/uv requirements.lock pyproject.toml
	$(call say,installing dependencies (requirements.lock))
	@sh .ci/install_lock.sh '$(VENV)' requirements.lock
	@touch $@

$(VENV)/installed-test: $(BIN)/uv requirements-test.lock pyproject.toml
	$(call say,installing dependencies of the tests (requirements-test.lock))
	@sh .ci/install_lock.sh '$(VENV)' requirements-test.lock
	@touch $@

$(VENV)/installed-wording: $(VENV)/installed-test requirements-wording.lock
	$(call say,installing what trains the wording (requirements-wording.lock))
	@sh .ci/install_lock.sh '$(VENV)' requirements-wording.lock
	@touch $@

# No index, no machine: the locks name versions and hashes for every platform, the installing machine knows from where.
COMPILE := $(BIN)/uv pip compile --no-config --universal --python-version 3.11 --upgrade --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-header --no-annotate --quiet

lock: $(BIN)/uv
	$(call say,resolving)
	@$(COMPILE) --group pyproject.toml:install --output-file requirements-build.lock
	@$(COMPILE) pyproject.toml --output-file requirements.lock
	@$(COMPILE) pyproject.toml --extra test --constraint requirements-build.lock --constraint requirements.lock \
		--output-file requirements-test.lock
	@$(COMPILE) --group pyproject.toml:wording --output-file requirements-wording.lock
	$(call say,see git diff --stat)

migration: $(VENV)/installed
	@test -n "$$m" || { echo 'Say what changes: make migration m="Add activities"' >&2; exit 2; }
	@$(BIN)/python -m storage.migrations "$$m"
