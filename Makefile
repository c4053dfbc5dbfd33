.PHONY: check quick test snapshots tables lock build

# What CI does, in a fresh environment.
check:
	.ci/run

# Linters, types and import rules, in the environment that is active.
quick:
	ruff check .
	ruff format --check .
	mypy
	lint-imports

test:
	python -m pytest

# How every screen looks, written anew; look at what git says is different before you commit it.
snapshots:
	rm -rf tests/ui/snapshots
	RENEW_SNAPSHOTS=1 python -m pytest -q -n auto tests/ui/test_snapshots.py -k look

# README's tables and the manual page, from the tables in the code.
tables:
	python tests/support/readme_tables.py

# The versions that CI installs, renewed.
lock:
	.ci/lock

# sdist and wheel into dist/: built twice, compared, looked into.
build:
	.ci/build
