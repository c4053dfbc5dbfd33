"""What is a digest and what is not, by its structure."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui_reader.domain.digests import Digest
from tui_reader.domain.feeds import Body, BodyFormat, Entry
from tui_reader.domain.items import Kind
from tui_reader.html.digest.recognise import take_apart, with_digest
from tui_reader.sources.digest.parse import looks_like_digest

WORDS = "It says in a sentence or two what the thing is about and why it matters."
OWN = "https://letter.example/42"


def entry(html: str, *enclosures: str) -> Entry:
    return Entry("Letter 42", OWN, body=Body(html, BodyFormat.HTML, OWN), enclosures=enclosures)


def digest_of(html: str, *enclosures: str) -> Digest:
    digest = with_digest(entry(html, *enclosures)).digest
    assert digest is not None
    return digest


def bullets(count: int, shape: str = '<li><a href="https://site{n}.example/p">Title {n}</a> — {words}</li>') -> str:
    blocks = "".join(shape.format(n=n, words=WORDS) for n in range(count))
    return f"<ul>{blocks}</ul>" if shape.startswith("<li") else blocks


@pytest.mark.parametrize(
    "shape",
    [
        '<li><a href="https://site{n}.example/p">Title {n}</a> — {words}</li>',
        '<li><p><a href="https://site{n}.example/p"><b>Title {n}</b></a>: {words}</p></li>',
        '<li><strong><a href="https://site{n}.example/p">Title {n}</a></strong><br>{words}</li>',
        '<li>🔥 <a href="https://site{n}.example/p">Title {n}</a> {words}</li>',
        '<li><strong>Title {n}</strong> (<a href="https://site{n}.example/p">paper</a>): {words}</li>',
        '<li>Title {n} — {words} </li>',
        '<p><a href="https://site{n}.example/p">Title {n}</a> – {words}</p>',
        '<p><b>{n}) </b><a href="https://site{n}.example/p"><b>Title {n}:</b></a> {words}</p>',
        '<p><strong><a href="https://site{n}.example/p">Title {n}</a></strong></p><p>{words}</p>',
        '<h3><a href="https://site{n}.example/p">Title {n}</a></h3><p>{words}</p>',
        '<a href="https://site{n}.example/p"><h3>Title {n}</h3></a><div>{words}</div>',
    ],
)  # fmt: skip
def test_the_shapes_that_items_come_in(shape: str) -> None:
    linked = '<li><a href="https://linked{n}.example/p">Linked {n}</a> — {words}</li>'
    html = bullets(6, shape) + (bullets(8, linked) if "href" not in shape else "")
    items = digest_of(html).items[:6]
    assert [item.title for item in items] == [f"Title {n}" for n in range(6)]
    assert {item.text for item in items} == {WORDS}
    assert [item.url for item in items] == [
        f"https://site{n}.example/p" if "href" in shape else "" for n in range(6)
    ]  # fmt: skip


def test_an_item_that_runs_into_a_sentence_is_one_among_others() -> None:
    runs_on = '<li><a href="https://site9.example/p">New stamps</a> are sold to celebrate. They cost little.</li>'
    items = digest_of(bullets(6).replace("</ul>", f"{runs_on}</ul>")).items
    assert (items[6].title, items[6].text) == ("New stamps", "are sold to celebrate. They cost little.")


def test_a_long_list_is_what_a_post_is_for_though_it_says_more() -> None:
    said = f"<p>{WORDS * 16}</p>"
    assert len(digest_of(said + bullets(14)).items) == 14
    assert with_digest(entry(said + bullets(8))).digest is None


@pytest.mark.parametrize(
    "html",
    [
        # A post with links in its sentences, and one with a short list below a long text.
        bullets(9, '<p><a href="https://s{n}.example">This</a> is said of {n} in a sentence. {words}</p>'),
        f"<p>{WORDS * 20}</p>" + bullets(6, '<li><a href="https://s{n}.example/">Title {n}</a></li>'),
        # Bullets in prose, with names in bold and links further on.
        bullets(9, '<li><strong>Point {n}</strong>: it is <a href="https://s{n}.example/">so</a>. {words}</li>'),
        bullets(9, '<li><a href="https://s{n}.example/">Product {n}</a> is now available in Europe. {words}</li>'),
        # A table of contents, a site's own posts, release notes, names to be thanked.
        bullets(9, '<li><a href="#part-{n}">A part with a name, number {n}</a> — {words}</li>'),
        bullets(9, '<li><a href="/posts/{n}">Title {n}</a> — {words}</li>'),
        bullets(9, '<li>Mend it ({n}) <a href="https://github.com/a/b/pull/{n}">#{n}</a></li>'),
        bullets(9, '<li><a href="https://people{n}.example/">@name{n}</a></li>'),
        # An aggregator's cluster holds the story itself.
        bullets(9).replace("https://site3.example/p", OWN),
        bullets(4),
    ],
)  # fmt: skip
def test_ordinary_posts_are_no_digests(html: str) -> None:
    assert with_digest(entry(html)).digest is None


def test_show_notes_are_no_digest() -> None:
    assert with_digest(entry(bullets(9), "https://cdn.example/42.mp3")).digest is None


def test_each_address_makes_its_kind() -> None:
    addresses = {
        "https://arxiv.org/abs/2603.00001v2": "2603.00001",
        "https://arxiv.org/pdf/2603.00002.pdf": "2603.00002",
        "https://www.alphaxiv.org/abs/2603.00003": "2603.00003",
        "https://huggingface.co/papers/2603.00004": "2603.00004",
        "https://arxiv.org/html/2603.00005v1": "2603.00005",
        "https://github.com/Owner/Name": "Owner/Name",
        "https://github.com/Owner/Name/issues/4": "",
        "https://post.example/1": "",
    }
    html = "".join(f'<li><a href="{a}">A thing {n}</a> — {WORDS}</li>' for n, a in enumerate(addresses))
    items = digest_of(f"<ul>{html}</ul>").items
    assert [item.arxiv_id or item.repo for item in items] == list(addresses.values())
    assert [item.kind for item in items] == [Kind.PAPER] * 5 + [Kind.REPO] + [Kind.ENTRY] * 2


def test_the_same_thing_twice_is_one_with_both_texts() -> None:
    html = (
        bullets(6)
        + '<h2>Again</h2><ul><li><a href="https://site2.example/p?utm_source=x">Title 2</a> — More.</li></ul>'
    )
    items = digest_of(html).items
    assert len(items) == 6
    assert items[2].text == f"{WORDS}\n\nMore."


def test_headings_are_groups_and_what_closes_a_list_belongs_to_its_last_item() -> None:
    html = (
        f"<h2>Essay</h2><p>{WORDS} <a href='https://e.example'>Link</a>.</p><h2>Research Papers</h2><h3>Sound</h3>"
        + bullets(3, '<li><a href="https://p{n}.example/a.pdf">Paper {n}</a> — {words}</li>')
        + "<p>And one thing more.</p><h2>Elsewhere</h2>"
        + bullets(3)
        + "<p>Thanks for reading!</p>"
    )
    items = digest_of(html).items
    assert [item.group for item in items] == ["Sound"] * 3 + ["Elsewhere"] * 3
    assert [item.kind for item in items] == [Kind.PAPER] * 3 + [Kind.ENTRY] * 3
    assert items[2].text == f"{WORDS}\n\nAnd one thing more."
    assert items[5].text == WORDS


def test_a_roundup_in_html_is_one_paper_for_each_title_and_says_what_is_cut_off() -> None:
    def section(n: int, parts: tuple[str, ...]) -> str:
        told = "".join(f"<h3>{part}</h3><p>{part} of {n}.</p>" for part in parts)
        return (
            f"<h1><strong>Paper {n}: On Things</strong></h1>"
            "<p><strong>Authors:</strong> Ann One, Bob Two and Cy Three</p>"
            f'<p>Source and references: <a href="https://arxiv.org/abs/2603.0000{n}v1">arxiv.org/abs/2603.0000{n}v1</a>'
            f"</p><div><hr></div><h2>A Shorter Name</h2>{told}"
        )

    html = (
        "<ul><li><p><strong>Paper 2: On Things</strong> — It is the second.</p></li></ul><h2>Contents</h2><ol>"
        + "".join(f"<li><p>Paper {n}: On Things</p></li>" for n in (1, 2, 3))
        + "</ol>"
        + section(1, ("Introduction", "Key Points", "Methodology"))
        + section(2, ("Introduction",))
        + "<p>Continue reading this post for free</p>"
    )
    digest = digest_of(html)
    assert [(i.title, i.arxiv_id) for i in digest.items] == [
        ("Paper 1: On Things", "2603.00001"), ("Paper 2: On Things", "2603.00002"), ("Paper 3: On Things", ""),
    ]  # fmt: skip
    assert digest.items[0].authors == ("Ann One", "Bob Two", "Cy Three")
    assert digest.items[0].text.startswith("**Introduction**\n\nIntroduction of 1.\n\n**Key Points**")
    assert digest.items[1].text == "It is the second.\n\n**Introduction**\n\nIntroduction of 2."
    assert [i.is_cut for i in digest.items] == [False, True, True]
    assert digest.is_cut


@pytest.mark.parametrize(
    "text",
    [
        "# Notes\n\n- **Speed** — we measure it.\n- **Size** — we do not.\n- **Sound** — neither.\n- a — b\n- c — d\n",
        "- model: A\n- model: B\n- model: C\n- model: D\n- model: E\n",
        "Shopping\n\n- milk\n- bread\n- a lamp\n- salt\n- tea\n",
        "Authors\n\n" + "".join(f"* Person {n} - https://github.com/p{n}\n" for n in range(9)),
    ],
)
def test_notes_with_bullets_are_no_digest(text: str) -> None:
    assert not looks_like_digest(text)


def test_markdown_with_links_is_read_like_a_page() -> None:
    text = "## Links\n\n" + "".join(f"- [Title {n}](https://site{n}.example/p) — {WORDS}\n" for n in range(6))
    digest = take_apart(Body(text, BodyFormat.MARKDOWN), OWN)
    assert digest is not None
    assert [(i.title, i.url, i.group) for i in digest.items] == [
        (f"Title {n}", f"https://site{n}.example/p", "Links") for n in range(6)
    ]  # fmt: skip


PIECES = ["<ul>", "</ul>", "<li>", "<p>", "<h2>", "</h2>", '<a href="https://a.example/x">', '<a href="http://[">',
          "</a>", "<br>", "<hr>", "Authors: A", "Source and references: ", " — ", "word ", "\x1b[31m", "&#x202e;",
          "<strong>", "Contents", "<table><tr><td>", "- item — x\n", "[t](https://b.example)", "\ud800"]  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join), st.sampled_from(list(BodyFormat)))
def test_nothing_makes_it_raise_and_what_it_finds_is_clean(text: str, form: BodyFormat) -> None:
    digest = take_apart(Body(text * 3, form, OWN), OWN)
    looks_like_digest(text)
    for item in digest.items if digest else ():
        assert not any(c in item.title + item.text + item.group for c in "\x1b\u202e\ud800\n\n\n")
        assert item.url.startswith("http") or not item.url
