"""Near-equal titles stand as one row, which opens; nothing but `d` and `A` acts on what stands behind it."""

from __future__ import annotations

from datetime import timedelta

from tui_reader.domain.feeds import Entry, Subscription
from tui_reader.domain.items import State
from tui_reader.domain.sources import SourceKind
from tui_reader.wiring import Program

TITLE = "Court halts designation of lab as supply risk"


def fill(program: Program) -> None:
    for number, name in enumerate("xyz"):
        url = f"https://{name}.example/story"
        source = Subscription(name, name, f"https://{name}.example/feed")
        program.library.sources.upsert(source, SourceKind.FEED)
        when = program.now() - timedelta(minutes=number)
        program.library.entries.store(name, [Entry(TITLE, url, url, published=when)], program.now())


def rows(reading) -> list:  # type: ignore[no-untyped-def, type-arg]
    source = reading.pane.source
    return [r for r in source.rows([source.id_at(i) for i in range(len(source))]) if r.title == TITLE]


async def test_one_row_stands_for_a_story_and_opens_and_closes(program, read) -> None:  # type: ignore[no-untyped-def]
    fill(program)
    async with read("feeds") as reading:
        await reading.press("down")  # below the newest entry
        (row,) = rows(reading)
        assert (row.more, reading.row_title()) == (2, TITLE)
        before = reading.titles()
        await reading.press("plus")
        assert [r.is_behind for r in rows(reading)] == [False, True, True]
        assert reading.list.cursor == 1
        await reading.press("down", "plus")
        assert reading.titles() == before
        assert reading.row_title() == TITLE


async def test_keys_act_on_the_first_and_done_on_all(program, read) -> None:  # type: ignore[no-untyped-def]
    fill(program)
    async with read("feeds") as reading:
        await reading.press("down", "s")
        program.triage.wait()
        await reading.press("up", "plus")
        assert [r.state for r in rows(reading)] == [State.KEPT, State.NONE, State.NONE]
        await reading.press("plus", "d")
        await reading.press("up", "plus")
        assert all(r.read for r in rows(reading))
        await reading.press("u")
        assert [r.read for r in rows(reading)] == [True, False, False]


async def test_header_list_and_everything_left_are_one_number(program, read) -> None:  # type: ignore[no-untyped-def]
    fill(program)
    async with read("feeds") as reading:
        counts = program.library.lists.counts(program.now().date())
        unread = counts.entries_unread + counts.repos_unread
        workspace = reading.workspace
        assert workspace.list.count == unread - 2
        assert workspace.list.place == (0, unread)
        story = [reading.row_title()]
        while TITLE not in story[-1]:
            await reading.press("down")
            story.append(reading.row_title())
        before = workspace.list.place[0]
        await reading.press("down")
        assert workspace.list.place == (before + 3, unread)
        await reading.press("up", "plus", "down")
        assert workspace.list.place == (before + 1, unread)
        await reading.press("A")
        assert f"Marked read: {unread}" in reading.screen.state.message
        program.triage.wait()
        assert program.library.lists.counts(program.now().date()).entries_unread == 0


async def test_a_search_shows_every_entry(program, read) -> None:  # type: ignore[no-untyped-def]
    fill(program)
    async with read("feeds") as reading:
        await reading.press("slash", *"court", "enter")
        assert reading.titles() == [TITLE] * 3
