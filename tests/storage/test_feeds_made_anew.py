"""Feeds whose makers change ids, addresses, titles and dates: nothing comes back unread, nothing is hidden."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from tui_reader.domain.feeds import Entry
from tui_reader.domain.issues import Issue, SourcedLink
from tui_reader.domain.query import EVERYTHING
from tui_reader.storage.db import Db
from tui_reader.storage.library import Library
from tui_reader.storage.migrations import MIGRATIONS
from tui_reader.storage.schema import prepare
from tui_reader.storage.sort_keys import base_place, seconds_of

DAY = datetime(2026, 11, 19, 12, tzinfo=UTC)
POST = Entry("Introducing the small model", "https://lab.example/news/small/", "https://lab.example/news/small/", "",
             DAY)  # fmt: skip


def later(now: datetime, days: int) -> datetime:
    return now + timedelta(days=days)


@pytest.mark.parametrize(
    "changes",
    [
        {"guid": POST.guid.rstrip("/"), "url": POST.url.rstrip("/"), "published": None},
        {"guid": "5f3a", "title": "Introducing the new small model", "published": DAY - timedelta(days=40)},
        {"guid": "5f3a", "title": "Something else", "published": DAY + timedelta(hours=2)},
        {"guid": "", "title": "Introducing a small model 14:05", "published": None},
        {"guid": "5f3a", "url": "https://www.lab.example/news/small?utm_source=x", "published": None},
    ],
)
def test_a_feed_made_anew_brings_the_same_entry(library: Library, now: datetime, changes: dict[str, object]) -> None:
    (key,) = library.entries.store("lab", [POST], now).keys
    again = library.entries.store("lab", [replace(POST, **changes)], later(now, 1))
    assert (again.keys, again.new) == ((key,), ())


def test_what_stands_there_besides_is_another_entry(library: Library, now: datetime) -> None:
    (key,) = library.entries.store("lab", [POST], now).keys
    other = replace(POST, guid="other", title="Introducing the new small model")
    assert len(library.entries.store("lab", [other, POST], now).new) == 1
    # From now on the address tells nothing, though both ids leave the feed.
    third = replace(POST, guid="third")
    assert library.entries.store("lab", [third], later(now, 1)).new
    assert library.items.row(key) is not None


def test_another_title_on_another_day_at_one_address_is_another_entry(library: Library, now: datetime) -> None:
    library.entries.store("lab", [POST], now)
    weekly = replace(POST, guid="2", title="What happened this week", published=DAY + timedelta(days=1))
    assert library.entries.store("lab", [weekly], later(now, 1)).new
    note = Entry("Note 12", "https://notes.example/", "12", published=DAY)
    library.entries.store("notes", [note], now)
    follows = replace(note, title="Note 13", guid="13", published=DAY + timedelta(days=1))
    assert library.entries.store("notes", [follows], later(now, 1)).new


def test_an_address_an_entry_once_had_is_remembered_for_its_feed(library: Library, now: datetime) -> None:
    (key,) = library.entries.store("lab", [POST], now).keys
    moved = replace(POST, url="https://lab.example/posts/small")
    library.entries.store("lab", [moved], now)
    assert library.entries.store("lab", [replace(moved, guid="5f3a")], later(now, 1)).keys == (key,)
    assert library.entries.store("lab", [replace(POST, guid="77aa")], later(now, 2)).keys == (key,)


def test_an_entry_that_stands_twice_in_its_own_feed_is_one(library: Library, now: datetime) -> None:
    (key,) = library.entries.store("lab", [POST], now).keys
    twins = [replace(POST, guid="a1"), replace(POST, guid="b2", url=POST.url.rstrip("/"))]
    again = library.entries.store("lab", twins, later(now, 1))
    assert (set(again.keys), again.new) == ({key}, ())
    beside = library.entries.store("lab", [POST, *twins, replace(POST, guid="c3")], later(now, 2))
    assert (set(beside.keys), beside.new) == ({key}, ())


def test_no_entry_is_dated_after_it_was_first_seen(library: Library, now: datetime) -> None:
    ahead = replace(POST, published=now + timedelta(hours=5))
    (key,) = library.entries.store("lab", [ahead], now).keys
    assert row_date(library, key) == now
    library.entries.store("lab", [replace(ahead, published=later(now, 2))], later(now, 3))
    assert row_date(library, key) == now
    library.entries.store("lab", [replace(ahead, published=DAY)], later(now, 3))
    assert row_date(library, key) == DAY


def test_an_entry_without_a_date_is_from_when_it_was_first_seen(library: Library, now: datetime) -> None:
    undated = replace(POST, published=None)
    library.entries.store("lab", [undated], now)
    second = replace(undated, guid="2", url="https://lab.example/2", title="Second")
    library.entries.store("lab", [second, undated], later(now, 1))
    dated = replace(undated, guid="3", url="https://lab.example/3", title="Third", published=now + timedelta(hours=1))
    library.entries.store("lab", [dated, second, undated], later(now, 2))
    rows = library.lists.rows(library.lists.ids(EVERYTHING))
    assert [(r.title, r.date) for r in rows] == [
        ("Second", later(now, 1)), ("Third", now + timedelta(hours=1)), (POST.title, now),
    ]  # fmt: skip


def test_a_date_that_its_source_keeps_changing_tells_nothing(library: Library, now: datetime) -> None:
    (key,) = library.entries.store("lab", [POST], now).keys
    dates = []
    for hours in (1, 2, 3, 4):
        library.entries.store("lab", [replace(POST, published=DAY - timedelta(hours=hours))], later(now, hours))
        dates.append(row_date(library, key))
    assert dates == [DAY - timedelta(hours=1), DAY - timedelta(hours=2), now, now]


def test_the_day_of_an_issue_is_not_touched(library: Library, now: datetime) -> None:
    tomorrow = now.date() + timedelta(days=1)
    link = SourcedLink("Lab", "A link of tomorrow", "https://lab.example/tomorrow")
    issue, named = library.issues.store(Issue(tomorrow, "An issue", labs=(link,)), "issues", now).keys
    assert [r.date.date() for k in (issue, named) if (r := library.items.row(k)) and r.date] == [tomorrow, tomorrow]


def test_one_post_at_two_paths_of_a_host_is_one_story(library: Library, now: datetime) -> None:
    title = "Tracing the thoughts of a large language model"
    posts = [Entry(title, f"https://lab.example/{path}/tracing-thoughts", path, published=DAY - timedelta(hours=h))
             for path, h in (("news", 0), ("research", 14))]  # fmt: skip
    for post in (*posts, replace(posts[0], url="https://lab.example/news/tracing-part-two", guid="two")):
        library.entries.store(post.guid, [post], now)
    ids = list(library.lists.ids(EVERYTHING))
    stories = library.lists.stories()
    together = [library.lists.rows([i])[0].url.rpartition("/")[2] for i in ids if i in stories]
    assert together == ["tracing-thoughts", "tracing-thoughts"]


def test_a_library_of_before_keeps_its_dates_but_those_in_the_future(tmp_path: Path) -> None:
    path, now = tmp_path / "library.db", datetime.now(UTC).replace(microsecond=0)
    db = Db(path)
    before = next(number for number, script in enumerate(MIGRATIONS) if "entry_addresses" in script)
    prepare(db, tmp_path, MIGRATIONS[:before])
    for number, day in enumerate((now + timedelta(days=400), DAY, None)):
        seconds = seconds_of(day)
        db.run(
            "INSERT INTO items(id, key, kind, place, title, url, source, date) VALUES(?,?,'entry',?,?,?,'lab',?)",
            (number + 1, f"url:{number}", base_place(seconds), POST.title, f"https://lab.example/{number}/", seconds),
        )
        db.run("INSERT INTO entries VALUES(?,'',?,NULL,'','','','')", (number + 1, seconds))
        db.run("INSERT INTO identities VALUES('lab',?,?,0)", (number, number + 1))
        db.run("INSERT INTO sightings(id, source, kind, seen_on) VALUES(?,'lab','feed','2026-03-02')", (number + 1,))
    db.run("INSERT INTO search(search) VALUES('rebuild')")
    db.close()
    told: list[str] = []
    library = Library.open(path, state_dir=tmp_path, tell=told.append)
    moved, *kept = [row_date(library, f"url:{number}") for number in range(3)]
    assert isinstance(moved, datetime)
    assert abs(moved - now) < timedelta(minutes=5)
    # What had none is of the day on which it was first seen anywhere.
    assert kept == [DAY, datetime(2026, 3, 2, tzinfo=UTC)]
    assert "1 entry with a date in the future" in library.notice
    assert "1 item without a date" in library.notice
    assert told == ["Dates in the future: 1 put at today", "Items without a date: 1 of 1 dated", ""]
    # It was seen before, so nothing makes it newer than it was; and its feed's addresses are remembered.
    anew = replace(POST, guid="anew", url="https://lab.example/1", published=now - timedelta(hours=1))
    assert library.entries.store("lab", [anew], now).keys == ("url:1",)
    assert row_date(library, "url:1") == DAY
    assert not [c for c in library.health.check() if c.status != "ok"]
    library.close()


def row_date(library: Library, key: str) -> datetime | date | None:
    row = library.items.row(key)
    assert row is not None
    return row.date
