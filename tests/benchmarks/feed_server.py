"""Both sides of a feed server after many interrupted syncs: `feed_server.py FOLDER PORT USER PASSWORD`.

FOLDER is an installed FreshRSS with feeds in it, which is served on PORT of 127.0.0.1 and written to. In each round
entries are marked on the server and, in a home of its own, here; then a sync is begun, and either it or the server is
killed in the middle: at 0 to 80 % of the time that a whole sync takes, counted from its first request, or at one of
its requests. Only a kill that found the sync running counts; there are rounds until each side was killed `--kills`
times. At the end the last sync is let finish, and every entry must be as both sides decided: what was decided on one
side alone, so; what was decided on both, as here; no entry is gone or came twice. Prints the counts; ends with 1 if
anything differs.

The reader's commands run in forked children, so that nearly all of the time between the first request and the end of
a process is that of the sync.
"""

from __future__ import annotations

import argparse
import collections
import importlib
import json
import os
import pkgutil
import random
import signal
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from pathlib import Path
from typing import Any

import tui_reader
from tui_reader.cli.main import run as reader

CONFIG = """
[issues]
url = "http://127.0.0.1:9/"
[arxiv]
categories = []
[trending]
url = ""
[follow]
boards = []
"""
STATE = "user/-/state/com.google"


