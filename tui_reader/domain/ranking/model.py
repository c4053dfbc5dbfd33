"""What a person's decisions say about papers: weights of terms, and the score of a paper.

A paper is a vector: for each term the weight of its count times its idf over the recent papers, of length one. The
weights are those of Rocchio's method: the mean of the kept less half the mean of the skipped and half the mean of the
recent ones; a paper's learned score is its cosine with them, in standard deviations of the recent ones. To it comes
the follow list, standardised the same way and times 10/(kept + 10). Under `FEWEST` kept papers the follow list alone
decides. All sums go in the order of the arguments: equal input gives equal scores to the last bit.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from functools import cached_property
from math import inf, log, sqrt
from operator import itemgetter, mul
from typing import TYPE_CHECKING

from msgspec import Struct

from tui_reader.domain.ranking.features import BUCKETS, LOG_COUNT, bucket, groups, log_count, unpack

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

#: From so many kept papers on a person is known.
FEWEST = 5
#: So many of the newest papers tell how common a term is.
RECENT = 2000
#: A paper is likely to be kept when it would stand in this part of the recent ones: four in five of the keeps do.
_LIKELY = 0.1
_SKIPPED = 0.5
_BACKGROUND = 0.5
_FOLLOWED = 10.0

#: One number for each hash; packed ones take a quarter of the memory.
Vector = Sequence[float]


class Background:
    """The recent papers, which are the same whatever is decided: idf of the terms, and the mean of the vectors."""

    def __init__(self, recent: Sequence[bytes], found: Sequence[int] = (), mean: Vector = ()) -> None:
        """`found` and `mean` are those of a background of the same papers, where they are known."""
        self.recent = recent
        self.found = found = found or _found_in(recent)
        if mean:
            self.__dict__["mean"] = mean
        count = len(recent) + 1
        by_found: dict[int, float] = {n: log(count / (n + 1)) for n in set(found)}
        self.idf: Vector = [by_found[n] for n in found]
        squares = {n: value * value for n, value in by_found.items()}
        self._squares: Vector = [squares[n] for n in found]

    @cached_property
    def mean(self) -> Vector:
        """The mean of the recent papers' vectors."""
        return self.mean_of(self.recent)

    def weighed(self, counts: Mapping[str, int]) -> list[tuple[str, float]]:
        """Terms with their weight in a paper's vector, before it is made one long."""
        return [(term, log_count(count) * self.idf[bucket(term)]) for term, count in counts.items()]

    def length(self, blob: bytes) -> float:
        """The length of a paper's vector before it is made one."""
        square = self._squares.__getitem__
        return sqrt(sum(weight * weight * sum(map(square, hashed)) for weight, hashed in groups(blob)))

    def add(self, into: list[float], blob: bytes, factor: float) -> None:
        """Add a paper's vector, times `factor`, to another vector."""
        for one, value in self.vector(blob):
            into[one] += factor * value

    def vector(self, blob: bytes) -> list[tuple[int, float]]:
        """The hashes of a paper with what its vector has there; of a paper of common words alone, nothing."""
        length = self.length(blob)
        if not length:
            return []
        idf = self.idf
        return [(one, weight * idf[one] / length) for weight, hashed in groups(blob) for one in hashed]

    def mean_of(self, blobs: Sequence[bytes]) -> Vector:
        """The mean of the vectors of papers; of none, zero."""
        mean = [0.0] * BUCKETS
        for blob in blobs:
            if length := self.length(blob):
                part = 1 / (len(blobs) * length)
                for weight, hashed in groups(blob):
                    amount = weight * part
                    for one in hashed:
                        mean[one] += amount
        return self.weighing(mean)

    def cosines(self, weights: Vector, blobs: Iterable[bytes]) -> list[float]:
        """The product of each paper's vector with `weights`."""
        return self.products(self.weighing(weights), blobs)

    def weighing(self, weights: Iterable[float]) -> Vector:
        """Weights times the idf of each term, which `products` takes."""
        return array("d", map(mul, weights, self.idf))

    def products(self, weighing: Vector, blobs: Iterable[bytes]) -> list[float]:
        """The product of each paper's vector with weights that were made ready by `weighing`."""
        squares = self._squares
        found = []
        for blob in blobs:
            packed = unpack(blob)
            product = length = 0.0
            place, end = 0, len(packed) - 1
            while place < end:  # `groups` written out: this runs for every paper of a library
                weight, start = LOG_COUNT[packed[place]], place + 2
                place = start + packed[place + 1]
                if place - start > 1:
                    pick = itemgetter(*packed[start:place])
                    product += weight * sum(pick(weighing))
                    length += weight * weight * sum(pick(squares))
                else:  # of one place it gives no tuple
                    product += weight * weighing[packed[start]]
                    length += weight * weight * squares[packed[start]]
            found.append(product / sqrt(length) if length > 0 else 0.0)
        return found


