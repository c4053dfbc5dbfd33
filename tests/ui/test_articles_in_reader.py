from __future__ import annotations

from tui_reader.domain.errors import ParseError
from tui_reader.domain.feeds import Body, BodyFormat, Entry
from tui_reader.ui.feeds.actions import Articles
from tui_reader.wiring import Program

STUB = Entry("A stub", "https://blog.example/stub", "stub", summary="Only the beginning.")


def text_of(reading) -> str:  # type: ignore[no-untyped-def]
    page = reading.pages.page
    return page.markdown if page is not None else ""


async def on_stub(reading, program: Program) -> str:  # type: ignore[no-untyped-def]
    (key,) = program.library.entries.store("blog", [STUB], program.now()).keys
    reading.screen.go_to(key)
    await reading.settle()
    return str(key)


async def test_offline_v_shows_the_summary_with_the_reason(read, program: Program) -> None:  # type: ignore[no-untyped-def]
    async with read("feeds") as reading:
        await on_stub(reading, program)
        assert "v fetches the article" in text_of(reading)
        await reading.press("v")
        assert "Only the beginning." in text_of(reading)
        assert "there is no network" in text_of(reading)
        assert reading.screen.in_document


async def test_the_article_takes_the_place_of_the_summary(read, program: Program) -> None:  # type: ignore[no-untyped-def]
    async with read("feeds") as reading:
        key = await on_stub(reading, program)
        await reading.press("enter")
        program.library.entries.set_body(key, Body("The whole article. " * 60, BodyFormat.MARKDOWN, "", is_full=True))
        row = program.library.items.row(key)
        Articles(reading.workspace).arrived(row, None)  # type: ignore[arg-type]
        await reading.settle()
        assert "The whole article." in text_of(reading)
        await reading.press("v")
        assert "This is the whole text" in reading.said


async def test_what_arrives_for_another_row_changes_nothing(read, program: Program) -> None:  # type: ignore[no-untyped-def]
    async with read("feeds") as reading:
        key = await on_stub(reading, program)
        row = program.library.items.row(key)
        await reading.press("k")
        before = text_of(reading)
        Articles(reading.workspace).arrived(row, ParseError("no article was found on the page"))  # type: ignore[arg-type]
        await reading.settle()
        assert text_of(reading) == before
