.PHONY: check quick test

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
