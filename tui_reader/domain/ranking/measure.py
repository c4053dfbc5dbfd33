"""How well the ranker does for this person: their own decisions, left out one at a time.

Each of the last kept papers is taken out of what was learned, and looked for in the list of its day. The days are those
of the library, so that what is measured is what the reader would have seen.
"""

from __future__ import annotations

from array import array
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from tui_reader.domain.ranking.model import FEWEST

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tui_reader.domain.ranking.model import Model

#: So many of the last kept papers are tried.
TRIED = 20
#: What is read of a day.
FIRST = 20


class Trial(Struct, frozen=True):
    """A kept paper (its blob, and its value in the follow list) and the other papers of its day."""

    kept: bytes
    others: Sequence[bytes]
    kept_followed: float = 0.0
    others_followed: Sequence[float] = ()


class Measure(Struct, frozen=True):
    """Of `tried` kept papers, `found` would have stood among the first `FIRST` of their day; in an order by chance
    `by_chance` of them. `kept` is how many there are to learn from, `follows` whether there is a follow list."""

    kept: int
    tried: int = 0
    found: int = 0
    by_chance: float = 0.0
    follows: bool = True

    @property
    def knows_you(self) -> bool:
        """Whether enough was kept to learn from, and days are there to look at."""
        return self.kept >= FEWEST and self.tried > 0

    def __str__(self) -> str:
        """The measure in a sentence that a person reads."""
        if self.kept < FEWEST:
            said = f"It does not know you yet ({self.kept} kept, {FEWEST - self.kept} more to go)"
            if self.follows:
                return f"{said}: it goes by the words you follow."
            return f"{said}, and you follow no words: until then papers stand as they came."
        if not self.tried:
            return f"It learned from {self.kept:,} kept papers; no day of theirs is long enough here to measure it by."
        said = f"Of your {self.tried} last kept papers, {self.found} would have stood in the first {FIRST} of their day"
        chance = f"{self.by_chance:.0f} by chance"
        if self.is_chance:
            return f"{said}: hardly better than chance ({chance}). It does not know your taste."
        if 2 * self.found < self.tried:
            return f"{said}, {chance}: it is often wrong about you."
        return f"{said} ({chance})."

    @property
    def is_chance(self) -> bool:
        """Whether it does no better than an order by chance."""
        return self.found <= self.by_chance + 1

    @property
    def brief(self) -> tuple[str, str]:
        """The measure as a message: what may not be lost, and what goes with it where there is room."""
        if self.kept < FEWEST:
            rest = (
                "it goes by the words you follow" if self.follows else "you follow no words: papers stand as they came"
            )
            return f"It does not know you yet: {self.kept} kept, {FEWEST - self.kept} more to go", rest
        if not self.tried:
            return f"It learned from {self.kept:,} kept papers", "no day of theirs is long enough to measure it by"
        found = f"Of your last {self.tried} kept, {self.found} in the first {FIRST} of their day"
        return found, "hardly better than chance" if self.is_chance else f"{self.by_chance:.0f} by chance"

    @property
    def short(self) -> str:
        """The measure for a heading; "" where there is none."""
        if self.kept < FEWEST:
            return "does not know you yet"
        if not self.tried:
            return ""
        return f"finds {self.found}/{self.tried}" + (", as chance does" if self.is_chance else "")


def is_long_enough(size: int) -> bool:
    """Whether a day of so many papers can tell anything: being among the first 20 of 25 is no merit."""
    return size >= 2 * FIRST


class Measuring:
    """Leaves each kept paper out in turn and sees where it would have stood; ties count half. Days that are too short
    (`is_long_enough`) are passed over. Some 15 ms a day of 300 papers, which is why it can be done one by one."""

    def __init__(self, model: Model, *, follows: bool = True) -> None:
        self._model = model
        self._follows = follows
        self._tried = 0
        self._found = self._by_chance = 0.0

    @cached_property
    def _weighing(self) -> Sequence[float]:
        # The mean of the others is the mean of all less the paper's part: (n·mean - x) / (n - 1).
        model = self._model
        grown = model.kept_count / (model.kept_count - 1) - 1
        weights = (weight + grown * kept for weight, kept in zip(model.weights, model.kept_mean, strict=True))
        return model.background.weighing(weights)

    def add(self, trial: Trial) -> None:
        """Try one more."""
        size = len(trial.others) + 1
        if not self._model.knows_you or not is_long_enough(size):
            return
        own, *others = _scores_without(self._model, self._weighing, trial)
        above = sum(score > own for score in others) + sum(score == own for score in others) / 2
        self._tried += 1
        self._found += above < FIRST
        self._by_chance += FIRST / size

    @property
    def result(self) -> Measure:
        """Of all that were tried."""
        return Measure(self._model.kept_count, self._tried, int(self._found), self._by_chance, self._follows)


def measured(model: Model, trials: Iterable[Trial], *, follows: bool = True) -> Measure:
    """What comes of all these trials."""
    measuring = Measuring(model, follows=follows)
    for trial in trials:
        measuring.add(trial)
    return measuring.result


def _scores_without(model: Model, weighing: Sequence[float], trial: Trial) -> list[float]:
    """The scores of a day by what would have been learned without its kept paper, that one first; `weighing` is what
    was learned with the means of one fewer, and the paper's own part still in it."""
    background = model.background
    own = array("d", weighing)
    for one, value in background.vector(trial.kept):
        own[one] -= value * background.idf[one] / (model.kept_count - 1)
    products = background.products(own, [trial.kept, *trial.others])
    scores = [value / model.spread.deviation for value in products]
    if not trial.others_followed:
        return scores
    scale = model.follow_factor / model.follow_spread.deviation
    values = [trial.kept_followed, *trial.others_followed]
    return [score + scale * value for score, value in zip(scores, values, strict=True)]
