"""The table of faults in its short form; `PYTHONPATH=tests python -m faults --whole` is the long one."""

from __future__ import annotations

from pathlib import Path

import pytest

from faults.trials import KINDS


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_every_fault_is_survived_and_nothing_is_lost(kind: str, tmp_path: Path) -> None:
    outcome = KINDS[kind](tmp_path, 5, False)
    assert outcome.cases
    assert (outcome.fallen, outcome.lost) == ([], 0)
