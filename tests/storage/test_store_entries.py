from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tui_reader.domain.feeds import Body, BodyFormat, Entry, Subscription
from tui_reader.domain.issues import Issue, SourcedLink
from tui_reader.domain.query import EVERYTHING, Field, Word
from tui_reader.domain.sources import SourceKind
from tui_reader.storage.library import Library

DAY = datetime(2026, 11, 19, 12, tzinfo=UTC)
STORY = Entry("Model released", "https://lab.example/model", "guid-1", "Ann", DAY, None, "A short summary")


def titles(library: Library) -> list[str]:
    return [r.title for r in library.lists.rows(library.lists.ids(EVERYTHING))]


def test_an_entry_is_new_once_and_then_the_same(library: Library, now: datetime) -> None:
    first = library.entries.store("lab", [STORY], now)
    again = library.entries.store("lab", [STORY], now)
    assert first.new == first.keys == again.keys
    assert not again.new
    assert not again.updated


def test_the_same_story_in_two_feeds_is_one_item_seen_twice(library: Library, now: datetime) -> None:
    tracked = replace(STORY, url="https://lab.example/model?utm_source=news", guid="other", title="Lab releases model")
    (key,) = library.entries.store("lab", [STORY], now).keys
    assert library.entries.store("news", [tracked], now).keys == (key,)
    assert [s.source for s in library.items.sightings(key)] == ["lab", "news"]
    assert titles(library) == ["Model released"]  # the first feed has the say


def test_entries_of_one_feed_that_share_a_link_stay_apart(library: Library, now: datetime) -> None:
    entries = [replace(STORY, guid=f"g{i}", title=f"Note {i}", published=DAY - timedelta(hours=i)) for i in range(5)]
    stored = library.entries.store("notes", entries, now)
    assert len(set(stored.keys)) == 5
    assert [k.split(":")[0] for k in stored.keys] == ["url", "entry", "entry", "entry", "entry"]
    assert library.entries.store("notes", entries, now).keys == stored.keys


def test_a_key_once_given_stays_when_the_link_gets_a_second_entry(library: Library, now: datetime) -> None:
    (key,) = library.entries.store("notes", [STORY], now).keys
    later = replace(STORY, guid="g2", title="Another note", published=DAY + timedelta(hours=1))
    other = library.entries.store("notes", [later, STORY], now).keys[0]
    assert other.startswith("entry:")
    assert library.entries.store("notes", [STORY], now).keys == (key,)


def test_an_entry_whose_link_changed_is_still_itself(library: Library, now: datetime) -> None:
    (key,) = library.entries.store("lab", [STORY], now).keys
    stored = library.entries.store("lab", [replace(STORY, url="https://lab.example/new-place")], now)
    assert stored.updated == (key,)
    row = library.items.row(key)
    assert row is not None
    assert row.url == "https://lab.example/new-place"


def test_an_entry_whose_feed_changes_all_ids_is_still_itself(library: Library, now: datetime) -> None:
    (key,) = library.entries.store("lab", [STORY], now).keys
    assert library.entries.store("lab", [replace(STORY, guid="renumbered")], now).keys == (key,)


def test_a_corrected_title_is_found_by_the_new_words_only(library: Library, now: datetime) -> None:
    library.entries.store("lab", [STORY], now)
    library.entries.store("lab", [replace(STORY, title="Model withdrawn")], now)
    assert library.lists.count(Word("withdrawn")) == 1
    assert library.lists.count(Word("released")) == 0


def test_an_empty_feed_wipes_nothing_and_an_empty_field_loses_nothing(library: Library, now: datetime) -> None:
    (key,) = library.entries.store("lab", [STORY], now).keys
    library.entries.store("lab", [], now)
    library.entries.store("lab", [replace(STORY, author="", summary="", published=None, title="")], now)
    detail = library.entries.get(key)
    assert detail is not None
    assert (detail.author, detail.summary, detail.published, detail.row.title) == (
        "Ann", "A short summary", DAY, "Model released",
    )  # fmt: skip


def test_a_full_text_is_not_replaced_by_a_summary(library: Library, now: datetime) -> None:
    (key,) = library.entries.store("lab", [replace(STORY, body=Body("<p>cut", is_full=False))], now).keys
    library.entries.set_body(key, Body("# Whole text", BodyFormat.MARKDOWN))
    library.entries.store("lab", [replace(STORY, title="New title", body=Body("<p>cut again", is_full=False))], now)
    detail = library.entries.get(key)
    assert detail is not None
    assert detail.body == Body("# Whole text", BodyFormat.MARKDOWN)


