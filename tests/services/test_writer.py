import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager

import pytest

from tui_reader.domain.errors import StorageError
from tui_reader.services.writer import NETWORK, USER, Writer


def test_the_users_work_goes_before_the_networks() -> None:
    done: list[str] = []
    started, go = threading.Event(), threading.Event()
    writer: Writer[list[str]] = Writer(lambda: done, lambda _: None)

    def first(library: list[str]) -> None:
        started.set()
        go.wait(10)

    writer.submit(first)
    started.wait(10)
    writer.submit(lambda library: library.append("feed"), NETWORK)
    last = writer.submit(lambda library: library.append("feed 2"), NETWORK)
    writer.submit(lambda library: library.append("keep"), USER)
    go.set()
    last.result(10)
    assert done == ["keep", "feed", "feed 2"]
    writer.close()


def test_closing_finishes_what_was_submitted() -> None:
    done: list[int] = []
    writer: Writer[list[int]] = Writer(lambda: done, lambda _: None)
    for number in range(20):
        writer.submit(lambda library, n=number: library.append(n))  # type: ignore[misc]
    writer.close()
    assert done == list(range(20))
    with pytest.raises(RuntimeError):
        writer.submit(lambda library: None)


def test_an_error_reaches_whoever_waits_and_not_the_others() -> None:
    writer: Writer[list[int]] = Writer(list, lambda _: None)
    broken = writer.submit(lambda library: library[5])
    fine = writer.submit(len)
    with pytest.raises(IndexError):
        broken.result(10)
    assert fine.result(10) == 0
    writer.close()


def test_a_library_that_cannot_be_opened_fails_every_job_with_the_reason() -> None:
    def connect() -> list[int]:
        raise OSError("no disk")

    writer: Writer[list[int]] = Writer(connect, lambda _: None)
    with pytest.raises(OSError, match="no disk"):
        writer.submit(lambda library: library.append(1)).result(10)
    writer.close()


class Rows(list[str]):
    """Keeps what one transaction brought, or nothing of it."""

    def __init__(self) -> None:
        super().__init__()
        self.commits = 0

    @contextmanager
    def together(self) -> Iterator[None]:
        before = list(self)
        try:
            yield
        except BaseException:
            self[:] = before
            raise
        self.commits += 1


def held_back(rows: Rows, *jobs: Callable[[Rows], None]) -> list[Future[None]]:
    """Submit jobs that share while the writer is busy, and wait for them."""
    writer: Writer[Rows] = Writer(lambda: rows, lambda _: None, Rows.together)
    go = threading.Event()
    writer.submit(lambda library: go.wait(10))
    futures = [writer.submit(job, shares=True) for job in jobs]
    go.set()
    writer.close()
    return futures


def failing(rows: Rows) -> None:
    rows.append("half")
    raise StorageError("full")


def test_jobs_that_share_and_wait_are_one_transaction() -> None:
    rows = Rows()
    done = held_back(rows, *(lambda library, n=n: library.append(n) for n in "abc"))
    assert [future.result(10) for future in done] == [None] * 3
    assert (rows, rows.commits) == (["a", "b", "c"], 1)


def test_one_that_fails_among_them_costs_the_others_nothing() -> None:
    rows = Rows()
    first, broken, last = held_back(
        rows, lambda library: library.append("a"), failing, lambda library: library.append("c")
    )
    with pytest.raises(StorageError):
        broken.result(10)
    assert (first.result(10), last.result(10)) == (None, None)
    assert [row for row in rows if row != "half"] == ["a", "c"]
