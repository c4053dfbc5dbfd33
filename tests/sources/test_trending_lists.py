"""Trending repositories."""

from __future__ import annotations

import json
from datetime import date

import pytest

from tui_reader.domain.errors import ParseError
from tui_reader.domain.repos import Repo
from tui_reader.sources.trending.parse import parse_trending, parse_trending_list

ROW = {"url": "https://github.com/a/b", "stars": 5, "stars_today": 30}

PAGE = b"""<html><body><article class="whatever"><a href="/login?x">Star</a><h2><a href="/Owner/name.js"><svg></svg>
 <span>Owner /</span> name.js</a></h2><p> A \x1b[31mdescription
 in lines </p><span itemprop="programmingLanguage">Python</span><a href="/Owner/name.js/stargazers"> 11,139</a>
 <a href="/Owner/name.js/forks">9</a></article><article><h1><a href="/features/x">No repository</a></h1></article>
 <article><h2><a href="/b/c">b / c</a></h2><a href="/b/c/stargazers">1.2k</a></article>
 <article><h2><a href="/B/C">again</a></h2></article></body></html>"""


def test_the_page_gives_names_languages_and_stars() -> None:
    first, second = parse_trending(PAGE)
    assert first == Repo("Owner/name.js", "A description in lines", "Python", 11139, "https://github.com/Owner/name.js")
    assert (second.name, second.stars, second.description) == ("b/c", 1200, "")


@pytest.mark.parametrize(
    "value",
    [
        {
            "repos": [
                {"fullName": "a/b", "description": "d", "language": "Go", "stars": 5, "url": "https://github.com/a/b"}
            ]
        },
        {
            "items": [
                {
                    "full_name": "a/b",
                    "html_url": "https://github.com/a/b",
                    "description": "d",
                    "language": "Go",
                    "stargazers_count": 5,
                }
            ]
        },
        [
            {
                "title": "a / b",
                "url": "https://github.com/a/b",
                "description": "d",
                "metadata": {"stars": "5", "language": "Go"},
            }
        ],
        [{"author": "a", "name": "b", "description": "d", "language": "Go", "stars": 5}],
    ],
)
def test_lists_as_json_in_several_forms(value: object) -> None:
    assert parse_trending(json.dumps(value).encode()) == (Repo("a/b", "d", "Go", 5, "https://github.com/a/b"),)


@pytest.mark.parametrize("data", [b"", b"<html></html>", b"[]", b'[{"title": "x/y"}]', b"{", b"[1, null, []]"])
def test_nothing_trending_is_an_error(data: bytes) -> None:
    with pytest.raises(ParseError):
        parse_trending(data)


@pytest.mark.parametrize(
    ("value", "name", "day", "period"),
    [
        ({"date": "2026-01-04", "since": "daily", "repos": [ROW]}, "x-2020-01-01.json", date(2026, 1, 4), "daily"),
        ([ROW | {"metadata": {"timeframe": "weekly"}}], "w_2026-03-07.json", date(2026, 3, 7), "weekly"),
        ([ROW | {"published_date": "2026-03-02T10:00:00Z"}], "list.json", date(2026, 3, 2), ""),
        ([ROW], "2026-13-45.json", None, ""),
    ],
)
def test_a_list_says_of_which_day_and_period_it_is(value: object, name: str, day: date | None, period: str) -> None:
    found = parse_trending_list(json.dumps(value).encode(), name)
    assert (found.day, found.period, found.repos[0].gained) == (day, period, 30)


def test_a_page_says_how_many_stars_came_and_in_what_time() -> None:
    page = PAGE.replace(b"</a></article>", b"</a><span> 1,234 stars this week</span></article>", 1)
    found = parse_trending_list(page)
    assert (found.period, [r.gained for r in found.repos]) == ("weekly", [1234, None])
