"""Whether pictures can be drawn here: what that takes is installed with the extra `images`."""

from __future__ import annotations

from importlib.util import find_spec

#: How it is had.
INSTALL = 'pip install "inference-tui[images]"'


def has_extra() -> bool:
    """Whether Pillow is installed; found without importing it."""
    return find_spec("PIL") is not None
