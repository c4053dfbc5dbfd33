from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tui_reader.services.visits import Visits

START = datetime(2026, 11, 20, 8, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.at = START
        self.kept: dict[str, str] = {}

    def visits(self) -> Visits:
        return Visits(lambda: self.kept, self.kept.update, lambda: self.at)

    def pass_minutes(self, minutes: int) -> datetime:
        self.at += timedelta(minutes=minutes)
        return self.at


def test_what_is_new_came_since_the_end_of_the_visit_before_this_one() -> None:
    clock = Clock()
    first = clock.visits()
    first.pressed(START)
    assert first.since is None
    closed = clock.pass_minutes(10)
    first.close(START)
    assert clock.visits().ended == closed
    clock.pass_minutes(60)
    second = clock.visits()
    second.pressed(clock.at)
    assert second.since == closed
    assert clock.visits().ended == closed, "a visit that goes on moves nothing"


def test_a_visit_ends_after_thirty_minutes_without_a_key_and_the_next_key_begins_another() -> None:
    clock = Clock()
    visits = clock.visits()
    visits.pressed(START)
    last = clock.pass_minutes(20)
    clock.pass_minutes(29)
    visits.look(last)
    assert visits.ended is None
    clock.pass_minutes(1)
    visits.look(last)
    assert visits.ended == last
    clock.pass_minutes(600)
    visits.pressed(clock.at)
    assert visits.since == last
    closed = clock.pass_minutes(5)
    visits.close(closed)
    assert visits.ended == closed


def test_a_key_after_a_night_of_sleep_begins_a_new_visit_though_nobody_looked() -> None:
    clock = Clock()
    visits = clock.visits()
    visits.pressed(START)
    visits.pressed(clock.pass_minutes(600))
    assert visits.since == visits.ended == START


def test_of_two_readers_the_one_that_was_left_later_counts() -> None:
    clock = Clock()
    one, other = clock.visits(), clock.visits()
    one.pressed(START)
    other.pressed(START)
    late = clock.pass_minutes(20)
    other.close(late)
    one.look(START)
    clock.pass_minutes(15)
    one.look(START)
    assert one.ended == late
