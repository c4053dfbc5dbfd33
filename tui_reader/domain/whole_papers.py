"""The whole text of a paper, as it is kept for reading without a network."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct


class WholePaper(Struct, frozen=True):
    """A paper's text in Markdown with its LaTeX between dollars; empty where arXiv had no HTML of it at `fetched_at`.

    `version` is that of the paper, 0 where the page did not say; `url` is the page.
    """

    markdown: str
    version: int
    url: str
    fetched_at: datetime


class WantedPaper(Struct, frozen=True):
    """A kept paper whose text is not here."""

    key: str
    arxiv_id: str
    title: str
