"""A page as Markdown shows what the page shows."""

from __future__ import annotations

import pytest

from tui_reader.html.render import to_markdown

BASE = "https://e.example/dir/page"


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<h2>A <strong>title</strong> #</h2><p>text", "## A title \\#\n\ntext"),
        ("one<br>two<br><br>three", "one\\\ntwo\n\nthree"),
        ("<p>a <b>bold </b><i>it</i> <del>gone</del> <code>f(x)</code></p>", "a **bold** _it_ ~~gone~~ `f(x)`"),
        ("<b style='font-weight:normal'>plain</b>", "plain"),
        ("<a href='/b?x=1&amp;y=2'>link</a>", "[link](https://e.example/b?x=1&y=2)"),
        ("<a href='mailto:a@e.example'>mail</a>", "[mail](mailto:a@e.example)"),
        ("<a href='java\nscript:alert(1)'>a</a> <a href='data:text/html,x'>b</a> <a href='file:///x'>c</a>", "a b c"),
        ("<ul><li>one<ul><li>two</ul><li>three</ul>", "- one\n  - two\n- three"),
        ("<ol start=9><li>a<li><p>b</p><p>c</p></ol>", "9. a\n\n10. b\n\n    c"),
        ("<ul><li>a</ul><ul><li>b</ul>", "- a\n\n* b"),
        ("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b"),
        ("<pre><code class='language-python'>a = 1\n\tb</code></pre>", "```python\na = 1\n    b\n```"),
        ("<pre>```\nx\n```</pre>", "````\n```\nx\n```\n````"),
        ("<pre>a<br>b<span class=linenos>7</span></pre>", "```\na\nb\n```"),
        ("<table><tr><th>A<th align=right>B|C<tr><td>1<td>2</table>", "| A | B\\|C |\n| --- | ---: |\n| 1 | 2 |"),
        (
            "<table><caption>T</caption><tr><th colspan=2>A<th>B<tr><td rowspan=2>1<td>2<td>3<tr><td>4<td>5</table>",
            "T\n\n| A |  | B |\n| --- | --- | --- |\n| 1 | 2 | 3 |\n|  | 4 | 5 |",
        ),
        ("<table><tr><td><h3>x</h3><td><p>y</table>", "### x\n\ny"),
        ("<img src=x.png alt='A *cat*'>", "[image: A \\*cat\\*](https://e.example/dir/x.png)"),
        ("<a href='/big.png'><img src=x.png alt=cat></a>", "[image: cat](https://e.example/big.png)"),
        ("<a href='/page'><img src=x alt=cat></a>", "[![cat](https://e.example/dir/x)](https://e.example/page)"),
        ("<img src='data:image/gif;base64,AA' data-src=y.png>", "[image](https://e.example/dir/y.png)"),
        ("<img src='data:image/gif;base64,AA' alt=cat>", "[image: cat]"),
        ("<img src=t.gif width=1 height=1><img src=t.gif style='width:1px'>", ""),
        ("<img class=emoji src=e.png alt='🎉'>", "🎉"),
        ("<figure><img src=x.png alt=Cats><figcaption>Cats at rest</figcaption></figure>",
         "[image](https://e.example/dir/x.png)\n\nCats at rest"),
        ("x<sup>2</sup> H<sub>2</sub>O 1<sup>st</sup> a<sup>(b)</sup>", "x² H₂O 1st a⁽ᵇ⁾"),
        ("said<sup><a href='#fn1'>[1]</a></sup>.<hr><p>1. Note <a href='#r1'>↩</a>", "said¹.\n\n___\n\n1\\. Note"),
        ("<dl><dt>T<dd>D</dl>", "**T**\n\n- D"),
        ("<details><summary>S</summary>text</details>", "**S**\n\ntext"),
        ("<iframe src='https://www.youtube-nocookie.com/embed/abc?rel=0'></iframe>",
         "[video: youtube.com](https://www.youtube.com/watch?v=abc)"),
        ("<iframe src='https://ads.example/'></iframe><form><input></form><nav>n</nav><button>b</button>", ""),
        ("<video><source src=v.mp4></video>", "[video](https://e.example/dir/v.mp4)"),
        ("<math alttext='x^{2}\\leq y'><mi>junk</mi></math>", "x²≤y"),
        ("<p>a<math display=block><annotation encoding=TeX>\\alpha</annotation></math>b", "a\n\nα\n\nb"),
        ("<p hidden>a</p><p style='display: none'>b</p><p aria-hidden=true>c</p><span class='sr-only'>d</span>e", "e"),
        ("<script>a()</script><style>b{}</style><!-- c --><template>d</template><noscript>e</noscript>f", "f"),
        ("<q>a</q> <ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>", "“a” 漢(kan)"),
        ("<input type=checkbox checked> done", "☑ done"),
        ("<p>注意<b>重要：</b>内容</p>", "注意**重要**：内容"),
        ("<base href='https://o.example/z/'><a href=b>x</a>", "[x](https://o.example/z/b)"),
        ("<?xml version='1.0' encoding='latin-1'?><p>é</p>", "é"),
        ("plain *text*\n\n1. x &amp;amp; y", "plain \\*text\\*\n\n1\\. x \\&amp; y"),
        ("", ""),
    ],
)  # fmt: skip
def test_elements(html: str, markdown: str) -> None:
    assert to_markdown(html, BASE) == markdown


@pytest.mark.parametrize("text", ["# a", "1. a", "- a", "> a", "---", "a *b* _c_ `d`", "[a](b)", "&lt;b&gt;", "~~a~~"])
def test_text_never_becomes_markup(text: str) -> None:
    written = to_markdown(f"<p>{text}</p>")
    assert "\\" in written


def test_relative_links_without_a_base_become_their_text() -> None:
    assert to_markdown("<a href='/x'>a</a> <a href='#y'>b</a>") == "a b"


def test_a_page_in_a_form_is_kept() -> None:
    assert "word" in to_markdown("<form><p>" + "word " * 200 + "</p></form>")


def test_substack_footnotes_keep_their_numbers() -> None:
    html = (
        "<p>Said.<a class='footnote-anchor' href='#footnote-1'>1</a></p><div class='footnote'>"
        "<a class='footnote-number' href='#footnote-anchor-1'>1</a><div><p>Note.</p></div></div>"
    )
    assert to_markdown(html, BASE) == "Said.¹\n\n1. Note."


def test_latexml_notes_and_lists_read_once() -> None:
    html = (
        "<p>Text<span class='ltx_note'><sup class='ltx_note_mark'>1</sup><span class='ltx_note_outer'>"
        "<span class='ltx_note_content'><sup class='ltx_note_mark'>1</sup>A note.</span></span></span></p>"
        "<ol><li><span class='ltx_tag ltx_tag_item'>1.</span><p>Item</p></li></ol>"
    )
    assert to_markdown(html) == "Text (A note.)\n\n1. Item"
