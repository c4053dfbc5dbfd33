"""Keys that come in one write are taken in their order, letters and keys that edit alike."""

from __future__ import annotations

import pytest
from textual import events

_CHARACTERS = {"backspace": "\x7f", "left": None, "home": None}


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        ("a b c backspace backspace backspace x y", "xy"),
        ("a b left left c d", "cdab"),
        ("b c home a", "abc"),
        ("a space b ctrl+u c", "c"),
    ],
)
@pytest.mark.parametrize("opened_by", ["/", "f", "F", "ctrl+p"])
async def test_a_burst_of_keys_is_typed_as_it_came(read, opened_by: str, keys: str, text: str) -> None:  # type: ignore[no-untyped-def]
    async with read("feeds") as reading:
        await reading.press(opened_by)
        await reading.settle()
        for key in keys.split():
            character = " " if key == "space" else _CHARACTERS.get(key, key if len(key) == 1 else None)
            reading.app.post_message(events.Key(key, character))
        await reading.settle()
        line = reading.app.focused
        assert line.value == text


async def test_what_is_wrong_with_a_search_is_said_until_it_is_right(read) -> None:  # type: ignore[no-untyped-def]
    async with read("papers") as reading:
        await reading.press("slash", *"foo:x")
        await reading.settle()
        assert "no field foo:" in reading.said
        await reading.press("enter")
        assert "no field foo:" in reading.said
        await reading.press("slash", "ctrl+u", *"speech")
        await reading.settle()
        assert reading.said == ""
