from rich.cells import cell_len

from tui_reader.domain.actions import Context
from tui_reader.domain.rows import PaneCounts
from tui_reader.ui.state import ReaderState
from tui_reader.ui.status_bar import Bar, Piece, fit, header


def width(pieces: list[Piece], gap: int) -> int:
    return sum(cell_len(p.text) for p in pieces) + gap * max(0, len(pieces) - 1)


def test_spaces_of_a_piece_count() -> None:
    pieces = [Piece(" 1 Issues ", priority=2), Piece(" 2 Feeds ", priority=1)]
    assert fit(pieces, 19, 0) == pieces
    assert [p.text for p in fit(pieces, 18, 0)] == [" 1 Issues "]


def test_pieces_become_short_before_one_goes_and_the_least_goes_first() -> None:
    pieces = [Piece("keep it", priority=1, short="keep"), Piece("help", priority=9)]
    assert [p.text for p in fit(pieces, 10, 2)] == ["keep", "help"]
    assert [p.text for p in fit(pieces, 9, 2)] == ["help"]


def test_what_fits_is_never_too_wide() -> None:
    pieces = [Piece("a" * n, priority=n) for n in range(1, 9)]
    for room in range(60):
        assert width(fit(pieces, room, 2), 2) <= room


def test_a_library_that_was_never_refreshed_says_so() -> None:
    _, right = header(ReaderState(is_offline=True))
    assert right[0].text == "○ offline · nothing fetched yet"
    assert right[0].short == "○ offline"
    _, right = header(ReaderState(is_offline=True, is_filled=True))
    assert right[0].text == "○ offline · only what was imported"
    assert header(ReaderState())[1] == []


def test_the_pane_that_is_shown_is_named_however_narrow_the_header_is() -> None:
    for pane in (Context.ISSUES, Context.FEEDS, Context.PAPERS, Context.BENCHMARKS):
        state = ReaderState(pane, counts=PaneCounts(99_999, 99_999, 0, 99_999, 99_999))
        left, _ = header(state)
        for room in range(24, 100):
            kept = fit(left, room, 0)
            assert any("reverse" in piece.style for piece in kept), (pane, room)
            assert width(kept, 0) <= room


def test_every_pane_is_named_at_80_cells_however_many_sources_fail() -> None:
    state = ReaderState(Context.FEEDS, counts=PaneCounts(2, 4657, 0, 1527), failed=40, as_of="08:12")
    left, right = header(state)
    bar = Bar(id="header", gap=0)
    bar.set_pieces(left, right)
    shown = bar.line(80).plain
    for name in ("1 Issues", "2 Feeds", "3 Papers", "4 B"):
        assert name in shown, shown
    assert "✗40" in shown
