"""The ranking that a program keeps: learned once, brought up to date when it is asked for, scores kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

from tui_reader.config.remembered import read_bytes, write_bytes
from tui_reader.domain.ranking.kept import unpacked
from tui_reader.domain.ranking.measure import Measure
from tui_reader.services.follow_list import TermsLibrary
from tui_reader.services.ranking import RankedPapers, Ranker, RankingLibrary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from tui_reader.domain.following import Following


#: Papers that are scored in one step: some 10 ms.
_AT_ONCE = 400


class VersionedPapers(RankedPapers, Protocol):
    """What is asked of the library about what papers are ranked by."""

    def version(self) -> tuple[int, int]:
        """Another one whenever anything in the library may have changed, for this connection."""


class KeptRankingLibrary(RankingLibrary, TermsLibrary, Protocol):
    """The subjects of the library that a kept ranking needs."""

    @property
    def ranking(self) -> VersionedPapers:
        """What papers are ranked by."""


class CountedPapers(Protocol):
    """What is asked of the library about how far it is with what papers are ranked by."""

    def waiting(self) -> int:
        """How many papers have no blob yet, or one of what they said before."""


class CountedLibrary(KeptRankingLibrary, Protocol):
    """The same, and how far it is with them."""

    @property
    def features(self) -> CountedPapers:
        """The words of papers, counted."""


class Known(Struct, frozen=True):
    """What is known at one moment: `waiting` is how many papers have no words counted yet."""

    ranker: Ranker
    scores: Mapping[int, float]
    measure: Measure
    waiting: int


class KeptRanking:
    """For one thread, and one connection at a time. `following` tells what is followed; `recall` gives the bytes that
    `remember` kept last (b"": none), by whichever program: learning then takes a third of the time."""

    def __init__(
        self,
        following: Callable[[TermsLibrary], Following],
        recall: Callable[[], bytes],
        remember: Callable[[bytes], object],
    ) -> None:
        self._following = following
        self._recall = recall
        self._remember = remember
        self._library: KeptRankingLibrary | None = None
        self._version = (-1, -1)
        self._ranker: Ranker | None = None
        self._scores: Mapping[int, float] = {}
        self._measure: Measure | None = None
        self._is_kept = False

    @property
    def is_known(self) -> bool:
        """Whether something was learned before, which is brought up to date soon."""
        return self._ranker is not None and self._ranker.has_learned

    def ranker(self, library: KeptRankingLibrary) -> Ranker:
        """The ranking as things are now."""
        version, before = library.ranking.version(), self._ranker
        if before is not None and self._library is library and self._version == version:
            return before
        following = self._following(library)
        if before is None:
            now = Ranker(library, following, unpacked(self._recall()))
        else:
            now = before.renewed(library, following)
            if (self._scores or self._measure) and not now.equals(before):
                self._scores, self._measure = {}, None
        self._library, self._version, self._ranker = library, version, now
        return now

    def scores(self, library: KeptRankingLibrary, ids: Sequence[int]) -> Mapping[int, float]:
        """The scores of those of these rows that are papers, and of others that were asked for before."""
        ranker = self.ranker(library)
        if missing := [i for i in ids if i not in self._scores]:
            found = ranker.scores(missing)
            self._scores = {**self._scores, **found} if self._scores else found
        return self._scores

    def measure(self, library: KeptRankingLibrary) -> Measure:
        """How well it does for this person. Some 200 ms at the first time."""
        ranker = self.ranker(library)
        if self._measure is None:
            self._measure = ranker.measure()
        return self._measure

    def known(self, library: CountedLibrary, ids: Sequence[int]) -> Known:
        """All of it, with the scores of these rows."""
        scores = self.scores(library, ids)
        return Known(self.ranker(library), scores, self.measure(library), library.features.waiting())

    def keep(self, library: KeptRankingLibrary) -> None:
        """Keep what was learned for the next program."""
        if (kept := self.ranker(library).to_keep()) is not None:
            self._remember(kept.packed())

    def parts(self, library: KeptRankingLibrary, ids: Sequence[int]) -> Iterator[None]:
        """Learn, then score these rows, then measure, in steps of some 20 ms where what was learned is kept."""
        ranker = self.ranker(library)
        _ = ranker.background
        yield
        if not ranker.model.knows_you:
            return
        yield
        for start in range(0, len(ids), _AT_ONCE):
            self.scores(library, ids[start : start + _AT_ONCE])
            yield
        if self._measure is None:
            measuring = ranker.measuring()
            for trial in ranker.trials():
                measuring.add(trial)
                yield
            if ranker is self.ranker(library):
                self._measure = measuring.result
        if not self._is_kept:  # once: after every decision would be much to write
            self._is_kept = True
            self.keep(library)


def kept_in(path: Path, following: Callable[[TermsLibrary], Following]) -> KeptRanking:
    """A ranking that keeps in a file what it learned."""
    return KeptRanking(following, lambda: read_bytes(path), lambda data: write_bytes(path, data, private=True))
