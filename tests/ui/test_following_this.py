"""`*` follows what is selected or chosen, and `M` finds papers like what is selected."""

from __future__ import annotations

from textual.geometry import Offset
from textual.selection import Selection

from tui_reader.domain.digests import Digest, DigestItem
from tui_reader.domain.feeds import Body, BodyFormat, Entry
from tui_reader.domain.items import Kind
from tui_reader.ui.screens.choose import ChooseScreen
from tui_reader.wiring import Program


async def test_an_author_is_followed_and_dropped_by_undo(program: Program, read) -> None:  # type: ignore[no-untyped-def]
    async with read("papers") as reading:
        await reading.press("*", *"ada", "enter")
        program.triage.wait()
        await reading.settle()
        assert program.follow_list.terms() == ("author:Ada Example",)
        assert reading.said == "Follow Ada Example · u undoes"
        await reading.press("u")
        program.triage.wait()
        await reading.settle()
        assert program.follow_list.terms() == ()


async def test_what_is_typed_is_followed_and_marks_entries_by_their_titles(program: Program, read) -> None:  # type: ignore[no-untyped-def]
    async with read("feeds") as reading:
        await reading.press("*", *"phrase", "enter", *"entry 3", "enter")
        program.triage.wait()
        await reading.settle()
        assert program.follow_list.terms() == ("entry 3",)
        rows = reading.pane.source.rows([reading.pane.source.id_at(i) for i in range(6)])
        assert [row.title for row in rows if row is not None and row.is_followed] == ["Entry 3"]


async def test_the_selected_words_are_followed_and_looked_for(program: Program, read) -> None:  # type: ignore[no-untyped-def]
    while program.library.features.make(250):
        pass
    async with read("papers", (120, 40)) as reading:
        blocks = reading.document.document.blocks
        number, start = next((n, b.text.index("things")) for n, b in enumerate(blocks) if "things" in b.text)
        chosen = Selection(Offset(start, number), Offset(start + len("things"), number))
        reading.screen.selections = {reading.document: chosen}
        await reading.press("*")
        assert program.follow_list.terms() == ("things",)
        reading.screen.selections = {reading.document: chosen}
        await reading.press("M")
        box = reading.app.screen
        assert isinstance(box, ChooseScreen)
        assert box._title == "More like · things"


def marked(reading) -> list[str]:  # type: ignore[no-untyped-def]
    """The titles of the rows of the list that are drawn as followed."""
    rows = (reading.list._window.row(index) for index in range(reading.list.count))
    return [row.title for row in rows if row is not None and row.is_followed]


def digest(program: Program) -> str:
    things = (DigestItem("A vocoder in a digest", Kind.ENTRY, "https://vocoder.example/a", group="Links"),)
    clips = Entry("Clips of April", "https://clips.example/4", "c4", body=Body("The whole.", BodyFormat.MARKDOWN),
                  published=program.now(), digest=Digest(things))  # fmt: skip
    return program.library.entries.store("blog", [clips], program.now()).keys[0]


async def stored(program: Program, reading) -> None:  # type: ignore[no-untyped-def]
    program.triage.wait()
    await reading.settle()


async def test_what_is_seen_is_marked_at_once_in_every_pane_and_unmarked_by_undo(program: Program, read) -> None:  # type: ignore[no-untyped-def]
    key = digest(program)
    async with read("issues") as reading:
        await reading.press("enter", "j")
        assert marked(reading) == []
        await reading.press("*", *"phrase", "enter", *"note", "enter")
        await stored(program, reading)
        assert marked(reading) == ["A note"]
        await reading.press("*", *"phrase", "enter", *"speech", "enter")
        await stored(program, reading)
        assert marked(reading) == ["A note", "Paper 8 on speech"]
        await reading.press("3")
        assert len(marked(reading)) == 7
        await reading.press("u")
        await stored(program, reading)
        assert marked(reading) == []
        await reading.press("1")
        assert marked(reading) == ["A note"]
        reading.screen.go_to(key)
        await reading.press("enter", "*", *"phrase", "enter", *"vocod*", "enter")
        await stored(program, reading)
        assert marked(reading) == ["A vocoder in a digest"]
        await reading.press("escape", "escape", "*", *"phrase", "enter", *"clips", "enter")
        await stored(program, reading)
        assert marked(reading) == ["Clips of April"]


async def test_a_list_left_and_come_back_to_is_marked_by_what_was_followed_meanwhile(program: Program, read) -> None:  # type: ignore[no-untyped-def]
    key = digest(program)
    async with read("feeds") as reading:
        reading.screen.go_to(key)
        await reading.press("enter", "*", *"phrase", "enter", *"clips", "enter")
        await stored(program, reading)
        await reading.press("escape", "escape")
        assert marked(reading) == ["Clips of April"]
        await reading.press("u")
        await stored(program, reading)
        assert marked(reading) == []
