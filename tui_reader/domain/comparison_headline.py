"""What a comparison of two leaderboard tables comes to, in one true sentence.

It counts what the table shows: every model whose change is not `same`, and every score that moved, is in it, named
where there are one or two of a kind. What is no move is said to be none.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from tui_reader.domain.boards import BoardRow, Snapshot
from tui_reader.domain.comparison_clauses import Clauses, counted, joined, ordinal
from tui_reader.domain.comparison_doubts import INCOMPARABLE, Doubt, errors_overlap
from tui_reader.domain.comparison_notes import is_respelled, more_tries
from tui_reader.domain.comparison_values import Change, Comparison, ModelChange

_ERRORS = (Doubt.ERROR, Doubt.CEILING)
#: What keeps scores from comparing, in words.
_WHY = {Doubt.TASKS: "other tasks", Doubt.AGENT: "another agent", Doubt.TRIES: "other tries"}


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
        return _capital(f"{reason}, so only ranks compare: {joined(parts) or _no_rank(is_back)}.")
    text = joined(parts) or (_BACK if is_back else _ONWARDS).nothing
    return _capital(f"{back}, {text}." if back else f"{text}.", comparison)


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
        parts.append(f"the sources differ in {counted(differ, 'score')}")
    if alone:
        parts.append(f"{counted(alone, 'model')} {'stands' if alone == 1 else 'stand'} in one of them alone")
    said = ", and ".join(parts) or "the sources agree"
    return f"Both tables are of one day, so nothing moved: {said}."


def _clauses(comparison: Comparison, words: _Words) -> list[str]:
    rows, is_back = comparison.rows, comparison.is_backwards
    runners_up = _runners_up(rows)
    clauses = Clauses(lambda row: _doubted(row, runners_up))
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
        if row.rank.after == 1:
            return f"{row.called} " + (words.led if leaders == 1 else f"{words.rose} {words.at} a shared 1st")
        return f"{row.called} {words.rose} {words.at} {ordinal(row.rank.after or 0)}"

    def alone(row: ModelChange) -> str:
        is_older = (row.change is Change.LEFT) is not is_back
        rank = row.rank.before if row.change is Change.LEFT else row.rank.after
        at = f" (at {ordinal(rank)})" if rank and row.change is Change.ENTERED else ""
        return f"{row.called} stands in the {'earlier' if is_older else 'later'} source alone{at}"

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
    if comparison.same_source:
        clauses.each(come, entered, words.entered.replace("was ", "were "))
        left = f"{words.left} in {tops[1]}" if is_back and tops[1] else f"{words.left} {tops[1]}".rstrip()
        clauses.all(gone, left.replace("not listed in", "not in"), "models", named)
    else:
        # What one source lists under another name than the other cannot be told from what it does not list.
        sides = ("earlier", "later") if is_back else ("later", "earlier")
        clauses.each([r for r in come if r.is_rescored], entered, words.scored)
        clauses.each([r for r in come if not r.is_rescored], alone, f"stand in the {sides[0]} source alone")
        clauses.each(gone, alone, f"stand in the {sides[1]} source alone")
    clauses.all([r for r in rows if r.change is Change.LEFT and r.is_rescored], words.unscored, "models")
    clauses.each([r for r in rows if r.change is Change.RENAMED], renamed, words.were_renamed)
    pushed = [r for r in rows if r.is_pushed and not r.is_recounted]
    verbs = {"made room" if r.change is Change.DOWN else "closed up" for r in pushed}
    only = f"only {' or '.join(sorted(verbs, reverse=True))}"
    clauses.all(pushed, "differed in rank only because others came or went" if is_back else only, "models")
    clauses.ranks([r for r in rows if r.is_recounted], "only counted otherwise")
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
        apart: dict[str, list[ModelChange]] = {}
        for row in rows:
            if row.doubt in INCOMPARABLE:
                apart.setdefault(_why(row, is_back), []).append(row)
        for why, kept in apart.items():
            clauses.owned(kept, f"scores do not compare ({why})")
    return clauses.made


def _why(row: ModelChange, is_back: bool) -> str:
    """What keeps the scores of a row from comparing."""
    if row.doubt is Doubt.TRIES and row.before is not None and row.after is not None:
        older, newer = (row.after, row.before) if is_back else (row.before, row.after)
        return f"{more_tries(older, newer)} tries"
    return _WHY.get(row.doubt, "") if row.doubt is not None else ""


def _runners_up(rows: Sequence[ModelChange]) -> list[BoardRow]:
    """The rows of the models ranked right behind the first place."""
    ranked = [(r.rank.after, r.after) for r in rows if r.after is not None and (r.rank.after or 0) > 1]
    second = min((rank for rank, _ in ranked if rank is not None), default=None)
    return [row for rank, row in ranked if rank == second]


def _doubted(row: ModelChange, runners_up: Sequence[BoardRow] = ()) -> str:
    """What speaks against a clause, in brackets behind it."""
    remarks = []
    if row.is_older_than_model:
        remarks.append("on tasks that began before its release")
    if row.is_beyond and row.change in (Change.ENTERED, Change.UP):
        remarks.append("beyond what the board can tell")
    if row.rank.after == 1 and row.change is not Change.SAME and row.after is not None:
        mine = row.after
        remarks += ["ahead only within its error"] * any(errors_overlap(mine, other) for other in runners_up)
    if row.is_against_score:
        remarks.append("though its score rose" if (row.score.delta or 0) > 0 else "though its score fell")
    return f" ({', '.join(remarks)})" if remarks else ""


def _scored(row: ModelChange, is_back: bool) -> str:
    by = row.score.delta or 0.0
    if is_back:
        return f"{row.called}'s score was {abs(by):,.6g} {'higher' if by > 0 else 'lower'} at the same rank"
    return f"{row.called}'s score {'rose' if by > 0 else 'fell'} by {abs(by):,.6g} at the same rank"


def _top(table: Snapshot) -> str:
    return "" if table.complete else f"the top {len(table.rows)}"
