"""Papers of the library in the order of likely interest, with reasons; and papers like a text.

Everything is worked out from what the library holds: the blobs of papers, the journal's decisions of all machines and
the follow list, in orders that do not depend on this machine. Learning takes some 150 ms, scoring some 25 µs a paper:
on a worker's connection, never on the way to a key.
"""

from __future__ import annotations

import logging
import threading
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from msgspec import Struct

from tui_reader.domain.errors import ReaderError
from tui_reader.domain.items import normalise_title
from tui_reader.domain.ranking import followed
from tui_reader.domain.ranking.features import AUTHOR, pack, terms
from tui_reader.domain.ranking.measure import TRIED, Measure, Trial, measured
from tui_reader.domain.ranking.model import Background, Model
from tui_reader.domain.ranking.reasons import Explanation, explain, nearest
from tui_reader.domain.ranking.teaching import taught

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from tui_reader.domain.following import Following
    from tui_reader.domain.papers import Paper
    from tui_reader.domain.ranking.ranked import Found, Ranked
    from tui_reader.domain.ranking.teaching import Decision
    from tui_reader.services.writer import Writer
    from tui_reader.storage.library import Library

#: Behind what the user did and what the network brought.
_IDLE = 5
#: Of a text, so many of its rarest words lead to papers like it; so many papers are compared word by word.
_WORDS, _COMPARED, _EACH = 12, 800, 3000

_AT_ONCE = 2000

_log = logging.getLogger(__name__)


class Scored(Struct, frozen=True):
    """A paper with its score; higher is likelier."""

    id: int
    key: str
    score: float


