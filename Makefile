# Every recipe goes through scripts/with, which picks a Rust toolchain that can
# build for the browser too. Nothing here asks a question.

.DEFAULT_GOAL := help
.PHONY: help run dev build release test test-long coverage lint audit bench lighthouse

help: ## list these targets
	@sed -n 's/^\([a-z-]*\): ## \(.*\)/  make \1	\2/p' Makefile | expand -t 20

run: ## build everything and serve http://localhost:3000 with its data in ./data
	@scripts/with scripts/run

dev: ## the same, unoptimised, rebuilt and restarted on every change
	@scripts/with scripts/dev

build: ## release build: browser bundle in target/site, then the server
	@scripts/with cargo xtask build --release

release: ## one program with everything inside, its licences and its bill of materials
	@scripts/with scripts/release

test: ## every test; installs Chromium and PostgreSQL where they are missing
	@scripts/with scripts/test

test-long: ## adversaries, crashes, power cuts and other faults by the hundred: hours
	@scripts/with scripts/test-long

coverage: ## how much of the published contract the last `make test` has answered
	@scripts/with scripts/coverage

lint: ## formatting, clippy, browser dependencies, source rules, documentation, audit
	@scripts/with scripts/lint

audit: ## what we depend on: bans, licences, sources, yanked packages, known vulnerabilities
	@scripts/with scripts/audit

bench: ## measure beside other products
	@scripts/with bench/run

lighthouse: ## what Lighthouse says of the pages to sign in and of the profile
	@scripts/with scripts/lighthouse