def _found_in(papers: Iterable[bytes]) -> array[int]:
    """In how many papers each term is."""
    found = [0] * BUCKETS
    for blob in papers:
        for _, hashed in groups(blob):
            for one in hashed:
                found[one] += 1
    return array("H", found)


class Spread(Struct, frozen=True):
    """Mean and standard deviation of the recent papers' values (1 where they do not differ)."""

    mean: float = 0.0
    deviation: float = 1.0

    def standard(self, value: float) -> float:
        """The value in standard deviations from the mean."""
        return (value - self.mean) / self.deviation


def spread_of(values: Sequence[float]) -> Spread:
    """How values lie; of none, as they are."""
    if not values:
        return Spread()
    mean = sum(values) / len(values)
    deviation = sqrt(sum((value - mean) ** 2 for value in values) / len(values))
    return Spread(mean, deviation if deviation > 1e-12 else 1.0)


class Model:
    """What was learned. `kept` and `skipped` are blobs, each in an order that is the same on every machine;
    `followed_recent` are the values of the follow list (`domain.following`) for the recent papers."""

    def __init__(
        self,
        background: Background,
        kept: Sequence[bytes],
        skipped: Sequence[bytes],
        followed_recent: Sequence[float] = (),
        learned: Sequence[float] = (),
    ) -> None:
        """`learned` are the cosines of the recent papers by the same decisions, where they are known."""
        self.background = background
        self.kept_mean = background.mean_of(kept)
        self.skipped_mean = background.mean_of(skipped)
        self.kept_count = len(kept)
        self.weights: Vector = array(
            "d",
            (
                k - _SKIPPED * s - _BACKGROUND * r
                for k, s, r in zip(self.kept_mean, self.skipped_mean, background.mean, strict=True)
            ),
        )
        self.follow_spread = spread_of(followed_recent)
        if self.knows_you and not learned:
            learned = array("d", background.products(self._weighing, background.recent))
        self.learned = learned if self.knows_you else ()
        self.spread = spread_of(self.learned)
        self._followed_recent = followed_recent

    @property
    def knows_you(self) -> bool:
        """Whether enough was kept to learn from."""
        return self.kept_count >= FEWEST

    @property
    def follow_factor(self) -> float:
        """How much the follow list counts beside what was learned."""
        return _FOLLOWED / (self.kept_count + _FOLLOWED) if self.knows_you else 1.0

    @cached_property
    def likely_from(self) -> float:
        """The score from which on a paper is likely to be kept; infinite while too little is known."""
        if not self.knows_you:
            return inf
        scores = sorted(self._scores(self.learned, self._followed_recent), reverse=True)
        return scores[int(_LIKELY * len(scores))] if scores else inf

    def scores(self, blobs: Sequence[bytes], followed: Sequence[float] = ()) -> list[float]:
        """The scores of papers, higher for likelier ones; `followed` are their values of the follow list, none for a
        reader without one."""
        return self._scores(
            self.background.products(self._weighing, blobs) if self.knows_you else [], followed, len(blobs)
        )

    @cached_property
    def _weighing(self) -> Vector:
        return self.background.weighing(self.weights)

    def _scores(self, cosines: Sequence[float], followed: Sequence[float], count: int | None = None) -> list[float]:
        standard = self.spread.standard
        learned = [standard(value) for value in cosines] or [0.0] * (count or 0)
        if not followed:
            return learned
        standard, factor = self.follow_spread.standard, self.follow_factor
        return [score + factor * standard(value) for score, value in zip(learned, followed, strict=True)]
