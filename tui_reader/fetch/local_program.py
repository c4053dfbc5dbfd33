"""Another program on this machine that answers over HTTP, such as Zotero: asked directly, without proxy, redirects,
cookies or a cache."""

from __future__ import annotations

import http.client
import json
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import urlsplit

from tui_reader.domain.errors import ConnectionFailure, FetchError, ParseError

if TYPE_CHECKING:
    from collections.abc import Mapping

_LARGEST_ANSWER = 16 << 20


class LocalProgram:
    """A program called `name` that listens at `url` (scheme http, a host and a port)."""

    def __init__(self, name: str, url: str, timeout_s: float = 30.0) -> None:
        self._name = name
        self._url = url.rstrip("/")
        self._timeout_s = timeout_s

    def ask(self, path: str, question: object, headers: Mapping[str, str]) -> tuple[int, Any]:
        """Post a question as JSON: the status, and the answer as JSON (None where it has none). Raises FetchError and
        ParseError."""
        # Escapes alone: the answer hangs on no charset that the other side may guess.
        data = json.dumps(question).encode("ascii")
        return self.give(path, data, {"Content-Type": "application/json", **headers})

    def give(self, path: str, data: bytes | IO[bytes], headers: Mapping[str, str]) -> tuple[int, Any]:
        """Post bytes, or a file with its `Content-Length`: status and answer as above."""
        parts = urlsplit(self._url)
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port or 80, timeout=self._timeout_s)
        try:
            connection.request("POST", parts.path + path, data, {"Connection": "close", **headers})
            response = connection.getresponse()
            body = response.read(_LARGEST_ANSWER)
        except ConnectionRefusedError:
            hint = f"Start {self._name} on this machine; it listens by itself."
            raise ConnectionFailure(f"{self._name} does not run: nothing answers at {self._url}.", hint) from None
        except TimeoutError:
            raise ConnectionFailure(f"{self._name} did not answer within {self._timeout_s:g} s.") from None
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise FetchError(
                f"{self._name} does not answer as it should: {error}.", "Restart it, and try again."
            ) from None
        finally:
            connection.close()
        if not body.strip():
            return response.status, None
        try:
            return response.status, json.loads(body)
        except (ValueError, RecursionError):
            if response.status == 200 and "json" in (response.getheader("content-type") or ""):
                raise ParseError(f"{self._name} answers with damaged JSON.", "Restart it, and try again.") from None
            return response.status, None
