"""Where issues are: the archive, the front page, a feed or a site map give days with their addresses."""

from __future__ import annotations

import re
from datetime import date

from tui_reader.html.markup import all_text, html_tree, local, root_name, xml_tree
from tui_reader.sources.report.dates import day_in
from tui_reader.text.addresses import canonical, host, resolve
from tui_reader.text.charset import decode
from tui_reader.text.sanitise import clean_line

#: The path of each section's own page, before the date.
SECTION_PATHS = {"labs": "labs", "wire": "feeds", "papers": "papers", "benchmarks": "benchmarks"}

_ARCHIVED = re.compile(r"/archive/(\d{4}-\d\d-\d\d)(?:/|\.html?)?$")
_OTHER_DATED = re.compile(
    r"/(?:issues?|reports?|daily|editions?)/(\d{4}[-/]\d\d[-/]\d\d)(?:/|\.html?)?$|^/(\d{4}-\d\d-\d\d)/?$"
)
_XML_ROOTS = frozenset(["rss", "feed", "rdf", "urlset", "sitemapindex"])


def issue_url(base: str, day: date) -> str:
    """The address of a day's issue."""
    return f"{base.rstrip('/')}/archive/{day.isoformat()}"


def section_urls(base_url: str, day: date) -> dict[str, str]:
    """The addresses of a day's section pages by the section's name; `trending` has none."""
    return {name: f"{base_url.rstrip('/')}/{path}/{day.isoformat()}" for name, path in SECTION_PATHS.items()}


def discover(data: bytes, url: str) -> list[tuple[date, str]]:
    """The issues that an archive page, a front page, a feed or a site map names, newest first, each day once.

    Links under `/archive/` win; where a page has none, other addresses that are dated as issues are. Links that leave
    the site are passed over on a page, not in a feed, which may be served from elsewhere. Never raises.
    """
    text = decode(data)
    is_xml = root_name(text) in _XML_ROOTS
    links = _xml_links(text) if is_xml else _page_links(text)
    site = host(url).removeprefix("www.")
    archived: dict[date, str] = {}
    others: dict[date, str] = {}
    for href, beside in links:
        address = resolve(url, href)
        if not address or (site and not is_xml and host(address).removeprefix("www.") != site):
            continue
        address = re.sub(r"[?#].*$", "", address)
        path = re.sub(r"^https?://[^/]*", "", address)
        if match := _ARCHIVED.search(path):
            day = day_in(match[1])
            found = archived
        elif match := _OTHER_DATED.search(path):
            day = day_in(match[1] or match[2])
            found = others
        elif re.search(r"/archive/[^/]+/?$", path):
            day = day_in(beside)
            found = archived
        else:
            continue
        if day is not None and (day not in found or canonical(address) == canonical(found[day])):
            found.setdefault(day, address)
    return sorted((archived or others).items(), reverse=True)


def _page_links(text: str) -> list[tuple[str, str]]:
    root = html_tree(text)
    if root is None:
        return []
    return [(a.get("href") or "", clean_line(all_text(a))) for a in root.iter("a") if a.get("href")]


def _xml_links(text: str) -> list[tuple[str, str]]:
    root = xml_tree(text)
    if root is None:
        return []
    found = []
    for element in root.iter():
        if local(element) not in {"item", "entry", "url", "sitemap"}:
            continue
        links, beside = [], []
        for child in element:
            name = local(child)
            if name in {"link", "loc", "guid", "id"}:
                links.append(clean_line(child.get("href") or all_text(child)))
            elif name in {"title", "pubdate", "published", "date", "updated"}:
                beside.append(clean_line(all_text(child)))
        found += [(link, " ".join(beside)) for link in links]
    return found
