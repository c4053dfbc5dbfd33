from __future__ import annotations

from cli_samples import Cli

from tui_reader.cli.columns import cells

SUMMARY = {"key", "kind", "title", "date", "source", "url", "read", "state", "tags"}
PAPER = {
    "key",
    "kind",
    "title",
    "authors",
    "abstract",
    "primary_category",
    "categories",
    "published",
    "updated",
    "announced",
    "announce_type",
    "version",
    "comment",
    "doi",
    "journal_ref",
    "url",
    "pdf_url",
    "read",
    "state",
    "tags",
    "note",
    "sightings",
}


def test_an_empty_library_lists_nothing_and_is_no_error(cli: Cli) -> None:
    for what in ("issues", "entries", "papers", "repos", "boards"):
        assert cli("list", what, "--json").json == []
        done = cli("list", what)
        assert (done.code, done.out, done.err) == (0, "", "Nothing matches.\n")


def test_issues_and_entries_are_summaries(filled: Cli) -> None:
    issues = filled("list", "issues", "--json").json
    assert [set(issue) for issue in issues] == [SUMMARY]
    assert (issues[0]["key"], issues[0]["date"], issues[0]["state"]) == ("issue:2026-04-01", "2026-04-01", "none")
    entries = filled("list", "entries", "source:file-harbour-notes", "--json").json
    assert entries[0]["title"] == "Evaluating small models"
    assert entries[0]["date"] == "2026-04-01T08:00:00Z"
    assert entries[0]["source"] == "file-harbour-notes"
    assert entries[0]["tags"] == []


def test_papers_repos_and_boards_have_their_fuller_forms(filled: Cli) -> None:
    (paper,) = filled("list", "papers", "--json").json
    assert set(paper) == PAPER
    assert (paper["key"], paper["state"], paper["doi"], paper["authors"]) == ("arxiv:2604.00001", "inbox", None, [])
    (repo,) = filled("list", "repos", "--json").json
    assert (repo["repo"], repo["stars"], repo["language"]) == ("octo-org/reader", 1234, "Rust")
    (board,) = filled("list", "boards", "--json").json
    assert board == {
        "board": "swe-rebench", "title": "SWE-rebench", "metric": None, "snapshots": 1,
        "first": "2026-04-01", "last": "2026-04-01", "family": None, "followed": True,
        "attribution": "Source: SWE-rebench, https://swe-rebench.com", "license": "shown with attribution",
    }  # fmt: skip


def test_sources_are_those_configured_and_those_known(filled: Cli) -> None:
    filled.configure('[arxiv]\ncategories = []\n[[feeds]]\ntitle = "One"\nurl = "https://one.example/"\ngroup = "G"\n')
    sources = {source["id"]: source for source in filled("list", "sources", "--json").json}
    assert set(sources) >= {"issues", "one", "trending", "file-harbour-notes"}
    assert sources["one"] == {
        "id": "one", "kind": "feed", "title": "One", "url": "https://one.example/", "group": "G",
        "status": "new", "last_success": None, "last_error": None, "items": 0,
    }  # fmt: skip
    assert sources["file-harbour-notes"]["items"] == 2


def test_sources_can_be_narrowed_by_words_and_groups(cli: Cli) -> None:
    found = cli("list", "sources", "group:AI Labs", "-openai", "--json").json
    assert found
    assert {source["group"] for source in found} == {"AI Labs"}
    assert "openai" not in {source["id"] for source in found}
    assert cli("list", "sources", "is:unread").code == 2


def test_a_limit_holds_for_text_and_json(filled: Cli) -> None:
    assert len(filled("list", "entries", "--limit", "1", "--json").json) == 1
    done = filled("list", "entries", "--limit", "1")
    assert len(done.out.splitlines()) == 1
    assert "2 more" in done.err


def test_text_is_aligned_in_cells_and_never_has_controls(filled: Cli) -> None:
    lines = filled("list", "entries", "source:file-harbour-notes").out.splitlines()
    assert "\u202e" not in "".join(lines)
    starts = {cells(line[: line.index("Harbour Notes")]) for line in lines}
    assert len(starts) == 1


def test_a_query_narrows_and_a_wrong_one_is_usage(filled: Cli) -> None:
    assert filled("list", "papers", "cat:cs.CL", "is:inbox", "--json").json
    assert filled("list", "papers", "cat:cs.SD", "--json").json == []
    assert filled("list", "papers", "-cat:cs.CL", "--json").json == []
    done = filled("list", "papers", "is:nonsense")
    assert (done.code, done.out) == (2, "")


def test_search_finds_all_kinds(filled: Cli) -> None:
    found = filled("search", "models", "--json").json
    assert {item["kind"] for item in found} >= {"issue", "entry", "paper"}
    assert all(set(item) == SUMMARY for item in found)
    assert filled("search", '"small models"', "kind:entry", "--json").json[0]["title"] == "Evaluating small models"


def test_seen_gives_the_places_of_an_item(filled: Cli) -> None:
    seen = filled("seen", "arxiv:2604.00001", "--json").json
    assert seen == [
        {
            "source": "issue:2026-04-01",
            "kind": "issue",
            "date": "2026-04-01",
            "where": "Research Papers",
            "key": "issue:2026-04-01",
        }
    ]
    assert "issue:2026-04-01" in filled("seen", "https://arxiv.org/pdf/2604.00001v2").out
