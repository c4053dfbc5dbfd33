"""`list`, `search` and `seen`: items in columns or as JSON."""

from __future__ import annotations

import argparse
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

from tui_reader.cli import shapes
from tui_reader.cli.columns import Column, align
from tui_reader.cli.finding import TEXT_LIMIT, find_row, library_of, query_of, readings, with_names
from tui_reader.cli.narrow import matches
from tui_reader.cli.output import Output
from tui_reader.domain.errors import NotFound, UsageError
from tui_reader.domain.items import Kind, State
from tui_reader.domain.query import Field, Node
from tui_reader.domain.rows import Row
from tui_reader.domain.sources import SourceHealth
from tui_reader.services import references
from tui_reader.storage.library import Library
from tui_reader.text.latex import to_unicode
from tui_reader.text.tex_in_text import formulas_read
from tui_reader.wiring import Program

T = TypeVar("T")

_PAGE = 256
_KINDS = {"issues": Kind.ISSUE, "entries": Kind.ENTRY, "papers": Kind.PAPER, "repos": Kind.REPO}
_STATES = {State.KEPT: "★", State.LATER: "◷", State.SKIPPED: "×", State.NONE: "", State.INBOX: ""}


def list_items(program: Program, args: argparse.Namespace, output: Output) -> int:
    """Print items of one kind, newest first; boards and sources in their own order."""
    library = library_of(program, output)
    if args.what in _KINDS:
        kind = _KINDS[args.what]
        query = query_of(program, library, args.query, Field("kind", kind.value))
        if args.order == "interest":
            ids = _by_interest(program, library, query, args, output)
        else:
            ids = library.lists.ids(query, limit=_limit(args))
        if args.json:
            output.json_list(_in_full(library, ids, kind))
            return 0
        _print_rows(library, ids, output)
        _say_more(output, lambda: library.lists.count(query), len(ids))
    elif args.what == "boards":
        _boards(program, library, args, output)
    else:
        _sources(program, library, args, output)
    return 0


def _by_interest(
    program: Program, library: Library, query: Node, args: argparse.Namespace, output: Output
) -> array[int]:
    if args.what != "papers":
        raise UsageError("only papers can be ordered by interest", "Leave --order out.")
    from tui_reader.cli.ranking import ranker_of

    found = ranker_of(program, library, output).order(library.lists.ids(query))
    return array("q", (one.id for one in found[: _limit(args)]))


def search(program: Program, args: argparse.Namespace, output: Output) -> int:
    """Print items of every kind that match, newest first."""
    library = library_of(program, output)
    query = query_of(program, library, args.query)
    ids = library.lists.ids(query, limit=_limit(args))
    if args.json:
        output.json_list(shapes.summary(row) for row in _rows(library, ids))
        return 0
    _print_rows(library, ids, output, with_kind=True)
    _say_more(output, lambda: library.lists.count(query), len(ids))
    return 0


def seen(program: Program, args: argparse.Namespace, output: Output) -> int:
    """Print where an item, a model or a lab was seen and what names it, oldest first."""
    library = library_of(program, output)
    with_names(program, output)
    sightings = references.seen(library, _seen_key(library, args.key))
    if args.json:
        output.json([shapes.seen(sighting) for sighting in sightings])
        return 0
    rows = [
        (shapes.iso(s.seen_on) or "", s.kind, " · ".join(p for p in (s.title or s.source, s.where) if p), s.key)
        for s in sightings
    ]
    output.table(align(rows, (Column(), Column(), Column(give=True, least=20), Column()), output.width) if rows else [])
    if not rows:
        output.note("It was seen nowhere else.")
    return 0


def _seen_key(library: Library, given: str) -> str:
    """The key of an item, or the target of a model's or a lab's name. Raises NotFound."""
    if references.is_name(given.lower()) and (target := references.target_of_words(library.references, given)):
        return target
    try:
        return find_row(library, given).key
    except NotFound:
        if target := references.target_of_words(library.references, given):
            return target
        # A paper or repository that is no item yet may be named all the same.
        for key in readings(given.strip()):
            if key.startswith(("arxiv:", "repo:")) and library.references.mentions(key, 1):
                return key
        raise


def _limit(args: argparse.Namespace) -> int | None:
    if args.limit:
        return int(args.limit)
    return None if args.json else TEXT_LIMIT


def _rows(library: Library, ids: array[int]) -> Iterator[Row]:
    for start in range(0, len(ids), _PAGE):
        yield from library.lists.rows(ids[start : start + _PAGE])


def _in_full(library: Library, ids: array[int], kind: Kind) -> Iterator[dict[str, Any]]:
    if kind is Kind.PAPER:
        for start in range(0, len(ids), _PAGE):
            yield from map(shapes.paper, library.papers.many(ids[start : start + _PAGE]))
        return
    for row in _rows(library, ids):
        if kind is Kind.REPO and (repo := library.repos.get(row.key)):
            yield shapes.repo(repo)
        elif kind in (Kind.ISSUE, Kind.ENTRY):
            yield shapes.summary(row)


