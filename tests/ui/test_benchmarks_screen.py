"""Benchmarks: every key of the table, from the list of boards to the history of a model."""

from datetime import date

import pytest
from textual.widgets import Static

from tui_reader.domain.boards import RELEASED, BoardRow, Column, Snapshot
from tui_reader.ui.boards.history_screen import ModelHistory
from tui_reader.ui.boards.plot_screen import BoardPlot
from tui_reader.ui.plot.chart import draw
from tui_reader.ui.screens.choose import Choices, ChooseScreen
from tui_reader.ui.screens.text import TextScreen
from tui_reader.ui.widgets.item_list import ItemList
from tui_reader.wiring import Program

NOW_DAYS = (date(2026, 3, 12), date(2026, 3, 19), date(2026, 3, 26), date(2026, 4, 2))


def speed_board(number: int, day: date) -> Snapshot:
    scores = {"Alpha": 60.0, "Beta": 50.0 + 4 * number, "Gamma": 40.0, "Delta": 20.0}
    if number == 1:
        del scores["Gamma"]
    ordered = sorted(scores.items(), key=lambda pair: -pair[1])
    rows = tuple(
        BoardRow(name, rank, score, 100.0, 10.0 / rank, f"id-{name}") for rank, (name, score) in enumerate(ordered, 1)
    )
    text = "Source: Example Index, https://index.example/board"
    return Snapshot("speedy", "A Speedy Board", day, rows, "points", text, "speedy", complete=True)


@pytest.fixture
def boards(program: Program) -> Program:
    for number, day in enumerate(NOW_DAYS):
        program.library.boards.store(speed_board(number, day))
    return program


def table(reading):  # type: ignore[no-untyped-def]
    return reading.boards.table


def models(reading) -> list[str]:  # type: ignore[no-untyped-def]
    shown = table(reading)
    return [shown.sheet.rows[i].model for i in shown._order]


def words(reading) -> str:  # type: ignore[no-untyped-def]
    return " ".join(line.plain for line in table(reading)._head_lines)


@pytest.fixture
def open_boards(boards, read):  # type: ignore[no-untyped-def]
    return read


async def test_boards_stand_on_the_left_with_their_dates(open_boards) -> None:  # type: ignore[no-untyped-def]
    async with open_boards("benchmarks") as reading:
        assert reading.titles()[0] == "A Speedy Board"
        assert reading.titles()[1] == "2 April 2026 · Thu"
        assert models(reading) == ["Beta", "Alpha", "Gamma", "Delta"]
        assert "2 April 2026 against 26 March 2026" in words(reading)


async def test_the_attribution_is_shown_with_the_figures(open_boards) -> None:  # type: ignore[no-untyped-def]
    async with open_boards("benchmarks") as reading:
        assert any("Source: Example Index" in line.plain for line in table(reading)._foot_lines)


async def test_enter_goes_into_the_table_and_escape_back_and_folds(open_boards) -> None:  # type: ignore[no-untyped-def]
    async with open_boards("benchmarks") as reading:
        await reading.press("enter")
        assert reading.screen.focused is table(reading)
        await reading.press("escape")
        assert reading.screen.focused is reading.list
        await reading.press("escape")
        assert "2 April 2026 · Thu" not in reading.titles()
        await reading.press("enter")
        assert "2 April 2026 · Thu" in reading.titles()


async def test_brackets_move_the_date_and_braces_what_it_is_compared_with(open_boards) -> None:  # type: ignore[no-untyped-def]
    async with open_boards("benchmarks") as reading:
        await reading.press("enter", "left_square_bracket")
        assert "26 March 2026 against 19 March 2026" in words(reading)
        assert reading.row_title() == "26 March 2026 · Thu"
        assert reading.screen.focused is table(reading)
        await reading.press("right_square_bracket")
        assert "2 April 2026 against 26 March 2026" in words(reading)
        await reading.press("left_curly_bracket")
        assert "2 April 2026 against 19 March 2026" in words(reading)
        assert table(reading).sheet.rows[2].change.value == "entered"
        await reading.press("left_curly_bracket", "left_curly_bracket")
        assert "against 12 March 2026" in words(reading)
        await reading.press("right_curly_bracket")
        assert "against 19 March 2026" in words(reading)


async def test_the_date_compared_with_is_chosen_from_a_list(open_boards) -> None:  # type: ignore[no-untyped-def]
    async with open_boards("benchmarks") as reading:
        await reading.press("enter", "c")
        assert isinstance(reading.app.screen, ChooseScreen)
        await reading.press(*"first", "enter")
        assert "against 12 March 2026 (first)" in words(reading)
        await reading.press("c", *"2026-03-19", "enter")
        assert "against 19 March 2026" in words(reading)


