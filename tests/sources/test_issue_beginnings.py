"""The beginning of an issue is an issue; and an address that ends a sentence stays in it."""

from __future__ import annotations

from datetime import date

import pytest

from tui_reader.sources.registry import recognise
from tui_reader.sources.report.parse import parse_page

ESSAY = "Sheep were counted this week, and the count was higher than the week before, which surprised those who count."


@pytest.mark.parametrize(
    "text",
    [
        f"The Inference Report\n\nApril 21, 2026\n\nOn counting\n\n{ESSAY}\n\n{ESSAY}\n",
        f"# The Inference Report\n\n2026-04-21\n\n{ESSAY}\n",
        f"The Inference Report — April 21, 2026\n\n{ESSAY}\n",
        "The Inference Report\nApril 21, 2026\n",
        f"April 21, 2026\n\nThe Inference Report\n\n{ESSAY}\n",
        f"The Inference Report #112\nTuesday, 21. April 2026\n\n{ESSAY}\n",
        f"Inference Report\n\n04/21/2026\n\n{ESSAY}\n",
        f"---\ntitle: The Inference Report\ndate: 2026-04-21\n---\n\n{ESSAY}\n",
        f"Subject: The Inference Report\nDate: Tue, 21 Apr 2026 08:00:00 +0000\n\n{ESSAY}\n",
        f"On counting — The Inference Report\n\nApril 21, 2026\n\n{ESSAY}\n",
    ],
)
def test_a_text_that_begins_with_the_name_and_a_date_is_an_issue(text: str) -> None:
    assert recognise(text.encode(), "issue.txt") == "issue"
    issue = parse_page(text.encode()).issue
    assert issue is not None
    assert issue.day == date(2026, 4, 21)
    assert set(issue.missing) == {"labs", "wire", "papers", "benchmarks", "trending"}
    assert bool(issue.essay) == (ESSAY in text)


def test_one_section_behind_an_essay_makes_it_no_page_of_that_section() -> None:
    text = f"The Inference Report\n\nApril 21, 2026\n\n{ESSAY}\n\nAI Labs\n"
    assert recognise(text.encode(), "issue.txt") == "issue"


@pytest.mark.parametrize(
    "text",
    [
        f"I read The Inference Report.\n\nApril 21, 2026\n\n{ESSAY}\n",
        f"Notes\n\nApril 21, 2026\n\n{ESSAY}\n",
        f"The Inference Report\n\n{ESSAY}\n",
    ],
)
def test_other_texts_with_the_name_or_a_date_are_none(text: str) -> None:
    assert recognise(text.encode(), "note.txt") != "issue"


@pytest.mark.parametrize(
    "abstract",
    [
        "We count sheep in the dark. Our code is available at https://code.example/sheep.",
        f"We count sheep. {ESSAY} More of it: https://code.example/sheep",
    ],
)
def test_an_address_at_the_end_of_an_abstract_stays(abstract: str) -> None:
    text = (
        f"The Inference Report\n\nApril 21, 2026\n\n{ESSAY}\n\nResearch Papers\n\nCounting Sheep in the Dark\n\n"
        "cs.SD\n\n"
        f"{abstract}\n\nHay and Straw for Everyone\n\ncs.LG\n\n{ESSAY}\n\nTrending\n\nocto/hub\n\nA hub for sheep.\n"
    )
    issue = parse_page(text.encode()).issue
    assert issue is not None
    assert "https://code.example/sheep" in issue.papers[0].abstract
