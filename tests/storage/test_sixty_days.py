"""Sixty days of each feed that is made anew; `tests/benchmarks/feeds_made_anew.py` prints what this compares."""

from __future__ import annotations

import pytest
from support.made_histories import MAKERS, Maker, Outcome, Replay

from tui_reader.storage.library import Library


@pytest.mark.parametrize("maker", MAKERS, ids=lambda maker: maker.name)
def test_nothing_is_resurrected_doubled_lost_or_dated_late(library: Library, maker: Maker) -> None:
    outcome = Replay(library, maker).run()
    assert outcome == Outcome(outcome.stories)
    assert outcome.stories > 20
