"""Items of digests in other shapes than a link and words."""

from __future__ import annotations

import pytest

from tui_reader.domain.digests import DigestItem
from tui_reader.domain.feeds import Body, BodyFormat, Entry
from tui_reader.html.digest.recognise import with_digest
from tui_reader.sources.digest.parse import looks_like_digest, parse_digest

OWN = "https://letter.example/42"
WORDS = "It says in a sentence or two what the thing is about and why it matters to sheep."


def items_of(html: str, title: str = "Letter 42") -> tuple[DigestItem, ...]:
    digest = with_digest(Entry(title, OWN, body=Body(html, BodyFormat.HTML, OWN))).digest
    return digest.items if digest is not None else ()


@pytest.mark.parametrize(
    "shape",
    [
        '<p><b>Title {n}</b> — {words} <a href="https://s{n}.example/p">Read more</a></p>',
        '<li><p><strong>{n}. Title {n}:</strong> {words} <a href="https://s{n}.example/p">Source →</a></p></li>',
        '<h3>{n}. Title {n}</h3><p>{words}</p><p><a href="https://s{n}.example/p">Paper</a> <a href="{x}">X</a></p>',
        '<h3>Title {n}</h3><p>{words} (<a href="https://s{n}.example/p">paper</a>)</p>',
        '<h3>Title {n}</h3><p>{words} <a href="https://s{n}.example/p">The Sheep Herald</a></p>',
        '<tr><td>{n}) <b>Title {n}</b> - {words}</td><td><a href="https://s{n}.example/p">Paper</a></td></tr>',
        '<li>{n}、<a href="https://s{n}.example/p">Title {n}</a>：{words}</li>',
        '<h3>🐑 <a href="https://s{n}.example/p">Title {n}</a></h3><p>{words}</p>',
        '<p>（{n}）<a href="https://s{n}.example/p">Title {n}</a>：{words}</p>',
        '<p>[{n}] <a href="https://s{n}.example/p">Title {n}</a> — {words}</p>',
        '<p>{n}️⃣ <strong>Title {n}</strong>: {words} <a href="https://s{n}.example/p">Read</a></p>',
        '<h4>#{n} - Title {n}</h4><p>{words} <a href="https://s{n}.example/p">Full story here</a></p>',
        '<p><a href="https://s{n}.example/p"><strong>Title {n}</strong></a><br>{words}</p>',
        '<p><strong>Title {n}</strong><br><a href="https://s{n}.example/p">https://s{n}.example/p</a><br>{words}</p>',
        '<p>{n}、<a href="https://s{n}.example/p">Title {n}</a>（en）</p><p>{words}</p>',
        '<p>{n}、Title {n}</p><p>{words}</p><p><a href="https://s{n}.example/p">https://s{n}.example/p</a></p>',
        '<tr><td><a href="https://s{n}.example/p">Title {n}</a></td><td>{words}</td></tr>',
        '<tr><td>2026-03-0{n}</td><td>Title {n}</td><td>{words}</td><td><a href="https://s{n}.example/p">PDF</a></td></tr>',
        '<dt><a href="https://s{n}.example/p">Title {n}</a></dt><dd>{words}</dd>',
        '<details><summary>Title {n}</summary><p>{words} <a href="https://s{n}.example/p">source</a></p></details>',
        '<li><a href="https://s{n}.example/p">Title {n}</a> by Ann One<ul><li>{words}</li></ul></li>',
    ],
)
def test_titles_in_bold_or_headings_with_their_links_at_the_end(shape: str) -> None:
    html = "".join(shape.format(n=n, words=WORDS, x="https://x.com/a/1") for n in range(1, 7))
    head = "<tr><th>Date</th><th>Title</th><th>About</th><th>Link</th></tr>" if "2026" in shape else ""
    html = f"<dl>{html}</dl>" if "<dt>" in shape else html
    html = f"<table>{head}{html}</table>" if "<tr>" in shape else f"<ul>{html}</ul>" if "<li>" in shape else html
    items = items_of(html)
    assert [(item.title, item.url) for item in items] == [
        (f"Title {n}", f"https://s{n}.example/p") for n in range(1, 7)
    ]  # fmt: skip
    assert all(WORDS in item.text for item in items)


