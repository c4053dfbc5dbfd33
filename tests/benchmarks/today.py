"""Today on sixty days of recorded feeds, papers and leaderboards: `today.py DATA SEEDS HOME`.

DATA and SEEDS are the folders of recorded inputs. HOME is filled when it is missing, day by day with a clock of its
own: feeds, tables and issues are imported on the days in their names, papers are announced on theirs, and forty of
them are kept or skipped by their titles. Then `today` is asked for two moments as JSON, timed, and compared with what
`today_counted.py` finds in the same files, which shares no code with the program.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import re
import subprocess
import sys
import time
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

FIRST, LAST = date(2026, 3, 26), date(2026, 5, 24)
#: The days at whose evening the reader was closed.
VISITS = (date(2026, 5, 18), date(2026, 4, 20))
_DAY = re.compile(r"(20\d\d)[-.](\d\d)[-.](\d\d)")


def files_of_days(data: Path, seeds: Path) -> dict[date, list[Path]]:
    """Dated files, by their days."""
    wanted = [
        *(data / "feeds").glob("*_20*.xml"),
        *(data / "leaderboards").glob("aa_llms_*"),
        *(data / "leaderboards").glob("gso_*"),
        *(data / "leaderboards").glob("openrouter*"),
        *seeds.glob("*.semantic.html"),
    ]
    found: dict[date, list[Path]] = defaultdict(list)
    for path in sorted(wanted):
        if day := _DAY.search(path.name):
            when = date(*map(int, day.groups()))
            if FIRST <= when <= LAST:
                found[when].append(path)
    return found


def papers_of_days(data: Path) -> dict[date, list[dict[str, object]]]:
    """Recorded papers, by their days."""
    found: dict[date, list[dict[str, object]]] = defaultdict(list)
    with gzip.open(data / "ranking" / "papers.jsonl.gz", "rt", encoding="utf-8") as file:
        for line in file:
            told = json.loads(line)
            if FIRST <= (day := date.fromisoformat(told["date"])) <= LAST:
                found[day].append(told)
    return found


def fill(home: Path, data: Path, seeds: Path) -> None:
    """Live through the sixty days."""
    from tui_reader.domain.items import Seen, State
    from tui_reader.domain.journal import Change
    from tui_reader.domain.papers import AnnounceType, Author, Paper
    from tui_reader.wiring import Launch, Program

    clock = [datetime.combine(FIRST, datetime.min.time(), UTC)]
    program = Program(Launch(home=home, offline=True), {}, lambda: clock[0])
    files, papers = files_of_days(data, seeds), papers_of_days(data)
    unpacked = home / "unpacked"
    unpacked.mkdir(parents=True)
    liked = re.compile(r"speech|audio|speculative decoding", re.IGNORECASE)
    taught = 0
    for day in (FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)):
        clock[0] = datetime.combine(day, datetime.min.time(), UTC) + timedelta(hours=6)
        given = []
        for path in files.get(day, ()):
            if path.suffix == ".gz":
                given.append(unpacked / path.name.removesuffix(".gz"))
                given[-1].write_bytes(gzip.decompress(path.read_bytes()))
            else:
                given.append(path)
        for one in program.importing.files(given):
            if one.error is not None:
                print("not taken:", Path(one.path).name, one.error.message)
        seen = Seen("arxiv", "announcement", "", None, clock[0], inbox=True, include=("new",))
        stored = [
            Paper(
                str(told["title"]), arxiv_id=str(told["id"]), abstract=str(told["abstract"]),
                authors=tuple(Author(name) for name in told["authors"]),  # type: ignore[attr-defined]
                categories=tuple(told["categories"]), announced_on=day,  # type: ignore[arg-type]
                announce_type=AnnounceType.NEW, version=1,
            )
            for told in papers.get(day, ())
        ]  # fmt: skip
        if stored:
            program.library.papers.store(stored, seen)
        if day <= min(VISITS) and taught < 40:
            for number, paper in enumerate(stored):
                if liked.search(paper.title) or number % 60 == 7:
                    state = State.KEPT if liked.search(paper.title) else State.SKIPPED
                    program.journal.append([Change(paper.key, "state", state.value)], clock[0])
                    taught += 1
        program.library.journal.fold_new(program.journal)
    while program.library.features.make(250):
        pass
    for term in ("text to speech", "speculative decod*", "-survey", "anthropic"):
        program.follow_list.add(term)
    program.triage.wait()
    program.close()


def close_reader(home: Path, day: date) -> datetime:
    """Leave a mark that the reader was closed at the evening of a day."""
    from tui_reader.wiring import Launch, Program

    ended = datetime.combine(day, datetime.min.time(), UTC) + timedelta(hours=21)
    program = Program(Launch(home=home, offline=True), {})
    program.remember({"visit.ended": ended.isoformat()})
    program.close()
    return ended


def opened(home: Path) -> None:
    """Print what opening the page takes, part by part, as the reader does it: beside the screen, on a connection."""
    from tui_reader.domain.model_aliases import ModelAliases
    from tui_reader.services.today import with_comparisons, with_likeliest
    from tui_reader.wiring import Launch, Program

    program = Program(Launch(home=home, offline=True), {})
    library, now = program.library.clone(), datetime.now(UTC)
    for turn in ("first", "again"):
        begun = time.process_time()
        found = program.today(library, program.visits.ended, now)
        first = time.process_time()
        found = with_comparisons(found, library, ModelAliases({}))
        compared = time.process_time()
        with_likeliest(found, library, program.ranking)
        done = time.process_time()
        print(
            f"{turn}: all parts {(first - begun) * 1000:.0f} ms, then headlines {(compared - first) * 1000:.0f} ms, "
            f"then the likeliest {(done - compared) * 1000:.0f} ms (processor)"
        )
    program.close()


def main() -> None:
    """Fill, ask, compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("seeds", type=Path)
    parser.add_argument("home", type=Path)
    given = parser.parse_args()
    if not given.home.exists():
        fill(given.home, given.data, given.seeds)
    for day in VISITS:
        ended = close_reader(given.home, day)
        told = subprocess.run(
            [sys.executable, "-m", "tui_reader", "--home", str(given.home), "--offline", "today", "--format", "json"],
            check=True, capture_output=True, text=True, env=os.environ | {"TZ": "UTC"},
        ).stdout  # fmt: skip
        opened(given.home)
        counted = Path(__file__).with_name("today_counted.py")
        subprocess.run(
            [sys.executable, str(counted), str(given.data), str(given.seeds), str(given.home), ended.isoformat()],
            input=told, text=True, check=False,
        )  # fmt: skip


if __name__ == "__main__":
    main()
