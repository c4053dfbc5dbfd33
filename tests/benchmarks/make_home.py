"""Fill a home with made entries and papers, for the other benchmarks.

python tests/benchmarks/make_home.py HOME --entries 10000 --papers 100000 --gen PATH/TO/gen.py
"""

from __future__ import annotations

import argparse
import importlib.util
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from types import ModuleType

from tui_reader.domain.feeds import Body, BodyFormat, Entry, Subscription
from tui_reader.domain.items import Seen
from tui_reader.domain.papers import AnnounceType, Author, Paper
from tui_reader.domain.sources import SourceKind
from tui_reader.storage.library import Library


def generator(path: Path) -> ModuleType:
    """The module that makes the text."""
    spec = importlib.util.spec_from_file_location("gen", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def made_papers(gen: ModuleType, count: int, chars: int = 1200) -> Iterator[Paper]:
    """Papers as a day's announcements bring them."""
    for number, row in enumerate(gen.papers(count, chars=chars)):
        moment = datetime.fromtimestamp(row[4], UTC)
        yield Paper(
            row[1],
            arxiv_id=f"{number // 100_000 + 1000:04d}.{number % 100_000:05d}",
            abstract=row[3],
            authors=tuple(Author(a) for a in row[2].split(", ")),
            primary_category=row[5],
            categories=tuple(dict.fromkeys(row[6].split())),
            published=moment,
            announced_on=moment.date(),
            announce_type=AnnounceType.NEW,
            version=1,
            url=f"https://arxiv.org/abs/{number}",
        )


def made_entries(gen: ModuleType, count: int, chars: int = 1200) -> Iterator[Entry]:
    """Entries as feeds bring them."""
    for number, row in enumerate(gen.papers(count, seed=11, chars=chars)):
        moment = datetime.fromtimestamp(row[4], UTC)
        url = f"https://blog{number % 40}.example/post/{number}"
        body = Body(f"<p>{row[3]}</p>", BodyFormat.HTML, url, plain=row[3])
        yield Entry(row[1], url, url, "Ann Author", moment, moment, row[3][:300], body)


def fill(home: Path, gen: ModuleType, entries: int, papers: int, chars: int = 1200) -> None:
    """Store them all."""
    library = Library.open(home / "data" / "library.db", state_dir=home / "state")
    library.index.defer(on=True)
    now = datetime(2026, 11, 20, 12, tzinfo=UTC)
    for number in range(40):
        source = Subscription(f"feed-{number}", f"Feed {number}", f"https://blog{number}.example/feed", "Made")
        library.sources.upsert(source, SourceKind.FEED)
    made = list(made_entries(gen, entries, chars))
    for number in range(40):
        library.entries.store(f"feed-{number}", made[number::40], now)
    rest = made_papers(gen, papers, chars)
    while chunk := list(islice(rest, 2000)):
        library.papers.store(chunk, Seen("arxiv", "announcement", "", None, now, inbox=True))
    library.index.defer(on=False)
    library.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("home", type=Path)
    parser.add_argument("--entries", type=int, default=10_000)
    parser.add_argument("--papers", type=int, default=0)
    parser.add_argument("--gen", type=Path, required=True)
    parser.add_argument("--chars", type=int, default=1200, help="of each abstract")
    options = parser.parse_args()
    began = time.perf_counter()
    fill(options.home, generator(options.gen), options.entries, options.papers, options.chars)
    print(f"{options.entries} entries, {options.papers} papers: {time.perf_counter() - began:.1f} s")
