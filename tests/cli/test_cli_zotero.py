"""Items put into a Zotero on this machine, by its connector: whole, once each, into the chosen collection."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.pretend_zotero import PretendZotero

from tui_reader.cli.main import run

TITLE = "\"Quoted\" -- 'single' $(touch ran) %s </p><script>x</script> \\input{x} ünï"
BIB = "@misc{own2026, title={TITLE}, author={O'Neil, Ann-Kathrin and {The $(touch ran) Team}}, eprint={2603.10970},\n"
BIB += ' archiveprefix={arXiv}, abstract={A %s "text".}}\n@misc{b, title={Another one}, eprint={2603.00002}}\n'


@pytest.fixture
def home(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """Two kept papers, one of them with tags, a note and a PDF; Zotero's address comes with each test."""
    (tmp_path / "a.bib").write_text(BIB.replace("TITLE", TITLE), "utf-8")
    home = ["--home", str(tmp_path / "home"), "--offline"]
    assert run([*home, "import", "--as", "zotero", str(tmp_path / "a.bib")]) == 0
    note = "My <b>note</b>\n$(touch ran)"
    assert run([*home, "mark", "arxiv:2603.10970", "--tag", "tts", "--tag", "a, b", "--note", note]) == 0
    (tmp_path / "home" / "data" / "pdf").mkdir()
    (tmp_path / "home" / "data" / "pdf" / "2603.10970.pdf").write_bytes(b"%PDF-1.7 of mine")
    capsys.readouterr()
    return home


def use(home: list[str], url: str) -> None:
    config = Path(home[1]) / "config" / "config.toml"
    config.parent.mkdir(parents=True, exist_ok=True)
    config.write_text(f'[zotero]\nurl = "{url}"\n')


def send(home: list[str], capsys: pytest.CaptureFixture[str], *more: str) -> str:
    assert run([*home, "export", "papers", "is:kept", "--to", "zotero", *more]) == 0
    return capsys.readouterr().out


def test_items_go_whole_and_once_with_tags_note_key_and_pdf(
    home: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with PretendZotero() as zotero:
        use(home, zotero.url)
        assert send(home, capsys) == "2 items put into Zotero: My Library / Speech\n"
        one = next(one for one in zotero.items if one["item"]["id"] == "arxiv:2603.10970")
        item = one["item"]
        assert (item["itemType"], item["archiveID"], item["repository"]) == ("preprint", "arXiv:2603.10970", "arXiv")
        # A dash as BibTeX writes it; and no command, should LaTeX be made of it.
        assert item["title"] == TITLE.replace("--", "–").replace("\\input", "∖input")
        assert item["creators"][0] == {"creatorType": "author", "firstName": "Ann-Kathrin", "lastName": "O'Neil"}
        assert "Citation Key: own2026" in item["extra"]
        assert item["notes"] == [{"note": "<p>My &lt;b&gt;note&lt;/b&gt;</p><p>$(touch ran)</p>"}]
        assert (one["target"], one["tags"]) == ("C1", ["a, b", "tts"])
        (file,) = one["files"]
        assert (file["data"], file["type"], file["parentItemID"]) == (
            b"%PDF-1.7 of mine",
            "application/pdf",
            item["id"],
        )
        assert send(home, capsys) == "2 were put there before\n"
        assert len(zotero.items) == 2
        assert run([*home, "undo"]) == 0  # takes back what was done before, not that it was sent
        capsys.readouterr()
        assert send(home, capsys) == "2 were put there before\n"
        assert send(home, capsys, "--again", "--collection", "speech/To Read").startswith("2 items put into Zotero")
        assert {one["target"] for one in zotero.items[2:]} == {"C2"}


def test_an_older_zotero_fetches_pdfs_itself_and_takes_tags_as_one_text(
    home: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with PretendZotero(old=True) as zotero:
        use(home, zotero.url)
        send(home, capsys, "--collection", "My Library")
        one = next(one for one in zotero.items if one["item"]["id"] == "arxiv:2603.10970")
        assert (one["target"], one["tags"], one["files"]) == ("L1", ["a  b", "tts"], [])


def test_what_is_wrong_is_said_and_nothing_is_noted(home: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    papers = [*home, "export", "papers", "--to", "zotero"]
    use(home, "http://127.0.0.1:9")
    assert run(papers) == 1
    assert "Zotero does not run" in capsys.readouterr().err
    with PretendZotero() as zotero:
        use(home, zotero.url)
        assert run([*papers, "--collection", "To read"]) == 2
        assert "My Library / Speech / To read, A group / To read" in capsys.readouterr().err
        assert run([*papers, "--collection", "Speach"]) == 1
        assert "There is Speech" in capsys.readouterr().err
        zotero.fails = {"/connector/saveItems": 500}
        assert run(papers) == 1
        zotero.fails = {"/connector/updateSession": 400}
        assert "not in A group" in send(home, capsys, "--collection", "A group")
        zotero.fails = {}
        assert "were put there before" in send(home, capsys)


def test_a_library_that_takes_no_files_is_told_of(home: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with PretendZotero() as zotero:
        use(home, zotero.url)
        assert "takes no files" in send(home, capsys, "--collection", "A group")
