from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tui_reader.domain.boards import BoardRow, Column, Snapshot
from tui_reader.domain.errors import StorageError, UsageError
from tui_reader.domain.feeds import Body, Entry
from tui_reader.domain.items import Seen
from tui_reader.domain.journal import Change, JournalLine
from tui_reader.domain.papers import Author, Paper
from tui_reader.domain.query import EVERYTHING, Field
from tui_reader.services.exporting import files
from tui_reader.services.exporting.export import Exporter, write_to
from tui_reader.services.exporting.formats import BY_NAME, KINDS, choose, formats_for
from tui_reader.services.exporting.notes import MARKER, file_name, key_in, note_text
from tui_reader.services.exporting.tables import csv_line, json_line
from tui_reader.storage.library import Library
from tui_reader.text.sanitise import clean_line

NOW = datetime(2026, 4, 2, tzinfo=UTC)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    library = Library.open(tmp_path / "data" / "library.db", state_dir=tmp_path / "state")
    papers = [
        Paper('=Sum of Speech: "A" / B', "2604.00001", "One, two.", (Author("Ada Smith"),), "cs.SD", ("cs.SD",)),
        Paper("Speech", "2604.00002", "", (Author("Bo Smith"), Author("王小明"))),
    ]
    library.papers.store(papers, Seen("arxiv", "search", "", None, NOW))
    entry = Entry(
        "A post", "https://a.example/p", "1", author="Cy", published=NOW, body=Body("<p>The <b>body</b>.</p>")
    )
    library.entries.store("a", [entry], NOW)
    rows = (BoardRow("Model A", 1, 65.5, None, 0.5), BoardRow("Model B", 2, 64.0))
    library.boards.store(Snapshot("swe", "SWE", date(2026, 4, 1), rows))
    yield library
    library.close()


def text_of(library: Library, kind: str, form: str) -> str:
    ids = library.lists.ids(Field("kind", {"papers": "paper", "entries": "entry"}[kind]))
    return "".join(Exporter(library).items(kind, ids, BY_NAME[form]))


def test_csv_has_a_line_for_each_and_no_formulas(library: Library) -> None:
    rows = list(csv.DictReader(io.StringIO(text_of(library, "papers", "csv"), newline="")))
    assert {row["key"] for row in rows} == {"arxiv:2604.00001", "arxiv:2604.00002"}
    assert {row["title"] for row in rows} == {'\'=Sum of Speech: "A" / B', "Speech"}
    assert "Bo Smith; 王小明" in {row["authors"] for row in rows}


def test_json_lines_are_the_shapes_of_the_command_line(library: Library) -> None:
    papers = [json.loads(line) for line in text_of(library, "papers", "jsonl").splitlines()]
    assert {paper["title"] for paper in papers} == {'=Sum of Speech: "A" / B', "Speech"}
    (entry,) = [json.loads(line) for line in text_of(library, "entries", "jsonl").splitlines()]
    assert (entry["kind"], entry["body"]) == ("entry", "The **body**.")


def test_an_entry_is_cited_as_a_page(library: Library) -> None:
    assert "@misc{cy2026post," in text_of(library, "entries", "bibtex")
    (item,) = json.loads(text_of(library, "entries", "csl-json"))
    assert (item["type"], item["URL"]) == ("webpage", "https://a.example/p")


@pytest.mark.parametrize(("form", "empty"), [("bibtex", ""), ("ris", ""), ("csl-json", "[]\n"), ("jsonl", "")])
def test_nothing_is_a_valid_export(library: Library, form: str, empty: str) -> None:
    assert "".join(Exporter(library).items("papers", [], BY_NAME[form])) == empty


def test_notes_are_one_file_a_paper_with_front_matter(library: Library, tmp_path: Path) -> None:
    folder = tmp_path / "vault" / "papers"
    assert Exporter(library).notes(library.lists.ids(Field("kind", "paper")), folder) == 2
    assert sorted(path.name for path in folder.iterdir()) == [
        "=Sum of Speech A B (2604.00001).md",
        "Speech (2604.00002).md",
    ]
    text = (folder / "=Sum of Speech A B (2604.00001).md").read_text("utf-8")
    front = yaml.safe_load(text.split("---\n")[1])
    assert front["title"] == '=Sum of Speech: "A" / B'
    assert (front["key"], front["arxiv"], front["authors"]) == ("arxiv:2604.00001", "2604.00001", ["Ada Smith"])
    assert "One, two." in text


