"""Papers of the library in the order of likely interest, with reasons; and papers like a text.

Everything is worked out from what the library holds: the blobs of papers, the journal's decisions of all machines and
the follow list, in orders that do not depend on this machine. Learning takes some 150 ms, scoring some 25 µs a paper:
on a worker's connection, never on the way to a key.
"""

from __future__ import annotations

from array import array
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

from tui_reader.domain.items import Kind, normalise_title
from tui_reader.domain.ranking import followed
from tui_reader.domain.ranking.features import AUTHOR, pack, terms
from tui_reader.domain.ranking.kept import Kept, digest
from tui_reader.domain.ranking.measure import TRIED, Measure, Measuring, Trial
from tui_reader.domain.ranking.model import Background, Model
from tui_reader.domain.ranking.numbers import Numbers
from tui_reader.domain.ranking.reasons import Explanation, Nearest, explain
from tui_reader.domain.ranking.teaching import taught

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from tui_reader.domain.following import Following
    from tui_reader.domain.papers import Paper
    from tui_reader.domain.ranking.ranked import Found, Ranked
    from tui_reader.domain.ranking.teaching import Decision
    from tui_reader.domain.rows import Row
    from tui_reader.services.details import EntryDetails, PaperDetails, RepoDetails

#: Of a text, so many of its rarest words lead to papers like it; so many papers are compared word by word.
_WORDS, _COMPARED, _EACH = 12, 800, 3000

_AT_ONCE = 500


class Scored(Struct, frozen=True, order=True, gc=False):
    """A paper with its score; they sort by likelihood, then newest first, then by key."""

    minus: float
    day: int
    key: str
    id: int

    @property
    def score(self) -> float:
        """Higher is likelier."""
        return -self.minus


class RankedPapers(Protocol):
    """What is asked of the library about what papers are ranked by."""

    def recent(self) -> list[Ranked]:
        """The newest papers, as many as tell how common a term is, by day and key."""

    def ranked(self, ids: Sequence[int]) -> Iterator[Ranked]:
        """The papers among these rows, in their order."""

    def blobs(self, ids: Sequence[int]) -> Iterator[tuple[int, int, bytes]]:
        """Row, place and blob of the papers among these rows, in the order of the rows."""

    def on_day_of(self, item_id: int) -> list[Ranked]:
        """The papers that stand under the same day as one, itself included; nothing for an undated one."""

    def decisions(self) -> list[Decision]:
        """The newest decisions that may teach, of all machines: the last live one on each paper."""

    def last_kept(self, limit: int) -> list[Ranked]:
        """The papers that were kept last, the latest first."""

    def found(self, following: Following, place: int | None = None) -> Iterator[Found]:
        """Where what is followed and what is not wanted stand, in the library or in the paper at one place."""

    def with_words(self, words: Sequence[tuple[str, float]], most: int, each: int) -> list[Ranked]:
        """Papers that have some of these words, those with the weightiest first, at most `most`; of each word the
        newest `each` are looked at."""


class RankingLibrary(Protocol):
    """The subjects of the library that a ranking needs."""

    @property
    def ranking(self) -> RankedPapers:
        """What papers are ranked by."""

    @property
    def papers(self) -> PaperDetails:
        """Papers."""

    @property
    def entries(self) -> EntryDetails:
        """Entries of feeds and linked articles."""

    @property
    def repos(self) -> RepoDetails:
        """Repositories."""


