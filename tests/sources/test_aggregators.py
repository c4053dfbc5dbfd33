from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_reader.sources.feed.parse import parse_feed
from tui_reader.sources.feed.refine import original

TALK = "https://news.ycombinator.com/item?id=1"
BODY = '<p>Article URL: <a href="https://lab.example/a?x=1&amp;y=2">https://lab.example/a</a></p><p>Points: 9</p>'
ITEM = "<item><title>A lab writes</title><link>{link}</link><guid>{link}</guid><description>{body}</description></item>"


def feed(link: str, body: str) -> bytes:
    item = ITEM.format(link=link, body=body.replace("&", "&amp;").replace("<", "&lt;"))
    return f'<rss version="2.0"><channel><title>T</title><link>https://x.example/</link>{item}</channel></rss>'.encode()


def test_an_entry_of_hacker_news_that_links_its_comments_is_the_story_with_those_comments() -> None:
    (entry,) = parse_feed(feed(TALK, BODY)).entries
    assert (entry.url, entry.comments_url) == ("https://lab.example/a?x=1&y=2", TALK)


def test_an_entry_of_reddit_is_what_it_links() -> None:
    body = (
        'by /u/x <span><a href="https://lab.example/b">[link]</a></span> <a href="https://www.reddit.com/r/a">[c]</a>'
    )
    assert original("https://www.reddit.com/r/a/comments/1/t/", body) == "https://lab.example/b"


@pytest.mark.parametrize(
    ("url", "body"),
    [
        ("https://www.reddit.com/r/a/comments/1/t/", '<a href="https://i.redd.it/picture.png">[link]</a>'),
        ("https://www.reddit.com/r/a/comments/1/t/", '<a href="https://www.reddit.com/r/a/comments/1/t/">[link]</a>'),
        (TALK, "Ask HN: what do you read?"),
        (TALK, 'Article URL: <a href="javascript:alert(1)">x</a>'),
        ("https://blog.example/post", BODY),
    ],
)
def test_what_is_about_itself_keeps_its_address(url: str, body: str) -> None:
    assert original(url, body) == ""


@given(st.text(alphabet='<a href="htps:/.x>Article URL[link]\n', max_size=400))
def test_no_body_is_too_odd(body: str) -> None:
    original(TALK, "Article URL: " + body)
    original("https://old.reddit.com/r/x/comments/1", body + "[link]</a>")
