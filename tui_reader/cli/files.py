"""Reading and writing the files that a command line names."""

from __future__ import annotations

from pathlib import Path

from tui_reader.domain.errors import NotFound, StorageError
from tui_reader.services.exporting.files import write_file


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
    write_file(path, [data])
