"""Exports of what the library holds: pieces of one text, or files for a folder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from tui_reader.domain.errors import ReaderError
from tui_reader.domain.items import Kind
from tui_reader.domain.journal import CITATION_KEY
from tui_reader.domain.rows import PaperDetail
from tui_reader.services import item_shapes
from tui_reader.services.details import ReadingLibrary, ReadTables
from tui_reader.services.exporting import files, tables
from tui_reader.services.exporting.citation import Citation, of_entry, of_paper, of_row
from tui_reader.services.exporting.citation_keys import assign, plain_key
from tui_reader.services.exporting.note_folder import NoteFolder
from tui_reader.services.exporting.zotero_item import Wanted
from tui_reader.text.latex_doing import harmless, harmless_markdown, harmless_values

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from tui_reader.domain.boards import Column, Snapshot
    from tui_reader.domain.journal import JsonValue
    from tui_reader.domain.papers import Paper
    from tui_reader.domain.rows import EntryDetail, Row, SnapshotInfo
    from tui_reader.services.exporting.formats import Format

_PAGE = 256
#: What the user wrote is written out as it is.
_OWN = frozenset(("note", "tags"))


class Rows(Protocol):
    """What is asked of the library's lists."""

    def rows(self, wanted: Sequence[int]) -> list[Row]:
        """The rows of these ids, in their order; ids that are gone are left out."""


class ExportedTables(ReadTables, Protocol):
    """What is asked of the library's leaderboards."""

    def snapshots(self, board: str) -> list[SnapshotInfo]:
        """The tables of a board, newest first, the fullest of each day."""

    def columns(self, board: str) -> list[Column]:
        """The columns of a board's own, of all its tables, those of the newest first."""


class ToldByJournal(Protocol):
    """What is asked of the library's journal."""

    def told(self, key: str, field: str) -> JsonValue:
        """What the journal says last of a field of an item; None where it says nothing."""


class ExportedLibrary(ReadingLibrary, Protocol):
    """The subjects of the library that an export needs: those of documents, lists, what the journal says of items, and
    all tables of a board."""

    @property
    def journal(self) -> ToldByJournal:
        """What the journal adds up to."""

    @property
    def lists(self) -> Rows:
        """What lists show."""

    @property
    def boards(self) -> ExportedTables:
        """Leaderboards."""


