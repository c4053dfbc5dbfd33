"""`compare` and `history` on the command line."""

from __future__ import annotations

import csv
import io
import json

import pytest
from cli_samples import Cli

ROWS = {
    "2026-03-03": [("Ada", "a", 57.2), ("Bell", "b", 55.0), ("Curie", "c", 54.1), ("Darwin", "d", 40.5)],
    "2026-03-10": [("Ada", "a", 57.2), ("Curie (high)", "c", 54.1), ("Bell", "b", 52.3), ("=Euler|*", "e", 41.5)],
}


@pytest.fixture
def boards(cli: Cli) -> Cli:
    """A home with a board of two days."""
    cli.configure('[boards.mine]\nmodel = "name"\nscore = "elo"\nid = "key"\n')
    for day, rows in ROWS.items():
        text = json.dumps([{"name": name, "key": key, "elo": elo} for name, key, elo in rows])
        done = cli("import", "--as", "board", cli.write(f"mine_{day}.json", text))
        assert done.code == 0, done.err
    return cli


def test_json_has_the_settled_shape(boards: Cli) -> None:
    found = boards("compare", "mine", "--format", "json").json
    assert {key: value for key, value in found.items() if key != "rows"} == {
        "board": "mine",
        "metric": "elo",
        "from": {"date": "2026-03-03", "source": "import"},
        "to": {"date": "2026-03-10", "source": "import"},
        "comparable": True,
        "warning": None,
    }
    rows = {row["model"]: row for row in found["rows"]}
    assert rows["Bell"] == {
        "model": "Bell",
        "change": "down",
        "rank": {"from": 2, "to": 3, "delta": 1},
        "score": {"from": 55.0, "to": 52.3, "delta": -2.7},
        "tok_s": {"from": None, "to": None, "delta": None},
        "usd_per_1m": {"from": None, "to": None, "delta": None},
        "note": None,
    }
    assert {model: row["change"] for model, row in rows.items()} == {
        "Ada": "same",
        "Curie (high)": "renamed",
        "Bell": "down",
        "=Euler|*": "entered",
        "Darwin": "left",
    }
    assert rows["Curie (high)"]["note"] == "was Curie"
    assert rows["Darwin"]["rank"] == {"from": 4, "to": None, "delta": None}


def test_the_table_reads_without_colour(boards: Cli) -> None:
    done = boards("compare", "mine")
    assert done.code == 0
    lines = done.out.splitlines()
    assert "2026-03-03 → 2026-03-10" in lines[0]
    assert lines[1] == (
        "Bell fell to 3rd, =Euler|* entered at 4th, Darwin left, and Curie is now called Curie (high) and rose to 2nd."
    )
    body = {line.split()[0]: line for line in lines[4:]}
    assert set(body) == {"=", "renamed", "▼1", "new", "left"}
    assert "−2.7" in body["▼1"]
    assert "\x1b" not in done.out


def test_csv_has_every_row(boards: Cli) -> None:
    rows = list(csv.DictReader(io.StringIO(boards("compare", "mine", "--format", "csv").out)))
    assert len(rows) == 5
    (bell,) = (row for row in rows if row["model"] == "Bell")
    assert (bell["id"], bell["change"], bell["score_from"], bell["score_delta"]) == ("b", "down", "55.0", "-2.7")
    assert bell["tok_s_from"] == ""