def test_notes_are_written_anew_in_place_but_never_over_a_file_that_is_not_ours(
    library: Library, tmp_path: Path
) -> None:
    ids = library.lists.ids(Field("kind", "paper"))
    (tmp_path / "Speech (2604.00002).md").write_text("my own note", "utf-8")
    for _ in range(2):
        assert Exporter(library).notes(ids, tmp_path) == 2
    assert (tmp_path / "Speech (2604.00002).md").read_text("utf-8") == "my own note"
    assert len(list(tmp_path.glob("*.md"))) == 3


def test_what_the_user_wrote_in_a_note_stays_wherever_it_was_moved(library: Library, tmp_path: Path) -> None:
    ids = library.lists.ids(Field("kind", "paper"))
    Exporter(library).notes(ids, tmp_path)
    note = tmp_path / "Speech (2604.00002).md"
    moved = tmp_path / "read" / "My name for it.md"
    moved.parent.mkdir()
    text = note.read_text("utf-8").replace("---\n\n", "rating: 5\ntags:\n- mine\n---\n\n", 1)
    moved.write_bytes(text.encode() + b"\r\nMy *words*\n\n---\nkey: nothing\n\xff\n")
    note.unlink()
    library.journal.fold([JournalLine("m", 1, NOW, "m:1", Change("arxiv:2604.00002", "tag:tts", True))])
    for _ in range(2):
        Exporter(library).notes(ids, tmp_path)
        assert not note.exists()
        data = moved.read_bytes()
        assert data.endswith(MARKER.encode() + b"\n\r\nMy *words*\n\n---\nkey: nothing\n\xff\n")
        front = yaml.safe_load(data.split(b"---\n")[1])
        assert (front["rating"], front["tags"]) == (5, ["tts", "mine"])
    # Where the line is gone, or the front matter is broken, nothing is lost either.
    moved.write_bytes(data.replace(MARKER.encode(), b"").replace(b"rating: 5", b"rating: [5"))
    Exporter(library).notes(ids, tmp_path)
    own = moved.read_text("utf-8", "replace").split(MARKER)[1]
    assert "My *words*" in own
    assert "rating: [5" in own


@given(st.text(), st.text())
def test_what_stands_below_the_line_of_a_note_stays_as_it_is(own: str, text: str) -> None:
    front = {"key": "url:01", "title": "T"}
    first = note_text(front, text)
    assert note_text(front, text, first) == first
    assert note_text(front, text + " more", first + own).endswith(f"{MARKER}\n{own}")


def test_boards_are_a_line_for_each_model_and_day(library: Library, tmp_path: Path) -> None:
    snapshot = library.boards.snapshot("swe")
    assert snapshot is not None
    exporter = Exporter(library)
    rows = list(csv.DictReader(io.StringIO("".join(exporter.boards([snapshot], BY_NAME["csv"])), newline="")))
    assert [(row["date"], row["model"], row["score"], row["tok_s"]) for row in rows] == [
        ("2026-04-01", "Model A", "65.5", ""),
        ("2026-04-01", "Model B", "64.0", ""),
    ]
    (table,) = [json.loads(line) for line in exporter.boards([snapshot], BY_NAME["jsonl"])]
    assert (table["board"], len(table["rows"])) == ("swe", 2)
    assert exporter.board_notes([snapshot], tmp_path / "boards") == 1
    assert "Model A" in next((tmp_path / "boards").iterdir()).read_text("utf-8")


def test_a_later_board_keeps_what_the_first_has_not(library: Library) -> None:
    first = library.boards.snapshot("swe")
    assert first is not None
    later = replace(first, board="arena", rows=(BoardRow("Model A", 1, 1200.0, low=1190.0, high=1212.0),))
    text = "".join(Exporter(library).boards([first, later], BY_NAME["csv"]))
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [(row["board"], row["low"], row["high"]) for row in rows][-1] == ("arena", "1190.0", "1212.0")


