"""The reader in a browser answers those who have its address, and no page of anybody else's."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

aiohttp = pytest.importorskip("aiohttp")
pytest.importorskip("textual_serve")

from tui_reader.cli.serve import application  # noqa: E402

TOKEN = "a-key-that-is-random"


@asynccontextmanager
async def served() -> AsyncIterator[str]:
    from aiohttp import web

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    async def connect(request: web.Request) -> web.WebSocketResponse:
        answer = web.WebSocketResponse()
        await answer.prepare(request)
        await answer.close()
        return answer

    runner = web.AppRunner(application("true", TOKEN, port, connect=connect))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    try:
        yield f"127.0.0.1:{port}"
    finally:
        await runner.cleanup()


async def status(path: str, host: str, **headers: str) -> int:
    async with aiohttp.ClientSession() as session, session.get(f"http://{host}{path}", headers=headers) as answer:
        return int(answer.status)


async def test_only_the_whole_address_leads_to_the_reader() -> None:
    async with served() as host:
        assert await status(f"/{TOKEN}/", host) == 200
        assert await status(f"/{TOKEN}/static/js/textual.js", host) == 200
        assert await status(f"/{TOKEN}/focus.js", host) == 200
        for path in ("/", "/wrong/", "/focus.js", f"/{TOKEN}x/", "/static/js/textual.js", "/ws", f"/{TOKEN[:-1]}/ws"):
            assert await status(path, host) == 404, path


async def test_a_name_that_leads_here_by_others_is_refused() -> None:
    async with served() as host:
        assert await status(f"/{TOKEN}/", host, Host="evil.example") == 403
        assert await status(f"/{TOKEN}/", host, Host="localhost:" + host.rpartition(":")[2]) == 200


async def test_a_page_of_others_gets_no_socket() -> None:
    async with served() as host, aiohttp.ClientSession() as session:
        for headers in ({"Origin": "https://evil.example"}, {"Origin": "null"}, {"Origin": "http://127.0.0.1:1"}, {}):
            with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
                await session.ws_connect(f"ws://{host}/{TOKEN}/ws", headers=headers)
            assert refused.value.status == 403
        with pytest.raises(aiohttp.WSServerHandshakeError) as missing:
            await session.ws_connect(f"ws://{host}/ws", headers={"Origin": f"http://{host}"})
        assert missing.value.status == 404
        async with asyncio.timeout(20):
            ours = await session.ws_connect(f"ws://{host}/{TOKEN}/ws", headers={"Origin": f"http://{host}"})
            await ours.close()


async def test_the_page_names_nobody_else() -> None:
    async with served() as host, aiohttp.ClientSession() as session:
        answer = await session.get(f"http://{host}/{TOKEN}/")
        text = await answer.text()
        assert "https://" not in text
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
