"""A feed server (the Google Reader API): what it says, and whose word counts where it and this program differ.

Neither side says when a state changed, so it is decided three ways, against the state at the last sync that went well:
changed only here is sent, changed only there is taken, changed on both sides to different values is what was decided
here. What was taken from the server is no line of the journal but a base below it: it holds until the journal says
something else than it said then.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct

from tui_reader.domain.feeds import Entry

#: So many entries that the server calls unread all at once, although they were read, are asked about first.
MANY_FLIPS = 2_000


class Flag(StrEnum):
    """What both sides keep of an entry."""

    READ = "read"
    STARRED = "starred"


class Account(Struct, frozen=True):
    """What a login leaves: the address of the API (up to `/reader/api/0`), who logged in, and the token, which is all
    that is kept of the password."""

    url: str
    user: str
    token: str


class ServerFeed(Struct, frozen=True):
    """A subscription of the server. `stream` is its name for it (`feed/12`), `group` its first label."""

    stream: str
    url: str
    title: str
    group: str = ""
    home_url: str = ""


class ServerEntry(Struct, frozen=True):
    """An entry of the server: its number, the feed it came in, what it says."""

    number: int
    stream: str
    entry: Entry


class Side(Struct, frozen=True):
    """One flag of one entry: what is so, and the line of the journal that says so last ("" for none)."""

    value: bool
    line: str = ""


class KnownFeed(Struct, frozen=True):
    """A subscription as it was at the last sync: under which source its entries are, whether that is one of the user's
    own feeds, and the journal's last line on it then."""

    feed: ServerFeed
    source: str
    line: str = ""


class KnownItem(Struct, frozen=True):
    """An item as the server knows it: the numbers of its entries there, what held of it at the last sync (None: it was
    in none), and what the journal says here. `moment` is that of the newest line."""

    item: int
    numbers: tuple[int, ...]
    base: Mapping[Flag, Side | None]
    here: Mapping[Flag, Side]
    moment: int = 0


class Verdict(Struct, frozen=True):
    """What becomes of a flag: the value both sides shall have, whether the server has to be told, and whether this
    side learns something."""

    value: bool
    send: bool = False
    take: bool = False


def decide(base: Side | None, here: Side, there: bool, restored: bool = False) -> Verdict:
    """Whose word counts. `base` is what held at the last sync, and the journal's line then; None for an entry that no
    sync knew. A `restored` server, which lost what came since a backup, is believed in nothing that it takes back."""
    if base is None and not here.line:  # the first meeting: what is read on either side is read
        return Verdict(here.value or there, send=here.value and not there, take=there and not here.value)
    before, line = (False, "") if base is None else (base.value, base.line)
    if here.line != line:
        return Verdict(here.value, send=here.value != there)
    if there == before:
        return Verdict(before)
    if restored and before and not there:
        return Verdict(before, send=True)
    return Verdict(there, take=True)
