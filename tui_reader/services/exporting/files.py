"""Writing exports: a file is there whole or not at all, and one that is there already stays until the new one is."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from tui_reader.config.private_files import as_usual, usual_mask
from tui_reader.domain.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Iterable


def write_file(path: Path, chunks: Iterable[bytes]) -> None:
    """Write a file out of its pieces. Raises StorageError; what making the pieces raises leaves the old file."""
    try:
        if path.exists() and not path.is_file():  # a pipe or a device cannot be replaced
            with path.open("wb") as device:
                device.writelines(chunks)
            return
        _replace(path, chunks)
    except OSError as error:
        raise StorageError(f"{path} cannot be written: {error.strerror}", "Choose another place.") from None


def make_folder(path: Path) -> None:
    """Make a folder and those above it. Raises StorageError."""
    try:
        with as_usual():
            path.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise StorageError(f"{path} is a file, and a folder is needed", "Choose another place.") from None
    except OSError as error:
        raise StorageError(f"{path} cannot be made: {error.strerror}", "Choose another place.") from None


def begins(path: Path, size: int = 4096) -> bytes | None:
    """How a file begins, None when there is none. Raises StorageError."""
    try:
        with path.open("rb") as file:
            return file.read(size)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StorageError(f"{path} cannot be read: {error.strerror}", "Choose another place.") from None


def _replace(path: Path, chunks: Iterable[bytes]) -> None:
    # A link is written through, so that what it points to is replaced.
    path = path.resolve()
    number, temporary = _new_file(path)
    try:
        with os.fdopen(number, "wb") as file:
            file.writelines(chunks)
            file.flush()
            mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~usual_mask()
            if temporary is None:
                temporary = _named(path)
                # With a folder's number Python calls linkat, which follows the link; link(2) would not.
                os.link(f"/proc/self/fd/{number}", temporary, src_dir_fd=number)
        temporary.chmod(mode)
        temporary.replace(path)
    except BaseException:
        if temporary is not None:
            with suppress(OSError):
                temporary.unlink()
        raise


def _new_file(path: Path) -> tuple[int, Path | None]:
    """A file to write in the folder of `path`: its number, and its name. Where the system can, it has none yet, and
    vanishes with a program that is killed before the end (open(2), O_TMPFILE)."""
    unnamed = getattr(os, "O_TMPFILE", 0)
    if unnamed and Path("/proc/self/fd").is_dir():
        with suppress(OSError):
            return os.open(path.parent, unnamed | os.O_WRONLY, 0o600), None
    number, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:60]}.")
    return number, Path(name)


def _named(path: Path) -> Path:
    return path.with_name(f".{path.name[:60]}.{os.getpid()}-{os.urandom(4).hex()}")
