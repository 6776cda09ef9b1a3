# The two commands of a fresh machine, and two longer ones. They need make, Rust (1.89 or newer) and its C compiler;
# everything else is fetched, or named exactly, by tools/setup.

CARGO ?= cargo

.PHONY: help run test bench faults setup

help:
	@echo "make run     builds, then shows today's agenda of the demo library, and how to start"
	@echo "make test    format, clippy, documentation, every test: with a private sound server, never your microphone"
	@echo "make faults  the long forms: ten minutes of speech, 50 kills, three hours of sound, full disks (as root)"
	@echo "make bench   processor time per recorded minute, beside parecord, arecord, sox and ffmpeg"

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

faults:
	@tools/setup faults
	TEMOIN_LONG=1 $(CARGO) test --test sound -- --nocapture

bench:
	@tools/setup bench
	$(CARGO) bench --bench cost

setup:
	@tools/setup test
