"""Jumps between panes and inside documents, and the way back."""

from __future__ import annotations

from tui_reader.domain.actions import Context
from tui_reader.domain.items import State
from tui_reader.ui.screens.everywhere import SearchEverywhere


async def test_search_everything_opens_an_item_at_its_own_place_and_one_key_leads_back_to_the_answers(read) -> None:  # type: ignore[no-untyped-def]
    async with read("feeds") as reading:
        await reading.press("j", "j")
        before = reading.titles()
        await reading.press("F", *"speech", "down")
        box = reading.app.screen
        assert isinstance(box, SearchEverywhere)
        wanted = box._list.current_row
        assert wanted is not None
        await reading.press("enter")
        assert reading.pane.context is Context.PAPERS
        assert reading.row_title() == wanted.title
        inbox = [title for title in reading.titles() if title != wanted.title]
        assert len(inbox) == len(reading.titles()) - 1
        await reading.press("apostrophe")
        assert reading.pane.context is Context.FEEDS
        assert reading.titles() == before
        again = reading.app.screen
        assert isinstance(again, SearchEverywhere)
        assert (again.line.value, again._list.current_id) == ("speech", wanted.id)


async def test_an_item_that_the_list_does_not_hold_stands_in_it_until_another_pane_is_gone_to(program, read) -> None:  # type: ignore[no-untyped-def]
    skipped = program.library.items.row("arxiv:2604.00003")
    program.triage.decide([skipped], State.SKIPPED)
    program.writer.submit(lambda library: None).result()
    async with read("papers") as reading:
        inbox = reading.titles()
        assert skipped.title not in inbox
        reading.screen.go_to(skipped.key)
        await reading.settle()
        assert reading.row_title() == skipped.title
        assert [title for title in reading.titles() if title != skipped.title] == inbox
        await reading.press("2", "3")
        assert reading.titles() == inbox


async def test_the_way_back_leads_into_the_issue_and_to_the_row_that_was_left(read) -> None:  # type: ignore[no-untyped-def]
    async with read("issues") as reading:
        await reading.press("enter", "j")
        row, rows = reading.row_title(), reading.titles()
        reading.screen.go_to("arxiv:2604.00001")
        await reading.settle()
        assert reading.pane.context is Context.PAPERS
        await reading.press("apostrophe")
        assert reading.pane.context is Context.ISSUES
        assert (reading.row_title(), reading.titles()) == (row, rows)
        await reading.press("apostrophe")
        assert reading.said == "No jump to go back from"


async def test_an_unknown_field_is_said_and_the_order_is_turned(read) -> None:  # type: ignore[no-untyped-def]
    async with read("papers") as reading:
        await reading.press("F", *"autor:x")
        box = reading.app.screen
        assert "did you mean author:x?" in str(box._hint.content)
        await reading.press("ctrl+s")
        assert "newest first" in str(box._label._label.content)
        await reading.press("escape", "slash", *"autor:x", "enter")
        assert "no field autor:" in reading.said


async def test_a_jump_shows_its_document_from_the_start_wherever_that_was_left(program, read) -> None:  # type: ignore[no-untyped-def]
    async with read("feeds") as reading:
        await reading.press("space", "space")
        key = reading.workspace.row.key
        assert not reading.document.at_start
        reading.screen.go_to(key)
        await reading.settle()
        assert reading.document.at_start
        await reading.press("space", "j")
        reading.screen.go_to(key)
        await reading.settle()
        assert reading.row_title() == "Entry 0"
        assert reading.document.at_start
