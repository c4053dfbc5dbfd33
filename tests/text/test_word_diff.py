from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tui_reader.text.word_diff import Change, Piece, shortened, word_diff

WORDS = st.lists(st.sampled_from(["we", "study", "speech", "models", "are", "fast"]), max_size=30).map(" ".join)


def test_a_word_put_in_and_one_taken_out() -> None:
    assert word_diff("we study old models", "we study new fast models") == [
        Piece(Change.SAME, "we study"),
        Piece(Change.OUT, "old"),
        Piece(Change.IN, "new fast"),
        Piece(Change.SAME, "models"),
    ]


@given(WORDS, WORDS)
def test_each_text_can_be_put_together_again(old: str, new: str) -> None:
    pieces = word_diff(old, new)
    assert " ".join(p.text for p in pieces if p.change is not Change.OUT) == new
    kept = " ".join(p.text for p in pieces if p.change is not Change.IN)
    assert kept == old


def test_texts_too_long_to_compare_are_one_out_and_one_in() -> None:
    old, new = "a b " * 2000, "b a " * 2000
    assert [p.change for p in word_diff(old, new)] == [Change.OUT, Change.IN]


def test_long_unchanged_runs_keep_the_words_around_a_change() -> None:
    before = " ".join(f"w{n}" for n in range(40))
    assert [p.text for p in shortened(word_diff(f"{before} old", f"{before} new"))] == [
        "… " + " ".join(f"w{n}" for n in range(32, 40)),
        "old",
        "new",
    ]
