"""An item full of what shells, options, formats and terminals make something of, through every command and export: it
arrives whole, nothing of it is run, and no terminal is told anything by it."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import pytest
import rispy
import yaml
from bibtexparser.entrypoint import parse_string

from tui_reader.cli.commands import COMMANDS
from tui_reader.cli.main import run
from tui_reader.sources.bibliography.parse import parse_bibliography
from tui_reader.text.sanitise import clean_line

TITLE = "-rf --help $(touch ran) `touch ran` ; touch ran & \"two\" 'one' %s %n {url} \\ | > ran\n -- \u202e\u200b end"
AUTHOR = 'Ann "$(touch ran)" O\'Neil -rf'
URL = "https://blog.example/-rf?a=$(touch%20ran)&b=';touch%20ran;'&c=%s&d=|touch"
PAPER_URL = "http://arxiv.org/abs/2603.05009v1"
FEED = f"""<rss version="2.0"><channel><title>{escape(TITLE)}</title><link>https://blog.example/</link><item>
<title>{escape(TITLE)}</title><author>{escape(AUTHOR)}</author><link>{escape(URL)}</link><guid>-rf $(touch ran)</guid>
<pubDate>Wed, 01 Apr 2026 10:00:00 GMT</pubDate><description>{escape(escape(TITLE))}</description>
<enclosure url={quoteattr(URL + ".mp3")} type="$(touch ran)"/></item></channel></rss>"""
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom"
 xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/"><title>ArXiv Query</title><id>http://arxiv.org/api/x</id>
<opensearch:totalResults>1</opensearch:totalResults><entry><id>{PAPER_URL}</id><updated>2026-03-01T15:53:19Z</updated>
<published>2026-03-01T15:53:19Z</published><title>{escape(TITLE)}</title><summary>{escape(TITLE)}</summary>
<author><name>{escape(AUTHOR)}</name></author><category term="cs.LG"/></entry></feed>"""
OPML = f"""<opml version="2.0"><body><outline text={quoteattr(TITLE)} title={quoteattr(TITLE)}
 xmlUrl={quoteattr(URL)} type="rss"/></body></opml>"""
CLEAN = clean_line(TITLE)
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e]")

ENTRY, PAPER = "KEY OF THE ENTRY", "arxiv:2603.05009"
#: How each command is given the item.
GIVEN: dict[str, list[list[str]]] = {
    "sync": [[]], "import": [["-rf $(touch ran).xml"]], "today": [[], ["--format", "markdown"]],
    "list": [["entries"], ["papers", "--json"], ["entries", TITLE.partition("\n")[0]], ["sources"]],
    "show": [[ENTRY], [PAPER, "--format", "json"], [URL]], "search": [["touch"], [AUTHOR]],
    "compare": [[TITLE]], "history": [[TITLE, TITLE]], "compare-models": [[TITLE, AUTHOR]], "seen": [[ENTRY], [PAPER]],
    "rank": [[]], "like": [[PAPER]],
    "mark": [[ENTRY, PAPER, "--keep", "--tag", "-rf $(touch ran)", "--note", TITLE]], "undo": [[]], "redo": [[]],
    "export": [],  # below, value by value
    "download": [[ENTRY], [PAPER]], "follow add": [["touch ran"]], "follow list": [[]],
    "follow remove": [["touch ran"]],
    "feeds add": [[URL]], "feeds rename": [[TITLE, TITLE]], "feeds move": [[TITLE, TITLE]], "feeds remove": [[TITLE]],
    "feeds import": [["subscriptions.opml"]], "boards": [[]], "boards add": [[TITLE]], "boards remove": [[TITLE]],
    "doctor": [[]], "backup": [["-o", "$(touch ran).tar.gz"]], "restore": [["$(touch ran).tar.gz", "--force"]],
    "server login": [], "server status": [[]], "server accept": [[]], "server logout": [[]],
    "serve": [],
    "config path": [[]], "config show": [[]], "config init": [], "config check": [[]],
    "keys": [[]], "completions": [["bash"]],
}  # fmt: skip


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """A library with such an entry and such a paper, and a folder in which whatever is run would leave a file."""
    monkeypatch.chdir(tmp_path)
    files = {"-rf $(touch ran).xml": FEED, "papers.atom": ATOM, "subscriptions.opml": OPML}
    for name, text in files.items():
        Path(name).write_text(text, "utf-8")
    home = ["--home", str(tmp_path / "home"), "--offline"]
    assert run([*home, "import", "./-rf $(touch ran).xml", "papers.atom", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)["files"]
    monkeypatch.setitem(globals(), "ENTRY", told[0]["keys"][0])
    assert run([*home, "mark", told[0]["keys"][0], "--note", TITLE]) == 0
    capsys.readouterr()
    return home


def words(title: str) -> str:
    """A title as it reads: in LaTeX, which titles of papers are, a backslash before a space is a space."""
    return " ".join(title.replace("\\", " ").split())


def exported(home: list[str], what: str, form: str, capsys: pytest.CaptureFixture[str]) -> str:
    assert run([*home, "export", what, "--format", form]) == 0
    return capsys.readouterr().out


def test_every_command_prints_it_and_runs_nothing(home: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert {command.name for command in COMMANDS} == GIVEN.keys()
    shown = 0
    for name, each in GIVEN.items():
        for arguments in each:
            given = [ENTRY if a == "KEY OF THE ENTRY" else a for a in arguments]
            code = run([*home, *name.split(), *(["--"] if given and given[0].startswith("-rf") else []), *given])
            told = capsys.readouterr()
            assert code in (0, 1, 2, 3, 4), (name, arguments)
            assert "Traceback" not in told.err
            assert not CONTROLS.search(told.out + told.err), (name, arguments)
            shown += CLEAN[:60] in told.out
    assert shown >= 5
    assert not list(Path().rglob("ran"))


def test_every_export_has_it_whole(home: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    for what in ("entries", "papers"):
        (entry,) = parse_string(exported(home, what, "bibtex", capsys)).entries
        assert re.fullmatch(r"[a-z0-9]+", entry.key)
        (reference,) = rispy.loads(exported(home, what, "ris", capsys))
        (item,) = json.loads(exported(home, what, "csl-json", capsys))
        (row,) = csv.DictReader(io.StringIO(exported(home, what, "csv", capsys)))
        line = json.loads(exported(home, what, "jsonl", capsys))
        titles = (reference["title"], item["title"], line["title"], row["title"].lstrip("'"))  # ' keeps it no formula
        assert {words(title) for title in titles} == {words(CLEAN)}
        for form in ("bibtex", "ris", "csl-json"):
            (work,) = parse_bibliography(exported(home, what, form, capsys).encode())
            assert re.sub(r"\W+", " ", work.title) == re.sub(r"\W+", " ", CLEAN), form
        assert run([*home, "export", what, "--format", "markdown", "-o", f"notes-{what}"]) == 0
        (note,) = Path(f"notes-{what}").iterdir()
        assert words(yaml.safe_load(note.read_text("utf-8").split("---\n")[1])["title"]) == words(CLEAN)
        assert not set(note.name) & set("/\\\n$`|;&<>\"'%{}") - {";", "&", "'"}
        assert not note.name.startswith("-")
    capsys.readouterr()
    assert run([*home, "feeds", "import", "subscriptions.opml"]) == 0
    capsys.readouterr()
    assert f"text={quoteattr(CLEAN)}" in exported(home, "feeds", "opml", capsys).replace("&#39;", "'")
    assert not list(Path().rglob("ran"))