class Served:
    """FreshRSS served by PHP's own web server, whose log tells which requests came."""

    def __init__(self, folder: Path, port: int, log: Path) -> None:
        self.folder, self.port, self.log = folder, port, log
        self.start()

    def start(self) -> None:
        command = ["php", "-S", f"127.0.0.1:{self.port}", "-t", "p"]
        environment = os.environ | {"PHP_CLI_SERVER_WORKERS": "4"}
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command, cwd=self.folder, env=environment, stdout=log, stderr=log, start_new_session=True
            )
        while True:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/api/greader.php").close()
            except OSError:
                time.sleep(0.05)
            else:
                return

    def kill(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def lines(self, start: int) -> list[str]:
        """What the log says since a place in it."""
        with self.log.open("rb") as file:
            file.seek(start)
            return file.read().decode("utf-8", "replace").splitlines()


def begin(arguments: list[str], output: Path | None = None, text: str = "") -> int:
    """A command of the reader in a child of its own; the child's number."""
    if child := os.fork():
        return child
    status = 70
    try:
        for target, name, how in (
            (0, os.devnull, os.O_RDONLY),
            (1, str(output or os.devnull), os.O_WRONLY | os.O_CREAT | os.O_TRUNC),
        ):
            os.dup2(os.open(name, how, 0o600), target)
        if text:
            out, into = os.pipe()
            os.write(into, text.encode())
            os.close(into)
            os.dup2(out, 0)
        sys.stdin = os.fdopen(0)
        sys.stdout = os.fdopen(1, "w")
        status = reader(arguments)
        sys.stdout.flush()
    finally:
        os._exit(status)


def ended(child: int) -> bool:
    return os.waitpid(child, os.WNOHANG)[0] == child


def finish(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


class Server:
    """The other side, asked by the standard library alone."""

    def __init__(self, url: str, user: str, password: str) -> None:
        self.url = url
        form = urllib.parse.urlencode({"Email": user, "Passwd": password}).encode()
        with urllib.request.urlopen(f"{url}/accounts/ClientLogin", form) as answer:
            told = dict(line.split("=", 1) for line in answer.read().decode().splitlines() if "=" in line)
        self.headers = {"Authorization": f"GoogleLogin auth={told['Auth']}"}
        self.secret = self.ask("token").decode().strip()

    def ask(self, path: str, form: list[tuple[str, str]] | None = None) -> bytes:
        data = None if form is None else urllib.parse.urlencode([*form, ("T", self.secret)]).encode()
        request = urllib.request.Request(f"{self.url}/reader/api/0/{path}", data, self.headers)
        with urllib.request.urlopen(request) as answer:
            body: bytes = answer.read()
        return body

    def numbers(self, stream: str, without: str = "") -> set[str]:
        found: set[str] = set()
        page = ""
        while True:
            query = {"s": stream, "n": "1000", "output": "json"} | ({"xt": without} if without else {})
            told = json.loads(
                self.ask("stream/items/ids?" + urllib.parse.urlencode(query | ({"c": page} if page else {})))
            )
            new = {ref["id"] for ref in told["itemRefs"]}
            if not new - found:
                return found
            found |= new
            page = told.get("continuation", "")
            if not page:
                return found

    def tag(self, numbers: list[str], tag: str, on: bool) -> None:
        if numbers:
            self.ask("edit-tag", [("a" if on else "r", f"{STATE}/{tag}"), *(("i", n) for n in numbers)])

    def addresses(self, numbers: set[str]) -> dict[str, str]:
        found: dict[str, str] = {}
        ordered = sorted(numbers)
        for start in range(0, len(ordered), 200):
            form = [("i", n) for n in ordered[start : start + 200]]
            for item in json.loads(self.ask("stream/items/contents?output=json", form))["items"]:
                number = str(int(item["id"].rsplit("/", 1)[1], 16))
                links = [*item.get("canonical", []), *item.get("alternate", [])]
                found[number] = links[0]["href"] if links else ""
        return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("port", type=int)
    parser.add_argument("user")
    parser.add_argument("password")
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=1e9, help="begin no further round after so long")
    args = parser.parse_args()
    for room in ("cli", "domain", "fetch", "services", "sources", "storage"):  # once, not in each child
        for module in pkgutil.walk_packages([str(Path(tui_reader.__path__[0]) / room)], f"tui_reader.{room}."):
            importlib.import_module(module.name)
    with tempfile.TemporaryDirectory() as folder:
        served = Served(args.folder, args.port, Path(folder) / "php.log")
        try:
            return _compare(served, args, Path(folder))
        finally:
            served.kill()


def _compare(served: Served, args: argparse.Namespace, folder: Path) -> int:
    server = Server(f"http://127.0.0.1:{args.port}/api/greader.php", args.user, args.password)
    chance = random.Random(args.seed)
    home, output = folder / "home", folder / "output"
    (home / "config").mkdir(parents=True)
    (home / "config" / "config.toml").write_text(CONFIG, "utf-8")
    run = ["--home", str(home)]
    sync = [*run, "sync", "server", "--quiet"]

    def do(*arguments: str, text: str = "") -> None:
        if code := finish(begin([*run, *arguments], output, text)):
            raise SystemExit(f"{arguments[:2]} ended with {code}")

    def entries() -> dict[str, dict[str, Any]]:
        do("list", "entries", "--json")
        return {e["key"]: e for e in json.loads(output.read_bytes())}

    do("server", "login", server.url, "--user", args.user, "--password-stdin", text=args.password + "\n")
    kills: collections.Counter[str] = collections.Counter()
    at: collections.Counter[str] = collections.Counter()
    missed = failed = requests = 0

    def interrupted(side: str, seconds: float, of: int = 0) -> None:
        """A sync in which one side is killed after 0 to 80 % of the seconds that a whole one takes, or, of so many
        requests, at one."""
        nonlocal missed, failed
        start = served.log.stat().st_size
        child = begin(sync)
        wait = chance.randint(1, of) if of else 1
        while sum(line.endswith("Accepted") for line in served.lines(start)) < wait:
            if ended(child):
                missed += 1
                return
            time.sleep(0.002)
        time.sleep(chance.choice([0, chance.uniform(0, 0.1)]) if of else chance.uniform(0, 0.8) * seconds)
        if side == "reader":
            os.kill(child, signal.SIGKILL)
            hit = finish(child) == -signal.SIGKILL
        else:
            hit = not ended(child)
            served.kill()
        said = served.lines(start)
        if side == "server":
            served.start()
            if hit:
                failed += finish(child) != 0
        missed += not hit
        kills[side] += hit
        if hit:
            asked = [line.rsplit("/0/", 1)[-1].split("?")[0] for line in said if "]: " in line]
            waiting = sum(line.endswith("Accepted") for line in said) > len(asked)
            at[f"{asked[-1] if asked else 'nothing'}{', the next asked' if waiting else ''}"] += 1

    def measured() -> float:
        nonlocal requests
        start = served.log.stat().st_size
        child = begin(sync)
        while not any(line.endswith("Accepted") for line in served.lines(start)):
            time.sleep(0.005)
        began = time.perf_counter()
        if finish(child):
            raise SystemExit("a sync failed")
        requests = sum(line.endswith("Accepted") for line in served.lines(start))
        return time.perf_counter() - began

    for side in ("reader", "server"):  # in the very first, entries are still to come
        interrupted(side, 2)
    first = measured()
    everything = server.numbers(f"{STATE}/reading-list")
    addresses = server.addresses(everything)
    alone: dict[str, list[str]] = {}
    for number, url in addresses.items():
        alone.setdefault(url, []).append(number)
    # Only entries that both sides call by one name and that stand once: what is compared must be certain.
    known = entries()
    pairs = [(key, alone[e["url"]][0]) for key, e in known.items() if len(alone.get(e["url"], ())) == 1]
    print(f"{len(everything):,} entries, {len(known):,} here; {len(pairs):,} are compared", flush=True)
    unread = server.numbers(f"{STATE}/reading-list", f"{STATE}/read")
    starred = server.numbers(f"{STATE}/starred")
    wanted = {key: {"read": n not in unread, "starred": n in starred} for key, n in pairs}
    chance.shuffle(pairs)
    # Which side decides is settled for each entry: what wins where both do depends on the syncs that came between.
    here, there = pairs[::2], pairs[1::2]

    def decide_there(some: list[tuple[str, str]]) -> None:
        for tag in ("read", "starred"):
            on = [pair for pair in some if chance.random() < 0.5]
            for chosen, value in ((on, True), ([pair for pair in some if pair not in on], False)):
                server.tag([n for _, n in chosen], tag, value)
                for key, _ in chosen:
                    wanted[key][tag] = value

    def decide_here(some: list[tuple[str, str]], *options: str) -> None:
        keys = [key for key, _ in some]
        for option in options:
            do("mark", *keys, option)
        now = entries()
        for key in keys:  # as marking leaves it, before any sync
            wanted[key] = {"read": now[key]["read"], "starred": now[key]["state"] == "kept"}

    seconds, rounds = first, 0
    until = time.monotonic() + args.seconds
    while min(kills["reader"], kills["server"]) < args.kills and time.monotonic() < until:
        decide_there(chance.sample(there, min(20, len(there))))
        decide_here(
            chance.sample(here, min(20, len(here))),
            chance.choice(["--read", "--unread", "--keep", "--clear", "--skip"]),
        )
        if rounds % 20 == 0:  # with decisions of both sides to take and to tell
            seconds = measured()
            decide_there(chance.sample(there, min(20, len(there))))
        rounds += 1
        interrupted("reader" if kills["reader"] <= kills["server"] else "server", seconds, requests * (rounds % 4 > 1))
        if rounds % 10 == 0:
            print(f"{rounds} rounds, killed {dict(kills)}, a whole sync {seconds:.2f} s", flush=True)
    do(*sync[2:])
    # Decided on both sides since the last sync: the decision here counts, whole.
    both = chance.sample(pairs, min(30, len(pairs)))
    decide_there(both)
    decide_here(both[::2], "--keep", "--unread")
    decide_here(both[1::2], "--skip", "--read")
    do(*sync[2:])
    unread = server.numbers(f"{STATE}/reading-list", f"{STATE}/read")
    starred = server.numbers(f"{STATE}/starred")
    last = entries()
    ours = {key: {"read": last[key]["read"], "starred": last[key]["state"] == "kept"} for key, _ in pairs}
    theirs = {key: {"read": n not in unread, "starred": n in starred} for key, n in pairs}
    apart = [key for key, _ in pairs if ours[key] != theirs[key]]
    wrong = [key for key, _ in pairs if ours[key] != wanted[key]]
    moved = set(last) ^ set(known)
    do("sync", "server", "--json")
    quiet = json.loads(output.read_bytes())["sources"][0]["status"] == "unchanged"
    print(f"{rounds} rounds; killed in the middle: {dict(kills)}; {missed} kills came after the end;", end=" ")
    print(f"{failed} syncs failed with their server, the others asked again and went on")
    print("last answered before a kill:", dict(at.most_common()))
    print(f"{len(apart)} differ, {len(wrong)} are not as decided, {len(moved)} entries came or went;", end=" ")
    print("nothing more to do" if quiet else "a further sync changed something")
    for key in (apart + wrong)[:10]:
        print(key, "here", ours[key], "there", theirs[key], "decided", wanted[key])
    return int(bool(apart or wrong or moved or not quiet))


if __name__ == "__main__":
    sys.exit(main())