async def test_since_i_last_looked_is_the_newest_date_that_was_read(open_boards, boards) -> None:  # type: ignore[no-untyped-def]
    boards.remember({"looked:speedy": "2026-03-19"})
    async with open_boards("benchmarks") as reading:
        assert boards.recall()["looked:speedy"] == "2026-03-19"
        await reading.press("enter", "c", *"since", "enter")
        assert "against 19 March 2026 (since you last looked)" in words(reading)
        assert boards.recall()["looked:speedy"] == "2026-04-02"
        await reading.press("left_square_bracket", "right_square_bracket")
        assert "against 19 March 2026 (since you last looked)" in words(reading)
    async with open_boards("benchmarks") as reading:
        assert "nothing newer since you last looked; c compares with another date" in words(reading)


async def test_passing_over_a_board_is_not_looking_at_it(open_boards, boards) -> None:  # type: ignore[no-untyped-def]
    async with open_boards("benchmarks") as reading:
        await reading.press("j", "j", "k")
        assert "looked:speedy" not in boards.recall()


async def test_sorting_by_a_column_and_turned_round(open_boards) -> None:  # type: ignore[no-untyped-def]
    async with open_boards("benchmarks") as reading:
        await reading.press("enter", "S", *"name", "enter")
        assert models(reading) == ["Alpha", "Beta", "Delta", "Gamma"]
        await reading.press("S", *"name", "enter")
        assert models(reading) == ["Gamma", "Delta", "Beta", "Alpha"]
        assert table(reading)._sorted == ("model", True)


async def test_the_cursor_stays_on_its_model(open_boards) -> None:  # type: ignore[no-untyped-def]
    async with open_boards("benchmarks") as reading:
        await reading.press("enter", "j")
        assert table(reading).current.model == "Alpha"
        await reading.press("S", *"name", "enter")
        assert table(reading).current.model == "Alpha"
        await reading.press("left_square_bracket")
        assert table(reading).current.model == "Alpha"


async def test_words_narrow_the_table_live_and_escape_brings_all_back(open_boards) -> None:  # type: ignore[no-untyped-def]
    async with open_boards("benchmarks") as reading:
        await reading.press("enter", "slash", *"alp")
        await reading.pilot.pause(0.1)
        assert models(reading) == ["Alpha"]
        await reading.press("enter")
        assert "1 of 4" in words(reading)
        await reading.press("escape")
        assert len(models(reading)) == 4
        assert reading.screen.focused is table(reading)


async def test_only_what_moved_and_the_filter_with_counts(open_boards) -> None:  # type: ignore[no-untyped-def]
    async with open_boards("benchmarks") as reading:
        await reading.press("enter", "m")
        assert models(reading) == ["Beta", "Alpha"]
        await reading.press("m")
        assert len(models(reading)) == 4
        await reading.press("f", *"down", "enter")
        assert models(reading) == ["Alpha"]


async def test_enter_on_a_model_shows_its_history(open_boards) -> None:  # type: ignore[no-untyped-def]
    async with open_boards("benchmarks") as reading:
        await reading.press("enter", "G", "k", "enter")
        await reading.settle()
        screen = reading.app.screen
        assert isinstance(screen, ModelHistory)
        facts = screen._facts().plain
        assert "Listed on 3 dates" in facts
        assert "missing on 1 between" in facts
        await reading.press("tab", "left", "left")
        assert "19 March 2026: not listed" in screen._day_text()
        await reading.press("escape")
        assert reading.app.screen is reading.screen


async def test_where_only_speeds_moved_those_are_what_moved(program, read) -> None:  # type: ignore[no-untyped-def]
    for day, speed in zip(NOW_DAYS[:3], (50.0, 100.0, 100.0), strict=True):
        rows = tuple(
            BoardRow(name, rank, 60.0 - rank, speed if rank == 1 else 70.0, 1.0)
            for rank, name in enumerate(("Alpha", "Beta", "Gamma", "Delta"), 1)
        )
        program.library.boards.store(Snapshot("only", "Only", day, rows, source="only", complete=True))
    async with read("benchmarks") as reading:
        reading.screen.go_to("board:only@2026-03-19")
        await reading.settle()
        await reading.press("enter", "m")
        assert models(reading) == ["Alpha"]
        await reading.press("m")
        assert len(models(reading)) == 4
        await reading.press("right_square_bracket", "m")
        assert reading.said == "Nothing moved between these dates"
        assert len(models(reading)) == 4


