from __future__ import annotations

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tui_reader.cli.plain import render
from tui_reader.domain.items import Kind, State
from tui_reader.domain.papers import AnnounceType, Author, Paper
from tui_reader.domain.rows import EarlierText, PaperDetail, Row, SightingView
from tui_reader.services.reading import paper_page

PAPER = Paper(
    "Bounds of $x^2$",
    arxiv_id="2604.00001",
    abstract="We find new bounds. It costs $5, not $10.",
    authors=(Author("Ada Example", "Institute of Examples"), Author("Ben Sample")),
    primary_category="cs.SD",
    categories=("cs.SD", "cs.LG"),
    published=datetime(2026, 4, 1, tzinfo=UTC),
    updated=datetime(2026, 4, 3, tzinfo=UTC),
    announced_on=date(2026, 4, 4),
    announce_type=AnnounceType.REPLACE,
    version=2,
    comment="15 pages",
    doi="10.1000/a<b>c",
    journal_ref="J. Ex. 3",
)
ROW = Row(1, "arxiv:2604.00001", Kind.PAPER, PAPER.title, state=State.KEPT)


def page(paper: Paper = PAPER, row: Row = ROW, note: str = "", earlier: EarlierText | None = None) -> str:
    seen = [SightingView("issue:2026-04-01", "issue", "The Inference Report", "", date(2026, 4, 1), "issue:2026-04-01")]
    return render(paper_page(PaperDetail(row, paper, note, 1), seen, earlier).markdown, 100)


def test_all_that_is_known_stands_on_the_page() -> None:
    text = page()
    for told in (
        "Bounds of x²", "Ada Example (Institute of Examples), Ben Sample", "cs.SD · also cs.LG", "arXiv:2604.00001",
        "version 2", "announced 4 April 2026 (replace)", "submitted 1 April 2026", "updated 3 April 2026", "15 pages",
        "J. Ex. 3", "doi:10.1000/a<b>c", "It costs $5, not $10.", "seen in: The Inference Report",
        "https://arxiv.org/abs/2604.00001", "https://arxiv.org/pdf/2604.00001", "https://arxiv.org/html/2604.00001",
        "https://doi.org/10.1000/a%3Cb%3Ec",
    ):  # fmt: skip
        assert told in text


def test_tags_and_the_note_stand_on_the_page_as_they_were_written() -> None:
    text = page(row=replace(ROW, tags=("to-read", "two words")), note="first *line*\n# second")
    assert '#to-read #"two words"' in text
    assert "first *line*" in text
    assert "# second" in text


def test_what_a_new_version_changed_can_be_read_without_colour() -> None:
    earlier = EarlierText(1, "Bounds of $x$", "We find old bounds. It costs $5, not $10.")
    text = page(row=replace(ROW, is_updated=True), earlier=earlier)
    assert "New version v2" in text
    assert "What changed since version 1" in text
    assert "We find [-old-] {+new+} bounds." in text


def test_of_what_was_not_kept_no_change_is_shown() -> None:
    assert "What changed" not in page(row=replace(ROW, state=State.SKIPPED), earlier=EarlierText(1, "Old", "Other"))


def test_a_withdrawal_is_told_as_a_guess() -> None:
    text = page(replace(PAPER, comment="This paper has been withdrawn by the authors"))
    assert "Probably withdrawn" in text
    assert "guess" in text


def test_a_paper_of_which_little_is_known_has_a_page_too() -> None:
    text = page(Paper("Only a title"), replace(ROW, key="title:abc", title="Only a title"))
    assert "Only a title" in text
    assert "No abstract was given here." in text


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cs")), max_size=60)


@given(WORDS, WORDS, WORDS)
def test_any_words_make_a_page_that_can_be_drawn(title: str, abstract: str, other: str) -> None:
    paper = replace(PAPER, title=title, abstract=abstract, comment=other, doi=other, authors=(Author(other, title),))
    assert page(paper, note=other, earlier=EarlierText(None, other, title)).strip()


def test_latex_in_authors_names_is_read() -> None:
    authors = (Author(r"Erwin Schr\"{o}dinger", r"Universit{\"a}t Z{\"u}rich"), Author(r"Pa\v{s}ko Ex"))
    assert "Erwin Schrödinger (Universität Zürich), Paško Ex" in page(replace(PAPER, authors=authors))
