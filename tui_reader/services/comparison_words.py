"""What a comparison of two leaderboard tables says, in the words and marks that command line and screen share."""

from __future__ import annotations

from collections.abc import Sequence

from tui_reader.domain.comparison import Change, Comparison, Counts, ModelChange, counts
from tui_reader.domain.comparison_figures import Delta

_WORDS = {Change.ENTERED: "new", Change.LEFT: "left", Change.RENAMED: "renamed"}


def summary(comparison: Comparison) -> str:
    """What moved, in a sentence or two, and what only seems to."""
    found, rows = counts(comparison), comparison.rows
    up = sum(r.change is Change.UP and not r.is_pushed for r in rows)
    down = sum(r.change is Change.DOWN and not r.is_pushed for r in rows)
    moved = [f"{n} {word}" for n, word in ((up, "up"), (down, "down"), *_listed(found)) if n]
    scores = _models(found.scores, "score") if comparison.comparable else ""
    if not up and not down:
        # Ranks of models that only made room did change, so of them no more is said than that.
        still = "no model overtook another" if found.pushed else "no rank moved"
        if comparison.comparable and not found.scores:
            still = f"{still} and no score moved" if found.pushed else "no rank and no score moved"
        moved.insert(0, still)
    moved += [
        f"{part} moved" for part in (scores, _models(found.speeds, "speed"), _models(found.prices, "price")) if part
    ]
    parts = [_sentence(moved)]
    if found.pushed:
        parts.append(f"{_models(found.pushed, 'model')} only made room or closed up, as others came or went.")
    if found.rewritten:
        parts.append(f"{_models(found.rewritten, 'score')} changed only in the decimals written.")
    if found.uncertain:
        parts.append(f"{_models(found.uncertain, 'score')} changed within the error, or for other tasks.")
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


def difference(delta: Delta, places: int) -> str:
    """A signed difference, if it is a move."""
    if not delta.moved or delta.delta is None:
        return ""
    text = number(abs(delta.delta), places)
    # What is too small for the column is still a move.
    text = text if text != "0" else f"{abs(delta.delta):.2g}"
    return ("+" if delta.delta > 0 else "−") + text


def _listed(found: Counts) -> Sequence[tuple[int, str]]:
    return (found.entered, "entered"), (found.left, "left"), (found.renamed, "renamed")


def _models(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}" if count else ""


def _sentence(parts: Sequence[str]) -> str:
    text = ", ".join(parts)
    return f"{text[:1].upper()}{text[1:]}."
