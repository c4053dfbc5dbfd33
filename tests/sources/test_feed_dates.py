"""Dates as feeds write them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_reader.text.dates import parse_date, plausible


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Tue, 03 Mar 2026 10:00:00 GMT", "2026-03-03 10:00"),
        ("03.04.2026 10:00", "2026-04-03 10:00"),
        ("2026. 4. 3.", "2026-04-03 00:00"),
        ("Tue, 03 Mar 2026 10:00:00 +0530", "2026-03-03 04:30"),
        ("3 Mar 26 10:00 EST", "2026-03-03 15:00"),
        ("03 Mar 99 10:00:00 PDT", "1999-03-03 17:00"),
        ("2026-03-03T10:00:00Z", "2026-03-03 10:00"),
        ("2026-03-03T10:00:00.123456789-08:00", "2026-03-03 18:00"),
        ("2026-03-03 10:00:00", "2026-03-03 10:00"),
        ("20260303T100000Z", "2026-03-03 10:00"),
        ("2026-03-03", "2026-03-03 00:00"),
        ("2026-03-03T24:00:00Z", "2026-03-04 00:00"),
        ("March 3, 2026", "2026-03-03 00:00"),
        ("Tuesday, March 3, 2026 at 5:07:00 PM", "2026-03-03 17:07"),
        ("Ter, 03 Mar 2026 10:00:00 -0300", "2026-03-03 13:00"),
        ("Seg, 24 Set 2018 19:18:49 -0300", "2018-09-24 22:18"),
        ("mar., 24 sept. 2018 19:18:49 +0200", "2018-09-24 17:18"),
        ("Di, 03 März 2026 10:00:00 MEZ", "2026-03-03 09:00"),
        ("wt., 03 lutego 2026 10:00:00 +0100", "2026-02-03 09:00"),
        ("Вт, 03 марта 2026 10:00:00 +0300", "2026-03-03 07:00"),
        ("2026年3月3日 10:00", "2026-03-03 10:00"),
        ("03/04/2026 10:00", "2026-04-03 10:00"),
        ("03/24/2026", "2026-03-24 00:00"),
        ("Tue, 03 Mar 2026 10:00:00 +9900", "2026-03-03 10:00"),
    ],
)
def test_dates_are_understood(text: str, meant: str) -> None:
    when = parse_date(text)
    assert when is not None
    assert f"{when:%Y-%m-%d %H:%M}" == meant
    assert when.tzinfo is UTC


@pytest.mark.parametrize(
    "text",
    ["", "yesterday", "0000-00-00", "2026-13-45", "Thu, 01 Jan 1970 00:00:00 GMT", "0001-01-01T00:00:00Z",
     "9999-12-31T23:59:59Z", "32 Mar 2026", "12:00", "1" * 200, "99999999999"],
)  # fmt: skip
def test_what_is_no_date_or_cannot_be_true_is_none(text: str) -> None:
    assert parse_date(text) is None


def test_a_date_ahead_of_now_is_not_plausible() -> None:
    now = datetime(2026, 3, 3, tzinfo=UTC)
    assert plausible(datetime(2026, 3, 3, 20, tzinfo=UTC), now) is not None
    assert plausible(datetime(2026, 3, 9, tzinfo=UTC), now) is None
    assert plausible(datetime(2099, 1, 1, tzinfo=UTC), None) is not None


@given(st.text(max_size=60) | st.from_regex(r"\A[0-9/:T +.-]{1,40}\Z"))
def test_no_text_makes_it_raise(text: str) -> None:
    when = parse_date(text)
    assert when is None or when.tzinfo is UTC
