# Every target works from a fresh clone: it first makes .venv if that is missing or out of date.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
# Calls the generator for every package and every page; with --check it only says what would change.
define generate
@$(BIN)/pictura-gen api spec/ezlink/openapi.yaml --out generated/ezlink --recipe spec/recipe.yaml --strict $(1)
@$(BIN)/pictura-gen api spec/openai/openapi.yaml --out generated/openai_images --recipe spec/recipe.yaml --strict $(1)
@$(BIN)/pictura-gen reference spec/ezlink/openapi.yaml --out docs/api.md $(1)
@$(BIN)/pictura-gen reference spec/openai/openapi.yaml --out docs/api-openai.md $(1)
endef
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install --constraint constraints.txt

.DEFAULT_GOAL := help
.PHONY: help demo test gen check lint types contracts drift wheel recipes docs fix update corpus bench clean

help:  ## Show the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(PIP) pip
	$(PIP) --editable . --group dev --group docs
	@touch $(READY)

demo: $(READY)  ## Run recipes/ against the emulator and say where the pictures are
	$(BIN)/pictura run recipes --emulator

test: $(READY)  ## Run all tests
	$(BIN)/python -m pytest -n 2

gen: $(READY)  ## Generate the clients, the validators, the recipe schemas and the pages of the APIs from spec/
	$(call generate)

check: lint types contracts drift recipes docs wheel test  ## Everything that a change has to pass

lint: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(READY)
	$(BIN)/mypy
	$(BIN)/pyright -p pyproject.toml

contracts: $(READY)
	$(BIN)/lint-imports

drift: $(READY)
	$(call generate,--check)

recipes: $(READY)
	$(BIN)/pictura validate recipes

docs: $(READY)  ## Build docs/ as pages; a broken link is an error
	@$(BIN)/sphinx-build --quiet --fail-on-warning --keep-going --fresh-env --write-all --doctree-dir build/doctrees docs build/docs
	@echo "pages are in build/docs/index.html"

wheel: $(READY)
	rm -rf dist
	$(BIN)/python -m build --wheel --installer pip . >/dev/null
	$(BIN)/check-wheel-contents --toplevel pictura,pictura_core,pictura_codegen,ezlink,openai_images dist

fix: $(READY)  ## Format, and mend what can be mended
	$(BIN)/ruff check --fix --exit-zero .
	$(BIN)/ruff format .

update: $(READY)  ## Rewrite the golden files of the tests; read the diff
	$(BIN)/python -m pytest -n 2 --update

corpus: $(READY)  ## Generate from published documents (PICTURA_CORPUS), and hold all packages against mypy
	PICTURA_CORPUS_TYPES=all $(BIN)/python -m pytest -n 2 -q tests/codegen/test_corpus.py \
		tests/generated/independent/test_parse_back.py

bench: $(READY)  ## Measure against named peers, as ratios of medians
	@for script in validate validators generate imports documents plan run gallery chaos shards engine batch scale; do \
		echo "== bench/$$script.py"; $(BIN)/python bench/$$script.py || exit 1; done

clean:  ## Remove what make made, but nothing that was paid for
	rm -rf $(VENV) dist build .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
