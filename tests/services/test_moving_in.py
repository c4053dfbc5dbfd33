"""Moving in from newsboat, elfeed and Zotero: feeds, what was read, what was kept, also before the items are here."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_reader.cli.main import run
from tui_reader.config.home import Launch
from tui_reader.domain.errors import ParseError
from tui_reader.domain.feeds import Entry
from tui_reader.services.elfeed import parse_index
from tui_reader.services.moving_in import parse_urls
from tui_reader.sources.bibliography.known import csl_of
from tui_reader.sources.bibliography.parse import parse_bibliography
from tui_reader.wiring import Program

NOW = datetime(2026, 4, 2, 9, 30, tzinfo=UTC)
URLS = b"""# comment
https://a.example/feed "AI Labs" tag2
http://b.example/rss "~My B" blogs
"query:Unread:unread = \\"yes\\""
exec:~/bin/make-feed
"""


def cache(folder: Path) -> Path:
    path = folder / "cache.db"
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE rss_item(url, title, unread INTEGER, flags, deleted INTEGER)")
        rows = [
            ("https://a.example/1", "Read", 0, "", 0),
            ("https://a.example/2", "Kept", 0, "s", 0),
            ("https://a.example/3", "Unread", 1, "", 0),
            ("https://a.example/4", "Deleted", 0, "", 1),
            ("", "Nothing", 0, "", 0),
        ]
        db.executemany("INSERT INTO rss_item VALUES (?, ?, ?, ?, ?)", rows)
    db.close()
    return path


def test_urls_give_feeds_with_titles_and_groups_and_say_what_is_left_out() -> None:
    urls = parse_urls(URLS)
    assert [(f.url, f.title, f.group) for f in urls.feeds] == [
        ("https://a.example/feed", "", "AI Labs"),
        ("http://b.example/rss", "My B", "blogs"),
    ]
    assert len(urls.left_out) == 2


def test_read_and_kept_hold_for_what_is_here_and_for_what_comes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "urls").write_bytes(URLS)
    home = tmp_path / "home"
    files = [str(tmp_path / "urls"), str(cache(tmp_path))]
    assert run(["--home", str(home), "--offline", "import", "--as", "newsboat", *files]) == 0
    told = capsys.readouterr().out
    assert "2 feeds" in told
    assert "2 read, 1 kept" in told
    program = Program(Launch(home=home, offline=True), {}, lambda: NOW)
    try:
        program.catch_up()
        followed = {s.url: s.group for s in program.source_lists.feeds.followed()}
        assert followed["http://b.example/rss"] == "blogs"
        entries = [Entry(f"Entry {n}", f"https://a.example/{n}", published=NOW) for n in range(1, 5)]
        program.library.entries.store("a", entries, NOW)
        rows = {row.title: (row.read, row.state.value) for row in program.library.lists.rows(range(1, 5))}
        assert rows == {
            "Entry 1": (True, "none"), "Entry 2": (True, "kept"), "Entry 3": (False, "none"), "Entry 4": (False, "none")
        }  # fmt: skip
    finally:
        program.close()


def test_another_database_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    db = sqlite3.connect(other)
    db.execute("CREATE TABLE x(y)")
    db.commit()
    db.close()
    assert run(["--home", str(tmp_path / "home"), "--offline", "import", "--as", "newsboat", str(other)]) != 0


INDEX = rb""";;; Elfeed Database Index (version 4)

;; Dummy index for backwards compatablity:
(:version "0.0.3" :feeds #s(hash-table size 65 test equal rehash-size 1.5 rehash-threshold 0.8 data ())
:entries #s(hash-table size 65 test equal data ()) :index [cl-struct-avl-tree- [nil nil nil 0] elfeed-db-compare])

;; Real index:
(:version 4 :feeds #s(hash-table size 65 test equal rehash-size 1.5 rehash-threshold 0.8125 data (
"https://a.example/feed" #s(elfeed-feed "https://a.example/feed" "https://a.example/feed" "A \"quoted\" feed" nil nil)
"file:///home/me/b.xml" #s(elfeed-feed "file:///home/me/b.xml" nil "B" nil nil)))
:entries #s(hash-table size 97 test equal data (
("a.example" . "1") #s(elfeed-entry ("a.example" . "1") "Read; ) ] \\ here" "https://a.example/1" 1543.25
 #s(elfeed-ref "da39a3ee5e6b4b0d3255bfef95601890afd80709") html nil (labs) "https://a.example/feed" (:hash t))
("a.example" . "2") #s(elfeed-entry ("a.example" . "2") "Kept
on two lines \344\270" "http://arxiv.org/abs/2603.00001v2" 1543 nil html nil (star labs tts unread)
 "https://a.example/feed" nil)
("a.example" . "3") #s(elfeed-entry ("a.example" . "3") #("Unread" 0 6 (face bold)) "https://a.example/3" -1 nil nil
 (("https://a.example/3.mp3" "audio/mpeg" nil)) (unread labs) "https://a.example/feed" nil)))
