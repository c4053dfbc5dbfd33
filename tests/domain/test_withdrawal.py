from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_reader.domain.papers import Paper
from tui_reader.domain.withdrawal import withdrawal_of


@pytest.mark.parametrize(
    "comment",
    [
        "This paper has been withdrawn by the author due to an error in Lemma 3",
        "Withdrawn, due to a revised version being published",
        "The paper is withdrawn from Arxiv due to a gap in the proof",
        "Paper withdrawn",
        "12 pages. Withdrawn by the authors",
        "This article was temporarily retracted",
    ],
)
def test_words_of_a_withdrawal_are_found(comment: str) -> None:
    assert withdrawal_of(Paper("T", comment=comment)) == comment


@pytest.mark.parametrize(
    "comment",
    [
        "12 pages, 3 figures",
        "",
        "Withdrawn from ICLR 2025",
        "It was withdrawn from CVPR",
        "This has not been withdrawn",
    ],
)
def test_other_comments_are_none(comment: str) -> None:
    assert withdrawal_of(Paper("T", comment=comment)) == ""


def test_an_abstract_that_begins_so_tells_too_but_not_one_about_something_withdrawn() -> None:
    assert withdrawal_of(Paper("T", abstract="This paper has been withdrawn. It had an error."))
    assert not withdrawal_of(Paper("T", abstract="A drug has been withdrawn. We study the paper trail."))


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_words_are_read(comment: str, abstract: str) -> None:
    assert isinstance(withdrawal_of(Paper("T", comment=comment, abstract=abstract)), str)
