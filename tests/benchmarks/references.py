"""What recognition costs when an entry is stored, and how long "seen in" takes, in a large library.

    python tests/benchmarks/references.py HOME --gen PATH/TO/gen.py

HOME was filled by make_home.py (10,000 entries, 100,000 papers). A leaderboard of 1,000 models is stored in it, entries
of 400 words that name some of them are stored one by one, with their transaction, and without the reading of names for
comparison; then the places of things that few and that many items name are asked for, as the screen does. Prints
milliseconds: median, 95th percentile, highest.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from make_home import generator

from tui_reader.domain.boards import BoardRow, Snapshot
from tui_reader.domain.feeds import Body, BodyFormat, Entry
from tui_reader.domain.query import Field
from tui_reader.services.references import SHOWN, seen
from tui_reader.storage.library import Library
from tui_reader.storage.mentions import MentionWriter

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
MODELS = [f"Maker-{n % 90} {n // 90}.{n % 7} {('Pro', 'Large', 'Flash', 'Coder')[n % 4]}" for n in range(1000)]


def timed(label: str, jobs: Sequence[Callable[[], object]]) -> float:
    """Run the jobs, print how long one takes."""
    took = []
    for job in jobs:
        began = time.perf_counter()
        job()
        took.append((time.perf_counter() - began) * 1000)
    took.sort()
    median = statistics.median(took)
    print(f"{label:<58}{median:8.2f}{took[int(len(took) * 0.95)]:8.2f}{took[-1]:8.2f}")
    return median


def entries(words: list[str], count: int, start: int) -> list[Entry]:
    """Entries that name three models, a lab and a paper each."""
    chance = random.Random(start)
    made = []
    for number in range(start, start + count):
        text = chance.choices(words, k=400)
        often = (MODELS[7],) if number % 10 == 0 else ()
        for name in (*chance.sample(MODELS, 3), *often, "OpenAI", f"arXiv:2606.{number % 100_000:05d}"):
            text.insert(chance.randrange(400), name)
        url = f"https://lab{number % 50}.example/{number}"
        body = Body(" ".join(text), BodyFormat.TEXT, url)
        title = " ".join(chance.choices(words, k=9))
        made.append(Entry(title, url, url, published=NOW - timedelta(minutes=number % 1000), summary="s", body=body))
    return made


def main(home: Path, gen_path: Path) -> None:
    """Print the table."""
    library = Library.open(home / "data" / "library.db", state_dir=home / "state")
    rows = tuple(BoardRow(name, rank) for rank, name in enumerate(MODELS, 1))
    library.boards.store(Snapshot("made", "Made", NOW.date(), rows))
    began = time.perf_counter()
    steps = 0
    while library.references.read_step():
        steps += 1
    print(f"searching the library for new names: {steps} steps, {time.perf_counter() - began:.1f} s")
    words = " ".join(row[3] for row in generator(gen_path).papers(300)).split()
    serial = int(time.time()) * 1000

    print(f"{'ms':<58}{'median':>8}{'p95':>8}{'max':>8}")
    read = MentionWriter.read
    store = [partial(library.entries.store, "bench", [e], NOW) for e in entries(words, 300, serial)]
    timed("store an entry of 400 words, names recognised", store)
    MentionWriter.read = lambda *_: None  # type: ignore[method-assign,assignment]
    store = [partial(library.entries.store, "bench", [e], NOW) for e in entries(words, 300, serial + 10_000)]
    timed("the same without recognition", store)
    MentionWriter.read = read  # type: ignore[method-assign]

    few, many = library.references.model_target(MODELS[7]), "lab:openai"
    paper = library.lists.rows(library.lists.ids(Field("kind", "paper"), limit=1))
    named = library.references.mentions
    print(f"{len(named(many))} items name {many}, {len(named(few))} name {few}")
    timed("places of a model that few name", [lambda: seen(library, few, SHOWN)] * 50)
    timed("places of a lab that many name", [lambda: seen(library, many, SHOWN)] * 50)
    if paper:
        timed("places of an item", [lambda: seen(library, paper[0].key, SHOWN)] * 50)
    library.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("home", type=Path)
    parser.add_argument("--gen", type=Path, required=True)
    options = parser.parse_args()
    main(options.home, options.gen)
