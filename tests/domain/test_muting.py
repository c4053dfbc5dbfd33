"""Which items a mute list means."""

from __future__ import annotations

import pytest

from tui_reader.domain.muting import Muting, host_of, listed, tidy

ITEM = ("Speech codecs at low rates", "We quantize a neural codec.", "Ada Example, Ben Sample", "a-lab", "")


def term(*terms: str, item: tuple[str, str, str, str, str] = ITEM) -> str:
    return Muting(terms).term(*item)


@pytest.mark.parametrize(
    "muted", ["codec", "neural codec", "quanti*", "author:Ada Example", "author:Sample", "source:A-LAB"]
)
def test_what_is_muted_is_told_by_its_term(muted: str) -> None:
    assert term("nothing like it", muted) == muted


@pytest.mark.parametrize(
    "other", ["odec", "codec neural", "author:Ada Sample", "source:a-laboratory", "domain:a-lab.example"]
)
def test_what_only_looks_alike_is_not_muted(other: str) -> None:
    assert term(other) == ""


def test_an_exception_holds_for_words_and_not_for_authors() -> None:
    assert term("codec", "-quantize") == ""
    assert term("author:Ada Example", "-quantize") == "author:Ada Example"


def test_a_domain_means_its_hosts_and_no_other_that_ends_alike() -> None:
    def at(url: str) -> str:
        return term("domain:example.org", item=("", "", "", "", url))

    assert at("https://www.example.org/a") == at("http://blog.example.org:8080/") == "domain:example.org"
    assert at("https://anexample.org/") == at("https://example.org.evil.test/") == at("nonsense") == ""


def test_the_reader_adds_to_the_configuration_and_takes_away_from_it() -> None:
    changes = [("author:Ada Example", True), ("CRYPTO", False), ("domain:https://Ads.example/x", True), ("codec", True)]
    found = listed(["crypto", "  nft  "], [], ["a-lab"], [], changes)
    assert found == ("nft", "source:a-lab", "author:Ada Example", "domain:ads.example", "codec")


@pytest.mark.parametrize("senseless", ["", " ", "—", "source:", "domain:", "domain:localhost", "author:", "*"])
def test_a_term_that_could_mean_nothing_is_none(senseless: str) -> None:
    assert tidy(senseless) == ""


def test_a_host_is_found_in_an_address_and_in_what_looks_like_one() -> None:
    assert host_of("https://www.Example.org/x") == host_of("example.org") == "example.org"
    assert host_of("http://[broken") == ""
