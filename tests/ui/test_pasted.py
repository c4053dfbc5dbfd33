"""Pasted text is text: no part of it reaches the reader as keys, however it is cut into portions."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual._xterm_parser import XTermParser

from tui_reader.ui.pasted import PasteFilter

BEGIN, END = "\x1b[200~", "\x1b[201~"
PASTED = st.text(st.sampled_from("\x1b[0123mA~q;\x07\x9b\n\t é"), max_size=60).filter(lambda text: END not in text)


def keys_of(portions: list[str]) -> tuple[list[str], list[str]]:
    """The keys and the pastes that a parser makes of filtered portions."""
    parser, pastes = XTermParser(), PasteFilter()
    found = [event for data in portions if (clean := pastes.clean(data)) for event in parser.feed(clean)]
    keys = [event.key for event in found if isinstance(event, events.Key)]
    return keys, [event.text for event in found if isinstance(event, events.Paste)]


@given(PASTED, st.lists(st.integers(0, 80), max_size=6))
def test_nothing_that_is_pasted_is_a_key(pasted: str, cuts: list[int]) -> None:
    data = f"j{BEGIN}{pasted}{END}k"
    places = sorted({0, len(data), *(min(cut, len(data)) for cut in cuts)})
    portions = [data[a:b] for a, b in pairwise(places)]
    keys, pastes = keys_of(portions)
    assert keys == ["j", "k"]
    assert len(pastes) <= 1
    assert "".join(pastes) == "".join(c for c in pasted if c not in "\x1b\x07\x9b")


@given(st.lists(st.text(st.sampled_from("\x1b[20~ABjk;"), max_size=8), max_size=6))
def test_what_is_not_pasted_passes_as_it_is(portions: list[str]) -> None:
    if BEGIN not in "".join(portions):
        pastes = PasteFilter()
        assert [pastes.clean(portion) for portion in portions] == portions
