"""What a file is, by its content."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.inputs import files

from tui_reader.sources.registry import recognise


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b'<?xml version="1.0"?><!-- x --><rss version="2.0"><channel/></rss>', "feed"),
        (b'<feed xmlns="http://www.w3.org/2005/Atom"/>', "feed"),
        (b'{"version": "https://jsonfeed.org/version/1", "items": []}', "feed"),
        (b'{"rss": {"channel": {}}}', "feed"),
        (b'<opml version="1.0"/>', "opml"),
        (
            b'<feed xmlns="http://www.w3.org/2005/Atom"><id>http://arxiv.org/api/x</id><opensearch:totalResults/></feed>',
            "arxiv",
        ),
        (b'<rss version="2.0"><channel><title>cs.SD updates on arXiv.org</title></channel></rss>', "arxiv"),
        (b'<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"/>', "arxiv"),
        (b"model,score\nA,1.5\nB,2\n", "board"),
        (b'{"models": [{"name": "A", "elo": 1000}]}', "board"),
        (b"- model: A\n  score: 1\n", "board"),
        (b'[{"fullName": "a/b", "stars": 1}]', "trending"),
        (b'<html><article><h2><a href="/a/b">a/b</a></h2><a href="/a/b/stargazers">1</a></article></html>', "trending"),
        (
            b"This May 2026 edition of Snippets covers much.\n- A \xe2\x80\x94 What it does.\n- B : C\n- D : E\n",
            "digest",
        ),
        (b"<html><body>Hello</body></html>", "unknown"),
        (b"{}", "unknown"),
        (b"Dear reader, nothing, really.\nBye, then.\n", "unknown"),
        (b"", "unknown"),
        (b"\x1f\x8bbroken", "unknown"),
    ],
)
def test_each_kind_is_known_by_its_content(data: bytes, kind: str) -> None:
    assert recognise(data) == kind


@given(st.binary(max_size=200), st.sampled_from([b"", b"<", b"{", b"[", b"- a: ", b"a,b\n"]))
def test_nothing_makes_it_raise(data: bytes, begin: bytes) -> None:
    assert recognise(begin + data) in {
        "issue",
        "feed",
        "arxiv",
        "opml",
        "board",
        "digest",
        "trending",
        "article",
        "unknown",
    }


@pytest.mark.parametrize(
    ("folder", "pattern", "kind"),
    [
        ("feeds", "rss*.xml atom*.xml olshansk_*.xml", "feed"),
        ("arxiv_rss", "*.xml*", "arxiv"),
        ("arxiv_api", "*.http200.xml", "arxiv"),
        ("arxiv_oai", "*.xml*", "arxiv"),
        ("opml", "*.opml", "opml"),
        ("leaderboards", "aa_llms_*", "board"),
        ("leaderboards", "*.csv", "board"),
        ("leaderboards", "*.yml", "board"),
        ("leaderboards", "swe_rebench_page_*", "board"),
        ("github_trending", "*.json", "trending"),
        ("github_trending", "*.html.gz", "trending"),
        ("seeds", "clippings*.txt", "digest"),
        ("seeds", "state-of-ai*.txt", "digest"),
        ("seeds", "inference-report*", "issue"),
    ],
)
def test_inputs_are_what_they_are(folder: str, pattern: str, kind: str) -> None:
    paths = [path for one in pattern.split() for path in files(folder, one)]
    assert paths
    assert {path.name: recognise(path.read_bytes(), path.name) for path in paths} == {path.name: kind for path in paths}
