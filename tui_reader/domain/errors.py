"""The error tree: every expected failure is one of these, with a hint for the person at the keyboard.

ReaderError
├── UsageError            the command line was not understood (exit 2)
├── ConfigError           the configuration file is wrong
├── FetchError            a source could not be read
│   ├── OfflineError      there is no network, or it was not to be used
│   ├── TimeoutFailure    no answer in time
│   ├── ConnectionFailure no connection, or it broke
│   ├── StatusError       an HTTP status that is a refusal
│   │   └── RateLimited   429 or 503 with Retry-After, or a soft "Rate exceeded."
│   ├── GoneError         410: the source is retired
│   ├── TooLarge          the body passes the cap
│   ├── BadRedirect       a loop, too many, or to a forbidden place
│   └── ForbiddenAddress  not http(s), or an address of content in a private network
├── ParseError            the bytes are not what the source says they are
│   └── OverLimits        reading them took more time or memory than anything is given
└── StorageError          library, journal or cache cannot be read or written
    └── QueryCancelled    a query was interrupted because a newer one replaced it
"""

from __future__ import annotations

from msgspec import Struct


class Problem(Struct, frozen=True):
    """A failure as a value: what the screen shows and JSON prints as `error`."""

    code: str
    message: str
    hint: str


class ReaderError(Exception):
    """Any expected failure. `message` says what and why, `hint` what to do."""

    code = "error"
    default_hint = ""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint or self.default_hint

    def problem(self) -> Problem:
        """The same failure as a value."""
        return Problem(self.code, self.message, self.hint)

    def __reduce__(self) -> tuple[object, ...]:
        # Errors cross from the parsing process to this one; the default pickling would lose the hint.
        return (_rebuild, (type(self), self.message, self.hint, self.__dict__))


def _rebuild(cls: type[ReaderError], message: str, hint: str, state: dict[str, object]) -> ReaderError:
    error = cls.__new__(cls)
    Exception.__init__(error, message)
    error.__dict__.update(state)
    return error


class UsageError(ReaderError):
    """The command line was not understood."""

    code = "usage"
    default_hint = "See inference-tui --help."


class ConfigError(ReaderError):
    """The configuration file is wrong; the message names file, line and key."""

    code = "config"
    default_hint = "See inference-tui config check."


class NotFound(ReaderError):
    """No item, board or source has that name."""

    code = "not_found"


class FetchError(ReaderError):
    """A source could not be read."""

    code = "fetch"
    default_hint = "Try again later; what was fetched before stays readable."


class OfflineError(FetchError):
    """There is no network, or it was not to be used."""

    code = "offline"
    default_hint = "Everything fetched before can be read; press r when there is a network."


class TimeoutFailure(FetchError):
    """No answer in time."""

    code = "timeout"
    default_hint = "The server is slow; [network] timeout_s sets how long to wait."


class ConnectionFailure(FetchError):
    """No connection, or it broke."""

    code = "connection"
    default_hint = "Check the address and your network."


class StatusError(FetchError):
    """An HTTP status that is a refusal."""

    code = "http_status"

    def __init__(self, message: str, hint: str = "", status: int = 0) -> None:
        super().__init__(message, hint)
        self.status = status

    @property
    def is_absent(self) -> bool:
        """Whether there is nothing at that address."""
        return self.status in (404, 410)


class RateLimited(StatusError):
    """The server asks for patience; `retry_after_s` says how much."""

    code = "rate_limited"
    default_hint = "The server asks to wait; the next refresh keeps to that."

    def __init__(self, message: str, hint: str = "", status: int = 429, retry_after_s: float | None = None) -> None:
        super().__init__(message, hint, status)
        self.retry_after_s = retry_after_s


class GoneError(StatusError):
    """410: the source is retired."""

    code = "gone"
    default_hint = "The feed is gone for good; feeds remove takes it from your list."


class LoginRefused(FetchError):
    """A feed server takes neither password nor token."""

    code = "login"
    default_hint = "inference-tui server login asks for the password anew."


class TooLarge(FetchError):
    """The body passes the cap."""

    code = "too_large"
    default_hint = "[network] max_body_mib sets the limit."


class BadRedirect(FetchError):
    """A redirect loop, too many redirects, or one to a forbidden place."""

    code = "redirect"
    default_hint = "Check the address of the source."


class ForbiddenAddress(FetchError):
    """Not http or https, or an address found in content that lies in a private network."""

    code = "forbidden_address"
    default_hint = "If you trust it, give the address in the configuration."


class ParseError(ReaderError):
    """The bytes are not what the source says they are."""

    code = "parse"
    default_hint = "Open the address in a browser to see what it serves."


class OverLimits(ParseError):
    """Reading the bytes took more time or memory than anything is given, or ended the process that did it."""

    code = "over_limits"
    default_hint = "It was left out. The next sync tries it again, after all others and briefly."


class StorageError(ReaderError):
    """Library, journal or cache cannot be read or written."""

    code = "storage"
    default_hint = "inference-tui doctor says more."


class Unavailable(StorageError):
    """What is stored is sound, as far as is known, but cannot be used now: it is in use, of a newer version, on a disk
    that is full or that cannot be written. Nothing is to be repaired."""


class QueryCancelled(StorageError):
    """A query was interrupted from another thread: its answer is no longer wanted."""

    code = "cancelled"
    default_hint = "Ask again."
