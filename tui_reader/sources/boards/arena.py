"""Arena (LMArena): ratings by votes, a subset of its dataset each, through Hugging Face's datasets server.

`GET /rows?dataset=…&config=…&split=latest&offset=N&length=100` gives a hundred rows, one for each model and category;
`/filter` takes `where="category"='overall'` (https://huggingface.co/docs/dataset-viewer/filter). The split `full` holds
every table since 2023. The data is CC-BY-4.0.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, quote, urlencode, urlsplit

from tui_reader.domain.boards import LICENSE, ORGANISATION, VOTES, BoardRow
from tui_reader.domain.errors import ParseError, RateLimited
from tui_reader.sources.leaderboard import table
from tui_reader.sources.leaderboard.board import Board, Page, Part, Past, PastPage
from tui_reader.sources.leaderboard.rows import number, text_of, valued
from tui_reader.text.charset import decode
from tui_reader.text.json_values import load_json
from tui_reader.text.packed import unpack
from tui_reader.text.sanitise import clean_line

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from tui_reader.sources.sample import Sample

DATASET = "lmarena-ai/leaderboard-dataset"
CATEGORY = "overall"
PAGE_LENGTH = 100
_URL = "https://datasets-server.huggingface.co"
_FIELDS = frozenset({"model_name", "rating", "category"})
_COLUMNS = (VOTES, ORGANISATION, LICENSE)


def first_url(config: str, url: str) -> str:
    """The address of the newest table's first page."""
    return page_url(url, config, "latest", 0)


def page_url(url: str, config: str, split: str, offset: int) -> str:
    """The address of a page of the overall category."""
    asked = {"dataset": DATASET, "config": config, "split": split, "where": f"\"category\"='{CATEGORY}'"}
    query = urlencode(asked | {"offset": offset, "length": PAGE_LENGTH}, quote_via=quote)
    return f"{url.rstrip('/')}/filter?{query}"


def parse(config: str, data: bytes, url: str) -> Page:
    """A page of the server, or a file of a subset's pages. Raises ParseError and RateLimited."""
    value = load_json(decode(unpack(data)))
    pages = pages_of(value, config)
    if not pages:
        raise _refusal(value)
    rows = rows_in(pages)
    total = int(number(pages[0].get("num_rows_total")) or 0)
    offset = int(number(parse_qs(urlsplit(url).query).get("offset", ["0"])[0]) or 0)
    read = offset + sum(len(page["rows"]) for page in pages)
    is_last = "offset=" not in url or read >= total or not rows
    if not is_last and read <= offset:
        raise ParseError("Arena gave a page without rows, and more are to follow", "The next refresh reads it anew.")
    listed = [row for row in rows if clean_line(text_of(row.get("category"))) in ("", CATEGORY)]
    if rows and not listed:
        raise ParseError(f"Arena's {config} has no category {CATEGORY!r}", "Its format may have changed.")
    return Page(
        tuple(row for row in map(row_of, listed) if row.model),
        next_url="" if is_last else page_url(url.partition("/filter")[0], config, "latest", read),
        day=max((day for row in listed if (day := day_of(row)) is not None), default=None),
        total=total if "offset=" in url else 0,
    )


def past_url(config: str, url: str, offset: int) -> str:
    """The address of a page of all tables since 2023."""
    return page_url(url, config, "full", offset)


def parse_past(config: str, data: bytes, url: str) -> PastPage:
    """A page of all tables. Raises ParseError and RateLimited."""
    del url
    value = load_json(decode(unpack(data)))
    pages = pages_of(value, config)
    if not pages:
        raise _refusal(value)
    rows = rows_in(pages)
    tables: dict[date, list[BoardRow]] = {}
    for row in rows:
        day, made = day_of(row), row_of(row)
        if day is not None and made.model and clean_line(text_of(row.get("category"))) in ("", CATEGORY):
            tables.setdefault(day, []).append(made)
    if rows and not tables:
        raise ParseError("Arena's past has no dates", "Its format may have changed.")
    total = int(number(pages[0].get("num_rows_total")) or 0)
    return PastPage(tuple((day, tuple(made)) for day, made in tables.items()), len(rows), total)


