"""What went wrong, in words for a person, as errors of our tree. Pure.

It may be an exception of httpx, a refusing status, or a refusal under a status of 200.
"""

from __future__ import annotations

import errno
import re
import socket
import ssl
from collections.abc import Iterator, Mapping

import httpx

from tui_reader.domain.errors import ConnectionFailure, FetchError, GoneError, RateLimited, StatusError, TimeoutFailure

_HINTS = {
    401: "It wants a login or a key; if the configuration has a place for one, set it there.",
    402: "It wants to be paid for this.",
    403: "It refuses programs or this address; the page may still open in a browser.",
    404: "Nothing is there; check the address, it may have moved.",
    405: "It does not let this address be read; check the address.",
    406: "It does not offer this in a form the reader takes.",
    410: "",
    429: "",
    451: "It is withheld for legal reasons.",
}
_SERVER_HINT = "The server has a problem of its own; try again later."
_OTHER_HINT = "Open the address in a browser to see what it serves."
_NO_WAY = {errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN}
_EXPIRED = 10  # X509_V_ERR_CERT_HAS_EXPIRED
_NOT_TLS = {"WRONG_VERSION_NUMBER", "HTTP_REQUEST", "RECORD_LAYER_FAILURE", "PACKET_LENGTH_TOO_LONG"}
_WINDOWS_NO_WAY = {10050, 10051, 10065}  # WSAENETDOWN, WSAENETUNREACH, WSAEHOSTUNREACH

_HEAD = 2048
_EMPTY_HINT = "The site is having trouble; try again later."
_PAGE_HINT = "The site may show a login, a block or an error page there; open it in a browser to see."
# Byte order marks, and what may stand before the first element of a page.
_LEAD = re.compile(rb"^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?(?:\s|<\?xml[^>]*>|<!--.*?-->)*", re.DOTALL)
_PAGE = re.compile(rb"<!doctype\s+html|<html[\s>/]|<head[\s>]|<body[\s>]", re.IGNORECASE)
#: What the pages are called by which proxies keep programs out (Cloudflare, Anubis, DDoS-Guard, Vercel, Imperva, …).
_CHALLENGE = re.compile(
    rb"<title[^>]*>\s*(?:just a moment|attention required!|checking your browser|making sure you"
    rb"|verifying (?:that )?you"
    rb"|vercel security checkpoint|ddos-guard|human verification|bot verification|client challenge|robot check"
    rb"|are you (?:a robot|human)|pardon our interruption|one moment, please|security checkpoint"
    rb"|sucuri website firewall|access to this page has been denied|you have been blocked"
    rb"|please wait\.\.\. \| cloudflare"
    # Words of articles, too, where more follows.
    rb"|(?:access denied|bot check|(?:browser |website )?security check|ddos protection|prove (?:that )?you[^<]{0,40}"
    rb"|human check|captcha|just a sec|un momento|un instant|nur einen moment|bitte warten"
    rb"|\xe8\xaf\xb7\xe7\xa8\x8d\xe5\x80\x99"
    rb"|\xe5\xae\x89\xe5\x85\xa8\xe9\xaa\x8c\xe8\xaf\x81|\xe4\xba\xba\xe6\x9c\xba\xe9\xaa\x8c\xe8\xaf\x81)"
    rb"(?:\s*(?:[.|!-]|\xe2\x80\xa6)[^<]{0,60})?\s*</title>)"
    rb"|_cf_chl_opt|_Incapsula_Resource|captcha-delivery\.com|id=[\"']px-captcha|window\.gokuProps"
    rb"|/\.within\.website/x/cmd/anubis",
    re.IGNORECASE,
)
_CHALLENGE_HEAD = 8192
_CHALLENGE_HINT = (
    "It keeps programs out, not only this one; it may pass by itself later, or the site may have a feed elsewhere."
)
_CHALLENGE_HEADERS = {
    "cf-mitigated": "challenge", "x-vercel-mitigated": "challenge", "x-amzn-waf-action": "challenge",
}  # fmt: skip
_RATE = re.compile(rb"rate (?:limit )?exceeded\.?", re.IGNORECASE)
_NAMES = {"feed": "feed", "xml": "document in XML", "json": "document in JSON"}


def of_status(
    status: int, place: str, retry_after_s: float | None, headers: Mapping[str, str] | None = None
) -> StatusError:
    """The error for a status that is not an answer. `place` is the address as shown, `headers` by lower-case names."""
    if headers and any(said in headers.get(name, "").lower() for name, said in _CHALLENGE_HEADERS.items()):
        return _challenge(place, status)
    if status == httpx.codes.GONE:
        return GoneError(f"{place} is gone for good (410).", status=status)
    if status == httpx.codes.TOO_MANY_REQUESTS or (status == 503 and retry_after_s is not None):
        wait = f"; it asks to wait {_duration(retry_after_s)}" if retry_after_s else ""
        return RateLimited(f"{place} takes no more requests for now ({status}){wait}.", "", status, retry_after_s)
    phrase = f"{status} {httpx.codes.get_reason_phrase(status)}".rstrip()
    hint = _HINTS.get(status) or (_SERVER_HINT if status >= 500 else _OTHER_HINT)
    return StatusError(f"{place} answers {phrase}.", hint, status)


def _challenge(place: str, status: int) -> StatusError:
    return StatusError(f"{place} answers with a check for people by a proxy in front of it.", _CHALLENGE_HINT, status)


