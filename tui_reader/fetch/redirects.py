"""Following redirects by hand: each hop is judged anew, and knows what it may carry."""

from __future__ import annotations

from collections.abc import Mapping
from http.cookiejar import Cookie

import httpx

from tui_reader.domain.errors import BadRedirect, ForbiddenAddress
from tui_reader.fetch import guard

MOST_HOPS = 10
"""Redirects followed for one answer."""
STATUSES = frozenset({301, 302, 303, 307, 308})
"""Statuses that redirect a GET (RFC 9110, section 15.4)."""

_PERMANENT = frozenset({301, 308})
#: Redirects that repeat a POST as it was (RFC 9110, sections 15.4.8 and 15.4.9).
_SAME_METHOD = frozenset({307, 308})
_ANYWHERE = frozenset({"accept", "accept-language"})


def resolved(url: httpx.URL, location: str) -> httpx.URL:
    """Where a Location header at `url` leads. BadRedirect when that is not an http or https address.

    Backslashes before the query are slashes, as every browser reads them (WHATWG URL, "special" schemes).
    """
    path, mark, query = location.strip().partition("?")
    try:
        return guard.parse(str(url.join(path.replace("\\", "/") + mark + query)))
    except (ForbiddenAddress, httpx.InvalidURL, ValueError) as error:
        raise BadRedirect(
            f"{guard.shown(url)} redirects to {guard.shown(location)}, which is no address to fetch."
        ) from error


class Journey:
    """The way of one request from the address asked for to the one that answers.

    `url` is where it stands, `form` what is posted there (None: it is a GET), `headers` what the caller wants sent
    there: names and keys stay with the scheme, host and port they were given for. `cookies` are those set on the way,
    so that sites that set one and look again do not loop; they go with the journey.
    """

    def __init__(
        self, url: httpx.URL, headers: Mapping[str, str], form: tuple[tuple[str, str], ...] | None = None
    ) -> None:
        self.url = url
        self.form = form
        self.headers = {name.lower(): value for name, value in headers.items()}
        self.cookies = httpx.Cookies()
        self.hops = 0
        self._permanent = True
        self._been: set[tuple[str, frozenset[tuple[str, str | None]]]] = {self._station()}

    @property
    def moved_to(self) -> str:
        """The new address when every hop so far was permanent, else empty."""
        return str(self.url.copy_with(fragment=None)) if self.hops and self._permanent else ""

    def follow(self, location: str, status: int) -> None:
        """Take one redirect. BadRedirect for a loop, one too many, or an address that is not http or https."""
        start = guard.shown(self.url)
        self.hops += 1
        if self.hops > MOST_HOPS:
            raise BadRedirect(f"{start} is the end of {MOST_HOPS} redirects and redirects again.")
        target = resolved(self.url, location)
        same = guard.origin(target) == guard.origin(self.url)
        if self.form is not None and not (same and status in _SAME_METHOD):
            # What is posted may be a password or a decision: nobody else gets it, and it never becomes a question.
            raise BadRedirect(
                f"{start} sends what was posted to it on to {guard.shown(target)}.",
                "Give the address that it leads to, if that is yours.",
            )
        if same and self.url.userinfo and not target.userinfo:
            target = target.copy_with(userinfo=self.url.userinfo)
        if not same:
            self.headers = {name: value for name, value in self.headers.items() if name in _ANYWHERE}
        self._permanent = self._permanent and status in _PERMANENT
        self.url = target
        if self._station() in self._been:
            raise BadRedirect(f"{guard.shown(target)} redirects in a circle.")
        self._been.add(self._station())

    def _station(self) -> tuple[str, frozenset[tuple[str, str | None]]]:
        # The same address with another cookie is another question.
        return str(self.url).partition("#")[0], frozenset(_pair(cookie) for cookie in self.cookies.jar)


def _pair(cookie: Cookie) -> tuple[str, str | None]:
    return f"{cookie.domain} {cookie.path} {cookie.name}", cookie.value
