"""Small things kept from one start to the next in state/: the theme, the pane. Losing them costs nothing."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, TypeVar

import msgspec

if TYPE_CHECKING:
    from pathlib import Path

T = TypeVar("T")
_NAME = "remembered.json"


def read(state: Path) -> dict[str, str]:
    """What was kept; nothing if it cannot be read."""
    return read_json(state / _NAME, dict[str, str]) or {}


def write(state: Path, values: dict[str, str]) -> None:
    """Keep more."""
    write_json(state / _NAME, read(state) | values)


def read_json(path: Path, form: type[T]) -> T | None:
    """What a file holds, if it is of that form; None for a file that is not there, cannot be read, or is damaged."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=form)
    except (OSError, msgspec.DecodeError, UnicodeError, RecursionError):
        return None


def write_json(path: Path, value: object) -> None:
    """Replace a file whole, so that a crash leaves the old one. In a read-only home nothing is remembered."""
    temporary = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(msgspec.json.encode(value))
        temporary.replace(path)
    except OSError:
        return
