"""Click trackers that carry their target, each in the form its maker gives it."""

from __future__ import annotations

import base64
import json
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_reader.text.address_trackers import tracked
from tui_reader.text.addresses import arxiv_id_of, canonical, github_repo_of

PAPER = "https://arxiv.org/abs/2606.14591"
QUOTED = "https%3A%2F%2Farxiv.org%2Fabs%2F2606.14591"


def packed(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


SUBSTACK = packed(json.dumps({"e": PAPER, "p": 1, "s": 2, "f": True, "u": 3, "iat": 4, "exp": 5, "iss": "pub-0"}))
MANDRILL = packed(json.dumps({"s": "x", "v": 1, "p": json.dumps({"u": 1, "v": 1, "url": PAPER, "id": "y"})}))
SIGNED = f"{packed(json.dumps({'alg': 'HS256', 'typ': 'JWT'}))}.{packed(json.dumps({'url': PAPER, 'id': 1}))}.c2ln"
DEFLATED = base64.urlsafe_b64encode(zlib.compress(f"h=ab&i=cd&l={QUOTED}&r=ef".encode())).decode().rstrip("=")
CUSTOMER = packed(json.dumps({"email_id": "dgT", "href": PAPER, "internal": "e0", "link_id": 7}))


@pytest.mark.parametrize(
    "address",
    [
        "https://tracking.tldrnewsletter.com/CL0/https:%2F%2Farxiv.org%2Fabs%2F2606.14591%3Futm_source=tldrai/1/01000192ab-cd/sig=1",
        f"https://links.tldrnewsletter.example/CL0/{QUOTED}/2/0100-000000/s=3",
        "https://abc.r.us-east-1.awstrack.me/L0/https:%2F%2Farxiv.org%2Fabs%2F2606.14591/1/0100019-0000/hash=12",
        "https://own.example/L0/https://arxiv.org/abs/2606.14591/1/0100019abcdef-00/hash=12",
        f"https://substack.com/redirect/2/{SUBSTACK}.Zm9vYmFy_-x",
        f"https://substack.com/redirect/2/{SUBSTACK}.Zm9vYmFy?utm_source=substack",
        f"https://click.convertkit-mail2.com/abc123/def456/{packed(PAPER)}",
        f"https://click.kit-mail3.com/abc123/def456/{packed(PAPER)}=",
        f"https://x1q2.mjt.lu/lnk/AAAB/1/token/{packed(PAPER)}",
        f"https://link.news.example/click/123.456/{packed(PAPER + '?utm_medium=email')}/5f3aB7",
        "https://track.pstmrk.it/3s/arxiv.org%2Fabs%2F2606.14591/GPFN/abcd/AQ/1-2",
        "https://click.pstmrk.it/2/arxiv.org%2Fabs%2F2606.14591/GPFN/abcd/AQ",
        f"https://mandrillapp.com/track/click/31/arxiv.org?p={MANDRILL}",
        f"https://e.customeriomail.com/e/c/{CUSTOMER}/9f8e",
        f"https://lab.us1.list-manage.example/track/click?u={QUOTED}&id=7&e=9",
        f"https://email.lab.example/c?target={QUOTED}",
        f"https://go.lab.example/?dest={QUOTED}%3Fref%3Dx",
        f"https://news.example/redirect.php?URL={QUOTED}",
        f"https://vk.com/away.php?to={QUOTED}",
        f"https://hs-1.marketing.example/Ctc/x?url={QUOTED}",
        f"https://www.site.example/action/GoToLink?url={QUOTED}",
        f"https://ctp.filter.example/wis/clicktime/v1/query?url={QUOTED}&umid=x",
        f"https://link.zhihu.com/?target={QUOTED.replace('%3A', '%3A').lower()}",
        f"https://www.google.com/url?sa=t&url={QUOTED}",
        f"https://www.google.com/url?q={PAPER}&sa=D",
        f"https://nam02.safelinks.protection.outlook.com/ap/t-1/?url={QUOTED}&data=05%7C",
        f"https://urldefense.com/v3/__{PAPER}__;!!AbC!x$",
        "https://urldefense.us/v3/__https:/arxiv.org/abs/2606.14591__;!!AbC$",
        "https://urldefense.proofpoint.com/v1/url?u=https://arxiv.org/abs/2606.14591&k=x",
        "https://urldefense.proofpoint.com/v2/url?u=https-3A__arxiv.org_abs_2606.14591&d=DwMFaQ",
        f"https://secure-web.cisco.com/1aBcD/{QUOTED}",
        f"https://linkprotect.cudasvc.com/url?a={QUOTED}&c=E,1",
        f"https://www.bing.com/ck/a?!&&p=1&u=a1{packed(PAPER)}&ntb=1",
        f"https://flight.beehiiv.net/v2/clicks/{SIGNED}",
        f"https://email.mg1.substack.com/c/{DEFLATED}",
        f"https://track.lab.example/api/v1/click?redirect_uri={QUOTED}",
        f"https://click.lab.example/?qs=abc&to_url={QUOTED}&from=https%3A%2F%2Flab.example%2F",
        f"https://lab.example/c?dest_url={QUOTED}",
        f"https://lab.pxf.example/c/1/22/333?u={QUOTED}",
        f"https://lab.example/?na=click&where={QUOTED}",
        f"https://lab.example/?nltr={packed('1;2;' + PAPER + ';;abc')}",
        f"https://lab.example/?mailpoet_router&action=click&data={packed(json.dumps(['1', 'ab', PAPER]))}",
        f"https://lab.intercom-clicks.com/via/e?ob=abc&l={QUOTED}",
        f"https://l.smart.example/p-x/y?redir={QUOTED}",
        f"https://statics.office.example/safelinks/1/atp-safelinks.html?url={QUOTED}",
        f"https://p.feedblitz.com/r.asp?l=1&f=2&u={QUOTED}",
        f"https://substack.com/redirect/2/{packed(json.dumps({'e': f'https://go.lab.example/click?url={QUOTED}'}))}.x",
    ],
)
def test_a_tracker_is_the_paper_it_leads_to(address: str) -> None:
    assert canonical(address) == PAPER
    assert arxiv_id_of(address) == "2606.14591"


def test_a_repository_behind_a_tracker_is_known() -> None:
    quoted = "https:%2F%2Fgithub.com%2FOcto%2Ftool%2Ftree%2Fmain"
    assert github_repo_of(f"https://tracking.tldrnewsletter.com/CL0/{quoted}/1/0100019-00/x=1") == "Octo/tool"
    for place in (
        "vscode.dev/github/Octo/tool",
        "cdn.jsdelivr.net/gh/Octo/tool@main/x.js",
        "mybinder.org/v2/gh/Octo/tool/x",
    ):
        assert github_repo_of(f"https://{place}") == "Octo/tool"
    assert github_repo_of("git@github.com:Octo/tool.git") == "Octo/tool"
    assert github_repo_of("https://colab.research.google.com/github/Octo/tool/blob/main/a.ipynb") == "Octo/tool"


def test_what_was_taken_out_of_an_address_comes_back() -> None:
    assert tracked("urldefense.com", "/v3/__https://lab.example/a*b**Cd__;I_CfmIDwn5iA!!x", "").startswith(
        "https://lab"
    )
    query = "?url=https%253A%252F%252Flab.example%252Fa%253Fb%253D1"
    assert tracked("click.lab.example", "/x", query) == "https://lab.example/a?b=1"


@pytest.mark.parametrize(
    "address",
    [
        f"https://lab.example/login?redirect={QUOTED}",
        f"https://www.example.com/share?url={QUOTED}",
        f"https://validator.example/check?url={QUOTED}",
        f"https://news.ycombinator.com/submitlink?u={QUOTED}",
        f"https://www.lab.example/article?return={QUOTED}",
        f"https://accounts.example/o/oauth2/auth?redirect_uri={QUOTED}",
        f"https://lab.example/papers?url={QUOTED}",
        "https://click.lab.example/abc?upn=u001.opaque",
        "https://click.lab.example/?url=javascript:alert(1)",
        "https://substack.com/redirect/5a1c?j=eyJ1IjoiMSJ9",
        "https://substack.com/redirect/2/eyJub3QganNvbg.x",
        "https://lab.example/aHR0cHM6Ly8",
        "https://lab.example/2/arxiv.org/abs/2606.14591",
    ],
)
def test_what_is_a_page_of_its_own_or_tells_nothing_stays_it(address: str) -> None:
    assert canonical(address) == canonical(canonical(address))
    assert arxiv_id_of(address) is None
    assert canonical(address).split("/")[2] == address.split("/")[2]


@pytest.mark.parametrize(
    "address",
    [
        "https://huggingface.co/papers/2606.14591",
        "https://www.alphaxiv.org/overview/2606.14591v2",
        "https://doi.org/10.48550/arXiv.2606.14591",
        "doi:10.48550/arXiv.2606.14591",
        "10.48550/ARXIV.2606.14591",
        "https://openreview.net/forum?id=x1&arxiv=2606.14591",
        "https://openreview.net/redirect?url=https://arxiv.org/pdf/2606.14591v3",
        "https://papers.cool/arxiv/2606.14591",
        "https://www.semanticscholar.org/arxiv/2606.14591",
        "https://api.semanticscholar.org/arXiv:2606.14591",
        "https://ui.adsabs.harvard.edu/abs/arXiv:2606.14591/abstract",
        "https://ui.adsabs.harvard.edu/abs/2026arXiv260614591A/abstract",
        "https://scirate.com/arxiv/2606.14591",
    ],
)
def test_a_paper_has_one_number_wherever_it_lies(address: str) -> None:
    assert arxiv_id_of(address) == "2606.14591"


@pytest.mark.parametrize(
    "address", ["https://openreview.net/forum?id=2606.14591", "https://scirate.com/?page=2606.14591"]
)
def test_a_number_that_is_not_said_to_be_arxivs_is_none(address: str) -> None:
    assert arxiv_id_of(address) is None


@given(
    st.sampled_from(["/CL0/", "/redirect/2/eyJ", "/c/eJw", "/c/eJ", "/3s/", "/v3/__https://", "/click/aHR0c"]),
    st.text(max_size=80),
)
def test_nothing_raises(start: str, text: str) -> None:
    for host in ("click.lab.example", "urldefense.com"):
        assert isinstance(tracked(host, start + text, f"?url={text}&p=eyJ{text}"), str)