class Exporter:
    """Writes items of the library out. Used on the thread that the connection belongs to.

    `is_unwanted` is asked at each item; once it says yes the export ends with an error, and leaves no half a file.
    `pdf_of` tells where the PDF of a paper is kept.
    """

    def __init__(
        self,
        library: ExportedLibrary,
        is_unwanted: Callable[[], bool] = lambda: False,
        pdf_of: Callable[[Paper], Path | None] = lambda _: None,
    ) -> None:
        from tui_reader.services.reading import Reading

        self._library = library
        self._is_unwanted = is_unwanted
        self._pdf_of = pdf_of
        self._reading = Reading(library)

    # -- items -------------------------------------------------------------
    def items(self, kind: str, ids: Sequence[int], form: Format) -> Iterator[str]:
        """`papers` or `entries`, by their row ids, as the pieces of one text."""
        if form.name == "csl-json":
            yield from _json_list(self._csl(ids))
        elif form.name in ("bibtex", "ris"):
            write = _bibtex if form.name == "bibtex" else _ris
            keys = self._keys(ids)
            for citation in self._citations(ids):
                yield write(citation, keys[citation.item_key])
        elif form.name == "csv":
            yield from self._csv(kind, ids)
        else:
            for detail in self._details(ids):
                yield tables.json_line(harmless_values(self._shape(detail), _OWN))

    def notes(self, ids: Sequence[int], folder: Path) -> int:
        """Papers or entries as Markdown files in a folder; how many. Raises StorageError."""
        keys = self._keys(ids)
        written = 0
        notes = NoteFolder(folder)
        for detail in self._details(ids):
            citation = self._citation(detail)
            front = _front_of(detail, citation, keys[citation.item_key])
            markdown = harmless_markdown(self._page(detail.row.key))
            notes.write(citation.plain_title, harmless_values(front, _OWN), markdown)
            written += 1
        return written

    def citations(self, rows: Iterable[Row]) -> str:
        """Items as BibTeX without their abstracts, for the clipboard."""
        found = [self._citation(detail) if (detail := self._detail(row)) is not None else of_row(row) for row in rows]
        keys = self._assigned(found)
        entries = [_bibtex(citation, keys[citation.item_key], with_abstract=False) for citation in found]
        return "".join(entries).rstrip() + "\n"

    def for_zotero(self, ids: Sequence[int]) -> Iterator[Wanted]:
        """Papers or entries for Zotero, with the keys they are cited by already and their PDFs."""
        for detail in self._details(ids):
            citation = self._citation(detail)
            own = self._library.journal.told(citation.item_key, CITATION_KEY)
            pdf = self._pdf_of(detail.paper) if isinstance(detail, PaperDetail) else None
            yield Wanted(citation, own if isinstance(own, str) else "", pdf)

    # -- boards ------------------------------------------------------------
    def snapshots(self, board: str, day: date | None = None) -> list[Snapshot]:
        """The tables of a board, oldest first: of that day, or all."""
        days = [day] if day is not None else [info.taken_on for info in reversed(self._library.boards.snapshots(board))]
        return list(self.on_days((board, day) for day in days))

    def on_days(self, days: Iterable[tuple[str, date]]) -> Iterator[Snapshot]:
        """The tables of boards on days, one after the other."""
        found = (self._library.boards.snapshot(board, day) for board, day in days)
        return (snapshot for snapshot in found if snapshot is not None)

    def boards(self, snapshots: Iterable[Snapshot], form: Format, boards: Iterable[str] = ()) -> Iterator[str]:
        """Tables of leaderboards as the pieces of one text: in CSV a line for each model and day. `boards` are the ids
        of those that the tables are of, whose own columns CSV has after those that all boards have."""
        if form.name == "jsonl":
            yield from (tables.json_line(harmless_values(item_shapes.table(snapshot))) for snapshot in snapshots)
            return
        own = {column.id: None for board in boards for column in self._library.boards.columns(board)}
        is_begun = False
        for snapshot in snapshots:
            shape = item_shapes.table(snapshot, whole=True)  # a later board may have what the first one has not
            for row in shape.pop("rows"):
                if not is_begun:
                    yield tables.csv_line([*tables.BOARD_COLUMNS, *(harmless(tables.own_title(c)) for c in own)])
                    is_begun = True
                yield tables.csv_line(tables.board_cells(harmless_values(shape | row), own))

    def board_notes(self, snapshots: Iterable[Snapshot], folder: Path) -> int:
        """Tables as Markdown files in a folder; how many. Raises StorageError."""
        from tui_reader.services.reading import board_page

        written = 0
        notes = NoteFolder(folder)
        for snapshot in snapshots:
            key = f"board:{snapshot.board}@{snapshot.taken_on.isoformat()}"
            front = {
                "key": key,
                "title": snapshot.title,
                "board": snapshot.board,
                "date": snapshot.taken_on,
                "metric": snapshot.metric,
                "source": snapshot.source,
            }
            notes.write(snapshot.title, harmless_values(front), harmless_markdown(board_page(snapshot).markdown))
            written += 1
        return written

    # -- parts -------------------------------------------------------------
    def _details(self, ids: Sequence[int]) -> Iterator[PaperDetail | EntryDetail]:
        for start in range(0, len(ids), _PAGE):
            for row in self._library.lists.rows(ids[start : start + _PAGE]):
                if self._is_unwanted():
                    raise ReaderError("the export was left", "Start it again.")
                detail = self._detail(row)
                if detail is not None:
                    yield detail

    def _detail(self, row: Row) -> PaperDetail | EntryDetail | None:
        if row.kind is Kind.PAPER:
            return self._library.papers.get(row.key)
        return self._library.entries.get(row.key) if row.kind is Kind.ENTRY else None

    def _citations(self, ids: Sequence[int]) -> Iterator[Citation]:
        return map(self._citation, self._details(ids))

    def _citation(self, detail: PaperDetail | EntryDetail) -> Citation:
        if not isinstance(detail, PaperDetail):
            return of_entry(detail)
        return of_paper(detail, str(self._pdf_of(detail.paper) or ""))

    def _keys(self, ids: Sequence[int]) -> dict[str, str]:
        return self._assigned(self._citations(ids))

    def _assigned(self, citations: Iterable[Citation]) -> dict[str, str]:
        plain = [(citation.item_key, plain_key(citation)) for citation in citations]
        told = ((key, self._library.journal.told(key, CITATION_KEY)) for key, _ in plain)
        return assign(plain, {key: own for key, own in told if isinstance(own, str) and own})

    def _csl(self, ids: Sequence[int]) -> Iterator[dict[str, Any]]:
        from tui_reader.services.exporting.csl import item

        keys = self._keys(ids)
        return (item(citation, keys[citation.item_key]) for citation in self._citations(ids))

    def _csv(self, kind: str, ids: Sequence[int]) -> Iterator[str]:
        columns = tables.PAPER_COLUMNS if kind == "papers" else tables.ENTRY_COLUMNS
        yield tables.csv_line(columns)
        for detail in self._details(ids):
            shape = item_shapes.paper(detail) if isinstance(detail, PaperDetail) else item_shapes.entry(detail, "")
            shape = harmless_values(shape, _OWN)
            yield tables.csv_line([shape[name] for name in columns])

    def _shape(self, detail: PaperDetail | EntryDetail) -> dict[str, Any]:
        if isinstance(detail, PaperDetail):
            return item_shapes.paper(detail)
        return item_shapes.entry(detail, self._reading.body_markdown(detail.row.key, detail.body))

    def _page(self, key: str) -> str:
        page = self._reading.page(key)
        return page.markdown if page is not None else ""


