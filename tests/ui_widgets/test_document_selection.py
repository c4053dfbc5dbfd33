from __future__ import annotations

from textual.app import App, ComposeResult
from textual.geometry import Offset
from textual.pilot import Pilot
from textual.selection import SELECT_ALL, Selection

from tui_reader.text.document.parse import parse
from tui_reader.ui.markdown.selection import Place, line_start, place, selected_range, selected_text
from tui_reader.ui.widgets.document import DocumentView

PARAGRAPH = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
SOURCE = f"# Title\n\n{PARAGRAPH}\n\n- first item\n- second item\n\n> quoted\n\n| a | b |\n|---|---|\n| c | d |"


class SelectionApp(App[None]):
    def compose(self) -> ComposeResult:
        yield DocumentView()


async def drag(pilot: Pilot[None], start: tuple[int, int], end: tuple[int, int]) -> str | None:
    await pilot.mouse_down(DocumentView, offset=start)
    await pilot.hover(DocumentView, offset=end)
    await pilot.mouse_up(DocumentView, offset=end)
    await pilot.pause()
    return pilot.app.screen.get_selected_text()


def find(app: App[None], word: str) -> tuple[int, int]:
    view = app.query_one(DocumentView)
    for y in range(view.size.height):
        column = view.render_line(y).text.find(word)
        if column >= 0:
            return column, y
    raise AssertionError(word)


async def shown(pilot: Pilot[None], source: str = SOURCE) -> None:
    pilot.app.query_one(DocumentView).show(parse(source))
    await pilot.pause()


async def test_a_drag_over_wrapped_lines_copies_them_unwrapped() -> None:
    app = SelectionApp()
    async with app.run_test(size=(40, 24)) as pilot:
        await shown(pilot)
        (x, y), (to_x, to_y) = find(app, "two"), find(app, "nine")
        assert to_y > y
        assert await drag(pilot, (x, y), (to_x + 3, to_y)) == "two three four five six seven eight nine"


async def test_a_drag_upwards_copies_the_same() -> None:
    app = SelectionApp()
    async with app.run_test(size=(40, 24)) as pilot:
        await shown(pilot)
        (x, y), (to_x, to_y) = find(app, "two"), find(app, "nine")
        assert await drag(pilot, (to_x + 3, to_y), (x, y)) == "two three four five six seven eight nine"


async def test_a_drag_from_the_margin_begins_with_the_line() -> None:
    app = SelectionApp()
    async with app.run_test(size=(40, 24)) as pilot:
        await shown(pilot)
        _, y = find(app, "one")
        assert await drag(pilot, (0, y), (3, y)) == "one"
        (_, first), (x, second) = find(app, "first"), find(app, "second")
        assert await drag(pilot, (1, first), (x + 5, second)) == "first item\nsecond"


async def test_markers_bars_and_indents_are_not_copied() -> None:
    app = SelectionApp()
    async with app.run_test(size=(40, 24)) as pilot:
        await shown(pilot)
        (x, y), (to_x, to_y) = find(app, "first"), find(app, "quoted")
        assert await drag(pilot, (x, y), (to_x + 5, to_y)) == "first item\nsecond item\n\nquoted"


async def test_a_drag_that_ends_between_blocks_or_below_the_text_does_not_select_everything() -> None:
    app = SelectionApp()
    async with app.run_test(size=(40, 24)) as pilot:
        await shown(pilot)
        x, y = find(app, "fifteen")
        assert await drag(pilot, (x, y), (20, y + 1)) == "fifteen"
        x, y = find(app, "c   d")
        assert await drag(pilot, (x, y), (20, 22)) == "c\td"


async def test_the_selection_is_drawn_over_the_text_alone() -> None:
    app = SelectionApp()
    async with app.run_test(size=(40, 24)) as pilot:
        await shown(pilot)
        x, y = find(app, "four")
        view = app.query_one(DocumentView)
        plain = {segment.style.bgcolor for segment in view.render_line(y) if segment.style}
        await drag(pilot, (x, y), (x + 3, y))
        marked = [
            segment.text for segment in view.render_line(y) if segment.style and segment.style.bgcolor not in plain
        ]
        assert marked == ["four"]
        app.screen.clear_selection()
        await pilot.pause()
        assert {segment.style.bgcolor for segment in view.render_line(y) if segment.style} == plain


async def test_the_end_of_a_drag_on_a_link_is_no_click() -> None:
    class Clicked(SelectionApp):
        followed = 0

        def on_document_view_link_followed(self) -> None:
            self.followed += 1

    app = Clicked()
    async with app.run_test(size=(40, 24)) as pilot:
        await shown(pilot, "[a long link](https://a.org) more")
        assert await drag(pilot, find(app, "link"), find(app, "long")) is not None
        assert app.followed == 0


async def test_another_document_has_no_selection() -> None:
    app = SelectionApp()
    async with app.run_test(size=(40, 24)) as pilot:
        await shown(pilot)
        await drag(pilot, find(app, "two"), find(app, "nine"))
        await shown(pilot, "another")
        assert app.screen.get_selected_text() is None


def test_the_start_of_a_line_survives_counting_cells() -> None:
    for character in (0, 1, 500):
        for cells in (0, 1, 300):
            assert place(Offset(line_start(character) + cells, 7)) == Place(7, character)


def test_an_open_selection_is_the_whole_document() -> None:
    document = parse("a\n\n---\n\nb")
    assert selected_text(selected_range(SELECT_ALL, document), document) == "a\n\nb"
    assert selected_text(selected_range(SELECT_ALL, parse("")), parse("")) == ""


def test_a_selection_outside_the_document_is_cut_to_it() -> None:
    document = parse("abc")
    selection = Selection(Offset(1, 0), Offset(99, 42))
    assert selected_text(selected_range(selection, document), document) == "bc"
