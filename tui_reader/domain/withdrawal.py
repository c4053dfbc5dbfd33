"""Whether a paper was probably withdrawn. arXiv says so nowhere but in the authors' own words
(https://info.arxiv.org/help/withdraw.html), so this is a guess and is shown as one. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui_reader.domain.papers import Paper

_WORD = r"(?:withdrawn|retracted)\b"
#: A paper withdrawn from a conference is still on arXiv.
_ELSEWHERE = r"(?!\s+from\s+(?!the\s+arxiv|arxiv))"
_SAID = re.compile(
    rf"(?:\b(?:is|was|be|been|being|are)\s+(?:\w+ly\s+)?{_WORD}{_ELSEWHERE}"
    rf"|^\W*(?:(?:this|the)\s+)?(?:paper|article|submission|manuscript|preprint|version)?\W*{_WORD}{_ELSEWHERE}"
    rf"|\b(?:withdrawn|retracted)\s+(?:by|due|because|as)\b)",
    re.IGNORECASE,
)
_NOT = re.compile(r"\b(?:not|never|no longer)\s+(?:been\s+|be\s+)?(?:withdrawn|retracted)", re.IGNORECASE)
_ABSTRACT = re.compile(
    rf"^\W*(?:this|the)\s+(?:paper|article|submission|manuscript|preprint|work)\s+(?:has\s+been|was|is)\s+{_WORD}",
    re.IGNORECASE,
)
_LONGEST = 2000


def withdrawal_of(paper: Paper) -> str:
    """The words that speak of a withdrawal, "" if none do."""
    comment = " ".join(paper.comment[:_LONGEST].split())
    if _SAID.search(comment) and not _NOT.search(comment):
        return comment
    abstract = " ".join(paper.abstract[:_LONGEST].split())
    return abstract.partition(". ")[0] if _ABSTRACT.search(abstract) else ""
