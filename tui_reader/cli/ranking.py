"""`rank` and `like`: papers by likely interest with the reasons, and papers near to one."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from tui_reader.cli import shapes
from tui_reader.cli.columns import Column, align
from tui_reader.cli.finding import TEXT_LIMIT, find_row, library_of, query_of
from tui_reader.cli.output import Output
from tui_reader.domain.errors import ReaderError, UsageError
from tui_reader.domain.items import Kind
from tui_reader.domain.query import Field
from tui_reader.domain.ranking.reasons import Explanation
from tui_reader.services.feature_making import FeatureMaking
from tui_reader.services.kept_ranking import KeptRanking
from tui_reader.services.ranking import Ranker, Scored
from tui_reader.services.ranking_words import because
from tui_reader.storage.library import Library
from tui_reader.wiring import Program

#: How many papers a list of similar ones has without `--limit`.
_NEAR = 20
_PAGE = 200


def rank(program: Program, args: argparse.Namespace, output: Output) -> int:
    """Print papers, the likeliest first; without a query those in the inbox. With `--explain` one paper's reasons."""
    library = library_of(program, output)
    ranker = ranker_of(program, library, output)
    if args.explain:
        if args.query:
            raise UsageError("--explain is of one paper and takes no query", "Leave the query out.")
        return _explain(ranker, library, args, output)
    terms = [Field("kind", "paper")] if args.query else [Field("kind", "paper"), Field("is", "inbox")]
    ids = library.lists.ids(query_of(program, library, args.query, *terms))
    found = ranker.order(ids)
    shown = found[: args.limit or (None if args.json else TEXT_LIMIT)]
    if args.json:
        output.json_list(_shape(one, explained) for one, explained in _explained(ranker, library, shown))
        return 0
    lines = [
        (f"{one.score:.2f}", one.key.removeprefix("arxiv:"), title, because(explained, 3))
        for one, explained, title in _titled(ranker, library, shown)
    ]
    columns = (Column(right=True), Column(), Column(give=True, least=20), Column(give=True, least=16))
    output.table(align(lines, columns, output.width) if lines else [])
    if not lines:
        output.note("Nothing matches." if args.query else "No paper waits for a decision; a query ranks others.")
    elif len(found) > len(shown):
        output.note(f"{len(found) - len(shown):,} more; --limit N shows them.")
    output.note(str(ranker.measure()))
    program.ranking.keep(library)
    return 0


def like(program: Program, args: argparse.Namespace, output: Output) -> int:
    """Print the papers of the library that are nearest to an item."""
    library = library_of(program, output)
    row = find_row(library, args.key)
    ranker = ranker_of(program, library, output)
    limit = args.limit or _NEAR
    found = ranker.like_item(row, limit)
    rows = {line.id: line for line in library.lists.rows([one.id for one in found])}
    if args.json:
        output.json_list(shapes.summary(rows[one.id]) for one in found if one.id in rows)
        return 0
    lines = [
        (f"{one.score:.0%}", one.key.removeprefix("arxiv:"), rows[one.id].title) for one in found if one.id in rows
    ]
    output.table(
        align(lines, (Column(right=True), Column(), Column(give=True, least=20)), output.width) if lines else []
    )
    if not lines:
        output.note("No paper here shares its words.")
    return 0


def ranker_of(program: Program, library: Library, output: Output) -> Ranker:
    """The ranking of now, as `ranking_of` has it."""
    return ranking_of(program, library, output).ranker(library)


def ranking_of(program: Program, library: Library, output: Output) -> KeptRanking:
    """What all papers are ranked by: those whose words were not counted yet are counted first. Raises ReaderError where
    ranking is turned off."""
    if not program.settings.ranking.enabled:
        raise ReaderError("ranking is turned off", "Set enabled = true in [ranking] of the configuration.")
    if library.can_write and (waiting := library.features.waiting()):

        def tell(left: int) -> None:
            output.progress(f"Counting words of papers: {waiting - left:,} of {waiting:,}")

        FeatureMaking(program.writer, tell).start().wait()
        output.clear_progress()
    return program.ranking


def _explain(ranker: Ranker, library: Library, args: argparse.Namespace, output: Output) -> int:
    row = find_row(library, args.explain)
    if row.kind is not Kind.PAPER:
        raise UsageError(f"{row.key} is no paper", "Only papers are ranked.")
    for one, explained in _explained(ranker, library, ranker.order([row.id])):
        if args.json:
            output.json_list([_shape(one, explained)])
            return 0
        titles = {line.key: line.title for key, _ in explained.like if (line := library.items.row(key)) is not None}
        lines = [row.title, f"score {one.score:.2f}"]
        lines += [f"{reason.share:>5.0%}  {reason.term}{_KINDS[reason.kind]}" for reason in explained.reasons[:12]]
        lines += [f"{near:>5.0%}  like {titles.get(key, key)} ({key})" for key, near in explained.like]
        output.table(lines)
    output.note(str(ranker.measure()))
    return 0


_KINDS = {"word": "", "author": " (author)", "followed": " (followed)"}


def _explained(ranker: Ranker, library: Library, found: Sequence[Scored]) -> Iterator[tuple[Scored, Explanation]]:
    yield from ((one, explained) for one, explained, _ in _titled(ranker, library, found))


def _titled(ranker: Ranker, library: Library, found: Sequence[Scored]) -> Iterator[tuple[Scored, Explanation, str]]:
    rest = iter(found)
    while page := list(islice(rest, _PAGE)):
        details = {detail.row.id: detail for detail in library.papers.many([one.id for one in page])}
        for one in page:
            if (detail := details.get(one.id)) is not None:
                yield one, ranker.explain(one.id, detail.paper), detail.row.title


def _shape(one: Scored, explained: Explanation) -> dict[str, Any]:
    return {
        "key": one.key,
        "score": round(one.score, 4),
        "reasons": [{"term": reason.term, "share": round(reason.share, 4)} for reason in explained.reasons],
        "like": [key for key, _ in explained.like],
    }
