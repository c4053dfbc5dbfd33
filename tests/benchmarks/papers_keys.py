"""Keys in the papers pane of a large library, beside a bare list of the same rows, in one run.

    python tests/benchmarks/papers_keys.py HOME --tools PATH/TO/tools [--runs 5] [--size 120x40]

HOME is one that make_home.py or filters_agree.py filled. `tools` holds tuiprobe.py (drives a program in a pty and
measures what a user sees) and app_list.py (the bare list). Prints milliseconds from key to changed screen: arrows, a
decision, undo, search as you type, the counts beside the filters, and the memory of each program. Changes marks in HOME
and takes them back.
"""

from __future__ import annotations

import argparse
import sqlite3
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

KEYS = 120
WORDS = ("learning", "sparse attention", "diffusion", "speculative")
STEPS: list[list[Any]] = [
    ["wait", "Row|1/[0-9]", 60, "start"],
    ["sleep", 2500],
    ["repeat", "<down>", KEYS, 40, "down"],
    ["repeat", "<up>", 60, 40, "up"],
    ["repeat", "<pgdn>", 40, 40, "page down"],
    ["mem", "memory"],
]


def searching() -> list[list[Any]]:
    """Words typed into the search line, a letter at a time, and taken out again."""
    steps: list[list[Any]] = []
    for word in WORDS:
        steps += [["send", "/"], ["quiet", 200]]
        steps += [["key", "<space>" if letter == " " else letter, 120, 5, "search"] for letter in word]
        steps += [["send", "<esc>"], ["quiet", 300]]
    return steps


OURS = [
    *STEPS,
    ["send", "g"], ["send", "g"], ["quiet", 300],
    ["repeat", "x", 40, 60, "skip"],
    ["repeat", "u", 40, 60, "undo"],
    *searching(),
    ["send", "f"], ["wait", "type to narrow", 20, "filter counts"], ["send", "<esc>"], ["quiet", 200],
    ["mem", "memory at the end"],
    ["exit", "Q"],
]  # fmt: skip


def copy_rows(home: Path, path: Path) -> None:
    """The papers of the library as the bare list reads them."""
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE paper(id TEXT, title TEXT, date TEXT, cat TEXT, flags TEXT)")
        connection.execute("ATTACH ? AS library", (f"file:{home / 'data' / 'library.db'}?mode=ro",))
        connection.execute(
            "INSERT INTO paper SELECT key, 'Row ' || title, datetime(date, 'unixepoch'), category, '*' "
            "FROM library.items WHERE kind = 'paper' AND desk = 1 ORDER BY place"
        )
        connection.execute("CREATE INDEX by_date ON paper(date DESC)")


def p95(values: list[float]) -> float:
    """The value that one in twenty is above."""
    return sorted(values)[max(0, round(len(values) * 0.95) - 1)] if values else float("nan")


def main() -> None:
    """Measure, alternating between the programs so that noise hits both."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("home", type=Path)
    parser.add_argument("--tools", type=Path, required=True)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--size", default="120x40")
    options = parser.parse_args()
    sys.path.insert(0, str(options.tools))
    from tuiprobe import run  # type: ignore[import-not-found]

    columns, rows = map(int, options.size.split("x"))
    taken: dict[str, dict[str, list[float]]] = {"bare": {}, "reader": {}}
    with tempfile.TemporaryDirectory() as folder:
        library = Path(folder) / "rows.db"
        copy_rows(options.home, library)
        bare = [sys.executable, str(options.tools / "app_list.py"), "scrolldb", "0", str(library)]
        ours = [sys.executable, "-m", "tui_reader", "--home", str(options.home), "--offline", "--pane", "papers"]
        for _ in range(options.runs):
            for name, command, steps in (("bare", bare, [*STEPS, ["exit", "q"]]), ("reader", ours, OURS)):
                result = run(command, steps, cols=columns, rows=rows)
                if not result["ok"]:
                    sys.exit(f"{name}: {result}")
                for step in result["steps"]:
                    for field in ("p50_ms", "p95_ms", "rss_mb", "first_ms", "since_last_ms"):
                        if step.get("label") and step.get(field) is not None:
                            taken[name].setdefault(f"{step['label']} {field}", []).append(step[field])
    print(f"{options.runs} runs at {options.size}, medians; ms, MB")
    print(f"{'':28}{'bare':>9}{'reader':>9}{'ratio':>8}")
    for field in ("down p50_ms", "down p95_ms", "up p95_ms", "page down p95_ms", "memory rss_mb"):
        before, after = (statistics.median(taken[name][field]) for name in ("bare", "reader"))
        print(f"{field:28}{before:9.2f}{after:9.2f}{after / before:8.2f}")
    for field in ("skip p95_ms", "undo p95_ms", "filter counts since_last_ms", "memory at the end rss_mb"):
        print(f"{field:28}{'':9}{statistics.median(taken['reader'][field]):9.2f}")
    typed = taken["reader"]["search first_ms"]
    print(f"{'search, key to paint, p50':28}{'':9}{statistics.median(typed):9.2f}   of {len(typed)} keys")
    print(f"{'search, key to paint, p95':28}{'':9}{p95(typed):9.2f}")


if __name__ == "__main__":
    main()