def still_waiting(place: str, remaining_s: float) -> RateLimited:
    """The error for a host that asked for patience and is not asked again before its time."""
    return RateLimited(f"{place} asked to wait, {_duration(remaining_s)} more.", retry_after_s=remaining_s)


def of_transport(error: httpx.HTTPError, place: str, timeout_s: float) -> FetchError:
    """The error for an exchange that broke. `place` is the address as shown."""
    if isinstance(error, httpx.TimeoutException):
        return TimeoutFailure(f"{place} did not answer within {timeout_s:g} s.")
    causes = list(_causes(error))
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError):
            if getattr(cause, "verify_code", 0) == _EXPIRED:
                return ConnectionFailure(
                    f"The certificate of {place} has expired.",
                    "Its owner has to renew it; if many are said to have expired, check the clock of this machine.",
                )
            return ConnectionFailure(
                f"The certificate of {place} cannot be trusted: {cause.verify_message or cause.reason}.",
                "Check the clock of this machine; if the network intercepts, $SSL_CERT_FILE names its certificates.",
            )
    for cause in causes:
        if isinstance(cause, ssl.SSLError) and cause.reason in _NOT_TLS:
            return ConnectionFailure(
                f"{place} speaks plain HTTP where https was asked for.",
                "Try the address with http://, or another port.",
            )
        if isinstance(cause, ssl.SSLError):
            return ConnectionFailure(f"No secure connection to {place}: {cause.reason or 'TLS failed'}.")
        if isinstance(cause, socket.gaierror) and cause.errno == socket.EAI_AGAIN:
            return ConnectionFailure(
                f"No name server answered for the name in {place}.", "If no source answers, there may be no network."
            )
        if isinstance(cause, (socket.gaierror, UnicodeError)):
            return ConnectionFailure(f"The name in {place} is not known.", "Check how the address is written.")
        if isinstance(cause, ConnectionRefusedError):
            return ConnectionFailure(f"{place} refuses connections.", "Nothing may be listening there; check the port.")
    if isinstance(error, httpx.ProxyError):
        return ConnectionFailure(f"The proxy did not let {place} through: {_plain(error)}.", "Check $HTTPS_PROXY.")
    if isinstance(error, httpx.RemoteProtocolError):
        return ConnectionFailure(f"{place} broke off or does not speak HTTP: {_plain(error)}.", "Try again later.")
    return ConnectionFailure(f"No answer from {place}: {_plain(error)}.")


def unreached(error: httpx.HTTPError) -> bool:
    """Whether no way or no name leads there: what being without a network looks like, among other things."""
    return any(isinstance(cause, socket.gaierror) or _is_no_way(cause) for cause in _causes(error))


def worth_another_try(error: httpx.HTTPError) -> bool:
    """Whether the connection failed in a way that may pass. A name that is unknown, a certificate that is wrong and
    a server that is slow stay so for longer than a retry waits."""
    if not isinstance(error, (httpx.NetworkError, httpx.RemoteProtocolError)):
        return False
    return not any(isinstance(c, (socket.gaierror, ssl.SSLError, UnicodeError)) for c in _causes(error))


def _is_no_way(cause: BaseException) -> bool:
    if not isinstance(cause, OSError):
        return False
    return cause.errno in _NO_WAY or getattr(cause, "winerror", None) in _WINDOWS_NO_WAY


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and everything behind it, groups opened, each once."""
    seen: set[int] = set()
    waiting: list[BaseException] = [error]
    while waiting:
        cause = waiting.pop()
        if id(cause) in seen:
            continue
        seen.add(id(cause))
        yield cause
        if isinstance(cause, BaseExceptionGroup):
            waiting.extend(cause.exceptions)
        waiting.extend(c for c in (cause.__context__, cause.__cause__) if c is not None)


def _plain(error: Exception) -> str:
    text = " ".join("".join(c if c.isprintable() else " " for c in str(error)).split()).rstrip(".")
    return text[:200] or type(error).__name__


def _duration(seconds: float) -> str:
    if seconds < 120:
        return f"{max(round(seconds), 1)} s"
    return f"{round(seconds / 60)} min" if seconds < 7200 else f"{round(seconds / 3600)} h"


def check_body(body: bytes, expect: str, url: str) -> None:
    """Raise what a body really says, if it is not what was asked for.

    `expect` is `feed` (RSS, Atom, JSON Feed, any XML), `xml`, `json`, `html` or `any`. RateLimited for a short body
    that says so, whatever was expected; StatusError (status 200) for an empty body, or for a web page where data was
    expected. Data where a page was expected is left to the parser.
    """
    # UTF-16 markup is its ASCII with zeros between.
    head = body[:_HEAD].replace(b"\0", b"")
    text = head[_lead_length(head) :]
    if _RATE.fullmatch(text.strip()):
        raise RateLimited(f"{url} answers that the rate of requests was exceeded.", status=200)
    if _PAGE.match(text) and _CHALLENGE.search(body[:_CHALLENGE_HEAD]):
        raise _challenge(url, 200)
    if expect == "any":
        return
    if not text.strip() and len(body) <= _HEAD:
        raise StatusError(f"{url} answers with an empty body.", _EMPTY_HINT, 200)
    if expect in {"feed", "xml", "json"} and _PAGE.match(text):
        raise StatusError(f"{url} answers with a web page where a {_NAMES[expect]} was expected.", _PAGE_HINT, 200)


def _lead_length(head: bytes) -> int:
    found = _LEAD.match(head)
    return found.end() if found else 0
