"""Faults of every kind that are tried, as a table: how many cases, how many the program survived, what was lost.

PYTHONPATH=tests python -m faults [--whole] [--seed N]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from faults.trials import KINDS, Outcome


def main() -> int:
    """Run all kinds and print the table; 1 when anything was lost."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--whole", action="store_true", help="as many cases as there are, and floods of 8 MB")
    parser.add_argument("--seed", type=int, default=5)
    options = parser.parse_args()
    print(f"{'kind':<12} {'cases':>6} {'survived':>9} {'lost':>5}")
    outcomes: list[Outcome] = []
    for kind, trial in KINDS.items():
        with tempfile.TemporaryDirectory() as folder:
            outcome = trial(Path(folder), options.seed, options.whole)
        outcomes.append(outcome)
        print(f"{kind:<12} {outcome.cases:>6} {outcome.cases - len(outcome.fallen):>9} {outcome.lost:>5}", flush=True)
        for name in outcome.fallen[:20]:
            print(f"    {name}")
    return 1 if any(outcome.fallen or outcome.lost for outcome in outcomes) else 0


if __name__ == "__main__":
    sys.exit(main())