def test_the_words_of_a_body_are_found(library: Library, now: datetime) -> None:
    body = Body("<p>We train on <b>speech</b> with GPT-5.4 mini</p>", plain="We train on speech with GPT-5.4 mini")
    library.entries.store("lab", [replace(STORY, body=body)], now)
    assert library.lists.count(Word("speech")) == 1
    assert library.lists.count(Word("GPT-5.4")) == 1
    assert library.lists.count(Word("GPT-4.5")) == 0


def test_a_body_of_markup_without_words_is_found_by_none_of_its_markup(library: Library, now: datetime) -> None:
    library.entries.store("lab", [replace(STORY, summary="", body=Body("<img src='/speech.png'>", plain=""))], now)
    assert library.lists.count(Word("speech")) == 0


def test_an_entry_dated_in_the_future_does_not_stand_on_top_forever(library: Library, now: datetime) -> None:
    prank = replace(STORY, guid="p", url="https://lab.example/p", title="Prank", published=now + timedelta(days=900))
    library.entries.store("lab", [prank], now)
    tomorrow = now + timedelta(days=1)
    news = replace(STORY, guid="n", url="https://lab.example/n", title="News", published=tomorrow)
    library.entries.store("lab", [news, prank], tomorrow)
    assert titles(library) == ["News", "Prank"]


def test_entries_without_title_address_or_date_can_be_told_apart_in_a_list(library: Library, now: datetime) -> None:
    library.entries.store("odd", [Entry("", summary="Some words here"), Entry("", "https://odd.example/x")], now)
    assert titles(library) == ["Some words here", "https://odd.example/x"]
    assert library.entries.store("odd", [Entry("")], now).keys[0].startswith("entry:")


def test_a_link_that_an_issue_named_becomes_the_entry_a_feed_brings(library: Library, now: datetime) -> None:
    link = SourcedLink("The Lab", "Model released", STORY.url + "#utm_source=issue")
    _, key = library.issues.store(Issue(date(2026, 11, 19), "An issue", labs=(link,)), "issues", now).keys
    library.sources.upsert(Subscription("lab", "Lab news", "https://lab.example/feed", "AI Labs"), SourceKind.FEED)
    assert library.entries.store("lab", [STORY], now).keys == (key,)
    detail = library.entries.get(key)
    assert detail is not None
    assert (detail.row.source_title, detail.group, detail.summary) == ("Lab news", "AI Labs", "A short summary")
    assert library.lists.count(Field("group", "ai labs")) == 1


def test_a_link_known_by_its_title_is_the_same_item_once_its_address_is_known(library: Library, now: datetime) -> None:
    named = Issue(date(2026, 11, 19), "An issue", labs=(SourcedLink("Lab", "Model: released!", ""),))
    _, old = library.issues.store(named, "issues", now).keys
    assert old.startswith("title:")
    (key,) = library.entries.store("lab", [STORY], now).keys
    assert key.startswith("url:")
    assert library.items.resolve(old) == key
    assert sorted(titles(library)) == ["An issue", "Model released"]


words = st.sampled_from(["", "a", "b"])
entries = st.builds(
    Entry,
    title=words,
    url=st.sampled_from(["", "https://x.example/1", "https://x.example/2", "not an address", "http://[::1"]),
    guid=words,
    author=words,
    published=st.sampled_from([None, DAY, DAY + timedelta(days=1), datetime(1970, 1, 1, tzinfo=UTC)]),
    summary=st.text(max_size=5),
    body=st.sampled_from([None, Body("<p>x"), Body("y", BodyFormat.TEXT, is_full=False)]),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from("fg"), st.lists(entries, max_size=4)), max_size=4))
def test_whatever_feeds_hold_storing_it_twice_changes_nothing(
    library: Library, now: datetime, feeds: list[tuple[str, list[Entry]]]
) -> None:
    for source, held in feeds:
        keys = library.entries.store(source, held, now).keys
        again = library.entries.store(source, held, now)
        assert again.keys == keys
        assert not again.new
        assert not again.updated
        assert all(library.entries.get(key) is not None for key in keys)
