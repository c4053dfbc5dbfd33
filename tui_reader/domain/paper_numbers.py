"""arXiv numbers in running text: with arXiv before them, or bare in the form they have had since 2015
(https://info.arxiv.org/help/arxiv_identifier.html)."""

from __future__ import annotations

import re

from tui_reader.domain.items import arxiv_key

_NUMBER = re.compile(r"(?<![\d.,])(\d{4}\.\d{4,5})(?:v\d+)?(?![\d.]*\d)")
_YEAR_MONTH = re.compile(r"(?:0[7-9]|[1-3]\d)(?:0[1-9]|1[0-2])")
_SAYS_ARXIV = re.compile(r"arxiv(?:\.org/(?:abs|pdf|html)/|\s*:\s*|\s+(?:preprint\s+)?(?:arxiv:)?)$", re.IGNORECASE)
_OLD_NUMBER = re.compile(r"\barxiv\s*:\s*([a-z]+(?:-[a-z]+)?(?:\.[a-z]{2})?/\d{7})(?:v\d+)?(?!\d)", re.IGNORECASE)
#: A sum of money or a share is no number of a paper.
_MONEY = re.compile(r"[$€£¥#]\s?$|[/:-]$")
_SHARE = re.compile(r"\s?%")


def paper_numbers(text: str) -> list[tuple[str, int, int]]:
    """Keys of the papers that a text names by number, with where each stands."""
    found: list[tuple[str, int, int]] = []
    for match in _NUMBER.finditer(text):
        number = match[1]
        if _YEAR_MONTH.match(number) is None:
            continue
        start = match.start()
        said = _SAYS_ARXIV.search(text, max(0, start - 30), start)
        if said is not None:
            found.append((arxiv_key(number), said.start(), match.end()))
        elif len(number) == 10 and number >= "15" and not _is_figure(text, start, match.end()):
            found.append((arxiv_key(number), start, match.end()))
    if "/" in text:
        # `math.GT/0309136` and `math/0309136` are one paper.
        found += [(arxiv_key(re.sub(r"\.[a-z-]+/", "/", m[1].lower())), *m.span()) for m in _OLD_NUMBER.finditer(text)]
    return found


def _is_figure(text: str, start: int, end: int) -> bool:
    """Whether a number is a sum of money, a share, or part of something longer."""
    return bool(_MONEY.search(text, max(0, start - 2), start) or _SHARE.match(text, end))
