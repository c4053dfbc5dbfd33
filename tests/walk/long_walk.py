"""Walk the reader at random for as long as you like, and tell the shortest ways to what goes wrong.

python tests/walk/long_walk.py --steps 10000 --seed 7 [--size 120x40] [--home made|sample|empty] [--each 40]

Run from another checkout (`cd OTHER; python THIS/tests/walk/long_walk.py`), it walks that one's reader: only
`adapter.py` knows the insides.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

sys.path[:0] = [str(Path.cwd()), str(Path(__file__).resolve().parents[1])]

from hypothesis import HealthCheck, Phase, given, seed, settings
from walk.homes import make_home, make_sample_home
from walk.steps import Step, format_steps
from walk.strategies import SIZES, walks
from walk.walker import Fault, Walk, shortest


def main() -> int:
    """Exit code 1 when something went wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--steps", type=int, default=2_000, help="so many at each size")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--size", action="append", help="such as 80x24; may be given again; default: all three")
    parser.add_argument("--home", action="append", choices=("made", "sample", "empty"), help="default: made and sample")
    parser.add_argument("--each", type=int, default=40, help="steps before a new start")
    args = parser.parse_args()
    sizes = [tuple(map(int, s.split("x"))) for s in args.size or ()] or SIZES
    found: dict[str, Fault] = {}
    with tempfile.TemporaryDirectory() as folder:
        made = {"made": make_home, "sample": make_sample_home, "empty": lambda home: home.mkdir()}
        homes = args.home or ["made", "sample"]
        for name in homes:
            made[name](Path(folder, name))
        for size in sizes:
            for name in homes:
                _walk(Path(folder, name), (size[0], size[1]), args, args.steps // len(homes), found)
    for fault in sorted(found.values(), key=lambda fault: len(fault.steps)):
        print(f"\n{fault.kind}\n{_indented(fault)}")
    return 1 if found else 0


def _indented(fault: Fault) -> str:
    return "\n".join(f"    {line}" for line in format_steps(fault.steps).splitlines())


def _walk(home: Path, size: tuple[int, int], args: argparse.Namespace, wanted: int, found: dict[str, Fault]) -> None:
    done = 0
    began = time.process_time()

    def again(steps: Sequence[Step]) -> Fault | None:
        nonlocal done
        walk = Walk(home, size, is_sample=home.name == "empty")
        try:
            with tempfile.TemporaryDirectory() as scratch:
                walk.go(steps, Path(scratch))
        except Fault as fault:
            return fault
        finally:
            done += walk.count
        return None

    @seed(args.seed)
    @settings(
        max_examples=max(1, wanted // args.each),
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(walks(size, args.each))
    def go(steps: list[Step]) -> None:
        nonlocal done
        fault = again(steps)
        if fault is not None:
            known = found.get(fault.kind)
            if known is None:
                before = done
                print(f"  {fault.kind}", flush=True)
                found[fault.kind] = shortest(fault, again)
                print(_indented(found[fault.kind]), flush=True)
                done = before

    go()
    spent = (time.process_time() - began) * 1000 / max(1, done)
    print(f"{home.name} at {size[0]}x{size[1]}: {done:,} steps, {spent:.0f} ms each", flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
