"""`rank`, `list papers --order interest`, `like`, and the measure in `doctor`."""

from __future__ import annotations

import random

import pytest
from cli_samples import Cli

SPEECH = ["codec", "vocoder", "speech", "synthesis", "prosody", "phoneme", "speaker", "tokens", "waveform", "bitrate"]
MAPS = ["satellite", "terrain", "parcel", "segmentation", "orthophoto", "lidar", "flood", "landcover", "sensor", "tile"]


def _item(number: int) -> str:
    chance = random.Random(number)
    words = SPEECH if number % 4 == 1 else MAPS
    title, text = " ".join(chance.sample(words, 3)), " ".join(chance.sample(words, 6))
    author = "Ada Example" if number == 5 else "Ben Sample"
    return (
        f"<item><title>{title}</title><link>https://arxiv.org/abs/2609.{number:05}</link>"
        f"<description>arXiv:2609.{number:05}v1 Announce Type: new \nAbstract: We study {text}.</description>"
        f'<guid isPermaLink="false">oai:arXiv.org:2609.{number:05}v1</guid><category>cs.SD</category>'
        f"<arxiv:announce_type>new</arxiv:announce_type><dc:creator>{author}</dc:creator></item>"
    )


FEED = f"""<?xml version="1.0"?><rss version="2.0" xmlns:arxiv="http://arxiv.org/schemas/atom"
xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>cs.SD updates on arXiv.org</title>
<link>http://rss.arxiv.org/rss/cs.SD</link><pubDate>Mon, 14 Sep 2026 00:00:00 -0400</pubDate>
{"".join(map(_item, range(60)))}</channel></rss>"""


def _key(number: int) -> str:
    return f"arxiv:2609.{number:05}"


@pytest.fixture(name="papers")
def _papers(cli: Cli) -> Cli:
    done = cli("import", cli.write("announcements.xml", FEED))
    assert done.code == 0, done.err
    return cli


@pytest.fixture(name="taught")
def _taught(papers: Cli) -> Cli:
    for number in range(1, 24, 4):
        assert papers("mark", _key(number), "--keep").code == 0
    return papers


def test_rank_gives_the_likeliest_of_the_inbox_first_with_reasons(taught: Cli) -> None:
    ranked = taught("rank", "--json").json
    assert len(ranked) == 54
    assert {int(one["key"][-2:]) % 4 for one in ranked[:9]} == {1}
    first = ranked[0]
    assert set(first) == {"key", "score", "reasons", "like"}
    assert {reason["term"] for reason in first["reasons"][:3]} <= set(SPEECH)
    assert set(first["like"]) <= {_key(number) for number in range(1, 24, 4)}
    assert sum(reason["share"] for reason in first["reasons"] if reason["share"] > 0) == pytest.approx(1.0, abs=0.01)
    assert [one["score"] for one in ranked] == sorted((one["score"] for one in ranked), reverse=True)


def test_rank_says_how_well_it_does(taught: Cli) -> None:
    done = taught("rank", "--limit", "3")
    assert len(done.out.splitlines()) == 3
    assert "Of your 6 last kept papers, 6 would have stood in the first 20 of their day" in done.err
    assert "Of your 6 last kept papers" in taught("doctor").out


def test_an_undone_keep_leaves_no_trace_in_the_scores(taught: Cli) -> None:
    before = taught("rank", "is:any", "--json").json
    taught("mark", _key(20), "--keep")
    assert taught("rank", "is:any", "--json").json != before
    taught("undo")
    assert taught("rank", "is:any", "--json").json == before


def test_one_paper_is_explained(taught: Cli) -> None:
    done = taught("rank", "--explain", "2609.00025")
    assert "score" in done.out
    assert "like" in done.out
    (one,) = taught("rank", "--explain", _key(25), "--json").json
    ranked = {found["key"]: found for found in taught("rank", "--json").json}
    assert one == ranked[_key(25)]
    assert taught("rank", "--explain", _key(25), "speech").code == 2


def test_without_decisions_it_follows_your_words_and_says_so(papers: Cli) -> None:
    papers.configure('[follow]\nwords = ["flood*"]\nauthors = ["Ada Example"]\n')
    done = papers("rank", "--json")
    assert done.json[0]["reasons"][0]["term"] in ("flood*", "Ada Example")
    assert "It does not know you yet (0 kept, 5 more to go)" in papers("rank").err


def test_papers_are_listed_by_interest(taught: Cli) -> None:
    ranked = [one["key"] for one in taught("rank", "--json").json]
    listed = taught("list", "papers", "is:inbox", "--order", "interest", "--json").json
    assert [one["key"] for one in listed] == ranked
    assert taught("list", "papers", "--order", "newest", "--limit", "2").code == 0
    assert taught("list", "entries", "--order", "interest").code == 2


def test_like_gives_the_nearest_papers_and_not_the_paper_itself(papers: Cli) -> None:
    near = papers("like", "2609.00010", "--limit", "8", "--json").json
    assert len(near) == 8
    assert _key(10) not in [one["key"] for one in near]
    assert 1 not in {int(one["key"][-2:]) % 4 for one in near}
    assert papers("like", "2609.00010").out


def test_ranking_can_be_turned_off(taught: Cli) -> None:
    taught.configure("[ranking]\nenabled = false\n")
    done = taught("rank")
    assert (done.code, done.out) == (1, "")
    assert "ranking is turned off" in done.err
    assert "turned off" in taught("doctor").out
    assert "enabled = false" in taught("config", "show").out


def test_a_wrong_switch_is_told(taught: Cli) -> None:
    taught.configure('[ranking]\nenabled = "no"\n')
    done = taught("config", "check")
    assert done.code == 1
    assert "must be true or false" in done.out + done.err
