"""What `today --format json` says, against the recorded files: `today_counted.py DATA SEEDS HOME SINCE < today.json`.

Nothing of the program is imported: papers, tables and feeds are read here in the simplest way that could be right, and
what differs is printed. Of feeds it knows titles and addresses, so that a story that the program holds for one it
knows, or an entry that is a paper or a digest's thing, shows as a difference to be looked at.
"""

from __future__ import annotations

import gzip
import html
import json
import re
import sqlite3
import sys
import xml.etree.ElementTree as ET
from collections import Counter
from datetime import date, datetime
from pathlib import Path
from typing import Any

_DAY = re.compile(r"(20\d\d)[-.](\d\d)[-.](\d\d)")
#: What is watched of a post are its title and its summary: so much of the beginning of what it says.
_SUMMARY = 500
FIRST, LAST = date(2026, 3, 26), date(2026, 5, 24)


def day_of(path: Path) -> date | None:
    found = _DAY.search(path.name)
    return date(*map(int, found.groups())) if found else None


def of_day(paths: list[Path], after: date, until: date) -> list[Path]:
    return [path for path in sorted(paths) if (day := day_of(path)) and after < day <= until]


def bare(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


def said(element: ET.Element) -> str:
    """The words of a description, of its links only what can be read."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", "".join(element.itertext()))).split())


def links(path: Path) -> dict[str, str]:
    """A feed's entries by their addresses without parameters, and by their ids, too, where several have one address:
    titles with what is told below them."""
    entries: list[tuple[str, str, str]] = []
    for element in ET.fromstring(path.read_bytes()).iter():
        if bare(element) in ("item", "entry"):
            title = link = text = content = guid = ""
            for child in element:
                if bare(child) == "title":
                    title = " ".join("".join(child.itertext()).split())
                elif bare(child) == "link" and not link:
                    link = (child.get("href") or child.text or "").strip()
                elif bare(child) in ("guid", "id"):
                    guid = (child.text or "").strip()
                elif bare(child) in ("description", "summary"):
                    text = said(child)
                elif bare(child) in ("encoded", "content"):
                    content = said(child)
            summary = (text or content)[:_SUMMARY]
            entries.append((re.sub(r"\?[^#]*", "", link).rstrip("/"), guid, f"{title}\n{summary}"))
    shared = Counter(link for link, _, _ in entries)
    return {link if shared[link] == 1 else f"{link} {guid}": told for link, guid, told in entries}


def scores(path: Path) -> dict[str, float]:
    told = json.loads(gzip.decompress(path.read_bytes()))
    field = "artificial_analysis_intelligence_index"
    return {
        m["name"]: m["evaluations"][field] for m in told["models"] if (m["evaluations"] or {}).get(field) is not None
    }


def is_mine(text: str) -> bool:
    """Whether a text has what `today.py` follows: two phrases, a word, and no survey. A Chinese or Japanese
    character is a word of its own."""
    plain = " " + " ".join(re.findall(r"[^\W_\u3040-\u9fff]+|[\u3040-\u9fff]", text.lower())) + " "
    return bool(re.search(r" (text to speech|anthropic) | speculative decod", plain)) and " survey " not in plain


def ids(path: Path) -> dict[str, str]:
    """The names of all models of a table, by the ids that its source gives them."""
    return {m["id"]: m["name"] for m in json.loads(gzip.decompress(path.read_bytes()))["models"]}


def main() -> None:
    data, seeds, home = map(Path, sys.argv[1:4])
    since = datetime.fromisoformat(sys.argv[4])
    told: dict[str, Any] = json.loads(sys.stdin.read())
    print(f"--- since {since:%d %B %H:%M}")

    # Files were taken at six in the morning: what is of a later day than the visit came after it.
    with gzip.open(data / "ranking" / "papers.jsonl.gz", "rt", encoding="utf-8") as file:
        papers = [json.loads(line) for line in file]
    here = {p["id"]: p for p in papers if FIRST <= date.fromisoformat(p["date"]) <= LAST}
    came = {i for i, p in here.items() if date.fromisoformat(p["date"]) > since.date()}
    print(f"papers: {told['papers']['new']} told, {len(came)} counted")
    top = [one["key"].removeprefix("arxiv:") for one in told["papers"]["top"]]
    print(f"  the five likeliest came: {all(one in came for one in top)}; {told['papers']['likely']} likely")
    for one in told["papers"]["top"]:
        text = f"{one['title']} {here[one['key'].removeprefix('arxiv:')]['abstract']}".lower()
        words = [r["term"] for r in one["reasons"][:4] if r["share"] > 0]
        told_of = ", ".join(w if w.split()[0].rstrip("*") in text else f"{w} (?)" for w in words)
        print(f"  {one['title'][:60]:60} {told_of}")

    feeds = list((data / "feeds").glob("*_20*.xml"))
    before: dict[str, str] = {}
    for path in of_day(feeds, date(2026, 3, 25), since.date()):
        before |= links(path)
    new: dict[str, str] = {}
    for path in of_day(feeds, since.date(), LAST):
        new |= {link: title for link, title in links(path).items() if link not in before}
    # What leads to a paper that is here is that paper, seen once more.
    numbers = "|".join(map(re.escape, here))
    new = {link: told for link, told in new.items() if not re.search(rf"arxiv\.org/.*({numbers})", link)}
    titles = {told.partition("\n")[0] for told in new.values()}
    print(f"posts: {told['entries']['new']} told, {len(new)} counted by address")
    shown = {row["title"] for group in told["entries"]["by_group"] for row in group["newest"]}
    print(f"  shown and not counted: {sorted(shown - titles)[:5]}")
    assert sum(group["new"] for group in told["entries"]["by_group"]) == told["entries"]["new"]
    if told["entries"]["new"] != len(new):
        db = sqlite3.connect(f"file:{home / 'data' / 'library.db'}?mode=ro", uri=True)
        rows = db.execute("SELECT title FROM items WHERE kind = 'entry' AND first_seen > ?", (since.timestamp(),))
        stored = {" ".join(title.split()) for (title,) in rows}
        print(f"  stored and not counted: {sorted(stored - titles)[:8]}")
        print(f"  counted and not stored: {sorted(titles - stored)[:8]}")

    watched = {row["key"] for row in told["watched"]}
    mine = set()
    for identifier in came:
        if is_mine(f"{here[identifier]['title']} {here[identifier]['abstract']}"):
            mine.add(f"arxiv:{identifier}")
    told_papers = {key for key in watched if key.startswith("arxiv:")}
    print(f"watched: {len(watched)} told; papers {len(told_papers)} told, {len(mine)} counted: {told_papers ^ mine}")
    posts = Counter(told.partition("\n")[0] for told in new.values() if is_mine(told))
    told_posts = Counter(" ".join(row["title"].split()) for row in told["watched"] if row["key"] not in told_papers)
    print(
        f"  posts {told_posts.total()} told, {posts.total()} counted: {[*(told_posts - posts), *(posts - told_posts)]}"
    )

    tables = {day_of(path): path for path in (data / "leaderboards").glob("aa_llms_*")}
    days = sorted(day for day in tables if day)
    base = max(day for day in days if day <= since.date())
    newest = days[-1]
    for board in told["boards"]:
        print(f"board {board['board']}: {board['from']} -> {board['to']}: {board['headline']}")
        if board["board"] != "artificial-analysis":
            continue
        print(f"  days: {(board['from'], board['to']) == (base.isoformat(), newest.isoformat())}")
        old, now = scores(tables[base]), scores(tables[newest])
        earlier, after = ids(tables[base]), ids(tables[newest])
        # What has a score where it had none has entered, too.
        scored = {name for name in now.keys() - old.keys() if name in earlier.values()}
        entered = sorted({after[one] for one in after.keys() - earlier.keys()} | scored)
        print(f"  entered {len(board['entered'])} told, {len(entered)} counted by their ids: {entered[:4]}")
        renamed = sum(after[one] != earlier[one] for one in after.keys() & earlier.keys())
        told_so = sum(row["change"] == "renamed" for row in board["moved"])
        print(f"  left {len(board['left'])} told, {len(earlier.keys() - after.keys())} counted")
        print(f"  renamed {told_so} told, {renamed} counted")
        moved = [m for m in now if m in old and round(now[m], 1) != round(old[m], 1)]
        print(f"  moved {len(board['moved'])} told; {len(moved)} scores differ in the first decimal: {moved[:4]}")
    issues = of_day(list(seeds.glob("*.semantic.html")), since.date(), LAST)
    print(f"issue: {told['issue'] and told['issue']['date']} told, {[day_of(path) for path in issues]} counted")
    print(f"failing: {len(told['failing'])} told, 0 counted")


if __name__ == "__main__":
    main()
