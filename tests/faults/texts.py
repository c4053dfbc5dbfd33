"""Hostile text in every field that is shown, exported, logged or handed to a program.

It stands in entries, papers, leaderboards, lists of feeds, and in what another machine's journal says (tags, notes,
views), and must come out of every command and export as text that no terminal obeys, that a spreadsheet does
not compute, and that is read back where the form is one for programs.
"""

from __future__ import annotations

import csv
import io
import json
import random
import re
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from faults import corpus
from faults.outcome import Outcome, faults_of, said, spoken
from tui_reader.domain.programs import Given, filled
from tui_reader.services.exporting.tables import csv_line

#: What no terminal may be sent: controls (a line's end aside), and what turns or hides text.
_FORBIDDEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
#: The same of a file: lines of CSV end in two characters, and other programs know tabs.
_FORBIDDEN_IN_FILES = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_FORMS = {
    "entries": ("csv", "jsonl", "markdown"),
    "papers": ("bibtex", "ris", "csl-json", "csv", "jsonl", "markdown"),
    "boards": ("csv", "jsonl", "markdown"),
    "feeds": ("opml",),
}
_TALK = (
    ("list", "entries"), ("list", "papers"), ("list", "boards"), ("list", "sources"), ("list", "issues"), ("today",),
    ("rank", "--limit", "50"), ("search", "model", "--limit", "100"), ("compare", "odd"), ("show", "board:odd"),
    ("config", "show"), ("boards",), ("doctor",), ("follow", "list"), ("--plain", "list", "entries"),
)  # fmt: skip


def text(folder: Path, seed: int, whole: bool) -> Outcome:
    """Each string in every field."""
    outcome = Outcome()
    count = 10_000 if whole else 500
    chance = random.Random(seed)
    texts = [corpus.hostile_text(seed * count + n).replace("\ud800", "\ufffe") for n in range(count)]
    home = folder / "home"
    _fill(home, folder, texts, chance)
    outcome.cases = count
    _, shapes, _ = spoken(home, "list", "entries", "--json")
    kept = {match[0] for match in re.finditer(r"n\d+n", shapes)}
    if len(kept) != count:
        outcome.lose("entries", f"{count - len(kept)} of {count}")
    _, papers, _ = spoken(home, "list", "papers", "--json")
    found = json.loads(papers)
    if len(found) != min(count, 2000):
        outcome.lose("papers", f"{min(count, 2000) - len(found)}")
    for words in _TALK:
        for more in ((), ("--json",)) if words[0] in ("list", "search") and "--plain" not in words else ((),):
            code, out, err = spoken(home, *words, *more)
            outcome.case(" ".join((*words, *more)), [faults_of(code, "", allowed=(0,)), _obeyed(out), _obeyed(err)])
    keys = [e["key"] for e in json.loads(shapes)] + [p["key"] for p in found]
    for key in chance.sample(keys, 150 if whole else 12):
        for form in ("text", "markdown", "json"):
            code, out, err = spoken(home, "show", key, "--format", form)
            outcome.case(f"show {key} {form}", [faults_of(code, "", allowed=(0,)), _obeyed(out), _obeyed(err)])
        outcome.case(f"seen {key}", [_obeyed(said(home, "seen", key)[1])])
    for what, forms in _FORMS.items():
        for form in forms:
            outcome.case(f"export {what} as {form}", _exported(home, folder / f"{what}.{form}", what, form))
    for given in texts:
        made = filled(("program", "{title}", "{url}", "{path}"), Given(given, url=given, path=given))
        wrong = [a for a in made[1:] if a.startswith("-") or "\0" in a]
        if wrong or len(made) != 4:
            outcome.case(f"arguments {given!r}", ["an option or a null among them"])
    for name in ("show", "mark", "list", "search", "sync"):
        for given in chance.sample(texts, 40 if whole else 4):
            code, out, err = spoken(home, "--debug", name, given.replace("\0", " ") or "x")
            outcome.case(f"{name} {given!r}", [_obeyed(out), "" if "Traceback" in err else _obeyed(err)])
    for log in (home / "state").glob("*.log"):
        outcome.case(log.name, [_obeyed(log.read_text("utf-8"))])
    return outcome


def _obeyed(said_: str, forbidden: re.Pattern[str] = _FORBIDDEN) -> str:
    found = forbidden.search(said_)
    return f"has {found[0]!r}: {said_[max(0, found.start() - 30) : found.end() + 30]!r}" if found else ""


