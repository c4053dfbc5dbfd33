"""How long searches take, from a key to the ids of the list: newest first and by relevance, as each letter is typed.

python tests/benchmarks/search_speed.py HOME [--repeat 3]

HOME is what `make_home.py` fills. Words are taken from the titles and abstracts that are there: frequent and rare ones,
pairs, three in a row and pairs that never stand together.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from datetime import date
from pathlib import Path

from tui_reader.domain.query import parse
from tui_reader.domain.rows import Order
from tui_reader.storage.library import Library

SHOWN = 200
TODAY = date(2026, 11, 27)


def queries(library: Library, dice: random.Random) -> list[str]:
    """What is searched for."""
    rows = library.lists.rows(list(library.lists.ids(parse("kind:paper", TODAY), limit=2000)))
    counts = Counter(word.lower() for row in rows for word in row.title.split() if word.isalpha())
    ranked = [word for word, _ in counts.most_common()]
    often, seldom = ranked[:12], ranked[-60:]
    names = [row.authors.split(", ")[0] for row in dice.sample(rows, 12) if row.authors]
    found = [*often, *dice.sample(seldom, 8), *names]
    found += [f"{a} {b}" for a, b in zip(often, reversed(often), strict=True)]
    found += [f"{a} {b}" for a, b in zip(seldom[:8], often, strict=False)]
    found += [" ".join(row.title.split()[1:4]) for row in dice.sample(rows, 10)]
    return found


def measured(library: Library, text: str, order: Order) -> float:
    """Milliseconds of the processor until the ids are there: what else the machine does is left out."""
    begun = time.process_time()
    library.lists.ids(parse(text, TODAY, live=True), order=order, limit=SHOWN)
    return 1000 * (time.process_time() - begun)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("home", type=Path)
    parser.add_argument("--repeat", type=int, default=3)
    args = parser.parse_args()
    library = Library.open(args.home / "data" / "library.db", state_dir=args.home / "state")
    texts = queries(library, random.Random(4))
    typed = [text[:end] for text in texts for end in range(2, len(text) + 1)]
    for order in (Order.NEWEST, Order.RANK):
        times = sorted(
            (min(measured(library, text, order) for _ in range(args.repeat)), text) for text in dict.fromkeys(typed)
        )
        middle, late = times[len(times) // 2], times[int(0.95 * len(times))]
        print(f"{order:8} {len(times)} searches  p50 {middle[0]:6.1f} ms  p95 {late[0]:6.1f} ms")
        print("         slowest: " + ", ".join(f"{text!r} {ms:.0f}" for ms, text in times[:-6:-1]))


if __name__ == "__main__":
    main()