def test_a_paragraph_that_begins_with_a_picture_has_its_title_in_its_first_sentence() -> None:
    html = "".join(f'<p>👀 Firm {n} <a href="https://s{n}.example/p">ships</a> a lamb. {WORDS}</p>' for n in range(6))
    assert [(i.title, i.url, i.text) for i in items_of(html)] == [
        (f"Firm {n} ships a lamb", f"https://s{n}.example/p", WORDS) for n in range(6)
    ]  # fmt: skip


def test_a_title_that_says_so_makes_a_list_of_words_a_digest() -> None:
    html = "<ul>" + "".join(
        f'<li>Firm {n} <a href="https://s{n}.example/p">ships</a> a lamb. {WORDS}</li>' for n in range(6)
    )
    assert items_of(html) == ()
    assert [item.url for item in items_of(html, "This Week in Sheep 12")] == [
        f"https://s{n}.example/p" for n in range(6)
    ]


def test_a_title_that_says_so_needs_less_of_its_post() -> None:
    links = "".join(
        f'<li><a href="https://s{n}.example/p">A longer title number {n} of sheep</a></li>' for n in range(11)
    )
    html = f"<p>{WORDS * 9}</p><ul>{links}</ul>"
    assert items_of(html) == ()
    assert len(items_of(html, "This Week in Sheep 12")) == 11


def test_no_item_is_without_an_address_when_its_words_have_one() -> None:
    html = "<ul>" + "".join(f'<li><a href="https://s{n}.example/p">Title {n}</a> — {WORDS}</li>' for n in range(6))
    html += f'<li>Title 9 — {WORDS} <a href="https://s9.example/p">Something</a> else.</li></ul>'
    assert items_of(html)[-1].url == "https://s9.example/p"


def test_what_a_newsletter_wants_and_is_paid_for_are_no_items() -> None:
    html = "<ul>" + "".join(f'<li><a href="https://s{n}.example/p">Title {n}</a> — {WORDS}</li>' for n in range(6))
    for title, url in [
        ("Sign up", "https://form.example/"), ("Sponsored: hay", "https://hay.example/"),
        ("Hay for all (Sponsor)", "https://hay.example/2"), ("Our archive", "https://letter.example/all"),
    ]:  # fmt: skip
        html += f'<li><a href="{url}">{title}</a> — {WORDS}</li>'
    assert [item.title for item in items_of(html + "</ul>")] == [f"Title {n}" for n in range(6)]


def test_a_table_in_markdown_is_an_item_a_row() -> None:
    text = "## cs.SD\n\n|Date|Title|Authors|PDF|Code|\n|---|---|---|---|---|\n" + "".join(
        f"|**2026-01-0{n}**|**Sheep {n}**|Ann One|[2601.0000{n}](http://arxiv.org/abs/2601.0000{n})|null|\n"
        for n in range(1, 7)
    )
    assert looks_like_digest(text)
    digest = parse_digest(text.encode()).entry.digest
    assert digest is not None
    first = digest.items[0]
    assert (first.title, first.arxiv_id, first.text) == ("Sheep 1", "2601.00001", "2026-01-01 · Ann One")
    assert len(digest.items) == 6


def test_asked_for_a_digest_it_takes_what_there_is() -> None:
    links = "".join(f"- [{name}](https://{name}.example/p) — {WORDS}\n" for name in ("One", "Two"))
    text = f"# Notes\n\n{WORDS * 9}\n\n{links}"
    assert not looks_like_digest(text)
    digest = parse_digest(text.encode()).entry.digest
    assert digest is not None
    assert [item.title for item in digest.items] == ["One", "Two"]


def test_paragraphs_that_begin_with_words_are_items_where_the_title_says_so() -> None:
    html = "".join(f'<p>Firm {n} <a href="https://s{n}.example/p">ships</a> a lamb. {WORDS}</p>' for n in range(6))
    assert items_of(html) == ()
    assert [item.title for item in items_of(html, "Sheep weekly")] == [f"Firm {n} ships a lamb" for n in range(6)]