def pages_of(value: Any, config: str) -> list[dict[str, Any]]:
    """The pages in an answer, or in a file that holds those of several subsets by their names."""
    if isinstance(value, dict) and isinstance(value.get("configs"), dict):
        value = value["configs"].get(config)
    found = value if isinstance(value, list) else [value]
    return [page for page in found if isinstance(page, dict) and isinstance(page.get("rows"), list)]


def rows_in(pages: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows of pages as mappings. Raises ParseError where a field is missing that they must have."""
    rows = [line["row"] for page in pages for line in page["rows"] if isinstance(line, dict) and "row" in line]
    for row in rows[:1]:
        if not isinstance(row, dict) or not row.keys() >= _FIELDS:
            there = ", ".join(sorted(map(clean_line, row))[:8]) if isinstance(row, dict) else "nothing"
            raise ParseError("Arena's rows have other fields than before", f"There are: {there}.")
    return [row for row in rows if isinstance(row, dict)]


def row_of(row: dict[str, Any]) -> BoardRow:
    """A row of the dataset."""
    rank, votes = number(row.get("rank")), number(row.get("vote_count"))
    return BoardRow(
        clean_line(text_of(row.get("model_name"))),
        int(rank) if rank is not None and 0 < rank < 1e6 else None,
        number(row.get("rating")),
        low=number(row.get("rating_lower")),
        high=number(row.get("rating_upper")),
        values=valued(
            (VOTES, int(votes) if votes is not None else None),
            (ORGANISATION, clean_line(text_of(row.get("organization")))),
            (LICENSE, clean_line(text_of(row.get("license")))),
        ),
    )


def day_of(row: dict[str, Any]) -> date | None:
    """The day on which the table that a row stands in was published."""
    return table.day_of(row.get("leaderboard_publish_date"))


def is_known(config: str, sample: Sample) -> bool:
    """Whether a file holds this subset: one of several by their names, or one whose file is named after it."""
    value = sample.json
    if not isinstance(value, dict) or not pages_of(value, config):
        return False
    if isinstance(value.get("configs"), dict):
        return value.get("dataset") == DATASET
    names = {feature.get("name") for feature in value.get("features") or [] if isinstance(feature, dict)}
    return names >= _FIELDS and _named_in(sample.name) == config


def _named_in(name: str) -> str:
    """The subset that a file's name tells of; text, if it tells of none."""
    told = name.lower().replace("-", "_")
    return next((c for c in sorted(_SUBSETS, key=len, reverse=True) if c in told), "text")


def _refusal(value: Any) -> ParseError | RateLimited:
    told = clean_line(text_of(value.get("error")))[:160] if isinstance(value, dict) else ""
    if "rate limit" in told.lower() or "too many" in told.lower():
        return RateLimited(f"Arena: {told}", status=200)
    return ParseError(f"Arena: {told or 'an answer without rows'}", "Its address or format may have changed.")


def _board(config: str, name: str) -> Board:
    return Board(
        id=f"arena-{config.replace('_', '-')}",
        title=f"Arena: {name}",
        metric="rating",
        url=_URL,
        attribution="Source: LMArena, https://lmarena.ai (CC BY 4.0)",
        license="CC BY 4.0",
        family="Arena",
        is_followed=config == "text",
        expect="json",
        columns=_COLUMNS,
        first_url=Part(first_url, config),
        parse=Part(parse, config),
        is_known=Part(is_known, config),
        past=Past(Part(past_url, config), Part(parse_past, config)),
    )


_SUBSETS = {
    "text": "text",
    "vision": "vision",
    "webdev": "web development",
    "search": "search",
    "document": "documents",
    "text_to_image": "text to image",
    "image_edit": "image editing",
    "text_to_video": "text to video",
    "image_to_video": "image to video",
}
BOARDS = tuple(_board(config, name) for config, name in _SUBSETS.items())