def test_a_line_has_the_values_and_intervals_of_its_board(library: Library) -> None:
    votes, kind, rank = Column("votes", "Votes"), Column("kind", "Kind"), Column("rank", "Rank elsewhere")
    rows = (
        BoardRow("Model A", 1, 1200.0, low=1190.0, high=1212.0, values=(("votes", 20), ("kind", "open"), ("rank", 7))),
        BoardRow("Model B", 2, 1100.0, sem=10.0, values=(("kind", True),)),
    )
    for day, columns in ((1, (votes,)), (2, (votes, kind, rank))):
        library.boards.store(Snapshot("arena", "Arena", date(2026, 5, day), rows, columns=columns))
    exporter = Exporter(library)
    tables = [*exporter.snapshots("swe"), *exporter.snapshots("arena")]
    text = "".join(exporter.boards(tables, BY_NAME["csv"], ("swe", "arena")))
    lines = list(csv.DictReader(io.StringIO(text, newline="")))
    assert {len(line) for line in lines} == {18 + 3}
    assert [(line["votes"], line["kind"], line["value_rank"]) for line in lines[-2:]] == [
        ("20", "open", "7"),
        ("", "true", ""),
    ]
    assert [(line["interval_low"], line["interval_high"], line["rank"]) for line in lines[-2:]] == [
        ("1190.0", "1212.0", "1"),
        ("1080.4", "1119.6", "2"),
    ]
    assert lines[0]["votes"] == lines[0]["interval_low"] == ""


def test_one_citation_has_no_abstract(library: Library) -> None:
    (row,) = (r for r in library.lists.rows(library.lists.ids(EVERYTHING)) if r.key == "arxiv:2604.00001")
    citation = Exporter(library).citations([row])
    assert citation.startswith("@misc{smith2026sum,")
    assert "abstract" not in citation


def test_every_kind_has_formats_and_a_wrong_one_names_them() -> None:
    assert all(formats_for(kind) for kind in KINDS)
    with pytest.raises(UsageError) as caught:
        choose("boards", "bibtext")
    assert "csv, jsonl, markdown" in caught.value.hint
    assert choose("feeds", None).name == "opml"


def test_what_fails_halfway_leaves_the_old_file(tmp_path: Path) -> None:
    def pieces() -> Iterator[str]:
        yield "new"
        raise StorageError("gone")

    path = tmp_path / "out.bib"
    path.write_text("old", "utf-8")
    with pytest.raises(StorageError):
        write_to(path, pieces())
    assert [p.name for p in tmp_path.iterdir()] == ["out.bib"]
    assert path.read_text("utf-8") == "old"


@pytest.mark.skipif(not hasattr(os, "O_TMPFILE"), reason="files without a name are Linux's")
def test_what_is_killed_halfway_leaves_no_file_behind(tmp_path: Path) -> None:
    program = """
import os, sys
from pathlib import Path
from tui_reader.services.exporting.files import write_file
def chunks():
    yield b"a" * 1_000_000
    os.kill(os.getpid(), 9)
write_file(Path(sys.argv[1]), chunks())
"""
    done = subprocess.run([sys.executable, "-c", program, str(tmp_path / "papers.bib")], check=False)
    assert done.returncode == -9
    assert list(tmp_path.iterdir()) == []


def test_a_link_is_written_through(tmp_path: Path) -> None:
    (tmp_path / "real").write_text("old", "utf-8")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    files.write_file(tmp_path / "link", [b"new"])
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_bytes() == b"new"


@settings(deadline=None)
@given(st.text(max_size=200), st.sampled_from(["arxiv:2604.00001", "arxiv:cs/0701001", "url:0123456789abcdef"]))
def test_file_names_are_safe_everywhere(title: str, key: str) -> None:
    name = file_name(title, key)
    assert name.endswith(".md")
    assert not set(name) & set('/\\:*?"<>|\0\n')
    assert not name.startswith(".")
    assert len(name.encode()) <= 255


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(["title", "note"]), st.text(st.characters(codec="utf-8"), max_size=40)))
def test_front_matter_can_be_read_back(front: dict[str, str]) -> None:
    text = note_text({"key": "url:0123", **front}, "text")
    assert key_in(text.encode()) == "url:0123"
    known = {name: clean_line(value) for name, value in front.items() if clean_line(value)}
    assert yaml.safe_load(text.split("\n---\n")[0]) == {"key": "url:0123", **known}


@settings(deadline=None)
@given(st.lists(st.text(max_size=20), min_size=1, max_size=4))
def test_a_csv_line_can_be_read_back(values: list[str]) -> None:
    (row,) = list(csv.reader(io.StringIO(csv_line(values), newline="")))
    assert [cell.removeprefix("'") for cell in row] == [
        value.encode("utf-8", "replace").decode().replace("\0", "").removeprefix("'") for value in values
    ]


@settings(deadline=None)
@given(st.text(max_size=30))
def test_a_json_line_is_one_line(value: str) -> None:
    line = json_line({"x": value})
    assert line.splitlines() == [line.rstrip("\n")]
    assert json.loads(line) == {"x": value}
