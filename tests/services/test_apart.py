"""Work in a process of its own: events and results come back, errors too, and the process ends with its parent."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tui_reader.domain.errors import NotFound, ReaderError
from tui_reader.services.worker_process import EndedError, WorkerProcess

Works = dict[str, Callable[..., Any]]


def make_works(greeting: str) -> Works:
    """Called in the other process."""

    def count(tell: Callable[[Any], None], upto: int) -> str:
        for number in range(upto):
            tell(number)
        return greeting

    def fail(tell: Callable[[Any], None], kind: str) -> None:
        raise NotFound("no such thing", "Look elsewhere.") if kind == "ours" else KeyError(kind)

    def die(tell: Callable[[Any], None]) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    def wait(tell: Callable[[Any], None]) -> None:
        tell(os.getpid())
        threading.Event().wait()

    return {"count": count, "fail": fail, "die": die, "wait": wait, "pid": lambda tell: os.getpid()}


@pytest.fixture
def fetching(tmp_path: Path) -> Iterator[WorkerProcess]:
    made = WorkerProcess(make_works, ("hello",), str(tmp_path / "log"), has_children=True)
    yield made
    made.close()


def test_results_and_events_come_back_from_another_process(fetching: WorkerProcess) -> None:
    told: list[int] = []
    assert fetching.call("count", 3, tell=told.append) == "hello"
    assert told == [0, 1, 2]
    assert fetching.call("pid") != os.getpid()


def test_errors_of_ours_keep_their_kind_and_hint_and_others_are_told_as_mistakes(fetching: WorkerProcess) -> None:
    with pytest.raises(NotFound, match="no such thing") as found:
        fetching.call("fail", "ours")
    assert found.value.hint == "Look elsewhere."
    with pytest.raises(ReaderError, match="unexpected KeyError"):
        fetching.call("fail", "other")


def test_several_works_run_at_once(fetching: WorkerProcess) -> None:
    started: list[int] = []
    begun = threading.Event()

    def tell(pid: int) -> None:
        started.append(pid)
        begun.set()

    def run() -> None:
        with pytest.raises(EndedError):
            fetching.call("wait", tell=tell)

    waiting = threading.Thread(target=run)
    waiting.start()
    assert begun.wait(30)
    assert fetching.call("pid") == started[0]
    fetching.close()
    waiting.join(30)
    assert not waiting.is_alive()


def test_a_process_that_died_is_told_and_the_next_call_gets_another(fetching: WorkerProcess) -> None:
    first = fetching.call("pid")
    with pytest.raises(EndedError, match="ended"):
        fetching.call("die")
    assert fetching.call("pid") != first


def test_after_closing_nothing_is_started(fetching: WorkerProcess) -> None:
    fetching.call("pid")
    fetching.close()
    with pytest.raises(EndedError):
        fetching.call("pid")
