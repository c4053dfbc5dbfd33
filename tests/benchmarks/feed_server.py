"""Both sides of a feed server after many interrupted syncs: `python tests/benchmarks/feed_server.py URL USER PASSWORD`.

URL is that of the API (FreshRSS: …/api/greader.php) of a server that may be written to, with feeds in it. In each round
entries are marked on the server and, in a home of its own, here; then a sync is begun and killed. At the end the last
sync is let finish, and every entry must be as both sides decided: what was decided on one side alone, so; what was
decided on both, as here. Prints the counts; ends with 1 if anything differs.
"""

from __future__ import annotations

import argparse
import json
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
    parser.add_argument("url")
    parser.add_argument("user")
    parser.add_argument("password")
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    server = Server(args.url, args.user, args.password)
    chance = random.Random(args.seed)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        (home / "config").mkdir()
        (home / "config" / "config.toml").write_text(CONFIG, "utf-8")
        run = [sys.executable, "-m", "tui_reader", "--home", folder]
        login = [*run, "server", "login", args.url, "--user", args.user, "--password-stdin"]
        subprocess.run(login, input=args.password, text=True, check=True, capture_output=True)
        began = time.perf_counter()
        subprocess.run([*run, "sync", "server", "--quiet"], check=True)
        first = time.perf_counter() - began

        def entries() -> list[dict[str, Any]]:
            told = subprocess.run([*run, "list", "entries", "--json"], check=True, capture_output=True, text=True)
            found: list[dict[str, Any]] = json.loads(told.stdout)
            return found

        everything = server.numbers(f"{STATE}/reading-list")
        addresses = server.addresses(everything)
        alone: dict[str, list[str]] = {}
        for number, url in addresses.items():
            alone.setdefault(url, []).append(number)
        # Only entries that both sides call by one name and that stand once: what is compared must be certain.
        pairs = [(e["key"], alone[e["url"]][0]) for e in entries() if len(alone.get(e["url"], ())) == 1]
        print(f"{len(everything):,} entries, first sync {first:.1f} s; {len(pairs):,} are compared")
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

        def decide_here(some: list[tuple[str, str]]) -> None:
            for option in ("--read", "--unread", "--keep", "--clear", "--skip"):
                keys = [key for key, _ in some if chance.random() < 0.3]
                if keys:
                    subprocess.run([*run, "mark", *keys, option], check=True, capture_output=True)

        killed = 0
        for _ in range(args.rounds):
            decide_there(chance.sample(there, min(20, len(there))))
            decide_here(chance.sample(here, min(20, len(here))))
            process = subprocess.Popen([*run, "sync", "server", "--quiet"], stdout=subprocess.DEVNULL)
            try:
                process.wait(chance.uniform(0.2, 1.3) * first)
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
                process.wait()
                killed += 1
        subprocess.run([*run, "sync", "server", "--quiet"], check=True)
        # Decided on both sides since the last sync: the decision here counts, whole.
        both = chance.sample(pairs, min(30, len(pairs)))
        decide_there(both)
        for option, start in (("--keep", 0), ("--skip", 1)):
            subprocess.run([*run, "mark", *(k for k, _ in both[start::2]), option], check=True, capture_output=True)
        for option, start in (("--unread", 0), ("--read", 2)):
            some = [key for key, _ in both[start::4]]
            subprocess.run([*run, "mark", *some, option], check=True, capture_output=True)
        decided = {key for key, _ in (*here, *both)}
        wanted |= {
            e["key"]: {"read": e["read"], "starred": e["state"] == "kept"} for e in entries() if e["key"] in decided
        }
        subprocess.run([*run, "sync", "server", "--quiet"], check=True)
        unread = server.numbers(f"{STATE}/reading-list", f"{STATE}/read")
        starred = server.numbers(f"{STATE}/starred")
        ours = {e["key"]: {"read": e["read"], "starred": e["state"] == "kept"} for e in entries()}
        theirs = {key: {"read": n not in unread, "starred": n in starred} for key, n in pairs}
        apart = [key for key, _ in pairs if ours[key] != theirs[key]]
        wrong = [key for key, _ in pairs if ours[key] != wanted[key]]
        again = subprocess.run([*run, "sync", "server", "--json"], check=True, capture_output=True, text=True)
        quiet = json.loads(again.stdout)["sources"][0]["status"] == "unchanged"
        print(f"{args.rounds} rounds, {killed} killed: {len(apart)} differ, {len(wrong)} are not as decided;", end=" ")
        print("nothing more to do" if quiet else "a further sync changed something")
        for key in (apart + wrong)[:10]:
            print(key, "here", ours[key], "there", theirs[key], "decided", wanted[key])
    return int(bool(apart or wrong or not quiet))


if __name__ == "__main__":
    sys.exit(main())
