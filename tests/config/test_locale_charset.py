from __future__ import annotations

import pytest

from tui_reader.config.locale_charset import is_utf8


@pytest.mark.parametrize(
    "env",
    [
        {},
        {"LANG": "en_GB.UTF-8"},
        {"LANG": "C.utf8"},
        {"LC_CTYPE": "C.UTF-8"},
        {"LANG": "de_DE"},
        {"LANG": "C", "LC_ALL": "de_DE.UTF-8@euro"},
    ],
)
def test_utf8_is_written_where_the_locale_is_or_says_nothing(env: dict[str, str]) -> None:
    assert is_utf8(env)


@pytest.mark.parametrize(
    "env",
    [
        {"LC_ALL": "C", "LANG": "en_GB.UTF-8"},
        {"LANG": "POSIX"},
        {"LANG": "de_DE.ISO-8859-1"},
        {"LANG": "C", "LC_CTYPE": "C.UTF-8"},  # what Python makes of LANG=C
    ],
)
def test_no_utf8_is_written_where_the_locale_is_another(env: dict[str, str]) -> None:
    assert not is_utf8(env)
