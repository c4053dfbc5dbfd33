"""Reading and writing the files that a command line names."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from tui_reader.domain.errors import NotFound, StorageError


def read_bytes(path: Path) -> bytes:
    """The content of a file. Raises NotFound, StorageError."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise NotFound(f"there is no file {path}", "Check the path.") from None
    except OSError as error:
        hint = "Check what it is and who may read it."
        raise StorageError(f"{path} cannot be read: {error.strerror}", hint) from None


def write_bytes(path: Path, data: bytes) -> None:
    """Write a file whole or not at all. Raises StorageError."""
    try:
        if path.exists() and not path.is_file():  # a pipe or a device cannot be replaced
            path.write_bytes(data)
            return
        _replace(path, data)
    except OSError as error:
        raise StorageError(f"{path} cannot be written: {error.strerror}", "Choose another place.") from None


def _replace(path: Path, data: bytes) -> None:
    number, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:80]}.")
    temporary = Path(name)
    try:
        with os.fdopen(number, "wb") as file:
            file.write(data)
        mask = os.umask(0)
        os.umask(mask)
        temporary.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~mask)
        temporary.replace(path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
