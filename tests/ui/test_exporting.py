from __future__ import annotations

import asyncio
import threading
from pathlib import Path

import bibtexparser

from tui_reader.ui.screens.choose import ChooseScreen
from tui_reader.ui.widgets.item_list import ItemList
from tui_reader.ui.widgets.search_line import SearchLine


def offered(reading) -> list[str]:  # type: ignore[no-untyped-def]
    screen = reading.app.screen
    assert isinstance(screen, ChooseScreen)
    source = screen.query_one(ItemList).source
    return [f"{c.group}: {c.label}" for c in source.rows(range(len(source)))]


async def exported() -> None:
    """Wait for the thread that writes."""
    for thread in threading.enumerate():
        if thread.name == "export":
            await asyncio.to_thread(thread.join)


async def write_to(reading, path: Path) -> None:  # type: ignore[no-untyped-def]
    reading.app.screen.query_one(SearchLine).value = str(path)
    await reading.press("enter")
    await exported()
    await reading.settle()


async def test_the_row_is_copied_as_bibtex(read) -> None:  # type: ignore[no-untyped-def]
    async with read("papers") as reading:
        await reading.press("Y")
        (entry,) = bibtexparser.parse_string(reading.app.clipboard).entries
        assert (entry.entry_type, entry["archiveprefix"]) == ("misc", "arXiv")
        assert "abstract" not in entry.fields_dict


async def test_a_range_is_copied_with_a_key_for_each(read) -> None:  # type: ignore[no-untyped-def]
    async with read("papers") as reading:
        await reading.press("V", "j", "j", "Y")
        entries = bibtexparser.parse_string(reading.app.clipboard).entries
        assert len({entry.key for entry in entries}) == 3


async def test_what_the_view_shows_is_written_to_a_file(read, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    async with read("papers") as reading:
        shown = len(reading.titles())
        await reading.press("e")
        labels = offered(reading)
        place = labels.index(f"{shown} papers in this view: BibTeX")
        await reading.press(*["down"] * place, "enter")
        await write_to(reading, tmp_path / "out.bib")
        entries = bibtexparser.parse_string((tmp_path / "out.bib").read_text("utf-8")).entries
        assert len(entries) == shown


async def test_a_file_that_is_there_is_replaced_only_when_told(read, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "out.bib").write_text("mine", "utf-8")
    async with read("papers") as reading:
        await reading.press("e", "enter")
        await write_to(reading, tmp_path / "out.bib")
        assert offered(reading) == [": Replace out.bib", ": Choose another name"]
        assert (tmp_path / "out.bib").read_text("utf-8") == "mine"
        await reading.press("enter")
        await exported()
        assert "@misc{" in (tmp_path / "out.bib").read_text("utf-8")


async def test_a_place_that_cannot_be_written_is_said(read, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    async with read("papers") as reading:
        await reading.press("e", "enter")
        await write_to(reading, tmp_path / "none" / "out.bib")
        assert "cannot be written" in reading.screen.state.error


async def test_a_table_is_exported_alone_or_with_all_its_dates(read, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    async with read("benchmarks") as reading:
        await reading.press("e")
        assert offered(reading)[0] == "SWE-rebench, 1 April 2026: CSV"
        assert any("all 2 dates" in label for label in offered(reading))
        await reading.press("enter")
        await write_to(reading, tmp_path / "table.csv")
        assert "Model A" in (tmp_path / "table.csv").read_text("utf-8")


async def test_foreign_titles_are_no_markup_where_the_place_is_asked(read) -> None:  # type: ignore[no-untyped-def]
    from tui_reader.ui.screens.ask import AskScreen

    async with read("papers") as reading:
        reading.screen.push(AskScreen("Export “[b]x[/” to"), lambda text: None)
        await reading.settle()
        assert isinstance(reading.app.screen, AskScreen)
