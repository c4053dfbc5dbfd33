"""A backup holds what a rebuild would lose, and only a backup is restored."""

from __future__ import annotations

import io
import json
import sqlite3
import tarfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tui_reader.domain.errors import ReaderError
from tui_reader.storage.backup import restore, save

NOW = datetime(2026, 4, 2, 9, 30, tzinfo=UTC)
MANIFEST = json.dumps({"format": 1, "program": "1", "made": "2026-04-02"}).encode()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = tmp_path / "home"
    for folder in ("config", "data/journal", "data/imports/feed", "state"):
        (home / folder).mkdir(parents=True)
    (home / "config/config.toml").write_text('[general]\ntheme = "inference-light"\n')
    (home / "data/journal/here-1.jsonl").write_text('{"id":1}\n{"half of a li')
    (home / "data/imports/feed/a.xml").write_text("<rss/>")
    (home / "data/imports/link").symlink_to("/etc/passwd")
    (home / "state/machine").write_text("here-1")
    with sqlite3.connect(home / "data/library.db") as library:
        library.execute("CREATE TABLE items(first_seen)")
        library.execute("INSERT INTO items VALUES ('2026-01-01')")
    library.close()
    return home


def back(home: Path, file: Path, *, force: bool = False) -> str:
    return restore(file, home / "data", home / "config/config.toml", home / "state", NOW, force=force)[1]


def saved(home: Path) -> Path:
    file = home.parent / "backup.tar.gz"
    save(file, home / "data", home / "config/config.toml", NOW, "1")
    return file


def test_all_of_it_comes_back_into_an_empty_home(home: Path, tmp_path: Path) -> None:
    file, other = saved(home), tmp_path / "other"
    assert oct(file.stat().st_mode)[-3:] == "600"
    assert not back(other, file)
    assert (other / "config/config.toml").read_text() == (home / "config/config.toml").read_text()
    assert (other / "data/journal/here-1.jsonl").read_text() == '{"id":1}\n'
    assert (other / "data/imports/feed/a.xml").read_text() == "<rss/>"
    assert not (other / "data/imports/link").exists()
    assert not (other / "state").exists()
    library = sqlite3.connect(other / "data/library.db")
    assert library.execute("SELECT * FROM items").fetchall() == [("2026-01-01",)]
    library.close()


def test_a_home_is_overwritten_only_when_asked_and_then_set_aside(home: Path) -> None:
    file = saved(home)
    (home / "data/journal/here-1.jsonl").write_text('{"id":1}\n{"id":2}\n')
    with pytest.raises(ReaderError, match="there is a home"):
        back(home, file)
    aside = Path(back(home, file, force=True))
    assert (aside / "journal/here-1.jsonl").read_text() == '{"id":1}\n{"id":2}\n'
    assert (home / "data/journal/here-1.jsonl").read_text() == '{"id":1}\n'
    assert (home / "config/config.toml.before-20260402-093000").exists()
    assert not (home / "state/machine").exists()


def member(
    name: str, kind: bytes = tarfile.REGTYPE, content: bytes = b"x", link: str = ""
) -> tuple[tarfile.TarInfo, bytes]:
    info = tarfile.TarInfo(name)
    info.type, info.linkname, info.size = kind, link, len(content) if kind == tarfile.REGTYPE else 0
    return info, content


END = member("end.json", content=b'{"files": 1}')
HOSTILE = [
    member("../../evil"),
    member("/etc/evil"),
    member("data/imports/../../../evil"),
    member("data/imports/feed/.."),
    member("data/journal/../evil.jsonl"),
    member("data/imports/a\\..\\b"),
    member("data/journal/x.jsonl", tarfile.SYMTYPE, link="/etc/passwd"),
    member("data/journal/x.jsonl", tarfile.LNKTYPE, link="/etc/passwd"),
    member("data/imports", tarfile.DIRTYPE),
    member("data/imports/pipe", tarfile.FIFOTYPE),
    member("state/machine"),
    member("config/other.toml"),
    member("data/library.db", content=b"no library at all" * 100),
]


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda m: m[0].name)
def test_hostile_archives_are_refused_and_change_nothing(
    hostile: tuple[tarfile.TarInfo, bytes], tmp_path: Path
) -> None:
    file = tmp_path / "hostile.tar.gz"
    with tarfile.open(file, "w:gz") as archive:
        for info, content in (member("manifest.json", content=MANIFEST), hostile, END):
            archive.addfile(info, io.BytesIO(content))
    home = tmp_path / "deep/er/home"
    with pytest.raises(ReaderError):
        back(home, file)
    assert not (home / "data").exists()
    assert [p.name for p in home.iterdir()] == []
    assert not list(tmp_path.rglob("evil*"))


@pytest.mark.parametrize("content", [b"", b"no archive", b"\x1f\x8b broken"])
def test_what_is_no_archive_is_refused(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "no.tar.gz"
    file.write_bytes(content)
    with pytest.raises(ReaderError, match="not restored"):
        back(tmp_path / "home", file)


def test_an_archive_cut_off_at_any_place_is_refused(home: Path, tmp_path: Path) -> None:
    whole = saved(home).read_bytes()
    cut = tmp_path / "cut.tar.gz"
    for part in (0.2, 0.5, 0.9):
        cut.write_bytes(whole[: int(len(whole) * part)])
        with pytest.raises(ReaderError, match="not restored"):
            back(tmp_path / "other", cut)


def test_two_files_of_one_name_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "twice.tar.gz"
    with tarfile.open(file, "w:gz") as archive:
        for info, content in (member("manifest.json", content=MANIFEST), *[member("data/journal/a.jsonl")] * 2, END):
            archive.addfile(info, io.BytesIO(content))
    with pytest.raises(ReaderError):
        back(tmp_path / "home", file)
