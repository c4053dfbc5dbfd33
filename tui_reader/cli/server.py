"""`server`: log in at a feed server, out, and how things stand."""

from __future__ import annotations

import argparse
import asyncio
import getpass
import sys

from tui_reader.cli import shapes
from tui_reader.cli.finding import library_of
from tui_reader.cli.output import Output
from tui_reader.domain.errors import UsageError
from tui_reader.domain.server import Account
from tui_reader.wiring import Program


def login(program: Program, args: argparse.Namespace, output: Output) -> int:
    """Ask for the password, and keep the token that the server gives for it."""
    library_of(program, output, sample=False)
    server = program.feed_server
    url = server.address(args.url or "")
    user = args.user or server.user
    if not user:
        if not sys.stdin.isatty():
            raise UsageError("no user is named", "Give --user NAME, or set [server] user.")
        user = input("User: ").strip()
    if _is_open(url):
        output.note(f"{url} is not encrypted: whoever is on the way can read the password.")
    password = _password(args, user, url)

    async def ask() -> Account:
        network = program.network()
        try:
            return await server.log_in(network, url, user, password)
        finally:
            await network.aclose()

    account = asyncio.run(ask())
    output.text(f"Logged in at {account.url} as {account.user}. `inference-tui sync server` fetches; so do r and sync.")
    return 0


def _password(args: argparse.Namespace, user: str, url: str) -> str:
    if args.password_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise UsageError("there is no terminal to ask for the password", "Give it with --password-stdin.")
    return getpass.getpass(f"API password of {user} at {url}: ")


def _is_open(url: str) -> bool:
    from tui_reader.fetch.guard import is_local_host, parse

    if not url.lower().startswith("http://"):
        return False
    return not is_local_host(parse(url).host)


def status(program: Program, args: argparse.Namespace, output: Output) -> int:
    """Print who is logged in where, and how the last sync went."""
    library = library_of(program, output, sample=False)
    account = program.feed_server.account
    health = library.sources.get("server")
    if args.json:
        output.json(
            {
                "url": account.url if account else None,
                "user": account.user if account else None,
                "status": health.status if health and account else None,
                "last_success": shapes.iso(health.last_success) if health and account else None,
                "error": shapes.error(health.last_error) if health and health.last_error and account else None,
                "feeds": len(library.server.feeds()),
                "entries": len(library.server.numbers()),
                "waiting": int(library.meta.get("server.waiting") or 0),
            }
        )
        return 0
    if account is None:
        output.text("Nobody is logged in at a feed server. `inference-tui server login URL` does that.")
        return 0
    output.text(f"{account.user} at {account.url}")
    output.text(f"{len(library.server.feeds()):,} feeds, {len(library.server.numbers()):,} entries")
    if health is not None and health.last_success is not None:
        output.text(f"Last sync that went well: {health.last_success:%Y-%m-%d %H:%M} UTC")
    if health is not None and health.last_error is not None:
        output.problem(health.last_error, "server")
    if waiting := int(library.meta.get("server.waiting") or 0):
        output.text(
            f"The server says that {waiting:,} read entries are unread. Nothing was changed here: "
            "`inference-tui server accept` has the next sync believe it."
        )
    return 0


def logout(program: Program, args: argparse.Namespace, output: Output) -> int:
    """Forget the login; what the server brought stays."""
    library_of(program, output, sample=False)
    account = program.feed_server.log_out()
    output.text(f"Logged out of {account.url}; what it brought stays." if account else "Nobody was logged in.")
    return 0


def accept(program: Program, args: argparse.Namespace, output: Output) -> int:
    """Have the next sync believe the server that many read entries are unread."""
    library_of(program, output, sample=False)
    if program.feed_server.account is None:
        raise UsageError("nobody is logged in at a feed server", "inference-tui server login URL does that.")
    program.feed_server.accept()
    output.text("The next sync believes the server.")
    return 0
