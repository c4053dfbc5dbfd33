from __future__ import annotations

import json
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tui_reader.domain.feeds import Entry
from tui_reader.domain.items import Seen, State
from tui_reader.domain.journal import Change, FeedChange, JournalLine, JsonValue
from tui_reader.domain.papers import Paper
from tui_reader.domain.query import EVERYTHING, Field
from tui_reader.domain.rows import Row
from tui_reader.storage.journal import Journal
from tui_reader.storage.library import Library

AT = datetime(2026, 11, 20, 8, tzinfo=UTC)
KEYS = ["arxiv:2606.00001", "arxiv:2606.00002"]


def fill(library: Library) -> None:
    papers = [Paper(f"Paper {k}", k.removeprefix("arxiv:")) for k in KEYS]
    library.papers.store(papers, Seen("arxiv", "announcement", "", None, AT, inbox=True))


def change(key: str, field: str, value: JsonValue, number: int = 1, name: str = "here") -> JournalLine:
    at = AT + timedelta(seconds=number)
    return JournalLine(name, number, at, f"{name}:{number}", Change(key, field, value))


def row(library: Library, key: str = KEYS[0]) -> Row:
    found = library.items.row(key)
    assert found is not None
    return found


def test_marks_are_what_the_last_lines_say(library: Library) -> None:
    fill(library)
    library.journal.fold(
        [
            change(KEYS[0], "state", "kept", 1),
            change(KEYS[0], "read", True, 2),
            change(KEYS[0], "tag:to read", True, 3),
            change(KEYS[0], "tag:old", True, 4),
            change(KEYS[0], "tag:old", False, 5),
            change(KEYS[0], "note", "look at §3", 6),
            change(KEYS[0], "state", "later", 7),
            change(KEYS[0], "state", "nonsense", 8),
        ]
    )
    found = row(library)
    assert (found.state, found.read, found.tags, found.has_note) == (State.LATER, True, ("to read",), True)
    detail = library.papers.get(KEYS[0])
    assert detail is not None
    assert detail.note == "look at §3"
    assert [(v.value, v.count) for v in library.facets.values(Field("kind", "paper"), "tag")] == [("to read", 1)]
    assert library.lists.count(Field("tag", "TO READ")) == 1


def test_clearing_gives_back_what_the_item_began_as(library: Library) -> None:
    fill(library)
    library.entries.store("lab", [Entry("A", "https://x.example/a", "g")], AT)
    (entry,) = library.lists.rows(library.lists.ids(Field("kind", "entry")))
    for number, value in enumerate(("none", "inbox"), 1):
        for key in (KEYS[0], entry.key):
            library.journal.fold(
                [change(key, "state", "skipped", number * 10), change(key, "state", value, number * 10 + 1)]
            )
        assert row(library).state is State.INBOX
        assert row(library, entry.key).state is State.NONE


def test_a_mark_waits_for_an_item_that_is_not_there_yet(library: Library) -> None:
    library.journal.fold([change(KEYS[1], "state", "starred")])
    fill(library)
    assert row(library, KEYS[1]).state is State.KEPT
    assert library.lists.counts(AT.date()).decided_today == 1
    assert library.lists.counts(AT.date() + timedelta(days=1)).decided_today == 0


def test_undo_and_redo_reach_the_library_through_the_files(library: Library, journal: Journal) -> None:
    fill(library)
    journal.append([Change(k, "state", "skipped") for k in KEYS], AT)
    assert library.journal.fold_new(journal) == 2
    assert library.lists.count(Field("is", "skipped")) == 2
    journal.undo(AT)
    assert library.journal.fold_new(journal) == 1
    assert library.lists.count(Field("is", "skipped")) == 0
    journal.redo(AT)
    library.journal.fold_new(journal)
    assert library.lists.count(Field("is", "skipped")) == 2
    assert library.journal.fold_new(journal) == 0


