"""Work in a process of its own, so that no key of the reader ever waits for it.

Fetching, parsing and storing keep Python busy; on a thread of the reader they would make each key wait for its turn
(the global interpreter lock). A process is spawned at the first piece of work and kept; it ends with its parent,
whatever way that ends. A call carries the function itself, pickled by its name; several run at once, each told of by
events. All goes through one pipe: queues of multiprocessing own semaphores, which whoever ends such a process by force
leaves behind.
"""

from __future__ import annotations

import itertools
import logging
import os
import pickle
import signal
import sys
import threading
from contextlib import suppress
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, Concatenate, Generic, NamedTuple, ParamSpec, TypeVar, cast

from tui_reader.domain.errors import ReaderError, StorageError
from tui_reader.services.process_limits import OUT_OF_MEMORY, limit_memory

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

    #: What a function tells of how far it has come.
    Tell = Callable[[Any], None]

P = ParamSpec("P")
S = TypeVar("S")
T = TypeVar("T")

_LAST_WORDS_S = 2.0
_log = logging.getLogger(__name__)


class EndedError(StorageError):
    """The process ended before the work was done; with which code, where that is known (below 0: by a signal)."""

    exit_code: int | None = None


class _Told(NamedTuple):
    """What the process says of one piece of work: an event, a result or an error."""

    number: int
    word: str
    value: Any


