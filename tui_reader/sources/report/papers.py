"""The papers of an issue: title, arXiv categories, abstract, and the arXiv number where one is linked."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from tui_reader.domain.items import normalise_title
from tui_reader.domain.papers import Author, Paper
from tui_reader.html.block_types import Block, BlockKind, Passage
from tui_reader.sources.report.dates import day_alone
from tui_reader.sources.report.words import categories_alone, is_all_link, is_junk, is_sentence, title_and_categories
from tui_reader.text.addresses import arxiv_id_of, resolve

_ICON = re.compile(
    r"\W*(?:\[?pdf\]?|abs|html|arxiv|view|read|open|link|code|github|paper|full text|alphaxiv|hugging ?face|demo|doi"
    r"|source|project(?: page)?|(?:view|read|open)? ?(?:on|the)? ?(?:arxiv|paper|pdf))\W*",
    re.IGNORECASE,
)
_ARXIV_NUMBER = re.compile(r"\W*(?:arxiv:?\s*)?(\d{4}\.\d{4,5})(?:v\d+)?\W*", re.IGNORECASE)
_BARE_ADDRESS = re.compile(r"\W*https?://\S+")
_LABEL = re.compile(r"(?:show|hide|read|view)?\s*(?:the )?(?:abstract|summary|tl;?dr)\s*[:.—–-]?\s*", re.IGNORECASE)
_AUTHORS = re.compile(r"(?:authors?|by)\s*:?\s+(?P<names>\S.*)", re.IGNORECASE)
_PERSON = r"[^\W\d_][\w.’'-]*(?:\s+[^\W\d_][\w.’'-]*){1,4}"
_PEOPLE = re.compile(
    rf"{_PERSON}(?:\s*,\s*{_PERSON})+(?:,?\s+(?:and|&)\s+{_PERSON})?(?:,?\s+(?:et al\.?|and \d+ (?:others|more)))?"
    rf"|{_PERSON}\s+et al\.?"
)
_LONGEST_TITLE = 400


@dataclass(slots=True)
class _Draft:
    """A paper as it is put together."""

    title: str
    categories: tuple[str, ...] = ()
    arxiv_id: str = ""
    url: str = ""
    authors: tuple[Author, ...] = ()
    abstract: list[str] = field(default_factory=list)
    level: int = 0

    def paper(self) -> Paper:
        """The paper as a value."""
        return Paper(
            title=self.title,
            arxiv_id=self.arxiv_id,
            abstract="\n\n".join(self.abstract),
            authors=self.authors,
            primary_category=self.categories[0] if self.categories else "",
            categories=self.categories,
            url=self.url or (f"https://arxiv.org/abs/{self.arxiv_id}" if self.arxiv_id else ""),
        )


@dataclass(slots=True)
class _Said:
    """What one block says about papers."""

    title: str = ""
    categories: tuple[str, ...] = ()
    arxiv_id: str = ""
    url: str = ""
    text: str = ""


def read_papers(part: Passage) -> tuple[Paper, ...]:
    """The papers of a section, in their order, each once."""
    drafts: list[_Draft] = []
    waiting: tuple[str, ...] = ()
    categories_lead = _categories_lead(part)
    for index, block in enumerate(part.blocks):
        if not block.text or is_all_link(block.text):
            continue
        said = _said(part, block, index)
        current = drafts[-1] if drafts else None
        if said.title:
            drafts.append(_Draft(said.title, said.categories or waiting, said.arxiv_id, said.url, level=block.level))
            waiting = ()
            if said.text:
                drafts[-1].abstract.append(said.text)
            continue
        if said.categories:
            if current is None or (categories_lead and current.categories) or (current.categories and current.abstract):
                waiting = said.categories
            elif not current.categories:
                current.categories = said.categories
        if current is None:
            continue
        if said.arxiv_id and not current.arxiv_id:
            current.arxiv_id = said.arxiv_id
        if said.text and not waiting:
            _add_text(current, said.text)
    return _once(drafts)


def first_paper(part: Passage) -> int:
    """The block where the papers begin, the number of blocks if there are none."""
    for index, block in enumerate(part.blocks):
        if not block.text or is_sentence(block.text):
            continue
        if _categories_of(block) or _said(part, block, index).title:
            return index
    return len(part.blocks)


def _said(part: Passage, block: Block, index: int) -> _Said:
    """Take one block apart: a title, categories, an arXiv number behind a link, or text."""
    if (alone := _categories_of(block)) or is_junk(block.text):
        return _Said(categories=alone)
    arxiv_id = next(
        (i for p in block.pieces if (i := arxiv_id_of(resolve(part.base, p.href)) or arxiv_id_of(p.href))), ""
    )
    categories: tuple[str, ...] = ()
    title = url = ""
    rest = []
    titled = next((p for p in block.pieces if p.href and _may_be_title(p.words)), None)
    whole_is_prose = len(block.text) > _LONGEST_TITLE or (titled is not None and _is_prose_around(block, titled.words))
    if whole_is_prose and block.kind is not BlockKind.HEADING:
        return _Said(arxiv_id="", text=block.text)
    for piece in block.pieces:
        words = piece.words
        if (
            not words
            or _BARE_ADDRESS.fullmatch(words)
            or _LABEL.fullmatch(words)
            or _ICON.fullmatch(words)
            or is_all_link(words)
            or day_alone(words)
        ):
            continue
        if number := _ARXIV_NUMBER.fullmatch(words):
            arxiv_id = arxiv_id or number[1]
        elif found := categories_alone(words):
            categories = categories or found
        else:
            rest.append(piece)
    text = " ".join("".join(p.text for p in rest).split())
    if not text:
        return _Said(categories=categories, arxiv_id=arxiv_id)
    text, behind = title_and_categories(text)
    categories = categories or behind
    text = text.strip(" |·•")
    if titled is not None and titled in rest:
        title, behind = title_and_categories(titled.words)
        categories = categories or behind
        joined = " ".join("".join(p.text for p in rest if p.href == titled.href).split())
        title = title_and_categories(joined)[0] if len(joined) <= _LONGEST_TITLE else title
        url = resolve(part.base, titled.href)
        url = "" if arxiv_id_of(url) or "/papers/" in titled.href else url
        left = " ".join("".join(p.text for p in rest if p.href != titled.href).split()).strip(" |·•—–-")
        return _Said(title, categories, arxiv_id, url, left if is_sentence(left) else "")
    if categories or block.kind is BlockKind.HEADING or (arxiv_id and not is_sentence(text)):
        return _Said(title=text, categories=categories, arxiv_id=arxiv_id)
    if _is_title_by_place(part, block, index):
        return _Said(title=text, arxiv_id=arxiv_id)
    return _Said(text=text, arxiv_id=arxiv_id)


def _categories_of(block: Block) -> tuple[str, ...]:
    """The categories of a block that says nothing else, but perhaps a date and where the paper is."""
    if alone := categories_alone(block.text):
        return alone
    found: tuple[str, ...] = ()
    for piece in block.pieces:
        words = piece.words.strip(" ·•|")
        if categories := categories_alone(words):
            found = found or categories
        elif words and not (day_alone(words) or _ICON.fullmatch(words) or _ARXIV_NUMBER.fullmatch(words)):
            return ()
    return found


def _may_be_title(words: str) -> bool:
    return (
        len(words) <= _LONGEST_TITLE
        and len(words.split()) >= 2
        and not _ICON.fullmatch(words)
        and not is_all_link(words)
        and not re.match(r"https?://", words)
        and not _ARXIV_NUMBER.fullmatch(words)
        and not _LABEL.fullmatch(words)
    )


def _is_prose_around(block: Block, words: str) -> bool:
    """Whether a link stands in the running text of an abstract, and is no title with text behind it."""
    before, _, after = block.text.partition(words)
    if not is_sentence(block.text) or categories_alone(after.strip()):
        return False
    return len(before) > 25 or re.match(r"[,.;:)]|\s+[a-z(]", after) is not None


def _is_title_by_place(part: Passage, block: Block, index: int) -> bool:
    """Whether a short line is followed by categories, or leads an item of a list."""
    text = block.text
    if (
        is_sentence(text)
        or len(text) > 300
        or len(text.split()) < 3
        or _AUTHORS.fullmatch(text)
        or _PEOPLE.fullmatch(text)
    ):
        return False
    following = [b for b in part.blocks[index + 1 : index + 3] if b.text]
    if following and _categories_of(following[0]):
        return True
    above = part.blocks[:index] or part.above
    previous = above[-1] if above else None
    if previous is not None and _categories_of(previous):
        return True
    return (
        block.item != 0
        and (previous is None or previous.item != block.item)
        and any(b.item == block.item for b in following)
    )


def _add_text(draft: _Draft, text: str) -> None:
    if _LABEL.fullmatch(text) or is_junk(text) or day_alone(text):
        return
    if not draft.abstract and not draft.authors:
        match = _AUTHORS.fullmatch(text)
        names = match["names"] if match and len(text) < 2000 and not is_sentence(match["names"]) else ""
        if not names and len(text) < 2000 and _PEOPLE.fullmatch(text):
            names = text
        if names:
            split = re.split(r"\s*,\s*(?:and\s+)?|\s+(?:and|&)\s+|\s+et al\.?", names)
            draft.authors = tuple(Author(n.strip(" .")) for n in split if n.strip(" .") and not re.match(r"\d", n))
            return
    if re.match(r"(?:abstract|summary|tl;?dr)\s*[:.—–-]", text, re.IGNORECASE):
        text = _LABEL.sub("", text, count=1)
    is_short_sentence = text.endswith((".", "!", "?")) and len(text.split()) >= 3
    if is_sentence(text) or is_short_sentence or draft.abstract or len(text) > 60:
        draft.abstract.append(text)


def _categories_lead(part: Passage) -> bool:
    """Whether categories stand on a line of their own above their titles."""
    for index, block in enumerate(part.blocks):
        if not block.text:
            continue
        if _categories_of(block):
            return True
        if _said(part, block, index).title:
            return False
    return False


def _once(drafts: list[_Draft]) -> tuple[Paper, ...]:
    papers: dict[str, Paper] = {}
    for draft in drafts:
        # A heading without anything under it groups papers ("Speech"), it names none.
        if not (draft.categories or draft.arxiv_id or draft.abstract or draft.url):
            continue
        paper = draft.paper()
        papers.setdefault(normalise_title(paper.title) or paper.key, paper)
    return tuple(papers.values())
