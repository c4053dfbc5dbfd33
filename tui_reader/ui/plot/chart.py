"""A chart: axes with ticks and labels around a canvas of dots, lines and marks."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct, field

from tui_reader.ui.plot.canvas import DOTS_ACROSS, DOTS_DOWN, Canvas, Run
from tui_reader.ui.plot.scale import Scale, Tick

AXIS, LABEL = "foreground-muted", "foreground-muted"
#: Below this there is no room for a plot beside its axes.
SMALLEST = (20, 5)
#: How many cells aside a mark goes whose own cell is taken, in the order tried.
_ASIDE = (0, 1, -1, 2, -2, 3, -3, 4, -4)


class Mark(Struct, frozen=True):
    """A point: `sign` is drawn in its cell ("" makes it a dot), `words` beside it where there is room. One that
    `is_apart` goes aside where its cell is taken, so that all can be read."""

    x: float
    y: float
    sign: str = ""
    ink: str = ""
    words: str = ""
    is_apart: bool = False


class Line(Struct, frozen=True):
    """Points joined by a line; `is_stepped` goes across before it goes up or down."""

    points: Sequence[tuple[float, float]]
    ink: str = ""
    is_stepped: bool = False


class Chart(Struct, frozen=True):
    """What to draw. Marks that come later lie over earlier ones; `walls` are values of x with a dotted line through
    them; `title` stands above the axis of y, `below` under that of x, at its right end."""

    x: Scale
    y: Scale
    title: str = ""
    below: str = ""
    lines: Sequence[Line] = ()
    marks: Sequence[Mark] = ()
    walls: Sequence[float] = field(default=())


def draw(chart: Chart, width: int, height: int) -> list[list[Run]]:
    """The chart as `height` lines of exactly `width` cells: title, plot, axis, labels."""
    if width < SMALLEST[0] or height < SMALLEST[1]:
        text = "too small for a plot"[:width]
        return [[Run(text.ljust(width), LABEL)]] + [[Run(" " * width)] for _ in range(height - 1)]
    rows = height - 3
    y_ticks = _apart(chart.y.ticks(max(2, rows // 3)), rows)
    gutter = min(max((len(label) for _, label in y_ticks), default=0), width // 2) + 1
    canvas = Canvas(width - gutter - 1, rows)
    _paint(chart, canvas)
    by_row = dict(y_ticks)
    lines = [[Run(chart.title[:width].ljust(width), LABEL)]]
    for row, runs in enumerate(canvas.lines()):
        label = by_row.get(row)
        edge = f"{(label or '')[: gutter - 1]:>{gutter - 1}} {'┤' if label is not None else '│'}"
        lines.append([Run(edge, AXIS), *runs])
    x_ticks = _spread(chart.x, canvas.width)
    columns = {column for column, _ in x_ticks}
    axis = "".join("┬" if column in columns else "─" for column in range(canvas.width))
    lines.append([Run(f"{' ' * gutter}└{axis}", AXIS)])
    lines.append([Run(_labels(x_ticks, gutter + 1, width, chart.below), LABEL)])
    return lines


def _paint(chart: Chart, canvas: Canvas) -> None:
    across, down = canvas.dots

    def dot_of(x: float, y: float) -> tuple[int, int]:
        return round(chart.x.place(x) * (across - 1)), round((1.0 - chart.y.place(y)) * (down - 1))

    for wall in chart.walls:
        column = round(chart.x.place(wall) * (canvas.width - 1))
        for row in range(canvas.height):
            canvas.sign(column, row, "┊", AXIS)
    for line in chart.lines:
        dots = [dot_of(x, y) for x, y in line.points]
        for (x0, y0), (x1, y1) in pairwise(dots):
            if line.is_stepped:
                canvas.line(x0, y0, x1, y0, line.ink)
                canvas.line(x1, y0, x1, y1, line.ink)
            else:
                canvas.line(x0, y0, x1, y1, line.ink)
        if len(dots) == 1:
            canvas.dot(*dots[0], line.ink)
    for mark in chart.marks:
        x, y = dot_of(mark.x, mark.y)
        if mark.sign:
            column, row = x // DOTS_ACROSS, y // DOTS_DOWN
            if mark.is_apart:
                column += next((by for by in _ASIDE if canvas.is_free(column + by, row, 1)), 0)
            canvas.sign(column, row, mark.sign[:1], mark.ink)
        else:
            canvas.dot(x, y, mark.ink)
    for mark in chart.marks:
        if mark.words:
            x, y = dot_of(mark.x, mark.y)
            _write_beside(canvas, x // DOTS_ACROSS, y // DOTS_DOWN, mark)


def _write_beside(canvas: Canvas, column: int, row: int, mark: Mark) -> None:
    """Words to the right of a mark, else to its left, where they hide no other mark."""
    room = len(mark.words)
    for start in (column + 2, column - 1 - room):
        if canvas.is_free(start, row, room) and not any(canvas.has_dots(start + i, row) for i in range(room)):
            canvas.sign(start, row, mark.words, mark.ink)
            return


def _apart(ticks: Sequence[Tick], rows: int) -> list[tuple[int, str]]:
    """Ticks of the vertical axis as (row, label), one to a row."""
    found: dict[int, str] = {}
    for tick in ticks:
        if 0.0 <= tick.place <= 1.0:
            found.setdefault(round((1.0 - tick.place) * (rows * DOTS_DOWN - 1)) // DOTS_DOWN, tick.label)
    return sorted(found.items())


def _spread(scale: Scale, width: int) -> list[tuple[int, str]]:
    """Ticks of the horizontal axis as (column, label), as many as stand apart from each other."""
    for count in range(max(2, width // 6), 0, -1):
        ticks = [
            (round(tick.place * (width * DOTS_ACROSS - 1)) // DOTS_ACROSS, tick.label)
            for tick in scale.ticks(count)
            if 0.0 <= tick.place <= 1.0
        ]
        spans = [_span(column, label, width) for column, label in ticks]
        if all(right + 2 <= left for (_, right), (left, _) in pairwise(spans)):
            return ticks
    return []


def _span(column: int, label: str, width: int) -> tuple[int, int]:
    """First column of a centred label, and the first after it; pushed in where it would stand out on the right."""
    left = min(max(column - len(label) // 2, -2), width - len(label))
    return left, left + len(label)


def _labels(ticks: Sequence[tuple[int, str]], offset: int, width: int, below: str) -> str:
    cells = [" "] * width
    for column, label in ticks:
        left, _ = _span(column, label, width - offset)
        for i, character in enumerate(label):
            if 0 <= offset + left + i < width:
                cells[offset + left + i] = character
    text = "".join(cells)
    free = len(text.rstrip())
    if below and free + 2 + len(below) <= width:
        text = text[: width - len(below)] + below
    return text
