"""Homes to walk in: the sample edition, and one that is made of files by the program's own import."""

from __future__ import annotations

import contextlib
import io
import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from walk.adapter import sync_options

from tui_reader.cli.main import run
from tui_reader.wiring import Launch, Program

NOW = datetime(2026, 4, 2, 9, 30, tzinfo=UTC)
_FEEDS = ("Harbour Notes", "Dry Dock Weekly", "A Laboratory of Some Renown and a Long Name")
_DAYS = tuple(date(2026, 4, 2) - timedelta(days=d) for d in (0, 1, 3, 9))
_LONG = (
    "and goes on for long enough to be a paragraph of its own, with some words that are set in more lines than one. "
)


def _feed(number: int, title: str) -> str:
    items = []
    for n in range(14):
        moment = NOW - timedelta(hours=7 * n + number)
        name = f"Entry {n} of feed {number}" + (
            " with a title that no list is wide enough for, at any width" * (n % 3 == 1)
        )
        body = (
            f"<p>Word{number}x{n} begins it {_LONG * (n % 4)}</p><p>A <a href='/{n}'>link</a>.</p>"
            + f"<h2>Part</h2><p>{_LONG}</p>" * n
        )
        escaped = body.replace("&", "&amp;").replace("<", "&lt;")
        items.append(
            f"<item><title>{name}</title><link>https://feed{number}.example/{n}</link><guid>{number}-{n}</guid>"
            f"<pubDate>{moment:%a, %d %b %Y %H:%M:%S} GMT</pubDate><description>{escaped}</description></item>"
        )
    return (
        f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>{title}</title>'
        f"<link>https://feed{number}.example/</link>{''.join(items)}</channel></rss>"
    )


def _papers() -> str:
    entries = []
    for n in range(24):
        category = ("cs.SD", "cs.LG", "cs.CL")[n % 3]
        day = NOW - timedelta(days=n // 6, hours=4)
        entries.append(
            f"<item><title>Paper {n} on speech with $x^{n}$</title><link>https://arxiv.org/abs/2604.{n:05}</link>"
            f"<description>arXiv:2604.{n:05}v1 Announce Type: new \nAbstract: We study {n} things. "
            f"{_LONG}</description>"
            f'<guid isPermaLink="false">oai:arXiv.org:2604.{n:05}v1</guid><category>{category}</category>'
            f"<pubDate>{day:%a, %d %b %Y} 00:00:00 -0400</pubDate><arxiv:announce_type>new</arxiv:announce_type>"
            f"<dc:creator>Ada Example, Bo Sample</dc:creator></item>"
        )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss xmlns:arxiv="http://arxiv.org/schemas/atom" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" version="2.0"><channel><title>cs updates on arXiv.org</title>'
        f"<link>http://rss.arxiv.org/rss/cs</link>{''.join(entries)}</channel></rss>"
    )


def _issue(number: int, day: date) -> str:
    rows = "".join(
        f"<tr><td>{n}</td><td>Model {chr(64 + n)}</td><td>{70 - n - number * (n == 2)}.5%</td></tr>"
        for n in range(1, 9)
    )
    papers = "".join(
        f"<article><h3><a href='https://arxiv.org/abs/2603.{number}{n:04}'>Issue {number} paper {n}</a> "
        "<span>cs.CL</span>"
        f"</h3><p>We study how models read, at length and with care. {_LONG}</p></article>"
        for n in range(4)
    )
    return (
        f"<html><head><title>The Inference Report — {day:%B} {day.day}, {day.year}</title></head><body><main>"
        f"<h1>The Inference Report</h1><time datetime='{day.isoformat()}'>{day:%B} {day.day}, {day.year}</time>"
        + f"<p>The essay number {number} speaks of harbours, {_LONG}</p>" * 6
        + "<p>Sam Ample</p><section><h2>AI Labs</h2><a href='/labs'>All labs</a><ul>"
        + "".join(
            f"<li><span>A Lab</span> <a href='https://lab.example/{number}/{n}'>Note {n} of day {number}</a></li>"
            for n in range(3)
        )
        + f"</ul></section><section><h2>Research Papers</h2>{papers}</section>"
        "<section><h2>Benchmarks</h2><h3>SWE-rebench</h3><p>Agentic coding</p><table><tr><th>#</th><th>Model</th>"
        f"<th>Score</th></tr>{rows}</table></section>"
        "<section><h2>Trending</h2><ul><li><a href='https://github.com/octo-org/Reader'>octo-org/Reader</a> "
        "<p>Reads things</p> <span>Rust</span> <span>★ 1,234</span></li></ul></section></main></body></html>"
    )


def _board(number: int) -> str:
    lines = ["rank,model,score,tok/s,$/1M"]
    scores = sorted(((90 - n * 1.5 + (n * number * 7) % 5, n) for n in range(40) if (n + number) % 9), reverse=True)
    lines += [f"{rank},Model {n:02},{score:.1f},{50 + n},{1 + n / 10:.2f}" for rank, (score, n) in enumerate(scores, 1)]
    return "\n".join(lines)


def make_home(home: Path) -> None:
    """Feeds, papers of several days, issues with sections, boards of several dates."""
    folder = home.parent / f"{home.name}-files"
    folder.mkdir(parents=True)
    config = home / "config" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text(
        '[[feeds]]\ntitle = "Harbour Notes"\nurl = "https://harbour.example/feed"\ngroup = "Imported"\n'
        '[boards.speedy]\nmodel = "model"\nscore = "score"\ntok_s = "tok/s"\nusd_per_1m = "$/1M"\n',
        "utf-8",
    )
    for number, title in enumerate(_FEEDS):
        (folder / f"feed{number}.xml").write_text(_feed(number, title), "utf-8")
    (folder / "arxiv.xml").write_text(_papers(), "utf-8")
    for number, day in enumerate(_DAYS):
        (folder / f"issue-{day}.html").write_text(_issue(number, day), "utf-8")
        (folder / f"speedy-{day}.csv").write_text(_board(number), "utf-8")
    _import(home, *sorted(p for p in folder.iterdir() if p.suffix != ".csv"))
    _import(home, *sorted(folder.glob("*.csv")), kind="board")
    _catch_up(Program(Launch(home=home, offline=True), {}, lambda: NOW))


def _import(home: Path, *files: Path, kind: str = "") -> None:
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        more = ["--as", kind] if kind else []
        code = run(["--home", str(home), "import", *map(str, files), *more])
    assert code == 0, said.getvalue()


def _catch_up(program: Program, *, and_close: bool = True) -> None:
    """What a reader would do behind its screen at the first start is done, so that every walk begins alike."""
    program.catch_up()
    program.read_names(60)
    program.writer.submit(lambda _: None, 9).result()
    if and_close:
        program.close()


def make_sample_home(home: Path) -> None:
    """The sample edition, filled as it fills itself at the first start, in a home that stays."""
    program = Program(Launch(demo=True), {}, lambda: NOW)
    try:
        for source in program.sources():  # one after the other: what comes first has the lower id, and stands above
            program.sync([source], sync_options(), lambda _: None)
        _catch_up(program, and_close=False)
        for part in ("data", "state"):
            shutil.copytree(getattr(program.paths, part), home / part)
    finally:
        program.close()
