"""What a comparison of two leaderboard tables says, in the words and marks that command line and screen share."""

from __future__ import annotations

from tui_reader.domain.comparison import Change, Comparison, ModelChange, counts
from tui_reader.domain.comparison_figures import Delta
from tui_reader.domain.comparison_headline import headline

_WORDS = {Change.ENTERED: "new", Change.LEFT: "left", Change.RENAMED: "renamed"}


def summary(comparison: Comparison) -> str:
    """What moved, in a sentence, and in a second one what else is different."""
    found = counts(comparison)
    parts = [headline(comparison)]
    if moved := [part for part in (_count(found.speeds, "speed"), _count(found.prices, "price")) if part]:
        parts.append(f"{' and '.join(moved)} moved.")
    if found.rewritten:
        parts.append(f"{_count(found.rewritten, 'score')} changed only in the decimals written.")
    return " ".join(parts)


def move(row: ModelChange) -> str:
    """▲2 and ▼1 for models that moved, △ and ▽ for those that others pushed, a word for the rest."""
    if row.change in _WORDS:
        return _WORDS[row.change]
    if row.change is Change.SAME:
        return "="
    arrows = "△▽" if row.is_pushed else "▲▼"
    by = abs(int(row.rank.delta or 0))
    return arrows[row.change is Change.DOWN] + (str(by) if by else "")


def number(value: float | None, places: int) -> str:
    """A figure with at most so many decimals; nothing where nothing is known."""
    if value is None:
        return ""
    text = f"{value:,.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def score_places(score: float | None) -> int:
    """With how many decimals a score is told: one from 0 to 1 differs in later ones than one in percent."""
    return 4 if score is not None and abs(score) <= 1 else 2


def difference(delta: Delta, places: int) -> str:
    """A signed difference, if it is a move."""
    if not delta.moved or delta.delta is None:
        return ""
    text = number(abs(delta.delta), places)
    # What is too small for the column is still a move.
    text = text if text != "0" else f"{abs(delta.delta):.2g}"
    return ("+" if delta.delta > 0 else "−") + text


def _count(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}" if count else ""
