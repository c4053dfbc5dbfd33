from tui_reader.domain.items import State
from tui_reader.wiring import Program


def states(program: Program, keys: list[str]) -> list[State]:
    program.triage.wait()
    rows = [program.library.items.row(key) for key in keys]
    return [row.state for row in rows if row is not None]


async def test_keep_skip_later_decide_and_go_on(read, program: Program) -> None:  # type: ignore[no-untyped-def]
    async with read("papers") as reading:
        keys = [r.key for r in reading.pane.source.rows([reading.list.source.id_at(i) for i in range(3)])]
        await reading.press("s", "x", "L")
        assert states(program, keys) == [State.KEPT, State.SKIPPED, State.LATER]
        assert reading.list.cursor == 3


async def test_undo_takes_back_one_by_one_and_redo_brings_back(read, program: Program) -> None:  # type: ignore[no-untyped-def]
    async with read("papers") as reading:
        keys = [r.key for r in reading.pane.source.rows([reading.list.source.id_at(i) for i in range(2)])]
        await reading.press("s", "x", "u")
        assert states(program, keys) == [State.KEPT, State.INBOX]
        await reading.press("u")
        assert states(program, keys) == [State.INBOX, State.INBOX]
        await reading.press("U", "U")
        assert states(program, keys) == [State.KEPT, State.SKIPPED]


async def test_the_same_key_again_clears(read, program: Program) -> None:  # type: ignore[no-untyped-def]
    async with read("papers") as reading:
        key = reading.workspace.row.key
        await reading.press("s", "k", "s")
        assert states(program, [key]) == [State.INBOX]


async def test_what_is_decided_stays_until_the_view_is_opened_again(read) -> None:  # type: ignore[no-untyped-def]
    async with read("papers") as reading:
        before = reading.titles()
        await reading.press("s")
        assert reading.titles() == before
        await reading.press("2", "3")
        assert reading.titles() == before[1:]


async def test_a_marks_all_and_one_undo_takes_it_back(read, program: Program) -> None:  # type: ignore[no-untyped-def]
    async with read("feeds") as reading:
        await reading.press("A")
        program.triage.wait()
        assert program.library.lists.counts(NOW_DAY).entries_unread == 0
        await reading.press("u")
        program.triage.wait()
        assert program.library.lists.counts(NOW_DAY).entries_unread > 0


async def test_a_range_is_decided_at_once(read, program: Program) -> None:  # type: ignore[no-untyped-def]
    async with read("papers") as reading:
        source = reading.list.source
        keys = [r.key for r in source.rows([source.id_at(i) for i in range(4)])]
        await reading.press("V", "j", "j", "x")
        assert states(program, keys) == [State.SKIPPED] * 3 + [State.INBOX]
        await reading.press("u")
        assert states(program, keys) == [State.INBOX] * 4


async def test_moving_does_not_mark_read_but_opening_does(read, program: Program) -> None:  # type: ignore[no-untyped-def]
    async with read("feeds") as reading:
        key = reading.workspace.row.key
        await reading.press("j", "k")
        assert not program.library.items.row(key).read
        await reading.press("enter")
        program.triage.wait()
        assert program.library.items.row(key).read


async def test_m_toggles(read, program: Program) -> None:  # type: ignore[no-untyped-def]
    async with read("feeds") as reading:
        key = reading.workspace.row.key
        await reading.press("m")
        program.triage.wait()
        assert program.library.items.row(key).read
        await reading.press("m")
        program.triage.wait()
        assert not program.library.items.row(key).read


async def test_tags_and_notes_are_kept(read, program: Program) -> None:  # type: ignore[no-untyped-def]
    async with read("feeds") as reading:
        key = reading.workspace.row.key
        await reading.press("t", "t", "t", "s", "enter")
        await reading.press("a", "o", "k", "enter")
        program.triage.wait()
        assert program.library.items.row(key).tags == ("tts",)
        assert program.library.entries.get(key).note == "ok"


from datetime import date  # noqa: E402 -- the day the fixture lives in

NOW_DAY = date(2026, 4, 2)
