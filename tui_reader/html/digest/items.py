"""One item of a list of links: its title, its address, what stands beside it, and the digest's words about it."""

from __future__ import annotations

import re

from msgspec import Struct

from tui_reader.domain.digests import DigestItem
from tui_reader.domain.items import Kind
from tui_reader.html.block_types import Piece, inline
from tui_reader.html.digest.words import NUMBER, SIDE_LABEL
from tui_reader.text.addresses import arxiv_id_of, github_repo_of, host
from tui_reader.text.sanitise import clean_line

#: Between title and words. A colon without a space before it may belong to the title.
_SEPARATOR = re.compile(r"\s+(?:[—–―]+|--?|:)\s+|\s*[—―]\s*(?=\S)")
_AFTER_LINK = re.compile(r"\s*(?:[—–―:：|•·]+|--?|,(?= by\b))\s*|\s*[.,;]?\s*$")
_BETWEEN_SIDE_LINKS = re.compile(r"[\s|\[\](){}/,:·•&+—–-]*(?:and\s+)?")
#: A side link whose address a copied text has lost: `[Code ]`.
_LOST_SIDE_LINK = re.compile(rf"\s*\|?\s*[\[(]\s*(?:{SIDE_LABEL.pattern})\s*[\])]\s*\|?", re.IGNORECASE)
_LEADING_MARK = re.compile(r"[^\w\"'“‘«(\[]+")
#: The number of an item, standing alone before the link that is its title.
_LEADING_NUMBER = re.compile(rf"\s*(?:{NUMBER}|\(?\d{{1,3}}[.):、．）\]])\s*")
_OWNER_AND_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{1,38}/[A-Za-z0-9_.-]{2,100}")
#: A repository itself, and not an issue, a release or a file in it.
_REPO_PAGE = re.compile(
    r"https?://(?:www\.|m\.)?github\.com/[^/?#]+/[^/?#]+/?(?:#.*|\?.*|(?:tree|blob)/[^/?#]+/?(?:README.*)?)?",
    re.IGNORECASE,
)
_SMALL = {
    "a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "is", "of", "on", "or", "over", "the", "to", "via",
    "vs", "with", "without",
}  # fmt: skip
LONGEST_TITLE = 300
#: What a digest says of one thing; what is longer is an essay, and ends here.
LONGEST_TEXT = 12_000
MOST_ITEMS = 1000
_MOST_LINKS = 20


class Found(Struct, frozen=True):
    """What a block says of one thing, before it is known what else stands around it. `is_sure` tells that its shape
    alone makes it an item; a title that merely begins a sentence does not."""

    title: str
    url: str
    text: str
    links: tuple[tuple[str, str], ...] = ()
    is_sure: bool = True


def found_in(pieces: tuple[Piece, ...]) -> Found | None:
    """The thing that a list item, or a paragraph that begins with a link, speaks of. None when it names nothing."""
    pieces = without_marks(pieces)
    if not pieces:
        return None
    if pieces[0].href and not SIDE_LABEL.fullmatch(_plain(pieces[:1])):
        return _linked(pieces)
    return _titled(pieces)


