"""`serve`: the same reader in a browser on this machine.

textual-serve (the extra `web`) carries the terminal over a WebSocket. Any page that is open in the browser can try to
open a socket to this machine, so nobody gets one without the random token in the address, and none whose `Host` or
`Origin` is another's. The page is ours and fetches nothing from elsewhere.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import secrets
import shlex
import signal
import sys
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from tui_reader.cli.output import Output
from tui_reader.domain.errors import UsageError
from tui_reader.wiring import Program

if TYPE_CHECKING:
    from aiohttp import web

    Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

HOST = "127.0.0.1"
PORT = 8300
#: Tells the reader that it runs in a browser, where no program is started for it.
NO_COMMANDS = "INFERENCE_TUI_NO_COMMANDS"

_PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>inference-tui</title>
<meta name="referrer" content="no-referrer">
<link rel="stylesheet" href="static/css/xterm.css">
<script src="static/js/textual.js"></script>
<script src="focus.js" defer></script>
<style>
html, body {{ margin: 0; height: 100%; overflow: hidden; background: #11151c; color: #d8dee9; font: 16px monospace; }}
.textual-terminal {{ position: absolute; inset: 0; }}
.closed-dialog {{ display: none; position: absolute; inset: 0; align-items: center; justify-content: center; }}
body.-closed .closed-dialog {{ display: flex; background: #11151c; z-index: 10; }}
</style></head>
<body><div class="closed-dialog">The reader was closed.&nbsp;<a href="" style="color: inherit">Open it again</a></div>
<div id="terminal" class="textual-terminal" data-session-websocket-url="{socket}" data-font-size="16"></div>
</body></html>
"""

#: textual-serve marks the body once the reader has drawn something; keys go nowhere until its terminal has the focus.
_FOCUS = """new MutationObserver(() => document.querySelector(".xterm-helper-textarea")?.focus())
  .observe(document.body, {attributes: true, attributeFilter: ["class"]});
"""


def serve(program: Program, args: argparse.Namespace, output: Output) -> int:
    """Serve until interrupted. Raises UsageError without the extra, or where the port is taken."""
    try:
        import textual_serve.server  # noqa: F401
    except ImportError:
        raise UsageError(
            "the reader in a browser needs the extra `web`", "Install it: pip install 'inference-tui[web]'."
        ) from None
    launch = program.launch
    command = [sys.executable, "-m", "tui_reader"]
    for flag, value in (("--home", launch.home), ("--config", launch.config), ("--pane", launch.pane)):
        command += [flag, str(value)] if value else []
    command += [flag for flag, on in (("--offline", launch.offline), ("--demo", launch.demo)) if on]
    token = secrets.token_urlsafe(24)
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_run(shlex.join(command), token, args.port or PORT, args.allow_commands, output))
    return 0


async def _run(command: str, token: str, port: int, allow_commands: bool, output: Output) -> None:
    from aiohttp import web

    runner = web.AppRunner(application(command, token, port, allow_commands), access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, HOST, port).start()
    except OSError as error:
        await runner.cleanup()
        raise UsageError(f"port {port} cannot be used: {error.strerror}", "Give another one with --port.") from error
    output.line(f"http://{HOST}:{port}/{token}/")
    output.note("The address has a key in it: whoever knows it has your reader. ctrl+c ends it.")
    output.flush()
    ended = asyncio.Event()
    with contextlib.suppress(NotImplementedError):
        for name in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(name, ended.set)
    try:
        await ended.wait()
    finally:
        await runner.cleanup()


def application(
    command: str, token: str, port: int, allow_commands: bool = False, connect: Handler | None = None
) -> web.Application:
    """What answers on the port: the page, what it needs, and its socket, each below the token alone. `connect` takes
    the socket in place of textual-serve."""
    from aiohttp import web
    from textual_serve.server import Server

    server = Server(command, HOST, port, title="inference-tui")
    if not allow_commands:
        os.environ[NO_COMMANDS] = "1"
    hosts = {f"{HOST}:{port}", f"localhost:{port}"}
    origins = {f"http://{host}" for host in hosts}

    @web.middleware
    async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
        # A name that somebody else's server resolves to this machine is not this machine's (DNS rebinding).
        if request.headers.get("Host", "") not in hosts:
            raise web.HTTPForbidden(text="This is not the address that was given.\n")
        given = request.path.split("/", 2)[1]
        if not secrets.compare_digest(given.encode(), token.encode()):
            raise web.HTTPNotFound(text="Nothing is here: the address that `serve` printed has a key in it.\n")
        origin = request.headers.get("Origin")
        is_socket = request.headers.get("Upgrade", "").lower() == "websocket"
        if origin not in origins if is_socket else origin is not None and origin not in origins:
            raise web.HTTPForbidden(text="Another page asked.\n")
        response = await handler(request)
        if not response.prepared:
            response.headers["Cache-Control"] = "no-store"
        return response

    async def page(request: web.Request) -> web.Response:
        host = request.headers["Host"]
        policy = (
            "default-src 'none'; script-src 'self' 'unsafe-eval' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; "
            f"img-src 'self' data:; font-src 'self' data:; connect-src 'self' ws://{host}; frame-ancestors 'none'"
        )
        return web.Response(
            text=_PAGE.format(socket=f"ws://{host}/{token}/ws"),
            content_type="text/html",
            headers={
                "Content-Security-Policy": policy,
                "Referrer-Policy": "no-referrer",
                "X-Content-Type-Options": "nosniff",
            },
        )

    async def focus(request: web.Request) -> web.Response:
        return web.Response(text=_FOCUS, content_type="text/javascript")

    app = web.Application(middlewares=[guard])
    app.add_routes(
        [
            web.get(f"/{token}/", page),
            web.get(f"/{token}/focus.js", focus),
            web.get(f"/{token}/ws", connect or server.handle_websocket),
            web.static(f"/{token}/static", server.statics_path),
        ]
    )
    return app
