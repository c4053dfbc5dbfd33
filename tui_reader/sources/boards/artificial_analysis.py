"""Artificial Analysis: pages of its API, and the model list its leaderboard page carries.

The API is `GET {url}/language/models/free?page=N` with the header `x-api-key`
(https://artificialanalysis.ai/documentation); the figures are to be shown with their attribution.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from tui_reader.domain.boards import BoardRow
from tui_reader.domain.errors import ParseError, RateLimited
from tui_reader.domain.settings import BoardMapping
from tui_reader.sources.leaderboard.board import Board, Page
from tui_reader.sources.leaderboard.mapped import TableForm
from tui_reader.sources.leaderboard.rows import number
from tui_reader.sources.leaderboard.table import date_in
from tui_reader.text.charset import decode
from tui_reader.text.json_values import load_json
from tui_reader.text.packed import unpack
from tui_reader.text.sanitise import clean_line
from tui_reader.text.slugs import slug

if TYPE_CHECKING:
    from tui_reader.sources.leaderboard.table import RawTable
    from tui_reader.sources.sample import Sample

_ID = "artificial-analysis"
_INDEX = "artificial_analysis_intelligence_index"
#: Arenas of images, speech, video: what the endpoint is called tells which.
_ARENA = BoardMapping("name", "elo", id="id", rank="rank", low="ci95", high="ci95")


def first_url(url: str) -> str:
    """The address of the first page."""
    return f"{url.rstrip('/')}/language/models/free?page=1"


def parse(data: bytes, url: str) -> Page:
    """A page of the API, or a file of models. Raises RateLimited and ParseError with the service's own words."""
    value = load_json(decode(unpack(data)))
    if not is_models(value):
        raise _refusal(value)
    pagination = value.get("pagination")
    pages = pagination if isinstance(pagination, dict) else {}
    number_, total = (_count(pages.get(name)) for name in ("page", "total_pages"))
    has_more = bool(pages.get("has_more")) if "has_more" in pages else number_ < total
    asked = _count(parse_qs(urlsplit(url).query).get("page", ["1"])[0]) or 1
    meta = value.get("meta")
    told = str(meta.get("fetched_at", "")) if isinstance(meta, dict) else ""
    return Page(
        rows_of(value),
        next_url=f"?page={asked + 1}" if has_more else "",
        day=date_in(told[:40]),
        index_version=clean_line(str(value.get("intelligence_index_version") or "")),
        number=number_,
        total=total,
    )


def is_known(sample: Sample) -> bool:
    """Whether a file is a list of its language models."""
    return is_models(sample.json)


def form_of(table: RawTable, fields: frozenset[str], name: str) -> TableForm | None:
    """One of its arenas, as a file."""
    del name
    if not table.kind or not fields >= {"name", "elo"}:
        return None
    title = f"Artificial Analysis: {table.kind.replace('-', ' ')}"
    return TableForm(f"{_ID}-{slug(table.kind)}", title, "Elo", _ARENA, frozenset({"name", "elo"}))


BOARDS = (
    Board(
        id=_ID,
        title="Artificial Analysis Intelligence Index",
        name="Artificial Analysis",
        metric="Intelligence Index",
        url="https://artificialanalysis.ai/api/v2",
        attribution="Source: Artificial Analysis, https://artificialanalysis.ai",
        license="shown with attribution",
        is_followed=True,
        expect="json",
        key_header="x-api-key",
        key_variable="ARTIFICIAL_ANALYSIS_API_KEY",
        first_url=first_url,
        parse=parse,
        is_known=is_known,
    ),
)


def _count(value: Any) -> int:
    found = number(value)
    return int(found) if found is not None and 0 < found < 1e6 else 0


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
