"""What it costs to read and store entries, this version beside another, in one run.

    python tests/benchmarks/storing.py OTHER_TREE --python OTHER_PYTHON [--feeds FOLDER] [--pairs 5] [--files 80]

OTHER_TREE is a checkout of the version before, OTHER_PYTHON an interpreter that has what it needs. Both import the same
recorded feeds (../shared/data/feeds) into an empty home, in turn, and once more into the home that has them (nothing is
new then). What counts is processor time, of all their processes, without what the same costs for every tenth of the
files: so what is paid once in a process (modules, patterns) does not count. Prints the medians in milliseconds an entry
and their ratio; of the pairs, so that a busy machine weighs on both alike.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

FEEDS = Path(__file__).resolve().parents[3] / "shared" / "data" / "feeds"
TREE = Path(__file__).resolve().parents[2]


class Version(NamedTuple):
    """A checkout and the interpreter that runs it."""

    tree: Path
    python: str

    def run(self, home: Path, *line: str) -> tuple[float, str]:
        """The processor time of a command, in seconds, and what it prints."""
        environment = {n: v for n, v in os.environ.items() if n not in ("PYTHONPATH", "PYTHONDONTWRITEBYTECODE")}
        environment |= {
            "PYTHONPATH": str(self.tree),
            "PYTHONPYCACHEPREFIX": f"{tempfile.gettempdir()}/compiled-storing",
        }
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run(
            [self.python, "-m", "tui_reader", "--home", str(home), "--offline", *line],
            capture_output=True, text=True, check=False, cwd=home, env=environment,
        )  # fmt: skip
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        if done.returncode not in (0, 3):
            raise SystemExit(done.stderr[-2000:])
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stdout


def cost(version: Version, files: list[str]) -> tuple[float, float, int]:
    """The seconds of an import into an empty home, of another into the same, and how many entries were stored."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        new, told = version.run(home, "import", *files, "--as", "feed", "--json")
        again = version.run(home, "import", *files, "--as", "feed", "--json")[0]
    return new, again, sum(file["items"] for file in json.loads(told)["files"])


def measured(version: Version, files: list[str]) -> tuple[float, float, int]:
    """Milliseconds an entry when all are new, when none is, and how many entries were stored."""
    few, many = cost(version, files[::10]), cost(version, files)
    entries = many[2] - few[2]
    return (many[0] - few[0]) * 1000 / entries, (many[1] - few[1]) * 1000 / entries, many[2]


def main() -> None:
    """Measure in turn and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("other", type=Path)
    parser.add_argument("--python", required=True)
    parser.add_argument("--feeds", type=Path, default=FEEDS)
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--files", type=int, default=80)
    args = parser.parse_args()
    files = sorted(str(p) for p in args.feeds.iterdir() if p.suffix != ".tsv" and p.stat().st_size < 2_000_000)
    files = files[:: max(1, len(files) // args.files)]
    versions = {"before": Version(args.other, args.python), "now": Version(TREE, sys.executable)}
    found: dict[str, list[tuple[float, float, int]]] = {name: [] for name in versions}
    for version in versions.values():  # what it imports is compiled then
        cost(version, files[::10])
    for pair in range(args.pairs):
        for name in sorted(versions, reverse=bool(pair % 2)):
            found[name].append(measured(versions[name], files))
    for place, what in enumerate(("all new", "none new")):
        before, now = (statistics.median(f[place] for f in found[name]) for name in ("before", "now"))
        ratios = [b[place] / a[place] for a, b in zip(found["before"], found["now"], strict=True)]
        each = ", ".join(f"{ratio:.2f}" for ratio in ratios)
        print(f"{what:<9} before {before:6.2f} ms, now {now:6.2f} ms an entry", end="; ")
        print(f"now / before {statistics.median(ratios):.2f} ({each})")
    print(f"{len(files)} feeds, {found['before'][0][2]} entries before, {found['now'][0][2]} now")


if __name__ == "__main__":
    main()
