"""Prints the oldest versions that pyproject.toml admits, as constraints: `pip install -c <(python .ci/lowest.py) .`"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    """Print one line for each dependency of the program; what only tests need stays new."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)["project"]
    for dependency in project["dependencies"]:
        match = re.match(r"([\w.-]+)(?:\[[^\]]*\])?\s*>=\s*([\w.]+)", dependency)
        if match is None:
            raise SystemExit(f"{dependency}: give the oldest version that is known to work (>=)")
        print(f"{match[1]}=={match[2]}")


if __name__ == "__main__":
    main()
