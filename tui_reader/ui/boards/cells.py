"""The cells of a leaderboard's table: figures, differences, errors and names as text, and how wide they are."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from rich.cells import cell_len

from tui_reader.text.sanitise import clean_line
from tui_reader.ui.widgets.drawing import fit, without_middle

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tui_reader.domain.boards import BoardRow, Value
    from tui_reader.domain.comparison_figures import Delta


def figure_text(value: float | None, places: int) -> str:
    """A figure with so many decimals, so that points stand below each other; a tiny one with two digits."""
    if value is None:
        return ""
    if 0 < abs(value) < 0.5 * 10.0**-places:
        return f"{value:.2g}"
    text = f"{value:,.{places}f}"
    return text if len(text) <= 16 else f"{value:.3g}"


def delta_text(delta: Delta, places: int) -> str:
    """A signed difference where something moved, else nothing."""
    if not delta.moved or not delta.delta:
        return ""
    return ("+" if delta.delta > 0 else "−") + figure_text(abs(delta.delta), places)


def error_text(row: BoardRow, places: int) -> str:
    """How far a score may be off at 95 %: one figure where that is about as far either way, else lowest and highest."""
    if row.interval is None or row.score is None:
        return ""
    low, high = row.interval
    down, up = row.score - low, high - row.score
    if abs(down - up) <= 0.25 * max(abs(down), abs(up)) + 0.5 * 10.0**-places:
        return "±" + figure_text((high - low) / 2, places)
    return f"{figure_text(low, places)}–{figure_text(high, places)}"


def own_text(value: Value | None, places: int) -> str:
    """A value of a column of the board's own."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return clean_line(value) if isinstance(value, str) else figure_text(float(value), places)


def cut_names(names: Sequence[str], width: int) -> list[str]:
    """Names in at most `width` cells. What is cut is their end, but of those with a variant in brackets there, and of
    those that would then read alike, the middle: by their end they are told apart."""
    cut = list(names)
    long = [n for n, name in enumerate(names) if len(name) > width or not name.isascii()]
    for n in long:
        cut[n] = fit(names[n], width)
    count = Counter(cut)
    for n in long:
        if names[n].endswith(")") or count[cut[n]] > 1:
            cut[n] = without_middle(names[n], width)
    return cut


def widest_text(texts: Iterable[str]) -> int:
    """The cells of the widest text."""
    return max((len(text) if text.isascii() else cell_len(text) for text in texts), default=0)


def widest_figure(values: Sequence[float], places: int) -> int:
    """The cells of the widest of figures with so many decimals."""
    if not values:
        return 0
    largest, least = max(values), min(values)
    if max(abs(largest), abs(least)) < 1e9:
        # Signs and digits before the point make one wider than another, and the tiny ones have digits of their own.
        tiny = 0.5 * 10.0**-places
        values = [largest, least, *(v for v in values if 0 < abs(v) < tiny)]
    return widest_text(figure_text(v, places) for v in values)
