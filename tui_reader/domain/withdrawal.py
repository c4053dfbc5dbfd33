"""Whether a paper was probably withdrawn. arXiv says so nowhere but in the authors' own words
(https://info.arxiv.org/help/withdraw.html), so this is a guess and is shown as one. Pure."""

from __future__ import annotations

import re

_PAPER = r"(?:paper|article|manuscript|submission|work|preprint|draft|note|thesis|report|version)"
_GONE = r"(?:withdrawn|retracted)"
#: Said of the paper itself: "this paper has been withdrawn by the author", "withdrawn: see 2606.00001".
_SAID = re.compile(
    rf"\b{_PAPER}\s+(?:(?:has|have|had|was|is|been|being|temporarily|now|also)\s+)+{_GONE}\b"
    rf"|\b{_GONE}\s+(?:temporarily\s+)?(?:by|due|because|since|until|pending|as)\b"
    rf"|\bwithdraw(?:s|ing)?\s+(?:this|the|our)\s+{_PAPER}\b"
    rf"|^\W*(?:(?:this|the|temporarily|now|{_PAPER})\W+)*{_GONE}\b(?!\s+submission)",
    re.IGNORECASE,
)
#: A venue that it was taken back from, or an earlier version, says nothing about what stands on arXiv.
_ELSEWHERE = re.compile(
    rf"\b{_GONE}\s+(?:submission\s+)?(?:from|at)\s+(?!(?:the\s+)?(?:arxiv|request))"
    rf"|\b(?:previous|earlier|older|old|first|prior)\s+(?:\w+\s+){{0,2}}(?:has\s+been|had\s+been|was|is|were)\s+{_GONE}\b"
    rf"|\b(?:not|never|no\s+longer)\s+(?:been\s+|be\s+)?{_GONE}\b",
    re.IGNORECASE,
)
_ABSTRACT = re.compile(
    rf"^\W*(?:this|the)\s+{_PAPER}\s+(?:has\s+been|was|is)\s+(?:temporarily\s+)?{_GONE}\b", re.IGNORECASE
)
_LONGEST = 2000


def withdrawal_of(comment: str, abstract: str) -> str:
    """The words of a paper's comment or abstract that speak of its withdrawal, "" if none do."""
    comment = " ".join(comment[:_LONGEST].split())
    if _SAID.search(comment) and not _ELSEWHERE.search(comment):
        return comment
    told = " ".join(abstract[:_LONGEST].split()).partition(". ")[0]
    return told if _ABSTRACT.search(told) and not _ELSEWHERE.search(told) else ""