async def test_a_history_leads_to_the_issues_whose_tables_list_the_model(open_boards) -> None:  # type: ignore[no-untyped-def]
    async with open_boards("benchmarks") as reading:
        reading.screen.go_to("board:swe-rebench")
        await reading.settle()
        await reading.press("enter", "enter")
        await reading.settle()
        screen = reading.app.screen
        assert isinstance(screen, ModelHistory)
        assert screen.query_one(ItemList).count == 2
        await reading.press("enter")
        assert reading.pane.context == "issues"


async def test_the_plot_shows_what_nothing_beats_and_leads_to_the_model(open_boards) -> None:  # type: ignore[no-untyped-def]
    async with open_boards("benchmarks") as reading:
        await reading.press("enter", "P")
        screen = reading.app.screen
        assert isinstance(screen, BoardPlot)
        assert [o.model for o in screen._shown.best] == ["Beta", "Alpha", "Gamma", "Delta"]
        await reading.press("tab")
        assert [o.model for o in screen._shown.best] == ["Beta"]
        await reading.press("tab", "tab", "j", "j", "enter")
        assert table(reading).current.model == "Gamma"


async def test_a_board_without_prices_shows_its_top_through_time(open_boards) -> None:  # type: ignore[no-untyped-def]
    async with open_boards("benchmarks") as reading:
        reading.screen.go_to("board:swe-rebench")
        await reading.settle()
        await reading.press("P")
        screen = reading.app.screen
        assert isinstance(screen, BoardPlot)
        assert "Who led on 2 dates" in str(screen.query_one(".said", Static).content)
        assert screen.query_one(ItemList).count == 1
        await reading.press("enter")
        assert table(reading).current.model == "Model A"


async def test_one_date_without_prices_has_no_plot(program, read) -> None:  # type: ignore[no-untyped-def]
    rows = (BoardRow("Alpha", 1, 60.0), BoardRow("Beta", 2, 50.0))
    program.library.boards.store(Snapshot("plain", "Plain", NOW_DAYS[-1], rows, source="plain", complete=True))
    async with read("benchmarks") as reading:
        await reading.press("P")
        assert reading.app.screen is reading.screen
        assert "othing to plot" in reading.said


async def test_release_dates_are_plotted(program, read) -> None:  # type: ignore[no-untyped-def]
    told = (("Alpha", 60.0, "2026-02-01"), ("Beta", 50.0, "2025-06-01"), ("Gamma", 40.0, "2025-12-01"))
    rows = tuple(BoardRow(m, n, s, values=(("released", day),)) for n, (m, s, day) in enumerate(told, 1))
    day = NOW_DAYS[-1]
    table_ = Snapshot("plain", "Plain", day, rows, source="plain", complete=True, columns=(RELEASED,))
    program.library.boards.store(table_)
    async with read("benchmarks") as reading:
        await reading.press("P")
        screen = reading.app.screen
        assert isinstance(screen, BoardPlot)
        assert [o.model for o in screen._shown.best] == ["Alpha", "Beta"]


async def test_a_model_is_shown_on_every_board(families, read) -> None:  # type: ignore[no-untyped-def]
    async with read("benchmarks", (80, 24)) as reading:
        reading.screen.go_to("board:arena-text")
        await reading.settle()
        await reading.press("enter", "enter")
        await reading.settle()
        screen = reading.app.screen
        assert isinstance(screen, ModelHistory)
        assert screen._figures[screen._at] == "every"
        source = screen.query_one(ItemList).source
        assert isinstance(source, Choices)
        rows = [choice.label + " " + choice.right for choice in source.choices]
        assert rows[0].startswith("a The epoch-eci #1  0.899 ±0.020  2 Apr 2026")
        assert len(rows) == 3
        picture = "\n".join("".join(run.text for run in line) for line in draw(screen._picture("every"), 60, 9))
        assert all(picture.count(letter) >= 2 for letter in "abc"), picture  # at its lane, and on its line
        await reading.press("j", "j", "enter")
        assert reading.row_title() == "19 March 2026 · Thu"
        assert reading.boards.controller.shown.board == "arena-text"
        assert reading.screen.focused is table(reading)
        assert table(reading).current.key == screen.row_on("board:arena-text@2026-03-19")
        await reading.press("apostrophe")
        await reading.settle()
        assert isinstance(reading.app.screen, ModelHistory)


