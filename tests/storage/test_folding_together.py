"""Two programs that take the journal in at once do the work once, and never go back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from tui_reader.domain.feeds import Entry
from tui_reader.domain.items import url_key
from tui_reader.domain.journal import FIELDS, Change, JournalLine, JsonValue
from tui_reader.domain.query import EVERYTHING
from tui_reader.storage.db import Db
from tui_reader.storage.folding import JournalFold
from tui_reader.storage.journal import Journal
from tui_reader.storage.library import Library

_SAID: tuple[list[tuple[str, JsonValue]], ...] = (
    [("state", "kept"), ("read", True)],
    [("read", True)],
    [("tag:later", True), ("note", "a note")],
)
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


def test_a_long_journal_adds_up_to_the_same_however_it_is_read(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal", "here")
    for number in range(40):
        keys = [f"https://x.example/{number * 50 + n}" for n in range(50)]
        changes = [Change(url_key(key), field, value) for key in keys for field, value in _SAID[number % 3]]
        journal.append(changes, NOW)
        if number % 5 == 0:
            journal.undo(NOW)
        if number % 10 == 0:
            journal.redo(NOW)
    (tmp_path / "journal" / "other.jsonl").write_text("no line\n")
    found = []
    for name, largest in (("long", 500), ("steps", 32_000)):
        library = Library.open(tmp_path / name / "library.db", state_dir=tmp_path / name)
        entries = [Entry(f"Title {n}", f"https://x.example/{n}", f"g{n}") for n in range(0, 2000, 7)]
        library.entries.store("lab", entries, NOW)
        told: list[int] = []
        db = Db(tmp_path / name / "library.db")
        new = JournalFold(db, largest).fold_new(journal, told.append)
        db.close()
        assert bool(told) == (name == "long")
        rows = library.lists.rows(list(library.lists.ids(EVERYTHING)))
        marks = [(r.key, r.state, r.read, r.tags, r.has_note) for r in rows]
        found.append((new, marks, library.journal.folded()))
        assert library.journal.fold_new(journal) == 0
        library.close()
    assert found[0] == found[1]
    assert any(read for _, _, read, _, _ in found[0][1])
