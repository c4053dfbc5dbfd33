"""Local files read as if they had been fetched. Every file is also copied, so that a rebuilt library has it again."""

from __future__ import annotations

import hashlib
import logging
import os
import re
import shutil
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct

from tui_reader.domain.errors import ParseError, Problem, ReaderError, StorageError
from tui_reader.domain.feeds import Entry, Subscription
from tui_reader.domain.items import Seen
from tui_reader.domain.sources import SourceKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from tui_reader.domain.boards import Snapshot
    from tui_reader.domain.papers import Paper
    from tui_reader.domain.rows import Stored
    from tui_reader.domain.settings import Settings
    from tui_reader.services.feed_list import FeedList
    from tui_reader.services.imported import ImportLibrary, ModelNamesLibrary
    from tui_reader.services.writer import Writer

_log = logging.getLogger(__name__)

T = TypeVar("T")

#: What stands before the name of a copy: a part of the hash of its content.
_COPIED = re.compile(r"^[0-9a-f]{12}-")

KINDS = ("issue", "feed", "arxiv", "opml", "board", "digest", "trending", "article")


class ImportedFile(Struct, frozen=True):
    """What came of one file."""

    path: str
    kind: str
    keys: tuple[str, ...] = ()
    items: int = 0
    note: str = ""
    error: Problem | None = None


