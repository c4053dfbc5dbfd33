from __future__ import annotations

import pytest

from tui_reader.domain.server import Side, Verdict, decide

YES, NO = Side(value=True), Side(value=False)


@pytest.mark.parametrize(
    ("base", "here", "there", "verdict"),
    [
        (Side(value=False), NO, False, Verdict(value=False)),
        (Side(value=False), Side(True, "7.a.1"), False, Verdict(value=True, send=True)),  # changed here: sent
        (Side(value=False), NO, True, Verdict(value=True, take=True)),  # changed there: taken
        (Side(True, "7.a.1"), Side(True, "7.a.1"), False, Verdict(value=False, take=True)),  # sent once, taken back
        (Side(True, "7.a.1"), NO, True, Verdict(value=False, send=True)),  # undone here
        (Side(True, "7.a.1"), Side(True, "9.a.2"), False, Verdict(value=True, send=True)),  # both: the one here
        (Side(value=False), Side(True, "7.a.1"), True, Verdict(value=True)),  # both, to the same
        (None, Side(True, "7.a.1"), False, Verdict(value=True, send=True)),  # decided before the first sync
        (None, NO, True, Verdict(value=True, take=True)),
        (None, YES, False, Verdict(value=True, send=True)),  # came in as read
    ],
)
def test_whose_word_counts(base: Side | None, here: Side, there: bool, verdict: Verdict) -> None:
    assert decide(base, here, there) == verdict


def test_a_restored_server_takes_nothing_back_but_may_add() -> None:
    held = Side(True, "7.a.1")
    assert decide(held, held, False, restored=True) == Verdict(value=True, send=True)
    assert decide(Side(value=False), NO, True, restored=True) == Verdict(value=True, take=True)
