"""What a row of a comparison is told with beyond its figures: where it came from, where it went, who is its kin,
and what speaks against it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tui_reader.domain.boards import AGENT, TRIES, BoardRow, Snapshot
from tui_reader.domain.comparison_doubts import Doubt
from tui_reader.domain.comparison_values import ModelChange
from tui_reader.domain.model_identity import name_key
from tui_reader.domain.model_writing import variant_base

#: How many names a note gives.
_NAMED = 3


def format_pushed(above: int) -> str:
    """That a model moved only because so many more stand above it than before, or fewer."""
    models = "1 model" if abs(above) == 1 else f"{abs(above)} models"
    return f"pushed down: {models} more above it" if above > 0 else f"moved up: {models} fewer above it"


def format_renamed(before: str, after: str, *, is_back: bool = False) -> str:
    """The other name of a model; of one that only case, spacing or punctuation tells apart, that it is so written."""
    if is_respelled(before, after):
        return f"now written {before}" if is_back else f"written {before} before"
    return f"now {before}" if is_back else f"was {before}"


def is_respelled(before: str, after: str) -> bool:
    """Whether a model has its name still, and only writes it otherwise: `GPT-4o` and `gpt-4o`."""
    return name_key(before) == name_key(after)


def format_rescored(*, is_first: bool, is_back: bool = False) -> str:
    """What a score means that only one of two tables has."""
    if is_back:
        return "has no score any more" if is_first else "had no score then"
    return "had no score before" if is_first else "has no score any more"


def format_absence(verb: str, table: Snapshot, *, is_one_day: bool, same_source: bool, is_back: bool = False) -> str:
    """What a model's absence from a table means, with `verb` what it did, `entered` or `left`: of a top N, no more than
    that. `is_back`: the table it `left` is the earlier one."""
    top = "" if table.complete else f"the top {len(table.rows)}"
    if is_one_day:
        return f"not in {table.source or 'the other source'}"
    # What one source calls by another name than the other cannot be told from what it does not list.
    if not same_source:
        where = f"in {top}" if top else "listed"
        return f"not {where} under this name" + (" before" if (verb == "left") is is_back else "")
    if top:
        return f"{'left' if (verb == 'left') is not is_back else 'entered'} {top}"
    return "no longer listed" if (verb == "left") is not is_back else ""


def variants(rows: Iterable[ModelChange]) -> dict[str, list[str]]:
    """The names of rows by what they are variants of."""
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(variant_base(row.model), []).append(row.model)
    return found


def format_kin(row: ModelChange, others: Mapping[str, list[str]], where: str) -> str:
    """Who of the other table is a variant of the same model: one may have been split in several, or several merged."""
    names = [n for n in others.get(variant_base(row.model), []) if name_key(n) != name_key(row.model)]
    if not names:
        is_another = any(name_key(n) == name_key(row.model) for n in others.get(variant_base(row.model), []))
        return f"another model of this name {'is' if where.endswith('now') else 'was'} {where}" if is_another else ""
    more = len(names) - _NAMED
    shown = [*names[:_NAMED], *([f"{more} more"] if more > 0 else [])]
    listed = " and ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)
    verb = "are" if where.endswith("now") and len(names) > 1 else "is" if where.endswith("now") else ""
    return f"{listed} {verb or ('were' if len(names) > 1 else 'was')} {where}"


def format_doubt(doubt: Doubt, before: BoardRow, after: BoardRow, ceiling: float | None) -> str:
    """A doubt in words, with what differs."""
    match doubt:
        case Doubt.TASKS:
            return f"scores are of other tasks: {before.window}, then {after.window}"
        case Doubt.AGENT:
            return f"run with another agent: {before.text(AGENT)}, then {after.text(AGENT)}"
        case Doubt.TRIES:
            return f"{more_tries(before, after)} tries than before: {before.text(TRIES)}, then {after.text(TRIES)}"
        case Doubt.SOURCE:
            return "the two sources differ"
        case Doubt.CEILING:
            return format_above_ceiling(ceiling)
    return "within its error"


def format_above_ceiling(ceiling: float | None) -> str:
    """What a score above a board's ceiling is told with."""
    return f"above {ceiling or 0:,.4g}, where this board cannot tell more from less"


def more_tries(before: BoardRow, after: BoardRow) -> str:
    """How the number of tries changed: `more`, `fewer`, or `other` where it is no number."""
    old, new = before.value(TRIES), after.value(TRIES)
    if isinstance(old, int | float) and isinstance(new, int | float):
        return "more" if new > old else "fewer"
    return "other"
