"""A model on every leaderboard: one picture of all of them, a line for each, and what they say of it in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from tui_reader.domain.comparison_figures import decimals
from tui_reader.services.comparison_words import score_places
from tui_reader.services.page_text import day_text
from tui_reader.ui.boards.cells import error_text, figure_text
from tui_reader.ui.plot.chart import Chart, Line, Mark
from tui_reader.ui.plot.scale import Tick, linear, over_days
from tui_reader.ui.screens.choose import Choice

if TYPE_CHECKING:
    from datetime import date

    from tui_reader.domain.boards import BoardRow
    from tui_reader.services.model_whole import OnBoard, WholeModel
    from tui_reader.services.models_beside import Said

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_INKS = ("primary", "text-accent", "text-success", "text-warning", "text-error")
#: More points than these are a line with its letter at the end.
_SPARSE = 12
#: The least share of the height that a line has, though it then lies over others; and how much of its lane a line
#: takes.
_LEAST_LANE, _IN_LANE = 0.25, 0.9


class Lanes(Struct, frozen=True):
    """A direction in which each line has a lane of its own, with its letter, the first on top, and a scale of its own
    within it: a value is the lane's number, plus or minus up to a half."""

    letters: str

    def place(self, value: float) -> float:
        """See Scale."""
        lane = round(value)
        count = len(self.letters)
        height = max(0.8 / max(1, count), _LEAST_LANE)
        centre = 1.0 - height / 2 - lane * (1.0 - height) / (count - 1) if count > 1 else 0.5
        return centre + height * (value - lane)

    def ticks(self, count: int) -> list[Tick]:
        """See Scale."""
        return [Tick(self.place(lane), letter) for lane, letter in enumerate(self.letters)]


def every_board_chart(whole: WholeModel) -> Chart:
    """The scores of a model on all boards through time, each in a lane and on a scale of its own. A letter names the
    board, at the lane and on the line: colours only help."""
    lines: list[Line] = []
    marks: list[Mark] = []
    days = []
    letters = ""
    for number, on in enumerate(whole.boards):
        scored = [(day, row.score) for day, row in on.days if row.score is not None]
        if not scored:
            continue
        scale = linear([score for _, score in scored])
        lane = len(letters)
        points = [(float(day.toordinal()), lane + _IN_LANE * (scale.place(score) - 0.5)) for day, score in scored]
        days += [day for day, _ in scored]
        letter, colour = letter_of(number), _INKS[number % len(_INKS)]
        letters += letter
        lines.append(Line(points, colour))
        marks += [
            Mark(x, y, letter, colour, is_apart=True) for x, y in (points if len(points) <= _SPARSE else points[-1:])
        ]
    title = "score on every board, each on its own scale"
    return Chart(over_days(days), Lanes(letters), title=title, lines=lines, marks=marks)


def letter_of(number: int) -> str:
    """What a board is called in the picture."""
    return _LETTERS[number] if number < len(_LETTERS) else "+"


def board_place(board: str, day: date) -> str:
    """The key of a leaderboard's table."""
    return f"board:{board}@{day.isoformat()}"


def board_choices(whole: WholeModel) -> list[Choice]:
    """The boards as rows: rank, score and error of the newest date; each leads to that table."""
    return [
        Choice(
            board_place(on.board.board, on.days[-1][0]),
            f"{letter_of(number)} {on.board.title}",
            _standing(on),
            "Boards it stands on",
        )
        for number, on in enumerate(whole.boards)
    ]


def told_lines(whole: WholeModel) -> list[str]:
    """Who made it, its licence, its release, price and speed, each with where that is from and of when."""
    told = whole.told
    parts = [
        f"Made by {told.organisation.value}" if told.organisation is not None else "",
        f"licence {told.license.value}" if told.license is not None else "",
        f"released {told.released.value}" if told.released is not None else "",
    ]
    figures = [_figure(told.usd_per_1m, "$", "/1M", 2), _figure(told.tok_s, "", " tok/s", 1)]
    lines = [" · ".join(part for part in parts if part), " · ".join(part for part in figures if part)]
    return [line[0].upper() + line[1:] for line in lines if line]


def _figure(said: Said | None, before: str, after: str, places: int) -> str:
    if said is None or isinstance(said.value, str):
        return ""
    return f"{before}{figure_text(said.value, places)}{after} ({said.board}, {day_text(said.on)})"


def _standing(on: OnBoard) -> str:
    day, row = on.days[-1]
    parts = [f"#{row.rank:,}" if row.rank is not None else "", _score(row), f"{day.day} {day:%b %Y}"]
    return "  ".join(part for part in parts if part)


def _score(row: BoardRow) -> str:
    if row.score is None:
        return ""
    places = min(decimals(row.score), score_places(row.score))
    return " ".join(part for part in (figure_text(row.score, places), error_text(row, places)) if part)
