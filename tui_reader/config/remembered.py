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


def write_json(path: Path, value: object, *, private: bool = False) -> None:
    """Replace a file whole, so that a crash leaves the old one; a `private` one is for its owner's eyes from its first
    byte on. In a read-only home nothing is remembered."""
    write_bytes(path, msgspec.json.encode(value), private=private)


def read_bytes(path: Path) -> bytes:
    """What a file holds; nothing if it cannot be read."""
    try:
        return path.read_bytes()
    except OSError:
        return b""


def write_bytes(path: Path, data: bytes, *, private: bool = False) -> None:
    """The same for bytes."""
    temporary = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        mode = 0o600 if private else 0o666
        temporary.unlink(missing_ok=True)
        with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
            file.write(data)
        temporary.replace(path)
    except OSError:
        return
