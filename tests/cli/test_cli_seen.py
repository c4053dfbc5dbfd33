from __future__ import annotations

from cli_samples import Cli

FEED = """<rss version="2.0"><channel><title>Lab Watch</title><link>https://watch.example/</link><item>
<title>Model A-1.5 leads</title><link>https://watch.example/1</link><guid>1</guid>
<pubDate>Wed, 01 Apr 2026 08:00:00 GMT</pubDate>
<description>OpenAI says that Model A-1.5 leads, as in arXiv:2604.00001.</description></item></channel></rss>"""
BOARD = "rank,model,score\n1,Model A-1.5,65.3\n"


def test_places_of_models_labs_and_papers_are_told_in_one_shape(filled: Cli) -> None:
    filled("import", filled.write("board-2026-03-30.csv", BOARD), "--as", "board")
    assert filled("import", filled.write("watch.xml", FEED)).code == 0
    (key,) = [e["key"] for e in filled("list", "entries", "source:file-lab-watch", "--json").json]
    for asked in ("model a-1.5", "OpenAI", "lab:openai", "arxiv:2604.00001"):
        found = filled("seen", asked, "--json").json
        assert {"source": "file-lab-watch", "kind": "mention", "date": "2026-04-01", "where": "Model A-1.5 leads",
                "key": key} in found  # fmt: skip
        assert all(set(one) == {"source", "kind", "date", "where", "key"} for one in found)
        dates = [one["date"] for one in found if one["date"]]
        assert dates == sorted(dates)


def test_a_name_that_nothing_has_is_an_error(filled: Cli) -> None:
    assert filled("seen", "No such model 7").code == 1
    assert filled("seen", "lab:nowhere").code == 1
