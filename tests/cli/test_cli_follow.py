from __future__ import annotations

from cli_samples import FEED, Cli

PAPERS = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><entry>
<id>http://arxiv.org/abs/2604.0000{n}v1</id><title>{title}</title><summary>{text}</summary>
<published>2026-04-01T00:00:00Z</published><updated>2026-04-01T00:00:00Z</updated>{authors}
<category term="cs.SD"/></entry></feed>"""


def paper(number: int, title: str, text: str, *authors: str) -> str:
    names = "".join(f"<author><name>{name}</name></author>" for name in authors)
    return PAPERS.format(n=number, title=title, text=text, authors=names)


def watched(cli: Cli) -> list[str]:
    return [row["title"] for row in cli("search", "is:watched", "--json").json]


def test_what_is_followed_is_watched_in_papers_and_undone_like_any_action(cli: Cli) -> None:
    files = [
        cli.write("1.xml", paper(1, "A codec for maps", "Nothing else.", "Xu Wei", "Li Na")),
        cli.write("2.xml", paper(2, "Quantizers", "A survey of them.", "Ben Sample")),
        cli.write("3.xml", paper(3, "Others", "We quantize.", "Wei Li")),
    ]
    assert cli("import", "--as", "arxiv", *files).code == 0
    assert cli("follow", "add", "quantiz*").out == "following quantiz*\n"
    assert sorted(watched(cli)) == ["Others", "Quantizers"]
    assert cli("follow", "add", "-survey").code == 0
    assert watched(cli) == ["Others"]
    assert cli("follow", "add", "author:wei li").code == 0
    assert watched(cli) == ["Others"], "two names that stand beside each other are no third"
    assert cli("follow", "add", "Author: WEI LI").out == "already followed author:WEI LI\n"
    assert cli("follow", "list").out.splitlines() == ["author:wei li", "quantiz*", "-survey"]
    assert cli("undo").code == 0
    assert cli("follow", "remove", "Quantiz*").out == "no longer following quantiz*\n"
    assert cli("follow", "list", "--json").json == [{"term": "-survey", "kind": "word"}]
    assert watched(cli) == []
    assert "is not followed" in cli("follow", "remove", "nothing").err


def test_an_entry_is_watched_for_its_title_and_summary_and_not_for_its_body(cli: Cli) -> None:
    feed = FEED.replace("</channel>", ENTRIES + "</channel>")
    assert cli("import", cli.write("feed.xml", feed)).code == 0
    assert cli("follow", "add", "vocoder").code == 0
    assert sorted(watched(cli)) == ["In summary", "Of a vocoder"]


ENTRIES = "".join(
    f"<item><title>{title}</title><link>https://harbour.example/{n}</link><guid>w{n}</guid>"
    f"<description>{summary}</description>"
    f"<content:encoded xmlns:content='http://purl.org/rss/1.0/modules/content/'>&lt;p&gt;{body}&lt;/p&gt;"
    "</content:encoded></item>"
    for n, (title, summary, body) in enumerate(
        [
            ("Of a vocoder", "Short.", "Long text."),
            ("In summary", "A vocoder.", "Long text."),
            ("In passing", "Short.", "Long text with a vocoder in it."),
        ]
    )
)
