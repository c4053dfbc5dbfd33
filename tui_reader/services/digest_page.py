"""What digests add to pages: their words beside the item they speak of, and in a digest the list of what it names."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING

from tui_reader.domain.items import State
from tui_reader.services.page_text import escape_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui_reader.domain.digests import DigestLine, DigestView
    from tui_reader.domain.rows import Row, SightingView

_MARKS = {State.KEPT: "★", State.LATER: "L", State.SKIPPED: "x"}
_WORDS = {"★": "kept", "L": "later", "x": "skipped", "○": "read", "●": "new"}


def format_digest_words(sightings: list[SightingView]) -> str:
    """`In Clippings: March 2026 · Speech & Audio` and what was said there, one below the other; "" for nothing."""
    parts = []
    for seen in sightings:
        if seen.kind != "digest" or not (seen.text or seen.links or seen.is_cut):
            continue
        where = f" · {escape_text(seen.where)}" if seen.where else ""
        parts.append(f"**In {escape_text(seen.title)}**{where}")
        parts.append(seen.text)
        parts.append(" · ".join(f"[{escape_text(label)}](<{url}>)" for label, url in seen.links))
        parts.append("*A paywall keeps back the rest of what it says.*" if seen.is_cut else "")
    return "\n\n".join(part for part in parts if part)


def mark_of(row: Row) -> str:
    """One character for what was done with an item, the same as in a list."""
    return _MARKS.get(row.state, "○" if row.read else "●")


def digest_summary(rows: list[Row]) -> str:
    """`39 things: 4 kept, 2 read, 33 new`."""
    counts = Counter(map(mark_of, rows))
    told = ", ".join(f"{counts[mark]} {word}" for mark, word in _WORDS.items() if counts[mark])
    return f"{len(rows)} things: {told}" if rows else ""


def digest_contents(digest: DigestView, row_of: Callable[[str], Row | None]) -> tuple[str, str]:
    """The line that says how many things there are and what was done with them, and the list of them under their
    headings, each with its mark."""
    found = [(line, row) for line in digest.lines if (row := row_of(line.key)) is not None]
    parts = ["## What it names"]
    for group, members in groupby(found, lambda pair: pair[0].group):
        parts.append(f"### {escape_text(group)}" if group else "")
        parts.append("  \n".join(_listed(line, row) for line, row in members))
    about = digest_summary([row for _, row in found])
    return f"*{about} · enter opens them one by one*" if about else "", "\n\n".join(
        part for part in parts if part
    ) if found else ""


def _listed(line: DigestLine, row: Row) -> str:
    title = escape_text(line.title or row.title)
    return f"{mark_of(row)} " + (f"[{title}](<{row.url}>)" if row.url else title)
