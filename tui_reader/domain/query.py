"""The query language, the same in every search line, filter and subcommand.

    words  "a phrase"  title:x  cat:cs.SD  primary:cs.SD  author:name  source:id  group:"AI Labs"  kind:paper  board:id
    is:unread|read|inbox|kept|later|skipped|new|cross|replace|updated|watched|muted   tag:x
    since:2026-04-01  since:today  since:7d  until:…   -term   a OR b   (parentheses)

A word that ends in `*` stands for all words that begin so, and so does the last one typed in a search line. A word that
is a paper's number on arXiv (`2606.14591`, `arXiv:cs/0112017v2`, its address) also finds that paper.
Terms beside each other must all hold. Parsing never fails on what a person types halfway: an unclosed quote or
parenthesis ends at the end of the line; a field with an impossible value raises QueryError.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from msgspec import Struct

from tui_reader.domain.errors import UsageError
from tui_reader.domain.items import arxiv_key

FIELDS = (
    "cat", "primary", "author", "source", "group", "kind", "board", "is", "tag", "since", "until", "title", "state",
    "type",
)  # fmt: skip
IS_VALUES = (
    "unread", "read", "inbox", "kept", "later", "skipped", "starred", "new", "cross", "replace", "replace-cross",
    "updated", "undecided", "decided", "none", "any", "watched", "muted",
)  # fmt: skip
_STATES = frozenset(IS_VALUES) - {"unread", "read", "new", "cross", "replace", "replace-cross", "watched"}
#: A `post` is an entry that a feed brought, and not merely a link that an issue or a digest names.
KINDS = ("issue", "entry", "post", "paper", "repo", "board")


#: What people call fields elsewhere.
_MEANT = {
    "after": "since", "before": "until", "by": "author", "categories": "cat", "category": "cat",
    "date": "since", "feed": "source", "feeds": "source", "folder": "group", "from": "source", "label": "tag",
    "leaderboard": "board", "name": "author", "status": "is", "subject": "cat", "tags": "tag", "topic": "cat",
    "writer": "author",
}  # fmt: skip
#: What addresses and numbers begin with that may stand in a search.
_SCHEMES = ("http", "https", "mailto", "arxiv", "doi", "issue", "repo", "url", "entry")
_LISTED = " ".join(f"{f}:" for f in FIELDS)


class QueryError(UsageError):
    """A query that cannot mean anything."""

    default_hint = "Fields: " + ", ".join(f"{f}:" for f in FIELDS) + "; see the README, Search."


class Word(Struct, frozen=True):
    """A word; with `is_prefix` all words that begin so."""

    text: str
    is_prefix: bool = False


class Phrase(Struct, frozen=True):
    """Words in order."""

    text: str


class Field(Struct, frozen=True):
    """`name:value`; name is one of FIELDS without since and until, or `key`: the item with that key."""

    name: str
    value: str


class Since(Struct, frozen=True):
    """On or after that day (an item's own date, UTC)."""

    day: date


class Until(Struct, frozen=True):
    """On or before that day."""

    day: date


class Arrived(Struct, frozen=True):
    """First seen here after that moment, in whole seconds since 1970. Written by no person."""

    after: int


class Not(Struct, frozen=True):
    """The term does not hold."""

    term: Node


class And(Struct, frozen=True):
    """All hold; of none, everything."""

    terms: tuple[Node, ...]


class Or(Struct, frozen=True):
    """One holds."""

    terms: tuple[Node, ...]


Node = Word | Phrase | Field | Since | Until | Arrived | Not | And | Or
EVERYTHING = And(())


def speaks_of_state(node: Node) -> bool:
    """Whether a query says anything of what was decided (`is:kept`, `-is:inbox`, `is:any`)."""
    match node:
        case Field("is", value):
            return value in _STATES
        case Not(term):
            return speaks_of_state(term)
        case And(terms) | Or(terms):
            return any(map(speaks_of_state, terms))
        case _:
            return False


MAX_DEPTH = 100
"""Parentheses and minus signs one inside the other; no person writes more."""

_TOKEN = re.compile(
    r"""\s*(?: (?P<paren>[()]) | (?P<neg>-)(?=[^\s)]) | (?:(?P<field>[A-Za-z]+):)(?P<fval>"[^"]*"?|[^\s()"]*)
        | "(?P<phrase>[^"]*)"? | (?P<word>[^\s()"]+) )""",
    re.VERBOSE,
)


_NUMBER = re.compile(
    r"(?:(?:https?://)?(?:[a-z]+\.)?arxiv\.org/(?:abs|pdf|html)/|arxiv:)?"
    r"(\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?/\d{7})(?:v\d+)?(?:\.pdf)?",
    re.IGNORECASE | re.ASCII,
)


def parse(text: str, today: date, *, live: bool = False, typed: bool = False) -> Node:
    """The query as a tree. `today` is what `since:today` means; what was `typed` in a search line ends with a word that
    stands for all words that begin so, unless a space follows it; with `live` it is still being typed, and its last
    field need not have a possible value yet. Raises QueryError, for a field that there is not, too."""
    tokens = _tokens(text)
    if (live or typed) and _is_unended(tokens, text):
        tokens[-1] = ("prefix", tokens[-1][1], "")
    return _Parser(tokens, today, live).parse()


def written_out(text: str) -> str:
    """What was typed in a search line, as a query that means the same everywhere. Raises QueryError."""
    ends = _is_unended(_tokens(text), text) and not text.endswith("*")
    return f"{text}*".lstrip() if ends else text.strip()


def _tokens(text: str) -> list[tuple[str, str, str]]:
    tokens: list[tuple[str, str, str]] = []
    end = 0
    while match := _TOKEN.match(text, end):
        end = match.end()
        kind = match.lastgroup or ""
        if match["field"] is not None:
            if match["field"].lower() in FIELDS:
                tokens.append(("field", match["field"].lower(), match["fval"].strip('"')))
            elif _is_words(match["field"], match["fval"], is_last=end == len(text)):
                tokens.append(("word", match["field"] + ":" + match["fval"].strip('"'), ""))
            else:
                raise _no_field(match["field"], match["fval"])
        else:
            tokens.append((kind, match[kind], ""))
    return tokens


def _is_unended(tokens: list[tuple[str, str, str]], text: str) -> bool:
    """Whether a line ends with a word that may go on."""
    is_word = bool(tokens) and tokens[-1][0] == "word" and tokens[-1][1] != "OR"
    return is_word and not text.endswith((" ", '"'))


def _is_words(name: str, value: str, *, is_last: bool) -> bool:
    """Whether `name:value` is no field that somebody meant: a title (`GPU: a survey`), an address, an arXiv number."""
    said = f"{name}:{value}"
    if not value and is_last and name.lower() not in _SCHEMES:
        return False
    return not value or value.startswith("//") or _NUMBER.fullmatch(said) is not None or name.lower() in _SCHEMES


def _no_field(name: str, value: str) -> QueryError:
    import difflib

    lower = name.lower()
    near = [_MEANT[lower]] if lower in _MEANT else difflib.get_close_matches(lower, FIELDS, 1, 0.6)
    if not near and (known := difflib.get_close_matches(lower, _MEANT, 1, 0.75)):
        near = [_MEANT[known[0]]]
    asked = f"; did you mean {near[0]}:{value}?" if near else ""
    words = value.strip('"')
    return QueryError(
        f"there is no field {name}:{asked}",
        f'In quotes, "{name}:{words}", it is looked for as words. Fields: {_LISTED}',
    )


class _Parser:
    def __init__(self, tokens: list[tuple[str, str, str]], today: date, live: bool) -> None:
        self.tokens = tokens
        self.today = today
        self.live = live
        self.at = 0
        self.depth = 0

    def peek(self) -> tuple[str, str, str]:
        return self.tokens[self.at] if self.at < len(self.tokens) else ("", "", "")

    def parse(self) -> Node:
        terms: list[Node] = []
        while self.at < len(self.tokens):
            if self.peek()[:2] == ("paren", ")"):  # one too many
                self.at += 1
                continue
            terms.append(self.either())
        return terms[0] if len(terms) == 1 else And(tuple(terms))

    def either(self) -> Node:
        options = [self.all_of()]
        while self.peek()[:2] == ("word", "OR"):
            self.at += 1
            options.append(self.all_of())
        kept = tuple(o for o in options if o != EVERYTHING)
        return EVERYTHING if not kept else kept[0] if len(kept) == 1 else Or(kept)

    def all_of(self) -> Node:
        terms: list[Node] = []
        while self.at < len(self.tokens):
            kind, value, _ = self.peek()
            if (kind, value) in (("paren", ")"), ("word", "OR")):
                break
            term = self.one()
            if term != EVERYTHING:
                terms.append(term)
        return terms[0] if len(terms) == 1 else And(tuple(terms))

    def one(self) -> Node:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise QueryError("the query has too many parentheses inside each other", "Leave some out.")
        try:
            return self.simple()
        finally:
            self.depth -= 1

    def simple(self) -> Node:
        kind, value, extra = self.peek()
        self.at += 1
        if kind == "paren":
            inner = self.either()
            if self.peek()[:2] == ("paren", ")"):
                self.at += 1
            return inner
        if kind == "neg":
            if self.at >= len(self.tokens):
                return EVERYTHING
            inner = self.one()
            return EVERYTHING if inner == EVERYTHING else Not(inner)
        if kind == "phrase":
            return Phrase(value.strip()) if value.strip() else EVERYTHING
        if kind == "field":
            return self.field(value, extra)
        begun = value.rstrip("*")
        word = Word(begun, is_prefix=True) if begun and begun != value else Word(value, is_prefix=kind == "prefix")
        number = _NUMBER.fullmatch(value)
        return Or((Field("key", arxiv_key(number[1])), word)) if number else word

    def field(self, name: str, value: str) -> Node:
        if not value:
            return EVERYTHING
        try:
            if name == "since":
                return Since(day_of(value, self.today))
            if name == "until":
                return Until(day_of(value, self.today))
            if name == "state":
                name = "is"
            if name == "type":
                name = "is"
            if name == "is":
                value = {"starred": "kept"}.get(value.lower(), value.lower())
                if value not in IS_VALUES:
                    raise QueryError(f"is:{value} means nothing; it can be {', '.join(IS_VALUES)}")
            if name == "kind":
                value = value.lower().removesuffix("s") if value.lower() != "entries" else "entry"
                if value not in KINDS:
                    raise QueryError(f"kind:{value} means nothing; it can be {', '.join(KINDS)}")
        except QueryError:
            if self.live and self.at == len(self.tokens):
                return EVERYTHING  # still being typed
            raise
        return Field(name, value)


def day_of(value: str, today: date) -> date:
    """`2026-04-01`, `2026-04`, `today`, `yesterday`, `7d`, `2w`, `3m`, `1y` as a day. Raises QueryError."""
    value = value.lower()
    if value == "today":
        return today
    if value == "yesterday":
        return today - timedelta(days=1)
    if match := re.fullmatch(r"(\d{1,5})([dwmy])", value):
        days = int(match[1]) * {"d": 1, "w": 7, "m": 30, "y": 365}[match[2]]
        return today - timedelta(days=min(days, (today - date.min).days))
    try:
        return date.fromisoformat(value if len(value) != 7 else value + "-01")
    except ValueError:
        raise QueryError(f"{value!r} is no day; write 2026-04-01, today, yesterday or 7d") from None
