"""A digest as rows: first the whole of it, then each thing it names, under the digest's own headings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.domain.items import Kind
from tui_reader.ui.row_sources import Parts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tui_reader.domain.digests import DigestLine
    from tui_reader.domain.rows import Row
    from tui_reader.ui.open_library import OpenLibrary


def digest_parts(opened: OpenLibrary, digest: Row, search: str = "") -> Parts | None:
    """The rows of a digest; with `search`, of what has all its words in title, text or heading. None for what is no
    digest."""
    if digest.kind is not Kind.ENTRY:
        return None
    found = opened.library.entries.digest(digest.key)
    if found is None or not found.lines:
        return None
    words = search.casefold().split()
    return _parts(opened, digest, [line for line in found.lines if _has(line, words)])


def _has(line: DigestLine, words: Iterable[str]) -> bool:
    text = f"{line.title} {line.text} {line.group}".casefold()
    return all(word in text for word in words)


def _parts(opened: OpenLibrary, digest: Row, lines: list[DigestLine]) -> Parts:
    library = opened.library
    ids = [digest.id]
    groups = [(0, "The whole")]
    group: str | None = None
    for line in lines:
        row = library.items.row(line.key)
        if row is None or row.id in ids:
            continue
        if line.group != group:
            group = line.group
            groups.append((len(ids), group or "Links"))
        ids.append(row.id)
    return Parts(library, opened, ids, groups)
