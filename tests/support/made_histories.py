"""Histories of feeds that are made anew: sixty days of RSS, as scrapers and moving sites really write it, and what a
reader must see of them.

Each `Maker` writes the newest stories of a feed on a day, in its own way; `Replay` stores the days one after the other,
reads half of what is unread, and compares the library with the truth. A story is told by its one made word, which
stays in its title whatever happens to the others.
"""

from __future__ import annotations

import hashlib
import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape

from tui_reader.domain.journal import Change, JournalLine
from tui_reader.domain.query import parse
from tui_reader.sources.feed.parse import parse_feed
from tui_reader.storage.library import Library

DAYS = 60
FIRST = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
_WORDS = (
    "model", "agent", "tokens", "release", "notes", "safety", "weights", "training", "speech", "vision", "paper",
    "small", "large", "open", "launch",
)  # fmt: skip


@dataclass(frozen=True)
class Story:
    """A story: its number in its feed, the day it appears (from 0), and its title without the made word."""

    number: int
    day: int
    words: tuple[str, ...]

    @property
    def published(self) -> datetime:
        """When its maker says it was published, at first."""
        return FIRST + timedelta(days=self.day, hours=-self.number % 7 - 1)


@dataclass
class Item:
    """What stands in a feed for a story."""

    title: str
    link: str
    guid: str
    published: datetime | None

    def xml(self) -> str:
        """The item in RSS."""
        date = f"<pubDate>{format_datetime(self.published)}</pubDate>" if self.published else ""
        guid = f'<guid isPermaLink="false">{escape(self.guid)}</guid>' if self.guid else ""
        return f"<item><title>{escape(self.title)}</title><link>{escape(self.link)}</link>{guid}{date}</item>"


Rewrite = Callable[[Item, Story, int], None]


@dataclass(frozen=True)
class Maker:
    """How a feed writes a story on a day; `window` stories at once, `twice` says on which days the newest stands there
    a second time under another id."""

    name: str
    change: Rewrite
    window: int = 6
    twice: Callable[[int], bool] = lambda _: False
    title: Callable[[Story, str], str] | None = None

    def items(self, stories: list[Story], day: int) -> list[Item]:
        """What stands in the feed on a day, the newest first."""
        made = []
        for story in sorted((s for s in stories if s.day <= day), key=lambda s: -s.number)[: self.window]:
            made.append(self._item(story, day))
        if made and self.twice(day):
            again = self._item(max((s for s in stories if s.day <= day), key=lambda s: s.number), day)
            again.guid, again.link = f"{again.guid}-again", again.link.rstrip("/")
            made.insert(0, again)
        return made

    def _item(self, story: Story, day: int) -> Item:
        word = token(self.name, story)
        title = self.title(story, word) if self.title else " ".join((*story.words, word))
        address = f"https://{self.name}.example/news/{word}/"
        item = Item(title, address, address, story.published)
        self.change(item, story, day)
        return item


def token(feed: str, story: Story) -> str:
    """The made word of a story: letters alone."""
    digest = hashlib.sha256(f"{feed} {story.number}".encode()).hexdigest()
    return "q" + "".join(chr(ord("a") + int(c, 16)) for c in digest[:9])


def _hashed(text: str) -> str:
    return hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()


def _slashless(item: Item, story: Story, day: int) -> None:
    if day % 20 >= 10:
        item.guid, item.link = item.guid.rstrip("/"), item.link.rstrip("/")


def _rehashed(item: Item, story: Story, day: int) -> None:
    turn = day // 9
    item.guid = _hashed(f"{turn} {item.link}")
    words = item.title.split()
    item.title = " ".join((*words[: turn % 3], "update", *words[turn % 3 :]))


def _retold(item: Item, story: Story, day: int) -> None:
    if day % 14 >= 7:  # wholly other words on the same day; the last one is the made word
        item.guid, item.title = _hashed(item.link), f"Elsewhere entirely otherwise told here {item.title.split()[-1]}"


def _clocked(item: Item, story: Story, day: int) -> None:
    if day % 10 < 5 and item.published:
        item.published = item.published.replace(hour=0, minute=0)
        item.guid, item.title = f"{item.link}#{day // 5}", f"{item.title} 10:{day:02d}"


def _undated(item: Item, story: Story, day: int) -> None:
    item.published = None
    item.guid = item.guid if day % 16 < 8 else item.guid.rstrip("/")
    item.link = item.link if day % 16 < 8 else item.link.rstrip("/")


def _dated_today(item: Item, story: Story, day: int) -> None:
    item.published = FIRST + timedelta(days=day, hours=-1)


def _ahead(item: Item, story: Story, day: int) -> None:
    item.published = story.published + timedelta(hours=19 + day % 3)


def _without_ids(item: Item, story: Story, day: int) -> None:
    item.guid = ""
    if day % 12 >= 6:
        item.title = f"Corrected: {item.title}"


def _tracked(item: Item, story: Story, day: int) -> None:
    item.link += f"?utm_source=feed&utm_campaign=day{day}"
    item.guid = item.link


def _elsewhere(item: Item, story: Story, day: int) -> None:
    if day % 18 >= 9:
        item.link = item.link.replace("https://", "http://www.")
        item.guid = item.link


