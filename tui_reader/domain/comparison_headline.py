"""What a comparison of two leaderboard tables comes to, in one true sentence.

It counts what the table shows: every model whose change is not `same`, and every score that moved, is in it, named
where there are one or two of a kind. What is no move is said to be none.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from msgspec import Struct

from tui_reader.domain.boards import Snapshot
from tui_reader.domain.comparison_doubts import INCOMPARABLE, Doubt
from tui_reader.domain.comparison_notes import is_respelled
from tui_reader.domain.comparison_values import Change, Comparison, ModelChange

#: How many models of a kind are named; more are counted.
_NAMED = 2
_ERRORS = (Doubt.ERROR, Doubt.CEILING)


class _Words(Struct, frozen=True):
    """How things are told: as what came to pass, or, looking back, as what was otherwise then."""

    led: str
    rose: str
    fell: str
    entered: str
    scored: str
    left: str
    unscored: str
    renamed: str
    were_renamed: str
    moved: str
    at: str
    nothing: str


_ONWARDS = _Words(
    "took the lead", "rose", "fell", "entered", "entered", "left", "lost {its} score",
    "{was} is now {called} {now}", "were renamed", "changed", "to", "no rank and no score moved",
)  # fmt: skip
_BACK = _Words(
    "led", "stood higher", "stood lower", "was still listed", "still had a score", "{was} not listed",
    "had no score", "{was} was {called} {now}", "had other names", "differed", "at",
    "no rank and no score was different",
)  # fmt: skip


def headline(comparison: Comparison) -> str:
    """One sentence: who rose, fell, entered, left, and which scores moved. Of two tables the later of which is the one
    compared with, it says what was otherwise then: nobody "took the lead" backwards in time."""
    if comparison.is_one_day:
        return _one_day(comparison)
    is_back = comparison.is_backwards
    parts = _clauses(comparison, _BACK if is_back else _ONWARDS)
    back = f"looking back to {_day(comparison.after.taken_on)}" if is_back else ""
    if not comparison.comparable:
        reason = f"{back}, {_lowered(comparison.reason)}" if back else comparison.reason
        return _capital(f"{reason}, so only ranks compare: {_joined(parts) or _no_rank(is_back)}.")
    text = _joined(parts) or (_BACK if is_back else _ONWARDS).nothing
    return _capital(f"{back}, {text}." if back else f"{text}.", comparison)


def ordinal(number: float) -> str:
    """1st, 2nd, 3rd, 4th, 11th, 21st."""
    whole = int(number)
    ending = "th" if whole % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(whole % 10, "th")
    return f"{whole:,}{ending}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _no_rank(is_back: bool) -> str:
    return "no rank was different" if is_back else "no rank moved"


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]


def _capital(text: str, comparison: Comparison | None = None) -> str:
    """The sentence with a capital; a model that it begins with keeps the name it has: `o3 took the lead`."""
    names = (name for row in comparison.rows for name in (row.model, row.was) if name) if comparison else ()
    return text if any(text.startswith(name) for name in names) else text[:1].upper() + text[1:]


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


def _clauses(comparison: Comparison, words: _Words) -> list[str]:
    rows, clauses, is_back = comparison.rows, _Clauses(), comparison.is_backwards
    moved = [r for r in rows if r.change in (Change.UP, Change.DOWN) and not r.is_pushed]
    own = [r for r in moved if r.doubt is None]
    tops = [_top(table) for table in (comparison.before, comparison.after)]
    leaders = sum(r.rank.after == 1 for r in rows)
    gone = [r for r in rows if r.change is Change.LEFT and not r.is_rescored]
    come = [r for r in rows if r.change is Change.ENTERED]
    twice = {r.model for r in gone} & {r.model for r in come}

    def named(row: ModelChange) -> str:
        if row.model not in twice or row.agent:
            return row.called
        is_older = (row.change is Change.LEFT) is not is_back
        return f"the earlier {row.called}" if is_older else f"another {row.called}"

    def rose(row: ModelChange) -> str:
        if row.rank.after == 1 and leaders == 1:
            return f"{row.called} {words.led}"
        return f"{row.called} {words.rose} {words.at} {ordinal(row.rank.after or 0)}"

    def entered(row: ModelChange) -> str:
        at = f" at {ordinal(row.rank.after)}" if row.rank.after else "" if is_back else f" {tops[0]}".rstrip()
        return f"{named(row)} {words.scored if row.is_rescored else words.entered}{at}"

    def renamed(row: ModelChange) -> str:
        called = "written" if is_respelled(row.was, row.model) else "called"
        text = words.renamed.format(was=row.was, now=row.called, called=called)
        if row.is_pushed or not row.rank.moved or row.doubt is not None:
            return text
        is_up = (row.rank.delta or 0) < 0
        if is_up and row.rank.after == 1 and leaders == 1:
            return f"{text} and {words.led}"
        return f"{text} and {words.rose if is_up else words.fell} {words.at} {ordinal(row.rank.after or 0)}"

    clauses.each([r for r in own if r.change is Change.UP], rose, words.rose)
    clauses.each(
        [r for r in own if r.change is Change.DOWN],
        lambda r: f"{r.called} {words.fell} {words.at} {ordinal(r.rank.after or 0)}",
        words.fell,
    )
    within = "differed in rank" if is_back else "changed rank"
    clauses.all([r for r in moved if r.doubt in _ERRORS], within + " only within {its} error", "models")
    clauses.each(come, entered, words.entered.replace("was ", "were "))
    left = f"{words.left} in {tops[1]}" if is_back and tops[1] else f"{words.left} {tops[1]}".rstrip()
    clauses.all(gone, left.replace("not listed in", "not in"), "models", named)
    clauses.all([r for r in rows if r.change is Change.LEFT and r.is_rescored], words.unscored, "models")
    clauses.each([r for r in rows if r.change is Change.RENAMED], renamed, words.were_renamed)
    pushed = [r for r in rows if r.is_pushed]
    verbs = {"made room" if r.change is Change.DOWN else "closed up" for r in pushed}
    only = f"only {' or '.join(sorted(verbs, reverse=True))}"
    clauses.all(pushed, "differed in rank only because others came or went" if is_back else only, "models")
    staying = [r for r in rows if r.change is Change.SAME and r.score.moved]
    clauses.each(
        staying,
        lambda r: _scored(r, is_back),
        "differed at the same rank" if is_back else "moved at the same rank",
        "score",
    )
    if comparison.comparable:
        still = [r for r in rows if r.doubt is not None and r not in moved]
        clauses.scores([r for r in still if r.doubt is Doubt.ERROR], words.moved + " only within {its} error")
        beyond = f"{'differed' if is_back else 'moved'} only above what the board can tell"
        clauses.scores([r for r in still if r.doubt is Doubt.CEILING], beyond)
        clauses.owned([r for r in rows if r.doubt in INCOMPARABLE], "scores do not compare")
    return clauses.made


def _doubted(row: ModelChange) -> str:
    if row.is_older_than_model:
        return " (on tasks that began before its release)"
    return " (beyond what the board can tell)" if row.is_beyond and row.change is Change.ENTERED else ""


def _scored(row: ModelChange, is_back: bool) -> str:
    by = row.score.delta or 0.0
    if is_back:
        return f"{row.called}'s score was {abs(by):,.6g} {'higher' if by > 0 else 'lower'} at the same rank"
    return f"{row.called}'s score {'rose' if by > 0 else 'fell'} by {abs(by):,.6g} at the same rank"


def _top(table: Snapshot) -> str:
    return "" if table.complete else f"the top {len(table.rows)}"


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

    def all(
        self, rows: Sequence[ModelChange], verb: str, noun: str, name: Callable[[ModelChange], str] | None = None
    ) -> None:
        """One clause for all, with the names of few."""
        self._together(rows, [name(r) if name else r.called for r in rows], verb, noun.removesuffix("s"))

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
        self.made.append(f"{who} {self._agreeing(verb, len(rows))}")

    @staticmethod
    def _agreeing(verb: str, count: int) -> str:
        """`{its}` and `{was}` by how many are spoken of."""
        return verb.format(its="its" if count == 1 else "their", was="was" if count == 1 else "were")

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
