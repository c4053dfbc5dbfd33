"""Hugging Face's official benchmarks: a leaderboard for each data set that is one, followed one by one as `hf:ID`.

`GET /api/datasets?filter=benchmark:official` lists them, `GET /api/datasets/ID/leaderboard` gives the entries of one,
each with `rank`, `modelId`, `value` and `verified`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tui_reader.domain.boards import ORGANISATION, BoardRow, Column
from tui_reader.domain.errors import ParseError
from tui_reader.sources.leaderboard.board import Board, Page
from tui_reader.sources.leaderboard.rows import number, text_of, valued
from tui_reader.text.charset import decode
from tui_reader.text.json_values import load_json
from tui_reader.text.packed import unpack
from tui_reader.text.sanitise import clean_line
from tui_reader.text.slugs import slug

if TYPE_CHECKING:
    from tui_reader.sources.sample import Sample

PREFIX = "hf:"
SITE = "https://huggingface.co"
#: A data set's id: an owner and a name (https://huggingface.co/docs/hub/repositories-getting-started).
_ID = re.compile(r"[\w.-]{1,96}/[\w.-]{1,96}")
_VERIFIED = Column("verified", "Verified")
#: What all boards of this file have in common.
ID_PREFIX, FAMILY, LICENSE = "hf-", "Hugging Face", "shown with attribution"
_HINT = "Its address or format may have changed."


def list_url(site: str = SITE) -> str:
    """The address of the list of all official benchmarks."""
    return f"{site.rstrip('/')}/api/datasets?filter=benchmark:official"


def parse_list(data: bytes) -> tuple[str, ...]:
    """The names `hf:OWNER/NAME` in the list of official benchmarks, in order. Raises ParseError."""
    value = load_json(decode(unpack(data)))
    told = [text_of(one.get("id")) for one in value if isinstance(one, dict)] if isinstance(value, list) else []
    names = sorted({PREFIX + name for name in told if _ID.fullmatch(name)}, key=str.casefold)
    if not names:
        raise ParseError("Hugging Face's list of official benchmarks names no data set", _HINT)
    return tuple(names)


def board_of(name: str, site: str = SITE) -> Board | None:
    """The leaderboard that `hf:OWNER/NAME` means; None for what is no such name."""
    dataset = name.removeprefix(PREFIX)
    if not name.startswith(PREFIX) or not _ID.fullmatch(dataset):
        return None
    return Board(
        id=ID_PREFIX + slug(dataset),
        title=f"{dataset.rpartition('/')[2]} (Hugging Face)",
        metric="score",
        url=f"{site.rstrip('/')}/api/datasets/{dataset}/leaderboard",
        attribution=f"Source: {SITE}/datasets/{dataset}",
        license=LICENSE,
        family=FAMILY,
        expect="json",
        columns=(_VERIFIED, ORGANISATION),
        parse=parse,
        is_known=is_known,
    )


def parse(data: bytes, url: str) -> Page:
    """The entries of a leaderboard. Raises ParseError."""
    del url
    value = load_json(decode(unpack(data)))
    entries = value.get("leaderboard", value.get("entries")) if isinstance(value, dict) else value
    rows = [_row(entry) for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []
    rows = [row for row in rows if row.model]
    if not any(row.score is not None for row in rows):
        told = clean_line(text_of(value.get("error")))[:160] if isinstance(value, dict) else ""
        raise ParseError(f"Hugging Face: {told or 'an answer without models and values'}", _HINT)
    best: dict[str, BoardRow] = {}
    for row in rows:
        best.setdefault(row.model, row)
    return Page(tuple(best.values()))


def _row(entry: dict[str, Any]) -> BoardRow:
    rank, verified = number(entry.get("rank")), entry.get("verified")
    model = clean_line(text_of(entry.get("modelId", entry.get("model_id"))))
    return BoardRow(
        model,
        int(rank) if rank is not None and 0 < rank < 1e6 else None,
        number(entry.get("value")),
        values=valued(
            (_VERIFIED, verified if isinstance(verified, bool) else None),
            (ORGANISATION, model.partition("/")[0] if "/" in model else ""),
        ),
    )


def is_known(sample: Sample) -> bool:
    """A file says nothing of which data set it is, so none is recognised."""
    del sample
    return False
