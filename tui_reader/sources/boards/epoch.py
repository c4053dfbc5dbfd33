"""Epoch AI's benchmarking hub (https://epoch.ai/data): one archive of CSV files, one for each benchmark; CC-BY.

The first column, `Model version`, is the hub's own id of a model in one setting; what a person calls it stands in
`Display name`. The archive is renewed daily.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.domain.errors import ParseError
from tui_reader.domain.settings import BoardMapping
from tui_reader.sources.leaderboard.board import Board, Page
from tui_reader.sources.leaderboard.mapped import best_rows
from tui_reader.sources.leaderboard.table import csv_rows
from tui_reader.text.charset import decode
from tui_reader.text.packed import unpack, zip_member, zip_names

if TYPE_CHECKING:
    from tui_reader.sources.sample import Sample

_ADDRESS = "https://epoch.ai/data/benchmark_data.zip"
_INDEX = "epoch_capabilities_index.csv"
_SCORE, _VERSION = "ECI Score", "Model version"
_NAMES = ("Display name", "Model name", _VERSION)
_MAPPING = BoardMapping(model="name", score=_SCORE, id=_VERSION)


def parse_index(data: bytes, url: str) -> Page:
    """The Capabilities Index, from the archive or from its CSV alone. Raises ParseError for what is neither."""
    del url
    data = unpack(data)
    rows = csv_rows(decode(zip_member(data, _INDEX) if zip_names(data) else data).lstrip("\ufeff"))
    if not any(_SCORE in row and _VERSION in row for row in rows):
        there = ", ".join(list(rows[0])[:12]) if rows else "no table"
        raise ParseError(f"Epoch's index has no column {_SCORE!r}", f"Its format may have changed; there is: {there}.")
    named = ({**row, "name": next((row[n] for n in _NAMES if row.get(n)), "")} for row in rows)
    found, _ = best_rows(named, _MAPPING)
    return Page(found)


def is_index(sample: Sample) -> bool:
    """Whether a file is the hub's archive, or the index alone."""
    if sample.members:
        return any(name.rpartition("/")[2] == _INDEX for name in sample.members)
    head = sample.text[:2000].split("\n", 1)[0]
    return _SCORE in head and _VERSION in head


BOARDS = (
    Board(
        id="epoch-eci",
        title="Epoch Capabilities Index",
        name="Epoch: Capabilities Index",
        family="epoch",
        metric="ECI",
        url=_ADDRESS,
        attribution="Source: Epoch AI, https://epoch.ai/benchmarks (CC BY 4.0)",
        license="CC BY 4.0",
        parse=parse_index,
        is_known=is_index,
    ),
)
