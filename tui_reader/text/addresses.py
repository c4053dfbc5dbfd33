"""Addresses: one form for comparing, arXiv numbers and repositories recognised, relative ones resolved.

Nothing here raises, whatever it is given: an address that cannot be used is "" or None. The syntax is that of
`address_parts`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import unquote, urljoin

from tui_reader.text.address_meaning import is_amp_parameter, own_host, own_path, target
from tui_reader.text.address_parts import Parts, bare_port, parse, trim, unparse

_MOST_WRAPPED = 4

_TRACKING_NAME = re.compile(
    r"(?:utm_.*|ga_.*|hsa_.*|pk_.*|piwik_.*|mtm_.*|matomo_.*|at_(?:medium|campaign|custom\d?|link_.*|bbc_.*|ptr_.*|format)"
    r"|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|li_fat_id|epik|igshid|igsh|mc_cid|mc_eid"
    r"|mkt_tok|_hsenc|_hsmi|__hstc|__hssc|__hsfp|hsctatracking|vero_id|vero_conv|oly_enc_id|oly_anon_id|rb_clickid|s_cid"
    r"|wickedid|ck_subscriber_id|ref|ref_src|ref_url|referrer|cmp|cmpid|ocid|ncid|icid|ito|smid|xtor|trk|trackingid"
    r"|guccounter|guce_referrer|guce_referrer_sig|_ga|_gl|spm|sr_share|sref|taid|cid_source|rss)",
    re.IGNORECASE,
)
# What identifies nothing on these hosts, though it may elsewhere. A leading dot means the host and those below it.
_TRACKING_BY_HOST = {
    ".youtube.com": {"feature", "si", "pp", "ab_channel"},
    "youtu.be": {"feature", "si"},
    ".spotify.com": {"si"},
    ".twitter.com": {"s", "t"},
    ".x.com": {"s", "t"},
    ".medium.com": {"source", "sk"},
    ".nytimes.com": {"partner", "emc", "smtyp"},
    ".wsj.com": {"mod"},
}
# Newsletters of Substack live on any host; their posts are at /p/name.
_SUBSTACK_POST = re.compile(r"/p/[^/]+/?")
_SUBSTACK_TRACKING = {"r", "s", "publication_id", "post_id", "isfreemail", "triedredirect", "showwelcome", "token"}
# Here `ref` names a branch.
_REF_MEANS_BRANCH = {"api.github.com", "gitlab.com"}
_TRACKING_VALUE = re.compile(r"source=(?:rss|feed|newsletter|email|twitter|friends_link)[^&]*", re.IGNORECASE)
_TRACKING_FRAGMENT = re.compile(
    r"(?:utm_|xtor|at_(?:medium|campaign)|ref=|ns_|rss|atom|feed)(?:[-_=:.].*|[a-z]*=.*)?|:~:.*"
    r"|(?:comments?|respond|disqus_thread|more(?:-\d+)?|top|content|main|main-content)",
    re.IGNORECASE | re.DOTALL,
)

_OLD_ARXIV_ID = r"[a-z]+(?:-[a-z]+)?(?:\.[a-z-]{2,8})?/\d{7}"
_ARXIV_ID = rf"(\d{{4}}\.\d{{4,5}}|{_OLD_ARXIV_ID})(?:v\d+)?(?![\d.]*\d)"
_ARXIV_PATH = re.compile(
    rf"/(?:abs|pdf|html|format|ps|e-print|src|overview|resources|papers|audio|tb)/(?:arxiv:)?{_ARXIV_ID}", re.IGNORECASE
)
_ARXIV_DOI = re.compile(rf"/10\.48550/arxiv\.{_ARXIV_ID}", re.IGNORECASE)
_ARXIV_NAME = re.compile(
    rf"\s*(?:(?:oai:arxiv\.org|arxiv):\s*|(?:doi:\s*)?10\.48550/arxiv\.){_ARXIV_ID}(?![\w/])", re.IGNORECASE
)
# Sites that name papers by their number, and how: `/arxiv/2606.14591`, `arXiv:2606.14591`, `?arxiv=2606.14591`.
_NAMING_HOSTS = re.compile(
    r"(?:(?:www|api|ui|alpha)\.)?(?:papers\.cool|semanticscholar\.org|scirate\.com|catalyzex\.com|emergentmind\.com"
    r"|adsabs\.harvard\.edu|inspirehep\.net|openreview\.net|connectedpapers\.com|core\.ac\.uk|dblp\.org|themoonlight\.io"
    r"|paperswithcode\.com|hub\.baai\.ac\.cn|scholar\.archive\.org|talk2arxiv\.org|gotit\.pub|bytez\.com|deeplearn\.org|arxiv-sanity-lite\.com|takara\.ai)"
)
_ARXIV_NAMED = re.compile(
    rf"(?:\barxiv(?:\.org/(?:abs|pdf|html))?[:/=.]|/papers?/|/abs/|/pdf/|/p/){_ARXIV_ID}", re.IGNORECASE
)
_ARXIV_HOSTS = re.compile(
    r"(?:[a-z0-9-]+\.)*(?:arxiv\.org|alphaxiv\.org|ar5iv\.org|arxiv-vanity\.com)|xxx\.(?:lanl\.gov|itp\.ac\.cn)"
)
_PAPERS_HOSTS = {"huggingface.co", "www.huggingface.co", "hf.co"}
_DOI_HOSTS = {"doi.org", "dx.doi.org", "www.doi.org"}

_GITHUB_OWNER = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})")
_GITHUB_NAME = re.compile(r"[A-Za-z0-9_.-]{1,100}")
# First parts of a path on github.com that are the site's own pages.
_GITHUB_RESERVED = re.compile(
    r"(?:about|account|actions|advisories|apps|blog|blogs|business|careers|changelog|codespaces|"
    r"collections|contact|copilot|customer-stories|dashboard|discussions|enterprise|enterprises|events|"
    r"explore|features|gist|git-guides|github-copilot|images|integrations|issues|jobs|join|login|"
    r"logout|marketplace|mcp|mobile|models|new|news|newsroom|notifications|open-source|organizations|"
    r"orgs|partners|password_reset|pricing|project|projects|pulls|readme|resources|search|security|"
    r"sessions|settings|shop|signup|site|site-policy|solutions|spark|sponsors|stars|status|support|"
    r"team|teams|terms|topics|training|trending|trust-center|users|watching|why-github|wiki)"
)
# `2026arXiv260614591A`, as the Astrophysics Data System names a paper of arXiv.
_BIBCODE = re.compile(r"/abs/\d{4}arXiv(\d{4})(\d{5})[A-Z.]")
_GITHUB_HOSTS = {
    "github.com", "www.github.com", "m.github.com", "raw.githubusercontent.com", "raw.github.com",
    "codeload.github.com", "github.dev", "github1s.com",
    "deepwiki.com", "gitingest.com", "uithub.com", "gitdiagram.com", "codespaces.new",
}  # fmt: skip
_GIT = re.compile(r"^(?:git\+https://|git\+ssh://git@|ssh://git@|git://|git@)github\.com[:/]", re.IGNORECASE)
# Notebooks, files and facts of a repository, behind these parts of a path.
_GITHUB_BEHIND = {
    "api.github.com": ["repos"], "colab.research.google.com": ["github"], "nbviewer.org": ["github"],
    "nbviewer.jupyter.org": ["github"], "vscode.dev": ["github"], "mybinder.org": ["v2", "gh"],
    "cdn.jsdelivr.net": ["gh"],
}  # fmt: skip


def is_web(url: str) -> bool:
    """Whether this is a usable http or https address."""
    return parse(url) is not None


def host(url: str) -> str:
    """The host of a web address, in lower case and ASCII, without port and brackets; "" when there is none."""
    parts = parse(url)
    return parts.host.strip("[]") if parts else ""


def resolve(base: str, url: str) -> str:
    """The absolute web address that `url` means on the page `base`, in ASCII and ready to fetch; "" if not usable.

    A user name and password in it are dropped: no page has a say in who the user is elsewhere.
    """
    url = trim(url)
    if not url:
        return ""
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", url) is None:
        base_parts = parse(base)
        if base_parts is None:
            return ""
        try:
            url = urljoin(unparse(base_parts), url.replace("\\", "/"))
        except ValueError:
            return ""
    parts = parse(url)
    return unparse(parts) if parts else ""


@lru_cache(maxsize=1024)
def canonical(url: str) -> str:
    """The form by which addresses are compared; not for fetching, since http and https are taken for the same.

    Host in lower case and ASCII, no user name, no default port, percent-encoding normalised (RFC 3986, 6.2.2), dot
    segments resolved, tracking parameters and tracking fragments gone; the order of the others is kept, and so are
    fragments that may name an entry on a page. A redirect that names its target, an AMP copy and a mobile host stand
    for the page itself. What is no web address comes back trimmed and otherwise as it is.
    """
    parts = parse(url)
    return trim(url) if parts is None else _compared(_meant(parts))


def folded(url: str) -> str:
    """The canonical form without scheme, `www.` and a slash at the end of the path: no address, but the same for all
    spellings that nearly always lead to one page."""
    address = canonical(url)
    end = min((i for i in (address.find("?"), address.find("#")) if i >= 0), default=len(address))
    return address[:end].removeprefix("https://").removeprefix("www.").rstrip("/") + address[end:]


@lru_cache(maxsize=1024)  # storing an entry asks more than once
def forms(url: str) -> tuple[str, ...]:
    """All addresses under which a page may be known, the canonical one first: as it was written, with and without
    `www.` and a slash at the end, which nearly always lead to the same."""
    parts = parse(url)
    if parts is None:
        return (trim(url),)
    meant = _meant(parts)
    first = canonical(url)
    host = meant.host.removeprefix("www.") if meant.host.startswith("www.") else f"www.{meant.host}"
    path = meant.path.rstrip("/") if meant.path.endswith("/") else f"{meant.path}/"
    others = [_compared(meant._replace(host=host)), _compared(parts)]
    if meant.path != "/":
        others += [_compared(meant._replace(path=path)), _compared(meant._replace(host=host, path=path))]
    return tuple(dict.fromkeys((first, *others)))


@lru_cache(maxsize=512)  # storing an entry asks more than once
def _unwrapped(parts: Parts) -> Parts:
    """The address that redirects and click trackers lead to, as far as they say where to."""
    for _ in range(_MOST_WRAPPED):
        inner = parse(target(parts.host, parts.path, parts.query))
        if inner is None:
            break
        parts = inner
    return parts


@lru_cache(maxsize=512)
def _meant(parts: Parts) -> Parts:
    """The page an address stands for: redirects followed, AMP and mobile forms undone."""
    parts = _unwrapped(parts)
    query = parts.query
    if query:
        query = "&".join(pair for pair in query[1:].split("&") if not is_amp_parameter(pair))
        query = query and f"?{query}"
    return Parts(parts.scheme, own_host(parts.host), parts.port, own_path(parts.path) or "/", query, parts.fragment)


def _compared(parts: Parts) -> str:
    if not parts.query and not parts.fragment:  # most have neither, and thousands come at once
        port = bare_port("https", parts.port)
        return f"https://{parts.host}{port and ':' + port}{parts.path}"
    query = _without_tracking(parts)
    fragment = parts.fragment
    if fragment:
        pairs = [pair for pair in fragment[1:].split("&") if not _TRACKING_FRAGMENT.fullmatch(unquote(pair))]
        fragment = "#" + "&".join(pairs) if any(pairs) else ""
    return unparse(parts._replace(scheme="https", port=bare_port("https", parts.port), query=query, fragment=fragment))


@lru_cache(maxsize=1024)
def arxiv_id_of(url: str) -> str | None:
    """The arXiv number, without version, of the paper this address stands for; None when it is not a paper's.

    Knows arXiv and its mirrors, alphaXiv, ar5iv, Hugging Face papers, arXiv's DOIs, `arXiv:…` and `oai:arXiv.org:…`,
    sites that name a paper by its number, and all these behind redirects and click trackers.
    A subject class in an old number goes: `math.GT/0309136` and `math/0309136` are one paper.
    """
    if named := _ARXIV_NAME.match(url[:200]):
        return _bare_arxiv_id(named[1])
    parts = parse(url)
    if parts is None:
        return None
    parts = _unwrapped(parts)
    path = unquote(parts.path).replace("//", "/").replace("/ ", "/")
    if parts.host in _DOI_HOSTS:
        match = _ARXIV_DOI.match(path)
    elif parts.host in _PAPERS_HOSTS:
        match = _ARXIV_PATH.match(path) if path.startswith("/papers/") else None
    elif _ARXIV_HOSTS.fullmatch(parts.host):
        match = _ARXIV_PATH.match(path)
    elif _NAMING_HOSTS.fullmatch(parts.host):
        said = _BIBCODE.sub(r"/abs/arxiv:\1.\2", path) + unquote(parts.query)
        match = _ARXIV_NAMED.search(said)
    else:
        return None
    return _bare_arxiv_id(match[1]) if match else None


@lru_cache(maxsize=1024)
def github_repo_of(url: str) -> str | None:
    """`owner/name`, as written, of the GitHub repository this address lies in; None for other pages of the site.
    Notebooks of a repository in Colab and nbviewer lie in it, too."""
    parts = parse(_GIT.sub("https://github.com/", url) if url[:3].lower() in ("git", "ssh") else url)
    if parts is None:
        return None
    parts = _unwrapped(parts)
    segments = [unquote(segment) for segment in parts.path.split("/") if segment]
    if before := _GITHUB_BEHIND.get(parts.host):
        if segments[: len(before)] != before:
            return None
        segments = [segment.partition("@")[0] for segment in segments[len(before) :]]
    elif parts.host not in _GITHUB_HOSTS:
        return None
    if len(segments) < 2:
        return None
    owner, name = segments[0], segments[1].removesuffix(".git")
    if _GITHUB_RESERVED.fullmatch(owner.lower()) or name in {"", ".", ".."}:
        return None
    return f"{owner}/{name}" if _GITHUB_OWNER.fullmatch(owner) and _GITHUB_NAME.fullmatch(name) else None


def _bare_arxiv_id(found: str) -> str:
    return re.sub(r"\.[a-z-]+/", "/", found.lower())


def _without_tracking(parts: Parts) -> str:
    if not parts.query:
        return ""
    names = set(_SUBSTACK_TRACKING) if _SUBSTACK_POST.fullmatch(parts.path) else set()
    for site, on_site in _TRACKING_BY_HOST.items():
        if parts.host == site.removeprefix(".") or (site.startswith(".") and parts.host.endswith(site)):
            names |= on_site
    kept = []
    for pair in parts.query[1:].split("&"):
        # "&amp;" escaped twice leaves "amp;" before the name.
        name = unquote(pair.partition("=")[0]).removeprefix("amp;")
        if not pair or name.lower() in names or _TRACKING_VALUE.fullmatch(pair):
            continue
        if _TRACKING_NAME.fullmatch(name) and not (name == "ref" and parts.host in _REF_MEANS_BRANCH):
            continue
        kept.append(pair)
    return "?" + "&".join(kept) if kept else ""
