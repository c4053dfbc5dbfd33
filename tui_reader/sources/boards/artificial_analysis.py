"""Artificial Analysis: pages of its API, and the model list its leaderboard page carries.

The API is `GET {url}/language/models/free?page=N` with the header `x-api-key`
(https://artificialanalysis.ai/documentation); the figures are to be shown with their attribution.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from msgspec import Struct

from tui_reader.domain.boards import BoardRow, Snapshot
from tui_reader.domain.errors import ParseError, RateLimited
from tui_reader.sources.board_rows import number, ranked
from tui_reader.sources.feed.json_feed import load
from tui_reader.text.charset import decode
from tui_reader.text.packed import unpack
from tui_reader.text.sanitise import clean_line

BOARD = "artificial-analysis"
TITLE = "Artificial Analysis Intelligence Index"
METRIC = "Intelligence Index"
ATTRIBUTION = "Source: Artificial Analysis, https://artificialanalysis.ai"
_INDEX = "artificial_analysis_intelligence_index"


class AnalysisPage(Struct, frozen=True):
    """One page of models, unranked; `page` and `total_pages` are 0 where the service does not say."""

    rows: tuple[BoardRow, ...]
    index_version: str = ""
    page: int = 0
    total_pages: int = 0
    has_more: bool = False


def page_url(url: str, page: int) -> str:
    """The address of a page, counted from 1."""
    return f"{url.rstrip('/')}/language/models/free?page={page}"


def parse_page(data: bytes) -> AnalysisPage:
    """A page of the API. Raises RateLimited and ParseError with the service's own words."""
    value = load(decode(unpack(data)))
    if not is_models(value):
        raise _refusal(value)
    pagination = value.get("pagination")
    pages = pagination if isinstance(pagination, dict) else {}
    page, total = (_count(pages.get(name)) for name in ("page", "total_pages"))
    return AnalysisPage(
        rows=rows_of(value),
        index_version=clean_line(str(value.get("intelligence_index_version") or "")),
        page=page,
        total_pages=total,
        has_more=bool(pages.get("has_more")) if "has_more" in pages else page < total,
    )


def _count(value: Any) -> int:
    found = number(value)
    return int(found) if found is not None and 0 < found < 1e6 else 0


def to_snapshot(pages: Iterable[AnalysisPage], day: date, source: str = BOARD) -> Snapshot:
    """The table of all pages, ranked by score; a model that stands on two pages counts once."""
    pages = list(pages)
    rows: dict[str, BoardRow] = {}
    for page in pages:
        for row in page.rows:
            rows.setdefault(row.model_id or row.model, row)
    return Snapshot(
        board=BOARD,
        title=TITLE,
        taken_on=day,
        rows=ranked(rows.values()),
        metric=METRIC,
        description=ATTRIBUTION,
        source=source,
        index_version=next((p.index_version for p in pages if p.index_version), ""),
        complete=True,
        better="higher",
    )


def is_models(value: Any) -> bool:
    """Whether parsed JSON is a list of language models of Artificial Analysis."""
    return isinstance(value, dict) and any(
        isinstance(m, dict) and isinstance(m.get("evaluations"), dict) and _INDEX in m["evaluations"]
        for m in _models(value)[:20]
    )


def rows_of(value: dict[str, Any]) -> tuple[BoardRow, ...]:
    """The models in either form; those without an index have no score, but keep speed and price."""
    rows = (_row(model) for model in _models(value) if isinstance(model, dict))
    return tuple(row for row in rows if row.model)


def _models(value: dict[str, Any]) -> list[Any]:
    return next((value[key] for key in ("data", "models") if isinstance(value.get(key), list)), [])


def _row(model: dict[str, Any]) -> BoardRow:
    evaluations, pricing = _part(model, "evaluations"), _part(model, "pricing")
    speed = _part(model, "performance") or _part(model, "speed") or model
    name, slug = model.get("name"), model.get("slug")
    return BoardRow(
        model=clean_line(str(name or slug or "")),
        score=number(evaluations.get(_INDEX)),
        tok_s=_positive(speed.get("median_output_tokens_per_second", speed.get("output_tokens_per_second"))),
        usd_per_1m=_price(pricing),
        model_id=clean_line(str(model.get("id") or slug or "")),
    )


def _part(model: dict[str, Any], key: str) -> dict[str, Any]:
    part = model.get(key)
    return part if isinstance(part, dict) else {}


def _positive(value: Any) -> float | None:
    # A speed of zero means that nobody serves the model, not that it is slow.
    found = number(value)
    return found or None


def _price(pricing: dict[str, Any]) -> float | None:
    """Dollars per million tokens, three of input to one of output, as the site blends them."""
    blended = number(pricing.get("price_1m_blended_3_to_1"))
    if blended is not None:
        return blended
    given, made = number(pricing.get("price_1m_input_tokens")), number(pricing.get("price_1m_output_tokens"))
    return (3 * given + made) / 4 if given is not None and made is not None else None


def _refusal(value: Any) -> ParseError | RateLimited:
    told = ""
    if isinstance(value, dict):
        error = value.get("error") or value.get("message") or value.get("detail")
        told = clean_line(str(error.get("message") if isinstance(error, dict) else error or ""))[:160]
    if "rate limit" in told.lower() or "too many" in told.lower():
        return RateLimited(f"Artificial Analysis: {told}", status=200)
    words = told or "an answer without models"
    return ParseError(f"Artificial Analysis: {words}", "Check [benchmarks.artificial-analysis] url and api_key.")
