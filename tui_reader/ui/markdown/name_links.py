"""Names in a document that can be followed: the text stays, runs with links are laid over it."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec.structs import replace

from tui_reader.text.document.model import Block, BlockKind, Document, Ink, Run

if TYPE_CHECKING:
    from tui_reader.domain.names import NameTable

PREFIX = "name:"
"""Before the target of a name (`model:…`, `lab:…`, `arxiv:…`, `repo:…`) where the address of a link would stand."""

_READ = (BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.TABLE)
_KEPT = Ink.FORMULA | Ink.IMAGE
#: In a text as long as a book, names beyond this are left as they are.
_MOST = 2_000


def mark_names(document: Document, table: NameTable, own: str = "") -> Document:
    """The document with the names in it marked, each target one link; what is a link already stays one. `own` is the
    key of what the document is about, which it does not lead to."""
    links = list(document.links)
    numbers: dict[str, int] = {}
    blocks: list[Block] = []
    marked = 0
    for block in document.blocks:
        runs: list[Run] = []
        if block.kind in _READ and block.text and marked < _MOST:
            for mention in table.recognise(block.text):
                if mention.target == own:
                    continue
                number = numbers.get(mention.target)
                if number is None:
                    number = numbers[mention.target] = len(links)
                    links.append(PREFIX + mention.target)
                runs.append(Run(mention.start, mention.end, Ink.NAME, number))
        marked += len(runs)
        blocks.append(replace(block, runs=lay_over(block.runs, runs)) if runs else block)
    return replace(document, blocks=tuple(blocks), links=tuple(links)) if marked else document


def lay_over(runs: tuple[Run, ...], names: list[Run]) -> tuple[Run, ...]:
    """Runs with names laid over them: a name keeps the ink underneath, and gives way to a link, formula or image that
    it touches."""
    free = [n for n in names if not any(r.start < n.end and n.start < r.end and _is_kept(r) for r in runs)]
    cuts = sorted({at for run in (*runs, *free) for at in (run.start, run.end)})
    made: list[Run] = []
    below = above = 0
    for start, end in pairwise(cuts):
        while below < len(runs) and runs[below].end <= start:
            below += 1
        while above < len(free) and free[above].end <= start:
            above += 1
        under = runs[below] if below < len(runs) and runs[below].start <= start else None
        over = free[above] if above < len(free) and free[above].start <= start else None
        if over is not None:
            made.append(Run(start, end, over.ink | (under.ink if under is not None else Ink.PLAIN), over.link))
        elif under is not None:
            made.append(Run(start, end, under.ink, under.link))
    return tuple(made)


def _is_kept(run: Run) -> bool:
    return run.link >= 0 or bool(run.ink & _KEPT)
