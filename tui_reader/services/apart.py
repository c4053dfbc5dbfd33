"""Work in a process of its own, so that no key of the reader ever waits for it.

Fetching and storing keep Python busy; on a thread of the reader they would make each key wait for its turn (the global
interpreter lock), up to a tenth of a second. The process is spawned at the first piece of work and kept; it ends with
its parent, whatever way that ends. Works are calls by name, several at once, each told of by events.
"""

from __future__ import annotations

import itertools
import logging
import threading
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, NamedTuple

from tui_reader.domain.errors import ReaderError, StorageError
from tui_reader.services.parse_worker import prepare
from tui_reader.services.parsing import start_tracker

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

    Tell = Callable[[Any], object]
    #: The work of a name: called with a function that tells events, then the arguments.
    Works = dict[str, Callable[..., Any]]

_log = logging.getLogger(__name__)
_GONE = "the process that fetches has ended"


class _Told(NamedTuple):
    """What the process says of one piece of work: an event, a result or an error."""

    number: int
    word: str
    value: Any


class Apart:
    """The parent's end. `make` is a function at the top of a module that gives the works in the new process from
    `args`; both are pickled. Calls may come from any thread."""

    def __init__(self, make: Callable[..., Works], args: tuple[Any, ...], log_path: str = "") -> None:
        self._make = make
        self._args = args
        self._log_path = log_path
        self._lock = threading.Lock()
        self._numbers = itertools.count(1)
        self._waiting: dict[int, SimpleQueue[_Told]] = {}
        self._process: SpawnProcess | None = None
        self._connection: Connection | None = None
        self._closed = False

    def call(self, name: str, *args: Any, tell: Tell | None = None) -> Any:
        """Do a piece of work and wait for it; `tell` is called on this thread with its events. Raises what it raised
        (of our errors), or StorageError when the process has ended."""
        queue: SimpleQueue[_Told] = SimpleQueue()
        with self._lock:
            connection = self._started()
            number = next(self._numbers)
            self._waiting[number] = queue
            try:
                connection.send((number, name, args))
            except OSError:
                self._waiting.pop(number, None)
                self._forget()
                raise StorageError(_GONE, "Try again; the log says more.") from None
        while True:
            told = queue.get()
            if told.word == "event":
                if tell is not None:
                    tell(told.value)
            elif told.word == "done":
                return told.value
            else:
                raise told.value

    def close(self) -> None:
        """End the process; what it was at is dropped."""
        with self._lock:
            self._closed = True
            process = self._process
            self._forget()
        if process is not None:
            process.terminate()
            process.join(2)
            if process.is_alive():
                process.kill()

    def _started(self) -> Connection:
        if self._closed:
            raise StorageError(_GONE)
        if self._connection is None or self._process is None or not self._process.is_alive():
            import multiprocessing

            start_tracker()
            context = multiprocessing.get_context("spawn")
            self._connection, other = context.Pipe()
            self._process = context.Process(
                target=_serve, args=(other, self._make, self._args, self._log_path), name="fetching"
            )
            self._process.start()
            other.close()
            threading.Thread(target=self._listen, args=(self._connection,), name="apart", daemon=True).start()
        return self._connection

    def _forget(self) -> None:
        self._process = self._connection = None

    def _listen(self, connection: Connection) -> None:
        try:
            while True:
                told = connection.recv()
                queue = self._waiting.get(told.number)
                if told.word != "event":
                    self._waiting.pop(told.number, None)
                if queue is not None:
                    queue.put(told)
        except (EOFError, OSError):
            with self._lock:
                if self._connection is connection:
                    self._forget()
                left, self._waiting = self._waiting, {}
            for number, queue in left.items():
                queue.put(_Told(number, "failed", StorageError(_GONE, "Try again; the log says more.")))


def _serve(connection: Connection, make: Callable[..., Works], args: tuple[Any, ...], log_path: str) -> None:
    """The process: takes calls until the parent hangs up."""
    prepare(log_path, niceness=5)
    works = make(*args)
    lock = threading.Lock()

    def say(told: _Told) -> None:
        with lock:
            connection.send(told)

    def work(number: int, name: str, given: tuple[Any, ...]) -> None:
        def tell(event: Any) -> None:
            say(_Told(number, "event", event))

        try:
            say(_Told(number, "done", works[name](tell, *given)))
        except ReaderError as error:
            say(_Told(number, "failed", error))
        except Exception as error:
            _log.exception("apart: %s", name)
            say(_Told(number, "failed", StorageError(f"{name} went wrong ({error})", "The log has the details.")))

    while True:
        try:
            number, name, given = connection.recv()
        except (EOFError, OSError):
            return
        threading.Thread(target=work, args=(number, name, given), name=name, daemon=True).start()
