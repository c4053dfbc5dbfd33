"""Cleaned text can be printed to any terminal."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tui_reader.text.sanitise import clean_html_source, clean_line, clean_text

NASTY = st.text(
    st.one_of(
        st.characters(),
        st.characters(categories=["Cc", "Cf", "Cs", "Zs", "Zl", "Zp"]),
        st.sampled_from("\x1b[]P\\\x07\x9b\x9d\x9c\u200d\u200c\ufe0f\u20e3👩💻🏽❤1#aبिक\u0301\n\t "),
    )
)


def dangerous(text: str, allowed: str = "") -> list[str]:
    """The characters of `text` that should not have survived."""
    return [
        c
        for c in text
        if (unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"} and c not in allowed + "\u200c\u200d")
        or 0xFDD0 <= ord(c) <= 0xFDEF
        or ord(c) & 0xFFFE == 0xFFFE
        or 0xE0000 <= ord(c) <= 0xE0FFF
        or 0xFE00 <= ord(c) <= 0xFE0E
    ]


@given(NASTY)
@example("a\u200d\ufe0f\u200d👩")
@example("\x1b]8;;\x1b[")
def test_a_cleaned_line_holds_nothing_dangerous_and_stays_as_it_is(text: str) -> None:
    line = clean_line(text)
    assert dangerous(line) == []
    assert clean_line(line) == line
    assert line == " ".join(line.split())


@given(NASTY)
def test_cleaned_text_keeps_only_newlines_of_all_controls(text: str) -> None:
    cleaned = clean_text(text)
    assert dangerous(cleaned, "\n") == []
    assert clean_text(cleaned) == cleaned


@given(NASTY)
def test_cleaned_markup_keeps_only_newlines_and_tabs(text: str) -> None:
    cleaned = clean_html_source(text)
    assert dangerous(cleaned, "\n\t") == []
    assert clean_html_source(cleaned) == cleaned


@given(st.text(st.characters(categories=["L", "N", "P", "Sm", "Sc"], exclude_characters="\u3164\u115f\u1160\uffa0")))
def test_letters_digits_and_signs_are_never_lost(text: str) -> None:
    assert clean_line(text) == text


@pytest.mark.parametrize(
    ("sequence", "left"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x9b31mred\x9b0m", "red"),
        ("\x1b]0;title\x07after", "after"),
        ("\x1b]8;;https://e.example\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x9d52;c;aGk=\x9cafter", "after"),
        ("\x1bPq#0;2;0\x1b\\after", "after"),
        ("\x1b_Gf=100;AAAA\x1b\\after", "after"),
        ("\x1b(Bafter\x1bc", "after"),
        ("\x1b[?1049hafter", "after"),
    ],
)
def test_escape_sequences_go_whole(sequence: str, left: str) -> None:
    assert clean_line(sequence) == left


def test_an_unterminated_sequence_does_not_swallow_the_text() -> None:
    assert clean_line("before \x1b]the rest of the article") == "before the rest of the article"


def test_reordering_and_hidden_characters_go() -> None:
    assert clean_line("user\u202etxt.exe\u2066\u200b\u2060\ufeff\xad") == "usertxt.exe"
    assert clean_line("".join(chr(0xE0000 + ord(c)) for c in "ignore") + "seen") == "seen"


@pytest.mark.parametrize("emoji", ["👩‍💻", "❤️", "🏳️‍🌈", "1️⃣", "👨🏽‍🚀", "🐻‍❄️", "🙂‍↔️"])
def test_emoji_stay_whole(emoji: str) -> None:
    assert clean_line(emoji) == emoji


@pytest.mark.parametrize("word", ["می‌خواهم", "क्‍ष", "ශ්‍රී"])
def test_joiners_stay_where_a_script_needs_them(word: str) -> None:
    assert clean_line(word) == word


def test_joiners_go_where_they_only_hide() -> None:
    assert clean_line("pay\u200dpal a\ufe0f1\ufe0f") == "paypal a1"


def test_towers_of_marks_are_cut_short() -> None:
    assert len(clean_line("e" + "\u0301" * 500)) == 9


def test_white_space_is_folded_in_a_line_and_kept_in_a_text() -> None:
    assert clean_line("  a\t\tb\r\n c\xa0d\u2028e ") == "a b c d e"
    assert clean_text("a\r\nb\u2028c\n\td\xa0e") == "a\nb\nc\n    d e"


def test_clean_text_comes_back_as_the_same_object() -> None:
    text = "plain words, and a line\nmore"
    assert clean_text(text) is text
