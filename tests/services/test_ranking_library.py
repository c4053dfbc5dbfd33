"""The ranking of a library: what teaches it, and that machines agree."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tui_reader.domain.following import Following, following
from tui_reader.domain.items import Seen, State
from tui_reader.domain.journal import Change
from tui_reader.domain.papers import Author, Paper
from tui_reader.domain.query import Field
from tui_reader.services.feature_making import FeatureMaking
from tui_reader.services.kept_ranking import KeptRanking
from tui_reader.services.ranking import Ranker
from tui_reader.services.writer import Writer
from tui_reader.storage.journal import Journal
from tui_reader.storage.library import Library

NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)
SUBJECTS = {
    "speech": "codec vocoder speech synthesis prosody phoneme speaker tokens waveform bitrate",
    "proofs": "theorem prover lean tactic formal premise goals verified lemma proof",
    "maps": "satellite terrain parcel segmentation orthophoto lidar flood landcover sensor tile",
}
NOTHING = Following()


def paper(subject: str, number: int) -> Paper:
    chance = random.Random(f"{subject} {number}")
    words = SUBJECTS[subject].split()
    return Paper(
        " ".join(chance.sample(words, 3)).capitalize(),
        f"26{11 + [*SUBJECTS].index(subject)}.{number:05}",
        abstract="We present " + " ".join(chance.sample(words, 6)),
        authors=(Author(f"{subject.title()} Author {number % 7}"),),
        announced_on=date(2026, 11, 1) + timedelta(days=number % 3),
    )


def key(subject: str, number: int) -> str:
    return paper(subject, number).key


def all_papers() -> list[Paper]:
    return [paper(subject, number) for subject in SUBJECTS for number in range(60)]


def store(library: Library, papers: list[Paper]) -> None:
    library.papers.store(papers, Seen("arxiv", "announcement", "", None, NOW, inbox=True))
    while library.features.make(250):
        pass


@pytest.fixture(name="make")
def _make(tmp_path: Path) -> Iterator[Callable[[str], Library]]:
    made = []

    def make(name: str) -> Library:
        made.append(Library.open(tmp_path / name / "library.db", state_dir=tmp_path / name / "state"))
        return made[-1]

    yield make
    for library in made:
        library.close()


@pytest.fixture(name="library")
def _library(make: Callable[[str], Library]) -> Library:
    library = make("one")
    store(library, all_papers())
    return library


@pytest.fixture(name="journal")
def _journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "journal", "here-1")


def decide(journal: Journal, keys: list[str], state: State, title: str = "") -> None:
    journal.append([Change(key, "state", state.value, title=title) for key in keys], NOW)


def keep_speech(library: Library, journal: Journal, count: int = 6) -> None:
    for number in range(count):
        decide(journal, [key("speech", number)], State.KEPT)
    library.journal.fold_new(journal)


def order(library: Library, listed: Following = NOTHING) -> list[tuple[str, float]]:
    ids = library.lists.ids(Field("kind", "paper"))
    return [(one.key, one.score) for one in Ranker(library, listed).order(ids)]


def subjects(found: list[tuple[str, float]], count: int) -> set[str]:
    names = {f"26{11 + number}": subject for number, subject in enumerate(SUBJECTS)}
    return {names[key.removeprefix("arxiv:").partition(".")[0]] for key, _ in found[:count]}


def test_what_was_kept_brings_its_like_to_the_top(library: Library, journal: Journal) -> None:
    keep_speech(library, journal)
    assert subjects(order(library), 50) == {"speech"}


def test_an_undone_keep_leaves_no_trace(library: Library, journal: Journal) -> None:
    keep_speech(library, journal)
    before = order(library)
    decide(journal, [key("maps", 1)], State.KEPT)
    library.journal.fold_new(journal)
    assert order(library) != before
    journal.undo(NOW)
    library.journal.fold_new(journal)
    assert order(library) == before


def test_skips_teach_and_bulk_skips_and_later_do_not(library: Library, journal: Journal) -> None:
    keep_speech(library, journal)
    before = order(library)
    decide(journal, [key("maps", n) for n in range(6)], State.SKIPPED)
    for number in range(6, 9):
        decide(journal, [key("maps", number)], State.LATER)
    library.journal.fold_new(journal)
    assert order(library) == before
    decide(journal, [key("maps", n) for n in range(10, 15)], State.SKIPPED)
    library.journal.fold_new(journal)
    after = order(library)
    place = [k for k, _ in after].index(key("maps", 20))
    assert subjects(after[place:], 5) == {"maps"}
    assert after != before


def test_two_machines_with_equal_libraries_and_merged_journals_give_one_order(
    make: Callable[[str], Library], tmp_path: Path
) -> None:
    papers = all_papers()
    one, two = make("one"), make("two")
    store(one, papers)
    # The other met them in another order and in several goes, so that its row ids and places differ.
    mixed = random.Random(5).sample(papers, len(papers))
    for start in range(0, len(mixed), 50):
        store(two, mixed[start : start + 50])
    here, there = Journal(tmp_path / "shared", "here-1"), Journal(tmp_path / "shared", "there-1")
    for number in range(4):
        decide(here, [key("speech", number)], State.KEPT)
        decide(there, [key("proofs", number)], State.KEPT)
        decide(there, [key("maps", 2 * number), key("maps", 2 * number + 1)], State.SKIPPED)
    here.undo(NOW)
    lines = [line for _, _, line in here.read({}) if line is not None]
    one.journal.fold(lines)
    two.journal.fold(reversed(lines))
    listed = following(["Maps Author 3"], ["codec", "-lemma"])
    assert order(one, listed) == order(two, listed)


def test_a_kept_paper_that_is_not_here_counts_by_its_title(library: Library, journal: Journal) -> None:
    for number in range(5):
        decide(journal, [f"arxiv:2001.0000{number}"], State.KEPT, title=f"Codec for speech synthesis {number}")
    library.journal.fold_new(journal)
    assert Ranker(library, NOTHING).model.kept_count == 5
    assert subjects(order(library), 10) == {"speech"}


def test_a_changed_abstract_is_ranked_by_what_it_says_now(library: Library, journal: Journal) -> None:
    keep_speech(library, journal)
    old, new = paper("maps", 30), paper("speech", 31)
    store(library, [Paper(new.title, old.arxiv_id, new.abstract, version=2)])
    assert library.features.waiting() == 0
    assert key("maps", 30) in [k for k, _ in order(library)[:61]]


def test_under_five_kept_followed_words_decide_and_it_says_so(library: Library, journal: Journal) -> None:
    keep_speech(library, journal, 4)
    ranker = Ranker(library, following([], ["theorem", "-lemma"]))
    first = ranker.order(library.lists.ids(Field("kind", "paper")))[:10]
    assert subjects([(one.key, one.score) for one in first], 10) == {"proofs"}
    for one in first:
        detail = library.papers.get(one.key)
        assert detail is not None
        assert "lemma" not in f"{detail.paper.title} {detail.paper.abstract}".lower()
    assert str(ranker.measure()).startswith("It does not know you yet (4 kept")


def test_scores_are_the_sum_of_reasons(library: Library, journal: Journal) -> None:
    keep_speech(library, journal)
    ranker = Ranker(library, following(["Speech Author 1"], ["codec", "flood*", "-tile"]))
    for one in ranker.order(library.lists.ids(Field("kind", "paper")))[::15]:
        detail = library.papers.get(one.key)
        assert detail is not None
        explained = ranker.explain(one.id, detail.paper)
        assert explained.score == pytest.approx(one.score, abs=1e-9)
        assert one.key not in [key for key, _ in explained.like]


def test_the_measure_is_taken_from_days_of_the_library(library: Library, journal: Journal) -> None:
    keep_speech(library, journal, 12)
    measure = Ranker(library, NOTHING).measure()
    assert (measure.kept, measure.tried, measure.found) == (12, 12, 12)


def test_what_was_learned_is_kept_and_taken_up_again_to_the_last_bit(library: Library, journal: Journal) -> None:
    keep_speech(library, journal)
    ids, files = library.lists.ids(Field("kind", "paper")), [b""]
    listed = following([], ["codec"])

    def ranking() -> KeptRanking:
        return KeptRanking(lambda _: listed, lambda: files[-1], files.append)

    fresh = ranking()
    scores = dict(fresh.scores(library, ids))
    fresh.keep(library)
    fresh.keep(library)
    assert len(files) == 2
    again = ranking()
    assert dict(again.scores(library, ids)) == scores
    assert again.ranker(library).to_keep() is None
    for damaged in (files[-1][:-9], files[-1].replace(b"ranking 1", b"ranking 0"), b"\0" + files[-1], b"ranking"):
        files.append(damaged)
        assert dict(ranking().scores(library, ids)) == scores


def test_a_kept_ranking_learns_what_changes_and_nothing_twice(library: Library, journal: Journal) -> None:
    keep_speech(library, journal)
    ids = library.lists.ids(Field("kind", "paper"))
    ranking = KeptRanking(lambda _: following([], ["codec"]), lambda: b"", lambda _: None)
    before, model = dict(ranking.scores(library, ids)), ranking.ranker(library).model
    library.meta.set("nothing", "of it")
    assert ranking.ranker(library).model is model
    decide(journal, [key("maps", 3)], State.KEPT)
    library.journal.fold_new(journal)
    fresh = Ranker(library, following([], ["codec"])).scores(ids)
    assert dict(ranking.scores(library, ids)) == dict(fresh) != before
    journal.undo(NOW)
    library.journal.fold_new(journal)
    assert dict(ranking.scores(library, ids)) == before


def test_papers_like_a_text_are_those_that_share_its_rare_words(library: Library) -> None:
    ranker = Ranker(library, NOTHING)
    near = ranker.like("A neural codec with prosody tokens", "waveform bitrate", limit=10)
    assert subjects([(one.key, one.score) for one in near], 10) == {"speech"}
    own = paper("maps", 7)
    first, *_ = ranker.like(own.title, own.abstract, [author.name for author in own.authors])
    assert first.key == own.key
    assert first.score == pytest.approx(1.0)
    assert ranker.like("", "") == []


def test_an_empty_library_ranks_nothing_and_fails_nowhere(make: Callable[[str], Library]) -> None:
    ranker = Ranker(make("empty"), following(["Nobody"], ["nothing"]))
    assert ranker.order([]) == []
    assert ranker.like("Some words") == []
    assert ranker.measure().kept == 0


def test_blobs_of_another_form_are_dropped_and_made_anew(library: Library) -> None:
    before = [one.blob for one in library.ranking.recent()]
    library.meta.set("ranking.form", "another")
    again = library.clone()
    assert again.ranking.recent() == []
    while again.features.make(250):
        pass
    assert [one.blob for one in again.ranking.recent()] == before
    other = library.clone()
    assert len(other.ranking.recent()) == len(before)
    again.close()
    other.close()


@pytest.mark.parametrize("rest", [0.0, 0.01])
def test_words_are_counted_step_by_step_behind_other_work_and_told_of(
    make: Callable[[str], Library], rest: float
) -> None:
    library = make("one")
    library.papers.store(all_papers(), Seen("arxiv", "announcement", "", None, NOW, inbox=True))
    writer = Writer(library.clone, lambda own: own.close())
    left: list[int] = []
    assert FeatureMaking(writer, left.append, rest).start().wait(30)
    writer.close()
    assert library.features.waiting() == left[-1] == 0
    assert left == sorted(left, reverse=True)


def test_counting_ends_with_the_program_and_goes_on_with_the_next_one(make: Callable[[str], Library]) -> None:
    library = make("one")
    library.papers.store(all_papers(), Seen("arxiv", "announcement", "", None, NOW, inbox=True))
    writer = Writer(library.clone, lambda own: own.close())
    writer.close()
    assert FeatureMaking(writer, rest=1.0).start().wait(30)
    assert library.features.waiting() == len(all_papers())


def test_scores_of_rows_are_those_that_they_are_ordered_by(library: Library, journal: Journal) -> None:
    keep_speech(library, journal)
    ranker = Ranker(library, following([], ["codec"]))
    ids = library.lists.ids(Field("kind", "paper"))
    assert ranker.scores(ids) == {one.id: one.score for one in ranker.order(ids)}


def test_an_undone_keep_leaves_no_trace_on_any_machine(make: Callable[[str], Library], tmp_path: Path) -> None:
    one, two = make("one"), make("two")
    store(one, all_papers())
    store(two, all_papers()[::-1])
    here, there = Journal(tmp_path / "journal", "here-1"), Journal(tmp_path / "journal", "there-1")
    listed = following(["Maps Author 3"], ["codec", "-lemma"])
    keep_speech(one, here, 6)
    for library in (one, two):
        library.journal.fold_new(here)
    before = order(one, listed)
    assert order(two, listed) == before
    there.append([Change(key("maps", 40), "state", State.KEPT.value, title=paper("maps", 40).title)], NOW)
    for library in (one, two):
        library.journal.fold_new(there)
    assert order(one, listed) == order(two, listed) != before
    there.undo(NOW)
    for library in (one, two):
        library.journal.fold_new(there)
    assert order(one, listed) == order(two, listed) == before
