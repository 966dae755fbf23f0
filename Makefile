# Two commands for everybody: `make demo` and `make test`. Each does all set-up, once.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python
LAM := $(VENV)/bin/lam
CACHE ?= $(or $(LAM_CACHE),$(HOME)/.cache/lam)
SEED ?= 1
# Threads that wait for work turn this often before they sleep: more steals time from the other programs.
export GOMP_SPINCOUNT := 1000

.PHONY: setup demo test test-all lint bench proof corpus programs native train clean

setup: $(VENV)/.installed

$(VENV)/.debian: .ci/debian-packages.txt .ci/debian-packages
	@bash .ci/debian-packages
	@mkdir -p $(VENV) && touch $@

$(VENV)/.installed: $(VENV)/.debian pyproject.toml constraints.txt
	@# A venv without pip is a half-made one, from a Python that lacked ensurepip: it is made anew.
	@$(RUN) -m pip --version >/dev/null 2>&1 || { $(PYTHON) -m venv --clear $(VENV) && touch $(VENV)/.debian; }
	@$(RUN) -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@# pyautogui asks for python3-xlib, an old copy of python-xlib under the same name: the newer one is to stay.
	@$(RUN) -m pip uninstall --quiet --yes python3-xlib
	@$(RUN) -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --force-reinstall \
		--no-deps python-xlib
	@touch $@

demo: setup
	@$(LAM) demo --seed $(SEED)

lint: setup
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .
	@$(VENV)/bin/pyright
	@$(VENV)/bin/lint-imports .importlinter

test: lint
	@$(RUN) .ci/run_tests.py

# Of the tests that take long `make test` runs one share, another one with each commit.
test-all: lint
	@$(RUN) .ci/run_tests.py --all

# Guided fuzzing has wheels for some Pythons only; without it that one proof says what is missing.
$(VENV)/.fuzz: $(VENV)/.installed
	@# Not the extra: with it pip would lay python3-xlib over python-xlib once more.
	@$(RUN) -m pip install --quiet --disable-pip-version-check --constraint constraints.txt atheris \
		|| echo "atheris cannot be installed here: the proof «fuzz» will fail"
	@touch $@

proof: setup $(VENV)/.fuzz
	@$(RUN) -m tests.proof

bench: setup
	@$(RUN) -m tests.benchmarks

corpus: setup
	@$(RUN) -m lam_desktop.data.corpus generate --out $(CACHE)/corpus --programs 3000 --seed $(SEED) --workers 2
	@$(RUN) -m lam_desktop.data.corpus generate --out $(CACHE)/episodes --episodes --programs 400 --seed $(SEED) \
		--splits train,validation --workers 2
	@$(RUN) -m lam_desktop.data.corpus generate --out $(CACHE)/changes --single-changes --splits test \
		--programs 1200 --seed $(SEED) --workers 2

# The Debian programs that benchmarks and proofs look at; nothing else needs them.
programs: .ci/benchmark-packages.txt
	@bash .ci/debian-packages benchmark-packages.txt

# Screens of those programs, for evaluation only: nothing is trained on them.
native: setup programs
	@$(RUN) -m lam_desktop.evaluation.native collect --out $(CACHE)/native --seed $(SEED)

train: corpus
	@$(RUN) -m lam_desktop.learning.pretrain --cache $(CACHE) --seed $(SEED)

clean:
	rm -rf build dist .pytest_cache .ruff_cache .hypothesis
