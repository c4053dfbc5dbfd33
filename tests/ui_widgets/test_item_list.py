from __future__ import annotations

from collections.abc import Sequence

import pytest
from textual.app import App, ComposeResult
from textual.content import Content
from textual.pilot import Pilot

from tui_reader.ui.widgets.drawing import DrawContext
from tui_reader.ui.widgets.item_list import ItemList


class Source:
    def __init__(self, ids: Sequence[int], groups: Sequence[tuple[int, str]] = (), note: str = "") -> None:
        self.ids = list(ids)
        self.groups = groups
        self.note = note

    def __len__(self) -> int:
        return len(self.ids)

    def id_at(self, index: int) -> int:
        return self.ids[index]

    def rows(self, ids: Sequence[int]) -> Sequence[str | None]:
        return [None if item_id < 0 else f"row {item_id}{self.note}" for item_id in ids]


class ListApp(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.drawn: list[str] = []
        self.highlights: list[tuple[int, int | None]] = []
        self.activated: list[tuple[int, int | None]] = []

    def compose(self) -> ComposeResult:
        yield ItemList(self.draw, empty=Content("Nothing here"))

    def on_mount(self) -> None:
        self.query_one(ItemList).focus()

    def draw(self, row: str, context: DrawContext) -> Content:
        self.drawn.append(row)
        return Content(row)

    def on_item_list_highlighted(self, event: ItemList.Highlighted) -> None:
        self.highlights.append((event.index, event.id))

    def on_item_list_activated(self, event: ItemList.Activated) -> None:
        self.activated.append((event.index, event.id))


def view(app: App[None]) -> ItemList[str]:
    return app.query_one(ItemList)


def shown(app: App[None]) -> list[str]:
    items = view(app)
    return [items.render_line(y).text.rstrip() for y in range(items.size.height)]


async def filled(pilot: Pilot[None], count: int = 100, groups: Sequence[tuple[int, str]] = ()) -> ItemList[str]:
    items = view(pilot.app)
    items.set_source(Source(range(count), groups))
    await pilot.pause()
    return items


async def test_a_hundred_thousand_rows_draw_only_those_in_view() -> None:
    app = ListApp()
    async with app.run_test(size=(40, 10)) as pilot:
        await filled(pilot, 100_000)
        assert shown(app)[:2] == ["▌row 0", " row 1"]
        assert len(set(app.drawn)) == 10


async def test_moving_the_cursor_draws_two_lines_again() -> None:
    app = ListApp()
    async with app.run_test(size=(40, 10)) as pilot:
        items = await filled(pilot)
        app.drawn.clear()
        items.move_by(1)
        await pilot.pause()
        assert sorted(app.drawn) == ["row 0", "row 1"]
        items.move_by(-1)
        await pilot.pause()
        assert len(app.drawn) == 2  # both are known by now


async def test_the_view_follows_the_cursor() -> None:
    app = ListApp()
    async with app.run_test(size=(40, 10)) as pilot:
        items = await filled(pilot)
        items.move_to(50)
        await pilot.pause()
        assert shown(app)[-1] == "▌row 50"
        items.move_to(10**9)
        await pilot.pause()
        assert (items.cursor, shown(app)[-1]) == (99, "▌row 99")
        items.move_by(-1000)
        await pilot.pause()
        assert shown(app)[0] == "▌row 0"


async def test_the_cursor_stays_in_view_when_the_screen_shrinks() -> None:
    app = ListApp()
    async with app.run_test(size=(40, 20)) as pilot:
        items = await filled(pilot)
        items.move_to(19)
        await pilot.resize_terminal(40, 8)
        await pilot.pause()
        assert "▌row 19" in shown(app)


async def test_a_page_keeps_the_cursor_on_its_line() -> None:
    app = ListApp()
    async with app.run_test(size=(40, 10)) as pilot:
        items = await filled(pilot)
        items.move_to(3)
        items.page(1)
        await pilot.pause()
        assert shown(app)[3] == "▌row 12"
        items.page(-1, half=True)
        await pilot.pause()
        assert shown(app)[3] == "▌row 7"
        items.page(-5)
        await pilot.pause()
        assert items.cursor == 0


async def test_the_heading_of_the_top_group_stays_in_view_and_is_never_highlighted() -> None:
    app = ListApp()
    async with app.run_test(size=(40, 6)) as pilot:
        items = await filled(pilot, 40, [(0, "Friday"), (20, "Thursday")])
        assert shown(app)[0].startswith(" Friday ─")
        assert shown(app)[1] == "▌row 0"
        items.move_to(21)
        await pilot.pause()
        assert [line for line in shown(app) if "Thursday" in line]
        items.move_by(8)
        await pilot.pause()
        assert shown(app)[0].startswith(" Thursday ─")
        items.move_to(26)
        await pilot.pause()
        assert "▌row 26" in shown(app)
        assert shown(app)[0].startswith(" Thursday ─")


async def test_a_click_moves_the_cursor_and_a_double_click_opens() -> None:
    app = ListApp()
    async with app.run_test(size=(40, 10)) as pilot:
        items = await filled(pilot, 40, [(0, "Friday"), (4, "Thursday")])
        await pilot.click(ItemList, offset=(5, 3))
        assert items.cursor == 2
        await pilot.click(ItemList, offset=(5, 5))  # a heading
        assert items.cursor == 2
        await pilot.click(ItemList, offset=(5, 6), times=2)
        await pilot.pause()
        assert (items.cursor, app.activated) == (4, [(4, 4)])


async def test_the_cursor_comes_along_when_the_wheel_scrolls_it_out_of_view() -> None:
    app = ListApp()
    async with app.run_test(size=(40, 10)) as pilot:
        items = await filled(pilot)
        items.scroll_to(y=30, animate=False, immediate=True)
        await pilot.pause()
        assert items.cursor == 30
        items.scroll_to(y=10, animate=False, immediate=True)
        await pilot.pause()
        assert items.cursor == 19


async def test_another_source_keeps_the_highlighted_item_on_its_line() -> None:
    app = ListApp()
    async with app.run_test(size=(40, 10)) as pilot:
        items = await filled(pilot)
        items.move_to(40)
        items.move_by(-3)
        await pilot.pause()
        row = shown(app).index("▌row 37")
        items.set_source(Source([*range(500, 520), *range(100)]), keep_id=items.current_id)
        await pilot.pause()
        assert items.current_id == 37
        assert shown(app)[row] == "▌row 37"


async def test_when_the_kept_item_is_gone_its_neighbour_takes_its_place() -> None:
    app = ListApp()
    async with app.run_test(size=(40, 10)) as pilot:
        items = await filled(pilot)
        items.move_to(5)
        items.set_source(Source([i for i in range(100) if i != 5]), keep_id=5)
        assert items.current_id == 6
        items.set_source(Source(range(3)), keep_id=77)
        assert items.current_id == 2
        items.set_source(Source(range(50)))
        assert items.current_id == 0


async def test_a_longer_source_changes_nothing_on_the_screen() -> None:
    app = ListApp()
    async with app.run_test(size=(40, 10)) as pilot:
        items = await filled(pilot, 30)
        items.move_to(20)
        await pilot.pause()
        before = shown(app)
        app.drawn.clear()
        items.extend_source(Source(range(10_000)))
        await pilot.pause()
        assert shown(app) == before
        assert app.drawn == []
        assert items.count == 10_000


async def test_a_patch_draws_only_the_changed_line() -> None:
    app = ListApp()
    async with app.run_test(size=(40, 10)) as pilot:
        items = view(app)
        source = Source(range(100))
        items.set_source(source)
        await pilot.pause()
        source.note = " (read)"
        app.drawn.clear()
        items.patch([4, 90])
        await pilot.pause()
        assert app.drawn == ["row 4 (read)"]
        assert shown(app)[4] == " row 4 (read)"


async def test_a_range_reaches_from_where_it_began_to_the_cursor() -> None:
    app = ListApp()
    async with app.run_test(size=(40, 10)) as pilot:
        items = await filled(pilot)
        items.move_to(5)
        items.start_range()
        items.move_by(-2)
        await pilot.pause()
        assert items.range_ids() == (3, 4, 5)
        assert shown(app)[3:6] == ["▌row 3", "┃row 4", "┃row 5"]
        items.move_by(4)
        await pilot.pause()
        assert items.range_ids() == (5, 6, 7)
        assert shown(app)[3:5] == [" row 3", " row 4"]
        items.clear_range()
        assert (items.range_ids(), items.has_range) == ((), False)


async def test_an_empty_list_says_so_in_the_middle() -> None:
    app = ListApp()
    async with app.run_test(size=(40, 9)) as pilot:
        items = await filled(pilot, 5)
        items.set_source(Source([]))
        await pilot.pause()
        assert shown(app)[4].strip() == "Nothing here"
        assert (items.current_id, items.current_row) == (None, None)
        assert app.highlights[-1] == (-1, None)
        items.move_by(1)
        items.page(1)
        items.start_range()
        items.activate()
        await pilot.pause()
        assert (items.range_ids(), app.activated) == ((), [])


async def test_only_a_change_of_item_is_told() -> None:
    app = ListApp()
    async with app.run_test(size=(40, 10)) as pilot:
        items = await filled(pilot)
        items.move_to(3)
        await pilot.pause()
        items.move_to(3)
        items.extend_source(Source(range(200)))
        await pilot.pause()
        assert app.highlights == [(0, 0), (3, 3)]


async def test_a_row_that_is_gone_does_not_break_the_list() -> None:
    app = ListApp()
    async with app.run_test(size=(40, 10)) as pilot:
        view(app).set_source(Source([1, -1, 3]))
        await pilot.pause()
        assert shown(app)[:3] == ["▌row 1", " (gone)", " row 3"]


@pytest.mark.parametrize(("width", "height"), [(1, 1), (2, 2), (3, 1), (80, 24)])
async def test_lines_are_exactly_as_wide_as_the_list(width: int, height: int) -> None:
    app = ListApp()
    async with app.run_test(size=(width, height)) as pilot:
        items = await filled(pilot, 50, [(0, "見出し"), (2, "b")])
        items.move_to(7)
        await pilot.pause()
        assert {items.render_line(y).cell_length for y in range(height)} == {width - 1}
