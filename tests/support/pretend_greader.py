"""A feed server on 127.0.0.1 with the Google Reader API, as FreshRSS and as Miniflux speak it.

What the two do differently is here as both were seen, or are documented, to do it: FreshRSS lists the item that a
continuation names once more and leaves it out itself, takes the header on every request and says `Google-Bad-Token`;
Miniflux's continuation is an offset, its labels bear a number of the user, and it takes a login by POST alone.
"""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, unquote, urlsplit

STATE = "user/-/state/com.google"
USER, PASSWORD, TOKEN, SECRET = "reader", "a word", "reader/0123456789abcdef", "0123456789abcdefZZZZ"


@dataclass
class Item:
    """An entry of the server."""

    number: int
    feed: int
    title: str
    url: str
    text: str = "<p>Its text.</p>"
    read: bool = False
    starred: bool = False
    published: int = 1_775_000_000
    author: str = "Ada Example"


@dataclass
class FeedServer:
    """The server: what it holds can be changed between requests, `failing` answers everything with a status."""

    dialect: str = "freshrss"
    feeds: dict[int, dict[str, str]] = field(default_factory=dict)
    items: dict[int, Item] = field(default_factory=dict)
    page: int = 10_000
    failing: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, list[str]]]] = field(default_factory=list)
    token: str = TOKEN
    secret: str = SECRET
    breaks_after: int | None = None
    refused_feeds: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler_for(self))
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def url(self) -> str:
        """What a user gives as its address."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def root(self) -> str:
        return "/api/greader.php" if self.dialect == "freshrss" else ""

    def add_feed(self, number: int, url: str, title: str, label: str = "") -> None:
        self.feeds[number] = {"url": url, "title": title, "label": label}

    def add(self, *items: Item) -> None:
        self.items |= {item.number: item for item in items}

    def read(self) -> set[int]:
        return {n for n, item in self.items.items() if item.read}

    def starred(self) -> set[int]:
        return {n for n, item in self.items.items() if item.starred}

    # -- answers -------------------------------------------------------------
    def answer(self, method: str, path: str, headers: dict[str, str], body: str) -> tuple[int, str]:
        split = urlsplit(path)
        wanted, form = parse_qs(split.query), parse_qs(body, keep_blank_values=True)
        self.asked.append((split.path.removeprefix(self.root), form))
        if self.failing:
            return self.failing, "not now"
        if self.breaks_after is not None:
            self.breaks_after -= 1
            if self.breaks_after < 0:
                return 503, "later"
        if not split.path.startswith(self.root):
            return 404, "nothing here"
        what = split.path.removeprefix(self.root)
        if what == "/accounts/ClientLogin":
            return self._login(method, wanted | form)
        if headers.get("authorization") != f"GoogleLogin auth={self.token}":
            return 401, "Unauthorized!"
        what = what.removeprefix("/reader/api/0/")
        if what == "token":
            return 200, self.secret + "\n"
        if method == "POST" and form.get("T") != [self.secret]:
            return 401, "Unauthorized!"
        told = {
            "subscription/list": lambda: self._subscriptions(),
            "stream/items/ids": lambda: self._ids(wanted),
            "stream/items/contents": lambda: self._contents(form),
            "edit-tag": lambda: self._edit_tag(form),
            "subscription/edit": lambda: self._edit_feed(form),
        }.get(what)
        if told is None:
            return 404, "nothing here"
        return told()

    def _login(self, method: str, form: dict[str, list[str]]) -> tuple[int, str]:
        if self.dialect == "miniflux" and method != "POST":
            return 405, "no"
        if (form.get("Email"), form.get("Passwd")) != ([USER], [PASSWORD]):
            return 401, "Unauthorized!"
        if self.dialect == "miniflux" and form.get("output") == ["json"]:
            return 200, json.dumps({"SID": self.token, "LSID": self.token, "Auth": self.token})
        return 200, f"SID={self.token}\nLSID=null\nAuth={self.token}\n"

    def _label(self, name: str) -> str:
        return f"user/{'-' if self.dialect == 'freshrss' else 1}/label/{name}"

    def _subscriptions(self) -> tuple[int, str]:
        return 200, json.dumps(
            {
                "subscriptions": [
                    {
                        "id": f"feed/{n}", "title": f["title"], "url": f["url"], "htmlUrl": f"https://site.example/{n}",
                        "categories": [{"id": self._label(f["label"]), "label": f["label"], "type": "folder"}]
                        if f["label"] else [],
                    }
                    for n, f in self.feeds.items()
                ]
            }
        )  # fmt: skip

    def _ids(self, wanted: dict[str, list[str]]) -> tuple[int, str]:
        stream, without = wanted["s"][0], wanted.get("xt", [""])[0]
        found = sorted(self.items.values(), key=lambda item: -item.number)
        if stream.endswith("/starred"):
            found = [item for item in found if item.starred]
        if without.endswith("/read"):
            found = [item for item in found if not item.read]
        count = min(int(wanted.get("n", ["20"])[0]), self.page)
        page = wanted.get("c", [""])[0]
        start = 0
        if page and self.dialect == "freshrss":
            start = next((i for i, item in enumerate(found) if item.number < int(page)), len(found))
        elif page:
            start = int(page)
        shown = found[start : start + count]
        answer: dict[str, Any] = {"itemRefs": [{"id": str(item.number)} for item in shown]}
        if len(shown) >= count and shown:
            more = start + count < len(found)
            if self.dialect == "freshrss":
                answer["continuation"] = str(shown[-1].number)  # also where nothing follows
            elif more:
                answer["continuation"] = str(start + count)
        return 200, json.dumps(answer)

    def _contents(self, form: dict[str, list[str]]) -> tuple[int, str]:
        numbers = [_number(i) for i in form.get("i", [])]
        return 200, json.dumps({"items": [self._item(self.items[n]) for n in numbers if n in self.items]})

    def _item(self, item: Item) -> dict[str, Any]:
        categories = [f"{STATE}/reading-list"]
        categories += [f"{STATE}/read"] if item.read else []
        categories += [f"{STATE}/starred"] if item.starred else []
        text = {"content": item.text, "direction": "ltr"}
        return {
            "id": f"tag:google.com,2005:reader/item/{item.number:016x}",
            "title": item.title,
            "author": item.author,
            "published": item.published,
            "timestampUsec": str(item.published * 1_000_000),
            "canonical": [{"href": item.url}],
            "alternate": [{"href": item.url, "type": "text/html"}],
            "categories": categories,
            "origin": {"streamId": f"feed/{item.feed}", "title": self.feeds.get(item.feed, {}).get("title", "")},
            ("summary" if self.dialect == "freshrss" else "content"): text,
        }

    def _edit_tag(self, form: dict[str, list[str]]) -> tuple[int, str]:
        for number in map(_number, form["i"]):
            for name, value in (("a", True), ("r", False)):
                for tag in form.get(name, []):
                    if number in self.items:
                        setattr(self.items[number], tag.rsplit("/", 1)[1], value)
        return 200, "OK"

    def _edit_feed(self, form: dict[str, list[str]]) -> tuple[int, str]:
        stream = form["s"][0].removeprefix("feed/")
        label = next((unquote(a).rpartition("/label/")[2] for a in form.get("a", [])), "")
        if form["ac"] == ["subscribe"]:
            if stream in self.refused_feeds:
                return 400, "Bad Request!"
            self.add_feed(max(self.feeds, default=0) + 1, stream, form.get("t", [stream])[0], label)
        elif form["ac"] == ["unsubscribe"]:
            self.feeds.pop(int(stream))
            self.items = {n: item for n, item in self.items.items() if item.feed != int(stream)}
        else:
            self.feeds[int(stream)] |= {"title": form["t"][0]} if "t" in form else {}
            self.feeds[int(stream)] |= {"label": label} if label else {}
        return 200, "OK"


def _number(text: str) -> int:
    return int(text.rsplit("/", 1)[1], 16) if "/" in text else int(text)


def _handler_for(server: FeedServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _do(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            headers = {name.lower(): value for name, value in self.headers.items()}
            status, text = server.answer(self.command, self.path, headers, body)
            data = text.encode()
            self.send_response(status)
            for name, value in server.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_GET = _do  # noqa: N815
        do_POST = _do  # noqa: N815

        def log_message(self, format: str, *args: object) -> None:
            del format, args

    return Handler
