"""The pure decisions: how long an answer is fresh, how long to wait, what an error says."""

from __future__ import annotations

import contextlib
import socket
import ssl
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_reader.domain.errors import ConnectionFailure, RateLimited, StatusError, TimeoutFailure
from tui_reader.fetch import failures, retry
from tui_reader.fetch.client import media_and_charset
from tui_reader.fetch.freshness import expires_at, http_date
from tui_reader.fetch.limits import Patience

NOW = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"cache-control": "max-age=600"}, 600),
        ({"cache-control": 'Public, MAX-AGE="600"'}, 600),
        ({"cache-control": "max-age=600", "age": "100"}, 500),
        ({"cache-control": "max-age=600", "age": "600"}, None),
        ({"cache-control": "max-age=600, no-cache"}, None),
        ({"cache-control": "no-store, max-age=600"}, None),
        ({"cache-control": "max-age=0", "expires": "Sat, 21 Nov 2026 08:00:00 GMT"}, None),
        ({"cache-control": "max-age=-5"}, None),
        ({"cache-control": "max-age=" + "9" * 50}, 86_400),
        ({"expires": "Fri, 20 Nov 2026 08:10:00 GMT"}, 600),
        ({"expires": "Fri, 20 Nov 2026 08:10:00 GMT", "date": "Fri, 20 Nov 2026 08:05:00 GMT"}, 300),
        ({"expires": "0"}, None),
        ({"expires": "Fri, 99 Foo 2026"}, None),
        ({}, None),
    ],
)
def test_an_answer_is_fresh_as_long_as_its_server_says(headers: dict[str, str], seconds: int | None) -> None:
    assert expires_at(headers, NOW) == (None if seconds is None else NOW + timedelta(seconds=seconds))


HEADER = st.text(max_size=40) | st.from_regex(r"max-age=[-0-9]{0,30}", fullmatch=True) | st.just("Fri, 20 Nov 2026")


@given(st.dictionaries(st.sampled_from(["cache-control", "expires", "age", "date"]), HEADER))
def test_no_header_makes_freshness_fail_or_last_over_a_day(headers: dict[str, str]) -> None:
    end = expires_at(headers, NOW)
    assert end is None or NOW < end <= NOW + timedelta(days=1)


@given(st.text() | st.from_regex(r"\w{3}, \d{1,3} \w{3} \d{1,6} \d\d:\d\d:\d\d [+\w]{3,6}", fullmatch=True))
def test_no_date_makes_reading_it_fail(text: str) -> None:
    found = http_date(text)
    assert found is None or found.utcoffset() == timedelta()


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        (" 0 ", 0.0),
        ("Fri, 20 Nov 2026 08:01:00 GMT", 60.0),
        ("Fri, 20 Nov 2026 07:00:00 GMT", 0.0),
        ("Fri, 20 Nov 2099 07:00:00 GMT", 86_400.0),
        ("9" * 400, 86_400.0),
        ("-1", None),
        ("1.5", None),
        ("soon", None),
        ("١٢", None),
        ("", None),
    ],
)
def test_retry_after_is_read_in_both_forms(value: str, seconds: float | None) -> None:
    assert retry.retry_after(value, NOW) == seconds


def test_the_wait_doubles_and_chance_spreads_it() -> None:
    assert [retry.wait_before_retry(n, None, 0, 60, 1.0) for n in (1, 2, 3)] == [0.5, 1.0, None]
    assert retry.wait_before_retry(1, None, 0, 60, 0.0) == 0.25


def test_a_wait_the_server_asks_for_is_kept_to_or_not_begun() -> None:
    wait = retry.wait_before_retry(1, 8.0, 0, 60, 0.0)
    assert wait is not None
    assert wait >= 8
    assert retry.wait_before_retry(1, 10.1, 0, 600, 0.0) is None
    assert retry.wait_before_retry(1, 8.0, 55, 60, 0.0) is None


def test_a_host_that_asked_for_patience_gets_the_longest_it_asked_for() -> None:
    patience = Patience()
    patience.asked("a:80", 60, NOW)
    patience.asked("a:80", 10, NOW)
    assert patience.remaining("a:80", NOW + timedelta(seconds=20)) == 40
    assert patience.remaining("b:80", NOW) == 0
    assert patience.remaining("a:80", NOW + timedelta(seconds=60)) == 0


@given(st.text())
def test_no_content_type_makes_reading_it_fail(value: str) -> None:
    kind, charset = media_and_charset(value)
    assert kind.isascii()
    b"".decode(charset or "utf-8")


@given(st.binary(max_size=300), st.sampled_from(["feed", "xml", "json", "html", "any"]))
def test_a_body_is_fine_or_a_soft_failure(body: bytes, expect: str) -> None:
    with contextlib.suppress(StatusError):
        failures.check_body(body, expect, "https://example.org/")


def test_a_feed_that_quotes_html_is_a_feed() -> None:
    failures.check_body(b"<rss><channel><description>&lt;html></description>", "feed", "x")
    failures.check_body(b'<?xml version="1.0"?><!-- <html> --><feed xmlns="http://www.w3.org/2005/Atom">', "feed", "x")
    failures.check_body(b'{"version": "https://jsonfeed.org/version/1.1", "title": "<html>"}', "feed", "x")


def chained(*causes: BaseException) -> httpx.ConnectError:
    error: BaseException = httpx.ConnectError("all attempts failed")
    top = error
    for cause in causes:
        error.__cause__ = cause
        error = cause
    assert isinstance(top, httpx.ConnectError)
    return top


def test_errors_say_what_it_was() -> None:
    def said(error: httpx.HTTPError) -> str:
        return failures.of_transport(error, "https://example.org/", 20).message

    assert "name" in said(chained(OSError("x"), socket.gaierror(socket.EAI_NONAME, "x")))
    assert "refuses connections" in said(chained(ExceptionGroup("all", [OSError("x"), ConnectionRefusedError()])))
    assert "20 s" in said(httpx.ReadTimeout("x"))
    assert isinstance(failures.of_transport(httpx.ConnectTimeout("x"), "x", 1), TimeoutFailure)
    assert "proxy" in said(httpx.ProxyError("407"))
    bad = ssl.SSLCertVerificationError()
    bad.verify_message = "self-signed certificate"
    assert "certificate of https://example.org/ cannot be trusted: self-signed certificate" in said(chained(bad))
    assert isinstance(failures.of_transport(chained(bad), "x", 1), ConnectionFailure)
    assert said(httpx.ReadError("a\r\n\x1b[31mb")).isprintable()


def test_only_what_may_pass_is_worth_another_try() -> None:
    assert failures.worth_another_try(httpx.ReadError("x"))
    assert failures.worth_another_try(chained(ConnectionRefusedError()))
    assert not failures.worth_another_try(chained(socket.gaierror(socket.EAI_NONAME, "x")))
    assert not failures.worth_another_try(chained(ssl.SSLCertVerificationError()))
    assert not failures.worth_another_try(httpx.ReadTimeout("x"))


def test_a_503_with_retry_after_is_a_limit_and_without_it_a_failure() -> None:
    limited = failures.of_status(503, "x", 90.0)
    assert isinstance(limited, RateLimited)
    assert (limited.status, limited.retry_after_s) == (503, 90.0)
    assert not isinstance(failures.of_status(503, "x", None), RateLimited)
