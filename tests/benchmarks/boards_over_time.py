"""How long leaderboards take: two tables of 600 models compared, with 2 and with 200 days in the library.

    python tests/benchmarks/boards_over_time.py [DAYS] [MODELS]

Prints the median and the slowest of repeated runs, in milliseconds; what a key press waits for is the sum of reading
two tables, comparing them and looking for models that are back again.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from tui_reader.domain.boards import BoardRow, Snapshot
from tui_reader.services.boards import compare_days, histories, history
from tui_reader.services.model_story import judged, story
from tui_reader.storage.library import Library

FIRST = date(2026, 1, 1)


def tables(days: int, models: int) -> list[Snapshot]:
    """A board that drifts: each day a few scores move, a model leaves, one comes, one returns."""
    chance = Random(7)
    scores = {n: 70.0 - n * 0.1 for n in range(models)}
    away: list[int] = []
    made = []
    for day in range(days):
        for n in chance.sample(list(scores), 5):
            scores[n] = round(scores[n] + chance.uniform(-1, 1), 2)
        if day % 2:
            away.append(chance.choice(list(scores)))
            del scores[away[-1]]
        elif away:
            scores[away.pop(0)] = round(chance.uniform(10, 70), 2)
        ranked = sorted(scores, key=lambda n: -scores[n])
        rows = tuple(
            BoardRow(f"Model {n}", place, scores[n], chance.uniform(20, 200), 1.5, f"id-{n}")
            for place, n in enumerate(ranked, 1)
        )
        made.append(Snapshot("index", "Index", FIRST + timedelta(days=day), rows, source="board", complete=True))
    return made


def measured(what: str, work: Callable[[], Any], times: int = 15) -> None:
    """Print how long it takes."""
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        taken.append((time.perf_counter() - began) * 1000)
    print(f"  {what:<44}{median(taken):>9.1f}{max(taken):>9.1f}")


def measure(days: int, models: int) -> None:
    """Fill a library with so many days and measure."""
    with (
        TemporaryDirectory() as folder,
        closing(Library.open(Path(folder) / "l.db", state_dir=Path(folder))) as library,
    ):
        made = tables(days, models)
        began = time.perf_counter()
        for one in made:
            library.boards.store(one)
        stored = (time.perf_counter() - began) * 1000 / days
        print(f"{days} days of {models} models, stored at {stored:.1f} ms a day      median  slowest (ms)")
        measured("the board's dates", lambda: library.boards.snapshots("index"))
        measured("one table", lambda: library.boards.snapshot("index", FIRST))
        measured("the last two compared", lambda: compare_days(library.boards, "index"))
        measured("the first and the last compared", lambda: compare_days(library.boards, "index", "first", "last"))
        measured("one model's history", lambda: history(library.boards, "index", "model 17"))
        told = story(library, "index", "model 17")
        measured("where that history breaks", lambda: judged(library, "index", told))
        measured("one model on every board", lambda: histories(library.boards, "model 17"))
        measured("all names of models", library.boards.models)


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:]]
    most, size = (*given, *(200, 600)[len(given) :])
    measure(2, size)
    measure(most, size)
