from __future__ import annotations

from pathlib import Path

import pytest
from cli_samples import EMPTY_FEED, FEED, ISSUE, OPML, Cli

from tui_reader.sources.feed.opml import parse_opml


def test_an_import_says_what_came_of_each_file(cli: Cli) -> None:
    done = cli("import", cli.write("a.xml", FEED), cli.write("b.html", ISSUE), "--json")
    assert done.code == 0
    feed, issue = done.json["files"]
    assert {"path", "kind", "items", "keys", "note", "error"} == set(feed)
    assert (feed["kind"], feed["items"], len(feed["keys"]), feed["error"]) == ("feed", 2, 2, None)
    assert issue["kind"] == "issue"
    assert "issue:2026-04-01" in issue["keys"]
    assert "wire" in issue["note"]


def test_an_empty_feed_is_a_note_and_no_error(cli: Cli) -> None:
    done = cli("import", cli.write("empty.xml", EMPTY_FEED), "--json")
    (file,) = done.json["files"]
    assert (done.code, file["items"], file["keys"], file["error"]) == (0, 0, [], None)
    assert file["note"]


def test_some_files_failing_is_3_and_all_failing_is_4(cli: Cli) -> None:
    good, bad = cli.write("a.xml", FEED), cli.write("noise.bin", bytes(range(256)) * 8)
    assert cli("import", good, bad).code == 3
    done = cli("import", bad, "/nowhere/at/all", "--json")
    assert done.code == 4
    assert all(file["error"]["code"] == "parse" and file["error"]["hint"] for file in done.json["files"])


def test_a_failing_file_is_named_on_stderr(cli: Cli) -> None:
    done = cli("import", cli.write("noise.bin", b"nothing of the kind"))
    assert done.code == 4
    assert "noise.bin" in done.err
    assert done.err.count("\n") == 1


def test_a_folder_is_its_files(cli: Cli, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "one.xml").write_text(FEED, "utf-8")
    (folder / ".hidden").write_text("no", "utf-8")
    assert len(cli("import", str(folder), "--json").json["files"]) == 1
    (folder / "one.xml").unlink()
    assert cli("import", str(folder), "--json").json == {"files": []}


def test_as_overrides_what_a_file_looks_like(cli: Cli) -> None:
    done = cli("import", cli.write("a.xml", FEED), "--as", "opml", "--json")
    assert done.code == 4
    assert done.json["files"][0]["kind"] == "opml"


def test_importing_twice_adds_nothing(filled: Cli, tmp_path: Path) -> None:
    before = filled("search", "", "--json").json
    filled("import", str(tmp_path / "harbour.xml"), str(tmp_path / "issue.html"))
    assert filled("search", "", "--json").json == before


def test_importing_a_feed_does_not_follow_it_but_opml_does(cli: Cli) -> None:
    cli("import", cli.write("a.xml", FEED))
    assert not any(s["title"] == "Harbour Notes" and s["url"] for s in _followed(cli))
    done = cli("import", cli.write("mine.opml", OPML), "--json")
    assert (done.code, done.json["files"][0]["kind"], done.json["files"][0]["items"]) == (0, "opml", 1)
    assert any(s["url"] == "https://harbour.example/feed" for s in _followed(cli))


def _followed(cli: Cli) -> list[dict[str, str]]:
    done = cli("export", "feeds", "--format", "opml")
    assert done.code == 0, done.err
    listed = parse_opml(done.out.encode()).subscriptions
    return [{"title": sub.title, "url": sub.url, "group": sub.group} for sub in listed]


def test_feeds_go_out_as_opml_and_come_back(cli: Cli, tmp_path: Path) -> None:
    assert "1 new" in cli("feeds", "import", cli.write("mine.opml", OPML)).out
    assert "0 new" in cli("feeds", "import", cli.write("mine.opml", OPML)).out
    target = tmp_path / "out.opml"
    done = cli("export", "feeds", "-o", str(target))
    assert (done.code, done.out) == (0, "")
    subs = {sub.url: sub for sub in parse_opml(target.read_bytes()).subscriptions}
    assert subs["https://harbour.example/feed"].group == "Ports"


def test_an_export_replaces_a_file_whole_or_not_at_all(cli: Cli, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "feeds.opml").mkdir()
    assert cli("export", "feeds", "-o", str(folder)).code == 1
    assert cli("export", "feeds", "-o", str(tmp_path / "none" / "x.opml")).code == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder", "home"]


def test_a_removed_feed_is_gone_until_it_is_added_again(cli: Cli) -> None:
    cli("feeds", "import", cli.write("mine.opml", OPML))
    assert cli("feeds", "remove", "harbour-notes").code == 0
    assert cli("feeds", "remove", "harbour-notes").code == 1
    assert not any(s["url"] == "https://harbour.example/feed" for s in _followed(cli))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["papers"], "one of bibtex, ris, csl-json, csv, jsonl, markdown"),
        (["papers", "--format", "opml"], "one of bibtex, ris, csl-json, csv, jsonl, markdown"),
        (["boards", "--format", "bibtex"], "one of csv, jsonl, markdown"),
        (["papers", "--format", "markdown"], "-o"),
        (["feeds", "--format", "csv"], "opml"),
        (["feeds", "group:x"], "no query"),
    ],
)
def test_other_exports_are_usage_errors(cli: Cli, words: list[str], said: str) -> None:
    done = cli("export", *words)
    assert (done.code, done.out) == (2, "")
    assert said in done.err


def test_a_missing_opml_file_is_an_error(cli: Cli) -> None:
    done = cli("feeds", "import", "/nowhere.opml")
    assert (done.code, "/nowhere.opml" in done.err) == (1, True)


def test_a_board_without_a_day_is_taken_as_of_today_and_says_so(cli: Cli) -> None:
    done = cli("import", "--as", "board", cli.write("board.csv", "model,score\nAda,5\nBell,4\n"), "--json")
    (file,) = done.json["files"]
    assert (done.code, file["items"], file["error"]) == (0, 2, None)
    assert "nothing says of which day" in file["note"]


def test_a_rebuilt_library_has_the_corrected_board(cli: Cli, tmp_path: Path) -> None:
    """The copies are named by their content, so their names say nothing of their order."""
    for score in (1, 2, 3, 4, 5, 4):
        cli("import", "--as", "board", cli.write("own_2026-03-03.csv", f"model,score\nAda,{score}\n"))
    (tmp_path / "home" / "data" / "library.db").unlink()
    assert cli("show", "board:own@2026-03-03", "--format", "json").json["rows"][0]["score"] == 4


def test_names_on_the_boards_help_to_cut_glued_cells(cli: Cli) -> None:
    issue = (
        "The Inference Report\n\nApril 2, 2026\n\nBenchmarks\n\nSpeech Board\n\n#ModelScore\n1Ada 7.57.2\n2Bell54.1\n"
        "3Curie52.0\n"
    )
    text = cli.write("issue.txt", issue)
    assert (
        cli("import", "--as", "board", cli.write("other_2026-04-01.csv", "model,score\nAda 7.5,9\nBell,5\n")).code == 0
    )
    done = cli("import", "--as", "issue", text)
    assert done.code == 0, done.err
    rows = cli("show", "board:speech-board", "--format", "json").json["rows"]
    assert (rows[0]["model"], rows[0]["score"]) == ("Ada 7.5", 7.2)
