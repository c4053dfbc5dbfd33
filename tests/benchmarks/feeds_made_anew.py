"""Sixty days of feeds that are made anew in every way we know of, replayed through parser and library.

    python tests/benchmarks/feeds_made_anew.py [--days 60] [--seeds 3]

Prints for each feed how many stories it had and how many of them were brought back unread, stood there twice, were
lost, or were dated after they were first seen, and on how many days counts were not those of the rows. All but the
first figure must be nought; the exit status says whether they are.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # tests/support is shared by the rooms

from support.made_histories import MAKERS, Outcome, Replay

from tui_reader.storage.library import Library

_HEADS = ("stories", "unread again", "doubled", "lost", "dated late", "wrong counts")


def main(days: int, seeds: int) -> int:
    """Print the table; 1 if anything went wrong."""
    began = time.perf_counter()
    print(f"{'feed':<18}" + "".join(f"{head:>14}" for head in _HEADS))
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(seeds):
            library = Library.open(Path(folder) / f"{seed}.db", state_dir=Path(folder))
            for maker in MAKERS:
                outcome = Replay(library, maker, seed, days).run()
                wrong += not outcome.is_right
                print(f"{maker.name:<18}" + "".join(f"{figure:>14}" for figure in _figures(outcome)))
            library.close()
    print(f"{seeds} times {days} days of {len(MAKERS)} feeds in {time.perf_counter() - began:.1f} s")
    return 1 if wrong else 0


def _figures(outcome: Outcome) -> tuple[int, ...]:
    told = (outcome.resurrected, outcome.doubled, outcome.lost, outcome.late)
    return (outcome.stories, *map(len, told), outcome.wrong_counts)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--days", type=int, default=60)
    parser.add_argument("--seeds", type=int, default=3)
    options = parser.parse_args()
    sys.exit(main(options.days, options.seeds))
