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

Tell = Callable[[Any], None]


def make(greeting: str) -> str:
    """Called in the other process: what it keeps."""
    return greeting


def count(kept: str, tell: Tell, upto: int) -> str:
    for number in range(upto):
        tell(number)
    return kept


def fail(kept: str, tell: Tell, kind: str) -> None:
    raise NotFound("no such thing", "Look elsewhere.") if kind == "ours" else KeyError(kind)


def die(kept: str, tell: Tell) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def wait(kept: str, tell: Tell) -> None:
    tell(os.getpid())
    threading.Event().wait()


def own_pid(kept: str, tell: Tell) -> int:
    return os.getpid()


@pytest.fixture
def fetching(tmp_path: Path) -> Iterator[WorkerProcess[str]]:
    made = WorkerProcess(make, ("hello",), str(tmp_path / "log"), has_children=True)
    yield made
    made.close()


def test_results_and_events_come_back_from_another_process(fetching: WorkerProcess[str]) -> None:
    told: list[int] = []
    assert fetching.call(count, told.append, 3) == "hello"
    assert told == [0, 1, 2]
    assert fetching.call(own_pid, None) != os.getpid()


def test_errors_of_ours_keep_their_kind_and_hint_and_others_are_told_as_mistakes(fetching: WorkerProcess[str]) -> None:
    with pytest.raises(NotFound, match="no such thing") as found:
        fetching.call(fail, None, "ours")
    assert found.value.hint == "Look elsewhere."
    with pytest.raises(ReaderError, match="unexpected KeyError"):
        fetching.call(fail, None, "other")


def test_several_works_run_at_once(fetching: WorkerProcess[str]) -> None:
    started: list[int] = []
    begun = threading.Event()

    def tell(pid: int) -> None:
        started.append(pid)
        begun.set()

    def run() -> None:
        with pytest.raises(EndedError):
            fetching.call(wait, tell)

    waiting = threading.Thread(target=run)
    waiting.start()
    assert begun.wait(30)
    assert fetching.call(own_pid, None) == started[0]
    fetching.close()
    waiting.join(30)
    assert not waiting.is_alive()


def test_a_process_that_died_is_told_and_the_next_call_gets_another(fetching: WorkerProcess[str]) -> None:
    first = fetching.call(own_pid, None)
    with pytest.raises(EndedError, match="ended"):
        fetching.call(die, None)
    assert fetching.call(own_pid, None) != first


def test_after_closing_nothing_is_started(fetching: WorkerProcess[str]) -> None:
    fetching.call(own_pid, None)
    fetching.close()
    with pytest.raises(EndedError):
        fetching.call(own_pid, None)