def _print_rows(library: Library, ids: array[int], output: Output, with_kind: bool = False) -> None:
    """Aligned in pages, so that a long list begins at once."""
    columns = (
        Column(),
        Column(),
        Column(),
        Column(),
        Column(give=True, least=10),
        Column(right=True),
        Column(give=True, least=20),
    )
    for page in _pages(_rows(library, ids)):
        output.table(align([_cells(row, with_kind, output.width) for row in page], columns, output.width))
    if not ids:
        output.note("Nothing matches.")


def _cells(row: Row, with_kind: bool, width: int | None) -> tuple[str, ...]:
    key = row.key
    prefix, _, name = key.partition(":")
    if width is not None and prefix in ("url", "entry", "title"):
        key = f"{prefix}:{name[:10]}"  # long enough to be unique in any library, and to be typed
    title = to_unicode(row.title) if row.kind is Kind.PAPER else formulas_read(row.title)
    unread = "" if row.read or row.kind in (Kind.REPO, Kind.BOARD) else "●"
    return (
        key,
        row.date.date().isoformat() if row.date else "",
        unread + _STATES[row.state] + ("↑" if row.is_updated else ""),
        row.kind.value if with_kind else "",
        row.category if row.kind in (Kind.PAPER, Kind.REPO) else row.source_title if row.kind is Kind.ENTRY else "",
        f"★ {row.stars:,}" if row.stars is not None else "",
        f"withdrawn? {title}" if row.is_withdrawn else title,
    )


def _pages(rows: Iterable[T]) -> Iterator[list[T]]:
    left = iter(rows)
    while page := list(islice(left, _PAGE)):
        yield page


def _say_more(output: Output, count: Callable[[], int], shown: int) -> None:
    if shown and (more := count() - shown) > 0:
        output.note(f"{more:,} more; --limit N shows more of them.")


def _boards(program: Program, library: Library, args: argparse.Namespace, output: Output) -> None:
    query = query_of(program, library, args.query)
    boards = [
        board
        for board in library.boards.all()
        if matches(query, f"{board.board} {board.title} {board.metric}", {"board": (board.board,), "kind": ("board",)})
    ]
    boards = boards[: args.limit] if args.limit else boards
    if args.json:
        known = {board.id: (board, followed) for _, board, followed in program.source_lists.boards.boards()}
        output.json([shapes.board(info, *known.get(info.board, (None, False))) for info in boards])
        return
    rows = [
        (f"board:{b.board}", f"{b.snapshots:,}", shapes.iso(b.first) or "", shapes.iso(b.last) or "", b.title, b.metric)
        for b in boards
    ]
    columns = (Column(), Column(right=True), Column(), Column(), Column(give=True), Column(give=True))
    _print(rows, columns, output)


def _sources(program: Program, library: Library, args: argparse.Namespace, output: Output) -> None:
    query = query_of(program, library, args.query)
    sources = [s for s in every_source(program, library) if matches(query, _format_health(s), _fields(s))]
    sources = sources[: args.limit] if args.limit else sources
    if args.json:
        output.json([shapes.source(source) for source in sources])
        return
    rows = [
        (
            s.source_id,
            s.kind.value,
            s.status,
            (shapes.iso(s.last_success) or "")[:16].replace("T", " "),
            f"{s.items:,}",
            s.group,
            f"{s.title}: {s.last_error.message}" if s.last_error and s.status != "ok" else s.title,
        )
        for s in sources
    ]
    columns = (
        Column(give=True),
        Column(),
        Column(),
        Column(),
        Column(right=True),
        Column(give=True),
        Column(give=True, least=20),
    )
    _print(rows, columns, output)


def every_source(program: Program, library: Library) -> list[SourceHealth]:
    """The sources as configured, with how they have been doing; then those only the library knows (imports, feeds
    that are not followed any more)."""
    known = {health.source_id: health for health in library.sources.all()}
    configured = {s.id: SourceHealth(s.id, s.kind, s.title, s.url, s.group) for s in program.sources()}
    return list((configured | known).values())


def _format_health(source: SourceHealth) -> str:
    return f"{source.source_id} {source.title} {source.url} {source.group} {source.status}"


def _fields(source: SourceHealth) -> dict[str, tuple[str, ...]]:
    return {"source": (source.source_id, source.title), "group": (source.group,), "kind": (source.kind.value,)}


def _print(rows: Sequence[Sequence[str]], columns: Sequence[Column], output: Output) -> None:
    if rows:
        output.table(align(rows, columns, output.width))
    else:
        output.note("Nothing matches.")
