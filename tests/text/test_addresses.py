"""Addresses are compared in one form, and odd ones never raise."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tui_reader.text.address_parts import login_hidden, logins_hidden
from tui_reader.text.addresses import arxiv_id_of, canonical, github_repo_of, host, is_web, resolve

ODD = st.one_of(
    st.text(),
    st.text(st.sampled_from("htps:/\\?#[]@%.&=;0123abZé\u202e\x1b \ud800~!")).map(lambda tail: "http://" + tail),
    st.builds(lambda a, b: f"https://{a}/{b}", st.text(max_size=12), st.text(max_size=30)),
)


@given(ODD, ODD)
@example("http://[", "http://[::1")
@example("http://h:99999999999999999999/", "//")
@example("http://xn--/", "http://a\u3002\u3002b/")
@example("http://ab.example/%2e%2e/x#utm_a&b", "..")
def test_nothing_raises_and_results_are_printable(one: str, two: str) -> None:
    once = canonical(one)
    assert canonical(once) == once
    arxiv_id_of(one)
    github_repo_of(one)
    host(one)
    resolved = resolve(one, two)
    assert resolved == "" or (
        resolved.isascii() and resolved.isprintable() and " " not in resolved and is_web(resolved)
    )
    assert resolve("", resolved) == resolved
    assert is_web(one) is bool(host(one))


@pytest.mark.parametrize(
    ("url", "same_as"),
    [
        ("HTTP://Example.COM:80", "https://example.com/"),
        ("https://example.com:443/a", "https://example.com/a"),
        ("https://example.com:8443/a", "https://example.com:8443/a"),
        ("http://example.com./a", "https://example.com/a"),
        ("https://e.example/a?utm_source=rss&id=3&fbclid=x&b=2", "https://e.example/a?id=3&b=2"),
        ("https://e.example/a?id=3&amp;utm_medium=x", "https://e.example/a?id=3"),
        ("https://e.example/a?utm_source=rss", "https://e.example/a"),
        ("https://e.example/a?ref=weekly", "https://e.example/a"),
        ("https://e.example/a#utm_source=feed&utm_medium=x", "https://e.example/a"),
        ("https://e.example/a#xtor=RSS-1", "https://e.example/a"),
        ("https://e.example/a/#atom-everything", "https://e.example/a/"),
        ("https://e.example/a#:~:text=words", "https://e.example/a"),
        ("https://e.example/log#2026-03-01", "https://e.example/log#2026-03-01"),
        ("https://e.example/#!/story/5", "https://e.example/#!/story/5"),
        ("https://e.example/%7euser/%c3%a9", "https://e.example/~user/%C3%A9"),
        ("https://e.example/é b", "https://e.example/%C3%A9%20b"),
        ("https://e.example/a/./b/../c", "https://e.example/a/c"),
        ("https://user:secret@e.example/", "https://e.example/"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("//e.example/a", "https://e.example/a"),
        (" https://e.example/\n a ", "https://e.example/%20a"),
        ("https://news.example/p/post?r=abc&s=r", "https://news.example/p/post"),
        ("https://api.github.com/x?ref=main", "https://api.github.com/x?ref=main"),
        ("https://www.youtube.com/watch?v=abc&feature=share", "https://www.youtube.com/watch?v=abc"),
        ("mailto:a@b.example", "mailto:a@b.example"),
        ("", ""),
    ],
)
def test_canonical_form(url: str, same_as: str) -> None:
    assert canonical(url) == same_as


@pytest.mark.parametrize(
    "url",
    [
        "https://arxiv.org/abs/2606.14591",
        "http://arxiv.org/abs/2606.14591v3",
        "https://www.arxiv.org/pdf/2606.14591v2.pdf",
        "https://arxiv.org/pdf/2606.14591.pdf#page=3",
        "https://arxiv.org/html/2606.14591v1#S2",
        "https://export.arxiv.org/abs/2606.14591?context=cs",
        "https://www.alphaxiv.org/overview/2606.14591",
        "https://huggingface.co/papers/2606.14591",
        "https://doi.org/10.48550/arXiv.2606.14591",
        "https://ar5iv.labs.arxiv.org/html/2606.14591",
        "arXiv:2606.14591v1",
        "oai:arXiv.org:2606.14591v3",
    ],
)
def test_every_address_of_a_paper_gives_its_number(url: str) -> None:
    assert arxiv_id_of(url) == "2606.14591"


def test_old_numbers_lose_subject_class_and_version() -> None:
    assert arxiv_id_of("https://arxiv.org/abs/math.GT/0309136v2") == "math/0309136"
    assert arxiv_id_of("https://arxiv.org/pdf/hep-th/9901001.pdf") == "hep-th/9901001"


@pytest.mark.parametrize(
    "url",
    [
        "https://arxiv.org/list/cs.SD/recent",
        "https://arxiv.org/abs/2606.145911234",
        "https://evilarxiv.org/abs/2606.14591",
        "https://huggingface.co/models/2606.14591",
        "https://e.example/abs/2606.14591",
        "2606.14591",
        "",
    ],
)
def test_other_addresses_are_no_papers(url: str) -> None:
    assert arxiv_id_of(url) is None


@pytest.mark.parametrize(
    ("url", "repo"),
    [
        ("https://github.com/owner/name", "owner/name"),
        ("http://www.github.com/Owner/na.me.git", "Owner/na.me"),
        ("https://github.com/owner/name/tree/main/src?x=1#readme", "owner/name"),
        ("https://raw.githubusercontent.com/owner/name/main/f.xml", "owner/name"),
        ("https://api.github.com/repos/owner/name", "owner/name"),
        ("https://github.com/trending/python", None),
        ("https://github.com/orgs/owner/repositories", None),
        ("https://github.com/owner", None),
        ("https://gist.github.com/owner/abc", None),
        ("https://github.com/ow ner/name", None),
        ("https://github.com.evil.example/owner/name", None),
    ],
)
def test_repositories(url: str, repo: str | None) -> None:
    assert github_repo_of(url) == repo


@pytest.mark.parametrize(
    ("url", "absolute"),
    [
        ("b", "https://e.example/dir/b"),
        ("/b?x=1", "https://e.example/b?x=1"),
        ("//cdn.example/i.png", "https://cdn.example/i.png"),
        ("?q", "https://e.example/dir/page?q"),
        ("#part", "https://e.example/dir/page#part"),
        ("http://o.example/x y", "http://o.example/x%20y"),
        ("java\nscript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("file:///etc/passwd", ""),
        ("http://", ""),
        ("http://[", ""),
        ("http://h.example:99999/", ""),
        ("  ", ""),
    ],
)
def test_resolving(url: str, absolute: str) -> None:
    assert resolve("https://e.example/dir/page", url) == absolute


def test_a_relative_address_needs_a_usable_base() -> None:
    assert resolve("", "page") == ""
    assert resolve("http://[", "page") == ""


def test_the_host_is_the_one_that_would_be_asked() -> None:
    assert host("https://good.example@evil.example/") == "evil.example"
    assert host("https:\\\\evil.example\\@good.example/") == "evil.example"
    assert host("http://[::1]:80/") == "::1"


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://ann:word@a.example/f?x=1", "https://***@a.example/f?x=1"),
        ("https://a.example/f?x=1&api_key=abc#top", "https://a.example/f?x=1&api_key=***#top"),
        ("https://a.example/f?feed_token=abc&amp;authToken=d", "https://a.example/f?feed_token=***&amp;authToken=***"),
        (
            "https://a.example/feed/private/0a1b2c3d-1111-2222-3333-abcdefabcdef.rss",
            "https://a.example/feed/private/***.rss",
        ),
        (
            "https://a.example/.rss?feed=0123456789abcdef0123456789abcdef&user=x",
            "https://a.example/.rss?feed=***&user=x",
        ),
        (
            "https://a.example/?keyword=llm&author=x&keys=2&feed=news",
            "https://a.example/?keyword=llm&author=x&keys=2&feed=news",
        ),
    ],
)
def test_what_is_secret_in_an_address_is_hidden(address: str, shown: str) -> None:
    assert login_hidden(address) == shown
    assert logins_hidden(f"Asked {address} twice") == f"Asked {shown} twice"
