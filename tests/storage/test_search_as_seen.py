from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tui_reader.domain.feeds import Body, BodyFormat, Entry
from tui_reader.domain.items import Seen
from tui_reader.domain.papers import Author, Paper
from tui_reader.domain.query import parse
from tui_reader.storage.db import Db
from tui_reader.storage.library import Library
from tui_reader.storage.migrations import MIGRATIONS
from tui_reader.storage.schema import prepare
from tui_reader.storage.sort_keys import base_place, seconds_of
from tui_reader.text.search_text import searchable

DAY = datetime(2026, 11, 19, 12, tzinfo=UTC)
TODAY = DAY.date()
PAPERS = (
    Paper(r"The Schr\"odinger bridge", "2611.00001", abstract=r"Following Erd\H{o}s and {\L}ukasiewicz, \'{e}tale.",
          authors=(Author(r'J\"urgen M{\"u}ller'), Author(r"Ha\v{c}ek \O degaard"))),
    Paper("Ordinary words", "2611.00002", abstract="Nothing of the kind"),
)  # fmt: skip
ENTRIES = (
    Entry("大语言模型的推理能力", "https://zh.example/1", "1", published=DAY),
    Entry("New", "https://ja.example/1", "2", published=DAY, body=Body("新しいGPT-5.4モデルを発表", BodyFormat.TEXT)),
    Entry("새로운 언어모델을 공개했다", "https://ko.example/1", "3", published=DAY),
    Entry("Straße am Øresund, Ψυχή, ёлка, ﬁne ＷＩＤＥ", "https://de.example/1", "4", published=DAY),
    Entry(r"H$_2$O, $\mathrm{CO_2}$ and x₁", "https://en.example/1", "5", published=DAY),
)  # fmt: skip


def count(library: Library, query: str) -> int:
    return library.lists.count(parse(query, TODAY))


def fill(library: Library, now: datetime) -> None:
    library.papers.store(PAPERS, Seen("arxiv", "announcement", "", now.date(), now))
    library.entries.store("feed", ENTRIES, now)


@pytest.mark.parametrize(
    "query",
    [
        "Schrödinger", "schrodinger", '"schrodinger bridge"', "Erdős", "erdos", "Łukasiewicz", "étale",
        "etale", "author:müller", "author:muller", "Jürgen", "Haček", "hacek", "author:Ødegaard",
        "语言模型", "推理", "模型", "型的推", "モデル", "発表", "新しいGPT-5.4モデル", "GPT-5.4",
        "언어모델", "모델", "공개",
        "lukasiewicz", "Odegaard", "Strasse", "straße", "Oresund", "ψυχη", "елка", "fine", "wide",
        "H2O", "H₂O", "CO2", "x1",
    ],
)  # fmt: skip
def test_what_is_seen_is_found(library: Library, now: datetime, query: str) -> None:
    fill(library, now)
    assert count(library, query) >= 1
    assert count(library, query) < 4


@pytest.mark.parametrize("query", ["模语", "理推", "델모", "odinger", "大 型"])
def test_what_does_not_stand_there_is_not(library: Library, now: datetime, query: str) -> None:
    fill(library, now)
    assert count(library, query if " " not in query else '"大 型"') == 0


@pytest.mark.parametrize(
    "text", [p.title + p.abstract for p in PAPERS] + [e.title for e in ENTRIES] + ["", "a\\", "\\'"]
)
def test_searchable_text_is_its_own(text: str) -> None:
    assert searchable(searchable(text)) == searchable(text)


def test_a_library_of_before_finds_them_too(tmp_path: Path) -> None:
    db = Db(tmp_path / "library.db")
    before = next(number for number, script in enumerate(MIGRATIONS) if "DROP VIEW documents" in script)
    prepare(db, tmp_path, MIGRATIONS[:before])
    for number, title in enumerate((r"The Schr\"odinger bridge", "大语言模型的推理能力", "Ordinary words"), 1):
        place = base_place(seconds_of(DAY)) + number
        db.run(
            "INSERT INTO items(id, key, kind, place, title) VALUES(?,?,'entry',?,?)",
            (number, f"url:{number}", place, title),
        )
    db.run("INSERT INTO search(search) VALUES('rebuild')")
    db.close()
    library = Library.open(tmp_path / "library.db", state_dir=tmp_path)
    assert [count(library, query) for query in ("Schrödinger", "schrodinger", "语言模型", "ordinary")] == [1, 1, 1, 1]
    assert not [c for c in library.health.check() if c.status != "ok"]
    library.close()


def test_an_index_of_the_version_before_is_folded(tmp_path: Path) -> None:
    db = Db(tmp_path / "library.db")
    before = next(number for number, script in enumerate(MIGRATIONS) if "searchable_before" in script)
    prepare(db, tmp_path, MIGRATIONS[:before])
    for number, title in enumerate(("Straße", r"Schr\"odinger", "Plain words"), 1):
        place = base_place(seconds_of(DAY)) + number
        db.run(
            "INSERT INTO items(id, key, kind, place, title) VALUES(?,?,'entry',?,?)",
            (number, f"url:{number}", place, title),
        )
        db.run(
            "INSERT INTO search(rowid, title, authors, text) VALUES(?, searchable_before(?), '', '')", (place, title)
        )
    db.close()
    library = Library.open(tmp_path / "library.db", state_dir=tmp_path)
    assert [count(library, query) for query in ("Strasse", "Straße", "schrodinger", "plain")] == [1, 1, 1, 1]
    assert not [c for c in library.health.check() if c.status != "ok"]
    library.close()


def test_changed_and_gone_texts_leave_the_index(library: Library, now: datetime) -> None:
    fill(library, now)
    library.entries.store("feed", [Entry("别的题目", "https://zh.example/1", "1", published=DAY)], now)
    assert (count(library, "语言模型"), count(library, "题目")) == (0, 1)
    assert date(2026, 11, 19) == TODAY
