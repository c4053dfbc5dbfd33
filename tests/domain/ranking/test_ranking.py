"""Small people whose taste is known, and what must hold for all of them."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui_reader.domain.following import Matcher, following
from tui_reader.domain.ranking import followed
from tui_reader.domain.ranking.features import BUCKETS, LOG_COUNT, bucket, groups, pack, terms
from tui_reader.domain.ranking.measure import Measure, Trial, measured
from tui_reader.domain.ranking.model import Background, Model
from tui_reader.domain.ranking.reasons import Nearest, explain
from tui_reader.domain.ranking.teaching import Decision, taught

SUBJECTS = {
    "speech": "codec vocoder speech synthesis prosody phoneme speaker tokens waveform bitrate",
    "proofs": "theorem prover lean tactic formal premise goals verified lemma proof",
    "maps": "satellite terrain parcel segmentation orthophoto lidar flood landcover sensor tile",
}
COMMON = "we present a model that learns from large data and improves over strong baselines on several tasks"


def paper(subject: str, number: int, authors: tuple[str, ...] = ()) -> dict[str, int]:
    """The terms of the `number`th paper on a subject, the same every time."""
    chance = random.Random(f"{subject} {number}")
    own = SUBJECTS[subject].split()
    title = " ".join(chance.sample(own, 3))
    text = " ".join(chance.sample(own, 5) + chance.sample(COMMON.split(), 9))
    return terms(title, text, authors)


def blobs(subject: str, count: int, start: int = 0) -> list[bytes]:
    return [pack(paper(subject, number)) for number in range(start, start + count)]


@pytest.fixture(name="background", scope="module")
def _background() -> Background:
    return Background([blob for subject in SUBJECTS for blob in blobs(subject, 60, 1000)])


def test_who_kept_papers_on_speech_is_shown_speech_first(background: Background) -> None:
    model = Model(background, blobs("speech", 6), blobs("maps", 6))
    day = [*blobs("maps", 20, 100), *blobs("speech", 5, 100), *blobs("proofs", 20, 100)]
    order = sorted(range(len(day)), key=lambda n: -model.scores(day)[n])
    assert sorted(order[:5]) == [20, 21, 22, 23, 24]


def test_what_was_skipped_stands_below_what_was_never_asked(background: Background) -> None:
    model = Model(background, blobs("speech", 6), blobs("maps", 6))
    skipped, unknown = model.scores([*blobs("maps", 1, 200), *blobs("proofs", 1, 200)])
    assert skipped < unknown


def test_under_five_kept_the_follow_list_alone_decides(background: Background) -> None:
    model = Model(background, blobs("speech", 4), blobs("maps", 3), [0.0, 1.0])
    assert not model.knows_you
    assert model.scores(blobs("speech", 1), [0.5]) == model.scores(blobs("maps", 1), [0.5])
    low, high = model.scores(blobs("maps", 2), [0.0, 1.0])
    assert low < high


def test_the_follow_list_counts_the_less_the_more_was_kept(background: Background) -> None:
    few, many = (Model(background, blobs("speech", n), [], [0.0, 1.0]) for n in (5, 40))
    assert few.follow_factor > many.follow_factor > 0


def test_without_papers_or_decisions_nothing_fails() -> None:
    model = Model(Background([]), [], [])
    assert model.scores([pack({}), *blobs("maps", 1)]) == [0.0, 0.0]
    kept = Model(Background([]), blobs("maps", 5), [])
    assert kept.scores([pack({})]) == [0.0]
    assert measured(model, []).tried == 0
    assert explain(kept, {}).reasons == ()


@settings(deadline=None, max_examples=20)
@given(
    st.lists(st.sampled_from([*SUBJECTS]), min_size=5, max_size=12),
    st.lists(st.sampled_from(["codec", "theorem*", "ada example", "-tile", "satellite terrain"]), unique=True),
    st.integers(0, 50),
)
def test_a_score_is_the_sum_of_its_reasons(kept: list[str], words: list[str], number: int) -> None:
    recent = [paper(subject, 1000 + n) for subject in SUBJECTS for n in range(10)]
    matcher = Matcher(listed := following(["Ada Example"], words))
    found = [matcher.hits(" ".join(counts), " ".join(counts)) for counts in recent]
    rare = followed.rarity(found, (*listed.words, *listed.authors, *(f"-{word}" for word in listed.without)))
    model = Model(
        Background([pack(counts) for counts in recent]),
        [pack(paper(subject, n)) for n, subject in enumerate(kept)],
        blobs("maps", 3),
        [followed.value(hits, rare) for hits in found],
    )
    one = terms("Codec theorem codec", " ".join(paper("speech", number)), ["Ada Example"])
    hits = matcher.hits("Codec theorem codec", " ".join(paper("speech", number)), ["Ada Example"])
    explained = explain(model, one, followed.parts(hits, rare))
    (score,) = model.scores([pack(one)], [followed.value(hits, rare)])
    assert explained.score == pytest.approx(score, abs=1e-9)
    assert explained.score == pytest.approx(explained.constant + sum(r.amount for r in explained.reasons), abs=1e-9)
    assert sum(r.share for r in explained.reasons if r.amount > 0) == pytest.approx(1.0)


def test_a_paper_without_its_first_reasons_moves_down(background: Background) -> None:
    model = Model(background, blobs("speech", 6), [])
    title, text = "codec prosody of a model", "codec prosody waveform " + COMMON
    first = [reason.term for reason in explain(model, terms(title, text)).reasons[:3]]
    assert set(first) <= set(SUBJECTS["speech"].split())
    less = " ".join(word for word in text.split() if word not in first)
    whole, rest = model.scores([pack(terms(title, text)), pack(terms("of a model", less))])
    assert rest < whole


def test_an_author_is_a_reason_in_their_own_spelling(background: Background) -> None:
    kept = [pack(paper("proofs", n, ("Zoë Ångström",))) for n in range(5)]
    model = Model(background, kept, [])
    explained = explain(model, paper("maps", 1, ("Zoë Ångström",)), names={"zoe angstrom": "Zoë Ångström"})
    assert ("Zoë Ångström", "author") in [(reason.term, reason.kind) for reason in explained.reasons]
    assert not any(reason.term == "zoe" for reason in explained.reasons)


def test_the_nearest_kept_papers_are_those_on_the_same_subject(background: Background) -> None:
    kept = [(f"{subject}:{n}", pack(paper(subject, n))) for subject in SUBJECTS for n in range(3)]
    near = Nearest(background, kept)
    found = near.of(pack(paper("proofs", 77)))
    assert near.of(kept[0][1])[0] == (kept[0][0], pytest.approx(1.0))
    assert kept[0][0] not in [key for key, _ in near.of(kept[0][1], but=kept[0][0])]
    assert [key.partition(":")[0] for key, _ in found] == ["proofs", "proofs"]
    assert all(0 < near <= 1 for _, near in found)


def _decisions(background: Background) -> list[Decision]:
    kept = [Decision(f"arxiv:1.{n}", True, 1, pack(paper("speech", n))) for n in range(8)]
    return [*kept, *(Decision(f"arxiv:2.{n}", False, 2, pack(paper("maps", n))) for n in range(8))]


@settings(deadline=None, max_examples=10)
@given(st.randoms(use_true_random=False))
def test_the_order_in_which_decisions_arrive_does_not_matter(chance: random.Random) -> None:
    background = Background(blobs("maps", 5) + blobs("speech", 5))
    decisions = _decisions(background)
    mixed = chance.sample(decisions, len(decisions))
    day = blobs("speech", 3, 50) + blobs("proofs", 3, 50)

    def scores(given: list[Decision]) -> list[float]:
        kept, skipped = taught(given)
        return Model(background, [d.blob for d in kept], [d.blob for d in skipped]).scores(day)

    assert scores(mixed) == scores(decisions)


def test_a_bulk_decision_teaches_nothing_and_a_range_of_five_does() -> None:
    five, six = Decision("arxiv:1", True, 5, b""), Decision("arxiv:2", False, 6, b"")
    assert taught([six, five]) == ([five], [])


def test_the_measure_tells_a_taste_that_can_be_learned_from_one_that_cannot(background: Background) -> None:
    kept = blobs("speech", 12)
    others = [*blobs("maps", 40, 300), *blobs("proofs", 40, 300)]
    model = Model(background, kept, [])
    good = measured(model, [Trial(blob, others) for blob in kept])
    assert (good.tried, good.found) == (12, 12)
    assert "12 would have stood in the first 20 of their day" in str(good)
    # Who keeps one paper of each subject, and skips its like, has a taste that words do not tell.
    mixed = [*blobs("speech", 5), *blobs("proofs", 1), *blobs("maps", 1)]
    poor = measured(Model(background, mixed, []), [Trial(blob, blobs("speech", 80, 300)) for blob in mixed[5:]] * 3)
    assert (poor.tried, poor.found) == (6, 0)
    assert "hardly better than chance" in str(poor)


def test_the_measure_leaves_the_tried_paper_out(background: Background) -> None:
    # The one kept paper on proofs would stand first of its day only by itself.
    kept = [*blobs("speech", 6), *blobs("proofs", 1)]
    others = [*blobs("maps", 20, 300), *blobs("proofs", 10, 300), *blobs("speech", 20, 300)]
    model = Model(background, kept, [])
    own, *rest = model.scores([kept[-1], *others])
    assert sum(score > own for score in rest) < 20
    assert measured(model, [Trial(kept[-1], others)]).found == 0


def test_leaving_out_is_the_same_as_learning_without() -> None:
    background = Background([*blobs("maps", 30), *blobs("speech", 30)])
    kept = [*blobs("speech", 5), *blobs("proofs", 2)]
    others = [*blobs("maps", 30, 300), *blobs("speech", 30, 300), *blobs("proofs", 30, 300)]
    for n in range(len(kept)):
        without = Model(background, kept[:n] + kept[n + 1 :], [])
        own, *rest = without.scores([kept[n], *others])
        expected = int(sum(score > own for score in rest) < 20)
        assert measured(Model(background, kept, []), [Trial(kept[n], others)]).found == expected


def test_who_kept_too_little_is_told_so() -> None:
    assert str(Measure(3)).startswith("It does not know you yet (3 kept, 2 more to go)")
    assert "often wrong" in str(Measure(30, 20, 7, 3.0))
    assert "by chance" in str(Measure(30, 20, 3, 3.0))
    assert "no day of theirs" in str(Measure(30))


def test_hyphens_accents_and_letters_of_all_scripts_make_words() -> None:
    assert terms("Long-Context naïve", "", ()) == {
        "long": 2, "context": 2, "naïve": 2, "long context": 2, "context naïve": 2,
    }  # fmt: skip
    assert "модель" in terms("", "Модель речи")


@given(st.text(max_size=200), st.text(max_size=400), st.lists(st.text(max_size=20), max_size=4))
def test_any_text_makes_a_blob_that_holds_its_terms(title: str, abstract: str, authors: list[str]) -> None:
    counts = terms(title, abstract, authors)
    held = {hashed: weight for weight, found in groups(pack(counts)) for hashed in found}
    assert set(held) == {bucket(term) for term in counts}
    assert set(held.values()) <= set(LOG_COUNT[1:])
    assert all(0 <= hashed < BUCKETS for hashed in held)


def test_blobs_have_the_form_that_libraries_hold() -> None:
    # Changed hashes or another layout need another FORM, or stored blobs would mean other words.
    assert pack({"codec": 1, "speech": 1, "speech codec": 2}).hex() == GOLDEN


GOLDEN = "0100020029d1f7e1020001009f4a"


def test_likely_is_what_would_stand_in_the_first_tenth_of_the_recent_papers(background: Background) -> None:
    model = Model(background, blobs("speech", 6), [])
    recent = model.scores(background.recent)
    assert sum(score >= model.likely_from for score in recent) == len(recent) // 10 + 1
    assert Model(background, blobs("speech", 4), []).likely_from == float("inf")