def _one_address(item: Item, story: Story, day: int) -> None:
    item.guid, item.link = _hashed(item.link), item.link.split("/news/")[0] + "/changes"


def _same(item: Item, story: Story, day: int) -> None:
    pass


def _numbered(story: Story, word: str) -> str:
    return f"Note {story.number} of the lab {word}"


MAKERS = (
    Maker("steady", _same),
    Maker("slashless", _slashless),
    Maker("rehashed", _rehashed),
    Maker("retold", _retold),
    Maker("clocked", _clocked),
    Maker("undated", _undated),
    Maker("dated-today", _dated_today),
    Maker("ahead", _ahead),
    Maker("without-ids", _without_ids),
    Maker("tracked", _tracked),
    Maker("elsewhere", _elsewhere),
    Maker("one-address", _one_address),
    Maker("one-at-a-time", _one_address, window=1, title=_numbered),
    Maker("twice", _same, twice=lambda day: day % 3 == 1),
    Maker("twice-rehashed", _rehashed, twice=lambda day: day % 5 == 2),
)


@dataclass
class Outcome:
    """What went wrong in a feed over all days, in stories; `wrong_counts` in days."""

    stories: int = 0
    resurrected: set[str] = field(default_factory=set)
    doubled: set[str] = field(default_factory=set)
    lost: set[str] = field(default_factory=set)
    late: set[str] = field(default_factory=set)
    wrong_counts: int = 0

    @property
    def is_right(self) -> bool:
        """Whether nothing went wrong."""
        return not (self.resurrected or self.doubled or self.lost or self.late or self.wrong_counts)


class Replay:
    """Stores a feed's days in a library and compares."""

    def __init__(self, library: Library, maker: Maker, seed: int = 0, days: int = DAYS) -> None:
        self._library = library
        self._maker = maker
        self._days = days
        self._chance = random.Random(f"{maker.name} {seed}")
        self._stories = list(self._made())
        self._first_seen: dict[str, datetime] = {}
        self._read: set[str] = set()
        self._lines = 0

    def _made(self) -> Iterator[Story]:
        number = 0
        for day in range(self._days):
            for _ in range(self._chance.choice((0, 1, 1, 2)) if self._maker.window > 1 else day % 2):
                number += 1
                yield Story(number, day, tuple(self._chance.sample(_WORDS, self._chance.randint(3, 6))))

    def run(self) -> Outcome:
        """All days, one after the other."""
        outcome = Outcome(len(self._stories))
        for day in range(self._days):
            self._sync(day)
            self._compare(outcome)
            self._read_some(day)
        return outcome

    def _sync(self, day: int) -> None:
        now = FIRST + timedelta(days=day)
        items = self._maker.items(self._stories, day)
        text = f'<rss version="2.0"><channel><title>Made</title>{"".join(i.xml() for i in items)}</channel></rss>'
        feed = parse_feed(text.encode(), f"https://{self._maker.name}.example/feed", now=now)
        self._library.entries.store(self._maker.name, feed.entries, now)
        for story in self._stories:
            name = token(self._maker.name, story)
            if story.day <= day and any(name in item.title for item in items):
                self._first_seen.setdefault(name, now)

    def _compare(self, outcome: Outcome) -> None:
        lists = self._library.lists
        rows = lists.rows(lists.ids(parse(f"source:{self._maker.name}", FIRST.date())))
        held = Counter(name for row in rows if (name := _name_in(row.title, self._first_seen)))
        outcome.lost |= self._first_seen.keys() - held.keys()
        outcome.doubled |= {name for name, times in held.items() if times > 1}
        for row in rows:
            name = _name_in(row.title, self._first_seen)
            if name in self._read and not row.read:
                outcome.resurrected.add(name)
            if not isinstance(row.date, datetime) or row.date > self._first_seen[name]:
                outcome.late.add(name)
        unread = parse(f"source:{self._maker.name} is:unread", FIRST.date())
        counted = lists.count(unread), sum(g.count for g in lists.groups(unread)), len(lists.ids(unread))
        everything = lists.rows(lists.ids(parse("kind:entry", FIRST.date())))
        is_right = set(counted) == {len(self._first_seen) - len(self._read)}
        whole = lists.counts(FIRST.date()).entries_unread == sum(not row.read for row in everything)
        outcome.wrong_counts += not (is_right and whole)

    def _read_some(self, day: int) -> None:
        lists = self._library.lists
        lines = []
        for row in lists.rows(lists.ids(parse(f"source:{self._maker.name} is:unread", FIRST.date()))):
            if self._chance.random() < 0.5:
                self._read.add(_name_in(row.title, self._first_seen))
                self._lines += 1
                at = FIRST + timedelta(days=day, hours=1, microseconds=self._lines)
                machine = self._maker.name
                change = Change(row.key, "read", True)
                lines.append(JournalLine(machine, self._lines, at, f"{machine}:{self._lines}", change))
        self._library.journal.fold(lines)


def _name_in(title: str, names: dict[str, datetime]) -> str:
    return next((word for word in title.split() if word in names), "")