class Ranker:
    """The ranking of one moment: what is decided later is seen by the next one. For one thread. `kept` is what was
    learned last, by whichever program."""

    def __init__(self, library: RankingLibrary, following: Following, kept: Kept | None = None) -> None:
        self._library = library
        self._following = following
        self._kept = kept

    def on(self, library: RankingLibrary) -> Ranker:
        """The same ranking on another thread's connection."""
        other = Ranker(library, self._following, self._kept)
        other.__dict__ |= {"model": self.model, "background": self.background, "_taught": self._taught}
        other.__dict__ |= {"_recent": self._recent, "_listed": self._listed, "_nearest": self._nearest}
        return other

    def renewed(self, library: RankingLibrary, following: Following) -> Ranker:
        """The ranking as things are now. Of what did not change nothing is worked out anew."""
        other = Ranker(library, following, self._kept)
        learned = self.__dict__
        if "background" in learned and [paper.blob for paper in other._recent] == self.background.recent:
            other.__dict__["background"] = self.background
            if "model" in learned and other._decisions == self._decisions:
                other.__dict__["model"] = self.model
        return other

    @property
    def has_learned(self) -> bool:
        """Whether what was decided was learned from."""
        return "model" in self.__dict__

    def equals(self, other: Ranker) -> bool:
        """Whether all scores are those of another ranking."""
        is_same = self._following == other._following and self.model is other.model
        return is_same and (not self._following or self._values.is_same(other._values))

    def to_keep(self) -> Kept | None:
        """What was learned, for the next program; None where that is kept already, or nothing was learned."""
        if not self.has_learned:
            return None
        model, kept = self.model, self._kept
        papers = digest(self.background.recent)
        decisions = self._decided(papers) if model.knows_you else b"\0" * len(papers)
        if kept is not None and (kept.papers, kept.decisions) == (papers, decisions):
            return None
        numbers = array("H", self.background.found), array("d", self.background.mean), array("d", model.learned)
        self._kept = Kept(papers, numbers[0], numbers[1], decisions, numbers[2])
        return self._kept

    @cached_property
    def _recent(self) -> list[Ranked]:
        return self._library.ranking.recent()

    @cached_property
    def background(self) -> Background:
        """What the recent papers say of all terms."""
        recent, kept = [paper.blob for paper in self._recent], self._kept
        if kept is not None and kept.papers == digest(recent):
            return Background(recent, kept.found, kept.mean)
        return Background(recent)

    @cached_property
    def model(self) -> Model:
        """What was learned."""
        (liked, skipped), kept = self._taught, self._kept
        is_known = kept is not None and kept.decisions == self._decided(digest(self.background.recent))
        learned = kept.learned if is_known and kept is not None else ()
        of = [d.blob for d in liked], [d.blob for d in skipped]
        return Model(self.background, *of, self._followed_recent, learned)

    def _decided(self, papers: bytes) -> bytes:
        kept, skipped = self._taught
        return digest([papers], (d.blob for d in kept), (d.blob for d in skipped))

    @property
    def _decisions(self) -> tuple[object, ...]:
        return self._taught, self._followed_recent

    @cached_property
    def _followed_recent(self) -> list[float]:
        return [self._values.get(paper.place) for paper in self._recent] if self._following else []

    def order(self, ids: Sequence[int]) -> list[Scored]:
        """These rows, the likeliest first; equal ones newest first. Rows that are no papers are left out."""
        found: list[Scored] = []
        papers = self._library.ranking.ranked(ids)
        days: dict[int, int] = {}
        while part := list(islice(papers, _AT_ONCE)):  # all their blobs at once would fill the memory
            found += _scored(part, self._scores(part), days)
        found.sort()
        return found

    def scores(self, ids: Sequence[int]) -> Mapping[int, float]:
        """The scores of those of these rows that are papers, by row: what `order` goes by, in less memory."""
        keys, scores = array("q"), array("d")
        papers = self._library.ranking.blobs(ids)
        while part := list(islice(papers, _AT_ONCE)):
            rows, places, blobs = zip(*part, strict=True)
            # Rounded as there: equal scores are to stand as they stood.
            keys.extend(rows)
            scores.extend(round(score, 9) for score in self._of(blobs, places))
        return Numbers(keys, scores)

    def explain(self, paper_id: int, paper: Paper) -> Explanation:
        """Why a paper has its score, with the kept papers nearest to it."""
        # A library joins the names; what one contains of a comma stands apart there too.
        authors = ", ".join(author.name for author in paper.authors).split(", ")
        counts = terms(paper.title, paper.abstract, authors)
        names = {normalise_title(name): name for name in authors}
        held = next(iter(self._library.ranking.ranked([paper_id])), None)
        parts = self._parts(held.place) if self._following and held is not None else None
        explained = explain(self.model, counts, parts, names)
        if not self.model.knows_you:
            return explained
        like = self._nearest.of(held.blob if held is not None else pack(counts), held.key if held is not None else "")
        return Explanation(explained.score, explained.constant, explained.reasons, like)

    def measure(self) -> Measure:
        """How well this ranking does for this person, by their own decisions."""
        measuring = self.measuring()
        for trial in self.trials():
            measuring.add(trial)
        return measuring.result

    def measuring(self) -> Measuring:
        """What tries `trials` one by one."""
        return Measuring(self.model, follows=bool(self._following))

    def trials(self) -> Iterator[Trial]:
        """The last kept papers that teach, each with the other papers of its day."""
        if not self.model.knows_you:
            return
        teaching = {decision.key for decision in self._taught[0]}
        tried = 0
        for kept in self._library.ranking.last_kept(2 * TRIED):
            if kept.key not in teaching or tried == TRIED:
                continue
            tried += 1
            others = [paper for paper in self._library.ranking.on_day_of(kept.id) if paper.key != kept.key]
            values = [self._values.get(paper.place) for paper in others] if self._following else []
            own = self._values.get(kept.place) if self._following else 0.0
            yield Trial(kept.blob, [paper.blob for paper in others], own, values)

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
        return [one for one in sorted(_scored(papers, near, {})) if one.score > 0][:limit]

    def like_item(self, row: Row, limit: int = 20) -> list[Scored]:
        """The papers nearest to an item, without itself."""
        text = ""
        if row.kind is Kind.PAPER and (detail := self._library.papers.get(row.key)) is not None:
            text = detail.paper.abstract
        elif row.kind is Kind.ENTRY and (entry := self._library.entries.get(row.key)) is not None:
            text = "\n".join(part for part in (entry.summary, entry.body.text if entry.body else "") if part)
        elif row.kind is Kind.REPO and (repo := self._library.repos.get(row.key)) is not None:
            text = repo.description
        authors = row.authors.split(", ") if row.kind is Kind.PAPER and row.authors else ()
        return [one for one in self.like(row.title, text, authors, limit + 1) if one.id != row.id][:limit]

    def _telling(self, counts: Mapping[str, int]) -> list[tuple[str, float]]:
        single = {term: count for term, count in counts.items() if " " not in term or term.startswith(AUTHOR)}
        weighed = [(term.removeprefix(AUTHOR), weight) for term, weight in self.background.weighed(single) if weight]
        weighed.sort(key=lambda one: (-one[1], one[0]))
        return weighed[:_WORDS]

    def _scores(self, papers: Sequence[Ranked]) -> list[float]:
        return self._of([paper.blob for paper in papers], [paper.place for paper in papers])

    def _of(self, blobs: Sequence[bytes], places: Sequence[int]) -> list[float]:
        values = [self._values.get(place) for place in places] if self._following else []
        return self.model.scores(blobs, values)

    @cached_property
    def _nearest(self) -> Nearest:
        return Nearest(self.background, [(decision.key, decision.blob) for decision in self._taught[0]])

    @cached_property
    def _taught(self) -> tuple[list[Decision], list[Decision]]:
        return taught(self._library.ranking.decisions())

    # -- the follow list: the index knows where its words stand ------------------------------------------------------
    @cached_property
    def _listed(self) -> tuple[Numbers, dict[str, float]]:
        """The values of all papers that have something of the follow list, by place, and how rare each term is."""
        values: dict[int, float] = {}
        rare: dict[str, float] = {}
        recent = {paper.place for paper in self._recent}
        for one in self._library.ranking.found(self._following):
            places = one.in_titles | one.in_texts | one.among_authors
            rare |= followed.rarity_of({one.term: len(places & recent)}, len(recent), [one.term])
            for place in places:
                values[place] = values.get(place, 0.0) + followed.part(one.term, _strength(one, place), rare)
        found = sorted(values)
        return Numbers(found, (values[place] for place in found)), rare

    @property
    def _values(self) -> Numbers:
        return self._listed[0]

    def _parts(self, place: int) -> list[tuple[str, float]]:
        rare = self._listed[1]
        found = self._library.ranking.found(self._following, place)
        return [(one.term, followed.part(one.term, _strength(one, place), rare)) for one in found]


def _scored(papers: Sequence[Ranked], scores: Sequence[float], days: dict[int, int]) -> list[Scored]:
    # Far behind the point, machines may differ by how their Python adds. Equal days are one number in memory.
    return [
        Scored(-round(score, 9), days.setdefault(paper.day, paper.day), paper.key, paper.id)
        for paper, score in zip(papers, scores, strict=True)
    ]


def _strength(found: Found, place: int) -> int:
    return 2 * (place in found.among_authors) + (place in found.in_titles) + (place in found.in_texts)
