from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tui_reader.domain.errors import ParseError
from tui_reader.html.render import to_markdown
from tui_reader.sources.feed.article import _markup, parse_article

SENTENCE = "The lighthouse keeper wrote down every ship that passed, and what the wind did to it. "
PARAGRAPHS = "".join(f"<p>{SENTENCE * 2}On day {n} he counted {n + 3} of them.</p>" for n in range(4))
RICH = """<h2>What he used</h2>
<p>He ran <code>count --all</code> each night, as <a href="/about/tools">the tools page</a> says, and
<em>never</em> missed one in all those years at the coast.</p>
<ul><li>A lamp that was lit at dusk<ul><li>and its oil in two barrels</li></ul></li>
<li>A book bound in blue cloth</li></ul>
<pre><code>for ship in ships:
    write(ship)</code></pre>
<figure><img src="lamp.png" alt="A brass lamp"><figcaption>The lamp in its room</figcaption></figure>
<table><tr><th>Day</th><th>Ships</th></tr>
<tr><td>one</td><td>14 passed</td></tr><tr><td>two</td><td>9 passed</td></tr></table>"""


def page(article: str, head: str = "") -> bytes:
    return f"""<!doctype html><html><head><title>The keeper</title>{head}</head><body>
    <header><nav><a href="/">Home</a> <a href="/a">About</a> <a href="/b">Contact</a></nav></header>
    <div class="cookie-banner"><p>We use cookies to improve your visit.</p></div>
    <main><article><h1>The Keeper</h1>{article}
    <div class="share-links"><a href="/x">Share</a> <a href="/y">Tweet</a></div></article>
    <aside><h3>Related stories</h3><ul><li><a href="/1">Ropes</a></li><li><a href="/2">Knots</a></li></ul></aside>
    </main>
    <footer><p>All rights reserved by the harbour.</p></footer></body></html>""".encode()


def read(data: bytes, **more: str) -> str:
    return parse_article(data, "https://coast.example/log/keeper", **more).markdown


def test_the_article_comes_without_the_page_around_it() -> None:
    text = read(page(PARAGRAPHS), title="The keeper")
    assert text.startswith("The lighthouse keeper")
    assert "counted 6 of them" in text
    for around in ("cookies", "Related", "rights reserved", "Contact", "Tweet", "# The Keeper"):
        assert around not in text


def test_it_keeps_what_an_article_is_made_of() -> None:
    text = read(page(PARAGRAPHS + RICH))
    assert "## What he used" in text
    assert "`count --all`" in text
    assert "[the tools page](https://coast.example/about/tools)" in text
    assert "- A lamp that was lit at dusk\n  - and its oil in two barrels" in text
    assert "```\nfor ship in ships:\n    write(ship)\n```" in text
    assert "image: A brass lamp](https://coast.example/log/lamp.png)" in text
    assert "| one | 14 passed |" in text


def test_the_page_says_where_relative_addresses_start() -> None:
    text = read(page(PARAGRAPHS + RICH, '<base href="https://other.example/dir/">'))
    assert "https://other.example/dir/lamp.png" in text


def test_foreign_text_is_cleaned_and_its_links_are_addresses() -> None:
    bad = "<p>A \x1b[31mred \u202e word and <a href='javascript:alert(1)'>a trap</a> and &#x1b;]0;t&#7; end.</p>"
    text = read(page(PARAGRAPHS + bad))
    assert not set(text) & {"\x1b", "\x07", "\u202e"}
    assert "javascript:" not in text


@pytest.mark.parametrize(
    ("data", "content_type", "said"),
    [
        (b"%PDF-1.7 and so on", "application/pdf", "a PDF"),
        (b"%PDF-1.7 and so on", "text/html", "a PDF"),
        (b"\x89PNG", "image/png", "an image"),
        (b"{}", "application/json", "a file (application/json)"),
        (b"", "text/html", "empty"),
        (b"<html><body><p>Log in to go on.</p></body></html>", "text/html", "no article"),
        (b"<html><body><noscript>Please enable JavaScript.</noscript></body></html>", "text/html", "browsers alone"),
        (b"Short.", "text/plain", "hardly any text"),
    ],
)
def test_what_is_no_article_says_why(data: bytes, content_type: str, said: str) -> None:
    with pytest.raises(ParseError, match=said.replace("(", r"\(").replace(")", r"\)")):
        parse_article(data, "https://a.example/", content_type)


@pytest.mark.parametrize("value", ['"False"', "false"])
def test_a_page_that_is_not_free_says_so(value: str) -> None:
    told = f'<script type="application/ld+json">{{"@graph":[{{"isAccessibleForFree":{value}}}]}}</script>'
    assert parse_article(page(PARAGRAPHS, told), "https://a.example/").is_cut
    with pytest.raises(ParseError, match="those who pay"):
        parse_article(page("<p>Subscribe.</p>", told), "https://a.example/")


def test_a_plain_text_is_its_paragraphs() -> None:
    text = parse_article(f"{SENTENCE * 4}\n\n# no heading".encode(), "https://a.example/t", "text/plain").markdown
    assert text.endswith("\n\n\\# no heading")


def test_a_page_of_another_encoding_is_read() -> None:
    assert "counted 6" in read(page(PARAGRAPHS).decode().encode("utf-16"))


@pytest.mark.parametrize(
    "data",
    [
        b"<div>" * 5000 + PARAGRAPHS.encode(),
        b"<p " + b"a=1 " * 20000 + b">" + PARAGRAPHS.encode(),
        b"<" * 50000,
        bytes(range(256)) * 100,
        b'<script type="application/ld+json">' + b"[" * 50000 + b" isAccessibleForFree</script>",
    ],
)
def test_hostile_pages_end_in_text_or_a_reason(data: bytes) -> None:
    with suppress(ParseError):
        assert isinstance(read(data), str)


