"""What would keep the thorough reader of feeds busy for minutes is refused before it starts."""

from __future__ import annotations

import pytest

from tui_reader.domain.errors import ParseError
from tui_reader.sources.feed import xml


@pytest.mark.parametrize(
    "text",
    [
        "<rss><channel><item>" + "<a>" * 100_000,
        "<rss><channel><item>" + "<" * 1_000_000,
    ],
)
def test_elements_without_end_are_refused_or_read(text: str) -> None:
    with pytest.raises(ParseError, match="damaged"):
        xml.read(text)


def test_what_has_no_element_of_a_feed_is_none() -> None:
    assert xml.read("<" * 1_000_000) is None


def test_a_long_feed_with_open_paragraphs_is_read() -> None:
    items = "".join(f"<item><title>T{n}</title><description>a<br>b<p>c<br></description></item>" for n in range(2_000))
    feed = xml.read(f"<rss><channel><title>t</title>{items}</channel></rss>")
    assert feed is not None
    assert len(feed.entries) > 1_000
