"""The login at a feed server, kept on this machine: log in, log out, and how things stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from tui_reader.config.remembered import read_json, write_json
from tui_reader.domain.errors import UsageError
from tui_reader.domain.server import Account

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from tui_reader.domain.server import KnownFeed
    from tui_reader.domain.settings import ServerSettings
    from tui_reader.services.writer import Writer
    from tui_reader.sources.base import Network

_FILE = "server.json"


class Words(Protocol):
    """What is asked of the library's own words."""

    def get(self, name: str) -> str:
        """The word remembered under that name, else ""."""

    def set(self, name: str, value: str) -> None:
        """Remember a word."""


class States(Protocol):
    """What is asked of what the server said."""

    def feeds(self) -> list[KnownFeed]:
        """The subscriptions of the last sync."""

    def numbers(self) -> set[int]:
        """The numbers of all entries that were taken from the server."""

    def forget(self) -> None:
        """Everything that is known of the server."""


class ServerLibrary(Protocol):
    """The subjects of the library that this needs."""

    @property
    def meta(self) -> Words:
        """Words of the program's own."""

    @property
    def server(self) -> States:
        """What the server said."""


def account_of(state: Path) -> Account | None:
    """Who is logged in where, on this machine; None for nobody."""
    return read_json(state / _FILE, Account)


class FeedServer:
    """Logging in and out."""

    def __init__(
        self, state: Path, settings: ServerSettings, writer: Writer[ServerLibrary], now: Callable[[], datetime]
    ) -> None:
        self._state = state
        self._settings = settings
        self._writer = writer
        self._now = now

    @property
    def account(self) -> Account | None:
        """Who is logged in where; None for nobody."""
        return account_of(self._state)

    def address(self, given: str) -> str:
        """The server that is meant: the one that is given, else the configured one. Raises UsageError."""
        from tui_reader.sources.feed.greader import known_address

        url = given or self._settings.url
        if not url:
            raise UsageError("no feed server is named", "Give its address, or set [server] url in the configuration.")
        return known_address(url)

    @property
    def user(self) -> str:
        """The user's name there, as configured."""
        return self._settings.user

    async def log_in(self, network: Network, url: str, user: str, password: str) -> Account:
        """Log in, and keep the token; never the password. Another server or user than before begins anew. Raises
        LoginRefused, FetchError, ParseError, UsageError."""
        from tui_reader.sources.feed.server_sync import HIGHEST, SINCE, log_in

        account = await log_in(network.get, url, user, password)
        before = self.account
        is_other = before is None or (before.url, before.user) != (account.url, account.user)
        write_json(self._state / _FILE, account, private=True)
        if self.account != account:
            raise UsageError(f"the login cannot be kept in {self._state}", "Check whether it can be written.")
        since = str(int(self._now().timestamp() * 1_000_000))

        def begin(library: ServerLibrary) -> None:
            library.server.forget()
            library.meta.set(HIGHEST, "")
            library.meta.set(SINCE, since)

        if is_other:
            self._writer.submit(begin).result()
        return account

    def log_out(self) -> Account | None:
        """Forget the login, and what the server said of read and starred; what it brought stays, and what was decided
        here. Who was logged in; None for nobody."""
        account = self.account
        (self._state / _FILE).unlink(missing_ok=True)
        if account is not None:
            self._writer.submit(lambda library: library.server.forget()).result()
        return account

    def accept(self) -> None:
        """Let the next sync believe the server that many read entries are unread."""
        from tui_reader.sources.feed.server_sync import ACCEPTED

        self._writer.submit(lambda library: library.meta.set(ACCEPTED, "1")).result()
