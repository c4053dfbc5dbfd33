"""SWE-bench (https://www.swebench.com): one JSON file of several boards, as its site reads it.

`leaderboards[]` has a `name` and `results[]`: a system's `name`, `folder`, `resolved` in percent, `date`, whether its
model and its system are open, and tags (`Model: …`, `Org: …`, `System: Attempts - 2+`). Older files have no tags.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tui_reader.domain.boards import COST, OPEN_WEIGHTS, ORGANISATION, RUN_ON, STEPS, TRIES, BoardRow, Column
from tui_reader.domain.errors import ParseError
from tui_reader.domain.settings import BoardMapping
from tui_reader.sources.leaderboard.board import Board, Page, Part, PastPage
from tui_reader.sources.leaderboard.mapped import table_form
from tui_reader.sources.leaderboard.rows import best_of, number, text_of, valued
from tui_reader.sources.leaderboard.runs import by_runs
from tui_reader.sources.leaderboard.table import iso_day, objects_in
from tui_reader.text.charset import decode
from tui_reader.text.json_values import load_json
from tui_reader.text.packed import unpack
from tui_reader.text.sanitise import clean_line
from tui_reader.text.slugs import slug

if TYPE_CHECKING:
    from tui_reader.sources.sample import Sample

_URL = "https://raw.githubusercontent.com/SWE-bench/swe-bench.github.io/master/data/leaderboards.json"
_MODELS = Column("models", "Models")
_OPEN_SYSTEM = Column("open_system", "Open system")
_CHECKED = Column("checked", "Checked")
_COLUMNS = (_MODELS, TRIES, RUN_ON, ORGANISATION, OPEN_WEIGHTS, _OPEN_SYSTEM, _CHECKED, COST, STEPS)
_HINT = "Its address or format may have changed."
#: A table of systems in any other file.
FORMS = (
    table_form("swe-bench", "SWE-bench", "% resolved", BoardMapping("name", "resolved", id="folder"), "name resolved"),
)


def parse(name: str, data: bytes, url: str) -> Page:
    """The board of that name. Raises ParseError."""
    del url
    return Page(best_of(_rows(name, data)))


def parse_runs(name: str, data: bytes, url: str) -> PastPage:
    """Its tables of the days of its runs. Raises ParseError."""
    del url
    return by_runs(_rows(name, data), best_of)


def _rows(name: str, data: bytes) -> list[BoardRow]:
    value = load_json(decode(unpack(data)))
    boards = _boards(value)
    if not boards:
        raise ParseError("SWE-bench's file has no leaderboards", _HINT)
    results = boards.get(name)
    if results is None:
        raise ParseError(f"SWE-bench's file has no board {name}", f"There are: {', '.join(sorted(boards)[:12])}.")
    if not any("resolved" in result for result in results):
        raise ParseError(f"no system of SWE-bench {name} has a rate of resolved tasks", _HINT)
    return [_row(result) for result in results]


def _boards(value: Any) -> dict[str, list[dict[str, Any]]]:
    return {
        clean_line(text_of(board.get("name"))): objects_in(board, "results")
        for board in objects_in(value, "leaderboards")
        if isinstance(board.get("results"), list)
    }


def _row(result: dict[str, Any]) -> BoardRow:
    tags = [clean_line(text_of(tag)) for tag in result.get("tags") or [] if isinstance(tag, str)]
    tries = next((tag.rpartition(" ")[2] for tag in tags if tag.startswith("System: Attempts")), "")
    return BoardRow(
        clean_line(text_of(result.get("name"))),
        score=number(result.get("resolved")),
        model_id=clean_line(text_of(result.get("folder"))),
        values=valued(
            (_MODELS, ", ".join(_tagged(tags, "Model: "))),
            (TRIES, int(tries) if tries.isdigit() else tries),
            (RUN_ON, iso_day(result.get("date"))),
            (ORGANISATION, ", ".join(_tagged(tags, "Org: "))),
            (OPEN_WEIGHTS, _truth(result.get("os_model", result.get("oss")))),
            (_OPEN_SYSTEM, _truth(result.get("os_system"))),
            (_CHECKED, _truth(result.get("checked", result.get("verified")))),
            (COST, number(result.get("cost"))),
            (STEPS, number(result.get("instance_calls"))),
        ),
    )


def _tagged(tags: list[str], mark: str) -> list[str]:
    return [tag.removeprefix(mark) for tag in tags if tag.startswith(mark)]


def _truth(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


def is_known(name: str, sample: Sample) -> int:
    """Where in a file this board stands, from 1; 0 where it does not."""
    names = list(_boards(sample.json))
    return 1 + names.index(name) if name in names else 0


BOARDS = tuple(
    Board(
        id=f"swe-bench-{slug(name)}",
        title=f"SWE-bench: {name}",
        metric="% resolved",
        url=_URL,
        attribution="Source: SWE-bench, https://www.swebench.com",
        license="shown with attribution",
        family="SWE-bench",
        is_followed=name == "Verified",
        expect="json",
        columns=_COLUMNS,
        parse=Part(parse, name),
        runs=Part(parse_runs, name),
        is_known=Part(is_known, name),
    )
    for name in ("Test", "Verified", "Lite", "Multimodal", "bash-only", "Multilingual")
)