def test_csv_has_the_intervals_and_values_of_both_days(cli: Cli) -> None:
    for day, rating in (("2026-04-28", 1500.0), ("2026-05-28", 1520.0)):
        row = {
            "model_name": "Ada", "rating": rating, "rating_lower": rating - 5, "rating_upper": rating + 6,
            "vote_count": rating * 10, "organization": "ada labs", "category": "overall",
            "leaderboard_publish_date": day,
        }  # fmt: skip
        page = {"features": [{"name": name} for name in row], "rows": [{"row": row}], "num_rows_total": 1}
        done = cli("import", "--as", "board", cli.write(f"arena_{day}.json", json.dumps(page)))
        assert done.code == 0, done.err
    (ada,) = csv.DictReader(io.StringIO(cli("compare", "arena-text", "--format", "csv").out))
    assert [float(ada[f"interval_{name}"]) for name in ("from_low", "from_high", "to_low", "to_high")] == [
        1495.0,
        1506.0,
        1515.0,
        1526.0,
    ]
    assert (ada["votes_from"], ada["votes_to"], ada["organisation_to"]) == ("15000", "15200", "ada labs")


def test_markdown_keeps_foreign_words_as_they_stand(boards: Cli) -> None:
    text = boards("compare", "mine", "first", "last", "--format", "markdown").out
    assert text.startswith("# mine")
    assert "=Euler\\|\\*" in text
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert {line.replace("\\|", "").count("|") for line in rows} == {11}


def test_the_two_dates_can_be_turned_round(boards: Cli) -> None:
    found = boards("compare", "mine", "last", "2026-03-05", "--format", "json").json
    assert (found["from"]["date"], found["to"]["date"]) == ("2026-03-10", "2026-03-03")
    assert {row["model"]: row["change"] for row in found["rows"]}["Bell"] == "up"


