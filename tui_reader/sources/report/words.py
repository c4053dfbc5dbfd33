"""Words by which the parts of an issue are told apart, on any markup."""

from __future__ import annotations

import re

SITE_NAME = "The Inference Report"

_CATEGORY = (
    r"(?:(?:cs|math|stat|eess|q-bio|q-fin|econ|nlin|physics|astro-ph|cond-mat)\.[A-Za-z]{2}[a-z-]{0,10}"
    r"|quant-ph|hep-(?:ex|lat|ph|th)|gr-qc|math-ph|nucl-(?:ex|th)|astro-ph|cond-mat)"
)
_CATEGORIES = rf"{_CATEGORY}(?:[\s,;/|·•+&()]+{_CATEGORY})*"
_ALONE = re.compile(rf"[\s(\[{{·•|—–:-]*({_CATEGORIES})[\s)\]}}·•|—–:.-]*")
_AFTER = re.compile(rf"(?P<title>\S.*?)(?:[\s(\[{{·•|—–:-]+|(?<=[a-z?!0-9)]))(?P<cats>{_CATEGORIES})[\s)\]}}.]*")
_BEFORE = re.compile(rf"[\s(\[{{]*(?P<cats>{_CATEGORIES})(?:[\s)\]}}·•|—–:-]+)(?P<title>\S.*)")

# What pages say beside what they have to say.
_JUNK = re.compile(
    r"(?:(?:un)?subscribe|sign (?:up|in)|log in|(?:enter )?your e-?mail|join (?:\d|thousands|our)|delivered to your"
    r"|get (?:the|our|this|it) .{0,30}(?:e-?mail|inbox|daily|report|issue)|share (?:this|on|via)|follow (?:us|me|on|@)"
    r"|read more|continue reading|skip to|advertis|sponsored|loading|please enable|you need to enable|©|\(c\) ?20"
    r"|copyright|all rights reserved|privacy|terms of|cookie|accept all|reject all|back to top|powered by|no comments"
    r"|(?:previous|next|older|newer) issue|(?:older|newer)$|\d+ ?min(?:ute)?s? read|\[?\d+\]?$|[←→‹›«»]|view in browser"
    r"|(?:rss|home|archive|about|menu|search)$)",
    re.IGNORECASE,
)
_CONSENT = re.compile(r"consent|accept|privacy|preferences|experience|agree", re.IGNORECASE)
_LONG_ENOUGH = 240


def is_junk(text: str) -> bool:
    """Whether this is what surrounds an article: sign-up, sharing, cookies, copyright, navigation."""
    text = text.lstrip(" *•-–—|")
    if len(text) < _LONG_ENOUGH and _JUNK.match(text):
        return True
    return len(text) < 500 and "cookie" in text[:120].lower() and _CONSENT.search(text) is not None


def categories_alone(text: str) -> tuple[str, ...]:
    """The arXiv categories of a text that is nothing else; () if it is something else."""
    match = _ALONE.fullmatch(text) if len(text) < 200 else None
    return _split(match[1]) if match else ()


def title_and_categories(text: str) -> tuple[str, tuple[str, ...]]:
    """A title with its categories behind or before it taken apart: `Title cs.SD`, `[cs.SD] Title`, `Title (cs.SD)`."""
    if len(text) > 600:
        return text, ()
    if match := _BEFORE.fullmatch(text):
        return match["title"].strip(), _split(match["cats"])
    if match := _AFTER.fullmatch(text):
        return match["title"].rstrip(" ([{·•|—–:-"), _split(match["cats"])
    return text, ()


def is_sentence(text: str) -> bool:
    """Whether a text reads like prose rather than a label or a title."""
    words = text.split()
    return len(words) >= 25 or (len(words) >= 6 and text.rstrip("\"'”’)]»*_").endswith((".", "!", "?", "…", ":")))


def is_all_link(text: str) -> bool:
    """Whether these are the words of the link beside a section's heading: "All labs", "Full tables"."""
    return _ALL_LINK.fullmatch(text.strip()) is not None


_ALL_LINK = re.compile(
    r"(?:(?:view|see|show|browse)\s+)?(?:all|full|more|complete|every)(?:\s+the)?(?:\s+\w+){0,3}\s*[→›»>↗]*",
    re.IGNORECASE,
)


def _split(found: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(re.findall(_CATEGORY, found)))