class WorkerProcess(Generic[S]):
    """The parent's end. `make`, a function at the top of a module, gives from `args` what the new process keeps, and
    `end` lets go of that there; all are pickled. `niceness` is how far it stands back for others; one that is to start
    processes itself `has_children`; with `most_mib` it may take no more memory than that, and ends when it would. Calls
    may come from any thread."""

    def __init__(
        self,
        make: Callable[..., S],
        args: tuple[Any, ...] = (),
        log_path: str = "",
        *,
        end: Callable[[S], None] | None = None,
        niceness: int = 5,
        has_children: bool = False,
        most_mib: int = 0,
    ) -> None:
        self._make = make
        self._args = args
        self._end = end
        self._log_path = log_path
        self._niceness = niceness
        self._has_children = has_children
        self._most_mib = most_mib
        self._lock = threading.Lock()
        self._numbers = itertools.count(1)
        self._waiting: dict[int, SimpleQueue[_Told]] = {}
        self._process: SpawnProcess | None = None
        self._connection: Connection | None = None
        self._closed = False

    @property
    def pid(self) -> int | None:
        """The process that runs now."""
        process = self._process
        return process.pid if process is not None and process.is_alive() else None

    def call(
        self,
        function: Callable[Concatenate[S, Tell, P], T],
        tell: Tell | None,
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Call a function there, with what the process keeps and a way to tell events before its arguments, and wait
        for it; `tell` is called on this thread with its events. Raises what it raised (of our errors), ReaderError for
        a mistake of ours, EndedError when the process has ended."""
        queue: SimpleQueue[_Told] = SimpleQueue()
        # Pickled apart from its number: what cannot be read there is the failure of this call alone.
        work = pickle.dumps((function, args, kwargs))
        with self._lock:
            connection = self._started()
            number = next(self._numbers)
            self._waiting[number] = queue
            try:
                connection.send((number, work))
            except OSError:
                self._waiting.pop(number, None)
                self._forget()
                raise _ended() from None
        while True:
            told = queue.get()
            if told.word == "event":
                if tell is not None:
                    tell(told.value)
            elif told.word == "done":
                return cast("T", told.value)
            else:
                raise told.value

    def close(self) -> None:
        """End the process; what it was at is dropped, and nothing is started any more."""
        self._closed = True
        self.stop()

    def stop(self) -> None:
        """End the process; what it was at is dropped. The next call starts another."""
        with self._lock:
            process, connection = self._process, self._connection
            self._forget()
        if process is None or connection is None:
            return
        if self._has_children:
            with suppress(OSError):
                connection.send(None)
            process.join(_LAST_WORDS_S)
        if process.is_alive():
            process.kill()
            process.join()

    def _started(self) -> Connection:
        if self._closed:
            raise _ended()
        if self._connection is None or self._process is None or not self._process.is_alive():
            import multiprocessing

            _start_tracker()
            context = multiprocessing.get_context("spawn")
            self._connection, other = context.Pipe()
            self._waiting = {}  # those who wait for an earlier process hear from its listener
            given = (other, self._make, self._args, self._end, self._log_path, self._niceness, self._most_mib)
            self._process = context.Process(target=_serve, args=given, daemon=not self._has_children)
            self._process.start()
            other.close()
            heard = (self._process, self._connection, self._waiting)
            threading.Thread(target=self._listen, args=heard, name="worker process", daemon=True).start()
        return self._connection

    def _forget(self) -> None:
        self._process = self._connection = None

    def _listen(self, process: SpawnProcess, connection: Connection, waiting: dict[int, SimpleQueue[_Told]]) -> None:
        try:
            while True:
                told = connection.recv()
                queue = waiting.get(told.number)
                if told.word != "event":
                    waiting.pop(told.number, None)
                if queue is not None:
                    queue.put(told)
        except (EOFError, OSError):
            with self._lock:
                if self._connection is connection:
                    self._forget()
                left = list(waiting.items())
            if left:
                process.join(_LAST_WORDS_S)
            for number, queue in left:
                queue.put(_Told(number, "failed", _ended(process.exitcode)))


def _ended(exit_code: int | None = None) -> EndedError:
    error = EndedError("the process that works beside the reader has ended", "Try again; the log says more.")
    error.exit_code = exit_code
    return error


def _serve(
    connection: Connection,
    make: Callable[..., S],
    args: tuple[Any, ...],
    end: Callable[[S], None] | None,
    log_path: str,
    niceness: int,
    most_mib: int,
) -> None:
    """The process: takes calls until the parent says that it was the last, or hangs up."""
    _prepare(log_path, niceness)
    if most_mib:
        limit_memory(most_mib)
    kept = make(*args)
    lock = threading.Lock()

    def say(told: _Told) -> None:
        with lock, suppress(OSError):  # the parent may have gone
            connection.send(told)

    def work(number: int, pickled: bytes) -> None:
        def tell(event: Any) -> None:
            say(_Told(number, "event", event))

        try:
            function, given, named = pickle.loads(pickled)  # noqa: S301 -- from our own process
            say(_Told(number, "done", function(kept, tell, *given, **named)))
        except ReaderError as error:
            say(_Told(number, "failed", error))
        except Exception as error:
            if most_mib and isinstance(error, MemoryError):
                os._exit(OUT_OF_MEMORY)  # nothing can be relied on any more
            _log.exception("in a worker process")
            wrong = f"unexpected {type(error).__name__}: {error}"
            say(_Told(number, "failed", ReaderError(wrong, "The log has the details; please report it.")))

    while True:
        try:
            call = connection.recv()
        except (EOFError, OSError):
            call = None
        if call is None:
            break
        threading.Thread(target=work, args=call, name="work", daemon=True).start()
    if end is not None:
        end(kept)
    os._exit(0)  # what is under way is dropped, without waiting for its threads


def _prepare(log_path: str, niceness: int) -> None:
    """Never write to the terminal, ignore ctrl+c, end when the parent does, and stand back for it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(niceness)  # the keys of the reader come first where there are few processors
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 0)
    try:
        log = os.open(log_path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600) if log_path else null
    except OSError:
        log = null
    os.dup2(log, 1)
    os.dup2(log, 2)
    sys.stdin = None
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    import multiprocessing

    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(0)


def _start_tracker() -> None:
    """Start multiprocessing's resource tracker, which every spawned process needs, with the stderr of the process.

    Inside the reader `sys.stderr` is Textual's, whose fileno() is -1; the tracker would hand that on and fail.
    """
    if os.name != "posix":
        return
    from multiprocessing import resource_tracker

    shown, sys.stderr = sys.stderr, sys.__stderr__
    try:
        resource_tracker.ensure_running()
    finally:
        sys.stderr = shown


def keep_nothing() -> None:
    """What a process keeps whose functions need nothing but their arguments."""
