from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tui_reader.text.ascii import to_ascii


def test_frames_bullets_arrows_and_cuts_have_a_likeness() -> None:
    assert to_ascii("╭─ Papers ─╮", cell_len) == "+- Papers -+"
    assert to_ascii("│ ● cut off… → ★ │", cell_len) == "| o cut off~ > * |"
    assert to_ascii("▌⠉⣀⣉⠀", cell_len) == ">'.: "


def test_signs_that_tell_states_apart_stay_apart() -> None:
    for signs in ("●○◆◇↻", "★Lx◷", "▲▼△▽", "✓✗"):
        likes = [to_ascii(sign, cell_len) for sign in signs]
        kinds = {"L", "x"} & set(likes)
        assert len(set(likes)) >= len(signs) - len(kinds & {"L"}), signs


def test_accents_go_and_other_scripts_are_written_in_letters_or_as_questions() -> None:
    assert to_ascii("Gödel, café, Ångström", cell_len) == "Godel, cafe, Angstrom"
    assert to_ascii("Жизнь и α-β", cell_len) == "Zizn' i a-b"
    assert to_ascii("漢字", cell_len) == "????"
    assert to_ascii("שלום", cell_len) == "????"


def test_where_there_is_room_signs_are_written_out() -> None:
    assert to_ascii("Straße → more… Щука") == "Strasse -> more... Shchuka"


def test_escape_sequences_are_left_alone() -> None:
    assert to_ascii("\x1b[1mé\x1b[0m", cell_len) == "\x1b[1me\x1b[0m"


@given(st.text("aé漢\U0001f600\u200d\ufe0f\u0301│●…שﬁ⠉Å", max_size=30))
def test_any_text_becomes_ascii_and_keeps_its_cells(text: str) -> None:
    made = to_ascii(text, cell_len)
    assert made.isascii()
    if not set(text) & set("\u200d\ufe0f\u0301"):
        assert cell_len(made) == cell_len(text)
    assert to_ascii(text).isascii()
