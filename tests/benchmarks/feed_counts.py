"""Entries per feed: this program's against feedparser's own, and why they differ.

    python tests/benchmarks/feed_counts.py DIR

DIR holds feeds (also gzipped) or `.tar.gz` archives of them. Prints each feed whose count differs with the reason, each
that is refused with the error, and the times of both over all of them.
"""

from __future__ import annotations

import io
import sys
import tarfile
import time
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import feedparser

from tui_reader.domain.errors import ParseError
from tui_reader.sources.feed.parse import parse_feed
from tui_reader.text.packed import unpack

#: Entries that agree in these are one.
KEYS = ("id", "link", "title", "published", "summary")


def documents(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Names and contents, in order."""
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix != ".tsv"):
        if path.name.endswith((".tar.gz", ".tgz")):
            with tarfile.open(path) as archive:
                for member in archive:
                    if member.isfile() and (file := archive.extractfile(member)) is not None:
                        yield f"{path.name}:{member.name}", file.read()
        else:
            yield path.name, unpack(path.read_bytes())


def feedparser_entries(data: bytes) -> list[Any]:
    """What feedparser finds with its defaults' speed."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        parsed = feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    return list(parsed.entries)


def reason(theirs: list[Any], note: str) -> str:
    """Why the counts differ."""
    if not theirs:
        return "JSON, which feedparser does not read"
    meaning = ("title", "link", "id", "summary", "content", "author", "published", "updated", "tags", "comments")
    empty = sum(not any(dict.get(entry, key) for key in meaning) for entry in theirs)
    same = len(theirs) - len({tuple(str(dict.get(e, k)) for k in KEYS) for e in theirs})
    told = [f"{empty} without anything to show"] if empty else []
    told += [f"{same} with id, address, title and date of another"] if same else []
    nothing = (
        "nothing that can be shown (a title of mere markup, a relative address without a base, content that is no text)"
    )
    return "; ".join(told) or f"{note}: {nothing}"


def main(folder: Path) -> None:
    """Print the table."""
    files = refused = differing = entries = 0
    own_seconds = other_seconds = 0.0
    for name, data in documents(folder):
        files += 1
        started = time.perf_counter()
        theirs = feedparser_entries(data)
        other_seconds += time.perf_counter() - started
        started = time.perf_counter()
        try:
            feed = parse_feed(data)
        except ParseError as error:
            refused += 1
            print(f"{name}: refused, {error.message} (feedparser finds {len(theirs)} entries)")
            continue
        finally:
            own_seconds += time.perf_counter() - started
        entries += len(feed.entries)
        if len(feed.entries) != len(theirs):
            differing += 1
            print(f"{name}: {len(feed.entries)}, feedparser {len(theirs)}: {reason(theirs, feed.note)}")
    print(f"{files} files, {entries} entries, {refused} refused, {differing} with another count than feedparser's")
    print(f"this program {own_seconds:.2f} s, feedparser alone {other_seconds:.2f} s")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