def _exported(home: Path, path: Path, what: str, form: str) -> list[str]:
    code, out, err = spoken(home, "export", what, "--format", form, "-o", str(path))
    wrong = [faults_of(code, "", allowed=(0,)), _obeyed(out), _obeyed(err)]
    for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
        content = file.read_bytes().decode("utf-8")
        wrong.append(_obeyed(content, _FORBIDDEN_IN_FILES))
        wrong.append(_obeyed(file.name))
        if not file.resolve().is_relative_to(path.resolve()):
            wrong.append(f"{file} lies elsewhere")
        if form == "csv":
            rows = list(csv.reader(io.StringIO(content, newline="")))
            wrong += [f"a formula: {c[:60]!r}" for row in rows for c in row if c[:1] in "=+@\t" and c][:3]
            wrong += ["lines of other lengths"] if len({len(row) for row in rows}) > 1 else []
        elif form == "jsonl":
            for line in content.splitlines():
                json.loads(line)
        elif form == "csl-json":
            json.loads(content)
        elif form == "opml":
            etree.fromstring(content.encode())
    return wrong[:10]


def _fill(home: Path, folder: Path, texts: list[str], chance: random.Random) -> None:
    cdata = [t.replace("]]>", "") for t in texts]
    items = "".join(
        f"<item><title><![CDATA[{t} n{n}n]]></title><guid>{n}</guid><link>https://x.example/{n}</link>"
        f"<author><![CDATA[{t}]]></author><category><![CDATA[{t}]]></category><description><![CDATA[{t}]]></description>"
        "</item>"
        for n, t in enumerate(cdata)
    )
    (folder / "hostile.xml").write_bytes(corpus.rss(items))
    entries = "".join(
        f"<entry><id>http://arxiv.org/abs/26{1 + n // 100_000:02}.{n:05}v1</id><updated>2026-04-02T00:00:00Z</updated>"
        f"<published>2026-04-02T00:00:00Z</published><title>{t} m{n}m</title><summary>{t}</summary><author><name>{t} A"
        f"</name></author><arxiv:comment>{t}</arxiv:comment><arxiv:journal_ref>{t}</arxiv:journal_ref>"
        f"<arxiv:doi>{t}</arxiv:doi><category term='cs.LG'/></entry>"
        for n, t in enumerate(escape(_xml(t)) for t in texts[:2000])
    )
    (folder / "papers.atom").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom" '
        'xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">'
        "<title>ArXiv Query</title><id>http://arxiv.org/api/x</id>"
        f"<opensearch:totalResults>{len(texts[:2000])}</opensearch:totalResults>{entries}</feed>",
        "utf-8",
    )
    for day in (1, 2):
        rows = "".join(csv_line([n + 1, f"{t} m{n}", 90 - n / 100 - day]) for n, t in enumerate(texts[:300]))
        (folder / f"odd-2026-04-0{day}.csv").write_text("rank,model,score\r\n" + rows, "utf-8", "replace")
    outlines = "".join(
        f"<outline text={quoteattr(_xml(t))} title={quoteattr(_xml(t))}><outline type='rss' text={quoteattr(_xml(t))} "
        f"xmlUrl='https://h{n}.example/feed'/></outline>"
        for n, t in enumerate(texts[:200])
    )
    (folder / "feeds.opml").write_text(f"<opml version='2.0'><body>{outlines}</body></opml>", "utf-8")
    (home / "config").mkdir(parents=True)
    (home / "config" / "config.toml").write_text(
        '[boards.odd]\nmodel = "model"\nscore = "score"\n[issues]\nurl = "http://127.0.0.1:9/"\n', "utf-8"
    )
    files = [str(folder / name) for name in ("hostile.xml", "papers.atom", "feeds.opml")]
    said(home, "import", *files)
    said(home, "import", "--as", "board", str(folder / "odd-2026-04-01.csv"), str(folder / "odd-2026-04-02.csv"))
    keys = [e["key"] for e in json.loads(spoken(home, "list", "entries", "--json")[1])]
    lines = []
    for n, t in enumerate(texts[:2000]):
        item, field = chance.choice(keys), chance.choice((f"tag:{t}", "note", f"view:{t}", "state"))
        value: object = {"n": t, "v": f"author:{t}", "t": True, "s": "kept"}[field[0]]
        told = {"v": 1, "id": f"odd-1:{n}", "at": f"2026-04-01T00:{n // 60 % 60:02}:{n % 60:02}.{n:06}Z"}
        told |= {"batch": f"odd-1:{n}", "item": item, "field": field, "value": value, "title": t}  # type: ignore[dict-item]
        lines.append(json.dumps(told))
    (home / "data" / "journal").mkdir(parents=True, exist_ok=True)
    (home / "data" / "journal" / "odd-1.jsonl").write_text("\n".join(lines) + "\n", "utf-8")


def _xml(given: str) -> str:
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "", given)
