"""Which of a board's dates is compared with which: pure, from the dates and what the user chose."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

PREVIOUS, FIRST, LOOKED = "previous", "first", "looked"
"""What a date can be compared with, besides another date: the one before it, the first, the one last looked at."""


def base_of(days: Sequence[date], shown: date, choice: str, looked: date | None = None) -> date | None:
    """The date that `shown` is compared with; None where there is nothing (else) to compare with.

    `days` are the board's dates, newest first. `choice` is PREVIOUS, FIRST, LOOKED (then `looked` is the newest date
    that was looked at before) or an ISO date; a date without a table means the nearest before it, else the oldest.
    """
    if choice == PREVIOUS:
        return next((d for d in days if d < shown), None)
    if choice == FIRST:
        found = days[-1] if days else None
    elif choice == LOOKED:
        found = nearest(days, looked)
    else:
        found = nearest(days, iso_date(choice))
    return None if found == shown else found


def nearest(days: Sequence[date], wanted: date | None) -> date | None:
    """The date, else the nearest before it, else the oldest; None without dates or without a wish."""
    if wanted is None or not days:
        return None
    return next((d for d in days if d <= wanted), days[-1])


def stepped(days: Sequence[date], start: date | None, step: int, skip: date | None = None) -> date | None:
    """The next older date (`step` -1) or newer one (1) than `start` that is not `skip`; None at the end."""
    if start is None:
        return None
    if step < 0:
        return next((d for d in days if d < start and d != skip), None)
    return next((d for d in reversed(days) if d > start and d != skip), None)


def iso_date(text: str) -> date | None:
    """An ISO date, None for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
