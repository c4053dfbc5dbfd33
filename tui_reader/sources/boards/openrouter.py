"""OpenRouter: what models cost, and how much they read at once (https://openrouter.ai/docs/api-reference/list-available-models).

`GET /api/v1/models` gives `data[]` with `id`, `name`, `created`, `context_length` and `pricing` in dollars for one
token, written as text; a price of -1 is one that depends on where a request is sent. It is no ranking: its rows have no
score, and join boards that give no price.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from tui_reader.domain.boards import RELEASED, BoardRow, Column
from tui_reader.domain.errors import ParseError
from tui_reader.sources.leaderboard.board import Board, Page
from tui_reader.sources.leaderboard.rows import number, text_of, valued
from tui_reader.sources.leaderboard.table import objects_in
from tui_reader.text.charset import decode
from tui_reader.text.json_values import load_json
from tui_reader.text.packed import unpack
from tui_reader.text.sanitise import clean_line

if TYPE_CHECKING:
    from tui_reader.sources.sample import Sample

_IN = Column("usd_per_1m_in", "$/1M in", "USD", "lower")
_OUT = Column("usd_per_1m_out", "$/1M out", "USD", "lower")
_CONTEXT = Column("context", "Context", "tokens", "higher")
_MOST_OUT = Column("most_out", "Longest answer", "tokens", "higher")
_HINT = "Its address or format may have changed."


def parse(data: bytes, url: str) -> Page:
    """All models, by name. Raises ParseError."""
    del url
    models = objects_in(load_json(decode(unpack(data))), "data")
    if not models:
        raise ParseError("OpenRouter gave no models", _HINT)
    rows = [row for row in map(_row, models) if row.model]
    if not any(row.usd_per_1m is not None for row in rows):
        raise ParseError("no model of OpenRouter has a price", _HINT)
    return Page(tuple(sorted(rows, key=lambda r: (r.model.casefold(), r.model_id))), is_ranked=True)


def _row(model: dict[str, Any]) -> BoardRow:
    pricing, provider = (
        part if isinstance(part := model.get(key), dict) else {} for key in ("pricing", "top_provider")
    )
    given, made = _per_million(pricing.get("prompt")), _per_million(pricing.get("completion"))
    created, context, most = (
        number(value)
        for value in (model.get("created"), model.get("context_length"), provider.get("max_completion_tokens"))
    )
    return BoardRow(
        clean_line(text_of(model.get("name")) or text_of(model.get("id"))),
        # Blended as other boards do: three tokens of input to one of output.
        usd_per_1m=round((3 * given + made) / 4, 6) if given is not None and made is not None else None,
        model_id=clean_line(text_of(model.get("id"))),
        values=valued(
            (_IN, given),
            (_OUT, made),
            (_CONTEXT, int(context) if context else None),
            (_MOST_OUT, int(most) if most else None),
            (RELEASED, _day(created)),
        ),
    )


def _day(seconds: float | None) -> str:
    return datetime.fromtimestamp(seconds, UTC).date().isoformat() if seconds and 0 < seconds < 1e11 else ""


def _per_million(value: Any) -> float | None:
    found = number(value)
    return round(found * 1e6, 6) if found is not None and 0 <= found < 1 else None


def is_known(sample: Sample) -> bool:
    """Whether a file is OpenRouter's list of models."""
    return any(
        {"context_length", "pricing", "top_provider"} <= model.keys() for model in objects_in(sample.json, "data")[:5]
    )


BOARDS = (
    Board(
        id="openrouter-models",
        title="OpenRouter: prices and context lengths",
        name="OpenRouter",
        metric="price",
        url="https://openrouter.ai/api/v1/models",
        attribution="Source: OpenRouter, https://openrouter.ai/models",
        license="shown with attribution",
        better="lower",
        expect="json",
        columns=(_IN, _OUT, _CONTEXT, _MOST_OUT, RELEASED),
        parse=parse,
        is_known=is_known,
    ),
)
