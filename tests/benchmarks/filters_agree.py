"""Whether `list papers QUERY --json`, the same filter on the screen and the counts beside it agree, over many papers.

    python tests/benchmarks/filters_agree.py HOME --gen PATH/TO/gen.py [--papers 100000] [--days 60]

Fills HOME, unless it has papers, with made ones of every category, announce type, state and day, some with a new
version of what was kept. Then asks for every category, type, state and day, and for pairs of them, in three ways: the
command line, the papers pane (first page and the rest, as the reader loads it), and a plain filter over the JSON of all
papers. Prints what differs, and times.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from msgspec.structs import replace

sys.path.insert(0, str(Path(__file__).parent))
from make_home import generator, made_papers

from tui_reader.cli.main import run as command_line
from tui_reader.domain.items import Seen
from tui_reader.domain.journal import Change
from tui_reader.domain.papers import AnnounceType, Paper
from tui_reader.domain.rows import FacetValue
from tui_reader.ui.papers.pane import PapersPane
from tui_reader.wiring import Launch, Program

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
TYPES = tuple(AnnounceType)
STATES = ("inbox", "kept", "later", "skipped", "none")
DECISIONS = {0: "kept", 1: "later", 2: "skipped"}
Item = dict[str, Any]


def varied(papers: Iterator[Paper]) -> Iterator[Paper]:
    """The papers with every announce type."""
    for number, paper in enumerate(papers):
        yield replace(paper, announce_type=TYPES[number * 5 // 3 % 4])


def fill(program: Program, papers: Iterator[Paper]) -> None:
    """Store papers, decide on three in ten, tag one in fifty, and bring a new version of some."""
    library, number = program.library, 0
    changes: list[Change] = []
    revised: list[Paper] = []
    while chunk := list(islice(papers, 2000)):
        asked = [p for n, p in enumerate(chunk, number) if n % 11]
        rest = [p for n, p in enumerate(chunk, number) if not n % 11]
        library.papers.store(asked, Seen("arxiv", "announcement", "", None, NOW, inbox=True))
        library.papers.store(rest, Seen("arxiv", "search", "", None, NOW))
        for n, paper in enumerate(chunk, number):
            if decision := DECISIONS.get(n * 7 % 10):
                changes.append(Change(paper.key, "state", decision, version=1))
                if decision == "kept" and n % 9 == 0:
                    revised.append(replace(paper, version=2, abstract=paper.abstract + " Revised.",
                                           announce_type=AnnounceType.REPLACE, announced_on=NOW.date()))  # fmt: skip
            if n % 50 == 0:
                changes.append(Change(paper.key, "tag:to read", True))
        number += len(chunk)
    program.journal.append(changes, NOW - timedelta(hours=1))
    program.writer.submit(lambda writer: writer.journal.fold_new(program.journal)).result()
    library.papers.store(revised, Seen("arxiv", "announcement", "", None, NOW, inbox=True))


def listed(home: Path, query: str) -> list[Item]:
    """What the command line prints."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        code = command_line(["--home", str(home), "list", "papers", query, "--json"])
    if code:
        raise SystemExit(f"list papers {query!r} ended with {code}")
    items: list[Item] = json.loads(out.getvalue())
    return items


def shown(program: Program, chosen: str) -> list[str]:
    """The keys of the papers pane with a filter, in its order."""
    pane = PapersPane(program)
    pane.state.filter = chosen
    source = pane.load()
    read = pane.loader()
    if read is not None:
        source = pane.take(read(program.library))
    ids = [source.id_at(i) for i in range(len(source))]
    keys = []
    for start in range(0, len(ids), 1000):
        keys += [row.key for row in source.rows(ids[start : start + 1000]) if row is not None]
    return keys


def in_inbox(item: Item, updated: set[str]) -> bool:
    """Whether a paper asks for a look."""
    return item["state"] == "inbox" or item["key"] in updated


