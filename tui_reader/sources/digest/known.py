"""Digests among files: how they are known, and what is done with one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.sources.digest.parse import looks_like_digest, parse_digest
from tui_reader.sources.imported import FileKind, Imported, counted

if TYPE_CHECKING:
    from pathlib import Path

    from tui_reader.sources.imported import ImportContext
    from tui_reader.sources.sample import Sample


def is_digest(sample: Sample) -> bool:
    """Pages and plain text; see `looks_like_digest`."""
    text = sample.text
    return text[:1] not in ("", "{", "[") and looks_like_digest(text)


def take_digest(data: bytes, path: Path, context: ImportContext) -> Imported:
    """Store it as an entry of the followed feed of its name, else of one for the file."""
    digest = parse_digest(data)
    source_id = context.feed_named(digest.source, "", path)
    stored = context.store(lambda library: library.entries.store(source_id, (digest.entry,), context.now))
    return counted(stored, digest.note)


DIGESTS = FileKind("digest", is_digest, take_digest)
