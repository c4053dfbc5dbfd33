"""Muted items: in no list and no count, found by `is:muted`, back when the term goes."""

from __future__ import annotations

from datetime import date, datetime

from tui_reader.domain.feeds import Entry
from tui_reader.domain.items import Seen
from tui_reader.domain.journal import Change
from tui_reader.domain.papers import AnnounceType, Author, Paper
from tui_reader.domain.query import parse
from tui_reader.storage.journal import Journal
from tui_reader.storage.library import Library

DAY = date(2026, 11, 20)


def titles(library: Library, query: str) -> list[str]:
    node = parse(query, DAY)
    found = [row.title for row in library.lists.rows(library.lists.ids(node))]
    assert library.lists.count(node) == len(found) == sum(g.count for g in library.lists.groups(node))
    return found


def store(library: Library, now: datetime, *titles: str) -> None:
    entries = [
        Entry(title, f"https://blog.example/{title}", title, "Ann", now, summary=f"On {title}") for title in titles
    ]
    library.entries.store("blog", entries, now)


def paper(number: int, title: str, author: str) -> Paper:
    return Paper(
        title, f"2611.0000{number}", "An abstract.", (Author(author),), "cs.SD", announced_on=DAY,
        announce_type=AnnounceType.NEW,
    )  # fmt: skip


def announced(now: datetime) -> Seen:
    return Seen("arxiv", "announcement", "", None, now, inbox=True, include=("new",))


def mute(library: Library, journal: Journal, now: datetime, term: str, value: bool | None = True) -> None:
    journal.append([Change(f"mute:{term}", f"mute:{term}", value)], now)
    library.journal.fold_new(journal)


def test_what_is_muted_leaves_lists_and_counts_and_is_found_by_its_name(
    library: Library, journal: Journal, now: datetime
) -> None:
    store(library, now, "crypto coins", "speech")
    library.papers.store(
        [paper(1, "A crypto paper", "Ada"), paper(2, "Codecs", "Ben"), paper(3, "Hums", "Cem")], announced(now)
    )
    mute(library, journal, now, "crypto")
    mute(library, journal, now, "author:Ben")
    assert titles(library, "kind:post is:unread") == titles(library, "kind:entry") == ["speech"]
    assert titles(library, "kind:paper is:inbox") == titles(library, "kind:paper") == ["Hums"]
    assert titles(library, "crypto") == titles(library, "-is:unread") == []
    assert sorted(titles(library, "is:muted")) == ["A crypto paper", "Codecs", "crypto coins"]
    assert titles(library, "is:muted crypto kind:paper") == ["A crypto paper"]
    counts = library.lists.counts(DAY)
    assert (counts.entries_unread, counts.papers_inbox) == (1, 1)


def test_what_comes_later_is_muted_too_and_a_term_that_goes_brings_all_back(
    library: Library, journal: Journal, now: datetime
) -> None:
    mute(library, journal, now, "crypto")
    store(library, now, "crypto coins", "speech")
    library.papers.store([paper(1, "A crypto paper", "Ada")], announced(now))
    assert titles(library, "kind:post") == ["speech"]
    journal.undo(now)
    library.journal.fold_new(journal)
    assert sorted(titles(library, "is:unread kind:post")) == ["crypto coins", "speech"]
    assert titles(library, "kind:paper is:inbox") == ["A crypto paper"]
    assert library.mutes.count() == 0


def test_what_was_decided_on_is_never_hidden(library: Library, journal: Journal, now: datetime) -> None:
    store(library, now, "crypto coins", "crypto notes")
    kept, unread = (row.key for row in library.lists.rows(library.lists.ids(parse("kind:post", DAY))))
    journal.append([Change(kept, "state", "kept")], now)
    mute(library, journal, now, "crypto")
    journal.append([Change(unread, "read", False)], now)
    library.journal.fold_new(journal)
    assert len(titles(library, "kind:post")) == 2
    assert len(titles(library, "is:kept")) == len(titles(library, "kind:post is:unread")) == 1


def test_the_configuration_mutes_by_source_and_domain_until_it_says_no_more(library: Library, now: datetime) -> None:
    store(library, now, "speech")
    library.entries.store("ads", [Entry("An ad", "https://x.ads.example/1", "1", published=now)], now)
    library.mutes.configure({"sources": ["blog"], "domains": ["ads.example"]})
    assert sorted(titles(library, "is:muted")) == ["An ad", "speech"]
    library.mutes.configure({"domains": ["ads.example"]})
    assert titles(library, "kind:post") == ["speech"]


def test_a_title_that_changes_is_looked_at_again(library: Library, journal: Journal, now: datetime) -> None:
    mute(library, journal, now, "crypto")
    library.entries.store("blog", [Entry("Crypto", "https://blog.example/1", "1", published=now)], now)
    assert titles(library, "kind:post") == []
    library.entries.store("blog", [Entry("Speech", "https://blog.example/1", "1", published=now)], now)
    assert titles(library, "kind:post is:unread") == ["Speech"]


def test_an_exception_holds(library: Library, journal: Journal, now: datetime) -> None:
    store(library, now, "crypto coins", "crypto proofs")
    mute(library, journal, now, "crypto")
    assert titles(library, "kind:post") == []
    mute(library, journal, now, "-proofs")
    assert titles(library, "kind:post") == ["crypto proofs"]
    mute(library, journal, now, "-proofs", None)
    assert titles(library, "kind:post") == []
