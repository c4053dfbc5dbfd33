"""Local files read as if they had been fetched. Every file is also copied, so that a rebuilt library has it again."""

from __future__ import annotations

import hashlib
import logging
import os
import re
import shutil
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct

from tui_reader.domain.errors import ParseError, Problem, ReaderError, StorageError
from tui_reader.domain.feeds import Subscription
from tui_reader.domain.sources import SourceKind
from tui_reader.sources.imported import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence
    from pathlib import Path

    from tui_reader.domain.settings import Settings
    from tui_reader.services.feed_list import FeedList
    from tui_reader.services.writer import Writer
    from tui_reader.sources.imported import ImportLibrary, ModelNamesLibrary

_log = logging.getLogger(__name__)

T = TypeVar("T")

#: What stands before the name of a copy: a part of the hash of its content.
_COPIED = re.compile(r"^[0-9a-f]{12}-")


class ImportedFile(Struct, frozen=True):
    """What came of one file."""

    path: str
    kind: str
    keys: tuple[str, ...] = ()
    items: int = 0
    note: str = ""
    error: Problem | None = None


class Importing:
    """Reads files, has them recognised and taken by the rooms of sources, and copies them."""

    def __init__(
        self,
        library: ModelNamesLibrary,
        writer: Writer[ImportLibrary],
        feeds: FeedList,
        copies: Path,
        settings: Settings,
        now: Callable[[], datetime],
    ) -> None:
        self._library = library
        self._writer = writer
        self._feeds = feeds
        self._copies = copies
        self._settings = settings
        self._now = now

    def files(self, paths: Iterable[Path], kind: str = "") -> list[ImportedFile]:
        """Import files, and what lies directly in folders; a failure ends that file, not the import."""
        return [self._one(path, kind) for given in paths for path in _in(given)]

    def replay(self) -> list[ImportedFile]:
        """Import the copies again, into a library that was made anew: in the order and as of the days of their import,
        so that a corrected file corrects again."""
        done = []
        for taken_at, path in sorted((_modified(p), p) for p in self._copies.glob("*/*")):
            as_kind = path.parent.name
            done.append(self._one(path, as_kind if as_kind in KINDS else "", copied_at=taken_at))
        return done

    def _one(self, path: Path, kind: str, copied_at: datetime | None = None) -> ImportedFile:
        now = copied_at or self._now()
        try:
            data = _read(path)
            if not kind:
                from tui_reader.sources.registry import recognise

                kind = recognise(data, path.name)
            # What a file is may hang on its name, so a copy goes by the name that the file had.
            named = path if copied_at is None else path.with_name(_COPIED.sub("", path.name) or path.name)
            imported = self._take(named, data, kind, now)
            if copied_at is None and imported.error is None and kind != "opml":
                self._copy(path, data, kind)
        except ReaderError as error:
            return ImportedFile(str(path), kind or "unknown", error=error.problem())
        except Exception as error:  # a bug met in one file must not take the others with it
            _log.exception("importing %s", path)
            said = f"unexpected {type(error).__name__} in {path.name}: {error}"
            unexpected = ReaderError(said, "The log has the details; please report it.")
            return ImportedFile(str(path), kind or "unknown", error=unexpected.problem())
        return imported

    def _take(self, path: Path, data: bytes, kind: str, now: datetime) -> ImportedFile:
        from tui_reader.sources.registry import file_kinds

        take = next((known.take for known in file_kinds() if known.name == kind), None)
        if take is None:
            raise ParseError(
                f"{path.name} is nothing that is known here",
                f"Say what it is with --as {'|'.join(KINDS)}, if it is one of these.",
            )
        context = _Context(self._library, self._writer, self._feeds, self._settings, now)
        imported = take(data, path, context)
        return ImportedFile(str(path), kind, imported.keys, imported.items, imported.note)

    def _copy(self, path: Path, data: bytes, kind: str) -> None:
        folder = self._copies / kind
        name = f"{hashlib.sha256(data).hexdigest()[:12]}-{path.name[-80:]}"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            if not (folder / name).exists():
                shutil.copyfile(path, folder / name)
            stamp = self._now().timestamp()
            os.utime(folder / name, (stamp, stamp))
        except OSError as error:
            raise StorageError(
                f"{path.name} was imported, but could not be copied: {error.strerror}",
                "Without the copy it is gone when the library is rebuilt; make room and import it again.",
            ) from None


class _Context(Struct, frozen=True):
    """What a room of sources may use; see `ImportContext`."""

    library: ModelNamesLibrary
    writer: Writer[ImportLibrary]
    feeds: FeedList
    settings: Settings
    now: datetime

    def models(self) -> Collection[str]:
        """The names that stand or stood on a board; the latest first."""
        return self.library.boards.models()

    def store(self, job: Callable[[ImportLibrary], T]) -> T:
        """Have the writer do it, and wait. Raises StorageError."""
        return self.writer.submit(job).result()

    def feed_named(self, title: str, home_url: str, path: Path) -> str:
        """The id of the followed feed of that title, else of one that stands for the file; known to the library."""
        from tui_reader.text.slugs import slug

        sub = next((s for s in self.feeds.followed() if title and s.title == title), None)
        if sub is None:
            source_id = "file-" + (slug(title) or slug(path.stem) or "feed")
            sub = Subscription(source_id, title or path.stem, home_url, "Imported")
        # One that is followed may not have been fetched yet: filters by source and group need it known.
        self.store(lambda library: library.sources.upsert(sub, SourceKind.FEED))
        return sub.source_id

    def follow(self, subscriptions: bytes) -> tuple[int, int, Sequence[str]]:
        """Follow the feeds of an OPML file: how many it lists, how many are new, what was left out."""
        return self.feeds.import_opml(subscriptions)


def _modified(path: Path) -> datetime:
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except (OSError, OverflowError, ValueError):
        return datetime(1970, 1, 1, tzinfo=UTC)


def _in(path: Path) -> list[Path]:
    if path.is_dir():
        return sorted(p for p in path.iterdir() if p.is_file() and not p.name.startswith("."))
    return [path]


def _read(path: Path) -> bytes:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ParseError(f"{path} cannot be read: {error.strerror}", "Check the path and its permissions.") from None
    if data[:2] == b"\x1f\x8b":
        import gzip
        import zlib

        try:
            with gzip.open(path) as packed:
                data = packed.read(256 << 20)
        except (OSError, EOFError, zlib.error):
            raise ParseError(f"{path.name} is a damaged gzip file", "Get it again.") from None
    return data