class Ranker:
    """The ranking of one moment: what is decided later is seen by the next one. For one thread."""

    def __init__(self, library: Library, following: Following) -> None:
        self._library = library
        self._following = following

    @cached_property
    def _recent(self) -> list[Ranked]:
        return self._library.ranking.recent()

    @cached_property
    def background(self) -> Background:
        """What the recent papers say of all terms."""
        return Background([paper.blob for paper in self._recent])

    @cached_property
    def model(self) -> Model:
        """What was learned."""
        values = [self._values.get(paper.place, 0.0) for paper in self._recent] if self._following else []
        kept, skipped = self._taught
        return Model(self.background, [d.blob for d in kept], [d.blob for d in skipped], values)

    def order(self, ids: Sequence[int]) -> list[Scored]:
        """These rows, the likeliest first; equal ones newest first. Rows that are no papers are left out."""
        found: list[tuple[float, int, str, int]] = []
        papers = self._library.ranking.ranked(ids)
        while part := list(islice(papers, _AT_ONCE)):  # all their blobs at once would fill the memory
            # Far behind the point, machines may differ by how their Python adds.
            found += ((-round(s, 9), p.day, p.key, p.id) for p, s in zip(part, self._scores(part), strict=True))
        found.sort()
        return [Scored(paper_id, key, -score) for score, _, key, paper_id in found]

    def explain(self, paper_id: int, paper: Paper) -> Explanation:
        """Why a paper has its score, with the kept papers nearest to it."""
        # A library joins the names; what one contains of a comma stands apart there too.
        authors = ", ".join(author.name for author in paper.authors).split(", ")
        counts = terms(paper.title, paper.abstract, authors)
        names = {normalise_title(name): name for name in authors}
        held = next(iter(self._library.ranking.ranked([paper_id])), None)
        parts = None
        if self._following:
            place = held.place if held is not None else -1
            parts = [(term, value) for term, values in self._parts if (value := values.get(place, 0.0))]
        explained = explain(self.model, counts, parts, names)
        if not self.model.knows_you:
            return explained
        others = [(d.key, d.blob) for d in self._taught[0] if held is None or d.key != held.key]
        like = nearest(self.model, held.blob if held is not None else pack(counts), others)
        return Explanation(explained.score, explained.constant, explained.reasons, like)

    def measure(self) -> Measure:
        """How well this ranking does for this person, by their own decisions."""
        if not self.model.knows_you:
            return Measure(self.model.kept_count)
        teaching = {decision.key for decision in self._taught[0]}
        trials: list[Trial] = []
        for kept in self._library.ranking.last_kept(2 * TRIED):
            if kept.key not in teaching or len(trials) == TRIED:
                continue
            others = [paper for paper in self._library.ranking.on_day_of(kept.id) if paper.key != kept.key]
            values = [self._values.get(paper.place, 0.0) for paper in others] if self._following else []
            own = self._values.get(kept.place, 0.0) if self._following else 0.0
            trials.append(Trial(kept.blob, [paper.blob for paper in others], own, values))
        return measured(self.model, trials)

    def like(self, title: str, text: str = "", authors: Iterable[str] = (), limit: int = 20) -> list[Scored]:
        """The papers nearest to a text, the nearest first, with their likeness (0 to 1). A paper is nearest to
        itself."""
        counts = terms(title, text, authors)
        blob = pack(counts)
        if not (words := self._telling(counts)):
            return []
        vector = [0.0] * len(self.background.idf)
        self.background.add(vector, blob, 1.0)
        papers = self._library.ranking.with_words(words, _COMPARED, _EACH)
        near = self.background.cosines(vector, [paper.blob for paper in papers])
        ordered = sorted(zip(papers, near, strict=True), key=lambda one: (-round(one[1], 9), one[0].day, one[0].key))
        return [Scored(paper.id, paper.key, value) for paper, value in ordered[:limit] if value > 0]

    def _telling(self, counts: Mapping[str, int]) -> list[tuple[str, float]]:
        single = {term: count for term, count in counts.items() if " " not in term or term.startswith(AUTHOR)}
        weighed = [(term.removeprefix(AUTHOR), weight) for term, weight in self.background.weighed(single) if weight]
        weighed.sort(key=lambda one: (-one[1], one[0]))
        return weighed[:_WORDS]

    def _scores(self, papers: Sequence[Ranked]) -> list[float]:
        values = [self._values.get(paper.place, 0.0) for paper in papers] if self._following else []
        return self.model.scores([paper.blob for paper in papers], values)

    @cached_property
    def _taught(self) -> tuple[list[Decision], list[Decision]]:
        return taught(self._library.ranking.decisions())

    # -- the follow list, for all papers at once: the index knows where its words stand ------------------------------
    @cached_property
    def _parts(self) -> list[tuple[str, dict[int, float]]]:
        """For each followed word and author, what it adds to the value of the papers at these places."""
        listed = self._following
        ranking = self._library.ranking
        found = [*ranking.found(listed.words, listed.authors)]
        unwanted = ranking.found(listed.without, ())
        recent = {paper.place for paper in self._recent}
        parts = []
        for one, sign in (*((one, 1) for one in found), *((one, -1) for one in unwanted)):
            term = one.term if sign > 0 else f"-{one.term}"
            everywhere = one.in_titles | one.in_texts | one.among_authors
            rare = followed.rarity_of({term: len(everywhere & recent)}, len(recent), [term])
            parts.append((term, {place: sign * _strength(one, place) * rare[term] for place in everywhere}))
        return parts

    @cached_property
    def _values(self) -> dict[int, float]:
        values: dict[int, float] = {}
        for _, part in self._parts:
            for place, value in part.items():
                values[place] = values.get(place, 0.0) + value
        return values


def _strength(found: Found, place: int) -> int:
    return 2 * (place in found.among_authors) + (place in found.in_titles) + (place in found.in_texts)


class FeatureMaking:
    """Makes the blobs of papers that have none, step by step behind everything else the writer does. Ends when nothing
    is left or the writer is closed; the next run goes on from there. `tell` is called with how many are left."""

    def __init__(self, writer: Writer[Library], tell: Callable[[int], object] | None = None) -> None:
        self._writer = writer
        self._tell = tell
        self._done = threading.Event()

    def start(self) -> FeatureMaking:
        """Begin, without waiting."""
        self._submit()
        return self

    def wait(self, seconds: float | None = None) -> bool:
        """Wait for the end, so long at most. Whether it came."""
        return self._done.wait(seconds)

    def _submit(self) -> None:
        try:
            self._writer.submit(self._step, _IDLE)
        except RuntimeError:  # the writer is closed: the program ends
            self._done.set()

    def _step(self, library: Library) -> None:
        try:
            more = library.ranking.make_features()
            if self._tell is not None:
                self._tell(library.ranking.waiting())
        except ReaderError as error:
            _log.warning("ranking: %s", error.message)
            more = False
        if more:
            self._submit()
        else:
            self._done.set()
