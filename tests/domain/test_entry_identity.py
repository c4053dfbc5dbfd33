from __future__ import annotations

from datetime import date

import pytest

from tui_reader.domain.entry_identity import entry_date, is_same_entry

MONDAY, TUESDAY = date(2026, 11, 16), date(2026, 11, 17)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Introducing the small model", "Introducing the new small model"),
        ("One two three four", "One two five six"),
        ("Launch", "Launch 14:05"),
        ("Launch at 9:30", "Launch at 14:05"),
        ("Modèle léger", "MODELE LEGER!"),
        ("発表: 新しいモデル", "発表 新しいモデルの公開"),
        ("Top models", "Top 10 models"),
    ],
)
def test_titles_that_share_half_their_words_are_one_entry_whatever_the_day(old: str, new: str) -> None:
    assert is_same_entry(old, MONDAY, new, TUESDAY)
    assert is_same_entry(new, None, old, None)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("One two three four", "One five six seven"),
        ("Note 12 of the week", "Note 13 of the week"),
        ("", ""),
        ("!", "?"),
        ("Launch", "A launch that nobody saw coming"),
    ],
)
def test_other_titles_are_one_entry_only_on_the_same_day(old: str, new: str) -> None:
    assert not is_same_entry(old, MONDAY, new, TUESDAY)
    assert not is_same_entry(old, None, new, None)
    assert is_same_entry(old, MONDAY, new, MONDAY)


def test_an_entry_is_from_its_date_but_never_later_than_it_was_seen() -> None:
    assert entry_date(100, 200) == 100
    assert entry_date(300, 200) == 200
    assert entry_date(None, 200) == 200
    assert [entry_date(100, 200, times) for times in (2, 3)] == [100, 200]
