from __future__ import annotations

import pytest
from textual.app import App, ComposeResult
from textual.content import Content

from tui_reader.text.document.parse import parse
from tui_reader.ui.widgets.document import DocumentView
from tui_reader.ui.widgets.document_lines import COLUMN

LONG = "\n\n".join(f"Paragraph {n} " + "of some words " * 20 for n in range(60))
THREE_LINKS = "see [one](https://one.org) and [two](https://two.org), [below](#below)"
LINKS = f"# Top\n\n{THREE_LINKS}\n\n{LONG}\n\n## Below\n\nend"
EVERYTHING = """# 見出し

- a [link](https://a.org) 日本語

> q

```
code code code
```

| a | b |
|-|-|
| c | d |

---

$$x$$"""


class DocumentApp(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.followed: list[tuple[str, int]] = []
        self.ends: list[bool] = []

    def compose(self) -> ComposeResult:
        yield DocumentView()

    def on_document_view_link_followed(self, event: DocumentView.LinkFollowed) -> None:
        self.followed.append((event.url, event.index))

    def on_document_view_scrolled(self, event: DocumentView.Scrolled) -> None:
        self.ends.append(event.at_end)


def view(app: App[None]) -> DocumentView:
    return app.query_one(DocumentView)


def shown(app: App[None]) -> list[str]:
    document = view(app)
    return [document.render_line(y).text.rstrip() for y in range(document.size.height)]


async def test_a_document_is_shown_in_a_column_of_its_own() -> None:
    app = DocumentApp()
    async with app.run_test(size=(140, 20)) as pilot:
        view(app).show(parse(LONG))
        await pilot.pause()
        lines = [line for line in shown(app) if line]
        margin = len(lines[0]) - len(lines[0].lstrip())
        assert margin == (139 - COLUMN) // 2
        assert max(map(len, lines)) <= margin + COLUMN


async def test_paging_ends_at_the_end_and_says_so() -> None:
    app = DocumentApp()
    async with app.run_test(size=(80, 20)) as pilot:
        document = view(app)
        document.show(parse(LONG))
        await pilot.pause()
        assert document.at_start
        assert not document.page(-1)
        pages = 0
        while document.page(1):
            pages += 1
        await pilot.pause()
        assert document.at_end
        assert pages == -(-(document.line_count - 20) // 18)
        assert app.ends[-1] is True
        document.to_top()
        assert document.at_start


async def test_a_short_document_is_at_its_end_at_once() -> None:
    app = DocumentApp()
    async with app.run_test(size=(80, 20)):
        view(app).show(parse("short"))
        assert view(app).at_end
        assert not view(app).page(1)


async def test_a_document_is_shown_from_where_it_was_left() -> None:
    app = DocumentApp()
    async with app.run_test(size=(80, 20)) as pilot:
        view(app).show(parse(LONG), key="paper", scroll_y=40)
        await pilot.pause()
        assert (view(app).scroll_offset.y, view(app).key) == (40, "paper")


async def test_the_place_read_stays_when_the_width_changes() -> None:
    app = DocumentApp()
    async with app.run_test(size=(100, 20)) as pilot:
        document = view(app)
        document.show(parse(LONG))
        await pilot.pause()
        document.scroll_lines(101)
        await pilot.pause()
        words = shown(app)[0].split()[:2] or shown(app)[1].split()[:2]
        await pilot.resize_terminal(50, 20)
        await pilot.pause()
        assert words[0] in " ".join(shown(app)[:2])
        assert all(len(line) <= 50 for line in shown(app))


async def test_the_rest_of_a_document_comes_without_moving_what_is_read() -> None:
    app = DocumentApp()
    async with app.run_test(size=(80, 20)) as pilot:
        document = view(app)
        document.show(parse(LONG[:9_000]))
        await pilot.pause()
        document.scroll_lines(30)
        await pilot.pause()
        before = shown(app)
        document.replace(parse(LONG))
        await pilot.pause()
        assert shown(app) == before


async def test_a_message_stands_in_the_middle() -> None:
    app = DocumentApp()
    async with app.run_test(size=(80, 21)) as pilot:
        view(app).show(parse(LONG), scroll_y=50)
        await pilot.pause()
        view(app).show_text(Content("Nothing [b]chosen[/b] yet"))
        await pilot.pause()
        lines = shown(app)
        assert lines[10].strip() == "Nothing [b]chosen[/b] yet"
        assert not any(line for y, line in enumerate(lines) if y != 10)


async def test_a_search_finds_across_emphasis_and_case_and_steps_round() -> None:
    app = DocumentApp()
    async with app.run_test(size=(80, 20)) as pilot:
        document = view(app)
        document.show(parse("Deep **Learn**ing\n\n" + LONG + "\n\nmore deep learning"))
        await pilot.pause()
        assert document.find("deep  LEARNING") == 2
        assert document.match_position == "1/2"
        assert document.next_match()
        await pilot.pause()
        assert document.match_position == "2/2"
        assert any("more deep learning" in line for line in shown(app))
        document.next_match()
        assert document.match_position == "1/2"
        assert document.previous_match()
        assert document.match_position == "2/2"
        document.clear_find()
        assert (document.match_position, document.next_match()) == ("", False)
        assert document.find("absent") == 0
        assert document.find("  ") == 0


async def test_a_search_begins_at_what_is_in_view() -> None:
    app = DocumentApp()
    async with app.run_test(size=(80, 20)) as pilot:
        document = view(app)
        document.show(parse(LONG))
        await pilot.pause()
        document.scroll_lines(100)
        document.find("Paragraph")
        assert int(document.match_position.split("/")[0]) > 10


async def test_a_click_on_a_link_follows_it() -> None:
    app = DocumentApp()
    async with app.run_test(size=(80, 20)) as pilot:
        view(app).show(parse(LINKS))
        await pilot.pause()
        line = next(y for y, text in enumerate(shown(app)) if "one" in text)
        column = shown(app)[line].index("one")
        await pilot.click(DocumentView, offset=(column + 1, line))
        await pilot.click(DocumentView, offset=(column - 2, line))
        await pilot.pause()
        assert app.followed == [("https://one.org", 0)]


async def test_hints_stand_over_links_and_follow_the_one_typed() -> None:
    app = DocumentApp()
    async with app.run_test(size=(80, 20)) as pilot:
        document = view(app)
        document.show(parse(LINKS))
        await pilot.pause()
        assert not document.handle_hint_key("a")
        assert document.start_hints()
        assert [line for line in shown(app) if "see ane and swo" in line]
        assert document.handle_hint_key("s")
        await pilot.pause()
        assert app.followed == [("https://two.org", 1)]
        assert not document.has_hints
        document.start_hints()
        document.scroll_lines(1)
        await pilot.pause()
        assert not document.has_hints


async def test_without_links_in_view_there_are_no_hints() -> None:
    app = DocumentApp()
    async with app.run_test(size=(80, 20)):
        view(app).show(parse("no links"))
        assert not view(app).start_hints()


async def test_a_fragment_jumps_inside_the_document_and_back() -> None:
    app = DocumentApp()
    async with app.run_test(size=(80, 20)) as pilot:
        document = view(app)
        document.show(parse(LINKS))
        await pilot.pause()
        document.follow(2)
        await pilot.pause()
        assert any("Below" in line for line in shown(app))
        assert app.followed == []
        assert document.back()
        await pilot.pause()
        assert "Top" in shown(app)[0]
        assert not document.back()


async def test_a_fragment_that_leads_nowhere_is_told() -> None:
    app = DocumentApp()
    async with app.run_test(size=(80, 20)) as pilot:
        view(app).show(parse("[x](#nowhere)"))
        view(app).follow(0)
        view(app).follow(7)
        await pilot.pause()
        assert app.followed == [("#nowhere", 0)]


async def test_the_table_of_contents_says_on_which_line_headings_are() -> None:
    app = DocumentApp()
    async with app.run_test(size=(80, 20)) as pilot:
        document = view(app)
        document.show(parse(LINKS))
        await pilot.pause()
        (level, title, line), (_, below, last) = [
            (h.level, h.title, document.line_of(h.block)) for h in document.document.toc
        ]
        assert (level, title, line, below) == (1, "Top", 0, "Below")
        assert last > 100


@pytest.mark.parametrize("width", [1, 2, 5, 12, 30, 59, 60, 200])
async def test_lines_are_exactly_as_wide_as_the_view(width: int) -> None:
    app = DocumentApp()
    async with app.run_test(size=(width, 30)) as pilot:
        document = view(app)
        document.show(parse(EVERYTHING))
        await pilot.pause()
        document.find("a")
        document.start_hints()
        await pilot.pause()
        assert {document.render_line(y).cell_length for y in range(30)} == {width - 1}


async def test_a_change_of_theme_recolours_the_document() -> None:
    app = DocumentApp()
    async with app.run_test(size=(40, 5)) as pilot:
        view(app).show(parse("text"))
        await pilot.pause()
        dark = [segment.style for segment in view(app).render_line(0)]
        app.theme = "textual-light"
        await pilot.pause()
        assert [segment.style for segment in view(app).render_line(0)] != dark


async def test_links_carry_numbers_and_no_actions() -> None:
    app = DocumentApp()
    async with app.run_test(size=(60, 5)) as pilot:
        view(app).show(parse("[x](https://a.org/') [@click=app.quit]y[/]"))
        await pilot.pause()
        metas = [segment.style.meta for segment in view(app).render_line(0) if segment.style]
        assert [meta["link"] for meta in metas if "link" in meta] == [0]
        assert not any("@click" in meta for meta in metas)
        assert "[@click=app.quit]y[/]" in shown(app)[0]


async def test_a_document_shown_where_there_is_no_room_is_not_drawn_by_the_lengths_of_the_one_before() -> None:
    app = DocumentApp()
    async with app.run_test(size=(60, 20)) as pilot:
        view(app).show(parse(LONG))
        await pilot.pause()
        view(app).styles.width = 0
        await pilot.pause()
        view(app).show(parse("short"))
        view(app).styles.width = "1fr"
        await pilot.pause()
        assert [view(app).render_line(y).text.strip() for y in range(2)] == ["short", ""]