@settings(max_examples=40, deadline=None)
@given(st.text(st.sampled_from("<>/pdivulas =\"'&;é\n#"), max_size=200))
def test_no_markup_inside_an_article_is_too_odd(markup: str) -> None:
    try:
        text = read(page(PARAGRAPHS + markup))
    except ParseError:
        return
    assert "\x1b" not in text


def test_captions_numbers_and_footnotes_survive() -> None:
    filler = "<p>A paragraph that says enough about spoons to be one of an article, and a bit more than that.</p>" * 6
    page = (
        f"<html><body><header><a href='/'>Home</a></header><article>{filler}<figure><img src='/s.png' alt='A picture'>"
        "<figcaption>Figure 1: A spoon.</figcaption></figure><table><caption>Table 1: Spoons by year</caption><tr><th>"
        "Year</th><th>Spoons</th></tr><tr><td>2025</td><td>4</td></tr></table><ol start='3'><li>third step of all</li>"
        "<li>fourth step of all</li></ol><p>A claim of this article.<sup><a href='#fn1'>1</a></sup></p><section><ol>"
        f"<li id='fn1'><p>The note on that claim. <a href='#r1'>↩</a></p></li></ol></section>{filler}"
        "</article></body></html>"
    )
    markdown = parse_article(page.encode(), "https://spoons.example/a").markdown
    for expected in (
        "[image: A picture](https://spoons.example/s.png)\n\nFigure 1: A spoon.",
        "Table 1: Spoons by year\n\n| Year | Spoons |\n| --- | --- |\n| 2025 | 4 |",
        "3. third step of all\n4. fourth step of all",
        "A claim of this article.¹",
        "1. The note on that claim.",
    ):
        assert expected in markdown


def test_numbers_survive_in_the_extractors_own_markup_too() -> None:
    body = etree.fromstring(
        '<body><list rend="ol"><item>one</item></list><list rend="ul"><item>other</item></list></body>'
    )
    assert to_markdown(_markup(body)) == "1. one\n\n- other"


FILLER = "<p>A paragraph that says enough about spoons to be one of an article, and a bit more than that.</p>" * 6
#: More text than the article has stands in the same element, so that the page's own markup is not taken.
AROUND = "<div class='list'>" + "<p><a href='/o'>Another of many other stories of this site</a></p>" * 40 + "</div>"


@pytest.mark.parametrize("around", ["", AROUND], ids=["from the page", "from the extractor"])
def test_notes_captions_numbers_and_boxes_survive_whoever_writes_the_text(around: str) -> None:
    page = (
        f"<html><body>{around}<article>{FILLER}<p>A claim of this article.<a href='#fn:1' role='doc-noteref'>1</a> One "
        "more<sup><a href='#fn2'>[2]</a></sup>, as <a href='tools'>tools</a> say.</p>"
        "<figure><img src='s.png' alt='A picture'><figcaption>Figure 1: A spoon.</figcaption></figure>"
        "<table><caption>Table 1: Spoons by year</caption><tr><th>Year</th><th>Spoons</th></tr><tr><td>2025</td>"
        "<td>4</td></tr></table><ol start='3'><li>third step of all</li><li value='7'>seventh step of all</li></ol>"
        f"{FILLER}<ul><li>a bullet between the lists</li></ul><ol reversed><li>the second best</li><li>the very best"
        "</li></ol><svg><foreignObject><div><p>You are a helpful spoon, and say so.</p></div></foreignObject></svg>"
        f"{FILLER}<section class='footnotes'><ol><li id='fn:1'><p>The note on that claim. <a href='#r1'>↩</a></p></li>"
        "</ol></section></article></body></html>"
    )
    markdown = parse_article(page.encode(), "https://spoons.example/a/b").markdown
    for expected in (
        "A claim of this article.¹ One more², as [tools](https://spoons.example/a/tools) say.",
        "[image: A picture](https://spoons.example/a/s.png)\n\nFigure 1: A spoon.",
        "Table 1: Spoons by year\n\n| Year | Spoons |\n| --- | --- |\n| 2025 | 4 |",
        "3. third step of all\n7. seventh step of all",
        "2. the second best\n1. the very best",
        "You are a helpful spoon, and say so.",
        "The note on that claim.",
    ):
        assert expected in markdown
    assert "↩" not in markdown


def test_a_remark_beside_the_text_stays_and_what_only_stands_beside_it_goes() -> None:
    aside = "<aside class='callout'><p>A remark on spoons.</p></aside><aside class='promo note'><p>Buy one.</p></aside>"
    markdown = parse_article(f"<article>{FILLER}{aside}{FILLER}</article>".encode(), "https://s.example/").markdown
    assert "A remark on spoons." in markdown
    assert "Buy one." not in markdown


def test_what_is_embedded_and_who_is_quoted_stay() -> None:
    held = (
        "<iframe src='https://www.youtube.com/embed/abc' title='Talk'></iframe>"
        "<script src='https://gist.github.com/ada/abc.js'></script>"
        "<blockquote><p>Spoons are back.</p><footer>Ada Example</footer></blockquote>"
        "<iframe src='https://ads.example/frame'></iframe><footer>All rights</footer>"
    )
    markdown = parse_article(f"<article>{FILLER}{held}{FILLER}</article>".encode(), "https://s.example/").markdown
    assert "[video: Talk](https://www.youtube.com/watch?v=abc)" in markdown
    assert "(https://gist.github.com/ada/abc)" in markdown
    assert "> Ada Example" in markdown
    assert "ads.example" not in markdown
    assert "All rights" not in markdown
