"""One file with everything that a rebuild would lose, and the way back.

A gzipped tar: `manifest.json` at its beginning and `end.json` at its end, between them `config/config.toml`,
`data/library.db` (first-seen times, fetch marks, fetched articles and whole papers among the rest),
`data/journal/*.jsonl`, `data/imports/…`. Not in it: the cache, the log, tokens of a server, and this machine's name,
since two machines must not write one file of the journal.

An archive is foreign: only regular files with these names are taken, sizes are limited, and nothing is put in place
before all of it was read.
"""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import sqlite3
import tarfile
import tempfile
import zlib
from contextlib import closing, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING

from msgspec import Struct

from tui_reader.domain.errors import NotFound, StorageError

if TYPE_CHECKING:
    from datetime import datetime

FORMAT = 1
LIBRARY, JOURNAL, IMPORTS, CONFIG = "data/library.db", "data/journal", "data/imports", "config/config.toml"
MOST_FILES = 200_000
MOST_BYTES = 16 << 30
_MANIFEST, _END = "manifest.json", "end.json"
_MOST_MANIFEST = 65_536
_NAME = re.compile(
    rf"{re.escape(LIBRARY)}|{re.escape(CONFIG)}|{JOURNAL}/[^/]+\.jsonl|{IMPORTS}/(?:[^/]+/)?[^/]+"
)  # fmt: skip


class Saved(Struct, frozen=True):
    """What a backup holds: when it was made, how many files, and how many bytes they have."""

    made: str
    files: int
    bytes: int


