# Everything from a bare Python >= 3.11: each target sets up .venv first, and only when the pins have changed.

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
# Three workers on two cores: a third of the time is waiting for processes and links.
PYTEST_ARGS ?= -q -n 3 --dist worksteal
SESSIONS ?= 10000
SEEDS ?= 12
FUZZ_INPUTS ?= 1000000

.PHONY: demo test slow fuzz fuzz-files bounds campaign scenarios packets benchmark speed breath adaptation latency reaction mutants crash heard practised realstack voice hear check lint types contracts format picture gallery setup lock clean

demo: $(READY)  ## a guided session with a simulated participant
	$(BIN)/biofeedback demo

test: $(READY)  ## the default tests
	$(BIN)/python -m pytest $(PYTEST_ARGS)

slow: $(READY)  ## the long campaigns
	$(BIN)/python -m pytest $(PYTEST_ARGS) -m slow

fuzz: $(READY)  ## five million random packets, a million damaged acceleration frames; FUZZ_SEED=N repeats a run, FUZZ_PACKETS=N shortens it
	$(BIN)/python -m pytest -q -s -m slow tests/devices/test_endurance.py -k million

fuzz-files: $(READY)  ## a million mutated files of every format: clean refusals, soon, in little memory; FUZZ_INPUTS=N shortens it
	nice $(BIN)/python -m tests.fuzz_files --inputs $(FUZZ_INPUTS) --out .fuzz

bounds: $(READY)  ## a file of every format as large as it is read: at most 300 MB and ten seconds of a processor (15 min)
	nice $(BIN)/python -m tests.fuzz_files.bounds $(BOUNDS)

campaign: $(READY)  ## ten thousand random sessions against the invariants; SESSIONS=N for more or fewer
	$(BIN)/biofeedback lab campaign --sessions $(SESSIONS)

scenarios: $(READY)  ## every shipped scenario with all its seeds; FILES="mine.scenario.toml" for others
	$(BIN)/biofeedback lab run --jobs 2 $(FILES)

packets: $(READY)  ## a million packets of straps on a bad day, from the link to the journal; L1_PACKETS=N shortens it
	$(BIN)/python -m pytest -q -s -m slow tests/devices/test_inprocess_strap.py

benchmark: $(READY)  ## side by side with other libraries and simple filters, on BIOFEEDBACK_RECORDINGS too
	$(BIN)/biofeedback lab benchmark --out .pictures/benchmark.md

speed: $(READY)  ## what sessions, sweeps and a day's recording cost, in seconds of one core (2 min)
	$(BIN)/biofeedback lab speed

breath: $(READY)  ## the rate of breathing beside NeuroKit2, by people, with calibration and delay, on BIOFEEDBACK_RECORDINGS too
	$(BIN)/biofeedback lab breath --out .pictures/breath.md

mutants: $(READY)  ## do the tests notice small wrong changes of guard, rules, classifier and wiring? MUTANTS="--share 0.2 wiring"
	$(BIN)/python -m tests.mutants $(MUTANTS)

adaptation: $(READY)  ## adaptation on against off with simulated participants: table and picture; SEEDS=N for more or fewer
	$(BIN)/biofeedback lab adaptation --seeds $(SEEDS) --picture .pictures/adaptation.svg --into ADAPTATION.md

latency: $(READY)  ## from a packet to its frame, and from what ends a tension to the release: figures, no judgement (10 min)
	$(BIN)/python -m tests.latency.measure

reaction: $(READY)  ## start to first paint, key to reaction, share of a processor: figures (5 min, Linux); PLOT=a Python with textual-plot
	$(BIN)/python -m tests.latency.reaction

crash: $(READY)  ## kill -9, signals, stalls and full disks in real processes on a terminal; CRASH="--kills 20 --seed 2"
	$(BIN)/python -m tests.crash $(CRASH)

heard: $(READY)  ## from a cue to its sound, on a PulseAudio of its own that plays nowhere: figures (Linux; HEARD="--times 5")
	$(BIN)/python -m tests.sound.heard $(HEARD)

practised: $(READY)  ## a session by its sound alone, recorded and compared with what was decided, with a picture (4 min; Linux)
	$(BIN)/python -m tests.sound.practised $(PRACTISED)

realstack: $(READY)  ## straps over the real Bluetooth stack, in a virtual machine without a radio (2.5 min, Linux)
	PYTHON=$(CURDIR)/$(BIN)/python sh tests/devices/realstack/run.sh

VOICE := .voice
voice: $(VOICE)/.ready  ## the spoken lines, rendered where a text or its reading changed (a minute or two for a few lines); VOICES="--voice af_bella"
	nice $(VOICE)/venv/bin/python -m biofeedback.sound.rendering make --parts $(VOICE) $(VOICES)

hear: $(VOICE)/.ready  ## does a recogniser tell every shipped clip from all others? (1-2 s a clip; what was heard once is kept)
	nice $(VOICE)/venv/bin/python -m biofeedback.sound.rendering hear --parts $(VOICE) $(VOICES)

$(VOICE)/.ready: .ci/voice.lock .ci/voice
	sh .ci/voice $(VOICE)
	touch $@

pages: $(READY)  ## the written pages and the screens in a headless Chromium (a minute; needs a Chromium)
	$(BIN)/python -m pytest -q -rs -m slow tests/report/test_in_a_browser.py tests/browser/test_in_a_browser.py

check: lint types contracts test  ## all that must hold before a change is given away

lint: $(READY)  ## form, and that what is imported is declared and what is declared is used
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/deptry .

types: export PYRIGHT_PYTHON_IGNORE_WARNINGS = 1  # it would ask the network for its newest version
types: $(READY)
	$(BIN)/mypy
	$(BIN)/pyright --pythonpath $(BIN)/python

contracts: $(READY)  ## who may import whom
	$(BIN)/lint-imports

format: $(READY)
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

picture: $(READY)  ## the README's picture, exported by the program itself
	mkdir -p .pictures
	BIOFEEDBACK_DATA=$$(mktemp -d) PYTHONPATH=. $(BIN)/python tests/tui/make_picture.py .pictures/practise.svg en rest 4

gallery: $(READY)  ## every screen in both languages and all themes, drawn by the program itself into .gallery/; SCREENS="home tense"
	BIOFEEDBACK_DATA=$$(mktemp -d) BIOFEEDBACK_SOUND=off PYTHONPATH=. nice $(BIN)/python tests/tui/make_gallery.py .gallery $(SCREENS)

setup: $(READY)

$(READY): requirements.lock pyproject.toml .ci/setup
	sh .ci/setup $(VENV)
	touch $@

lock:  ## pin what pyproject.toml asks for, by hash and without saying where from
	@command -v uv >/dev/null || { echo "make lock needs uv" >&2; exit 1; }
	uv pip compile --quiet --upgrade --generate-hashes --universal --python-version 3.11 --group dev \
	  --no-emit-index-url --no-emit-find-links --no-annotate --custom-compile-command "make lock" \
	  --output-file requirements.lock pyproject.toml
	uv pip compile --quiet --upgrade --generate-hashes --python-version 3.11 --group voice \
	  --no-emit-index-url --no-emit-find-links --no-annotate --custom-compile-command "make lock" \
	  --output-file .ci/voice.lock

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -prune -exec rm -rf {} +