def questions(items: list[Item], days: int) -> Iterator[tuple[str, dict[str, str]]]:
    """Queries, with what each of their terms means for the fields of the JSON."""
    categories = sorted({c for item in items for c in item["categories"]})
    for category in categories:
        yield f"cat:{category}", {"category": category}
        yield f"primary:{category}", {"primary": category}
        for state in STATES:
            yield f"cat:{category} is:{state}", {"category": category, "state": state}
        for kind in TYPES:
            yield f"cat:{category} is:{kind.value}", {"category": category, "type": kind.value}
    for state in STATES:
        yield f"is:{state}", {"state": state}
        for kind in TYPES:
            yield f"is:{kind.value} is:{state}", {"type": kind.value, "state": state}
    for kind in TYPES:
        yield f"is:{kind.value}", {"type": kind.value}
    for day in sorted({item["announced"] for item in items if item["announced"]})[-days:]:
        yield f"since:{day} until:{day}", {"day": day}
        yield f"since:{day} until:{day} is:inbox", {"day": day, "state": "inbox"}


def holds(item: Item, wanted: dict[str, str], dates: dict[str, str], updated: set[str]) -> bool:
    """Whether a paper answers to all terms."""
    state = wanted.get("state")
    return (
        wanted.get("category", item["primary_category"]) in {item["primary_category"], *item["categories"]}
        and wanted.get("primary", item["primary_category"]) == item["primary_category"]
        and wanted.get("type", item["announce_type"]) == item["announce_type"]
        and wanted.get("day", dates[item["key"]]) == dates[item["key"]]
        and (state is None or (in_inbox(item, updated) if state == "inbox" else item["state"] == state))
    )


def check(home: Path, program: Program, days: int) -> int:
    """Ask everything; the number of differences."""
    items = listed(home, "")
    updated = {item["key"] for item in listed(home, "is:updated")}
    rows = program.library.lists.rows(program.library.lists.ids(PapersPane(program).query("kind:paper")))
    dates = {row.key: row.date.date().isoformat() if row.date else "" for row in rows}
    print(f"{len(items):,} papers, {len(updated):,} of them kept and with a new version")
    asked = wrong = 0
    spent = {"command line": 0.0, "screen": 0.0}
    for query, wanted in questions(items, days):
        asked += 1
        names_state = "state" in wanted
        expected = {item["key"] for item in items if holds(item, wanted, dates, updated)}
        began = time.perf_counter()
        told = [item["key"] for item in listed(home, query)]
        spent["command line"] += time.perf_counter() - began
        began = time.perf_counter()
        seen = shown(program, query if names_state else f"{query} is:any")
        spent["screen"] += time.perf_counter() - began
        if told != seen or set(told) != expected or len(told) != len(expected):
            wrong += 1
            print(f"{query}: command line {len(told)}, screen {len(seen)}, expected {len(expected)}")
    print(f"{asked} queries, {wrong} differ; " + ", ".join(f"{name} {s:.1f} s" for name, s in spent.items()))
    return wrong + check_counts(program)


def check_counts(program: Program) -> int:
    """Whether each count beside a filter is what choosing it shows; the number that is not."""
    from tui_reader.ui.filters import chosen

    wrong = asked = 0
    for present in ("", "is:kept", "cat:cs.LG", "is:new cat:cs.CL", "is:any", 'tag:"to read"'):
        pane = PapersPane(program)
        pane.state.filter = present
        began = time.perf_counter()
        offered: list[tuple[str, list[FacetValue]]] = pane.values_for_filter(program.library)
        print(f"counts beside the filters of {present or 'the inbox'!r}: {(time.perf_counter() - began) * 1000:.0f} ms")
        for _, values in offered:
            for value in values:
                if value.query in present:
                    continue
                asked += 1
                found = len(shown(program, chosen(present, value.query)))
                if found != value.count:
                    wrong += 1
                    print(f"{present} + {value.query}: counted {value.count}, shown {found}")
    print(f"{asked} counts, {wrong} differ")
    return wrong


def main() -> int:
    """Fill and check."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("home", type=Path)
    parser.add_argument("--gen", type=Path, required=True)
    parser.add_argument("--papers", type=int, default=100_000)
    parser.add_argument("--days", type=int, default=60, help="how many days are asked for one by one")
    options = parser.parse_args()
    program = Program(Launch(home=options.home, offline=True), {}, lambda: NOW)
    try:
        if not program.library.lists.max_id():
            fill(program, varied(made_papers(generator(options.gen), options.papers)))
        return 1 if check(options.home, program, options.days) else 0
    finally:
        program.close()


if __name__ == "__main__":
    sys.exit(main())
