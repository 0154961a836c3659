# Florilegium: `make` sets everything up and makes both editions; `make help` lists the rest.

.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules

BIN := .venv/bin
PIP := $(BIN)/pip --disable-pip-version-check install --quiet --constraint constraints.txt

# ---- the editions --------------------------------------------------------------------------------------------
# Those of the registry (src/florilegium/pipeline/editions.py), which tools/editions reads. An edition's file bears the
# manifest's slug, which only the program knows. So its stamp, dist/.NAME, holds the file's name, and counts for nothing
# when that file is gone. All editions asked for come of one run, since they share one layout.

$(foreach line,$(shell tools/editions),$(eval $(line)))
EDITIONS := $(USUAL) $(OTHERS)
WANTED := $(filter $(EDITIONS),$(MAKECMDGOALS))
ifneq ($(filter all pictures,$(or $(MAKECMDGOALS),all)),)
WANTED := $(USUAL) $(filter $(OTHERS),$(MAKECMDGOALS))
endif
STAMPS := $(WANTED:%=dist/.%)
GONE := $(foreach stamp,$(STAMPS),$(if $(wildcard $(or $(shell cat $(stamp) 2>/dev/null),none)),,gone))

# The newest file with an edition's ending, but for those that belong to another edition.
NEWEST = ls -t dist/*$(ENDING.$(1)) $(if $(filter $(USUAL),$(1)),| grep -v $(LONGER:%=-e '%')) | head -n 1

# Whatever a manifest may name; a path with a space cannot be a prerequisite.
PROJECT := $(shell find anthology.yaml index.yaml seeds introductions images fonts styles src/florilegium -type f \
	! -name '*.py[co]' ! -name '.*' ! -name '* *' 2>/dev/null)

.PHONY: all $(EDITIONS)
all: $(USUAL)                      ## (or just make) both editions in one run
$(EDITIONS): %: dist/.%

$(STAMPS) &: $(PROJECT) .venv/.installed .venv/.pango $(GONE)
	@mkdir -p dist
	$(BIN)/florilegium build $(WANTED)
	@$(foreach edition,$(WANTED),$(call NEWEST,$(edition)) > dist/.$(edition);)

.PHONY: proof
proof: .venv/.installed .venv/.pango  ## what to look at in the finished pages before they are printed
	$(BIN)/florilegium proof

.PHONY: desk
desk: .venv/.desk .venv/.pango     ## the editor's desk: the book in a browser, live; ARGS="--port 8000"
	$(BIN)/florilegium desk $(ARGS)

.PHONY: release
release: .venv/.installed .venv/.pango  ## dist/release/<slug>/, all that goes out; ARGS="--review" for a private review copy
	$(BIN)/florilegium release $(ARGS)

.PHONY: gone check
gone:

check: .venv/.installed            ## what is wrong with the texts, without making anything
	$(BIN)/florilegium check

# ---- checks of the program -----------------------------------------------------------------------------------

.PHONY: test lint conformance bench typography
test: .venv/.test .venv/.pango .venv/.fonts  ## the tests; with ARGS=... for pytest, as in make test ARGS="-k notes"
	$(BIN)/python -m pytest -m "not conformance" -n auto --dist worksteal $(ARGS)

lint: .venv/.test                  ## types and style
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

conformance: .venv/.test .venv/.checkers .venv/.pango .venv/.fonts  ## EPUBCheck, Ace, veraPDF and a browser over every anthology
	$(BIN)/python -m pytest tests/conformance -m conformance -n 2 --dist loadscope $(ARGS)

bench: .venv/.bench .venv/.desk .venv/.pango   ## speed and memory beside pandoc with XeLaTeX and Typst; ARGS="--articles 80"
	$(BIN)/python -m bench.run $(ARGS)

.PHONY: fuzz
fuzz: .venv/.test .venv/.pango     ## broken articles and manifests by the thousand; ARGS="--minutes 10 --seed 1"
	$(BIN)/python tests/campaigns/fuzz.py $(ARGS)

.PHONY: placings
placings: .venv/.test .venv/.pango  ## a word put at thousands of places of every format, and found; ARGS="--count 5000 --seed 1"
	$(BIN)/python tests/campaigns/placings.py $(ARGS)

.PHONY: designs
designs: .venv/.test .venv/.pango  ## what the proof says of every design on every trim; ARGS="examples/on-foot"
	$(BIN)/python tests/campaigns/designs.py $(ARGS)

.PHONY: siege
siege: .venv/.test .venv/.pango    ## builds killed at random moments, and what is left of them; ARGS="--kills 40 --seed 1"
	$(BIN)/python tests/campaigns/siege.py $(ARGS)

.PHONY: audit
audit: .venv/.audit                ## the pinned versions beside known advisories; says so when there is no network
	$(BIN)/python tools/audit

.PHONY: pins
pins: .venv/.test                  ## whether the pinned versions can be installed together, with every extra
	@$(BIN)/python tools/pins

.PHONY: sbom
sbom: .venv/.audit                 ## build/release/: the program's wheel, and all that it is made of (CycloneDX)
	@tools/sbom

.PHONY: pictures
pictures: epub pdf .venv/.checkers .venv/.desk  ## the README's pictures of pages and screens, anew
	$(BIN)/python tools/pictures

typography: .venv/.bench .venv/.pango  ## how evenly lines are set, beside greedy lines and XeLaTeX; ARGS="some/anthology.yaml"
	$(BIN)/python -m bench.typography $(ARGS)

# ---- set-up --------------------------------------------------------------------------------------------------

.venv/.made: tools/venv
	@tools/venv
	@touch $@

# setuptools first, and then no isolated build: so the builder's version is one of ours too.
.venv/.installed: .venv/.made pyproject.toml constraints.txt
	@echo "setting up: florilegium" >&2
	@$(PIP) setuptools
	@$(PIP) --no-build-isolation --editable .
	@touch $@

.venv/.test .venv/.bench .venv/.desk .venv/.audit .venv/.conformance: .venv/.%: .venv/.installed
	@echo "setting up: packages for $*" >&2
	@$(PIP) --no-build-isolation --editable '.[$*]'
	@touch $@

.venv/.checkers: .venv/.conformance tools/checkers tools/package-lock.json tools/pom.xml tools/verapdf.sha256
	@tools/checkers
	@touch $@

.venv/.pango: .venv/.installed tools/pango
	@tools/pango
	@touch $@

.venv/.fonts: .venv/.made tools/fonts
	@tools/fonts
	@touch $@

# ---- the rest ------------------------------------------------------------------------------------------------

.PHONY: clean help
clean:                             ## removes the editions and every cache; what set-up brought stays
	rm -rf .florilegium .mypy_cache .pytest_cache .ruff_cache .hypothesis build
	find dist -mindepth 1 ! -name .gitignore -delete
	find src tests bench -name __pycache__ -type d -prune -exec rm -rf {} +

help:                              ## this list
	@tools/editions help
	@awk -F ':.*##' '/^[a-z]+:.*##/ { printf "  make %-12s %s\n", $$1, $$2 }' Makefile
