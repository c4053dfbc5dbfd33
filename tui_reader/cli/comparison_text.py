"""A comparison of two leaderboard tables in words and cells, for people: as text and as Markdown."""

from __future__ import annotations

from collections.abc import Sequence

from tui_reader.domain.comparison import Change, Comparison, Counts, ModelChange, counts
from tui_reader.domain.comparison_figures import Delta

#: A comparison with more rows than these shows only the models to which something happened.
SHORT = 20
HEAD = ("", "#", "MODEL", "SCORE", "", "TOK/S", "", "$/1M", "", "NOTE")
_WORDS = {Change.ENTERED: "new", Change.LEFT: "left", Change.RENAMED: "renamed"}


def title(comparison: Comparison) -> str:
    """The board and the two days."""
    before, after = comparison.before, comparison.after
    metric = f" · {after.metric}" if after.metric and after.metric not in after.title else ""
    return f"{after.title or after.board}{metric} · {before.taken_on} → {after.taken_on}"


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
    return " ".join(parts)


def shown(comparison: Comparison) -> list[ModelChange]:
    """The rows to print: all of a short table, of a long one those to which something happened."""
    rows = list(comparison.rows)
    return rows if len(rows) <= SHORT else [row for row in rows if row.is_move]


def cells_of(row: ModelChange) -> tuple[str, ...]:
    """One row under HEAD. Deltas stand only beside what moved."""
    has_left = row.change is Change.LEFT
    figures = (row.score, row.tok_s, row.usd_per_1m)
    texts = [
        part
        for figure, places in zip(figures, (2, 1, 2), strict=True)
        for part in (number(figure.before if has_left else figure.after, places), difference(figure, places))
    ]
    return (move(row), number(row.rank.before if has_left else row.rank.after, 0), row.model, *texts, row.note)


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


def markdown(comparison: Comparison) -> str:
    """The comparison as a document with one table."""
    head = [name or "±" for name in HEAD]
    head[0] = " "
    rows = [head, [":--" if name in (" ", "MODEL", "NOTE") else "--:" for name in head]]
    rows += [[_plain(cell) for cell in cells_of(row)] for row in shown(comparison)]
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    parts = [
        f"# {_plain(title(comparison))}",
        _plain(comparison.warning),
        summary(comparison),
        table if rows[2:] else "",
    ]
    return "\n\n".join(part for part in parts if part)


def _listed(found: Counts) -> Sequence[tuple[int, str]]:
    return (found.entered, "entered"), (found.left, "left"), (found.renamed, "renamed")


def _models(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}" if count else ""


def _sentence(parts: Sequence[str]) -> str:
    text = ", ".join(parts)
    return f"{text[:1].upper()}{text[1:]}."


def _plain(text: str) -> str:
    """Foreign words in Markdown, as they stand."""
    return "".join(f"\\{c}" if c in "\\`*_[]<>|#~" else c for c in text)
