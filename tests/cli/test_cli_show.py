from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli_samples import Cli
from support.inputs import folders, named


def test_an_issue_as_json_has_all_its_parts(filled: Cli) -> None:
    issue = filled("show", "issue:2026-04-01", "--format", "json").json
    assert set(issue) == {
        "key",
        "kind",
        "date",
        "title",
        "author",
        "url",
        "read",
        "state",
        "essay",
        "sections",
        "missing",
        "labs",
        "wire",
        "papers",
        "tables",
        "trending",
    }
    assert issue["labs"] == [{"source": "A Lab", "title": "A note from the lab", "url": "https://lab.example/note"}]
    assert issue["wire"] == []
    assert "wire" in issue["missing"]
    assert issue["papers"][0] | {"abstract": ""} == {
        "key": "arxiv:2604.00001", "title": "Small Models Read", "category": "cs.CL", "abstract": "",
        "url": "https://arxiv.org/abs/2604.00001",
    }  # fmt: skip
    assert issue["tables"][0]["rows"][0] == {
        "rank": 1, "model": "Model A", "score": 65.3, "tok_s": None, "usd_per_1m": None,
    }  # fmt: skip
    assert issue["trending"][0]["repo"] == "octo-org/Reader"


def test_an_issue_as_text_has_all_its_parts(filled: Cli) -> None:
    text = filled("show", "2026-04-01").out
    for part in ("speaks of harbours", "A note from the lab", "Small Models Read", "Model A", "octo-org/Reader"):
        assert part in text
    assert max(map(len, text.splitlines())) <= 80
    assert "\\" not in text


@pytest.mark.parametrize(
    "key", ["arxiv:2604.00001", "2604.00001", "2604.00001v3", "https://arxiv.org/abs/2604.00001", "ARXIV:2604.00001"]
)
def test_a_paper_is_found_by_number_and_address(filled: Cli, key: str) -> None:
    assert filled("show", key, "--format", "json").json["title"] == "Small Models Read"


def test_an_entry_is_found_by_a_beginning_of_its_key_and_by_its_address(filled: Cli) -> None:
    key = filled("list", "entries", "harbours OR small", "--json").json[0]["key"]
    entry = filled("show", key[:12], "--format", "json").json
    assert entry["key"] == key
    by_address = filled("show", "https://harbour.example/small?utm_source=x", "--format", "json").json
    assert by_address["title"] == "Evaluating small models"


def test_the_body_of_an_entry_is_markdown(filled: Cli) -> None:
    entry = filled("show", "https://harbour.example/small", "--format", "json").json
    assert entry["body"] == "A **bold** claim with a [link](https://harbour.example/more)."
    assert (entry["group"], entry["note"], entry["items"]) == ("Imported", None, [])
    assert "**bold**" in filled("show", "https://harbour.example/small", "--format", "markdown").out
    text = filled("show", "https://harbour.example/small").out
    assert "A bold claim with a link [1]." in text
    assert "[1] https://harbour.example/more" in text


def test_a_repository_is_found_by_its_name(filled: Cli) -> None:
    assert filled("show", "Octo-Org/reader", "--format", "json").json["key"] == "repo:octo-org/reader"
    assert "Reads things" in filled("show", "repo:octo-org/reader").out


def test_a_board_shows_the_nearest_table_before_a_day(filled: Cli) -> None:
    table = filled("show", "board:swe-rebench@2026-05-01", "--format", "json").json
    assert (table["board"], table["date"], table["source"]) == ("swe-rebench", "2026-04-01", "issues")
    assert table["rows"][1]["model"] == "Model B"
    assert "Model B" in filled("show", "board:swe-rebench").out


@pytest.mark.parametrize(
    ("key", "code", "said"),
    [
        ("board:swe-rebench@2026-03-01", 1, "2026-04-01"),
        ("board:swe-rebench@someday", 2, "someday"),
        ("board:swe-rebensh", 1, "board:swe-rebench"),
        ("issue:2026-04-02", 1, "issue:2026-04-01"),
        ("arxiv:2604.00002", 1, "arxiv:2604.00001"),
        ("url:ffffffffff", 1, "several"),
        ("what", 1, "issue:"),
        ("", 1, "no item"),
    ],
)
def test_an_unknown_key_says_what_is_near(filled: Cli, key: str, code: int, said: str) -> None:
    done = filled("show", key)
    assert (done.code, done.out) == (code, "")
    assert said in done.err


def test_a_whole_paper_that_was_never_fetched_needs_a_network(filled: Cli) -> None:
    done = filled("--offline", "show", "2604.00001", "--full-text")
    assert (done.code, done.out) == (1, "")
    assert "offline" in done.err


def test_only_papers_have_a_full_text(filled: Cli) -> None:
    done = filled("show", "issue:2026-04-01", "--full-text")
    assert (done.code, "is no paper" in done.err) == (2, True)


@pytest.mark.parametrize("folder", folders("seeds"), ids=named)
def test_issues_and_digests_come_out_as_expected(cli: Cli, folder: Path) -> None:
    seeds = sorted(str(p) for p in folder.iterdir() if p.suffix in (".txt", ".html"))
    files = cli("import", *seeds, "--json").json["files"]
    assert [file for file in files if file["error"]] == []
    assert {file["kind"] for file in files} == {"issue", "digest"}
    for told in sorted((folder / "expected").glob("*.links.json")):
        day = told.name.split(".")[0]
        expected = json.loads((folder / "expected" / f"{day}.json").read_text("utf-8"))
        links = json.loads(told.read_text("utf-8"))
        issue = cli("show", f"issue:{day}", "--format", "json").json
        assert issue["author"] == expected["byline"]
        assert issue["essay"] == expected["essay"]
        assert [s["title"] for s in issue["sections"] if s["name"] == "papers"] == [expected["papers_heading"]]
        assert [
            {"title": p["title"], "category": p["category"], "abstract": p["abstract"]} for p in issue["papers"]
        ] == expected["papers"]
        assert [p["key"] for p in issue["papers"]] == [f"arxiv:{number}" for number in links["arxiv"]]
        for name in ("labs", "wire"):
            assert [[link["source"], link["title"], link["url"]] for link in issue[name]] == links[name]
        assert [[r["repo"], r["description"], r["language"], f"{r['stars']:,}"] for r in issue["trending"]] == links[
            "trending"
        ]
        assert issue["missing"] == []
        for table, board in zip(issue["tables"], expected["boards"], strict=True):
            assert (table["title"], table["metric"], table["description"]) == (
                board["name"], board["metric"], board["description"],
            )  # fmt: skip
            columns = ("rank", "model", "score", "tok_s", "usd_per_1m")[: len(board["columns"])]
            assert [[row[column] for column in columns] for row in table["rows"]] == board["rows"]
