"""A pretended server behind the real client: the sample edition is fetched like anything else, without a socket."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

import httpx

from tui_reader.domain.http import Answer, Request

AnswerFunction = Callable[[Request], Answer]


class AnswerTransport(httpx.AsyncBaseTransport):
    """Lets a pure function answer every request; to be given to `Fetcher(transport=…)`."""

    def __init__(self, answer: AnswerFunction) -> None:
        self._answer = answer

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Ask the function."""
        answer = self._answer(Request(str(request.url), headers=dict(request.headers)))
        return httpx.Response(answer.status, headers=dict(answer.headers), stream=_Body(answer.body))


class _Body(httpx.AsyncByteStream):
    def __init__(self, body: bytes) -> None:
        self._body = body

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield self._body
