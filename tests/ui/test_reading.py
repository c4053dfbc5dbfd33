from datetime import UTC, datetime

from tui_reader.domain.actions import ACTIONS, Context, applies
from tui_reader.domain.feeds import Entry


async def test_every_action_has_a_handler(read) -> None:  # type: ignore[no-untyped-def]
    for pane in ("issues", "feeds", "papers", "benchmarks"):
        async with read(pane) as reading:
            bound = set(reading.workspace.actions) | {"view.side"}  # the side list's own, on the screen
            assert {a.id for a in ACTIONS if applies(a, Context(pane))} <= bound
            assert bound <= {a.id for a in ACTIONS}


async def test_an_issue_opens_into_its_parts(read) -> None:  # type: ignore[no-untyped-def]
    async with read("issues") as reading:
        assert len(reading.titles()) == 2
        await reading.press("enter")
        assert reading.titles() == ["The Inference Report", "A note", "Paper 8 on speech", "SWE-rebench"]
        await reading.press("escape")
        assert len(reading.titles()) == 2


async def test_brackets_move_between_issues(read) -> None:  # type: ignore[no-untyped-def]
    async with read("issues") as reading:
        await reading.press("enter")
        day = reading.pane.issue.day
        await reading.press("left_square_bracket")
        assert reading.pane.issue.day < day
        await reading.press("right_square_bracket")
        assert reading.pane.issue.day == day


async def test_search_narrows_live_and_escape_clears(read) -> None:  # type: ignore[no-untyped-def]
    async with read("feeds") as reading:
        everything = reading.titles()
        await reading.press("slash", "1", "1")
        await reading.pilot.pause(0.1)
        await reading.settle()
        assert reading.titles() == ["Entry 11"]
        await reading.press("enter")
        assert reading.titles() == ["Entry 11"]
        await reading.press("escape")
        assert reading.titles() == everything


async def test_a_filter_narrows(read) -> None:  # type: ignore[no-untyped-def]
    async with read("papers") as reading:
        await reading.press("f")
        await reading.press(*"cs.LG", "enter")
        assert {r.category for r in reading.list.source.rows([reading.list.source.id_at(0)])} == {"cs.LG"}


async def test_space_reads_on_to_the_next_unread(read) -> None:  # type: ignore[no-untyped-def]
    async with read("feeds") as reading:
        first = reading.row_title()
        for _ in range(12):
            await reading.press("space")
            if reading.row_title() != first:
                break
        assert reading.row_title() == "Entry 1"


async def test_n_skips_what_is_read(read) -> None:  # type: ignore[no-untyped-def]
    async with read("feeds") as reading:
        await reading.press("j", "m", "k", "n")
        assert reading.row_title() == "Entry 2"


async def test_narrow_opens_the_document_over_the_list(read) -> None:  # type: ignore[no-untyped-def]
    async with read("feeds", (80, 24)) as reading:
        assert not reading.screen.shows_document
        await reading.press("enter")
        assert reading.workspace.side.display
        assert not reading.list.display
        await reading.press("escape")
        assert reading.list.display


async def test_every_key_of_every_pane_can_be_pressed(read, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setenv("BROWSER", "true")
    for pane in ("issues", "feeds", "papers", "benchmarks"):
        async with read(pane) as reading:
            for action in ACTIONS:
                if action.id in ("app.quit", "app.back_or_quit") or not action.keys:
                    continue
                for key in action.keys[0].split():
                    await reading.pilot.press(key)
                while len(reading.app.screen_stack) > 1:
                    await reading.pilot.press("escape")
                await reading.pilot.press("escape")
            await reading.settle()
            assert reading.app.is_running
            assert not reading.screen.state.error


async def test_rows_of_other_years_show_their_year(read, program) -> None:  # type: ignore[no-untyped-def]
    old = Entry("An old entry", "https://blog.example/old", "old", published=datetime(2019, 5, 6, tzinfo=UTC))
    program.writer.submit(lambda library: library.entries.store("blog", [old], program.now())).result()
    async with read("feeds") as reading:
        lines = [str(reading.list.render_line(y).text) for y in range(reading.list.size.height)]
        at = next(n for n, line in enumerate(lines) if "An old entry" in line)
        assert "6 May 2019" in lines[at - 1]
        assert not any("Entry 0" in line and ("Apr" in line or "2026" in line) for line in lines)


async def test_space_reads_the_tables_of_an_issue_too(read) -> None:  # type: ignore[no-untyped-def]
    async with read("issues", (120, 40)) as reading:
        await reading.press("enter")
        seen = [reading.row_title()]
        for _ in range(12):
            await reading.press("space")
            seen.append(reading.row_title())
        assert "SWE-rebench" in seen
