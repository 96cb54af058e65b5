# Everything is done by the Python package dev/; `python3 -m dev --help` lists more.
.POSIX:
.PHONY: help demo unit test soak mutants bench docs zip prepare clean

export SERIES PORT ARGS

help:
	@python3 -m dev help
demo:
	@exec python3 -m dev demo
unit:
	@python3 -m dev unit
test:
	@python3 -m dev test
soak:
	@python3 -m dev soak
mutants:
	@python3 -m dev mutants
bench:
	@python3 -m dev bench
docs:
	@python3 -m dev docs
zip:
	@python3 -m dev zip
prepare:
	@python3 -m dev prepare
clean:
	@python3 -m dev clean
