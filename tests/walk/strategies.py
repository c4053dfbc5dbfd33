"""What a walker may do next: any key of any pane, bursts of them, the mouse anywhere, pastes, other sizes.

Of what leads somewhere (panes, opening, going back) there is more than of the rest, or a walk would hardly leave the
list that it begins in.
"""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from walk.clock import Pace
from walk.steps import Answers, Click, Drag, Keys, Paste, Resize, Step, Wait, Wheel

from tui_reader.domain.actions import ACTIONS

SIZES = ((80, 24), (120, 40), (200, 60))
_QUIT = ("app.quit", "app.back_or_quit")
_COMMON = ("1", "2", "3", "4", "enter", "escape", "escape", "j", "tab", "f", "v", "space", "/")
_TEXTS = (
    "speech",
    "model",
    "x",
    "",
    "cs.LG",
    "entry 1\nsecond line",
    "is:read",
    '"unclosed',
    "\x1b[31m" * 40,
    "漢字 " * 30,
    "4 j",
)


def _spelt(key: str) -> list[str]:
    return key.split(" ")


#: Every key and every first key of a sequence that the table has, and some that mean something in boxes alone.
KEYS = sorted(
    {k for a in ACTIONS if a.id not in _QUIT for key in a.keys for k in _spelt(key)} | {"backspace", "delete", "i"}
)
QUITTING = ("q", "Q", "ctrl+c", "ctrl+q")
#: Typed into lines: letters that are commands elsewhere.
WORDS = ("model", "speech", "entry", "s", "xj", "q", "4")


def _key() -> SearchStrategy[str]:
    return st.one_of(st.sampled_from(_COMMON), st.sampled_from(KEYS))


def _burst() -> SearchStrategy[Keys]:
    keys = st.one_of(
        st.lists(_key(), min_size=2, max_size=4).map(tuple),
        st.tuples(_key(), st.sampled_from(("escape", "enter")), st.sampled_from(("escape", "enter", "q"))),
        st.tuples(st.sampled_from(("escape", "enter", "j", "q")), st.sampled_from(("escape", "enter"))),
    )
    gaps = st.sampled_from((0, 0, 0, 1, 10, 30, 60, 120))
    return st.builds(Keys, keys, gaps, st.sampled_from(Pace))


def _typed() -> SearchStrategy[Keys]:
    end = st.sampled_from((("enter",), ("escape",), (), ("down", "enter")))
    return st.builds(lambda word, end: Keys((*word, *end), 10), st.sampled_from(WORDS), end)


def _cell(width: int, height: int) -> SearchStrategy[tuple[int, int]]:
    # Header, footer and status line are one line each of many; the middle is where boxes are.
    y = st.one_of(
        st.integers(0, height - 1), st.sampled_from((0, height - 1)), st.integers(height // 3, 2 * height // 3)
    )
    return st.tuples(st.integers(0, width - 1), y)


def steps(size: tuple[int, int]) -> SearchStrategy[Step]:
    """One step at a terminal of about that size. `Wait()`, which is nothing, is the simplest."""
    cell = _cell(*size)
    other = st.sampled_from([(w, h) for w, h in (*SIZES, (100, 30), (60, 12), (20, 5)) if (w, h) != size])
    clicks = st.builds(lambda at, times: Click(at[0], at[1], times), cell, st.sampled_from((1, 1, 1, 2, 3)))
    kinds: list[tuple[int, SearchStrategy[Step]]] = [
        (1, st.just(Wait())),
        (24, st.builds(lambda key: Keys((key,)), _key())),
        (8, st.sampled_from("1234").map(lambda key: Keys((key,)))),
        (10, _burst()),
        (8, clicks),
        (4, st.just(Answers())),
        (3, _typed()),
        (2, st.builds(lambda at, lines: Wheel(at[0], at[1], lines), cell, st.sampled_from((-1, 1)))),
        (1, st.builds(lambda at, to: Drag(*at, *to), cell, cell)),
        (2, st.builds(Paste, st.sampled_from(_TEXTS))),
        (1, st.builds(lambda to: Resize(*to), other)),
        (2, st.just(Resize(*size))),
        (1, st.builds(Wait, st.sampled_from((1.0, 13.0, 61.0)))),
        (1, st.builds(lambda at, button: Click(at[0], at[1], 1, button), cell, st.sampled_from((1, 2)))),
    ]
    table = [strategy for weight, strategy in kinds for _ in range(weight)]
    return st.integers(0, len(table) - 1).flatmap(table.__getitem__)


def walks(size: tuple[int, int], length: int) -> SearchStrategy[list[Step]]:
    """So many steps, and the question at the end whether the reader still answers; now and then it is left before."""
    some = st.lists(steps(size), min_size=length, max_size=length)
    quit_at = st.one_of(st.just(()), st.just(()), st.sampled_from([(Keys((key,)),) for key in QUITTING]))
    return st.builds(lambda walked, leaving: [*walked, Answers(), *leaving], some, quit_at)
