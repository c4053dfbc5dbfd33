"""Where texts were left."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tui_reader.config.scroll_positions import MOST, ScrollPositions


def test_a_place_is_there_at_the_next_start(tmp_path: Path) -> None:
    ScrollPositions(tmp_path).keep("arxiv:1#full", (12, 40))
    assert ScrollPositions(tmp_path).get("arxiv:1#full") == (12, 40)


def test_a_text_left_at_its_start_is_forgotten(tmp_path: Path) -> None:
    places = ScrollPositions(tmp_path)
    places.keep("a", (3, 0))
    places.keep("a", (0, 0))
    assert ScrollPositions(tmp_path).get("a") is None
    assert json.loads((tmp_path / "places.json").read_text()) == {}


def test_two_programs_keep_each_others_places(tmp_path: Path) -> None:
    one, other = ScrollPositions(tmp_path), ScrollPositions(tmp_path)
    assert other.get("a") is None
    one.keep("a", (1, 1))
    other.keep("b", (2, 2))
    assert ScrollPositions(tmp_path).get("a") == (1, 1)
    assert ScrollPositions(tmp_path).get("b") == (2, 2)


def test_the_oldest_places_go_first(tmp_path: Path) -> None:
    places = ScrollPositions(tmp_path)
    for number in range(MOST + 5):
        places.keep(f"text {number}", (number + 1, 0))
    assert places.get("text 4") is None
    assert places.get("text 5") == (6, 0)


@pytest.mark.parametrize("text", ["", "[]", "{", '{"a": 1, "b": [1], "c": [1, -2], "d": ["1", 2], "e": [true, 1]}'])
def test_a_damaged_file_is_an_empty_one(tmp_path: Path, text: str) -> None:
    (tmp_path / "places.json").write_text(text)
    places = ScrollPositions(tmp_path)
    assert [places.get(key) for key in "abcde"] == [None] * 5
    places.keep("a", (1, 2))
    assert places.get("a") == (1, 2)


def test_a_home_that_cannot_be_written_remembers_nothing(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    ScrollPositions(blocked / "state").keep("a", (1, 2))
    assert ScrollPositions(blocked / "state").get("a") is None