def test_lines_that_cannot_be_read_are_counted_and_told(tmp_path: Path, journal: Journal) -> None:
    library = Library.open(tmp_path / "data" / "library.db", state_dir=tmp_path)
    journal.append([Change(KEYS[0], "read", True)], AT)
    with journal._path.open("ab") as file:
        file.write(b"garbage\n")
    assert library.journal.fold_new(journal) == 1
    assert library.journal.fold_new(journal) == 0
    (check,) = [c for c in library.health.check() if c.name == "journal"]
    assert (check.status, check.message[:2]) == ("warning", "1 ")
    library.close()


def test_halves_of_surrogate_pairs_in_a_journal_do_no_harm(library: Library, journal: Journal) -> None:
    journal._folder.mkdir(parents=True)
    line = {"v": 1, "id": "x:1", "at": "2026-01-01T00:00:00Z", "item": "a\ud800", "field": "note", "value": "\udfff"}
    (journal._folder / "x.jsonl").write_text(json.dumps(line) + "\n")
    assert library.journal.fold_new(journal) == 1


def test_feeds_added_and_removed_stand_in_the_order_of_their_last_change(library: Library) -> None:
    told = json.dumps({"title": "One", "group": "G/H"})
    library.journal.fold(
        [
            change("feed", "feed:https://one.example", told, 1),
            change("feed", "feed:https://two.example", None, 2),
            change("feed", "feed:https://three.example", "[not what it should be", 3),
            change("feed", "feed:https://two.example", told, 4),
            change("feed", "feed:https://one.example", None, 5),
            JournalLine("here", 6, AT + timedelta(minutes=1), undo="here:5"),
        ]
    )
    assert library.journal.feed_changes() == [
        FeedChange("https://one.example", "One", "G/H"),
        FeedChange("https://three.example"),
        FeedChange("https://two.example", "One", "G/H"),
    ]


MARKS: list[tuple[str, JsonValue]] = [
    ("state", "kept"), ("state", "none"), ("read", True), ("read", False), ("tag:x", True),
]  # fmt: skip


@st.composite
def journals(draw: st.DrawFn) -> list[JournalLine]:
    """Lines of two machines, undo and redo among them; times may be equal, and one number may be given twice."""
    lines = []
    for number in range(1, draw(st.integers(1, 14)) + 1):
        name = draw(st.sampled_from(["here", "there"]))
        at = AT + timedelta(seconds=draw(st.integers(0, 5)))
        what = draw(st.sampled_from(["change", "change", "undo", "redo"]))
        other = f"{draw(st.sampled_from(['here', 'there']))}:{draw(st.integers(1, 9))}"
        if what == "change":
            field, value = draw(st.sampled_from(MARKS))
            batch = f"{name}:{draw(st.sampled_from([number, 1]))}"
            lines.append(JournalLine(name, draw(st.integers(1, number)), at, batch, Change(KEYS[0], field, value)))
        else:
            undo, redo = (other, "") if what == "undo" else ("", other)
            lines.append(JournalLine(name, number, at, undo=undo, redo=redo))
    return lines


def outcome(path: Path, parts: list[list[JournalLine]], item_after: int) -> list[Row]:
    library = Library.open(path / "library.db", state_dir=path)
    for number, part in enumerate(parts):
        if number == item_after:
            fill(library)
        library.journal.fold(part)
    if item_after >= len(parts):
        fill(library)
    rows = library.lists.rows(library.lists.ids(EVERYTHING))
    library.close()
    return rows


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(journals(), st.randoms(use_true_random=False), st.integers(0, 3))
def test_in_whatever_order_and_portions_lines_arrive_the_marks_are_the_same(
    tmp_path_factory: object, lines: list[JournalLine], chance: random.Random, item_after: int
) -> None:
    folders = [tmp_path_factory.mktemp("merge") for _ in range(2)]  # type: ignore[attr-defined]
    expected = outcome(folders[0], [lines], 0)
    shuffled = [*lines, *chance.sample(lines, len(lines) // 2)]
    chance.shuffle(shuffled)
    cut = chance.randrange(len(shuffled) + 1)
    assert outcome(folders[1], [shuffled[:cut], shuffled[cut:]], item_after) == expected
