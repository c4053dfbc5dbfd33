"""Faults of every kind that are tried, as a table: how many cases, how many the program survived, what was lost, the
most memory that any process took meanwhile, and how long it took.

PYTHONPATH=tests python -m faults [--whole] [--seed N] [--kind NAME …]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from faults.memory import Peak
from faults.outcome import Outcome
from faults.trials import KINDS

#: What no process may pass, in MiB.
MOST_MIB = 400


def main() -> int:
    """Run the kinds and print the table; 1 when anything was lost or not survived, or took too much."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--whole", action="store_true", help="as many cases as there are, and floods of 8 MB")
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--kind", choices=KINDS, action="append", help="only this kind; may be given several times")
    options = parser.parse_args()
    print(f"{'kind':<12} {'cases':>6} {'survived':>9} {'lost':>5} {'peak MiB':>9} {'seconds':>8}")
    outcomes: list[Outcome] = []
    highest = 0
    for kind in options.kind or KINDS:
        begun = time.monotonic()
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder, Peak() as peak:
            outcome = KINDS[kind](Path(folder), options.seed, options.whole)
        outcomes.append(outcome)
        highest = max(highest, peak.mib)
        survived = outcome.cases - len(outcome.fallen)
        seconds = time.monotonic() - begun
        print(
            f"{kind:<12} {outcome.cases:>6} {survived:>9} {outcome.lost:>5} {peak.mib:>9} {seconds:>8.0f}", flush=True
        )
        for line in (*outcome.figures, *outcome.fallen[:20]):
            print(f"    {line.strip()}", flush=True)
    if highest > MOST_MIB:
        print(f"a process took {highest} MiB, which is over {MOST_MIB}")
    return 1 if highest > MOST_MIB or any(outcome.fallen or outcome.lost for outcome in outcomes) else 0


if __name__ == "__main__":
    sys.exit(main())
