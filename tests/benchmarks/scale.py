"""How the reader does in libraries of several sizes: the rows of the design's table, in one report.

    python tests/benchmarks/scale.py HOME ... --tools PATH/TO/tools [--runs 3] [--doctor]

Each HOME is one that make_home.py filled. `tools` holds tuiprobe.py (drives a program in a pty and measures what a
user sees), app_min.py and app_list.py, beside which the reader is measured in the same run: the machine is noisy, the
ratio is not. Milliseconds from the key to the changed screen, megabytes of all processes. `refresh.py` has the rows of
a refresh, `document.py` those of a long text.
"""

from __future__ import annotations

import argparse
import json
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

WORDS = ("learning", "attention", "sparse tok")


def typed() -> list[list[Any]]:
    """Words typed into the search line, a letter at a time."""
    steps: list[list[Any]] = []
    for word in WORDS:
        steps += [["send", "/"], ["quiet", 200]]
        steps += [["key", "<space>" if letter == " " else letter, 80, 5, "search"] for letter in word]
        steps += [["send", "<esc>"], ["quiet", 300]]
    return steps


PAPERS: list[list[Any]] = [
    ["wait", "1/[0-9]", 120, "first frame"],
    ["sleep", 2000],
    ["repeat", "<down>", 60, 40, "arrow"],
    ["mem", "memory"],
    *typed(),
    ["search", "f", "Filter", 60, "filter box"],
    ["search", "", r"cross-listed|[0-9],[0-9]{3}", 120, "its first counts"],
    ["quiet", 1500, 120, "its last counts"],
    ["send", "<esc>"],
    ["quiet", 300],
    ["mem", "memory after filtering"],
    ["exit", "Q"],
]
FEEDS: list[list[Any]] = [["wait", "1/[0-9]", 120, "first frame in Feeds"], ["quiet", 300], ["exit", "Q"]]
BARE: list[list[Any]] = [["wait", "READY", 30, "bare frame"], ["exit", "q"]]
LIST: list[list[Any]] = [
    ["wait", "Row|1/[0-9]", 60, "bare list"],
    ["quiet", 300],
    ["repeat", "<down>", 60, 40, "bare arrow"],
    ["exit", "q"],
]


def copy_rows(home: Path, path: Path) -> None:
    """The first papers of a library as the bare list reads them."""
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE paper(id TEXT, title TEXT, date TEXT, cat TEXT, flags TEXT)")
        connection.execute("ATTACH ? AS library", (f"file:{home / 'data' / 'library.db'}?mode=ro",))
        connection.execute(
            "INSERT INTO paper SELECT key, 'Row ' || title, datetime(date, 'unixepoch'), category, '*' "
            "FROM library.items WHERE kind = 'paper' AND desk = 1 ORDER BY place LIMIT 100000"
        )
        connection.execute("CREATE INDEX by_date ON paper(date DESC)")


def figures(result: dict[str, Any], into: dict[str, list[float]]) -> None:
    """Take the figures of a run."""
    for step in result["steps"]:
        for field in ("since_start_ms", "since_last_ms", "p50_ms", "p95_ms", "max_ms", "first_ms", "rss_mb"):
            if step.get("label") and step.get(field) is not None:
                into.setdefault(f"{step['label']} {field}", []).append(step[field])


def command(home: Path, *line: str) -> tuple[float, float, str]:
    """Seconds by the clock and of the processor that a command takes, and what it says."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "tui_reader", "--home", str(home), "--offline", *line],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - begun, spent, done.stdout


def measure(home: Path, run: Any, options: argparse.Namespace) -> None:
    """Print the rows of one library."""
    taken: dict[str, list[float]] = {}
    tools = options.tools
    with tempfile.TemporaryDirectory() as folder:
        rows = Path(folder) / "rows.db"
        copy_rows(home, rows)
        reader = [sys.executable, "-m", "tui_reader", "--home", str(home), "--offline", "--pane"]
        programs = (
            ([sys.executable, str(tools / "app_min.py")], BARE),
            ([sys.executable, str(tools / "app_list.py"), "scrolldb", "0", str(rows)], LIST),
            ([*reader, "papers"], PAPERS),
            ([*reader, "feeds"], FEEDS),
        )
        for _ in range(options.runs):
            for argv, steps in programs:
                result = run(argv, steps)
                if not result["ok"]:
                    print("failed:", [step for step in result["steps"] if not step["ok"]][:1])
                figures(result, taken)
    middle = {name: statistics.median(values) for name, values in taken.items()}

    def row(what: str, name: str, bare: str = "", unit: str = "ms") -> None:
        value = middle.get(name, float("nan"))
        ratio = f"{value / middle[bare]:6.2f} x {middle[bare]:.1f}" if bare in middle else ""
        print(f"  {what:42}{value:10.1f} {unit:3} {ratio}")

    with sqlite3.connect(f"file:{home / 'data' / 'library.db'}?mode=ro", uri=True) as connection:
        kinds = dict(connection.execute("SELECT kind, count(*) FROM items GROUP BY kind").fetchall())
    print(f"{home}: {', '.join(f'{n:,} of kind {kind}' for kind, n in kinds.items())}; medians of {options.runs}")
    row("first frame, Papers", "first frame since_start_ms", "bare frame since_start_ms")
    row("first frame, Feeds", "first frame in Feeds since_start_ms", "bare frame since_start_ms")
    row("arrow key, p95", "arrow p95_ms", "bare arrow p95_ms")
    searched = sorted(taken.get("search first_ms", [float("nan")]))
    print(f"  {'search as you type, key to paint, p95':42}{searched[int(0.95 * (len(searched) - 1))]:10.1f} ms")
    row("filter box, first paint", "filter box since_last_ms")
    row("filter box, first counts after it", "its first counts since_last_ms")
    row("filter box, all counts after it", "its last counts since_last_ms")
    row("memory", "memory rss_mb", unit="MB")
    row("memory after filtering", "memory after filtering rss_mb", unit="MB")
    clock, spent, _ = command(home, "list", "papers", "--limit", "1", "--json")
    print(f"  {'list papers --limit 1':42}{1000 * clock:10.1f} ms  ({1000 * spent:.0f} of the processor)")
    if options.doctor:
        clock, spent, said = command(home, "doctor", "--json")
        checks = json.loads(said)["checks"] if said else [{"name": "no answer", "status": "failed"}]
        bad = ", ".join(check["name"] for check in checks if check["status"] == "failed")
        print(f"  {'doctor':42}{clock:10.1f} s   ({spent:.1f} of the processor){bad and f'  FAILED: {bad}'}")


def main() -> None:
    """Measure each home."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("homes", type=Path, nargs="+")
    parser.add_argument("--tools", type=Path, required=True)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--doctor", action="store_true", help="measure doctor too, which takes a while")
    options = parser.parse_args()
    sys.path.insert(0, str(options.tools))
    from tuiprobe import run  # type: ignore[import-not-found]

    for home in options.homes:
        measure(home, run, options)


if __name__ == "__main__":
    main()
