from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_reader.text.addresses import canonical, forms

STORY = "https://paper.example/2026/04/big-model-is-out"
QUOTED = "https%3A%2F%2Fpaper.example%2F2026%2F04%2Fbig-model-is-out"
NEWS = base64.urlsafe_b64encode(b'\x08\x13"\x2e' + STORY.encode() + b"\xd2\x01\x00").decode().rstrip("=")


@pytest.mark.parametrize(
    "address",
    [
        f"https://www.google.com/url?sa=t&q={QUOTED}&usg=x",
        f"https://www.google.de/url?url={QUOTED}%3Futm_source%3Drss",
        f"https://news.google.com/rss/articles/{NEWS}?oc=5",
        f"https://l.facebook.com/l.php?u={QUOTED}&h=AT0",
        f"https://out.reddit.com/t3_x?url={QUOTED}&token=y",
        f"https://www.linkedin.com/redir/redirect?url={QUOTED}",
        f"https://eur01.safelinks.protection.outlook.com/?url={QUOTED}&data=05",
        f"https://urldefense.com/v3/__{STORY}__;!!AbC$",
        "https://urldefense.proofpoint.com/v2/url?u=https-3A__paper.example_2026_04_big-2Dmodel-2Dis-2Dout&d=x",
        f"https://duckduckgo.com/l/?uddg={QUOTED}&rut=1",
        f"https://href.li/?{STORY}",
        "https://www.google.com/amp/s/paper.example/2026/04/big-model-is-out/amp/",
        "https://paper-example.cdn.ampproject.org/c/s/paper.example/2026/04/big-model-is-out",
        f"{STORY}/amp",
        f"{STORY}?amp=1",
        f"{STORY}?outputType=amp",
        "https://amp.paper.example/2026/04/big-model-is-out",
        "https://m.paper.example/2026/04/big-model-is-out?utm_medium=social",
        "https://l.facebook.com/l.php?u=https%3A%2F%2Fwww.google.com%2Furl%3Fq%3D" + QUOTED.replace("%", "%25"),
    ],
)
def test_what_only_leads_to_a_story_is_that_story(address: str) -> None:
    assert canonical(address) == STORY


@pytest.mark.parametrize(
    ("address", "meant"),
    [
        ("https://youtu.be/dQw4w9WgXcQ?si=x", "https://www.youtube.com/watch?v=dQw4w9WgXcQ"),
        ("https://en.m.wikipedia.org/wiki/Perplexity", "https://en.wikipedia.org/wiki/Perplexity"),
        ("https://mobile.twitter.com/lab/status/1?s=20", "https://x.com/lab/status/1"),
        ("https://old.reddit.com/r/x/comments/1/", "https://www.reddit.com/r/x/comments/1/"),
    ],
)
def test_a_site_has_one_name(address: str, meant: str) -> None:
    assert canonical(address) == meant


@pytest.mark.parametrize(
    "address",
    [
        "https://github.com/sourcegraph/amp",
        "https://shop.example/guitars/amp/",
        "https://www.google.com/search?q=https://paper.example/",
        "https://l.facebook.com/l.php?u=javascript:alert(1)",
        "https://news.google.com/rss/articles/CBMiAU_yqLNotAnAddress0000",
        "https://t.co/AbCdEf",
        "https://m.example/",
    ],
)
def test_what_is_a_page_of_its_own_stays_it(address: str) -> None:
    assert canonical(address) == address


def test_a_page_is_known_with_and_without_www_and_slash_and_as_it_was_written() -> None:
    known = forms("https://m.paper.example/a/?utm_source=x")
    assert known[0] == "https://paper.example/a/"
    assert {"https://www.paper.example/a/", "https://paper.example/a", "https://m.paper.example/a/"} <= set(known)


@given(st.text(max_size=60), st.sampled_from(["https://", "https://m.amp.", "https://www.google.com/url?q=", "//", ""]))
def test_the_canonical_form_is_its_own_and_nothing_raises(text: str, start: str) -> None:
    once = canonical(start + text)
    assert forms(start + text)[0] == once
    assert canonical(once) == once
