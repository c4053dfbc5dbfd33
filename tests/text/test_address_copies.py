"""Copies of a page at another address: archives, translations, readers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_reader.text.address_copies import copied
from tui_reader.text.addresses import arxiv_id_of, canonical, github_repo_of

PAPER = "https://arxiv.org/abs/2606.14591"
QUOTED = "https%3A%2F%2Farxiv.org%2Fabs%2F2606.14591"


@pytest.mark.parametrize(
    "address",
    [
        f"https://web.archive.org/web/20260612000000/{PAPER}",
        f"http://web.archive.org/web/20260612000000if_/{PAPER}",
        f"https://web.archive.org/web/2026*/{PAPER}",
        f"https://web.archive.org/web/{PAPER}",
        f"https://web.archive.org/web/20260612000000/{QUOTED}",
        "https://web.archive.org/web/20260612000000/https:/arxiv.org/abs/2606.14591",
        "https://web.archive.org/web/20260612/arxiv.org/abs/2606.14591",
        f"https://archive.ph/2026.06.12-000000/{PAPER}",
        f"https://archive.today/newest/{PAPER}",
        f"https://archive.is/o/aBc1/{PAPER}",
        f"https://r.jina.ai/{PAPER}",
        f"https://via.annotate.example/{PAPER}",
        f"https://anonym.example/?{PAPER}",
        f"https://feeds.feedblitz.com/~/t/0/0/blog/~{PAPER}",
        f"https://url.avanan.click/v2/___{PAPER}___.bXQ6",
        f"https://translate.google.com/translate?sl=auto&tl=en&u={QUOTED}",
        "https://arxiv-org.translate.goog/abs/2606.14591?_x_tr_sl=en&_x_tr_tl=de",
        f"https://webcache.googleusercontent.com/search?q=cache:{QUOTED}+words",
        "https://webcache.googleusercontent.com/search?q=cache:Ab1Cd2Ef3:arxiv.org/abs/2606.14591",
        f"https://login.ezproxy.library.example/login?url={PAPER}",
    ],
)
def test_a_copy_is_the_page_it_is_of(address: str) -> None:
    assert canonical(address) == PAPER
    assert arxiv_id_of(address) == "2606.14591"


def test_a_copy_keeps_what_the_page_is_asked_for() -> None:
    assert canonical("https://web.archive.org/web/2026/https://lab.example/p?id=3") == "https://lab.example/p?id=3"
    assert github_repo_of("https://ghproxy.example/https://github.com/Octo/tool") == "Octo/tool"


@pytest.mark.parametrize(
    "address",
    [
        f"https://web.archive.org/save/{PAPER}",
        "https://web.archive.org/web/20260101000000/",
        "https://archive.org/details/a-book",
        "https://archive.org/download/x/y.pdf",
        "https://lab.example/cdn-cgi/image/width=200/https://lab.example/a.png",
        "https://lab.example/thumbs/https://lab.example/a.webp",
        "https://lab.example/blog/what-is-https://",
        f"https://lab.example/?q={QUOTED}",
        f"https://lab.example/login?url={QUOTED}",
    ],
)
def test_what_is_no_copy_stays_itself(address: str) -> None:
    assert canonical(address).split("/")[2] == address.split("/")[2]


@given(st.sampled_from(["web.archive.org", "archive.ph", "a-b.translate.goog", "lab.example"]), st.text(max_size=60))
def test_nothing_raises(host: str, text: str) -> None:
    for path, query in ((f"/web/2026/{text}", f"?{text}"), (f"/https:/{text}", f"?q=cache:{text}&url=http://{text}")):
        assert isinstance(copied(host, path, query), str)
