"""What a comparison of two leaderboard tables comes to, in one true sentence.

It counts what the table shows: every model whose change is not `same`, and every score that moved, is in it, named
where there are one or two of a kind. What is no move is said to be none.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tui_reader.domain.comparison_doubts import INCOMPARABLE, Doubt
from tui_reader.domain.comparison_values import Change, Comparison, ModelChange

#: How many models of a kind are named; more are counted.
_NAMED = 2
_ERRORS = (Doubt.ERROR, Doubt.CEILING)


def headline(comparison: Comparison) -> str:
    """One sentence: who rose, fell, entered, left, and which scores moved."""
    if comparison.is_one_day:
        return _one_day(comparison)
    parts = _clauses(comparison)
    if not comparison.comparable:
        return f"{comparison.reason}, so only ranks compare: {_joined(parts) or 'no rank moved'}."
    text = _joined(parts) or "no rank and no score moved"
    return f"{text[:1].upper()}{text[1:]}."


def ordinal(number: float) -> str:
    """1st, 2nd, 3rd, 4th, 11th, 21st."""
    whole = int(number)
    ending = "th" if whole % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(whole % 10, "th")
    return f"{whole:,}{ending}"


def _one_day(comparison: Comparison) -> str:
    differ = sum(r.doubt is Doubt.SOURCE for r in comparison.rows)
    alone = sum(r.change in (Change.ENTERED, Change.LEFT) for r in comparison.rows)
    parts = []
    if differ:
        parts.append(f"the sources differ in {_count(differ, 'score')}")
    if alone:
        parts.append(f"{_count(alone, 'model')} {'stands' if alone == 1 else 'stand'} in one of them alone")
    said = ", and ".join(parts) or "the sources agree"
    return f"Both tables are of one day, so nothing moved: {said}."


def _clauses(comparison: Comparison) -> list[str]:
    rows, clauses = comparison.rows, _Clauses()
    moved = [r for r in rows if r.change in (Change.UP, Change.DOWN) and not r.is_pushed]
    own = [r for r in moved if r.doubt is None]
    tops = [_top(comparison.before.complete, len(comparison.before.rows)), ""]
    tops[1] = _top(comparison.after.complete, len(comparison.after.rows))
    leaders = sum(r.rank.after == 1 for r in rows)

    def rose(row: ModelChange) -> str:
        if row.rank.after == 1 and leaders == 1:
            return f"{row.called} took the lead"
        return f"{row.called} rose to {ordinal(row.rank.after or 0)}"

    def entered(row: ModelChange) -> str:
        at = f" at {ordinal(row.rank.after)}" if row.rank.after else f" {tops[0]}".rstrip()
        return f"{row.called} entered{at}"

    clauses.each([r for r in own if r.change is Change.UP], rose, "rose")
    clauses.each(
        [r for r in own if r.change is Change.DOWN],
        lambda r: f"{r.called} fell to {ordinal(r.rank.after or 0)}",
        "fell",
    )
    clauses.all([r for r in moved if r.doubt in _ERRORS], "changed rank only within {its} error", "models")
    clauses.each([r for r in rows if r.change is Change.ENTERED], entered, "entered")
    left = [r for r in rows if r.change is Change.LEFT]
    clauses.all([r for r in left if not r.is_rescored], f"left {tops[1]}".rstrip(), "models")
    clauses.all([r for r in left if r.is_rescored], "lost {its} score", "models")
    clauses.each(
        [r for r in rows if r.change is Change.RENAMED], lambda r: f"{r.was} is now called {r.called}", "were renamed"
    )
    pushed = [r for r in rows if r.is_pushed]
    verbs = {"made room" if r.change is Change.DOWN else "closed up" for r in pushed}
    clauses.all(pushed, f"only {' or '.join(sorted(verbs, reverse=True))}", "models")
    staying = [r for r in rows if r.change is Change.SAME and r.score.moved]
    clauses.each(staying, _scored, "moved at the same rank", "score")
    if comparison.comparable:
        still = [r for r in rows if r.doubt is not None and r not in moved]
        clauses.scores([r for r in still if r.doubt is Doubt.ERROR], "changed only within {its} error")
        clauses.scores([r for r in still if r.doubt is Doubt.CEILING], "moved only above what the board can tell")
        clauses.owned([r for r in rows if r.doubt in INCOMPARABLE], "scores do not compare")
    return clauses.made


def _doubted(row: ModelChange) -> str:
    if row.is_older_than_model:
        return " (on tasks that began before its release)"
    return " (beyond what the board can tell)" if row.is_beyond and row.change is Change.ENTERED else ""


def _scored(row: ModelChange) -> str:
    by = row.score.delta or 0.0
    return f"{row.called}'s score {'rose' if by > 0 else 'fell'} by {abs(by):,.6g} at the same rank"


def _top(complete: bool, size: int) -> str:
    return "" if complete else f"the top {size}"


class _Clauses:
    """The clauses of a sentence in their order. A kind of change makes a clause for each of its models where there are
    few, and one with their number where there are more; the first number says of what."""

    def __init__(self) -> None:
        self.made: list[str] = []
        self._counted = ""

    def each(
        self, rows: Sequence[ModelChange], say: Callable[[ModelChange], str], verb: str, noun: str = "model"
    ) -> None:
        """A clause of its own for each of few models."""
        if len(rows) <= _NAMED:
            self.made += [say(r) + _doubted(r) for r in rows]
        else:
            self.made.append(f"{self._number(len(rows), noun)} {verb}")

    def all(self, rows: Sequence[ModelChange], verb: str, noun: str) -> None:
        """One clause for all, with the names of few."""
        self._together(rows, [r.called for r in rows], verb, noun.removesuffix("s"))

    def scores(self, rows: Sequence[ModelChange], verb: str) -> None:
        """One clause on the scores of all."""
        self._together(rows, [f"{r.called}'s score" for r in rows], verb, "score")

    def owned(self, rows: Sequence[ModelChange], verb: str) -> None:
        """One clause on what belongs to all."""
        if rows and len(rows) <= _NAMED:
            self.made.append(" and ".join(f"{r.called}'s" for r in rows) + f" {verb}")
        elif rows:
            self.made.append(f"the {verb.replace(' ', f' of {len(rows):,} models ', 1)}")

    def _together(self, rows: Sequence[ModelChange], names: Sequence[str], verb: str, noun: str) -> None:
        if not rows:
            return
        who = " and ".join(names) if len(rows) <= _NAMED else self._number(len(rows), noun)
        self.made.append(f"{who} {verb.format(its='its' if len(rows) == 1 else 'their')}")

    def _number(self, count: int, noun: str) -> str:
        # "3 models rose, 2 fell": the noun once, until another is counted.
        said = f"{count:,}" if self._counted == noun else _count(count, noun)
        self._counted = noun
        return said


def _count(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _joined(parts: Sequence[str]) -> str:
    if len(parts) < 2:
        return "".join(parts)
    link = ", and " if " and " in parts[-1] or " and " in parts[-2] else " and "
    return f"{', '.join(parts[:-1])}{link}{parts[-1]}"
