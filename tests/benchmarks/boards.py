"""A key in the table of a leaderboard, from press to paint, and how fast a board with many dates opens.

    python tests/benchmarks/boards.py TOOLS [--rows 600] [--days 200] [--presses 60]

TOOLS is the folder with `tuiprobe.py` (drives a program in a pty and measures what a user sees). A board of two dates
and one of many are made, in which models move, enter and leave. Milliseconds from a key to the last change that it
makes on the screen; beside a bare Textual app that shows other text at each key, in the same run. Then the same in
milliseconds of the processor, which a busy machine distorts less: of the screen's thread, and of all threads.
"""

from __future__ import annotations

import argparse
import asyncio
import importlib.util
import random
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

from tui_reader.domain.boards import BoardRow, Snapshot

NOW = datetime(2026, 6, 1, 9, tzinfo=UTC)
FIRST = date(2025, 9, 1)
#: So long must nothing change for a key to be done with.
QUIET = 120


def tables(board: str, days: int, rows: int) -> list[Snapshot]:
    """Tables in which each day some models move, some enter and some leave."""
    chance = random.Random(days)
    models = {n: (chance.uniform(5, 60), chance.uniform(20, 200), chance.uniform(0.05, 15)) for n in range(rows)}
    found = []
    for number in range(days):
        for n in chance.sample(sorted(models), rows // 50):
            models[n] = (chance.uniform(5, 60), *models[n][1:])
        del models[chance.choice(sorted(models))]
        models[rows + number] = (chance.uniform(5, 60), chance.uniform(20, 200), chance.uniform(0.05, 15))
        ordered = sorted(models.items(), key=lambda pair: -pair[1][0])
        found.append(
            Snapshot(
                board,
                f"Board of {days} dates",
                FIRST + timedelta(number),
                tuple(
                    BoardRow(
                        f"Model {n} (reasoning)", rank, round(score, 2), round(speed, 1), round(price, 2), f"id-{n}"
                    )
                    for rank, (n, (score, speed, price)) in enumerate(ordered, 1)
                ),
                metric="index",
                source=board,
                complete=True,
            )
        )
    return found


def bare_app() -> Any:
    """An app that fills the screen with other text at each key."""
    from textual.app import App, ComposeResult
    from textual.widgets import Static

    class Bare(App[None]):
        def compose(self) -> ComposeResult:
            self.text = Static("READY")
            yield self.text

        def on_key(self) -> None:
            self.text.update("\n".join(f"{time.perf_counter():.6f} " * 8 for _ in range(38)))

    return Bare()


def fill(home: Path, rows: int, most: int) -> None:
    """A library with the two boards, the benchmarks in front."""
    from tui_reader.wiring import Launch, Program

    program = Program(Launch(home=home, offline=True), {}, lambda: NOW)
    for board, days in (("two", 2), ("many", most)):
        for table in tables(board, days, rows):
            program.library.boards.store(table)
    program.close()


def steps(presses: int, most: int) -> list[list[Any]]:
    """What is done on the board of two dates, the first in the list, and on the other."""
    few = max(5, presses // 4)
    return [
        ["wait", "Board of 2 dates", 60, "start"],
        ["quiet", 500],
        ["key", "<enter>", 400, 20, "open 2 dates"],
        ["send", "<esc>"],
        ["quiet", 300],
        ["send", "<esc>"],
        ["quiet", 300],
        ["send", "G"],
        ["quiet", 500],
        ["key", "<enter>", 400, 20, f"open {most} dates"],
        ["repeat", "[", presses, QUIET, "other date"],
        ["repeat", "{", presses, QUIET, "other base"],
        ["repeat", "j", presses, QUIET, "row down"],
        ["repeat", "<pgdn>", few, QUIET, "page down"],
        ["repeat", "m", few, QUIET, "only what moved"],
        ["key", "P", 300, 20, "plot"],
        ["key", "<esc>", 300, 20, "close the plot"],
        ["key", "<enter>", 1500, 20, "history"],
        ["key", "<esc>", 300, 20, "close the history"],
        ["mem", "memory"],
    ]


async def cost(pilot: Any, key: str, rest: float) -> tuple[float, float]:
    """Milliseconds of the processor that a key takes: of this thread, of all."""
    own, every = time.thread_time(), time.process_time()
    await pilot.press(key)
    await asyncio.sleep(rest)
    return (time.thread_time() - own) * 1000, (time.process_time() - every) * 1000


async def costs(home: Path, times: int = 8) -> dict[str, list[tuple[float, float]]]:
    """What opening the board of many dates, and a model's page, takes of the processor, on a screen that is none."""
    from tui_reader.ui.app import ReaderApp
    from tui_reader.wiring import Launch, Program

    found: dict[str, list[tuple[float, float]]] = {}
    async with bare_app().run_test(size=(120, 40)) as pilot:
        found["bare: a key"] = [await cost(pilot, "a", 0.1) for _ in range(times)]
    program = Program(Launch(home=home, offline=True), {}, lambda: NOW)
    async with ReaderApp(program, "benchmarks").run_test(size=(120, 40)) as pilot:
        await asyncio.sleep(2)
        for key in ("G", "enter", "escape"):
            await cost(pilot, key, 1)
        for _ in range(times):
            await cost(pilot, "escape", 0.3)
            found.setdefault("open the board", []).append(await cost(pilot, "enter", 0.5))
            found.setdefault("open the model page", []).append(await cost(pilot, "enter", 1))
            await cost(pilot, "escape", 0.3)
            await cost(pilot, "escape", 0.3)
    program.close()
    return found


def main() -> None:
    """Measure both and print a table."""
    if sys.argv[1:] == ["--bare"]:
        bare_app().run()
        return
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tools", type=Path)
    parser.add_argument("--rows", type=int, default=600)
    parser.add_argument("--days", type=int, default=200)
    parser.add_argument("--presses", type=int, default=60)
    options = parser.parse_args()
    spec = importlib.util.spec_from_file_location("tuiprobe", options.tools / "tuiprobe.py")
    if spec is None or spec.loader is None:
        parser.error(f"no tuiprobe.py in {options.tools}")
    probe = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(probe)
    bare_steps = [
        ["wait", "READY", 60, "start"],
        ["quiet", 300],
        ["repeat", "a", options.presses, QUIET, "bare: a key"],
    ]
    with tempfile.TemporaryDirectory() as folder:
        fill(Path(folder), options.rows, options.days)
        program = [sys.executable, "-m", "tui_reader", "--home", folder, "--offline", "--pane", "benchmarks"]
        found = probe.many([sys.executable, __file__, "--bare"], bare_steps, 1)["runs"][0]["steps"]
        found += probe.many(program, steps(options.presses, options.days), 1)["runs"][0]["steps"]
        of_processor = asyncio.run(costs(Path(folder)))
    print(f"{options.rows} models, ms to the last change\n{'':22}{'p50':>9}{'p95':>9}")
    for step in found:
        if "last_p50_ms" in step:
            print(f"{step['label']:22}{step['last_p50_ms']:9.1f}{step['last_p95_ms']:9.1f}")
        elif "last_ms" in step:
            print(f"{step['label']:22}{step['last_ms'] or float('nan'):9.1f}")
        elif "rss_mb" in step:
            print(f"{'memory, MB':22}{step['rss_mb']:9.1f}")
    print(f"\nms of the processor\n{'':22}{'screen':>9}{'all':>9}")
    for label, told in of_processor.items():
        print(f"{label:22}{median(own for own, _ in told):9.1f}{median(every for _, every in told):9.1f}")


if __name__ == "__main__":
    main()
