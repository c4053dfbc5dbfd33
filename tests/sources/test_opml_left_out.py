"""What a list of feeds leaves out is named, what is written badly is read, and what another reader put there stays."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tui_reader.cli.main import run
from tui_reader.sources.feed.opml import parse_opml, without_secrets
from tui_reader.sources.registry import recognise


def opml(*outlines: str) -> bytes:
    return ("<opml version='2.0'><body>\n" + "\n".join(outlines) + "\n</body></opml>").encode()


def test_each_outline_that_is_left_out_is_named_with_the_reason() -> None:
    document = parse_opml(
        opml(
            '<outline text="One" type="rss" xmlUrl="https://one.example/f"/>',
            '<outline text="Twice" type="rss" xmlUrl="https://one.example/f"/>',
            '<outline text="Program" type="rss" xmlUrl="exec:~/bin/x"/>',
            '<outline text="Query" type="rss" xmlUrl="query:All:unread = yes"/>',
            '<outline text="More" type="include" url="https://two.example/more.opml"/>',
            '<outline text="Page" type="link" url="https://three.example/"/>',
            '<outline text="Nothing" type="rss"/>',
            '<outline text="Empty folder"></outline>',
            '<outline type="rss" xmlUrl="ftp://ann:word@five.example/f"/>',
            '<outline text="Bare" type="rss" xmlUrl="four.example/f"/>',
        )
    )
    assert [s.url for s in document.subscriptions] == ["https://one.example/f", "https://four.example/f"]
    assert [name.partition(" (")[0] for name in document.left_out] == [
        "Twice", "Program", "Query", "More", "Page", "Nothing", "Empty folder", "ftp://***@five.example/f",
    ]  # fmt: skip
    assert all(name.endswith(")") for name in document.left_out)


@pytest.mark.parametrize(
    ("outline", "title"),
    [
        ('<outline text="T" xmlUrl="https://a.example/f?x=1&y=2"/>', "T"),
        ('<outline text="say "hi" now" xmlUrl="https://a.example/f?x=1&amp;y=2"/>', 'say "hi" now'),
        ('<outline text="T xmlUrl="https://a.example/f?x=1&y=2"/>', "T"),
        ("<outline text='it's' xmlUrl='https://a.example/f?x=1&y=2'/>", "it's"),
        ("<outline text=My list xmlUrl=https://a.example/f?x=1&y=2 type=rss>", "My list"),
        ('<outline text=T xmlUrl="https://a.example/f?x=1&y=2" type=rss />', "T"),
        ('<outline text="say "hi"\n now" xmlUrl="https://a.example/f?x=1&amp;y=2"/>', 'say "hi" now'),
        ('<outline text=\u201cT\u201d xmlUrl="https://a.example/f?x=1&y=2"/>', "T"),
    ],
)
def test_badly_written_attributes_are_read(outline: str, title: str) -> None:
    document = parse_opml(opml(outline, '<outline text="Next" xmlUrl="https://b.example/f"/>'))
    assert [(s.title, s.url) for s in document.subscriptions] == [
        (title, "https://a.example/f?x=1&y=2"), ("Next", "https://b.example/f"),
    ]  # fmt: skip


def test_a_login_in_an_address_stays() -> None:
    (sub,) = parse_opml(opml('<outline text="T" xmlUrl="https://ann:pa%20ss@a.example/f"/>')).subscriptions
    assert sub.url == "https://ann:pa%20ss@a.example/f"


def test_a_login_is_not_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, home = tmp_path / "list.opml", ["--home", str(tmp_path / "home"), "--offline"]
    path.write_bytes(opml('<outline text="T" xmlUrl="https://ann:pass@a.example/f"/>'))
    assert run([*home, "import", str(path)]) == 0
    assert run([*home, "list", "sources", "--json"]) == 0
    assert run([*home, "list", "sources"]) == 0
    assert run([*home, "feeds", "remove", "t"]) == 0
    shown = capsys.readouterr().out
    assert "https://***@a.example/f" in shown
    assert "pass@" not in shown


def test_home_and_unknown_attributes_survive_the_library(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, home = tmp_path / "list.opml", ["--home", str(tmp_path / "home"), "--offline"]
    path.write_bytes(
        opml(
            '<outline text="T" type="rss" xmlUrl="https://a.example/f" htmlUrl="https://a.example/" own="7"/>',
            '<outline text="P" type="link" url="https://three.example/"/>',
        )
    )
    assert run([*home, "import", str(path), "--json"]) == 0
    (done,) = json.loads(capsys.readouterr().out)["files"]
    assert "left out: P (a link and no feed)" in done["note"]
    assert run([*home, "export", "feeds", "--format", "opml"]) == 0
    written = parse_opml(capsys.readouterr().out.encode())
    sub = next(s for s in written.subscriptions if s.url == "https://a.example/f")
    assert (sub.home_url, sub.attributes) == ("https://a.example/", (("own", "7"),))


def test_a_feed_that_declares_foaf_is_a_feed() -> None:
    feed = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        'xmlns:foaf="http://xmlns.com/foaf/0.1/"><channel rdf:about="https://a.example/"><title>A</title></channel>'
        '<item rdf:about="https://a.example/1"><title>T</title><link>https://a.example/1</link></item></rdf:RDF>'
    )
    assert recognise(feed.encode()) == "feed"


def test_attributes_of_a_prefix_that_nothing_declares_come_back_as_they_were(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, home = tmp_path / "list.opml", ["--home", str(tmp_path / "home"), "--offline"]
    path.write_bytes(opml('<outline text="T" type="rss" xmlUrl="https://a.example/f" own:thing="7" xml:lang="en"/>'))
    assert run([*home, "import", str(path)]) == 0
    capsys.readouterr()
    assert run([*home, "export", "feeds"]) == 0
    written = capsys.readouterr().out
    assert 'own:thing="7"' in written
    assert 'xml:lang="en"' in written
    assert parse_opml(written.encode()).subscriptions[-1].attributes[0] == ("own:thing", "7")


def test_an_export_has_passwords_only_when_they_are_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, home = tmp_path / "list.opml", ["--home", str(tmp_path / "home"), "--offline"]
    path.write_bytes(
        opml('<outline text="T" type="rss" xmlUrl="https://ann:pass@a.example/f" httpPassword="word" own="7"/>')
    )
    assert run([*home, "import", str(path)]) == 0
    capsys.readouterr()
    assert run([*home, "export", "feeds"]) == 0
    told = capsys.readouterr()
    assert 'xmlUrl="https://a.example/f"' in told.out
    assert 'own="7"' in told.out
    assert not {"pass", "word", "ann"} & set(told.out.replace('"', " ").replace(":", " ").replace("@", " ").split())
    assert "--secrets" in told.err
    assert run([*home, "export", "feeds", "--secrets"]) == 0
    told = capsys.readouterr()
    assert 'xmlUrl="https://ann:pass@a.example/f" httpPassword="word"' in told.out
    assert not told.err


def test_keys_in_addresses_are_left_out_too() -> None:
    document = parse_opml(
        opml(
            '<outline text="T" xmlUrl="https://a.example/f?api_key=k1&amp;a=1" htmlUrl="https://a.example/?token=k2"/>'
        )
    )
    assert document.subscriptions[0].url == "https://a.example/f?api_key=k1&a=1"
    shown = without_secrets(document.subscriptions[0])
    assert (shown.url, shown.home_url) == ("https://a.example/f?a=1", "https://a.example/")


@pytest.mark.parametrize(
    ("outlines", "addresses"),
    [
        ('<outline text="A" xmlUrl="http://a.example/f/><outline text="B" xmlUrl="http://b.example/f"/>',
         ["http://a.example/f", "http://b.example/f"]),
        ('<outline text="A" rssUrl="http://a.example/f"/><outline text="B" feedUrl="http://b.example/f"/>',
         ["http://a.example/f", "http://b.example/f"]),
        ('<outline text="A" xmlUrl="http://a.example/f?a=1&amp;amp;b=2"/>', ["http://a.example/f?a=1&b=2"]),
        ('<outline text="A" xmlUrl="//a.example/f"/><outline xmlUrl="http:/b.example/f"/>',
         ["https://a.example/f", "http://b.example/f"]),
        ('<outline text="A" xmlUrl="http://ann:p@ss@a.example/f"/>', ["http://ann:p%40ss@a.example/f"]),
    ],
)  # fmt: skip
def test_other_ways_to_break_a_list_lose_no_feed(outlines: str, addresses: list[str]) -> None:
    document = parse_opml(opml(outlines))
    assert [sub.url for sub in document.subscriptions] == addresses
    assert document.left_out == ()


def test_a_list_may_have_no_root_or_a_line_before_it() -> None:
    outline = '<outline text="A" xmlUrl="http://a.example/f"/>'
    for text in (outline * 2, f"Exported by a reader\n{opml(outline).decode()}"):
        assert recognise(text.encode()) == "opml"
        assert parse_opml(text.encode()).subscriptions[0].url == "http://a.example/f"


def test_what_is_commented_out_is_named() -> None:
    document = parse_opml(opml('<outline text="A" isComment="true" xmlUrl="http://a.example/f"/>'))
    assert (document.subscriptions, document.left_out) == ((), ("A (commented out in the list)",))


def test_an_empty_feed_that_declares_foaf_is_a_feed() -> None:
    spaces = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
    channel = "<channel><title>T</title><items><rdf:Seq/></items></channel>"
    feed = f'<rdf:RDF {spaces} xmlns:foaf="http://xmlns.com/foaf/0.1/">{channel}</rdf:RDF>'
    assert recognise(feed.encode()) == "feed"
