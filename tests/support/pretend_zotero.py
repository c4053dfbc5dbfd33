"""A Zotero that is none: it answers at its connector's addresses as Zotero's own server does (server_connector.js and
saveSession.js of its source), on 127.0.0.1, and keeps what it was given.

    python tests/support/pretend_zotero.py PORT     runs one by hand, and prints what it keeps
"""

from __future__ import annotations

import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import urlsplit

TARGETS = [
    {"id": "L1", "name": "My Library", "level": 0, "filesEditable": True},
    {"id": "C1", "name": "Speech", "level": 1, "filesEditable": True},
    {"id": "C2", "name": "To read", "level": 2, "filesEditable": True},
    {"id": "L2", "name": "A group", "level": 0, "filesEditable": False},
    {"id": "C7", "name": "To read", "level": 1, "filesEditable": False},
]


class PretendZotero:
    """Items by the id they came with: `item`, `target`, `tags`, `files`. `old` is a version that loads PDFs itself and
    takes tags as one text alone; `fails` gives an address another status."""

    def __init__(self, port: int = 0, *, old: bool = False) -> None:
        self.old = old
        self.items: list[dict[str, Any]] = []
        self.sessions: dict[str, dict[str, Any]] = {}
        self.fails: dict[str, int] = {}
        self.selected = "C1"
        self._server = ThreadingHTTPServer(("127.0.0.1", port), _handler(self))
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def answer(self, path: str, headers: dict[str, str], data: bytes) -> tuple[int, object]:
        """What Zotero answers a POST."""
        is_browser = headers.get("user-agent", "").startswith("Mozilla/") or "origin" in headers
        if is_browser and "x-zotero-connector-api-version" not in headers:
            return 403, None
        kind = headers.get("content-type", "")
        endpoint = path.removeprefix("/connector/")
        if endpoint != "saveAttachment" and kind != "application/json":
            return 400, None
        if path in self.fails:
            return self.fails[path], None
        asked: Any = data if endpoint == "saveAttachment" else json.loads(data)
        return getattr(self, f"on_{endpoint}", lambda *_: (404, None))(asked, headers)

    def on_ping(self, _: object, __: object) -> tuple[int, object]:
        return 200, {"prefs": {} if self.old else {"supportsAttachmentUpload": True, "supportsTagsAutocomplete": True}}

    def on_getSelectedCollection(self, _: object, __: object) -> tuple[int, object]:  # noqa: N802
        number = int(self.selected[1:]) if self.selected.startswith("C") else None
        return 200, {"libraryID": 1, "libraryName": "My Library", "id": number, "name": "Speech", "targets": TARGETS}

    def on_saveItems(self, asked: dict[str, Any], _: object) -> tuple[int, object]:  # noqa: N802
        if asked["sessionID"] in self.sessions:
            return 409, {"error": "SESSION_EXISTS"}
        kept = [{"item": item, "target": self.selected, "tags": [], "files": []} for item in asked["items"]]
        self.sessions[asked["sessionID"]] = {one["item"]["id"]: one for one in kept}
        self.items += kept
        return 201, None

    def on_updateSession(self, asked: dict[str, Any], _: object) -> tuple[int, object]:  # noqa: N802
        session = self.sessions.get(asked["sessionID"])
        if session is None:
            return 400, {"error": "SESSION_NOT_FOUND"}
        if asked["target"] not in [target["id"] for target in TARGETS]:
            return 400, {"error": "COLLECTION_NOT_FOUND"}
        tags = asked["tags"]
        if self.old and not isinstance(tags, str):
            return 500, None  # it trims them
        tags = tags.split(",") if isinstance(tags, str) else tags
        for one in session.values():
            one |= {"target": asked["target"], "tags": [tag.strip() for tag in tags if tag.strip()]}
        return 200, {}

    def on_saveAttachment(self, data: bytes, headers: dict[str, str]) -> tuple[int, object]:  # noqa: N802
        if "x-metadata" not in headers:
            return 400, {"error": "METADATA_NOT_PROVIDED"}
        told = json.loads(headers["x-metadata"])
        session = self.sessions.get(told.get("sessionID"))
        if session is None:
            return 400, {"error": "SESSION_NOT_FOUND"}
        one = session[told["parentItemID"]]
        library = next(t for t in TARGETS if t["id"] == one["target"])
        if not library["filesEditable"]:
            return 200, None
        one["files"].append({**told, "type": headers["content-type"], "data": data})
        return 201, None


def _handler(zotero: PretendZotero) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            data = self.rfile.read(int(self.headers.get("content-length", 0)))
            headers = {name.lower(): value for name, value in self.headers.items()}
            status, answer = zotero.answer(urlsplit(self.path).path, headers, data)
            body = b"" if answer is None else json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json" if body else "text/plain")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    return Handler


if __name__ == "__main__":
    with PretendZotero(int(sys.argv[1])) as here:
        try:
            seen = 0
            while True:
                threading.Event().wait(0.5)
                for one in here.items[seen:]:
                    print(json.dumps(one, default=lambda data: f"{len(data)} bytes", indent=1), flush=True)
                seen = len(here.items)
        except KeyboardInterrupt:
            pass
