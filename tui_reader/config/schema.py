"""What config.toml may hold, read off the settings' dataclasses: sections, keys, types, and the rules values obey.

The names, types, defaults and help texts stand once, in `domain/settings.py`; only the rules are added here.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from datetime import date
from enum import Enum
from urllib.parse import urlsplit

from msgspec import Struct

from tui_reader.config.toml_text import Value
from tui_reader.domain.muting import host_of
from tui_reader.domain.papers import AnnounceType
from tui_reader.domain.programs import INPUTS, faults
from tui_reader.domain.query import QueryError, parse
from tui_reader.domain.settings import (
    NOTIFY,
    ArxivSettings,
    BenchmarkSettings,
    BoardMapping,
    CacheSettings,
    CommandSetting,
    DownloadSettings,
    FeedSetting,
    FollowSettings,
    General,
    IssueSettings,
    MuteSettings,
    Network,
    OnNewSetting,
    OpenWithSetting,
    PaperSettings,
    RankingSettings,
    ServerSettings,
    TrendingSettings,
    UiSettings,
    ZoteroSettings,
)


class Shape(Enum):
    """How a section is written: `[name]`, `[name.ID]` or `[[name]]`."""

    TABLE = "table"
    NAMED = "named"
    LIST = "list"


class Option(Struct, frozen=True):
    """One key of a section. `type` is as annotated (`str`, `int`, `float`, `tuple[str, ...]`); `default` is None where
    the key must be given (`is_needed`), or where what is usual is known elsewhere."""

    name: str
    type: str
    default: Value | None
    is_needed: bool


class Section(Struct, frozen=True):
    """A section whose keys are the fields of `cls`."""

    name: str
    cls: type[Struct]
    shape: Shape = Shape.TABLE

    def options(self) -> dict[str, Option]:
        """The keys by name, in the order of the fields."""
        cls = self.cls
        needed = len(cls.__struct_fields__) - len(cls.__struct_defaults__)
        given = (None,) * needed + cls.__struct_defaults__
        kinds = cls.__annotations__
        return {
            name: Option(name, kinds[name].removesuffix(" | None"), default, number < needed)
            for number, (name, default) in enumerate(zip(cls.__struct_fields__, given, strict=True))
        }


#: Sections in the order of the template. `[aliases]`, `[views]` and `[keys]` hold names of the user's own and are not
#: listed.
SECTIONS = {
    s.name: s
    for s in (
        Section("general", General),
        Section("ui", UiSettings),
        Section("network", Network),
        Section("cache", CacheSettings),
        Section("issues", IssueSettings),
        Section("arxiv", ArxivSettings),
        Section("papers", PaperSettings),
        Section("downloads", DownloadSettings),
        Section("follow", FollowSettings),
        Section("mute", MuteSettings),
        Section("ranking", RankingSettings),
        Section("benchmarks", BenchmarkSettings, Shape.NAMED),
        Section("boards", BoardMapping, Shape.NAMED),
        Section("trending", TrendingSettings),
        Section("zotero", ZoteroSettings),
        Section("server", ServerSettings),
        Section("feeds", FeedSetting, Shape.LIST),
        Section("command", CommandSetting, Shape.LIST),
        Section("open_with", OpenWithSetting, Shape.LIST),
        Section("on_new", OnNewSetting, Shape.LIST),
    )
}
ALIASES, VIEWS, KEYS, COMMANDS = "aliases", "views", "keys", "command"
#: Sections that run programs: what their keys mean stands in the template although none is given.
PROGRAMS = ("command", "open_with", "on_new")
KEY_PRESETS = ("default",)

TYPE_NAMES = {
    "str": "text",
    "bool": "true or false",
    "int": "a whole number",
    "float": "a number",
    "tuple[str, ...]": "a list of texts",
    "Mapping[str, str]": "a table of texts",
}


class Refusal(Struct, frozen=True):
    """Why a value is refused; `nearest` is a value that may have been meant."""

    why: str
    nearest: str = ""


Rule = Callable[[Value], Refusal | None]


def address(value: Value) -> Refusal | None:
    """An address with http or https and a host."""
    text = str(value)
    try:
        parts = urlsplit(text)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a broken IPv6 host, a port that is no number
        good = False
    if not good or any(c.isspace() or not c.isprintable() for c in text):
        bare = bool(re.fullmatch(r"[\w.-]+\.[a-z]{2,}(/\S*)?", text))
        return Refusal("must be an address that begins with http:// or https://", f"https://{text}" if bare else "")
    return None


def address_or_off(value: Value) -> Refusal | None:
    """An address, or "" to turn the source off."""
    return address(value) if value else None


def within(low: float, high: float) -> Rule:
    """A number from low to high, both included."""

    def rule(value: Value) -> Refusal | None:
        number = value if isinstance(value, int | float) else math.nan
        return None if low <= number <= high else Refusal(f"must be between {low:g} and {high:g}")

    return rule


def one_of(*allowed: str) -> Rule:
    """One of these texts."""

    def rule(value: Value) -> Refusal | None:
        if value in allowed:
            return None
        import difflib

        near = difflib.get_close_matches(str(value).lower(), allowed, 1)
        return Refusal(f"must be one of {', '.join(allowed)}", near[0] if near else "")

    return rule


def domain(value: Value) -> Refusal | None:
    """A host's name: `example.org`, or an address that has one."""
    return None if host_of(str(value)) else Refusal("is no domain; they look like example.org")


