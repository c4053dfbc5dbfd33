"""A file that several programs append whole lines to, one at a time.

The lock is on the file itself, as in every version of this program, and the kernel lets go of it when its holder dies.
The library `filelock` would lock a file of its own beside it: in a folder that is shared between machines, without
keeping out a program of an older version, and for 15 ms of imports at the first key.
"""

from __future__ import annotations

import contextlib
import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tui_reader.domain.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    #: A byte far behind any content: on Windows a locked byte cannot be read by others.
    _FAR = 1 << 40

    def _lock(descriptor: int) -> None:
        os.lseek(descriptor, _FAR, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_LOCK, 1)

    def _unlock(descriptor: int) -> None:
        os.lseek(descriptor, _FAR, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)
else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX)

    def _unlock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)


@contextmanager
def _locked(descriptor: int) -> Iterator[None]:
    """Hold the lock while inside; waits for whoever has it. A file system without locks is used without."""
    try:
        _lock(descriptor)
    except OSError:
        yield  # some network drives know no locks; a line is still written in one piece
        return
    try:
        yield
    finally:
        _unlock(descriptor)


class Appending:
    """This machine's file, open and locked."""

    def __init__(self, folder: Path, path: Path) -> None:
        self._folder = folder
        self._path = path
        self.descriptor = -1

    def __enter__(self) -> Appending:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)
            self.descriptor = os.open(self._path, flags, 0o600)
        except OSError as error:
            raise self._failure(error) from error
        self._lock = _locked(self.descriptor)
        self._lock.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        self._lock.__exit__(None, None, None)
        os.close(self.descriptor)

    def write(self, data: bytes) -> None:
        """Append whole lines; after a torn line they begin on a line of their own."""
        size = os.fstat(self.descriptor).st_size
        if size and byte_at(self.descriptor, size - 1) != b"\n":
            data = b"\n" + data
        try:
            # One call, so that a crash leaves all of it or none; a full disk may take only a part.
            written = os.write(self.descriptor, data)
            while written < len(data):
                written += os.write(self.descriptor, data[written:])
        except OSError as error:
            # The action failed as a whole: what was taken of it, and nobody has read under this lock, goes again.
            with contextlib.suppress(OSError):
                os.ftruncate(self.descriptor, size)
            raise self._failure(error) from error

    def _failure(self, error: OSError) -> StorageError:
        return StorageError(
            f"Not saved: {(error.strerror or type(error).__name__).lower()} ({self._path})",
            "Make room, or check the permissions of the folder.",
        )


def byte_at(descriptor: int, offset: int) -> bytes:
    """The byte at an offset of an open file."""
    os.lseek(descriptor, offset, os.SEEK_SET)
    return os.read(descriptor, 1)
