"""A proxy's check for people, a header that names no coding, and being offline are called what they are."""

from __future__ import annotations

import gzip

import pytest

from tui_reader.domain.errors import ConnectionFailure, OfflineError, StatusError
from tui_reader.fetch import body, failures

CHECK = b"<!DOCTYPE html><html><head><title>Just a moment...</title></head><body></body></html>"


@pytest.mark.parametrize("expect", ["any", "feed", "html"])
def test_a_page_that_checks_for_people_is_called_so(expect: str) -> None:
    with pytest.raises(StatusError, match="check for people"):
        failures.check_body(CHECK, expect, "a.example")


def test_a_refusal_that_is_such_a_check_is_called_so() -> None:
    error = failures.of_status(403, "a.example", None, {"cf-mitigated": "challenge"})
    assert "check for people" in error.message
    assert "check for people" not in failures.of_status(403, "a.example", None, {}).message


@pytest.mark.parametrize(
    "head",
    ["<title>Access denied</title>", "<title>Un momento…</title>", "<title>请稍候…</title>", "<title>Captcha</title>",
     "<title>Security check | a.example</title>", '<script src="https://ct.captcha-delivery.com/c.js"></script>',
     '<script src="/.within.website/x/cmd/anubis/static/js/main.mjs"></script>', '<div id="px-captcha"></div>'],
)  # fmt: skip
def test_checks_of_other_makers_are_called_so(head: str) -> None:
    with pytest.raises(StatusError, match="check for people"):
        failures.check_body(f"<html><head>{head}</head></html>".encode(), "feed", "a.example")


@pytest.mark.parametrize("title", ["Captcha is dead", "Security check your models", "Un momento de historia"])
def test_words_of_such_a_check_in_a_title_are_words(title: str) -> None:
    failures.check_body(f"<html><head><title>{title}</title></head></html>".encode(), "html", "a.example")


def test_a_coding_beside_what_is_none_is_it() -> None:
    assert list(body.decoder_for("gzip, utf-8", "a.example").feed(gzip.compress(b"<rss/>"))) == [b"<rss/>"]


def test_an_article_about_such_checks_is_an_article() -> None:
    failures.check_body(b"<html><head><title>Why just a moment matters</title></head></html>", "html", "a.example")


@pytest.mark.parametrize("encoding", ["utf-8", "UTF-8, identity", "none", "binary"])
def test_a_header_that_names_no_coding_codes_nothing(encoding: str) -> None:
    assert list(body.decoder_for(encoding, "a.example").feed(b"<rss/>")) == [b"<rss/>"]


def test_a_coding_that_was_not_asked_for_is_refused() -> None:
    with pytest.raises(ConnectionFailure):
        body.decoder_for("br", "a.example")


def test_an_option_that_was_not_given_is_not_to_be_left_out() -> None:
    assert "--offline" not in (OfflineError("no network").hint or "")