def without_marks(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Runs without the arrows, stars, pictures and numbers that stand before a title."""
    rest = list(pieces)
    if len(rest) > 1 and rest[1].href and not rest[0].href and _LEADING_NUMBER.fullmatch(rest[0].text):
        rest.pop(0)
    while rest:
        text = _LEADING_MARK.sub("", rest[0].text, count=1) if _LEADING_MARK.match(rest[0].text) else rest[0].text
        if text.strip():
            return (Piece(text, rest[0].href, rest[0].mark), *rest[1:])
        rest.pop(0)
    return ()


def _linked(pieces: tuple[Piece, ...]) -> Found | None:
    """An item whose title is the link at its beginning."""
    count = 1
    while count < len(pieces) and (pieces[count].href == pieces[0].href or not pieces[count].text.strip()):
        count += 1
    while count > 1 and not pieces[count - 1].text.strip():
        count -= 1
    title, url = _plain(pieces[:count]), pieces[0].href
    text, links, has_separator = _rest(list(pieces[count:]))
    if title.endswith(":"):
        title, has_separator = title.rstrip(": "), True
    if not has_separator and not text and (parts := _SEPARATOR.split(title, maxsplit=1))[1:] and len(parts[1]) > 60:
        title, text = parts[0], inline([Piece(parts[1])])  # all of it is the link
    if not title or len(title) > LONGEST_TITLE:
        return None
    is_sure = (
        has_separator or not text or text.lstrip("*_([\"'“")[:1].isupper() or text.startswith(("by ", "（", "(", "【"))
    )
    return Found(title, url, text, links, is_sure)


def _rest(pieces: list[Piece]) -> tuple[str, tuple[tuple[str, str], ...], bool]:
    """What follows a title: the words, the links beside it, and whether something parts them from the title."""
    links: list[tuple[str, str]] = []
    while pieces and len(links) < _MOST_LINKS:
        if not pieces[0].href:
            between = _BETWEEN_SIDE_LINKS.fullmatch(pieces[0].text)
            if not (between and len(pieces) > 1 and pieces[1].href and _label(pieces[1])):
                break
            pieces = pieces[1:]
        label = _label(pieces[0])
        if not label:
            break
        links.append((label, pieces[0].href))
        pieces = pieces[1:]
    if not pieces:
        return "", tuple(links), bool(links)
    has_separator = bool(links)
    if not pieces[0].href:
        text = pieces[0].text
        if links:
            text = re.sub(r"^[\s|\])}]+", "", text)
        if match := _LOST_SIDE_LINK.match(text):
            text = text[match.end() :]
        if match := _AFTER_LINK.match(text):
            text, has_separator = text[match.end() :], has_separator or bool(match[0].strip())
        pieces = [Piece(text, "", pieces[0].mark), *pieces[1:]]
    return inline(pieces), tuple(links), has_separator


def _label(piece: Piece) -> str:
    """What a link beside a title says; "" for one that is part of the words."""
    label = clean_line(piece.text).strip("[]() ")
    if label in (piece.href, piece.href.partition("://")[2]):
        return "link"  # the bare address
    return label if SIDE_LABEL.fullmatch(label) else ""


def _titled(pieces: tuple[Piece, ...]) -> Found | None:
    """An item whose title is no link: the words before a separator, or those in bold."""
    if pieces[0].is_strong:
        title = _plain(pieces[:1])
        text, links, has_separator = _rest(list(pieces[1:]))
        if title.endswith(":"):
            title, has_separator = title.rstrip(": "), True
    else:
        first = pieces[0].text if not pieces[0].href else ""
        match = _SEPARATOR.search(first)
        if match is None:
            text, links, has_separator = _rest(list(pieces[1:])) if first else ("", (), False)
            title = clean_line(first).rstrip(" :([|—–-")
            if not links:
                return _sentence(pieces)
        else:
            title = clean_line(first[: match.start()])
            if ". " in title and (sentence := _sentence(pieces)) is not None:
                return sentence
            text, links, has_separator = _rest([Piece(" — " + first[match.end() :]), *pieces[1:]])
    title = clean_line(_LOST_SIDE_LINK.sub(" ", title)).strip(" |")
    if not title or len(title) > LONGEST_TITLE or not has_separator:
        return None
    url = next((u for label, u in links if arxiv_id_of(u)), "") or next((u for _, u in links), "")
    return Found(title, url, text, tuple(pair for pair in links if pair[1] != url), is_sure=bool(url) or not links)


def _sentence(pieces: tuple[Piece, ...]) -> Found | None:
    """A title in capitals that pieces into a sentence, as a copied text has it where the page had only a link's end."""
    if any(piece.href for piece in pieces):
        return None
    words = _plain(pieces).split(" ")
    for place in range(2, min(len(words) - 2, 40)):
        word, following = words[place], words[place + 1 : place + 3]
        if words[place - 1].lower() in _SMALL or words[place - 1][-1:] in ".,;:!?":
            continue
        if word[:1].isupper() and all(w.islower() and w.strip(",.;") not in _SMALL for w in following):
            return Found(" ".join(words[:place]), "", inline([Piece(" ".join(words[place:]))]))
        if word.islower() and word not in _SMALL:
            return None
    return None


def _plain(pieces: tuple[Piece, ...] | list[Piece]) -> str:
    return clean_line("".join(piece.text for piece in pieces)).strip()


def make_item(found: Found, group: str, is_paper: bool) -> DigestItem:
    """The item: a paper by its address or by where it stands, a repository by its address, else an article."""
    number = arxiv_id_of(found.url) if found.url else None
    repo = github_repo_of(found.url) if found.url and _REPO_PAGE.fullmatch(found.url) else None
    if repo is None and not found.url and _OWNER_AND_NAME.fullmatch(found.title):
        repo = found.title
    kind = Kind.PAPER if number or (is_paper and not repo) else Kind.REPO if repo else Kind.ENTRY
    # An address in place of a title says nothing that the paper does not say better.
    title = "" if number and (arxiv_id_of(found.title) or host(found.title)) else found.title
    return DigestItem(title, kind, found.url, number or "", repo or "", group, found.text, links=found.links)


def shortened(markdown: str) -> str:
    """A text no longer than LONGEST_TEXT, ended between two of its blocks where that can be."""
    if len(markdown) <= LONGEST_TEXT:
        return markdown
    return markdown[:LONGEST_TEXT].rsplit("\n\n", 1)[0].rstrip() + "\n\n…"
