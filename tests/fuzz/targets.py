"""What is fuzzed: functions that take any bytes and may raise nothing but our errors. Each comes with inputs to begin
with, and with the words of its language."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from msgspec import Struct

from tui_reader.domain.errors import ReaderError
from tui_reader.domain.query import parse as parse_query
from tui_reader.html.render import to_markdown, to_text
from tui_reader.sources.feed.opml import parse_opml, render_opml
from tui_reader.sources.report.parse import looks_like_issue, parse_page
from tui_reader.storage.query_sql import compile_query
from tui_reader.text.document.parse import parse as parse_document
from tui_reader.text.latex import math_to_unicode, to_unicode
from tui_reader.text.latex_display import display_to_unicode

_DATA = Path(__file__).resolve().parents[1] / "data"
_CONTROLS = frozenset(map(chr, [*range(9), *range(11, 32), *range(127, 160), 0x202E, 0x2066]))


class Target(Struct, frozen=True):
    """A function, globs of files in tests/data to begin with, texts to begin with, and words that mean something."""

    run: Callable[[bytes], object]
    files: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    def seeds(self) -> list[bytes]:
        """The inputs to begin with."""
        found = [path.read_bytes() for pattern in self.files for path in sorted(_DATA.glob(pattern))]
        return [*found, *(text.encode() for text in self.texts)]


def issue(data: bytes) -> None:
    """The recogniser of issues, and of whatever it takes for one."""
    try:
        page = parse_page(data, "https://inference.report/archive/2026-02-03", "text/html")
    except ReaderError:
        return
    looks_like_issue(data)
    if page.issue is None:
        return
    _clean(page.issue.title)
    for paper in page.issue.papers:
        _clean(paper.title)
        _clean(paper.abstract)


def html(data: bytes) -> None:
    """Bodies of entries as Markdown, and as the document that is shown of it."""
    source = data.decode("utf-8", "replace")
    written = to_markdown(source, "https://x.example/a/")
    _clean(written)
    _clean(to_text(source))
    parse_document(written)


def latex(data: bytes) -> None:
    """Formulas."""
    source = data.decode("utf-8", "replace")
    _clean(to_unicode(source), source)
    math_to_unicode(source)
    display_to_unicode(source)


def opml(data: bytes) -> None:
    """Lists of feeds; what was read is read again from what is written of it."""
    try:
        found = parse_opml(data)
    except ReaderError:
        return
    again = parse_opml(render_opml("T", found.subscriptions))
    assert [s.url for s in again.subscriptions] == [s.url for s in found.subscriptions]


def query(data: bytes) -> None:
    """What is typed into the search line."""
    text = data.decode("utf-8", "replace")
    for live in (False, True):
        try:
            node = parse_query(text, date(2026, 11, 20), live=live)
        except ReaderError:
            continue
        compile_query(node)


def _clean(text: str, source: str = "") -> None:
    """Nothing that a terminal would obey, unless it was there and is not this function's to take out."""
    found = _CONTROLS.intersection(text) - _CONTROLS.intersection(source)
    assert not found, ascii(sorted(found))


TARGETS: dict[str, Target] = {
    "issue": Target(
        issue,
        ("seeds/*.html", "seeds/inference*.txt"),
        (),
        ("<h2>", "</h2>", "Research Papers", "Benchmarks", "Trending", "<table>", "<tr><td>", "<article>", "cs.LG", "—",
         "https://arxiv.org/abs/2603.00001", "AI Labs", "February 3, 2026", "<a href=", "<script>self.__next_f.push("),
    ),
    "html": Target(
        html,
        ("html_pages/*.html", "arxiv_html/*.html"),
        ("<table><tr><td rowspan=3>a<td>b</table>", "<math alttext='x^2'><mi>x</mi></math>", "<pre><code>a\n b</code>"),
        ("<p>", "<div>", "<table>", "<td colspan=9>", "<ul><li>", "<pre>", "<code>", "<img src=", "<a href=", "&#x1b;",
         "&lt;", "<svg>", "<math>", "style='display:none'", "<br>", "<blockquote>", "\\(", "$$", "<h1>", "`", "*", "|"),
    ),
    "latex": Target(
        latex,
        (),
        (r"$O(\ell^{-β})$ and $1.58\times$", r"\emph{a} Grok~4.20 0.16\% \b{eta}2", r"\frac{\sqrt[3]{x}}{\mathbb R}",
         r"$$\begin{array}{cc}1&2\\3\end{array}$$"),
        ("\\frac{", "}{", "}", "\\left(", "\\right)", "^{", "_{", "\\begin{array}", "\\end{array}", "&", "\\\\", "$",
         "$$", "\\text{", "\\mathbb ", "\\operatorname{", "\\hat", "~", "\\(", "\\]", "%", "\\color{red}"),
    ),
    "opml": Target(
        opml,
        ("opml/*.opml",),
        ("<opml version='2.0'><body><outline text='a' xmlUrl='http://x.example/'/></body></opml>",),
        ("<outline ", "text='", "xmlUrl='http://", "title='", "type='rss'", "/>", "</outline>", "<body>", "&amp;",
         "<![CDATA[", "<!DOCTYPE", "<!ENTITY", "category='"),
    ),
    "query": Target(
        query,
        (),
        ('cat:cs.SD author:"ada example" is:inbox since:7d -tag:x (a OR b)',
         'group:"AI Labs" until:2026-04-01 "a b" c*'),
        ("cat:", "author:", "source:", "group:", "kind:", "board:", "is:", "tag:", "since:", "until:", " OR ", "(", ")",
         "-", '"', "*", "2026-04-01", "7d", "today", "NOT", "AND", ":", "NEAR"),
    ),
}  # fmt: skip


def run_all(targets: Sequence[str], data: bytes) -> None:
    """Hand the bytes to each target."""
    for name in targets:
        TARGETS[name].run(data)
