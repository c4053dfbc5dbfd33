"""LiveBench (https://livebench.ai): a table of tasks for each of its releases, as CSV, with the tasks' categories.

The page names a script, the script the releases, and `table_YYYY_MM_DD.csv` and `categories_YYYY_MM_DD.json` are one
release; those before the newest are the board's past. The score is the mean of all tasks; the mean of the categories,
by which the site ranks, stands beside it.
"""

from __future__ import annotations

import json
import re
from statistics import fmean
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from msgspec.structs import replace

from tui_reader.domain.boards import BoardRow, Column
from tui_reader.domain.errors import ParseError
from tui_reader.sources.leaderboard.board import Board, Page
from tui_reader.sources.leaderboard.rows import number, valued
from tui_reader.sources.leaderboard.table import csv_rows, date_in
from tui_reader.text.charset import decode
from tui_reader.text.json_values import load_json
from tui_reader.text.packed import unpack
from tui_reader.text.sanitise import clean_line
from tui_reader.text.slugs import slug

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui_reader.sources.sample import Sample

_SCRIPT = re.compile(r"<script[^>]+src=[\"']?([^\"' >]*(?:main|index)[^\"' >]*\.js)")
_RELEASE = re.compile(r"\b(20\d\d)[-_](\d\d)[-_](\d\d)\b")
_GLOBAL = Column("by_category", "Mean of categories", "", "higher")
_HINT = "Its page may have changed."


def parse(data: bytes, url: str) -> Page:
    """One step: the page leads to its script, that to the newest table, that to its categories. Raises ParseError."""
    text = decode(unpack(data)).lstrip("\ufeff \t\r\n")
    name = url.partition("?")[0].rpartition("/")[2]
    if text.startswith("<") and name.endswith((".csv", ".json", ".js")):
        raise ParseError(f"LiveBench gave a web page for {name}", _HINT)
    if text.startswith("<"):
        found = _SCRIPT.search(text)
        if found is None:
            raise ParseError("LiveBench's page names no script", _HINT)
        return Page(next_url=found[1])
    if text.startswith("model,"):
        return _table(text, url)
    if text.startswith("{"):
        return Page(notes=json.dumps(_categories(load_json(text))))
    told = {day for y, m, d in _RELEASE.findall(text) if (day := date_in(f"{y}-{m}-{d}"))}
    releases = [(day, urljoin(url, f"/table_{day:%Y_%m_%d}.csv")) for day in sorted(told)]
    if not releases:
        raise ParseError("LiveBench's script names no release", _HINT)
    return Page(next_url=releases[-1][1], older=tuple(releases[:-1]))


def _table(text: str, url: str) -> Page:
    rows = csv_rows(text)
    tasks = [name for name in rows[0] if name != "model"] if rows else []
    if len(tasks) < 2:
        raise ParseError("LiveBench's table has no tasks", _HINT)
    by_model: dict[str, BoardRow] = {}
    for row in (_row(fields, tasks) for fields in rows):
        if row.model and row.score is not None:
            by_model.setdefault(row.model, row)
    made = tuple(by_model.values())
    if not made:
        raise ParseError("LiveBench's table has no scores", _HINT)
    columns = tuple(Column(slug(task) or task, task.replace("_", " "), "", "higher") for task in tasks)
    name = url.rpartition("/")[2]
    following = name.replace("table_", "categories_").replace(".csv", ".json") if url.startswith("http") else ""
    day = date_in(name)
    # A release has other questions than the one before it, so its scores are those of another index.
    version = day.isoformat() if day else ""
    return Page(made, next_url=following, day=day, index_version=version, columns=columns, is_whole=True)


def _row(fields: dict[str, str], tasks: Sequence[str]) -> BoardRow:
    values = [(Column(slug(task) or task, task), number(fields.get(task))) for task in tasks]
    known = [value for _, value in values if value is not None]
    score = round(sum(known) / len(known), 3) if known else None
    return BoardRow(clean_line(fields.get("model", "")), score=score, values=valued(*values))


def _categories(value: object) -> dict[str, list[str]]:
    if not isinstance(value, dict) or not all(isinstance(tasks, list) for tasks in value.values()):
        raise ParseError("LiveBench's categories are no lists of tasks", _HINT)
    return {clean_line(name): [str(task) for task in tasks] for name, tasks in value.items()}


def join(pages: Sequence[Page]) -> Page:
    """The table, with the mean of each category where the categories came too."""
    table = next((page for page in pages if page.rows), Page())
    told = next((page.notes for page in pages if page.notes), "")
    if not told:
        return table
    categories = {name: [slug(t) or t for t in tasks] for name, tasks in json.loads(told).items()}
    columns = tuple(Column(f"category-{slug(name)}", name, "", "higher") for name in categories)
    rows = []
    for row in table.rows:
        values = {name: value for name, value in row.values if isinstance(value, int | float)}
        means = [
            fmean(known) if (known := [values[t] for t in tasks if t in values]) else None
            for tasks in categories.values()
        ]
        whole = [mean for mean in means if mean is not None]
        extra = valued(
            (_GLOBAL, round(fmean(whole), 3) if len(whole) == len(means) and whole else None),
            *((c, None if m is None else round(m, 3)) for c, m in zip(columns, means, strict=True)),
        )
        rows.append(replace(row, values=extra + row.values))
    return replace(table, rows=tuple(rows), columns=(_GLOBAL, *columns, *table.columns))


def is_known(sample: Sample) -> bool:
    """Whether a file is the table of a release."""
    head = sample.text[:4000].partition("\n")[0]
    return head.startswith("model,") and "zebra_puzzle" in head


BOARDS = (
    Board(
        id="livebench",
        title="LiveBench",
        metric="mean of tasks",
        url="https://livebench.ai/",
        attribution="Source: LiveBench, https://livebench.ai",
        license="shown with attribution",
        is_followed=True,
        parse=parse,
        join=join,
        has_older=True,
        is_known=is_known,
    ),
)
