"""The lists of links in an issue: AI Labs, From the Wire, and the trending repositories."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tui_reader.domain.issues import SourcedLink
from tui_reader.domain.repos import Repo
from tui_reader.sources.blocks import Block, BlockKind, Page, Piece
from tui_reader.sources.issue_dates import day_alone
from tui_reader.sources.issue_words import is_all_link, is_junk, is_sentence
from tui_reader.text.addresses import canonical, github_repo_of, host, resolve

_EDGES = " \t-–—|·•:,;/()[]"
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
#: One thing of a list is made of few pieces; what has more is not one thing.
_MOST_PIECES = 60
_WORDED = re.compile(r"(?P<source>[^:—–|]{2,40}?)(?:\s*:\s+|\s+[—–|]\s+)(?P<title>\S.{8,})")
_SOURCE_BEHIND = re.compile(r"(?P<title>.{8,}?)\s+(?:[—–|·]\s+(?P<source>[^—–|·()]{2,40})|\((?P<host>[^()]{2,40})\))")
_STARS = re.compile(
    r"(?:★|⭐️?|☆|stars?:?)?\s*(?P<number>\d{1,3}(?:[,.\s]\d{3})+|\d+(?:\.\d+)?)\s*(?P<kilo>[kKmM]?)\s*"
    r"(?:★|⭐️?|☆|stars?)?(?:\s+(?:today|this week|total))?",
    re.IGNORECASE,
)
_STARS_INSIDE = re.compile(
    r"(?:★|⭐️?|☆)\s*(?:\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?[kKmM]?)"
    r"|(?:\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?[kKmM]?)\s*(?:★|⭐️?|☆|stars?\b)",
    re.IGNORECASE,
)
_REPO_NAME = re.compile(r"(?P<name>[A-Za-z0-9][A-Za-z0-9-]{0,38}\s?/\s?[A-Za-z0-9._-]{1,100})(?=$|[\s:—–|·,(★⭐])")
_LANGUAGES = re.compile(
    r"python|rust|go|typescript|javascript|java|c|c\+\+|c#|f#|kotlin|swift|ruby|php|shell|scala|zig|julia|haskell"
    r"|elixir|lua|dart|r|perl|html|css|vue|svelte|cuda|mdx|markdown|clojure|ocaml|erlang|nix|mojo|assembly"
    r"|powershell|dockerfile|makefile|jupyter(?: notebook)?|matlab|fortran|nim|crystal|solidity|vala"
    r"|objective-c(?:\+\+)?|(?:common|emacs) lisp|vim script|visual basic|webassembly",
    re.IGNORECASE,
)
# At the end of a line: short names only as they are written, since "go" and "c" may be words of the description.
_LANGUAGE_END = re.compile(
    rf"(?:^|(?<=[\s.·|,)]))((?-i:C|R|Go)|(?!(?:c|r|go)$)(?:{_LANGUAGES.pattern}))$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Spot:
    """A piece with the block it stands in."""

    piece: Piece
    block: Block


def read_links(page: Page, start: int, end: int) -> tuple[SourcedLink, ...]:
    """The links of a list with who published each. The source may stand before or after the title, in its link, in a
    heading above several, or only in the address."""
    found: list[SourcedLink] = []
    seen: set[str] = set()
    for heading, group in _groups(page, start, end):
        link = _sourced(page, group, heading)
        if link is None:
            continue
        mark = canonical(link.url) if link.url else f"{link.source}\n{link.title}"
        if mark not in seen:
            seen.add(mark)
            found.append(link)
    return tuple(found)


def _groups(page: Page, start: int, end: int) -> list[tuple[str, list[_Spot]]]:
    """The pieces of each thing listed, with the heading above it.

    A list item is one thing. Outside of items the outermost element that holds one address and no other is, so that
    a title and the label beside it stay together whatever elements they are made of.
    """
    blocks = [b for b in page.blocks[start:end] if b.text]
    shared = _owners(page, blocks)
    groups: list[tuple[str, list[_Spot]]] = []
    heading = ""
    last: object = None
    for block in blocks:
        if block.kind is BlockKind.HEADING and not any(p.href for p in block.pieces) and not block.item:
            heading, last = block.text, None
            continue
        for piece in block.pieces:
            if not piece.words:
                continue
            owner: object = ("item", block.item) if block.item else _owner_of(piece, shared)
            if owner is None:
                owner = ("block", id(block))
            if owner != last or not groups:
                groups.append((heading, []))
            if len(groups[-1][1]) < _MOST_PIECES:
                groups[-1][1].append(_Spot(piece, block))
            last = owner
    return groups


def _owners(page: Page, blocks: Sequence[Block]) -> dict[int, str]:
    """For each element: the one address in it, or "" where there are several."""
    owners: dict[int, str] = {}
    for block in blocks:
        for piece in block.pieces:
            if not piece.href or is_all_link(piece.words):
                continue
            address = canonical(resolve(page.base, piece.href) or piece.href)
            for element in piece.path:
                if owners.setdefault(element, address) != address:
                    owners[element] = ""
    return owners


def _owner_of(piece: Piece, owners: dict[int, str]) -> int | None:
    return next((element for element in piece.path if owners.get(element)), None)


def _sourced(page: Page, group: Sequence[_Spot], heading: str) -> SourcedLink | None:
    linked = [
        s for s in group if s.piece.href and not _MORE.fullmatch(s.piece.words) and not is_all_link(s.piece.words)
    ]
    if not linked or all(s.piece.words.startswith(("http:", "https:")) for s in linked):
        return _unlinked(page, group, heading)
    titles = [s for s in linked if not _is_label(s.piece.words)] or linked
    headings = [s for s in titles if s.block.kind is BlockKind.HEADING]
    title_spot = headings[0] if headings else max(titles[:4], key=lambda s: min(len(s.piece.words), 40))
    url = resolve(page.base, title_spot.piece.href)
    if not url or is_junk(title_spot.piece.words) or (host(url) == host(page.base) and host(url)):
        return None
    # A title may be made of several pieces: plain words and emphasised ones of one link in one block.
    same = [s.piece for s in linked if s.block is title_spot.block and s.piece.href == title_spot.piece.href]
    inside = [p for p in same if p is not title_spot.piece and p.path != title_spot.piece.path]
    labels = [p.words for p in inside if not p.mark and _is_label(p.words) and _stands_apart(p, title_spot.piece)]
    title = " ".join("".join(p.text for p in same if p.words not in labels).split())
    others = [s.piece.words.strip(_EDGES) for s in group if s.piece not in same or s.piece.words in labels]
    source = next((o for o in others if o and _is_source(o) and o != title), "")
    if not source:
        title, source = _source_in(title, url)
    return SourcedLink(source or heading or host(url).removeprefix("www."), title, url) if title else None


def _unlinked(page: Page, group: Sequence[_Spot], heading: str) -> SourcedLink | None:
    """A line of plain text: `OpenAI: Title`, `Title — OpenAI`, with the address on the line or not at all."""
    if not page.is_text:
        return None
    text = " ".join(" ".join(s.piece.words for s in group).split())
    url = ""
    if match := re.search(r"https?://\S+", text):
        url = resolve("", match[0].rstrip(".,;)>]"))
        text = (text[: match.start()] + text[match.end() :]).strip(" -–—|()<>[]")
    if not text or is_junk(text) or is_all_link(text) or (is_sentence(text) and not url) or len(text) > 250:
        return None
    title, source = _source_in(text, url)
    return SourcedLink(source or heading, title, url)


def _source_in(title: str, url: str) -> tuple[str, str]:
    """The title and the source where both are on one line."""
    site = re.sub(r"[^a-z0-9]", "", host(url).removeprefix("www.").casefold())

    def names_site(words: str) -> bool:
        plain = re.sub(r"[^a-z0-9]", "", words.casefold())
        return not site or (len(plain) > 1 and (plain in site or plain.removeprefix("the") in site))

    behind = _SOURCE_BEHIND.fullmatch(title)
    if behind and _is_source(words := (behind["source"] or behind["host"]).strip()) and names_site(words):
        return behind["title"].strip(), words
    before = _WORDED.fullmatch(title)
    if before and _is_source(before["source"]) and names_site(before["source"]):
        return before["title"].strip(), before["source"].strip()
    return title, ""


def _is_label(words: str) -> bool:
    return len(words.split()) <= 3 and len(words) <= 30


def _is_source(words: str) -> bool:
    if len(words) > 40 or len(words.split()) > 6 or is_sentence(words) or is_junk(words):
        return False
    return bool(re.search(r"[^\W\d_]", words)) and not (
        _AGO.fullmatch(words) or _MORE.fullmatch(words) or day_alone(words)
    )


def _stands_apart(label: Piece, title: Piece) -> bool:
    return len(label.path) >= len(title.path) and bool(label.words)


def read_trending(page: Page, start: int, end: int) -> tuple[Repo, ...]:
    """The repositories of a list: `owner/name`, then description, language and stars in any order."""
    found: dict[str, Repo] = {}
    name, url, item = "", "", 0
    words: list[str] = []

    def close() -> None:
        if name and name.lower() not in found:
            found[name.lower()] = _repo(name, url, words)

    for block in page.blocks[start:end]:
        for piece in block.pieces:
            if not piece.words:
                continue
            opened, rest = _repo_named(page, piece)
            if opened and opened.lower() != name.lower():
                close()
                name, url, item, words = opened, resolve(page.base, piece.href), block.item, []
                url = url if github_repo_of(url) else f"https://github.com/{opened}"
            elif not opened:
                rest = piece.words
            # What stands in another item, or far behind, is not of this repository.
            if rest and name and block.item == item and len(words) < 12:
                words.append(rest)
    close()
    return tuple(found.values())


def _repo_named(page: Page, piece: Piece) -> tuple[str, str]:
    """The repository that a piece names, with the rest of its words."""
    match = _REPO_NAME.match(piece.words.lstrip("•*-# 0123456789.)") if not piece.href else piece.words)
    written = re.sub(r"\s", "", match["name"]) if match else ""
    linked = github_repo_of(resolve(page.base, piece.href)) if piece.href else None
    if linked:
        rest = piece.words
        if match and written.lower() == linked.lower():
            return written, rest[match.end() :].strip(_EDGES)
        if linked.rsplit("/", 1)[1].lower() in rest.lower():
            return linked, ""
        return "", ""
    if match and not piece.href and (page.is_text or match.end() == len(piece.words)) and not _AGO.match(written):
        stem = piece.words.lstrip("•*-# 0123456789.)")
        return written, stem[match.end() :].strip(_EDGES)
    return "", ""


def _repo(name: str, url: str, words: Sequence[str]) -> Repo:
    description, language, stars = "", "", None
    for text in _taken_apart(words):
        count = _stars(text)
        if count is not None:
            stars = count if stars is None else stars
        elif not language and _LANGUAGES.fullmatch(text) and (description or len(words) > 1):
            language = text
        elif not description and not is_junk(text):
            description = text
        elif not language and len(text) <= 24 and len(text.split()) <= 2 and text[:1].isupper():
            language = text
    return Repo(name, description, language, stars, url)


def _taken_apart(words: Sequence[str]) -> list[str]:
    """One line of description, language and stars as three."""
    parts: list[str] = []
    for text in words:
        if _STARS.fullmatch(text):
            parts.append(text)
            continue
        counts = [m for m in _STARS_INSIDE.finditer(text) if m.end() >= len(text) - 12]
        if not counts:
            parts.append(text)
            continue
        rest = text[: counts[-1].start()].strip(_EDGES)
        if behind := _LANGUAGE_END.search(rest):
            parts += [rest[: behind.start()].strip(_EDGES), behind[1]]
        else:
            parts.append(rest)
        parts.append(counts[-1][0])
    return [p for p in parts if p]


def _stars(text: str) -> int | None:
    match = _STARS.fullmatch(text.strip())
    if match is None:
        return None
    number = match["number"]
    if match["kilo"]:
        return round(float(number.replace(",", "")) * {"k": 1_000, "m": 1_000_000}[match["kilo"].lower()])
    number = re.sub(r"[,.\s]", "", number) if re.search(r"[,.\s]\d{3}", number) else number
    return int(float(number)) if len(number) < 12 else None


def first_link(page: Page, start: int, end: int) -> int:
    """The block where a list of links begins: one that leaves the site and does not stand in prose; `end` if none."""
    for index in range(start, end):
        block = page.blocks[index]
        away = [p for p in block.pieces if p.href and not _stays(page, p) and not is_all_link(p.words)]
        if away and (not is_sentence(block.text) or sum(len(p.text) for p in away) * 2 > len(block.text)):
            return index
    return end


def _stays(page: Page, piece: Piece) -> bool:
    address = resolve(page.base, piece.href)
    return not address or (bool(host(page.base)) and host(address) == host(page.base))
