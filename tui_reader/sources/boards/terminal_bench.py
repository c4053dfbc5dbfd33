"""Terminal-Bench 2.0 (https://www.tbench.ai): the leaderboard that its page carries as data.

Like other pages made with Next.js it streams its data as calls of `__next_f.push`; joined, their texts hold a list of
`rows`, a run of an `agent` with one or several `model`s each, with its `accuracy` and standard error from 0 to 1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tui_reader.domain.boards import AGENT, ORGANISATION, RUN_ON, BoardRow, Column
from tui_reader.domain.errors import ParseError
from tui_reader.sources.leaderboard.board import Board, Page
from tui_reader.sources.leaderboard.rows import number, text_of, valued
from tui_reader.sources.leaderboard.streamed import lists_of, streamed
from tui_reader.sources.leaderboard.table import day_of, iso_day
from tui_reader.text.charset import decode
from tui_reader.text.packed import unpack
from tui_reader.text.sanitise import clean_line

if TYPE_CHECKING:
    from tui_reader.sources.sample import Sample

_VERSION = Column("agent_version", "Agent's version")
_VERIFIED = Column("verified", "Verified")
_HINT = "Its page may have changed."
_FIELDS = frozenset({"agent", "model", "accuracy"})


def parse(data: bytes, url: str) -> Page:
    """Every run of the page: a model stands there once for each agent. Raises ParseError."""
    del url
    text = streamed(decode(unpack(data)))
    if not text:
        raise ParseError("Terminal-Bench's page carries no data", _HINT)
    found = next((rows for rows in lists_of(text, "rows") if rows and rows[0].keys() >= _FIELDS), [])
    rows = [row for row in map(_row, found) if row.model]
    if not any(row.score is not None for row in rows):
        raise ParseError("the data in Terminal-Bench's page holds no runs", _HINT)
    days = [day for run in found if (day := day_of(run.get("date"))) is not None]
    return Page(tuple(rows), day=max(days, default=None))


def _row(run: dict[str, Any]) -> BoardRow:
    verified = run.get("verified")
    return BoardRow(
        _names(run.get("model"), " + "),
        score=number(run.get("accuracy")),
        model_id=clean_line(text_of(run.get("key"))),
        sem=number(run.get("stderr")),
        values=valued(
            (AGENT, clean_line(text_of(run.get("agent")))),
            (_VERSION, clean_line(text_of(run.get("agentVersion"))).replace("unknown", "")),
            (ORGANISATION, _names(run.get("modelOrganization"), ", ")),
            (RUN_ON, iso_day(run.get("date"))),
            (_VERIFIED, verified if isinstance(verified, bool) else None),
        ),
    )


def _names(value: Any, link: str) -> str:
    names = value if isinstance(value, list) else [value]
    return link.join(name for name in (clean_line(text_of(n)) for n in names) if name)


def is_known(sample: Sample) -> bool:
    """Whether a page carries this leaderboard."""
    text = sample.text
    return text.startswith("<") and "__next_f" in text and "agentOrganization" in text


BOARDS = (
    Board(
        id="terminal-bench",
        title="Terminal-Bench 2.0",
        metric="accuracy, 0 to 1",
        url="https://www.tbench.ai/leaderboard/terminal-bench/2.0",
        attribution="Source: Terminal-Bench, https://www.tbench.ai",
        license="shown with attribution",
        is_followed=True,
        expect="html",
        columns=(AGENT, _VERSION, ORGANISATION, RUN_ON, _VERIFIED),
        parse=parse,
        is_known=is_known,
    ),
)
