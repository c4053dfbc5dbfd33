"""A work in a bibliography, as another program lists it."""

from __future__ import annotations

from msgspec import Struct


class Work(Struct, frozen=True):
    """What a reference manager says of a work. Everything is plain text, but `title` and `abstract` are as written;
    `year`, `month` and `day` are of its publication (0: not said); `citation_key` is what manuscripts cite it by, ""
    where the program gave none of its own; a page of the web `is_page`, and no paper."""

    title: str
    authors: tuple[str, ...] = ()
    abstract: str = ""
    year: int = 0
    month: int = 0
    day: int = 0
    arxiv_id: str = ""
    doi: str = ""
    url: str = ""
    journal: str = ""
    tags: tuple[str, ...] = ()
    citation_key: str = ""
    is_page: bool = False
