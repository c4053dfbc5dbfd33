"""Which entry of a feed is which, once the feed was made anew, and the moment an entry is from. Pure decisions.

Scrapers make new ids, add or lose a slash, a clock time, a word of the title. In doubt an entry is a new one: a double
is a smaller fault than a story hidden as read.
"""

from __future__ import annotations

import re
from datetime import date

from tui_reader.domain.items import normalise_title

#: A source that changed the date of an entry as often as this does not know it.
MOST_CHANGES = 3
_CLOCK = re.compile(r"(?<!\d)\d{1,2}:\d\d(?::\d\d)?(?!\d)")
#: Scripts without spaces between words: each character counts as one.
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\U00020000-\U0003ffff]|[^\W_]+")


def is_same_entry(old_title: str, old_day: date | None, new_title: str, new_day: date | None) -> bool:
    """Whether an entry that came under a new id is an earlier one of the same feed whose id is gone, both at one
    address that no other entry of the feed ever had: their source's date is the same day, or their titles share at
    least half their words. Titles that differ in a number (`Note 12`, `Note 13`) are two notes."""
    if old_day is not None and old_day == new_day:
        return True
    old, new = _title_words(old_title), _title_words(new_title)
    longer = max(len(old), len(new))
    if not longer or 2 * len(old & new) < longer:
        return False
    return not (_has_number(old - new) and _has_number(new - old))


def _title_words(title: str) -> frozenset[str]:
    return frozenset(w for run in normalise_title(_CLOCK.sub(" ", title)).split() for w in _WORD.findall(run))


def _has_number(words: frozenset[str]) -> bool:
    return any(word[0].isdigit() for word in words)


def entry_date(given: int | None, first_seen: int, changes: int = 0) -> int:
    """The moment an entry is from, in seconds since 1970: what its source gives, but never later than when it was
    first seen; that, where the source gives none or has changed it too often."""
    return first_seen if given is None or changes >= MOST_CHANGES else min(given, first_seen)


#: Words that a feed puts around the title of a paper (`Paper page - …`, `[2606.14591] …`), and signs that it puts
#: around an abstract.
_MOST_AROUND, _MOST_SAID = 4, 400


def is_paper_page(title: str, said: int, paper_title: str, abstract: int) -> bool:
    """Whether an entry that has the address of a paper is nothing but that paper's page: it has the paper's title, and
    of its text (`said` characters) no more than the abstract's could be its own. Whoever comments on a paper says
    something else, and stays an entry."""
    words, known = normalise_title(title).split(), normalise_title(paper_title).split()
    around = len(words) - len(known)
    is_named = len(known) > 1 and 0 <= around <= _MOST_AROUND and set(known) <= set(words)
    return is_named and said <= abstract + _MOST_SAID
