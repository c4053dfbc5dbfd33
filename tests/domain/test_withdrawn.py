import pytest

from tui_reader.domain.papers import probably_withdrawn


@pytest.mark.parametrize(
    "comment",
    [
        "This paper has been withdrawn by the authors. A major revision will follow",
        "Withdrawn: Theorem 3 is wrong",
        "withdrawn",
        "Paper withdrawn due to an error in section 4",
        "12 pages. This submission has been temporarily withdrawn",
        "This submission has been withdrawn by arXiv administrators",
        "The author withdraws this paper for further study",
        "This version is withdrawn because of a crucial sign error in equation 1",
    ],
)
def test_a_comment_that_tells_of_a_withdrawal_is_understood(comment: str) -> None:
    assert probably_withdrawn(comment)


@pytest.mark.parametrize(
    "comment",
    [
        "",
        "12 pages, 3 figures",
        "This paper was withdrawn from ICLR 2025 and is under review elsewhere",
        "ICLR 2025 Withdrawn Submission",
        "Withdrawn submission at ICLR 2025",
        "A previous version was withdrawn by the authors; this one is corrected",
        "Accepted at a workshop on opioid withdrawal",
        "The paper has not been withdrawn",
    ],
)
def test_a_venue_an_earlier_version_or_a_subject_is_no_withdrawal(comment: str) -> None:
    assert not probably_withdrawn(comment)


def test_an_abstract_may_tell_it_at_its_beginning() -> None:
    assert probably_withdrawn("", "This article has been withdrawn.")
    assert not probably_withdrawn("", "A seal that cannot be withdrawn without opening the box protects a card.")
