"""No page, however odd, breaks the reader or reaches the terminal as more than text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from support.inputs import files

from tui_reader.html.render import to_markdown, to_text

TAGS = (
    "p div b i em strong del code pre a ul ol li table tr td th blockquote h1 h4 br hr img figure figcaption sup sub "
    "dl dt dd details summary span script style form math iframe font center q rt html body head base"
)
ATTRIBUTES = (
    " href='/a b' href=javascript:x href=#n src=i.png alt='x]y' class=footnote class=language-c start=7 colspan=3 "
    "rowspan=2 hidden alttext='x^{2}' align=right width=1"
)
MARKUP = st.lists(
    st.one_of(
        st.builds(
            "<{}{}>".format,
            st.sampled_from(TAGS.split()),
            st.sampled_from(["", *(f" {a}" for a in ATTRIBUTES.split())]),
        ),
        st.sampled_from(TAGS.split()).map("</{}>".format),
        st.text(st.sampled_from("ab *_`[]()<>&#;!|\\~-+=.1\n\"'"), max_size=8),
        st.sampled_from(
            [
                "&#27;",
                "&#x9b;",
                "&#x202e;",
                "&amp;#27;",
                "&#8203;",
                "<!--",
                "-->",
                "<![CDATA[",
                "\x1b[31m",
                "\u202e",
                "\ud800",
            ]
        ),
    ),
    max_size=30,
).map("".join)


def dangerous(text: str) -> list[str]:
    return [c for c in text if unicodedata.category(c) in {"Cc", "Cf", "Cs"} and c not in "\n\u200c\u200d"]


@given(st.one_of(MARKUP, st.text()))
@example("<p>&#x202e;a&#x200b;b&#x9b;31m&#27;[31m")
@example("<img src=x alt='&#x202e;\x1b[31m'>")
@example("<pre>&#x202e;\x07</pre>")
@example("plain &#x202e; text")
def test_what_is_written_is_clean_before_and_after_it_is_read(html: str) -> None:
    markdown = to_markdown(html, "https://e.example/")
    assert dangerous(markdown) == []
    assert dangerous(to_text(html)) == []
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown)
    for token in tokens:
        assert token.type != "html_block"
        assert dangerous(token.content) == []
        for child in token.children or ():
            assert child.type != "html_inline"
            assert dangerous(child.content) == []
            target = str(child.attrs.get("href", "https:"))
            assert target.startswith(("http:", "https:", "mailto:"))


@pytest.mark.parametrize("reference", ["&#x202e;", "&#8203;", "&#xfeff;", "&#x2066;", "&#xE0041;"])
def test_character_references_bring_nothing_back(reference: str) -> None:
    """Fails when the text of elements, attributes or summaries is not cleaned after decoding."""
    html = f"<p>a{reference}b <img src='/x' alt='c{reference}d'> <code>e{reference}f</code></p><pre>g{reference}h</pre>"
    assert to_markdown(html) == "ab [image: cd] `ef`\n\n```\ngh\n```"
    assert to_text(f"a{reference}b") == "ab"
    assert to_markdown(f"a{reference}b") == "ab"


def test_references_escaped_twice_stay_text() -> None:
    assert to_markdown("<p>&amp;#x202e;</p>") == "\\&#x202e;"


DEEP = {
    "divisions": "<div>" * 100_000 + "x",
    "unclosed": "<b>x" * 50_000,
    "quotes and lists": "<blockquote><ul><li>" * 3_000 + "x",
    "tables": "<table><tr><td>" * 5_000 + "x",
    "lists": "<ul><li>x" * 20_000,
    "spans": "<span>" * 150 + "x" + "</span>" * 150,
    "captions": "<figure><figcaption>" * 900 + "x",
}
ODD = {
    "tags never closed": "<a " * 50_000,
    "quotes never closed": "<a b='" * 50_000,
    "comments never closed": "<!--" * 50_000,
    "scripts never closed": "<script>" * 50_000,
    "many attributes": "<p " + " ".join(f"a{number}=1" for number in range(50_000)) + ">x",
    "many quoted attributes": "<p " + " ".join(f"a{number}='>'" for number in range(50_000)) + ">x",
    "references": "&" * 100_000,
    "brackets": "[" * 50_000 + "<p>",
    "half links": "<p>" + "](" * 50_000,
    "lines": "<pre>" + "\n" * 100_000,
    "marks": "e" + "\u0301" * 100_000,
    "introducers": "\x1b]" * 100_000,
}


@pytest.mark.parametrize("html", DEEP.values(), ids=DEEP.keys())
def test_deep_pages_keep_their_text(html: str) -> None:
    assert "x" in to_markdown(html)


@pytest.mark.parametrize("html", ODD.values(), ids=ODD.keys())
def test_odd_pages_end(html: str) -> None:
    assert len(to_markdown(html)) <= 4 * len(html)
    assert len(to_text(html)) <= len(html)


def test_plain_text_of_a_page() -> None:
    html = "<h1>T</h1><p>one<b>two</b></p><script>x<y</script><!-- no --><img alt='a > b'>three &lt;i&gt;<br>four"
    assert to_text(html) == "T onetwo three <i> four"


def test_bodies_of_feeds_become_clean_markdown() -> None:
    import feedparser

    for path in files("feeds", "*.xml")[::9]:
        for entry in feedparser.parse(str(path), sanitize_html=False, resolve_relative_uris=False).entries[:5]:
            body = entry["content"][0]["value"] if entry.get("content") else entry.get("summary", "")
            assert dangerous(to_markdown(body, entry.get("link", ""))) == []


def test_a_control_character_behind_something_hidden_costs_itself_only() -> None:
    assert to_text("<p hidden></p>&#27;x") == "x"
    assert to_text("<div><p>a</p><p hidden></p>&#27;y</div>") == "a y"