async def test_models_of_a_range_stand_side_by_side(families, read) -> None:  # type: ignore[no-untyped-def]
    async with read("benchmarks", (120, 40)) as reading:
        reading.screen.go_to("board:arena-text")
        await reading.settle()
        await reading.press("enter", "X")
        assert "none selected" in reading.said
        await reading.press("V", "j", "X")
        await reading.settle()
        screen = reading.app.screen
        assert isinstance(screen, TextScreen)
        text = "\n".join("".join(s.text for s in strip) for strip in screen._compositor.render_strips())
        assert "Model 1" in text
        assert "#2 0.898 ±0.02" in text
        await reading.press("escape", "escape")
        assert not table(reading).has_range
        assert reading.screen.focused is table(reading)


async def test_y_copies_the_row_or_the_address_of_the_board(open_boards) -> None:  # type: ignore[no-untyped-def]
    async with open_boards("benchmarks") as reading:
        await reading.press("y")
        assert reading.app.clipboard == "https://index.example/board"
        await reading.press("enter", "y")
        assert reading.app.clipboard == "Beta\t#1\t62\t100 tok/s\t10 $/1M\t2026-04-02"


async def test_a_click_selects_and_a_click_on_a_head_sorts(open_boards) -> None:  # type: ignore[no-untyped-def]
    async with open_boards("benchmarks") as reading:
        shown = table(reading)
        line = len(shown._head_lines)
        await reading.pilot.click(shown, offset=(20, line + 3))
        await reading.settle()
        assert shown.current.model == "Gamma"
        assert reading.screen.focused is shown
        await reading.pilot.click(shown, offset=(10, line))
        await reading.settle()
        assert shown._sorted == ("model", False)


async def test_narrow_opens_the_table_over_the_list(open_boards) -> None:  # type: ignore[no-untyped-def]
    async with open_boards("benchmarks", (80, 24)) as reading:
        assert not reading.screen.shows_document
        await reading.press("enter")
        assert not reading.list.display
        assert models(reading) == ["Beta", "Alpha", "Gamma", "Delta"]
        await reading.press("escape")
        assert reading.list.display


async def test_one_date_says_that_there_is_nothing_to_compare_with(program, read) -> None:  # type: ignore[no-untyped-def]
    program.library.boards.store(speed_board(0, NOW_DAYS[-1]))
    async with read("benchmarks") as reading:
        assert "nothing to compare with yet" in words(reading)
        await reading.press("enter", "c")
        assert reading.app.screen is reading.screen


async def test_no_boards_say_how_to_get_some(tmp_path, read, program) -> None:  # type: ignore[no-untyped-def]
    pane = None
    async with read("benchmarks") as reading:
        pane = reading.pane
        headline, hint = pane.empty(False)
        assert headline == "No leaderboards yet"
        assert "import FILE --as board" in hint


async def test_other_panes_get_their_document_back(open_boards) -> None:  # type: ignore[no-untyped-def]
    async with open_boards("benchmarks") as reading:
        side = reading.workspace.side
        assert side.display
        await reading.press("2")
        assert not side.display
        assert reading.workspace.side.display
        await reading.press("4")
        assert side.display


async def test_names_that_look_like_markup_are_only_names(program, read) -> None:  # type: ignore[no-untyped-def]
    odd = ("[/x] [bold]name", "[@click=app.quit]go[/]", "模型 🤖 " * 12, "$text %s {0}", "e\u0301" * 30)
    for day in NOW_DAYS[-2:]:
        rows = tuple(BoardRow(name, n, 50.0 - n, 10.0 * n, float(n)) for n, name in enumerate(odd, 1))
        program.library.boards.store(Snapshot("odd", "[/board]", day, rows, "[m]", "[/text]", "odd", complete=True))
    async with read("benchmarks", (80, 24)) as reading:
        await reading.press("enter")
        assert set(models(reading)) == set(odd)
        for _ in odd:
            await reading.press("enter", "tab", "escape", "P", "tab", "j", "escape", "y", "j")
        assert reading.app.is_running
        assert not reading.screen.state.error
        assert all(line.cell_length <= 79 for line in (table(reading).render_line(y) for y in range(20)))


