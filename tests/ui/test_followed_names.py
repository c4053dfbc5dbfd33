"""Names in a text are marked and followed, and "seen in" leads from place to place."""

from __future__ import annotations

from datetime import date

from tui_reader.domain.boards import BoardRow, Snapshot
from tui_reader.domain.feeds import Body, BodyFormat, Entry, Subscription
from tui_reader.domain.issues import Issue
from tui_reader.domain.items import Seen
from tui_reader.domain.papers import Paper
from tui_reader.domain.sources import SourceKind
from tui_reader.text.document.model import Ink
from tui_reader.ui.markdown.name_links import PREFIX
from tui_reader.ui.screens.choose import ChooseScreen
from tui_reader.ui.screens.text import TextScreen
from tui_reader.ui.widgets.document import DocumentView
from tui_reader.wiring import Program

ESSAY = "Claude Opus 4.6 leads SWE-rebench, says OpenAI in arXiv:2604.00001 and arXiv:2699.1."


def fill(program: Program) -> None:
    library = program.library
    day = date(2026, 4, 2)
    tables = (
        Snapshot("swe-rebench", "SWE-rebench", day, (BoardRow("Claude Opus 4.6", 1, 65.3),)),
        Snapshot("artificial-analysis", "Artificial Analysis", day, (BoardRow("Claude Opus 4.6 (Max)", 4, 53.0),)),
    )
    library.issues.store(Issue(day, "Names", (ESSAY,), tables=tables), "issues", program.now())
    library.sources.upsert(Subscription("openai", "OpenAI News", "https://openai.com/feed", "AI Labs"), SourceKind.FEED)
    note = Entry("A note of the lab", "https://openai.com/a", "g", body=Body("Opus 4.6", BodyFormat.TEXT))
    library.entries.store("openai", [note], program.now())


async def follow(reading, target: str) -> None:  # type: ignore[no-untyped-def]
    document = reading.document
    document.follow(document.document.links.index(PREFIX + target))
    await reading.settle()


async def essay(reading) -> None:  # type: ignore[no-untyped-def]
    await reading.press("enter", "enter")


async def test_names_are_marked_without_a_change_to_the_text(program, read) -> None:  # type: ignore[no-untyped-def]
    fill(program)
    async with read("issues") as reading:
        await essay(reading)
        document = reading.document.document
        assert {"name:model:claude-opus-4.6", "name:lab:openai", "name:arxiv:2604.00001"} == set(document.links)
        (block,) = [b for b in document.blocks if b.text.startswith("Claude")]
        assert block.text == ESSAY
        assert [block.text[r.start : r.end] for r in block.runs if r.ink & Ink.NAME][:2] == [
            "Claude Opus 4.6",
            "OpenAI",
        ]
        await reading.press("semicolon")
        assert reading.document.has_hints


async def test_a_model_leads_to_its_history_on_all_boards(program, read) -> None:  # type: ignore[no-untyped-def]
    fill(program)
    async with read("issues") as reading:
        await essay(reading)
        await follow(reading, "model:claude-opus-4.6")
        page = reading.app.screen
        assert isinstance(page, TextScreen)
        text = "\n".join(b.text for b in page.query_one(DocumentView).document.blocks)
        for said in ("SWE-rebench", "65.3", "Artificial Analysis", "53", "Named in", "A note of the lab", "Essay"):
            assert said in text
        await reading.press("full_stop")
        assert isinstance(reading.app.screen, ChooseScreen)
        await reading.press("escape")
        assert reading.app.screen is reading.screen


async def test_a_paper_leads_to_its_abstract_and_a_lab_to_its_entries(program, read) -> None:  # type: ignore[no-untyped-def]
    fill(program)
    async with read("issues") as reading:
        await essay(reading)
        await follow(reading, "arxiv:2604.00001")
        assert reading.row_title() == "Paper 1 on speech"
        await reading.press("1", "enter", "enter")
        await follow(reading, "lab:openai")
        assert reading.pane.state.filter == "source:openai"
        assert reading.row_title() == "A note of the lab"


async def test_seen_in_leads_to_what_names_a_paper(program, read) -> None:  # type: ignore[no-untyped-def]
    fill(program)
    async with read("papers") as reading:
        reading.screen.go_to("arxiv:2604.00001")
        await reading.settle()
        await reading.press("full_stop")
        screen = reading.app.screen
        assert isinstance(screen, ChooseScreen)
        await reading.press(*"named", "enter")
        assert reading.pane.name == "Issues"
        assert reading.row_title() == "Names"


async def test_what_nothing_names_says_so(program, read) -> None:  # type: ignore[no-untyped-def]
    program.library.papers.store(
        [Paper("Alone among papers")], Seen("import", "import", "", None, program.now(), inbox=True)
    )
    async with read("issues") as reading:
        await reading.press("full_stop")
        assert reading.app.screen is reading.screen