def save(file: Path, data: Path, config_file: Path, now: datetime, version: str) -> Saved:
    """Write a backup of a home, whole or not at all. Raises StorageError."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
    except OSError as error:
        raise _failed(file, error) from None
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as raw:
            with tarfile.open(fileobj=raw, mode="w:gz", compresslevel=6) as archive:
                made = {"format": FORMAT, "program": version, "made": now.isoformat(timespec="seconds")}
                _add(archive, _MANIFEST, json.dumps(made).encode())
                files, size = _add_home(archive, data, config_file)
                # A tar that was cut off between two files looks like one that ends there.
                _add(archive, _END, json.dumps({"files": files}).encode())
            raw.flush()
            os.fsync(raw.fileno())
        temporary.replace(file)
    except (OSError, sqlite3.Error, tarfile.TarError) as error:
        raise _failed(file, error) from None
    finally:
        temporary.unlink(missing_ok=True)
    return Saved(made["made"] if isinstance(made["made"], str) else "", files, size)


def _add_home(archive: tarfile.TarFile, data: Path, config_file: Path) -> tuple[int, int]:
    files, size = 0, 0
    if (data / "library.db").is_file():
        # Before the journal: a library that has read further than a journal goes would wait for lines it has.
        with tempfile.TemporaryDirectory(prefix="inference-tui-backup-") as folder:
            copy = Path(folder) / "library.db"
            with closing(sqlite3.connect(f"{(data / 'library.db').absolute().as_uri()}?mode=ro", uri=True)) as library:
                library.execute("VACUUM INTO ?", (str(copy),))
            archive.add(copy, LIBRARY, filter=_plain)
            files, size = files + 1, size + copy.stat().st_size
    for path in sorted((data / "journal").glob("*.jsonl")):
        content = path.read_bytes()
        content = content[: content.rfind(b"\n") + 1]  # a line that is being written is not one yet
        _add(archive, f"{JOURNAL}/{path.name}", content)
        files, size = files + 1, size + len(content)
    for path in sorted((data / "imports").rglob("*")):
        name = f"{IMPORTS}/{path.relative_to(data / 'imports').as_posix()}"
        if path.is_file() and not path.is_symlink() and _NAME.fullmatch(name):
            archive.add(path, name, filter=_plain)
            files, size = files + 1, size + path.stat().st_size
    if config_file.is_file():
        content = config_file.read_bytes()
        _add(archive, CONFIG, content)
        files, size = files + 1, size + len(content)
    return files, size


def _plain(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mode = 0o600
    return member


def _add(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    member = _plain(tarfile.TarInfo(name))
    member.size = len(content)
    archive.addfile(member, io.BytesIO(content))


def is_empty(data: Path, config_file: Path) -> bool:
    """Whether a home has nothing that a restore could overwrite."""
    return not config_file.exists() and not (data.is_dir() and any(data.iterdir()))


def restore(file: Path, data: Path, config_file: Path, state: Path, now: datetime, *, force: bool) -> tuple[Saved, str]:
    """Put a backup in place of an empty home, with `force` of any, which is set aside; what was restored, and where the
    old home lies ("" where there was none). Raises NotFound, StorageError, and then nothing was changed."""
    if not force and not is_empty(data, config_file):
        hint = "restore --force sets it aside, under another name; or choose another --home."
        raise StorageError(f"there is a home in {data} already", hint)
    if not file.is_file():
        raise NotFound(f"there is no file {file}", "Check the path.")
    data.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = Path(tempfile.mkdtemp(prefix=f".{data.name}.", dir=data.parent))
    try:
        saved = _unpack(file, fresh)
        _check_library(fresh / LIBRARY)
        return saved, _put(fresh, data, config_file, state, f"{now:%Y%m%d-%H%M%S}")
    except OSError as error:
        raise _failed(file, error, "restored") from None
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _unpack(file: Path, folder: Path) -> Saved:
    """Everything of an archive in a folder. Raises StorageError for one that is none of ours or is damaged."""
    files = size = 0
    made: str | None = None
    is_whole = False
    try:
        with tarfile.open(file, "r|gz") as archive:
            for member in archive:
                files, size = files + 1, size + max(member.size, 0)
                if files > MOST_FILES or size > MOST_BYTES:
                    raise _refused(file, "it holds more than any backup does")
                content = archive.extractfile(member) if member.isreg() else None
                if content is None:
                    raise _refused(file, f"{member.name[:80]!r} in it is no plain file")
                if member.name == _MANIFEST and made is None:
                    made = _made(file, content.read(_MOST_MANIFEST))
                elif made is None:
                    raise _refused(file, "it does not begin with a manifest")
                elif member.name == _END:
                    is_whole = json.loads(content.read(_MOST_MANIFEST)) == {"files": files - 2}
                elif not _NAME.fullmatch(member.name) or any(p in (".", "..") for p in member.name.split("/")):
                    raise _refused(file, f"{member.name[:80]!r} is no name of a backup")
                else:
                    _write(folder / member.name, content)
    except (tarfile.TarError, EOFError, zlib.error, UnicodeError, ValueError) as error:
        raise _refused(file, f"it is damaged ({type(error).__name__})") from None
    if made is None or not is_whole:
        raise _refused(file, "it is cut off" if made else "it is empty")
    return Saved(made, files - 2, size)


def _made(file: Path, manifest: bytes) -> str:
    try:
        found = json.loads(manifest)
        number, made = found["format"], str(found["made"])
    except (ValueError, KeyError, TypeError, RecursionError):
        raise _refused(file, "its manifest cannot be read") from None
    if number != FORMAT:
        raise _refused(file, "a newer version of this program made it")
    return made[:40]


def _write(path: Path, content: IO[bytes]) -> None:
    if "\\" in path.name or "\0" in path.name:
        raise ValueError("a name that other systems take for a path")
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        shutil.copyfileobj(content, file, 1 << 20)
        file.flush()
        os.fsync(file.fileno())


def _check_library(path: Path) -> None:
    if not path.exists():
        return
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as library:
            found = library.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.Error as error:
        found = str(error)
    if found != "ok":
        raise StorageError(f"the library in the backup is damaged: {found}", "Take an older backup.")


def _put(fresh: Path, data: Path, config_file: Path, state: Path, stamp: str) -> str:
    """Move what was unpacked into place; where the old home lies now."""
    aside = ""
    (fresh / "data").mkdir(exist_ok=True, mode=0o700)
    if data.exists():
        if any(data.iterdir()):
            aside = str(data.rename(data.with_name(f"{data.name}.before-{stamp}")))
        else:
            data.rmdir()
    try:
        (fresh / "data").rename(data)
    except OSError:
        if aside:
            Path(aside).rename(data)
        raise
    if (fresh / CONFIG).exists():
        config_file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if config_file.exists():
            aside = aside or str(config_file)
            config_file.replace(config_file.with_name(f"{config_file.name}.before-{stamp}"))
        shutil.move(fresh / CONFIG, config_file)
    # What is written from now on goes into a file of the journal of its own: the old one may go on elsewhere.
    with suppress(OSError):
        (state / "machine").unlink(missing_ok=True)
    return aside


def _refused(file: Path, why: str) -> StorageError:
    return StorageError(f"{file} was not restored: {why}", "Nothing was changed. Give a file that backup wrote.")


def _failed(file: Path, error: Exception, done: str = "written") -> StorageError:
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return StorageError(f"{file} was not {done}: {reason}", "Check the place and the room there.")