:index #s(avl-tree- [nil nil nil 0] elfeed-db-compare) :last-update 1700000000.5)
"""


def test_elfeed_gives_feeds_with_the_tag_of_all_their_entries_as_group_and_what_was_read_and_starred() -> None:
    database = parse_index(INDEX)
    assert [(f.url, f.title, f.group) for f in database.feeds] == [
        ("https://a.example/feed", 'A "quoted" feed', "labs")
    ]
    assert [(a.url, a.title, a.is_read, a.flags, a.tags) for a in database.articles] == [
        ("https://a.example/1", "Read; ) ] \\ here", True, "", ()),
        ("http://arxiv.org/abs/2603.00001v2", "Kept\non two lines \xe4\xb8", False, "star", ("tts",)),
        ("https://a.example/3", "Unread", False, "", ()),
    ]
    for damaged in (INDEX[:-2], INDEX.replace(b"data (", b"data ["), b"<html>", b""):
        with pytest.raises(ParseError):
            parse_index(damaged)


@given(st.binary(max_size=400) | st.text("()[]\"\\#s ;.'?a1\n", max_size=80).map(str.encode))
def test_whatever_lies_in_an_index_is_read_or_told_of(data: bytes) -> None:
    with contextlib.suppress(ParseError):
        parse_index(b"Elfeed Database (:entries " + data)


BIB = rb"""@article{smith_attention_2017, title = {{Attention} Is \"Al\"l $N^2$},
 author = {Smith, Anna and von Berg, Jan},
 year = 2017, month = jun, eprint = {1706.03762}, archiveprefix = {arXiv}, keywords = {tts, attention},
 abstract = {We propose $N^2$ things.}, url = {http://arxiv.org/abs/1706.03762}, note = {unrelated}}
@misc{page1, title = {A page}, url = {https://a.example/page}, type = {x}}
@online{page2, title = {A page of the web}, url = {https://a.example/page?utm_source=x}}
"""
RIS = b"""TY  - CPAPER\r\nTI  - A conference paper\r\nAU  - Smith, Anna\r\nPY  - 2020\r\nDA  - 2020/03/01/
AN  - arXiv:2003.00001\r\nKW  - tts\r\nER  - \r\n"""
CSL = b"""[{"id": "http://zotero.org/users/1/items/AB", "type": "article", "title": "A preprint", "DOI":
"10.48550/arXiv.2101.00001", "author": [{"family": "Berg", "given": "Jan", "non-dropping-particle": "von"},
{"literal": "The Team"}], "issued": {"date-parts": [["2021", 1]]}, "note": "Citation Key: berg2021"},
{"id": "x", "type": "attachment", "title": "PDF"}]"""


def test_works_are_read_from_bibtex_ris_and_csl_json_alike() -> None:
    first, second, page = parse_bibliography(BIB)
    assert (first.authors, first.arxiv_id) == (("Anna Smith", "Jan von Berg"), "1706.03762")
    assert (first.citation_key, first.tags, first.year, first.month) == (
        "smith_attention_2017", ("tts", "attention"), 2017, 6
    )  # fmt: skip
    assert "{" not in first.title
    assert (second.is_page, page.is_page) == (False, True)
    (talk,) = parse_bibliography(RIS)
    assert (talk.title, talk.authors, talk.arxiv_id) == ("A conference paper", ("Anna Smith",), "2003.00001")
    assert (talk.year, talk.month, talk.day, talk.tags, talk.citation_key) == (2020, 3, 1, ("tts",), "")
    (preprint,) = parse_bibliography(CSL)
    assert preprint.authors == ("Jan von Berg", "The Team")
    assert (preprint.arxiv_id, preprint.doi, preprint.citation_key) == ("2101.00001", "", "berg2021")
    for work in (first, second, page, talk, preprint):
        assert parse_bibliography(csl_of([work])) == (work,)


def zotero(folder: Path) -> Path:
    """A library as Zotero's schema has it, with what is not to come: a bin, a feed, an attachment."""
    path = folder / "zotero.sqlite"
    with sqlite3.connect(path) as db:
        db.executescript("""
            CREATE TABLE items(itemID INTEGER PRIMARY KEY, itemTypeID, libraryID, key);
            CREATE TABLE itemTypes(itemTypeID, typeName); CREATE TABLE fields(fieldID, fieldName);
            CREATE TABLE itemData(itemID, fieldID, valueID); CREATE TABLE itemDataValues(valueID, value);
            CREATE TABLE creators(creatorID, firstName, lastName, fieldMode);
            CREATE TABLE creatorTypes(creatorTypeID, creatorType);
            CREATE TABLE itemCreators(itemID, creatorID, creatorTypeID, orderIndex);
            CREATE TABLE tags(tagID, name); CREATE TABLE itemTags(itemID, tagID, type);
            CREATE TABLE deletedItems(itemID); CREATE TABLE libraries(libraryID, type);
            INSERT INTO libraries VALUES (1, 'user'), (2, 'feed');
            INSERT INTO itemTypes VALUES (1, 'preprint'), (2, 'attachment'), (3, 'journalArticle');
            INSERT INTO fields VALUES (1, 'title'), (2, 'archiveID'), (3, 'abstractNote'), (4, 'date'), (5, 'url');
            INSERT INTO items VALUES (1, 1, 1, 'KEY1'), (2, 2, 1, 'KEY2'), (3, 3, 1, 'KEY3'), (4, 1, 2, 'KEY4'),
                (5, 1, 1, 'KEY5');
            INSERT INTO itemDataValues VALUES (1, 'Speech <i>codecs</i>'), (2, 'arXiv:2603.10970'), (3, 'On codecs.'),
                (4, '2019-05-00 2019-05'), (5, 'A journal paper on speech codecs'), (6, 'In the bin'), (7, 'In a feed');
            INSERT INTO itemData VALUES (1, 1, 1), (1, 2, 2), (1, 3, 3), (2, 1, 1), (3, 1, 5), (3, 4, 4), (4, 1, 7),
                (5, 1, 6);
            INSERT INTO deletedItems VALUES (5);
            INSERT INTO creators VALUES (1, 'Anna', 'Smith', 0), (2, '', 'The Team', 1), (3, 'Ed', 'Itor', 0);
            INSERT INTO creatorTypes VALUES (1, 'author'), (2, 'editor');
            INSERT INTO itemCreators VALUES (1, 2, 1, 1), (1, 1, 1, 0), (1, 3, 2, 2);
            INSERT INTO tags VALUES (1, 'tts'), (2, 'cs.SD'); INSERT INTO itemTags VALUES (1, 1, 0), (1, 2, 1);
        """)
    db.close()
    with sqlite3.connect(folder / "better-bibtex.sqlite") as db:
        db.execute("CREATE TABLE citationkey(itemID, itemKey, libraryID, citationKey)")
        db.execute("INSERT INTO citationkey VALUES (1, 'KEY1', 1, 'smithCodecs2026')")
    db.close()
    return path


def test_a_zotero_library_is_what_was_kept_and_teaches_the_ranker(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = ["--home", str(tmp_path / "home"), "--offline"]
    path = zotero(tmp_path)
    before = path.read_bytes()
    works = "".join(f"@misc{{k{n}, title={{Speech number {n} of many}}}}\n" for n in range(8))
    (tmp_path / "more.bib").write_text(works)
    assert run([*home, "import", "--as", "zotero", str(path), str(tmp_path / "more.bib"), "--json"]) == 0
    first, more = json.loads(capsys.readouterr().out)["files"]
    assert (first["items"], first["note"]) == (2, "0 read, 2 kept, 1 tagged, 1 citation key")
    assert more["items"] == 8
    assert path.read_bytes() == before
    assert run([*home, "list", "papers", "is:kept", "--json"]) == 0
    kept = {paper["key"]: paper for paper in json.loads(capsys.readouterr().out)}
    assert len(kept) == 10
    paper = kept["arxiv:2603.10970"]
    assert (paper["title"], paper["authors"]) == ("Speech codecs", ["Anna Smith", "The Team"])
    assert run([*home, "export", "papers", "tag:tts", "--format", "bibtex"]) == 0
    assert "@misc{smithCodecs2026," in capsys.readouterr().out
    assert (paper["abstract"], paper["tags"], paper["state"]) == ("On codecs.", ["tts"], "kept")
    program = Program(Launch(home=tmp_path / "home", offline=True), {}, lambda: NOW)
    try:
        assert {d.at_once for d in program.library.ranking.decisions()} == {0}  # each counts, of however many
        assert len(list(program.library.ranking.decisions())) == 10
    finally:
        program.close()
