"""The table of faults in its short form; `PYTHONPATH=tests python -m faults --whole` is the long one."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from faults.trials import KINDS

_ON_LINUX = ("terminal", "processes")


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_every_fault_is_survived_and_nothing_is_lost(kind: str, tmp_path: Path) -> None:
    if kind in _ON_LINUX and sys.platform != "linux":
        pytest.skip("its trials look at processes as Linux shows them")
    outcome = KINDS[kind](tmp_path, 5, False)
    assert outcome.cases
    assert (outcome.fallen, outcome.lost) == ([], 0)
