"""A real HTTP server on 127.0.0.1 in a thread, scripted by tests. It holds no clock: what is slow waits for an event.

with Server() as server:
    server.route("/feed", Reply(b"<rss/>", headers={"ETag": '"1"'}))
    ... fetch server.url("/feed") ...
    assert server.seen("/feed")[0].headers["user-agent"] == ...
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self


@dataclass(frozen=True)
class Seen:
    """A request that arrived. `headers` have lower-case names; `at` is time.time(), `connection` counts sockets."""

    path: str
    headers: Mapping[str, str]
    at: float
    connection: tuple[str, int]


@dataclass(frozen=True)
class Reply:
    """What is answered. With an `ETag` or `Last-Modified` header, matching validators get a 304.

    `chunks` replaces `body`: sent chunked, one chunk per piece, as long as the client takes them. `length` replaces
    the true Content-Length. `cut` closes the connection after the body whatever was promised. `wait` is waited for
    before the first byte (at most 30 s, so that a failing test ends).
    """

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    chunks: Callable[[], Iterable[bytes]] | None = None
    length: int | None = None
    cut: bool = False
    wait: threading.Event | None = None


Script = Reply | list[Reply] | Callable[[Seen], Reply]


class Server:
    """Routes by path (with query) to a Reply, to a list of them (one per request, the last stays) or to a function."""

    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        self._scripts: dict[str, Script] = {}
        self._lock = threading.Lock()
        self._log: list[Seen] = []
        self._open = 0
        self.most_open = 0
        """How many requests were being answered at once, at most."""
        self.otherwise: Script = Reply(b"nothing here", 404)
        """What paths without a route are answered with."""
        self.stopping = threading.Event()
        self._server = _Quiet(("127.0.0.1", 0), _handler_for(self))
        if context is not None:
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self._scheme = "http" if context is None else "https"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stopping.set()
        self._server.shutdown()
        self._server.drop_connections()
        self._server.server_close()
        self._thread.join()

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"{self._scheme}://{host}:{self.port}{path}"

    def route(self, path: str, script: Script) -> str:
        """Answer `path` like that; returns its address."""
        self._scripts[path] = script
        return self.url(path)

    def seen(self, path: str | None = None) -> list[Seen]:
        """The requests so far, in order of arrival."""
        with self._lock:
            return [s for s in self._log if path is None or s.path == path]

    def reply_to(self, seen: Seen) -> Reply:
        with self._lock:
            self._log.append(seen)
            script = self._scripts.get(seen.path, self.otherwise)
            if isinstance(script, list):
                script = script.pop(0) if len(script) > 1 else script[0]
        reply = script(seen) if callable(script) else script
        return Reply(status=304, headers=reply.headers) if _matches(seen.headers, reply) else reply

    @contextlib.contextmanager
    def answering(self) -> Any:
        with self._lock:
            self._open += 1
            self.most_open = max(self.most_open, self._open)
        try:
            yield
        finally:
            with self._lock:
                self._open -= 1


class _Quiet(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, *arguments: Any) -> None:
        self._connections: set[socket.socket] = set()
        super().__init__(*arguments)

    def process_request(self, request: Any, client_address: Any) -> None:
        self._connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._connections.discard(request)
        super().shutdown_request(request)

    def drop_connections(self) -> None:
        """Wake the threads that wait for another request on a connection kept alive; closing the server joins them."""
        for connection in list(self._connections):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that hang up are what these tests are about."""


def _handler_for(server: Server) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            with server.answering():
                self._answer(server.reply_to(Seen(self.path, headers, time.time(), self.client_address)))

        def _answer(self, reply: Reply) -> None:
            if reply.wait is not None:
                reply.wait.wait(30)
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            if reply.status == 304:
                self.end_headers()
            elif reply.chunks is not None:
                self.send_header("Transfer-Encoding", "chunked")
                self.end_headers()
                for piece in reply.chunks():
                    self.wfile.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
                    if server.stopping.is_set():
                        break
                if not reply.cut:
                    self.wfile.write(b"0\r\n\r\n")
            else:
                self.send_header("Content-Length", str(len(reply.body) if reply.length is None else reply.length))
                self.end_headers()
                self.wfile.write(reply.body)
            self.close_connection = reply.cut

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    return Handler


def _matches(headers: Mapping[str, str], reply: Reply) -> bool:
    known = {name.lower(): value for name, value in reply.headers.items()}
    if "if-none-match" in headers:
        return headers["if-none-match"] == known.get("etag")
    return "last-modified" in known and headers.get("if-modified-since") == known["last-modified"]