class Importing:
    """Recognises, parses, stores and copies files."""

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
                from tui_reader.sources.recognise import recognise

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
        takers: dict[str, Callable[[Path, bytes, datetime], ImportedFile]] = {
            "issue": self._issue,
            "feed": self._feed,
            "arxiv": self._arxiv,
            "opml": self._opml,
            "board": self._board,
            "digest": self._digest,
            "trending": self._trending,
            "article": self._article,
        }
        if kind not in takers:
            raise ParseError(
                f"{path.name} is nothing that is known here",
                f"Say what it is with --as {'|'.join(KINDS)}, if it is one of these.",
            )
        return takers[kind](path, data, now)

    def _issue(self, path: Path, data: bytes, now: datetime) -> ImportedFile:
        from tui_reader.sources.report.parse import parse_page

        page = parse_page(data, known_models=self._library.boards.models())
        if page.issue is None:
            raise ParseError(page.note or f"{path.name} is no issue of The Inference Report")
        issue = page.issue
        stored = self._store(lambda library: library.issues.store(issue, "issues", now))
        note = page.note
        if issue.missing:
            note = "; ".join(n for n in (note, f"not found: {', '.join(issue.missing)}") if n)
        return _done(path, "issue", stored, note)

    def _feed(self, path: Path, data: bytes, now: datetime) -> ImportedFile:
        from tui_reader.sources.feed.parse import parse_feed

        feed = parse_feed(data, now=now)
        # A file's entries belong to the followed feed of that title if there is one, else to the file.
        source_id = self._source_of(feed.title, feed.home_url, path)
        if not feed.entries:
            return ImportedFile(str(path), "feed", note=feed.note or "the feed has no entries")
        stored = self._store(lambda library: library.entries.store(source_id, feed.entries, now))
        return _done(path, "feed", stored, feed.note)

    def _source_of(self, title: str, home_url: str, path: Path) -> str:
        from tui_reader.text.slugs import slug

        sub = next((s for s in self._feeds.followed() if title and s.title == title), None)
        if sub is None:
            source_id = "file-" + (slug(title) or slug(path.stem) or "feed")
            sub = Subscription(source_id, title or path.stem, home_url, "Imported")
        # One that is followed may not have been fetched yet: filters by source and group need it known.
        self._store(lambda library: library.sources.upsert(sub, SourceKind.FEED))
        return sub.source_id

    def _digest(self, path: Path, data: bytes, now: datetime) -> ImportedFile:
        from tui_reader.sources.digest.parse import parse_digest

        digest = parse_digest(data)
        source_id = self._source_of(digest.source, "", path)
        entries: tuple[Entry, ...] = (digest.entry,)
        stored = self._store(lambda library: library.entries.store(source_id, entries, now))
        return _done(path, "digest", stored, digest.note)

    def _article(self, path: Path, data: bytes, now: datetime) -> ImportedFile:
        from tui_reader.sources.feed.saved_article import parse_saved_article

        article = parse_saved_article(data, path.name)
        source_id = self._source_of(article.site, "", path)
        entries: tuple[Entry, ...] = (article.entry,)
        stored = self._store(lambda library: library.entries.store(source_id, entries, now))
        return _done(path, "article", stored, article.note)

    def _whole_paper(self, path: Path, data: bytes, now: datetime) -> ImportedFile:
        """A saved page of a paper's text, kept with that paper; one that is not known yet becomes known by it."""
        from tui_reader.domain.papers import Paper
        from tui_reader.domain.whole_papers import WholePaper
        from tui_reader.sources.arxiv.whole_paper import parse_saved_paper

        saved = parse_saved_paper(data, path.name)
        number = saved.arxiv_id
        paper = Paper(title=saved.title, arxiv_id=number, url=f"https://arxiv.org/abs/{number}" if number else "")
        whole = WholePaper(saved.paper.markdown, saved.paper.version, saved.url or path.resolve().as_uri(), now)

        def keep(library: ImportLibrary) -> str:
            known = library.papers.get(paper.key)
            if known is None:
                library.papers.store([paper], Seen("arxiv", "import", "", None, now))
                known = library.papers.get(paper.key)
            key = known.row.key if known is not None else paper.key
            library.whole_papers.set(key, whole)
            return key

        key = self._store(keep)
        note = "the text of this paper" if number else "the text of this paper, known by its title"
        return ImportedFile(str(path), "arxiv", (key,), 1, note)

    def _arxiv(self, path: Path, data: bytes, now: datetime) -> ImportedFile:
        from tui_reader.sources.arxiv.known import parse_any
        from tui_reader.sources.arxiv.whole_paper import is_whole_paper
        from tui_reader.sources.base import subscription
        from tui_reader.sources.registry import arxiv_source

        arxiv = self._settings.arxiv
        source = arxiv_source(self._settings)
        self._store(lambda library: library.sources.upsert(subscription(source), source.kind))
        if is_whole_paper(data[:64_000]):
            return self._whole_paper(path, data, now)
        papers = parse_any(data)
        # As if fetched: what is announced in the categories and types that the user follows asks to be decided on.
        announced, followed = papers.where_kind == "announcement", set(arxiv.categories)
        groups: dict[bool, list[int]] = {True: [], False: []}
        for number, paper in enumerate(papers.papers):
            groups[announced and not followed.isdisjoint(paper.categories)].append(number)
        keys = [""] * len(papers.papers)
        for inbox, numbers in groups.items():
            chosen = [papers.papers[number] for number in numbers]
            seen = Seen("arxiv", papers.where_kind, "", None, now, inbox=inbox, include=arxiv.include)
            stored = self._store(partial(_store_papers, papers=chosen, seen=seen))
            for number, key in zip(numbers, stored.keys, strict=True):
                keys[number] = key
        return ImportedFile(str(path), "arxiv", tuple(keys), len(keys), papers.note)

    def _opml(self, path: Path, data: bytes, _now: datetime) -> ImportedFile:
        listed, new, left_out = self._feeds.import_opml(data)
        note = f"{new} feeds are new to your list"
        if left_out:
            note += f"; left out: {', '.join(left_out)}"
        return ImportedFile(str(path), "opml", items=listed, note=note)

    def _board(self, path: Path, data: bytes, now: datetime) -> ImportedFile:
        from tui_reader.sources.leaderboard.mapped import UNREAD, Undated
        from tui_reader.sources.registry import parse_board_file

        note = ""
        try:
            snapshots = parse_board_file(data, path.name, self._settings.boards)
        except Undated:
            snapshots = parse_board_file(data, path.name, self._settings.boards, today=now.date())
            note = f"nothing says of which day it is; taken as of {now.date()}"
        unread = [s.description[s.description.index(UNREAD) :] for s in snapshots if UNREAD in s.description]
        note = "; ".join(filter(None, (note, *dict.fromkeys(unread))))
        done = [self._store(partial(_store_table, table=s)) for s in snapshots]
        keys = tuple(dict.fromkeys(k for stored in done for k in stored.keys))
        return ImportedFile(str(path), "board", keys, sum(len(s.rows) for s in snapshots), note)

    def _trending(self, path: Path, data: bytes, now: datetime) -> ImportedFile:
        from tui_reader.sources.base import subscription
        from tui_reader.sources.registry import trending_source
        from tui_reader.sources.trending.parse import parse_trending_list

        found = parse_trending_list(data, path.name)
        day = found.day or now.date()
        source = trending_source(self._settings)

        def store(library: ImportLibrary) -> Stored:
            library.sources.upsert(subscription(source), source.kind)
            return library.repos.store(found.repos, Seen(source.id, "trending", found.period, day, now))

        stored = self._store(store)
        said = " ".join(p for p in (found.period, day.isoformat()) if p)
        return _done(path, "trending", stored, said)

    def _store(self, job: Callable[[ImportLibrary], T]) -> T:
        return self._writer.submit(job).result()

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


def _done(path: Path, kind: str, stored: Stored, note: str = "") -> ImportedFile:
    return ImportedFile(str(path), kind, stored.keys, len(stored.keys), note)


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


def _store_papers(library: ImportLibrary, papers: Sequence[Paper], seen: Seen) -> Stored:
    return library.papers.store(papers, seen)


def _store_table(library: ImportLibrary, table: Snapshot) -> Stored:
    return library.boards.store(table)
