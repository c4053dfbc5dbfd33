"""Programs of different versions share a folder: each understands a set of fields, and passes over the others."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui_reader.domain.feeds import Entry
from tui_reader.domain.items import Kind
from tui_reader.domain.journal import FIELDS, Change, JournalLine
from tui_reader.storage.journal import Journal
from tui_reader.storage.journal_lines import line_bytes, parse_line
from tui_reader.storage.library import Library
from tui_reader.storage.new_items import NewItem

NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)
OLD = FIELDS - {"note"}
NEW = FIELDS | {"view:"}
VIEW = Change("view", "view:mine", {"query": ["cat:cs.SD", 1, None]})


@pytest.fixture
def key(library: Library) -> str:
    return library.entries.store("lab", [Entry("A", "https://x.example/a", "g")], NOW).keys[0]


def here(folder: Path, fields: frozenset[str], name: str = "here") -> Journal:
    return Journal(folder, name, fields=fields)


def note_of(library: Library, key: str) -> str:
    detail = library.entries.get(key)
    assert detail is not None
    return detail.note


def numbers(journal: Journal) -> list[int]:
    return [line.number for _, _, line in journal.read({}) if line is not None]


def test_what_an_older_program_passed_over_is_read_once_a_newer_one_knows_it(
    library: Library, key: str, tmp_path: Path
) -> None:
    newer, older = here(tmp_path / "j", FIELDS), here(tmp_path / "j", OLD)
    newer.append([Change(key, "note", "look"), Change(key, "read", True)], NOW)
    assert library.journal.fold_new(older) == 1
    assert (note_of(library, key), library.items.row(key).read) == ("", True)  # type: ignore[union-attr]
    assert library.journal.fold_new(older) == 0
    assert library.journal.fold_new(newer) == 1
    assert note_of(library, key) == "look"
    assert library.journal.fold_new(newer) == 0


def test_a_line_that_came_while_an_older_program_was_used_again_is_not_lost(
    library: Library, key: str, tmp_path: Path
) -> None:
    newer, older = here(tmp_path / "j", FIELDS), here(tmp_path / "j", OLD)
    library.journal.fold_new(newer)
    newer.append([Change(key, "note", "look")], NOW)
    library.journal.fold_new(older)
    library.journal.fold_new(newer)
    assert note_of(library, key) == "look"


def test_an_unknown_line_survives_and_its_number_is_not_given_again(library: Library, tmp_path: Path) -> None:
    newer = here(tmp_path / "j", NEW)
    newer.append([VIEW, VIEW], NOW)
    older = here(tmp_path / "j", FIELDS)
    assert older.append([Change("a:1", "read", True)], NOW).batch == "here:3"
    assert newer.append([VIEW], NOW).batch == "here:4"
    assert numbers(older) == numbers(newer) == [1, 2, 3, 4]
    found = [line.change for _, _, line in newer.read({}) if line is not None]
    assert [change.value for change in found if change is not None and change.field == "view:mine"] == [VIEW.value] * 3


def test_numbers_go_on_though_the_file_was_put_back_as_it_was(library: Library, key: str, tmp_path: Path) -> None:
    journal = Journal(tmp_path / "j", "here", library.journal.folded)
    journal.append([Change(key, "read", True)], NOW)
    before = journal._path.read_bytes()
    journal.append([Change(key, "note", "a"), Change(key, "note", "b")], NOW)
    library.journal.fold_new(journal)
    journal._path.write_bytes(before)
    assert journal.append([Change(key, "read", False)], NOW).batch == "here:4"
    later = Journal(tmp_path / "j", "here", library.journal.folded)
    assert later.append([Change(key, "read", False)], NOW).batch == "here:5"


def test_undo_takes_back_a_batch_in_which_a_field_is_not_known(library: Library, key: str, tmp_path: Path) -> None:
    newer, older = here(tmp_path / "j", FIELDS), here(tmp_path / "j", OLD)
    newer.append([Change("b:1", "note", "x"), Change(key, "read", True), Change("b:2", "note", "y")], NOW)
    library.journal.fold_new(older)
    done = older.undo(NOW)
    assert done is not None
    assert done.items == ("b:1", key, "b:2")
    library.journal.fold_new(older)
    assert library.items.row(key).read is False  # type: ignore[union-attr]
    again = older.redo(NOW)
    assert again is not None
    assert again.items == done.items


def test_undo_takes_back_a_batch_of_which_nothing_is_known(library: Library, key: str, tmp_path: Path) -> None:
    newer, older = here(tmp_path / "j", FIELDS), here(tmp_path / "j", OLD)
    newer.append([Change(key, "read", True)], NOW)
    newer.append([Change(key, "note", "x")], NOW)
    assert [done.batch if done else "" for done in (older.undo(NOW), older.undo(NOW))] == ["here:2", "here:1"]
    library.journal.fold_new(newer)
    assert note_of(library, key) == ""


FAR = datetime(8000, 1, 1, tzinfo=UTC)


def far_line(journal: Journal, change: Change) -> None:
    journal._folder.mkdir(parents=True, exist_ok=True)
    with journal._path.open("ab") as file:
        file.write(line_bytes(JournalLine(journal._name, 1, FAR, f"{journal._name}:1", change)))


@pytest.mark.parametrize("field", ["read", "view:mine"])
def test_a_later_decision_wins_over_a_line_of_the_far_future_on_every_machine(
    library: Library, key: str, tmp_path: Path, field: str
) -> None:
    wrong = here(tmp_path / "j", FIELDS, "wrong")
    far_line(wrong, Change(key, field, True))
    with wrong._path.open("ab") as file:  # far from the end of its file
        for number in range(2, 1500):
            line = JournalLine("wrong", number, NOW, f"wrong:{number}", Change(f"x:{number}", "note", "n" * 50))
            file.write(line_bytes(line))
    library.journal.fold_new(wrong)
    own = Journal(tmp_path / "j", "here", library.journal.folded)
    own.append([Change(key, "read", False)], NOW)
    other = Library.open(tmp_path / "other" / "library.db", state_dir=tmp_path)
    other.entries.store("lab", [Entry("A", "https://x.example/a", "g")], NOW)
    other.journal.fold_new(own)
    there = Journal(tmp_path / "j", "there", other.journal.folded)
    library.journal.fold_new(own)
    assert [one.items.row(key).read for one in (library, other)] == [False, False]  # type: ignore[union-attr]
    there.append([Change(key, "read", True)], NOW)
    for one in (library, other):
        one.journal.fold_new(own)
    assert [one.items.row(key).read for one in (library, other)] == [True, True]  # type: ignore[union-attr]
    ats = [line.at for _, _, line in own.read({}) if line is not None and line.name in ("here", "there")]
    assert FAR < ats[0] < ats[1]
    other.close()


def test_a_line_that_came_after_the_fold_is_later_than_nothing_decided_since(library: Library, tmp_path: Path) -> None:
    own = Journal(tmp_path / "j", "here", library.journal.folded)
    own.append([Change("a:1", "read", True)], NOW)
    library.journal.fold_new(own)
    far_line(here(tmp_path / "j", FIELDS, "wrong"), Change("a:1", "read", True))
    fresh = Journal(tmp_path / "j", "here", library.journal.folded)
    fresh.append([Change("a:1", "read", False)], NOW)
    *_, (_, _, mine) = [found for found in fresh.read({}) if found[0] == "here.jsonl"]
    assert mine is not None
    assert mine.at > FAR


class Files:
    """Lines in the files of several machines, as some version reads them."""

    def __init__(self, files: Mapping[str, Sequence[bytes]], fields: frozenset[str]) -> None:
        self.files = files
        self.fields = fields

    def read(self, offsets: Mapping[str, int]) -> Iterator[tuple[str, int, JournalLine | None]]:
        for name, lines in self.files.items():
            for end, data in enumerate(lines, 1):
                if end > offsets.get(name, 0):
                    yield name, end, parse_line(data, self.fields)


KEYS = ["url:1", "url:2"]
changes = st.builds(
    Change,
    st.sampled_from(KEYS),
    st.sampled_from(["read", "note", "tag:x", "view:v"]),
    st.sampled_from([True, False, "a", "b", None]),
)


@st.composite
def machines(draw: st.DrawFn) -> dict[str, list[bytes]]:
    files: dict[str, list[bytes]] = {}
    for name in ("one", "two"):
        lines: list[bytes] = []
        for number in range(1, draw(st.integers(0, 6)) + 1):
            at = NOW + timedelta(seconds=draw(st.integers(0, 5)))
            if draw(st.booleans()):
                target = f"{draw(st.sampled_from(['one', 'two']))}:{draw(st.integers(1, 6))}"
                line = JournalLine(name, number, at, undo=target)
            else:
                line = JournalLine(name, number, at, f"{name}:{number}", draw(changes))
            lines.append(line_bytes(line))
        files[name] = lines
    return files


def state(library: Library) -> list[object]:
    db = library._db
    return [
        db.all("SELECT read, tags, has_note FROM items ORDER BY key"),
        db.all("SELECT text FROM notes ORDER BY id"),
        db.all("SELECT item, field, at, name, number, value FROM actions ORDER BY 1, 2, 3, 4, 5, 6"),
    ]


@pytest.fixture(scope="module")
def one_library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    library = Library.open(tmp_path_factory.mktemp("merge") / "library.db", state_dir=tmp_path_factory.mktemp("state"))
    with library._db.transaction():
        for item in KEYS:
            library._writing.add(NewItem(item, Kind.ENTRY, item))
    yield library
    library.close()


def emptied(library: Library) -> Library:
    for table in ("actions", "turns", "journal_files", "meta", "notes", "item_tags"):
        library._db.run(f"DELETE FROM {table}")
    library._db.run("UPDATE items SET read = 0, tags = '', has_note = 0")
    return library


@given(machines(), st.data())
@settings(max_examples=60, deadline=None)
def test_merging_is_the_same_in_any_order_and_by_whichever_versions_it_went(
    one_library: Library, files: dict[str, list[bytes]], data: st.DataObject
) -> None:
    library = emptied(one_library)
    library.journal.fold_new(Files(files, NEW))
    at_once = state(library)
    emptied(library)
    grown: dict[str, list[bytes]] = {name: [] for name in data.draw(st.permutations(list(files)))}
    while any(len(grown[name]) < len(files[name]) for name in files):
        name = data.draw(st.sampled_from([n for n in files if len(grown[n]) < len(files[n])]))
        grown[name] = files[name][: len(grown[name]) + 1]
        library.journal.fold_new(Files(grown, data.draw(st.sampled_from([OLD, FIELDS, NEW]))))
    library.journal.fold_new(Files(grown, NEW))
    assert state(library) == at_once


def test_a_value_may_be_any_json_for_what_is_no_item() -> None:
    told = {"v": 1, "id": "a:1", "at": "2026-01-01T00:00:00Z", "item": "feed", "field": "feed:https://x.example",
            "value": {"title": "Renamed", "group": "Moved"}}  # fmt: skip
    line = parse_line(json.dumps(told).encode())
    assert line is not None
    assert line.change == Change("feed", "feed:https://x.example", {"title": "Renamed", "group": "Moved"})


def test_a_feed_renamed_by_a_newer_program_has_its_new_name(library: Library) -> None:
    change = Change("feed", "feed:https://x.example", {"title": "Renamed", "group": "Moved"})
    library.journal.fold([JournalLine("a", 1, NOW, "a:1", change)])
    (feed,) = library.journal.feed_changes()
    assert (feed.title, feed.group, feed.removed) == ("Renamed", "Moved", False)
