"""The built-in list, and the names that sources get."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tui_reader.sources.feed.builtin import BUILTIN_FEEDS
from tui_reader.text.slugs import slug, unique_slug


def test_the_builtin_list_has_three_groups_and_no_name_or_address_twice() -> None:
    assert [sum(f.group == g for f in BUILTIN_FEEDS) for g in ("AI Labs", "From the Wire", "Newsletters")] == [14, 8, 7]
    assert len({f.source_id for f in BUILTIN_FEEDS}) == len({f.url for f in BUILTIN_FEEDS}) == len(BUILTIN_FEEDS)
    assert all(f.url.startswith("https://") and f.source_id == slug(f.source_id) for f in BUILTIN_FEEDS)


def test_slugs_say_what_the_title_says() -> None:
    assert slug("The Verge — AI") == "the-verge-ai"
    assert slug("https://www.blog.example/ai/feed.xml?x=1") == "blog-example-ai"
    assert slug("Café & Crème") == "cafe-creme"
    assert slug("人工智能").startswith("feed-")
    assert slug("人工智能") != slug("机器学习")
    assert slug("") == ""


def test_a_taken_name_gets_a_number() -> None:
    assert unique_slug("A", set()) == "a"
    assert unique_slug("A", {"a", "a-2"}) == "a-3"
    assert unique_slug("", ()) == "feed"


@given(st.text(max_size=80))
def test_slugs_are_safe_everywhere(text: str) -> None:
    made = slug(text)
    assert len(made) <= 48
    assert all(c in "abcdefghijklmnopqrstuvwxyz0123456789-" for c in made)
    assert slug(made) == made
