"""Trending repositories: GitHub's page, and lists of it as JSON that others keep."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from lxml import etree

from tui_reader.domain.errors import ParseError
from tui_reader.domain.repos import Repo, TrendingList
from tui_reader.html.markup import all_text, html_tree
from tui_reader.text.addresses import github_repo_of
from tui_reader.text.charset import decode
from tui_reader.text.json_values import load_json
from tui_reader.text.packed import unpack
from tui_reader.text.sanitise import clean_line

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,38}/[A-Za-z0-9_.-]{1,100}")
_SITE = "https://github.com/"
_NAME_KEYS = ("repo_path", "fullName", "full_name", "nameWithOwner", "repo", "repository", "name", "title")
_GAIN_KEYS = ("stars_today", "todayStars", "starsToday", "currentPeriodStars", "starsSince", "stars_period")
_DAY = re.compile(r"(?<!\d)20\d\d-\d\d-\d\d(?!\d)")
_PERIODS = {"today": "daily", "this week": "weekly", "this month": "monthly"}
_PERIOD_WORDS = re.compile(r"\bstars? (today|this week|this month)\b", re.IGNORECASE)
_GAINED = re.compile(r"([\d.,]+[km]?)\s+stars? (?:today|this week|this month)\b", re.IGNORECASE)
_STAR_KEYS = ("stars", "stargazers_count", "stargazerCount", "totalStars", "starCount")


def parse_trending(data: bytes) -> tuple[Repo, ...]:
    """The repositories of a trending page or list, in order, each once. Raises ParseError if there are none."""
    text = decode(unpack(data)).lstrip("\ufeff \t\r\n")
    if text[:1] in ("{", "["):
        repos = _listed(load_json(text))
    else:
        root = html_tree(text)
        repos = _page(root) if root is not None else []
    unique: dict[str, Repo] = {}
    for repo in repos:
        unique.setdefault(repo.key, repo)
    if not unique:
        raise ParseError(
            "no repositories are listed there", "[trending] url says where the list is; its page may have changed."
        )
    return tuple(unique.values())


def parse_trending_list(data: bytes, name: str = "") -> TrendingList:
    """The list with what it says of itself: its day (in the list, in the name of its file, or the latest date of its
    rows) and the period it is of. Raises ParseError."""
    repos = parse_trending(data)
    text = decode(unpack(data)).lstrip("\ufeff \t\r\n")
    if text[:1] in ("{", "["):
        return TrendingList(repos, *_said(load_json(text), name))
    counted = _PERIOD_WORDS.search(text)
    return TrendingList(repos, _day_in(name), _PERIODS.get(counted[1].lower(), "") if counted else "")


def _said(value: Any, name: str) -> tuple[date | None, str]:
    head = value if isinstance(value, dict) else {}
    rows = _rows(value)
    more = [row["metadata"] for row in rows if isinstance(row.get("metadata"), dict)]
    periods = {str(v).lower() for v in (head.get("since"), *(m.get("timeframe") for m in more)) if v}
    period = next((p for p in periods if p in _PERIODS.values()), "") if len(periods) == 1 else ""
    dates = [d for row in rows if (d := _day_in(str(row.get("published_date") or row.get("date") or "")))]
    own = _day_in(str(head.get("date") or head.get("updated") or ""))
    return own or _day_in(name) or max(dates, default=None), period


def _day_in(text: str) -> date | None:
    found = _DAY.search(text)
    try:
        return date.fromisoformat(found[0]) if found else None
    except ValueError:
        return None


def is_trending(value: Any) -> bool:
    """Whether parsed JSON is a list of repositories."""
    rows = _rows(value)
    return bool(rows) and sum(_of_row(row) is not None for row in rows[:10]) * 2 > len(rows[:10])


def _page(root: etree._Element) -> list[Repo]:
    """Every `article` (or list item) whose heading links a repository; classes come and go, this has stayed."""
    found = [r for article in root.iter("article") if (r := _article(article)) is not None]
    return found or [r for item in root.iter("li") if (r := _article(item)) is not None]


def _article(article: etree._Element) -> Repo | None:
    name = ""
    for heading in article.iter("h1", "h2", "h3"):
        links = (_repo_at(str(a.get("href") or "")) for a in heading.iter("a"))
        name = next((n for n in links if n), "")
        if name:
            break
    if not name:
        return None
    language = next((e for e in article.iter() if e.get("itemprop") == "programmingLanguage"), None)
    stars = next(
        (a for a in article.iter("a") if str(a.get("href") or "").rstrip("/").endswith(f"{name}/stargazers")), None
    )
    paragraph = next(article.iter("p"), None)
    return Repo(
        name=name,
        description=clean_line(all_text(paragraph)),
        language=clean_line(all_text(language)),
        stars=_count(all_text(stars)),
        url=_SITE + name,
        gained=_count(said[1]) if (said := _GAINED.search(clean_line(all_text(article)))) else None,
    )


def _repo_at(href: str) -> str:
    return github_repo_of(_SITE + href.lstrip("/") if href.startswith("/") else href) or ""


def _count(text: Any) -> int | None:
    """`11,139`, `1.2k` or a number."""
    if isinstance(text, int | float) and not isinstance(text, bool):
        return int(text) if 0 <= text < 1e9 else None
    match = re.fullmatch(r"([0-9][0-9.,\s]{0,14})([km])?", str(text).strip().lower())
    if match is None:
        return None
    if match[2]:
        number = re.fullmatch(r"\d+(?:[.,]\d+)?", match[1].strip())
        return int(float(number[0].replace(",", ".")) * {"k": 1e3, "m": 1e6}[match[2]]) if number else None
    return int(re.sub(r"\D", "", match[1]))


def _rows(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, dict):
        lists = (
            value[k] for k in ("repos", "repositories", "items", "data", "results") if isinstance(value.get(k), list)
        )
        value = next(lists, [])
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def _listed(value: Any) -> list[Repo]:
    return [repo for row in _rows(value) if (repo := _of_row(row)) is not None]


def _of_row(row: dict[str, Any]) -> Repo | None:
    more = row["metadata"] if isinstance(row.get("metadata"), dict) else {}
    address = str(row.get("html_url") or row.get("url") or "")
    name = github_repo_of(address) or ""
    if not name:
        owner = row.get("author") or row.get("owner")
        names = [str(more.get(k) or row.get(k) or "") for k in _NAME_KEYS]
        names.append(f"{owner}/{row.get('name')}" if isinstance(owner, str) else "")
        name = next((n for raw in names if _NAME.fullmatch(n := re.sub(r"\s*/\s*", "/", clean_line(raw)))), "")
        # A name alone could be anything; beside it must stand what only repositories have.
        if not name or not any(k in row or k in more for k in _STAR_KEYS):
            return None
    if address and not github_repo_of(address) and "github.com" in address:
        return None
    stars = next(
        (c for k in _STAR_KEYS for v in (more.get(k), row.get(k)) if v is not None and (c := _count(v)) is not None),
        None,
    )
    return Repo(
        name=name,
        description=_text(row.get("description")),
        language=_text(row.get("language") or more.get("language")),
        stars=stars,
        url=_SITE + name,
        gained=next((c for k in _GAIN_KEYS for v in (more.get(k), row.get(k)) if (c := _count(v)) is not None), None),
    )


def _text(value: Any) -> str:
    return clean_line(value) if isinstance(value, str) else ""
