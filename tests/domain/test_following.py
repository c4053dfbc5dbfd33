from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tui_reader.domain.following import following
from tui_reader.domain.query import Or


def test_an_author_is_one_name_and_not_two_beside_each_other() -> None:
    followed = following(["Li Zhang"], [])
    assert followed.is_author("Ann Author, Li Zhang")
    assert not followed.is_author("Wei Li, Zhang Wei")


def test_accents_and_case_do_not_matter_and_a_surname_alone_means_all_of_that_name() -> None:
    followed = following(["ångström"], [])
    assert followed.is_author("Zoe Angstrom")
    assert not followed.is_author("Zoe Angstromer")


def test_what_could_be_found_in_no_text_or_in_half_of_all_is_left_out() -> None:
    assert not following(["—", " "], ["*", "a*", "…", ""])
    assert following([], ["ab*", "x"]).words == ("ab*", "x")


@given(st.lists(st.text(max_size=20), max_size=250), st.lists(st.text(max_size=20), max_size=250))
def test_any_configuration_makes_queries_of_a_bearable_size(authors: list[str], words: list[str]) -> None:
    followed = following(authors, words)
    sizes = [len(q.terms) for q in (*followed.word_queries(), *followed.author_queries()) if isinstance(q, Or)]
    assert sum(sizes) == len(followed.words) + len(followed.authors)
    assert all(0 < size <= 100 for size in sizes)
