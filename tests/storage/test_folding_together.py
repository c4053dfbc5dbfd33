"""Two programs that take the journal in at once do the work once, and never go back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from tui_reader.domain.journal import FIELDS, Change, JournalLine
from tui_reader.storage.journal import Journal
from tui_reader.storage.library import Library

NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)


class Interrupted:
    """A journal whose reader is overtaken by another program after its first step."""

    def __init__(self, journal: Journal, other: Library) -> None:
        self.journal = journal
        self.other = other

    fields = FIELDS

    def read(self, offsets: Mapping[str, int]) -> Iterator[tuple[str, int, JournalLine | None]]:
        for number, line in enumerate(self.journal.read(offsets)):
            if number == 600:
                assert self.other.journal.fold_new(self.journal) == 1000
            yield line


def test_lines_that_another_program_took_meanwhile_are_left_out(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal", "here")
    journal.append([Change(f"url:{n}", "read", True) for n in range(1500)], NOW)
    one = Library.open(tmp_path / "library.db", state_dir=tmp_path)
    other = one.clone()
    assert one.journal.fold_new(Interrupted(journal, other)) == 500
    assert one.journal.fold_new(journal) == 0
    journal.append([Change("url:1", "read", False)], NOW)
    assert other.journal.fold_new(journal) == 1
    assert one.journal.fold_new(journal) == 0
    for library in (one, other):
        library.close()
