"""`import --as newsboat|elfeed|zotero`: what was followed, read and kept in another program."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from tui_reader.cli.files import read_bytes
from tui_reader.domain.errors import ReaderError
from tui_reader.services.importing import ImportedFile
from tui_reader.services.moving_in import changes_of, changes_of_works, parse_urls, told_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui_reader.domain.bibliography import Work
    from tui_reader.domain.feeds import Subscription
    from tui_reader.domain.journal import Change
    from tui_reader.wiring import Program

_SQLITE = b"SQLite format 3\0"
#: Where each program keeps what is asked for, below a folder that was given.
_USUAL = {"newsboat": ("urls", "cache.db"), "elfeed": ("index",), "zotero": ("zotero.sqlite",)}


def move_in(program: Program, kind: str, paths: Sequence[Path]) -> list[ImportedFile]:
    """Take files of another program over; of a folder those that it keeps there. `undo` takes a file's back."""
    take = {"newsboat": _newsboat, "elfeed": _elfeed, "zotero": _zotero}[kind]
    found = []
    for given in paths:
        inside = [given / name for name in _USUAL[kind] if (given / name).is_file()] if given.is_dir() else [given]
        for path in inside or [given]:
            try:
                found.append(take(program, path))
            except ReaderError as error:
                found.append(ImportedFile(str(path), kind, error=error.problem()))
    return found


def _newsboat(program: Program, path: Path) -> ImportedFile:
    """Newsboat's `urls` and `cache.db`."""
    from tui_reader.storage.newsboat import articles

    if _is_sqlite(path):
        changes = changes_of(articles(path))
        _record(program, changes, "newsboat")
        return ImportedFile(str(path), "newsboat", items=len({c.item for c in changes}), note=told_of(changes))
    urls = parse_urls(read_bytes(path))
    note = _follow(program, urls.feeds)
    if urls.left_out:
        note += f"; left out, since they are no addresses: {', '.join(urls.left_out)}"
    return ImportedFile(str(path), "newsboat", items=len(urls.feeds), note=note)


def _elfeed(program: Program, path: Path) -> ImportedFile:
    """Elfeed's `index`."""
    from tui_reader.services.elfeed import parse_index

    database = parse_index(read_bytes(path))
    changes = changes_of(database.articles)
    note = f"{_follow(program, database.feeds)}; {told_of(changes)}"
    _record(program, changes, "elfeed")
    return ImportedFile(str(path), "elfeed", items=len(database.articles), note=note)


def _zotero(program: Program, path: Path) -> ImportedFile:
    """A library of Zotero, or an export of one: its papers come in, and all of it was kept."""
    works = _works(path)
    with tempfile.TemporaryDirectory(prefix="inference-tui-") as folder:
        from tui_reader.sources.bibliography.known import csl_of

        # What is copied for a library made anew is not the database, which may be large, but what was taken of it.
        (copied := Path(folder) / f"{path.stem}.json").write_bytes(csl_of(works))
        (stored,) = program.importing.files([copied], "zotero")
    if stored.error is not None:
        return replace(stored, path=str(path))
    changes = changes_of_works(works)
    _record(program, changes, "Zotero")
    return replace(stored, path=str(path), items=len(works), note=told_of(changes))


def _works(path: Path) -> Sequence[Work]:
    from tui_reader.sources.bibliography.parse import parse_bibliography, work_of

    if not _is_sqlite(path):
        return parse_bibliography(read_bytes(path))
    from tui_reader.storage.zotero import items

    named = {"abstractNote": "abstract", "url": "URL", "archiveID": "archive", "date": "issued"}
    journals = ("publicationTitle", "proceedingsTitle", "bookTitle")
    works = []
    for item in items(path):
        fields = {named.get(name, name): value for name, value in item.fields.items()}
        journal = next((fields[name] for name in journals if fields.get(name)), "")
        fields |= {"journal": journal, "title": fields.get("title", "")}
        works.append(work_of(fields, item.kind, item.authors, item.tags, item.citation_key))
    return [work for work in works if work.title]


def _is_sqlite(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(_SQLITE)) == _SQLITE
    except OSError:
        return False  # reading all of it says why


def _follow(program: Program, feeds: Sequence[Subscription]) -> str:
    new = program.source_lists.feeds.follow(feeds)
    return f"{len(feeds)} feed{'s' if len(feeds) != 1 else ''}, {len(new)} new to your list"


def _record(program: Program, changes: Sequence[Change], name: str) -> None:
    if changes:
        program.triage.record(changes, f"import from {name}")
        program.triage.wait()
