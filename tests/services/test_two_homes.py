"""Two homes over one folder of journals, as two machines that sync it have."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tui_reader.domain.items import Seen, State
from tui_reader.domain.papers import AnnounceType, Paper
from tui_reader.domain.query import EVERYTHING
from tui_reader.wiring import Launch, Program

START = datetime(2026, 11, 20, 8, tzinfo=UTC)
PAPERS = [
    Paper(f"Paper {n}", arxiv_id=f"2611.0000{n}", abstract="Old.", announced_on=START.date(), version=1,
          announce_type=AnnounceType.NEW)
    for n in range(4)
]  # fmt: skip


class Home:
    """A home with a clock of its own."""

    def __init__(self, folder: Path, shared: Path, behind: timedelta) -> None:
        (folder / "data").mkdir(parents=True)
        (folder / "data" / "journal").symlink_to(shared, target_is_directory=True)
        self.steps = 0
        self.program = Program(Launch(home=folder, offline=True), {}, lambda: self.now)
        self._behind = behind
        self.store(PAPERS)

    @property
    def now(self) -> datetime:
        return START - self._behind + timedelta(minutes=self.steps)

    def store(self, papers: list[Paper]) -> None:
        seen = Seen("arxiv", "announcement", "", None, self.now, inbox=True, include=("new",))
        self.program.library.papers.store(papers, seen)

    def act(self, what: str, number: int) -> None:
        """One thing a user, or a sync, does."""
        triage, library = self.program.triage, self.program.library
        triage.wait()
        row = library.items.row(PAPERS[number].key)
        assert row is not None
        if what in ("kept", "later", "skipped"):
            triage.toggle([row], State(what))
        elif what == "read":
            triage.set_read([row], not row.read)
        elif what == "tag":
            triage.mark_each([(row, [("tag:x", not row.tags)])])
        elif what == "note":
            triage.note(row, f"note {self.steps}")
        elif what == "all":
            rows = library.lists.rows(library.lists.ids(EVERYTHING))
            triage.decide([r for r in rows if r.state is State.INBOX] or rows, State.SKIPPED)
        elif what == "undo":
            triage.undo()
        elif what == "redo":
            triage.redo()
        elif what == "new version":
            self.store([replace(PAPERS[number], version=2, abstract="New.", announce_type=AnnounceType.REPLACE)])
        else:
            self.program.catch_up()

    def status_bar(self) -> list[tuple[Any, ...]]:
        """The marks of all papers."""
        self.program.triage.wait()
        self.program.catch_up()
        library = self.program.library
        found = []
        for row in library.lists.rows(sorted(library.lists.ids(EVERYTHING))):
            detail = library.papers.get(row.key)
            note = detail.note if detail is not None else ""
            found.append((row.key, row.state, row.read, row.tags, note, row.is_updated))
        return found


@contextmanager
def two_homes() -> Iterator[tuple[Home, Home]]:
    with tempfile.TemporaryDirectory() as folder:
        shared = Path(folder) / "shared"
        shared.mkdir()
        one = Home(Path(folder) / "one", shared, timedelta(0))
        other = Home(Path(folder) / "other", shared, timedelta(hours=5))
        try:
            yield one, other
        finally:
            one.program.close()
            other.program.close()


STEP = st.tuples(
    st.integers(0, 1),
    st.sampled_from(
        ["kept", "later", "skipped", "read", "tag", "note", "all", "undo", "redo", "new version", "catch up"]
    ),
    st.integers(0, len(PAPERS) - 1),
)


@settings(max_examples=25, deadline=None)
@given(st.lists(STEP, max_size=25))
def test_two_homes_that_share_a_journal_folder_end_equal_whatever_the_order(steps: list[tuple[int, str, int]]) -> None:
    with two_homes() as homes:
        for number, (which, what, paper) in enumerate(steps):
            for home in homes:
                home.steps = number
            homes[which].act(what, paper)
        for home in homes:  # what one fetched the other will fetch too
            for paper in {p for _, what, p in steps if what == "new version"}:
                home.act("new version", paper)
        first = homes[0].status_bar()
        assert homes[1].status_bar() == first


def test_undo_takes_back_what_this_home_did_and_nothing_of_the_other() -> None:
    with two_homes() as (one, other):
        one.act("kept", 0)
        other.act("catch up", 0)
        other.act("skipped", 1)
        other.act("undo", 0)
        other.act("undo", 0)
        states = {key: state for key, state, *_ in one.status_bar()}
        assert states[PAPERS[0].key] is State.KEPT
        assert states[PAPERS[1].key] is State.INBOX
        assert other.status_bar() == one.status_bar()
