from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
        "This paper has been withdrawn by the authors. A major revision will follow",
        "Withdrawn: Theorem 3 is wrong",
        "withdrawn",
        "Withdrawn at the request of the first author",
        "Withdrawn to mend Theorem 3",
        "12 pages. This submission has been temporarily withdrawn",
        "The author withdraws this paper for further study",
        "This version is withdrawn because of a crucial sign error in equation 1",
    ],
)
def test_words_of_a_withdrawal_are_found(comment: str) -> None:
    assert withdrawal_of(comment, "") == comment


@pytest.mark.parametrize(
    "comment",
    [
        "12 pages, 3 figures",
        "",
        "Withdrawn from ICLR 2025",
        "It was withdrawn from CVPR",
        "This has not been withdrawn",
        "This paper was withdrawn from ICLR 2025 and is under review elsewhere",
        "ICLR 2025 Withdrawn Submission",
        "Withdrawn submission at ICLR 2025",
        "A previous version was withdrawn by the authors; this one is corrected",
        "Accepted at a workshop on opioid withdrawal",
        "The paper has not been withdrawn",
    ],
)
def test_other_comments_are_none(comment: str) -> None:
    assert withdrawal_of(comment, "") == ""


def test_an_abstract_that_begins_so_tells_too_but_not_one_about_something_withdrawn() -> None:
    assert withdrawal_of("", "This paper has been withdrawn. It had an error.")
    assert not withdrawal_of("", "A drug has been withdrawn. We study the paper trail.")


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_words_are_read(comment: str, abstract: str) -> None:
    assert isinstance(withdrawal_of(comment, abstract), str)
