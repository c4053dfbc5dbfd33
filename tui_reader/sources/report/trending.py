"""The trending repositories of an issue, from lists, boxes, table rows or lines of text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tui_reader.domain.repos import Repo
from tui_reader.html.block_types import Passage, Piece
from tui_reader.sources.report.words import is_junk
from tui_reader.text.addresses import github_repo_of, resolve

_EDGES = " \t-–—|·•:,;/()[]"
_MOST_WORDS = 12
# "24/7" and the like have the form of a repository's name.
_TIMES = re.compile(r"\d+[a-z]?/\d+[a-z]?")
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


# Everything of one repository on one line with nothing between: `octo/hubAgents for allPython12,345`.
_GLUED = re.compile(
    r"(?P<name>[A-Za-z0-9-]{1,39}/[A-Za-z0-9._-]{2,140})(?P<rest>(?:\s.{0,300}?)?)(?<=[a-z.)!])"
    rf"(?P<language>{_LANGUAGES.pattern})(?P<stars>\d{{1,3}}(?:,\d{{3}})+|\d{{1,7}})",
    re.IGNORECASE,
)
_WORD_END = re.compile(r"[a-z0-9](?=[A-Z])")


def read_trending(part: Passage) -> tuple[Repo, ...]:
    """The repositories of a list: `owner/name`, then description, language and stars in any order."""
    found: dict[str, Repo] = {}
    name, url, item = "", "", 0
    words: list[str] = []

    def close() -> None:
        if name and name.lower() not in found:
            found[name.lower()] = _repo(name, url, words)

    for block in part.blocks:
        for piece in block.pieces:
            if not piece.words:
                continue
            linked = github_repo_of(resolve(part.base, piece.href)) if piece.href else None
            opened, rest = _linked(piece, linked) if linked else _written(piece, is_text=part.is_text)
            if opened and opened.lower() != name.lower():
                close()
                name, item, words = opened, block.item, []
                url = resolve(part.base, piece.href) if linked else f"https://github.com/{opened}"
            # What stands in another item, leads to another repository, or comes far behind, is not of this one.
            is_ours = part.is_text or block.item == item
            if rest and name and is_ours and len(words) < _MOST_WORDS and linked in {None, name}:
                words.append(rest)
    close()
    return tuple(found.values())


def _linked(piece: Piece, linked: str) -> tuple[str, str]:
    """The repository that a link names, with the rest of its words; "" when it only leads there ("Star", "Issues")."""
    match = _REPO_NAME.match(piece.words)
    if match and re.sub(r"\s", "", match["name"]).lower() == linked.lower():
        return linked, piece.words[match.end() :].strip(_EDGES)
    return (linked, "") if linked.rsplit("/", 1)[1].lower() in piece.words.lower() else ("", "")


def _written(piece: Piece, *, is_text: bool) -> tuple[str, str]:
    """The repository that plain words name, with the rest of them."""
    if piece.href:
        return "", ""
    text = piece.words.lstrip("•*-# 0123456789.)") if is_text else piece.words
    if is_text and (glued := _GLUED.fullmatch(text)):
        ends = [m.end() for m in _WORD_END.finditer(glued["name"])]
        # One place where a word ends and another begins: there the description starts. With more it is not known where.
        if len(ends) == 1:
            name = glued["name"][: ends[0]]
            return name, f"{glued['name'][ends[0] :]}{glued['rest']} {glued['language']} ★ {glued['stars']}"
        return "", ""
    match = _REPO_NAME.match(text)
    if match is None or not (is_text or match.end() == len(text)) or _TIMES.fullmatch(match["name"]):
        return "", piece.words
    return re.sub(r"\s", "", match["name"]), text[match.end() :].strip(_EDGES)


def _repo(name: str, url: str, words: Sequence[str]) -> Repo:
    description, language, stars = "", "", None
    for position, text in enumerate(_taken_apart(words)):
        count = _stars(text)
        if count is not None:
            stars = count if stars is None else stars
        elif not language and _LANGUAGES.fullmatch(text) and (description or len(words) > 1):
            language = text
        elif not description and not is_junk(text):
            description = text
        elif not language and position < 3 and len(text) <= 24 and len(text.split()) <= 2 and text[:1].isupper():
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
