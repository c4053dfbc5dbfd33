"""Reasons in words that a person reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui_reader.domain.ranking.reasons import Explanation

_LEAST_SHARE = 0.02


def because(explained: Explanation, limit: int) -> str:
    """The strongest reasons with their shares: `codec 18 %, vocoder 12 %, Ada Example 6 %`; "" where nothing speaks
    for a paper."""
    told: dict[str, float] = {}
    for reason in explained.reasons:
        if reason.share > 0:  # a word that was also followed is one word to a reader
            told[reason.term] = told.get(reason.term, 0.0) + reason.share
    first = sorted(told.items(), key=lambda one: (-one[1], one[0]))[:limit]
    return ", ".join(f"{term} {share * 100:.0f} %" for term, share in first if share >= _LEAST_SHARE)
