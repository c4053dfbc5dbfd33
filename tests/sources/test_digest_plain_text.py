"""Digests copied as plain text."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from support.inputs import folders

from tui_reader.domain.errors import ParseError
from tui_reader.domain.feeds import BodyFormat
from tui_reader.sources.digest.parse import parse_digest

MONTHLY = """This May 2026 edition of Snippets covers a quiet month, with few launches and the usual papers about them.
Highlights
A long paragraph about the thing that mattered most this month, longer by far than a heading would be.
Research Papers
Speech & Audio
- First_paper: A *Title* — What it does, see https://arxiv.org/abs/2605.00001 (new).
- Second Paper — What it does.
Other
- Third Paper — What it does.
Also Worth a Look
- tool : What it is.
"""

ROUNDUP = """The Roundup

The Roundup

Ten Papers on One Thing: A Title

The Roundup's avatar
The Roundup
Jun 15, 2026
\u2219 Paid

Welcome to the round-up of this week, in which we look at papers about one thing and nothing else.

Contents

  1. First Paper

First Paper

Authors: Ann One, Bob Two

Source and references: https://arxiv.org/abs/2606.00001v1

Introduction

This paper is about the one thing, and says so at some length, as papers do.

Key Points

  \u2022 Point: Said.

Continue reading this post for free, courtesy of The Roundup.

Start your SubstackGet the app
"""


def test_a_monthly_list_has_a_title_a_date_and_headings() -> None:
    digest = parse_digest(MONTHLY.encode())
    entry = digest.entry
    assert (digest.source, entry.title, digest.note) == ("Snippets", "Snippets: May 2026", "")
    assert entry.published == datetime(2026, 5, 31, tzinfo=UTC)
    assert entry.body is not None
    assert entry.body.format is BodyFormat.MARKDOWN
    lines = entry.body.text.splitlines()
    assert [line for line in lines if line.startswith("#")] == [
        "## Highlights", "## Research Papers", "### Speech & Audio", "### Other", "## Also Worth a Look",
    ]  # fmt: skip
    assert "- First_paper: A \\*Title\\* — What it does, see <https://arxiv.org/abs/2605.00001> (new)." in lines
    assert entry.summary.startswith("This May 2026 edition")


def test_a_roundup_has_its_papers_as_headings_and_ends_at_the_paywall() -> None:
    digest = parse_digest(ROUNDUP.encode())
    assert (digest.source, digest.entry.title) == ("The Roundup", "Ten Papers on One Thing: A Title")
    assert digest.entry.published == datetime(2026, 6, 15, tzinfo=UTC)
    assert digest.note
    body = digest.entry.body
    assert body is not None
    assert not body.is_full
    assert (
        "## First Paper\n\nAuthors: Ann One, Bob Two\n\nSource and references: <https://arxiv.org/abs/2606.00001v1>"
        in body.text
    )
    assert "### Introduction" in body.text
    assert "- Point: Said." in body.text
    assert "Substack" not in body.text
    assert "Continue reading" not in body.text


@pytest.mark.parametrize("text", ["", "Just a letter.\n\nWith paragraphs.", "<html></html>", "a,b\n1,2\n", "{}"])
def test_other_texts_are_no_digest(text: str) -> None:
    with pytest.raises(ParseError):
        parse_digest(text.encode())


@pytest.mark.skipif(len(folders("seeds")) < 2, reason="the recorded digests are not here; tests/data has ours")
def test_the_recorded_digests_are_digests() -> None:
    seeds = folders("seeds")[1]
    clippings = parse_digest((seeds / "clippings-2026-03.txt").read_bytes())
    roundup = parse_digest((seeds / "state-of-ai-2026-06-15.txt").read_bytes())
    assert (clippings.source, roundup.source) == ("Clippings", "State of AI")
    assert clippings.entry.body is not None
    assert roundup.entry.body is not None
    assert sum(line.startswith("- ") for line in clippings.entry.body.text.splitlines()) == 39
    assert roundup.entry.body.text.count("Source and references: <https://arxiv.org/abs/") == 3
