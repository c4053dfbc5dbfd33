"""SWE-rebench: the leaderboard that its page carries as data.

The site (https://swe-rebench.com) has no API. Its page streams the data to the browser as calls of `__next_f.push`, the
form in which Next.js serves React's server components; joined, their texts hold an object a row, with a resolved rate
and its standard error for each window of tasks.

Tasks are renewed, and models are not run again on new ones, so a score counts only beside others of its window.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from tui_reader.domain.boards import AGENT, COST, RELEASED, TOKENS, BoardRow, Column, Value
from tui_reader.domain.errors import ParseError
from tui_reader.sources.leaderboard.board import Board, Page
from tui_reader.sources.leaderboard.rows import number, ranked, text_of, valued
from tui_reader.sources.leaderboard.streamed import is_cut, streamed
from tui_reader.sources.leaderboard.table import iso_day
from tui_reader.text.charset import decode
from tui_reader.text.packed import unpack
from tui_reader.text.sanitise import clean_line

if TYPE_CHECKING:
    from tui_reader.sources.sample import Sample

#: Where a row, or a list of rows, begins in the data.
_ROW = re.compile(r'\{\s*(?="(?:modelId|modelName)"\s*:)')
_ROWS = re.compile(r'"items"\s*:\s*(?=\[)')
_MOST_ROWS = 5_000
_MOST_FAILURES = 50
_MOST_SECONDS = 1e11
_PASS = Column("pass_n", "Solved in any of its runs", "%", "higher")
#: A window needs so many models to rank them by it.
_ENOUGH = 3
_HINT = "Its page may have changed; the issues bring its top models all the same."

Window = tuple[int, int]


class RebenchRow(Struct, frozen=True):
    """A row of the page: a model (`instance_type` is `model`) or a harness, run with tools or as text. `range` is the
    tasks it was run on, `scores` its rate and error in percent by window, `more` its other figures by window; windows
    are Unix times in milliseconds. `released` is the day of its release."""

    id: str
    name: str
    range: Window | None
    scores: dict[Window, tuple[float, float | None]]
    more: dict[Window, tuple[tuple[str, Value], ...]] = {}
    released: str = ""
    agent: str = ""


def parse(data: bytes, url: str) -> Page:
    """The table of the newest window. What was not run on it keeps the score of its own window, without a rank.
    Raises ParseError for a page without scores."""
    del url
    rows = read_rows(data)
    main = _main_window(rows)
    inside: list[BoardRow] = []
    outside: list[BoardRow] = []
    for row in rows:
        made = BoardRow(row.name, model_id=row.id)
        if main in row.scores and _was_run_on(row, main):
            inside.append(_scored(made, row, main))
            continue
        own = row.range if row.range in row.scores else max(row.scores, key=_newest_first, default=None)
        outside.append(_scored(made, row, own) if own is not None else made)
    outside.sort(key=lambda r: (r.window, r.score if r.score is not None else -1.0), reverse=True)
    return Page((*ranked(inside), *outside), description=f"Agentic coding on tasks of {_shown(main)}.", is_ranked=True)


def read_rows(data: bytes) -> tuple[RebenchRow, ...]:
    """The rows of the page, each once. Raises ParseError for a page without them."""
    page = decode(unpack(data))
    if is_cut(page):
        raise ParseError("SWE-rebench's page is cut off", "Nothing was stored; the next refresh reads it anew.")
    text = streamed(page)
    if not text:
        raise ParseError("SWE-rebench's page carries no data", _HINT)
    rows: dict[str, RebenchRow] = {}
    for value in _objects(text):
        row = _row(value)
        if row is not None:
            rows.setdefault(row.id, row)
    if not any(row.scores for row in rows.values()):
        raise ParseError("the data in SWE-rebench's page holds no scores", _HINT)
    return tuple(rows.values())


def is_known(sample: Sample) -> bool:
    """Whether a page carries this leaderboard."""
    return sample.text.startswith("<") and "__next_f" in sample.text and "rangeStats" in sample.text


BOARDS = (
    Board(
        id="swe-rebench",
        title="SWE-rebench",
        metric="% resolved",
        url="https://swe-rebench.com",
        attribution="Source: SWE-rebench, https://swe-rebench.com",
        license="shown with attribution",
        is_followed=True,
        expect="html",
        columns=(AGENT, RELEASED, _PASS, COST, TOKENS),
        parse=parse,
        is_known=is_known,
    ),
)


def _objects(text: str) -> Iterator[dict[str, Any]]:
    """The objects that may be rows, wherever in the data they stand."""
    decoder = json.JSONDecoder()
    found = failures = 0
    for pattern in (_ROWS, _ROW):
        end = 0
        for match in pattern.finditer(text):
            if match.end() < end and pattern is _ROWS:
                continue
            start = match.end() if pattern is _ROWS else match.start()
            try:
                value, end = decoder.raw_decode(text, start)
            except (ValueError, RecursionError):
                failures += 1
                if failures > _MOST_FAILURES:
                    return
                continue
            for one in value if isinstance(value, list) else [value]:
                if isinstance(one, dict) and "rangeStats" in one:
                    yield one
                    found += 1
                    if found >= _MOST_ROWS:
                        return
        if found:
            return


def _row(value: dict[str, Any]) -> RebenchRow | None:
    name = clean_line(text_of(value.get("modelName")) or text_of(value.get("modelId")))
    if not name:
        return None
    agent = clean_line(text_of(value.get("agentVersion"))).casefold()
    meta = value.get("meta")
    kind = clean_line(text_of(meta.get("instance_type"))).casefold() if isinstance(meta, dict) else ""
    own_id = clean_line(text_of(value.get("modelId"))) or name
    for told in (agent, "" if kind == "model" else kind):
        # Ids such as opus__tools say it already.
        if told and not own_id.casefold().endswith(told):
            own_id = f"{own_id}__{told}"
    marks = [mark for mark in ("" if kind in ("", "model") else kind, "" if agent in ("", "tools") else agent) if mark]
    marks = [mark for mark in marks if mark not in name.casefold()]
    stats = value.get("rangeStats")
    stats = stats if isinstance(stats, dict) else {}
    # The newer layout groups windows by the tasks' kind; `all` are all of them.
    stats = stats["all"] if isinstance(stats.get("all"), dict) else stats
    scores: dict[Window, tuple[float, float | None]] = {}
    more: dict[Window, tuple[tuple[str, Value], ...]] = {}
    for key, figures in stats.items():
        window = _window(*str(key).partition(":")[::2])
        rate = number(figures.get("resolvedRate")) if isinstance(figures, dict) else None
        if window is not None and rate is not None:
            scores[window] = (rate, number(figures.get("sem")))
            more[window] = valued(
                (_PASS, number(figures.get("passN"))),
                (COST, _mean(figures.get("instanceCosts"))),
                (TOKENS, _mean(figures.get("totalTokenUsage"))),
            )
    told_range = value.get("taskRangeTimestamp")
    ran_on = _window(told_range.get("from"), told_range.get("to")) if isinstance(told_range, dict) else None
    release = value.get("release")
    return RebenchRow(
        own_id,
        f"{name} ({', '.join(marks)})" if marks else name,
        ran_on,
        scores,
        more,
        iso_day(release.get("date")) if isinstance(release, dict) else "",
        agent,
    )


def _mean(value: Any) -> float | None:
    """A figure, or the mean of one for each task."""
    if isinstance(value, list):
        known = [figure for one in value if (figure := number(one)) is not None]
        return round(sum(known) / len(known), 6) if known else None
    return number(value)


def _window(start: Any, end: Any) -> Window | None:
    first, last = number(start), number(end)
    if first is None or last is None or not 0 <= first <= last < 1e15:
        return None
    # Older pages give seconds; as milliseconds those would be of 1970.
    scale = 1000 if 0 < last < _MOST_SECONDS else 1
    return int(first) * scale, int(last) * scale


def _main_window(rows: tuple[RebenchRow, ...]) -> Window:
    """The window to rank by: the newest that enough models were last run on, else the one that most were."""
    told = [row.range for row in rows if row.range in row.scores and row.range is not None]
    own = Counter(told or [window for row in rows for window in row.scores])
    enough = [w for w in own if sum(w in row.scores and _was_run_on(row, w) for row in rows) >= _ENOUGH]
    if enough:
        newest = max(end for _, end in enough)
        return max((w for w in enough if w[1] == newest), key=lambda w: (own[w], w))
    return max(own, key=lambda w: (own[w], _newest_first(w)))


def _newest_first(window: Window) -> tuple[int, int]:
    return window[1], window[0]


def _was_run_on(row: RebenchRow, window: Window) -> bool:
    # The rates of a wider window are those of the part of it that the model was run on.
    return row.range is None or (row.range[0] <= window[0] and window[1] <= row.range[1])


def _scored(made: BoardRow, row: RebenchRow, window: Window) -> BoardRow:
    rate, error = row.scores[window]
    values = (*valued((AGENT, row.agent), (RELEASED, row.released)), *row.more.get(window, ()))
    return replace(made, score=rate, sem=error, window=_shown(window), values=values)


def _shown(window: Window) -> str:
    days = [datetime.fromtimestamp(ms / 1000, UTC).date().isoformat() if ms < 2.5e14 else str(ms) for ms in window]
    return " – ".join(days)