def test_a_rebased_index_is_said_before_anything_else(boards: Cli) -> None:
    text = json.dumps([{"name": n, "key": k, "elo": round(s * 0.5, 1)} for n, k, s in ROWS["2026-03-10"]])
    boards("import", "--as", "board", boards.write("mine_2026-03-17.json", text))
    found = boards("compare", "mine", "--format", "json").json
    assert found["comparable"] is False
    assert "rebased" in found["warning"]
    assert {row["score"]["delta"] for row in found["rows"]} == {None}
    assert {row["change"] for row in found["rows"]} == {"same"}
    assert "rebased" in boards("compare", "mine").out.splitlines()[1]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("compare", "min"), 1, "There is mine"),
        (("compare", "mine", "2020-01-01"), 1, "The first is of 2026-03-03"),
        (("compare", "mine", "soon"), 2, "is no day"),
        (("compare", "mine", "--format", "xml"), 2, "table, markdown, csv, json"),
        (("compare", "mine", "first", "last", "more"), 2, "more"),
        (("compare",), 2, "BOARD"),
        (("history", "mine", "Fermi"), 1, "has no model"),
        (("history", "mine"), 2, "MODEL"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(boards: Cli, words: tuple[str, ...], code: int, said: str) -> None:
    done = boards(*words)
    assert (done.code, done.out) == (code, "")
    assert said in done.err
    assert done.err.count("\n") == 1


def test_a_history_follows_a_renamed_model(boards: Cli) -> None:
    curie = {"score": 54.1, "tok_s": None, "usd_per_1m": None, "source": "import"}
    assert boards("history", "mine", "curie", "high", "--json").json == [
        {"date": "2026-03-03", "rank": 3, **curie},
        {"date": "2026-03-10", "rank": 2, **curie},
    ]
    lines = boards("history", "mine", "Curie (high)").out.splitlines()
    assert [line.split()[0] for line in lines] == ["DATE", "2026-03-03", "2026-03-10"]


def test_the_overview_shows_which_arguments_may_be_left_out(cli: Cli) -> None:
    assert "compare BOARD [FROM] [TO]" in cli("--help").out


def test_a_model_is_followed_on_every_board_by_all_its_names(cli: Cli) -> None:
    cli.configure('[aliases]\n"Ada 2" = ["ada-two-2026"]\n')
    for name, text in (
        ("speech_2026-03-03.csv", "model,score\nAda 2,5\nBell,4\n"),
        ("vision_2026-03-10.csv", "model,score\nada-two-2026,50\nBell,40\n"),
        ("speech_2026-03-17.csv", "model,score\nADA TWO 2026,6\nBell,4\n"),
    ):
        assert cli("import", "--as", "board", cli.write(name, text)).code == 0
    told = [(d["board"], d["date"], d["score"]) for d in cli("history", "all", "ada", "2", "--json").json]
    assert told == [("speech", "2026-03-03", 5), ("speech", "2026-03-17", 6), ("vision", "2026-03-10", 50)]
    assert [d["score"] for d in cli("history", "speech", "ada-two-2026", "--json").json] == [5, 6]
    assert "board:vision" in cli("history", "all", "Ada 2").out
    (row,) = (r for r in cli("compare", "speech", "--format", "json").json["rows"] if r["model"] != "Bell")
    assert (row["change"], row["note"]) == ("renamed", "was Ada 2")
    done = cli("history", "all", "nobody")
    assert (done.code, "no board has a model" in done.err) == (1, True)


def test_errors_and_windows_of_a_board_of_ones_own_are_told(cli: Cli) -> None:
    cli.configure('[boards.own]\nsem = "err"\nwindow = "tasks"\nbetter = "lower"\n')
    for day, ada, bell in ((3, "10,1,May", "8,,May"), (10, "11,1,May", "5,,June")):
        text = f"model,score,err,tasks\nAda,{ada}\nBell,{bell}\n"
        assert cli("import", "--as", "board", cli.write(f"own_2026-03-{day:02}.csv", text)).code == 0
    rows = {r["model"]: r for r in cli("show", "board:own@2026-03-03", "--format", "json").json["rows"]}
    assert (rows["Bell"]["rank"], rows["Ada"]["sem"], rows["Ada"]["window"], rows["Ada"]["low"]) == (1, 1, "May", None)
    found = {r["model"]: r for r in cli("compare", "own", "--format", "json").json["rows"]}
    assert found["Ada"]["note"] == "within its error"
    assert found["Bell"]["score"] == {"from": 8, "to": 5, "delta": None}
    assert "June" in cli("show", "board:own").out


def test_models_are_compared_on_every_board_that_lists_them(boards: Cli) -> None:
    found = boards("compare-models", "ada", "Curie", "--json").json
    assert [model["model"] for model in found["models"]] == ["ada", "Curie"]
    assert found["models"][1]["names"] == ["Curie (high)", "Curie"]
    (board,) = found["boards"]
    assert (board["board"], board["comparable"]) == ("mine", True)
    assert [(row["rank"], row["score"], row["date"]) for row in board["rows"]] == [
        (1, 57.2, "2026-03-10"),
        (2, 54.1, "2026-03-10"),
    ]
    told = boards("compare-models", "Ada", "Bell")
    assert "#1 57.2" in told.out
    assert "#3 52.3" in told.out
    assert boards("compare-models", "Ada").code == 2


def test_a_history_of_every_board_says_null_where_one_board_has_no_error(cli: Cli) -> None:
    for name, text in (
        ("speech_2026-03-03.csv", "model,score\nAda,5\nBell,4\n"),
        ("vision_2026-03-10.csv", "model,score\nAda,50 ± 2\nBell,40 ± 2\n"),
    ):
        assert cli("import", "--as", "board", cli.write(name, text)).code == 0
    told = {day["board"]: day for day in cli("history", "all", "Ada", "--json").json}
    assert told["speech"].keys() == told["vision"].keys()
    assert (told["speech"]["low"], told["vision"]["low"]) == (None, 48)


def test_a_standing_of_an_older_table_is_dated_beside_other_models(boards: Cli) -> None:
    told = boards("compare-models", "Darwin", "Ada").out
    assert "#4 40.5 (2026-03-03)" in told
    boards("import", "--as", "board", boards.write("mine_2026-03-17.json", '[{"name": "Fay", "key": "f", "elo": 9}]'))
    told = boards("compare-models", "Ada", "Bell").out
    assert "#1 57.2 (2026-03-10)" in told
    assert "#3 52.3 (2026-03-10)" in told
