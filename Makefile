# Everything a person or a machine does with this project. `make demo` and `make test` do their own set-up.
PREFIX ?= /usr/local
DESTDIR ?=

.PHONY: help setup build build-release demo test test-agents test-install bench counts counts-accept soak format lint docs \
	install clean

help:
	@echo "make demo           see it work: a session that outlives its daemon (nothing is left behind)"
	@echo "make test           build, then run every test"
	@echo "make setup          check what is needed, install what is missing from Debian"
	@echo "make build          debug build        make build-release   what is installed"
	@echo "make install        into PREFIX ($(PREFIX)); DESTDIR is honoured"
	@echo "make test-agents    tests against agents of others (installed from PyPI, outside of here)"
	@echo "make test-install   install into an empty directory, and run there without anything else"
	@echo "make bench          measure, beside the public runtime's figures"
	@echo "make counts         count instructions, allocations, system calls, bytes; fail where one is worse than accepted"
	@echo "make counts-accept  accept what is counted now"
	@echo "make soak           kill the daemon 10,000 times (or for SECONDS) while sessions work"
	@echo "make docs           write docs/cli.md anew from the commands themselves"
	@echo "make format, lint   bring the sources into shape, or check it"

setup:
	@scripts/setup.sh

build: setup
	swift build

build-release: setup
	scripts/build-release.sh

demo: setup
	@scripts/demo.sh

test: setup
	@scripts/test.sh

test-agents: setup
	@scripts/test-agents.sh

test-install: build-release
	@scripts/test-install.sh

bench: build-release
	@Benchmarks/run.sh

counts: setup
	@Benchmarks/counts.sh

counts-accept: setup
	@Benchmarks/counts.sh --accept

soak: setup
	@scripts/soak.sh $(SECONDS)

format:
	swift format -i -r Package.swift Sources Tests

docs:
	swift build --product agh
	.build/debug/agh doc > docs/cli.md

lint:
	swift format lint --strict -r Package.swift Sources Tests
	@scripts/check-docs.sh

install: build-release
	scripts/install.sh "$(DESTDIR)$(PREFIX)"

clean:
	rm -rf .build
