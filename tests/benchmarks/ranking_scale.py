"""What ranking costs in a large library: `ranking_scale.py DATA HOME [--papers 100000] [--follow]`.

DATA holds the recorded papers (`papers.jsonl.gz`); HOME is filled with so many when it has none, each paper several
times under other numbers, twenty of them kept and eighty skipped. Each line is measured in a process of its own, as
the reader's worker is one thread beside nothing else that is heavy: time is that of the processor, memory the most
that the process held (`VmHWM`), and what it held when only the library was open.
"""

from __future__ import annotations

import argparse
import gzip
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import cycle, islice
from pathlib import Path

from tui_reader.wiring import Launch, Program

WORDS = (
    "speech codec", "vocoder", "diffusion", "quantiz*", "language model", "agent*", "speculative decoding",
    "long context", "benchmark", "-survey", "text to speech",
)  # fmt: skip


def fill(home: Path, data: Path, count: int) -> None:
    """Store the papers and decide on some."""
    from tui_reader.domain.items import Seen, State
    from tui_reader.domain.journal import Change
    from tui_reader.domain.papers import AnnounceType, Author, Paper

    def papers() -> Iterator[Paper]:
        with gzip.open(data / "papers.jsonl.gz", "rt", encoding="utf-8") as file:
            told = [json.loads(line) for line in file]
        for number, one in enumerate(islice(cycle(told), count)):
            round_, number = divmod(number, len(told))
            identifier = one["id"] if not round_ else f"{round_:02}{number // 100_000:02}.{number % 100_000:05}"
            yield Paper(
                one["title"],
                arxiv_id=identifier,
                abstract=one["abstract"],
                authors=tuple(Author(name) for name in one["authors"]),
                categories=tuple(one["categories"]),
                announced_on=date.fromisoformat(one["date"]),
                announce_type=AnnounceType.NEW,
                version=1,
            )

    program = Program(Launch(home=home, offline=True), {})
    now = datetime.now(UTC)
    seen = Seen("arxiv", "announcement", "", None, now, inbox=True, include=("new",))
    made = papers()
    keys: list[str] = []
    while part := list(islice(made, 2000)):
        program.library.papers.store(part, seen)
        keys += [paper.key for paper in part]
    for number, key in enumerate(keys[500:1500:10]):
        state = State.KEPT if number % 5 == 0 else State.SKIPPED
        program.journal.append([Change(key, "state", state.value)], now)
    program.library.journal.fold_new(program.journal)
    program.close()


def peak() -> dict[str, float]:
    """Megabytes: the most that was held, and what is held now."""
    lines = Path("/proc/self/status").read_text().splitlines()
    told = dict(line.split(":", 1) for line in lines)
    return {name: int(told[name].split()[0]) / 1024 for name in ("VmHWM", "VmRSS")}


def measure(home: Path, what: str, follow: bool) -> None:
    """One line of the table."""
    from tui_reader.domain.following import Following, of_terms
    from tui_reader.domain.query import Field

    program = Program(Launch(home=home, offline=True), {})
    library = program.library
    following = of_terms(WORDS) if follow else Following()
    if what == "features":
        waiting, begun = library.features.waiting(), time.process_time()
        while library.features.make(250):
            pass
        spent = time.process_time() - begun
        size = library.lists._db.value("SELECT sum(length(blob)) FROM paper_features") / 1e6
        each = spent / max(waiting, 1) * 1e6
        print(f"features of {waiting:,} papers: {each:.0f} µs each, with storing them; {size:.1f} MB of blobs")
        return
    limit = None if what == "all" else int(what)
    begun = time.process_time()
    from tui_reader.services.ranking import Ranker

    imported = time.process_time() - begun
    ids = library.lists.ids(Field("kind", "paper"), limit=limit)
    before = peak()["VmRSS"]
    begun = time.process_time()
    ranker = Ranker(library, following)
    _ = ranker.model
    learned = time.process_time()
    scores = ranker.scores(ids)
    done = time.process_time()
    _ = ranker.measure()
    measured = time.process_time()
    memory = peak()["VmHWM"]
    one, other = library.lists.rows(ids[:1])[0], library.lists.rows(ids[5:6])[0]
    begun_like = time.process_time()
    fresh = Ranker(library, Following())
    fresh.like_item(one)  # counts what is common, once
    first = time.process_time()
    fresh.like_item(other)
    again = time.process_time()
    print(
        f"{len(scores):>8,} papers {'with' if follow else 'without'} a follow list: learned {learned - begun:.2f} s, "
        f"scored {done - learned:.2f} s, own measure {measured - done:.2f} s; memory {before:.0f} → {memory:.0f} MB; "
        f"like {(first - begun_like) * 1000:.0f}, {(again - first) * 1000:.0f} ms; imports {imported * 1000:.0f} ms"
    )
    program.close()


def main() -> None:
    """Fill where nothing is, then measure line by line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("home", type=Path)
    parser.add_argument("--papers", type=int, default=100_000)
    parser.add_argument("--one", help=argparse.SUPPRESS)
    parser.add_argument("--follow", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        measure(given.home, given.one, given.follow)
        return
    if not given.home.exists():
        fill(given.home, given.data, given.papers)
    for what, follow in (("features", False), ("10000", False), ("10000", True), ("all", False), ("all", True)):
        own = [sys.executable, __file__, str(given.data), str(given.home), "--one", what]
        subprocess.run([*own, "--follow"] if follow else own, check=True)


if __name__ == "__main__":
    main()