def write_to(path: Path, chunks: Iterable[str]) -> None:
    """Write the pieces of a text to a file. Raises StorageError."""
    files.write_file(path, (chunk.encode("utf-8", "replace") for chunk in chunks))


def target(path: Path, kind: str, form: Format) -> Path:
    """The file that a path means: in a folder, one named after what is exported."""
    return path / f"{kind}{form.suffix}" if path.is_dir() else path


def _bibtex(citation: Citation, key: str, *, with_abstract: bool = True) -> str:
    from tui_reader.services.exporting.bibtex import entry_text

    return entry_text(citation, key, with_abstract=with_abstract)


def _ris(citation: Citation, key: str) -> str:
    from tui_reader.services.exporting.ris import reference_text

    return reference_text(citation, key)


def _json_list(values: Iterable[dict[str, Any]]) -> Iterator[str]:
    before = "["
    for value in values:
        yield f"{before}\n{tables.json_line(value).rstrip()}"
        before = ","
    yield "[]\n" if before == "[" else "\n]\n"


def _front_of(detail: PaperDetail | EntryDetail, citation: Citation, citekey: str) -> dict[str, Any]:
    row = detail.row
    front: dict[str, Any] = {"key": row.key, "title": citation.plain_title, "citekey": citekey}
    if isinstance(detail, PaperDetail):
        paper = detail.paper
        front |= {
            "authors": [author.name for author in paper.authors],
            "published": paper.published.date() if paper.published else None,
            "year": citation.year,
            "arxiv": paper.arxiv_id,
            "version": paper.version,
            "category": paper.primary_category,
            "categories": list(paper.categories),
            "doi": paper.doi,
            "journal": paper.journal_ref,
            "pdf": paper.pdf_url,
            "file": citation.file,
        }
    else:
        when = detail.published or detail.updated
        front |= {"authors": detail.author, "published": when.date() if when else None, "source": row.source_title}
    return front | {"url": citation.url, "state": row.state.value, "read": row.read, "tags": list(row.tags)}