def test_a_chinese_weekly_numbers_its_paragraphs_anew_in_each_part() -> None:
    html = "".join(
        f"<h2>{part}</h2>"
        + "".join(
            f'<p>{n}、<a href="https://{at}{n}.example/p">玩具{n}</a></p><p><img src="https://i.example/{n}.jpg"></p>'
            "<p>一家公司推出了玩具，很多人喜欢它，因为它便宜而且好用。</p>"
            for n in range(1, 4)
        )
        for at, part in (("a", "动态"), ("b", "文章"))
    )
    items = items_of(html, "爱好者周刊（第 3 期）")
    assert [(item.title, item.group) for item in items[:1] + items[-1:]] == [("玩具1", "动态"), ("玩具3", "文章")]
    assert len(items) == 6


def test_a_table_of_numbers_about_things_is_no_list_of_them() -> None:
    rows = "".join(
        f'<tr><td><a href="https://s{n}.example/p">Toy-{n}</a></td><td>{n}.1</td><td>{n}.2</td><td>{n}</td></tr>'
        for n in range(8)
    )
    assert items_of(f"<table><tr><th>Model</th><th>A</th><th>B</th><th>C</th></tr>{rows}</table>") == ()


def test_as_digest_takes_a_page_with_a_table_of_few_links() -> None:
    rows = "".join(f'<tr><td>Toy {n}</td><td><a href="https://s{n}.example/p">Link</a></td></tr>' for n in range(3))
    page = f"<html><body><p>{WORDS * 12}</p><table><tr><th>Name</th><th>Where</th></tr>{rows}</table></body></html>"
    assert not looks_like_digest(page)
    assert [(i.title, i.url) for i in parse_digest(page.encode()).entry.digest.items] == [  # type: ignore[union-attr]
        (f"Toy {n}", f"https://s{n}.example/p") for n in range(3)
    ]


@pytest.mark.parametrize("said", ["Together with Hay", "Sponsored by Hay Inc", "This issue is sponsored by Hay"])
def test_who_pays_is_no_item(said: str) -> None:
    html = "<ul>" + "".join(f'<li><a href="https://s{n}.example/p">Title {n}</a> — {WORDS}</li>' for n in range(6))
    html += f'<li><a href="https://hay.example/">{said}</a> — {WORDS}</li></ul>'
    assert len(items_of(html)) == 6


def test_topics_that_hold_links_are_groups() -> None:
    html = "".join(
        f'<li>Topic {n}<ul><li><a href="https://s{n}.example/a">The first thing {n}</a> {WORDS}</li>'
        f'<li><a href="https://s{n}.example/b">The other thing {n}</a> — {WORDS}</li></ul></li>'
        for n in range(4)
    )
    items = items_of(f"<ul>{html}</ul>")
    assert [(item.group, item.url) for item in items[:3]] == [
        ("Topic 0", "https://s0.example/a"),
        ("Topic 0", "https://s0.example/b"),
        ("Topic 1", "https://s1.example/a"),
    ]


@pytest.mark.parametrize(
    "line", ["* Title {n}\n  https://s{n}.example/p\n  {words}", "{n}. Title {n}\n{words}\nhttps://s{n}.example/p\n"]
)
def test_lines_below_an_item_are_its_address_and_words(line: str) -> None:
    text = "\n".join(line.format(n=n, words=WORDS) for n in range(1, 7))
    digest = with_digest(Entry("Letter", OWN, body=Body(text, BodyFormat.TEXT, OWN))).digest
    assert digest is not None
    assert [(i.title, i.url) for i in digest.items] == [(f"Title {n}", f"https://s{n}.example/p") for n in range(1, 7)]


def test_short_words_of_a_dense_script_say_something() -> None:
    html = "".join(
        f'<p>{n}、<a href="https://s{n}.example/p">标题{n}</a></p><p>描述文字描述文字。</p>' for n in range(1, 7)
    )
    assert len(items_of(html)) == 6
