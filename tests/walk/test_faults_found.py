"""Ways to faults that a walk has found, the shortest of each kind: none leads to one any more."""

from __future__ import annotations

from pathlib import Path

import pytest
from walk.steps import read
from walk.strategies import SIZES
from walk.walker import Walk

WAYS = {
    "a crash on changing panes": ("sample", "keys 3\nkeys 4\nkeys enter\nkeys 1"),
    "a crash on changing panes, in one write": ("sample", "keys 3 4 enter 1"),
    "text cut at the lengths of another document": ("sample", "keys 2 4 enter 3 every 20 ms"),
    "a box that a click makes deaf": ("made", "keys 3\nkeys f\nclick 60 20\nanswers"),
    "the title of another pane": ("made", "keys 2\nkeys 4\nkeys 2\nkeys 4"),
    "a box that is closed three times": ("made", "keys 3\nkeys f\nkeys escape escape escape\nanswers"),
    "a box that is opened and closed in one write": ("made", "keys 3\nkeys f escape escape escape\nanswers"),
    "a document drawn with the layout of the one before": (
        "made",
        """keys space
        keys ;
        keys t j (fast threads)
        keys S escape escape every 1 ms (slow threads)
        click 21 12
        keys tab""",
    ),
    "a search that is ended in another pane than it was begun in": (
        "made",
        """keys 3
        keys j enter every 60 ms
        keys /
        click 32 0 2
        click 15 8
        keys q escape (slow threads)""",
    ),
    "a document of another row when the screen becomes wide": (
        "made",
        "resize 60 12\nkeys pagedown\nresize 120 40",
    ),
    "a search that means nothing, while it is typed": ("made", "keys / j R V every 60 ms\npaste 'is:read'"),
    "a search that means nothing, kept": ("made", "keys / j R V every 60 ms\npaste 'is:read'\nkeys enter\nanswers"),
    "a choice that is taken twice": ("made", "keys 3\nkeys e\nkeys enter enter\nanswers"),
}


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("way", WAYS)
def test_a_way_that_led_to_a_fault(way: str, size: tuple[int, int], homes: Path, tmp_path: Path) -> None:
    home, steps = WAYS[way]
    Walk(homes / home, size).go(read(steps), tmp_path)
