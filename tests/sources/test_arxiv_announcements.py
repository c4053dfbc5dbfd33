"""arXiv's daily feeds."""

from __future__ import annotations

from datetime import date

import pytest

from tui_reader.domain.errors import ParseError
from tui_reader.domain.papers import AnnounceType, Author
from tui_reader.sources.arxiv.announcements import announcements_url, parse_announcements

NAMESPACES = 'xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/"'


def item(number: str, kind: str, title: str = "A title", authors: str = "Ann One, Bob Two") -> str:
    return f"""<item><title>{title}</title><link>https://arxiv.org/abs/{number.split("v")[0]}</link>
      <description>arXiv:{number} Announce Type: {kind} \nAbstract: We study $x$
on two lines.
  A second paragraph.</description><guid isPermaLink="false">oai:arXiv.org:{number}</guid>
      <category>cs.SD</category><category>eess.AS</category><pubDate>Tue, 03 Mar 2026 00:00:00 -0500</pubDate>
      <arxiv:announce_type>{kind}</arxiv:announce_type><dc:creator>{authors}</dc:creator></item>"""


def feed(
    items: str, title: str = "cs.SD updates on arXiv.org", date_: str = "Tue, 03 Mar 2026 00:00:00 -0500"
) -> bytes:
    return f"""<?xml version='1.0' encoding='UTF-8'?><rss {NAMESPACES} version="2.0"><channel><title>{title}</title>
      <description>Bad archive 'cs.XX'.</description><pubDate>{date_}</pubDate>{items}</channel></rss>""".encode()


def test_a_paper_has_its_number_version_kind_and_abstract() -> None:
    day = parse_announcements(feed(item("2603.01250v3", "replace")))
    (paper,) = day.papers
    assert day.day == paper.announced_on == date(2026, 3, 3)
    assert (paper.arxiv_id, paper.version, paper.announce_type) == ("2603.01250", 3, AnnounceType.REPLACE)
    assert paper.abstract == "We study $x$ on two lines.\n\nA second paragraph."
    assert paper.authors == (Author("Ann One"), Author("Bob Two"))
    assert (paper.primary_category, paper.categories) == ("cs.SD", ("cs.SD", "eess.AS"))
    assert (paper.url, paper.published) == ("https://arxiv.org/abs/2603.01250", None)


def test_atom_says_the_same() -> None:
    data = f"""<feed {NAMESPACES} xmlns="http://www.w3.org/2005/Atom"><id>http://rss.arxiv.org/atom/cs.SD</id>
      <title>cs.SD updates on arXiv.org</title><updated>2026-03-03T05:00:02+00:00</updated>
      <entry><id>oai:arXiv.org:hep-ex/0406020v1</id><title>Old number</title>
      <updated>2026-03-03T00:00:00-05:00</updated>
      <link href="https://arxiv.org/abs/hep-ex/0406020" rel="alternate"/><category term="hep-ex"/>
      <summary>arXiv:hep-ex/0406020v1 Announce Type: new \nAbstract: Short.</summary>
      <dc:creator>Ann One (1), Bob Two (Univ., City), Carl Three, Jr. and Dora Four</dc:creator></entry></feed>"""
    (paper,) = parse_announcements(data.encode()).papers
    assert (paper.arxiv_id, paper.version, paper.announce_type) == ("hep-ex/0406020", 1, AnnounceType.NEW)
    assert [a.name for a in paper.authors] == ["Ann One", "Bob Two", "Carl Three, Jr.", "Dora Four"]
    assert paper.authors[1].affiliation == "Univ., City"


def test_a_paper_that_stands_twice_counts_as_new_rather_than_crossed() -> None:
    day = parse_announcements(
        feed(item("2603.00001v1", "cross") + item("2603.00001v1", "new") + item("2603.00002v1", "cross"))
    )
    assert [(p.arxiv_id[-1], p.announce_type) for p in day.papers] == [
        ("1", AnnounceType.NEW),
        ("2", AnnounceType.CROSS),
    ]


def test_empty_days_say_why() -> None:
    weekend = parse_announcements(feed("", date_="Sat, 07 Mar 2026 00:00:00 -0500"))
    assert (weekend.papers, weekend.day) == ((), date(2026, 3, 7))
    assert "weekends" in weekend.note
    assert "holidays" in parse_announcements(feed("")).note


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (feed("", title="Feed error for query: cs.XX"), "Bad archive"),
        (b"<html><body>Service unavailable</body></html>", "html"),
        (b"", "nothing"),
        (b"Rate exceeded.", "Rate exceeded"),
        (b"<rss><channel><title>Some blog</title><item><title>x</title></item></channel></rss>", "no arXiv papers"),
    ],
)
def test_errors_are_errors(data: bytes, says: str) -> None:
    with pytest.raises(ParseError, match=says):
        parse_announcements(data)


def test_one_address_asks_for_all_categories() -> None:
    assert (
        announcements_url("https://rss.arxiv.org/atom/", ["cs.SD", " cs.LG"])
        == "https://rss.arxiv.org/atom/cs.SD+cs.LG"
    )
    assert announcements_url("http://x/atom", ["a/../b"]) == "http://x/atom/a%2F..%2Fb"


def test_controls_do_not_survive() -> None:
    (paper,) = parse_announcements(feed(item("2603.00001v1", "new", "Evil\u202e \x1b[2Jtitle"))).papers
    assert paper.title == "Evil title"


def test_a_feed_that_was_cut_off_is_an_error() -> None:
    whole = feed(item("2603.00001v1", "new") + item("2603.00002v1", "new"))
    assert parse_announcements(whole).listed == 2
    for end in (len(whole) - 4, len(whole) // 2):
        with pytest.raises(ParseError, match="end early"):
            parse_announcements(whole[:end])
