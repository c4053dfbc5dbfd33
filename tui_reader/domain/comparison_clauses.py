"""The clauses of a headline: each kind of change names few of its models, and counts more."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tui_reader.domain.comparison_values import ModelChange

#: How many models of a kind are named; more are counted.
_NAMED = 2


class Clauses:
    """The clauses of a sentence in their order. A kind of change makes a clause for each of its models where there are
    few, and one with their number where there are more; the first number says of what."""

    def __init__(self, remark: Callable[[ModelChange], str]) -> None:
        self.made: list[str] = []
        self._remark = remark
        self._counted = ""

    def each(
        self, rows: Sequence[ModelChange], say: Callable[[ModelChange], str], verb: str, noun: str = "model"
    ) -> None:
        """A clause of its own for each of few models."""
        if len(rows) <= _NAMED:
            self.made += [say(r) + self._remark(r) for r in rows]
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

    def ranks(self, rows: Sequence[ModelChange], verb: str) -> None:
        """One clause on the ranks of all."""
        if rows and len(rows) <= _NAMED:
            be = "is" if len(rows) == 1 else "are"
            whose = " and ".join(f"{r.called}'s" for r in rows)
            self.made.append(f"{whose} rank {be} {verb}")
        elif rows:
            self.made.append(f"the ranks of {counted(len(rows), 'model')} are {verb}")

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
        said = f"{count:,}" if self._counted == noun else counted(count, noun)
        self._counted = noun
        return said


def counted(count: int, noun: str) -> str:
    """`1 model`, `2 models`."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def joined(parts: Sequence[str]) -> str:
    """Clauses as a sentence without its full stop."""
    if len(parts) < 2:
        return "".join(parts)
    link = ", and " if " and " in parts[-1] or " and " in parts[-2] else " and "
    return f"{', '.join(parts[:-1])}{link}{parts[-1]}"


def ordinal(number: float) -> str:
    """1st, 2nd, 3rd, 4th, 11th, 21st."""
    whole = int(number)
    ending = "th" if whole % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(whole % 10, "th")
    return f"{whole:,}{ending}"
