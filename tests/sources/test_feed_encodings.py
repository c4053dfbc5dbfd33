"""Documents in the encoding they are in, whatever they say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_reader.sources.feed.parse import parse_feed
from tui_reader.text.charset import decode, unmangle


def document(declared: str, title: str, written: str, bom: bytes = b"") -> bytes:
    head = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    text = f'{head}<rss version="2.0"><channel><title>t</title><item><title>{title}</title></item></channel></rss>'
    return bom + text.encode(written)


@pytest.mark.parametrize(
    ("declared", "written", "charset", "title"),
    [
        ("utf-8", "utf-8", "", "Žluťoučký kůň"),
        ("", "utf-8", "", "naïve café"),
        ("windows-1252", "cp1252", "", "“quoted” – naïve"),
        ("iso-8859-1", "cp1252", "", "“quoted” – naïve"),
        ("koi8-r", "koi8-r", "", "Новости науки"),
        ("shift_jis", "cp932", "", "音声認識①の進歩"),
        ("gb2312", "gb18030", "", "语音识别镕"),
        ("euc-kr", "cp949", "", "음성 인식"),
        ("iso-2022-jp", "iso-2022-jp", "", "音声認識"),
        ("utf-8", "cp1252", "", "déclaré à tort"),
        ("iso-8859-1", "utf-8", "iso-8859-1", "ständig falsch – erklärt"),
        ("", "koi8-r", "koi8-r", "Новости"),
        ("us-ascii", "utf-8", "us-ascii", "nicht nur ÄSCII"),
        ("no-such-encoding", "utf-8", "also-none", "trotzdem lesbar: ä"),
        ("utf-16", "utf-16", "", "zwei Bytes: ž"),
        ("utf-16", "utf-16-le", "", "ohne Marke: ž"),
        ("cp037", "cp037", "", "plain letters"),
        ("zlib", "utf-8", "rot13", "kein Zeichensatz: ä"),
    ],
)
def test_titles_come_out_right(declared: str, written: str, charset: str, title: str) -> None:
    feed = parse_feed(document(declared, title, written), "", "text/xml", charset)
    assert [e.title for e in feed.entries] == [title]


def test_a_few_spoilt_bytes_do_not_turn_the_rest_into_nonsense() -> None:
    good = "überall größte Mühe, élan, señor"
    data = document("utf-8", f"{good} X", "utf-8").replace(b" X", b" caf\xe9")
    assert [e.title for e in parse_feed(data).entries] == [f"{good} café"]


def test_twice_encoded_text_is_repaired() -> None:
    assert unmangle("president-electâ€™s cafÃ©Â\xa0bar") == "president-elect’s café\xa0bar"
    assert unmangle("MENÜ”, « CAFÉ », Ã alone") == "MENÜ”, « CAFÉ », Ã alone"


@given(st.binary(max_size=200), st.sampled_from(["", "utf-8", "shift_jis", "utf-7", "hz", "unknown", "\x00", "é"]))
def test_any_bytes_decode(data: bytes, charset: str) -> None:
    assert isinstance(decode(data, charset), str)
    assert isinstance(decode(b'<?xml version="1.0" encoding="' + data + b'"?>' + data, charset), str)


@given(st.text(max_size=100))
def test_utf8_is_itself(text: str) -> None:
    written = text.encode("utf-8", "ignore")
    if not written.isascii() and b"\x00" not in written[:4] and not written.startswith(b"\xef\xbb\xbf"):
        assert decode(written, "iso-8859-1") == written.decode("utf-8")
