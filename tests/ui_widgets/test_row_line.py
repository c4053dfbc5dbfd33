from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from rich.cells import cell_len

from tui_reader.domain.items import Kind, State
from tui_reader.domain.rows import Row
from tui_reader.ui.widgets.drawing import DrawContext, short_date
from tui_reader.ui.widgets.row_line import draw_row, draw_under_day, short_count

PALETTE = {
    "foreground": "#eeeeee",
    "foreground-muted": "#eeeeee99",
    "text-primary": "#57A5E2",
    "text-accent": "auto 60%",
}
PAPER = Row(
    1, "arxiv:2606.14591", Kind.PAPER, "STEB: an expressiveness benchmark", category="cs.SD",
    date=datetime(2026, 11, 12, tzinfo=UTC),
)  # fmt: skip


def draw(row: Row, width: int) -> str:
    return draw_row(row, DrawContext(width, False, False, False, PALETTE, date(2026, 11, 20))).plain


def test_a_wide_row_has_title_category_and_date() -> None:
    line = draw(PAPER, 100)
    assert line.startswith("● STEB: an expressiveness benchmark")
    assert line.rstrip().endswith("12 Nov")
    assert "cs.SD" in line


def under_day(row: Row, width: int, lines: int = 1) -> str:
    context = DrawContext(width, False, False, False, PALETTE, date(2026, 11, 20), lines)
    return draw_under_day(row, context).plain


LONG = replace(PAPER, title="Word " * 40)
ENTRY = replace(LONG, key="url:x", kind=Kind.ENTRY, source_title="MIT Technology Review AI")
REPO = replace(LONG, key="repo:a/b", kind=Kind.REPO, category="Python", stars=12_345, rose=678)


@pytest.mark.parametrize("row", [LONG, ENTRY, REPO], ids=lambda row: row.kind.value)
@pytest.mark.parametrize("width", range(30, 120, 7))
def test_a_title_has_two_thirds_of_its_row(row: Row, width: int) -> None:
    for line in (under_day(row, width), draw(row, width)):
        assert len(line[: line.index("…")].removeprefix("● ")) >= 2 * width // 3 - 2


def test_a_title_has_forty_cells_where_the_list_is_half_of_120() -> None:
    # Half of the screen without border, scrollbar and the mark of the cursor.
    for row, says in ((LONG, "cs.SD"), (ENTRY, "MIT Tech"), (REPO, "12.3k +678")):
        line = under_day(row, 56)
        assert len(line[: line.index("…")].removeprefix("● ")) >= 38
        assert says in line


def test_an_issue_is_its_date_and_what_its_title_says_beside_it() -> None:
    issue = replace(PAPER, key="issue:2026-11-12", kind=Kind.ISSUE, title="The Inference Report — November 12, 2026")
    assert under_day(issue, 40)[2:].rstrip() == "12 November 2026 · Thu"
    said = under_day(replace(issue, title="The Inference Report — A quiet week"), 60)
    assert said[2:].rstrip() == "12 November 2026 · Thu · A quiet week"
    assert "2026" not in under_day(replace(issue, id=-1), 40)


def test_two_lines_have_the_title_and_then_its_rest_beside_what_helps_to_choose() -> None:
    first, second = under_day(ENTRY, 56, 2).split("\n")
    assert (len(first), len(second)) == (56, 56)
    assert first.strip("● ").replace("Word", "").strip() == ""
    assert second.startswith("  Word Word")
    assert "MIT Technology Review AI" in second


@pytest.mark.parametrize("width", [50, 70, 120])
def test_below_its_day_a_paper_shows_its_category_and_no_date(width: int) -> None:
    line = draw_under_day(PAPER, DrawContext(width, False, False, False, PALETTE, date(2026, 11, 20))).plain
    assert "cs.SD" in line
    assert "12 Nov" not in line


def test_a_guess_that_a_paper_was_withdrawn_stands_before_its_title() -> None:
    assert draw(replace(PAPER, is_withdrawn=True), 80).startswith("● withdrawn? STEB: an expressiveness")


@pytest.mark.parametrize(
    ("change", "mark"),
    [
        ({"state": State.INBOX}, "●"),
        ({"state": State.INBOX, "read": True}, "○"),
        ({"read": True}, " "),
        ({"state": State.KEPT}, " "),
        ({"state": State.KEPT, "is_updated": True}, "↻"),
    ],
)
def test_the_mark_says_what_is_to_be_done(change: dict[str, object], mark: str) -> None:
    assert draw(replace(PAPER, **change), 80)[0] == mark  # type: ignore[arg-type]


@pytest.mark.parametrize(("state", "mark"), [(State.KEPT, "★"), (State.LATER, "L"), (State.SKIPPED, "x")])
def test_decisions_are_told_without_colour(state: State, mark: str) -> None:
    assert draw(replace(PAPER, title="", state=state), 80).endswith(f" {mark}")


def test_an_unread_title_is_bold_and_a_read_one_is_not() -> None:
    def is_bold(row: Row) -> bool:
        content = draw_row(row, DrawContext(80, False, False, False, PALETTE))
        return bool(content.get_style_at_offset(3).bold)

    assert is_bold(PAPER)
    assert not is_bold(replace(PAPER, read=True))


def test_wide_characters_keep_the_columns_in_place() -> None:
    wide = replace(PAPER, title="大規模言語モデルの推論を高速化するための新しい手法について 🚀" * 3)
    assert cell_len(draw(wide, 80)) == cell_len(draw(PAPER, 80)) == 80


@pytest.mark.parametrize(
    "title", ["نماذج اللغة الكبيرة 2026", "מודלי שפה", "👩‍💻 ❤️ 🏳️‍🌈 1️⃣ and words", "日本語と العربية"]
)
@pytest.mark.parametrize("width", [44, 60])
def test_titles_of_every_script_leave_the_columns_in_place(title: str, width: int) -> None:
    line = draw(replace(PAPER, title=title), width)
    assert cell_len(line) == cell_len(draw(PAPER, width))
    before, found, _ = line.partition("cs.SD")
    assert found
    is_from_right = any("\u0590" <= c <= "\u08ff" for c in title)
    assert before.rstrip().endswith("\u200e") is is_from_right, "what follows is not turned round with it"


def test_controls_in_a_title_do_not_reach_the_line() -> None:
    assert draw(replace(PAPER, title="a\x1b[31mb\nc\u202ed"), 40).startswith("● ab cd ")


@given(st.text(max_size=60), st.text(max_size=30), st.integers(0, 140), st.sampled_from(State), st.sampled_from(Kind))
def test_a_line_is_never_wider_than_its_room(title: str, place: str, width: int, state: State, kind: Kind) -> None:
    row = replace(PAPER, title=title, category=place, source_title=place, state=state, kind=kind, stars=12_345)
    assert cell_len(draw(row, width)) <= max(width, 4)


def test_dates_of_another_year_show_the_year() -> None:
    assert short_date(date(2026, 1, 2), date(2026, 5, 1)) == "2 Jan"
    assert short_date(date(2024, 1, 2), date(2026, 5, 1)) == "Jan 2024"
    assert short_date(None) == ""


def test_large_numbers_are_short() -> None:
    assert [short_count(n) for n in (0, 950, 12_345, 999_999, 1_200_000)] == ["0", "950", "12.3k", "1000k", "1.2M"]
