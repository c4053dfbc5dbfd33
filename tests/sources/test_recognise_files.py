"""What a file is, by its content."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_reader.sources.recognise import recognise

DATA = Path(__file__).resolve().parents[3] / "shared"


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
    assert recognise(begin + data) in {"issue", "feed", "arxiv", "opml", "board", "digest", "trending", "unknown"}


@pytest.mark.skipif(not (DATA / "data").is_dir(), reason="recordings are not here")
@pytest.mark.parametrize(
    ("pattern", "kind"),
    [
        ("data/feeds/olshansk_*.xml", "feed"),
        ("data/arxiv_rss/*.xml*", "arxiv"),
        ("data/arxiv_api/*.http200.xml", "arxiv"),
        ("data/opml/*.opml", "opml"),
        ("data/leaderboards/aa_llms_*", "board"),
        ("data/leaderboards/*.csv", "board"),
        ("data/leaderboards/*.yml", "board"),
        ("data/github_trending/*.json", "trending"),
        ("data/github_trending/*.html.gz", "trending"),
        ("seeds/clippings*.txt", "digest"),
        ("seeds/state-of-ai*.txt", "digest"),
        ("seeds/inference-report*", "issue"),
    ],
)
def test_recordings_are_what_they_are(pattern: str, kind: str) -> None:
    paths = sorted(DATA.glob(pattern))
    assert paths
    assert {path.name: recognise(path.read_bytes(), path.name) for path in paths} == {path.name: kind for path in paths}
