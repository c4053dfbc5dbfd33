"""The reader is walked at random, at three sizes; see `walker` for what must hold after each step.

Longer walks, and other seeds: `python tests/walk/long_walk.py --help`.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from walk.steps import Answers, Step, Wait
from walk.strategies import SIZES, walks
from walk.walker import Fault, Walk, shortest

#: At each size: walks of each of four tests, and steps of each walk. What is asked on the way comes on top.
WALKS, LENGTH = 3, 134


@pytest.mark.walk
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", ["made", "sample"])
@pytest.mark.parametrize("part", [0, 1])
def test_nothing_goes_wrong_on_a_walk(name: str, size: tuple[int, int], part: int, homes: Path) -> None:
    steps_done = 0

    def again(steps: Sequence[Step]) -> Fault | None:
        nonlocal steps_done
        walk = Walk(homes / name, size)
        try:
            with tempfile.TemporaryDirectory() as scratch:
                walk.go(steps, Path(scratch))
        except Fault as fault:
            return fault
        finally:
            steps_done += walk.count
        return None

    @seed(part)
    @settings(
        max_examples=WALKS + 1,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(walks(size, LENGTH))
    def go(steps: list[Step]) -> None:
        if all(step in (Wait(), Answers()) for step in steps):
            return  # with the simplest, which is to do nothing, Hypothesis begins
        fault = again(steps)
        if fault is not None:
            raise shortest(fault, again)

    go()
    assert steps_done >= 500
