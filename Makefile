# The two commands of a fresh machine, and two longer ones. They need make, Rust (1.89 or newer) and its C compiler;
# everything else is fetched, or named exactly, by tools/setup.

CARGO ?= cargo

.PHONY: help run test bench pictures faults fuzz setup

help:
	@echo "make run     builds, then opens the program on the demo library"
	@echo "make test    format, clippy, documentation, every test: with a private sound server, never your microphone"
	@echo "make faults  the long forms, with docs/faults.md written from them (as root): 1000 kills, 200 power cuts and as many within the"
	@echo "             recovery, 200 full disks, every call that can fail; ten minutes of speech, three hours of sound, 4.8 GB handed over"
	@echo "make fuzz    junk into every parser, FUZZ_SECONDS=60 each"
	@echo "make bench   processor time per recorded minute, beside parecord, arecord, sox and ffmpeg; the interface's start, beside"
	@echo "             calcurse and khal, and what it costs while it waits and while its meters live; a week's agenda of"
	@echo "             a thousand series, beside remind, calcurse, khal, libical, python-dateutil and rrule's own walk; a library"
	@echo "             of ten thousand sessions and a million marks, its search beside ripgrep; the waveform of three hours, beside"
	@echo "             reading them and beside sox"
	@echo "make pictures DIR=…  every screen and state of the lamp, in all sizes, languages and colours, as SVG and text"

run:
	@tools/setup run
	@$(CARGO) build --quiet
	@target/debug/temoin --library recordings

test:
	@tools/setup test
	$(CARGO) fmt --check
	$(CARGO) clippy --quiet --all-targets -- -D warnings
	RUSTDOCFLAGS="-D warnings" $(CARGO) doc --quiet --no-deps
	$(CARGO) test --quiet

# FAULTS=kills:: runs those of one file, and brings their rows of docs/faults.md up to date. TEMOIN_SEED=17 runs one try again.
# One test after the other, since each brings its own load.
faults:
	@tools/setup faults
	rm -rf target/faults
	TEMOIN_LONG=1 $(CARGO) test --test sound -- --nocapture --test-threads=1 $(FAULTS)
	$(if $(FAULTS),,TEMOIN_LONG=1 $(CARGO) test --test interop sound_export::what_is_longer)
	TEMOIN_TABLE=docs $(CARGO) test --quiet --test sound the_table_of_faults

bench:
	@tools/setup bench
	$(CARGO) bench --bench cost
	$(CARGO) bench --bench interface
	$(CARGO) bench --bench agenda
	$(CARGO) bench --bench peaks
	$(CARGO) bench --bench scale

# PNG too, where rsvg-convert is installed. Refreshes the few pictures that the README shows.
DIR ?= target/pictures

pictures:
	TEMOIN_PICTURES="$(abspath $(DIR))" $(CARGO) test --quiet --test screens every_scene_is_drawn
	@if command -v rsvg-convert >/dev/null; then for file in "$(DIR)"/*.svg; do rsvg-convert -o "$${file%.svg}.png" "$$file"; done; fi
	@echo "the pictures are in $(DIR); the contact sheets are all.*.svg"

# Coverage as libFuzzer wants it, with the ordinary toolchain; no sanitizer, since the program has no `unsafe`.
FUZZ_SECONDS ?= 60
FUZZ_TARGETS ?= calendar files rules sound words
FUZZ_FLAGS = --cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
  -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table
HOST = $(shell rustc -vV | sed -n 's/^host: //p')

fuzz:
	RUSTFLAGS="$(FUZZ_FLAGS)" $(CARGO) build --quiet --release --manifest-path fuzz/Cargo.toml --target $(HOST)
	for target in $(FUZZ_TARGETS); do mkdir -p fuzz/corpus/$$target fuzz/seeds/$$target && \
	  fuzz/target/$(HOST)/release/$$target -max_total_time=$(FUZZ_SECONDS) -timeout=10 -artifact_prefix=fuzz/ \
	    -dict=fuzz/seeds/words.dict fuzz/corpus/$$target fuzz/seeds/$$target || exit 1; done

setup:
	@tools/setup test