async def test_a_wider_table_is_painted_with_the_columns_that_now_fit(program, read) -> None:  # type: ignore[no-untyped-def]
    rows = tuple(BoardRow(f"Model {n} " + "of a long name " * 4 + "END", n, 50.0 - n) for n in range(1, 60))
    program.library.boards.store(Snapshot("long", "Long", NOW_DAYS[-1], rows, source="long", complete=True))
    async with read("benchmarks", (120, 30)) as reading:
        await reading.press("enter", "z")
        painted = reading.screen._compositor.render_strips()[8]
        assert "long name END" in "".join(segment.text for segment in painted)


@pytest.fixture
def families(program: Program) -> Program:
    for number, board in enumerate(("arena-text", "arena-vision", "epoch-eci")):
        for day in NOW_DAYS[number : number + 2]:
            rows = tuple(
                BoardRow(
                    f"Model {n}", n, 0.9 - n / 1000, low=0.88, high=0.92, values=(("votes", 1000 + n), ("by", "Lab"))
                )
                for n in range(1, 4)
            )
            columns = (Column("votes", "Votes"), Column("by", "Maker"))
            table = Snapshot(board, f"The {board}", day, rows, source=board, complete=True, columns=columns)
            program.library.boards.store(table)
    return program


async def test_a_family_is_one_row_that_opens_and_closes(families, read) -> None:  # type: ignore[no-untyped-def]
    async with read("benchmarks") as reading:
        assert [t for t in reading.titles() if not t[0].isdigit()] == ["The epoch-eci", "SWE-rebench", "▸ Arena"]
        await reading.press("G", "enter")
        assert reading.row_title() == "▾ Arena"
        assert "The arena-vision" in reading.titles()
        await reading.press("enter", "h")
        assert reading.row_title() == "The arena-vision"  # its dates are folded first
        await reading.press("h")
        assert reading.row_title() == "▸ Arena"
        assert "The arena-text" not in reading.titles()


async def test_a_family_with_a_newer_table_than_was_looked_at_is_marked(families, read) -> None:  # type: ignore[no-untyped-def]
    families.remember({"looked:arena-text": "2026-03-12"})
    async with read("benchmarks") as reading:
        marked = {row.title for row in reading.list.source._rows if not row.read}
        assert marked == {"▸ Arena"}
        await reading.press("G", "enter")
        marked = {row.title for row in reading.list.source._rows if not row.read}
        assert marked == {"▾ Arena", "The arena-text", "19 March 2026 · Thu"}


async def test_a_board_in_a_closed_family_is_gone_to(families, read) -> None:  # type: ignore[no-untyped-def]
    async with read("benchmarks") as reading:
        reading.screen.go_to("board:arena-text")
        await reading.settle()
        assert reading.row_title() == "The arena-text"


async def test_the_licence_stands_beside_the_table(families, read) -> None:  # type: ignore[no-untyped-def]
    async with read("benchmarks") as reading:
        reading.screen.go_to("board:arena-text")
        await reading.settle()
        assert any("Licence: CC BY 4.0" in line.plain for line in table(reading)._foot_lines)


async def test_columns_are_chosen_and_remembered_for_each_board(families, read) -> None:  # type: ignore[no-untyped-def]
    async with read("benchmarks", (200, 40)) as reading:
        reading.screen.go_to("board:arena-text")
        await reading.settle()
        assert {"error", "values.votes", "values.by"} <= set(table(reading)._columns)
        assert table(reading).sheet.cells[0]["score"] == "0.899"
        await reading.press("D", *"maker", "enter", "escape")
        assert "values.by" not in table(reading)._columns
        reading.screen.go_to("board:arena-vision")
        await reading.settle()
        assert "values.by" in table(reading)._columns
    async with read("benchmarks", (200, 40)) as reading:
        reading.screen.go_to("board:arena-text")
        await reading.settle()
        assert "values.by" not in table(reading)._columns
        assert "values.votes" in table(reading)._columns
        await reading.press("D", "enter", "escape")
        assert "values.by" in table(reading)._columns


async def test_sorting_by_a_column_of_the_boards_own(families, read) -> None:  # type: ignore[no-untyped-def]
    async with read("benchmarks", (200, 40)) as reading:
        reading.screen.go_to("board:arena-text")
        await reading.settle()
        await reading.press("enter", "S", *"votes", "enter")
        assert models(reading) == ["Model 3", "Model 2", "Model 1"]


async def test_of_a_date_that_was_chosen_the_cursor_is_on_who_moved_most(open_boards) -> None:  # type: ignore[no-untyped-def]
    async with open_boards("benchmarks") as reading:
        await reading.press("enter", "G", "c", *"first", "enter")
        assert table(reading).current.model == "Beta"
