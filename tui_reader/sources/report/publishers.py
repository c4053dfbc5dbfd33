"""Who published a link: told from times, comment counts and titles, also where it is glued to the title in a text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tui_reader.domain.issues import SourcedLink
from tui_reader.html.block_types import Block
from tui_reader.sources.report.dates import day_alone
from tui_reader.sources.report.words import is_all_link, is_junk, is_sentence
from tui_reader.text.addresses import host, resolve

_MORE = re.compile(
    r"(?:read (?:more|on|it)|more|link|source|via|discuss(?:ion)?|comments?|open|visit|→|↗|»|›"
    r"|\d+ (?:comments?|points?))\W*",
    re.IGNORECASE,
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_AGO = re.compile(
    r"(?:\d+\s*(?:s|m|h|d|w|mo|y|sec|min|minute|hour|day|week|month)s?(?:\s+ago)?|yesterday|today|just now"
    rf"|\d{{1,2}}:\d\d(?:\s*[ap]m)?(?:\s+\w{{2,4}})?|{_MONTH}\.? \d{{1,2}}|\d{{1,2}} {_MONTH})",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"(?P<source>[^:—–|]{2,40}?)(?:\s*:\s+|\s+[—–|]\s+)(?P<title>\S.{8,})")
_BEHIND = re.compile(r"(?P<title>.{8,}?)\s+(?:[—–|·]\s+(?P<source>[^—–|·()]{2,40})|\((?P<host>[^()]{2,40})\))")
# Names that a text may glue to a title. Longer ones first: "Google" begins "Google DeepMind".
_PUBLISHERS = re.compile(
    r"Google (?:DeepMind|Research|AI|Cloud)|DeepMind|Google|OpenAI|Anthropic|Meta(?: AI)?|Microsoft(?: Research| AI)?"
    r"|NVIDIA|Nvidia|Hugging Face|Mistral(?: AI)?|Cohere|xAI|Apple(?: ML Research)?|AWS(?: Machine Learning)?|Amazon"
    r"|IBM(?: Research)?|DeepSeek|Qwen|Stability AI|Perplexity|TechCrunch|The Verge|Ars Technica|MIT Technology Review"
    r"|WIRED|Wired|VentureBeat|The Guardian|Hacker News|Reuters|Bloomberg|The New York Times|Financial Times"
    r"|The Information|CNBC|BBC(?: News)?|Axios|The Register|ZDNET|Engadget|404 Media|Nature|Semafor|Politico|Forbes"
    r"|The Wall Street Journal|The Washington Post|The Economist|IEEE Spectrum|Rest of World|The Decoder"
)


def is_more(words: str) -> bool:
    """Whether a link's words only say that there is more ("Read more", "12 comments")."""
    return _MORE.fullmatch(words) is not None


def is_source(words: str) -> bool:
    """Whether words may name a publisher: short, and neither a time nor a sentence."""
    if len(words) > 40 or len(words.split()) > 6 or is_sentence(words) or is_junk(words):
        return False
    is_other = _AGO.fullmatch(words) or _MORE.fullmatch(words) or day_alone(words)
    return not is_other and re.search(r"[^\W\d_]", words) is not None


def source_in(title: str, url: str) -> tuple[str, str]:
    """The title and the source where both are on one line: `OpenAI: Title`, `Title — OpenAI`, `Title (openai.com)`.

    With an address the source has to fit its host, since titles have colons and dashes too.
    """
    site = re.sub(r"[^a-z0-9]", "", host(url).removeprefix("www.").casefold())

    def fits(words: str) -> bool:
        plain = re.sub(r"[^a-z0-9]", "", words.casefold())
        return not site or (len(plain) > 1 and (plain in site or plain.removeprefix("the") in site))

    behind = _BEHIND.fullmatch(title)
    if behind and is_source(words := (behind["source"] or behind["host"]).strip()) and fits(words):
        return behind["title"].strip(), words
    before = _BEFORE.fullmatch(title)
    if before and is_source(before["source"]) and fits(before["source"]):
        return before["title"].strip(), before["source"].strip()
    named = _PUBLISHERS.match(title)
    if named and re.match(r"[A-Z0-9“\"'‘$]|\s*[-:|·]\s", title[named.end() :]):
        return title[named.end() :].lstrip(" -:|·"), named[0]
    return title, ""


def read_lines(blocks: Sequence[Block]) -> tuple[SourcedLink, ...]:
    """The links of a list that was copied as text: one a line, with the address on the line or lost. A publisher on a
    line of its own goes with the title below it, or above it where the list begins with a title."""
    found: list[SourcedLink] = []
    waiting = ""
    leads = bool(blocks) and _PUBLISHERS.fullmatch(blocks[0].text) is not None
    for block in blocks:
        text = " ".join(" ".join(p.words for p in block.pieces).split())
        url = ""
        if match := re.search(r"https?://\S+", text):
            url = resolve("", match[0].rstrip(".,;)>]"))
            text = (text[: match.start()] + text[match.end() :]).strip(" -–—|()<>[]")
        if _PUBLISHERS.fullmatch(text) and not url:
            if leads:
                waiting = text
            elif found and not found[-1].source:
                found[-1] = SourcedLink(text, found[-1].title, found[-1].url)
            continue
        if not text and url and found and not found[-1].url:
            found[-1] = SourcedLink(found[-1].source, found[-1].title, url)
            continue
        is_other = is_junk(text) or is_all_link(text) or _AGO.fullmatch(text) or day_alone(text)
        if not text or is_other or (is_sentence(text) and not url) or len(text) > 250:
            continue
        title, source = source_in(text, url)
        found.append(SourcedLink(source or waiting, title, url))
        waiting = ""
    return tuple(found)
