"""An issue as one document, and the list of all links of a text."""

from __future__ import annotations

from tui_reader.ui.screens.links import LinksScreen

TABLE = "SWE-rebench"


async def test_v_shows_the_whole_issue_and_escape_leads_to_the_row_of_the_text(read) -> None:  # type: ignore[no-untyped-def]
    async with read("issues", (90, 14)) as reading:
        await reading.press("v")
        document = reading.document.document
        headings = [heading.title for heading in document.toc]
        assert headings == [
            "The Inference Report",
            "AI Labs",
            "Research Papers",
            "Paper 8 on speech",
            "Benchmarks",
            TABLE,
        ]
        text = "\n".join(block.text for block in document.blocks)
        assert "The second one." in text
        assert "Model A\t65.3" in text
        await reading.press("C", *"swe", "enter")
        assert reading.row_title() == TABLE
        await reading.press("escape", "escape")
        assert not reading.screen.in_document
        assert reading.row_title() == TABLE


async def test_a_decision_in_a_whole_issue_is_on_the_row_of_the_text_and_the_text_goes_on_with_the_row(read) -> None:  # type: ignore[no-untyped-def]
    async with read("issues", (90, 12)) as reading:
        await reading.press("v", "C", *"paper 8", "enter")
        assert reading.row_title() == "Paper 8 on speech"
        await reading.press("s")
        assert reading.workspace.opened.library.items.row("arxiv:2604.00008").state == "kept"
        assert reading.row_title() == TABLE
        assert reading.screen.in_document


async def test_space_reads_whole_issues_one_after_the_other(read) -> None:  # type: ignore[no-untyped-def]
    async with read("issues", (90, 24)) as reading:
        await reading.press("v")
        first = reading.pane.entered
        for _ in range(12):
            await reading.press("space")
            if reading.pane.entered != first:
                break
        assert (first, reading.pane.entered) == ("issue:2026-04-01", "issue:2026-03-31")
        assert reading.workspace.is_whole
        assert reading.workspace.opened.library.items.row("issue:2026-03-31").read


async def test_all_links_are_listed_with_what_is_known_and_followed(read) -> None:  # type: ignore[no-untyped-def]
    async with read("issues") as reading:
        await reading.press("v", "I")
        box = reading.app.screen
        assert isinstance(box, LinksScreen)
        lines = {line.title: line for line in box._all}
        assert lines["A note"].address == "lab.example/note"
        assert lines["Paper 8 on speech"].known == "paper here · unread"
        await reading.press("slash", *"paper 8", "enter", "y")
        assert reading.app.clipboard == "https://arxiv.org/abs/2604.00008"
        await reading.press("enter")
        assert reading.pane.name == "Papers"
        assert reading.row_title() == "Paper 8 on speech"
        await reading.press("apostrophe")
        assert reading.pane.name == "Issues"
        assert reading.workspace.is_whole