def program(value: Value) -> Refusal | None:
    """A program and its arguments, each placeholder an argument of its own."""
    why, hint = faults(value if isinstance(value, tuple) else ())
    return Refusal(f"{why}. {hint.rstrip('.')}") if why else None


def one_key(value: Value) -> Refusal | None:
    """A key that types one character."""
    text = str(value)
    return None if len(text) == 1 and text.isprintable() and text != " " else Refusal("must be one character")


def query(value: Value) -> Refusal | None:
    """A query that can be understood."""
    try:
        # Only whether it can be understood is asked here, so any day will do for today.
        parse(str(value), date(2026, 1, 1))
    except QueryError as error:
        return Refusal(f"is no query: {error.message}")
    except RecursionError:
        return Refusal("is no query: it is nested too deeply")
    return not_empty(value)


def not_empty(value: Value) -> Refusal | None:
    """Some text."""
    return None if str(value).strip() else Refusal("must not be empty")


def one_line(value: Value) -> Refusal | None:
    """Text that can stand in a header."""
    text = str(value)
    return None if text.isprintable() else Refusal("must be one line without control characters")


def headers(value: Value) -> Refusal | None:
    """Names and values of HTTP headers (RFC 9110, section 5), but for those that are the client's own."""
    for name, text in value.items() if isinstance(value, Mapping) else ():
        if not re.fullmatch(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+", name):
            return Refusal(f"{name!r} is no name of a header")
        if name.lower() in _OWN_HEADERS:
            return Refusal(f"{name} is set by the program itself")
        if not text.isprintable():
            return Refusal(f"the value of {name} must be one line without control characters")
    return None


_OWN_HEADERS = ("host", "connection", "content-length", "transfer-encoding", "accept-encoding")


def category(value: Value) -> Refusal | None:
    """The shape of an arXiv category: `cs.SD`, `math.AG`, `cond-mat.str-el`, `hep-th`
    (https://arxiv.org/category_taxonomy)."""
    text = str(value)
    if re.fullmatch(r"[a-z]+(-[a-z]+)*(\.([A-Z]{2}|[a-z]+(-[a-z]+)*))?", text) and not _MISCASED.fullmatch(text):
        return None
    near = ""
    if match := re.fullmatch(r"\s*([A-Za-z-]+)[.\s_/-]([A-Za-z]{2})\s*", text):
        near = f"{match[1].lower()}.{match[2].upper()}"
    return Refusal("is no arXiv category; they look like cs.SD or hep-th", near)


#: Every class of these archives is two capitals, so `cs.sd` is a slip. (Elsewhere small letters are right.)
_MISCASED = re.compile(r"(?:cs|math|stat|eess|econ|q-bio|q-fin|nlin)\.[a-z-]+")

#: Rules by `section.key`; a list's rule holds for each of its texts, and a text that breaks it is left out.
RULES: dict[str, Rule] = {
    "general.theme": not_empty,
    "general.backlog_days": within(0, 36_500),
    "ui.notify": one_of(*NOTIFY),
    "network.timeout_s": within(0.1, 3600),
    "network.max_connections": within(1, 64),
    "network.max_body_mib": within(0.01, 4096),
    "network.refresh_minutes": within(0, 525_600),
    "cache.max_mib": within(1, 1_048_576),
    "cache.keep_days": within(1, 36_500),
    "issues.url": address,
    "issues.backfill": within(0, 10_000),
    "arxiv.categories": category,
    "arxiv.include": one_of(*(t.value for t in AnnounceType)),
    "arxiv.api_url": address,
    "arxiv.feed_url": address,
    "arxiv.html_url": address,
    "arxiv.pdf_url": address,
    "arxiv.min_interval_s": within(0, 3600),
    "papers.keep_pdf": one_of("never", "kept"),
    "papers.max_pdf_mib": within(1, 1_048_576),
    "downloads.max_mib": within(1, 1_048_576),
    "follow.authors": not_empty,
    "follow.words": not_empty,
    "mute.words": not_empty,
    "mute.authors": not_empty,
    "mute.sources": not_empty,
    "mute.domains": domain,
    "benchmarks.url": address_or_off,
    "boards.model": not_empty,
    "boards.score": not_empty,
    "boards.better": one_of("higher", "lower"),
    "trending.url": address_or_off,
    "trending.periods": one_of("daily", "weekly", "monthly"),
    "zotero.url": address,
    "server.url": address_or_off,
    "feeds.url": address,
    "feeds.refresh_minutes": within(0, 525_600),
    "feeds.user_agent": one_line,
    "feeds.headers": headers,
    "command.key": one_key,
    "command.name": not_empty,
    "command.input": one_of(*INPUTS),
    "open_with.match": not_empty,
    "open_with.kind": one_of("", "issue", "entry", "paper", "repo"),
    "on_new.match": query,
}
#: Rules that hold for a list as a whole: a program without one of its arguments would be another.
WHOLE_RULES: dict[str, Rule] = {"command.run": program, "open_with.command": program, "on_new.run": program}
