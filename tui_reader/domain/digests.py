"""Digests: posts that are mostly a list of links, taken apart into the things they name."""

from __future__ import annotations

from msgspec import Struct

from tui_reader.domain.items import Kind


class DigestItem(Struct, frozen=True):
    """One thing that a digest names.

    `kind` is PAPER, REPO or ENTRY; `title` is plain text as the digest gives it, `url` absolute or empty, `arxiv_id`
    (without version) and `repo` (`owner/name`) what the address says, `group` the heading it stands under. `text` is
    the digest's own words about it as Markdown, `links` what stands beside it as (label, address), `is_cut` true
    where a paywall keeps back some or all of what the digest says of it.
    """

    title: str
    kind: Kind = Kind.ENTRY
    url: str = ""
    arxiv_id: str = ""
    repo: str = ""
    group: str = ""
    text: str = ""
    authors: tuple[str, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    is_cut: bool = False


class Digest(Struct, frozen=True):
    """What a digest names, in its order, each thing once. `is_cut` tells that a paywall ended it."""

    items: tuple[DigestItem, ...]
    is_cut: bool = False


class DigestLine(Struct, frozen=True):
    """One thing of a stored digest: `key` is its present key, the others as in DigestItem."""

    key: str
    title: str
    group: str
    text: str
    links: tuple[tuple[str, str], ...] = ()
    is_cut: bool = False


class DigestView(Struct, frozen=True):
    """A stored digest. `is_cut` as in Digest."""

    lines: tuple[DigestLine, ...]
    is_cut: bool = False
