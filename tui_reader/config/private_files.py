"""Whatever this program writes is for the eyes of its user: folders 0700, files 0600, also those that libraries make
for it. Modes of what exists are left alone."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_OTHERS = 0o077
#: What the user keeps from others in files of their own (umask(2)): it holds for exports.
_usual: int | None = None


@contextmanager
def private_files() -> Iterator[None]:
    """While inside, others get no rights to what is made. Processes that are started inherit it."""
    global _usual  # it belongs to the whole process
    before, had = os.umask(_OTHERS), _usual
    if _usual is None:
        _usual = before
    try:
        yield
    finally:
        os.umask(before)
        _usual = had


@contextmanager
def as_usual() -> Iterator[None]:
    """While inside, the user's own mask holds again: for other programs that are started."""
    before = os.umask(usual_mask())
    try:
        yield
    finally:
        os.umask(before)


def usual_mask() -> int:
    """The mask with which this program was started."""
    if _usual is not None:
        return _usual
    mask = os.umask(_OTHERS)
    os.umask(mask)
    return mask
