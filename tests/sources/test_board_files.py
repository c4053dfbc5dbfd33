"""Leaderboard files, known and one's own."""

from __future__ import annotations

import gzip
import json
from datetime import date

import pytest

from tui_reader.domain.boards import BoardRow
from tui_reader.domain.errors import ParseError, RateLimited
from tui_reader.domain.settings import BoardMapping
from tui_reader.sources.boards.artificial_analysis import BOARDS, first_url, parse
from tui_reader.sources.leaderboard.rows import bound, number, ranked
from tui_reader.sources.registry import parse_board_file, recognise


def model(name: str, index: float | None, **more: object) -> dict[str, object]:
    return {
        "id": f"id-{name}",
        "name": name,
        "evaluations": {"artificial_analysis_intelligence_index": index},
        "pricing": {"price_1m_blended_3_to_1": None, "price_1m_input_tokens": 2.5, "price_1m_output_tokens": 15},
        "performance": {"median_output_tokens_per_second": 75.5},
        **more,
    }


URL = "https://x.example/api/v2/language/models/free?page=1"


def api_page(models: list[dict[str, object]], page: int = 1, more: bool = False) -> bytes:
    return json.dumps(
        {
            "tier": "free",
            "intelligence_index_version": 4.1,
            "pagination": {"page": page, "has_more": more},
            "data": models,
        }
    ).encode()


def test_pages_of_the_api_become_one_ranked_snapshot() -> None:
    first = parse(api_page([model("B", 50.0), model("None", None)], more=True), URL)
    second = parse(api_page([model("A", 57.2), model("C", 50.0), model("B", 50.0)], page=2), URL)
    assert (first.next_url, second.next_url, second.number, first.index_version) == ("?page=2", "", 2, "4.1")
    snapshot = BOARDS[0].snapshot([first, second], date(2026, 5, 23), "artificial-analysis")
    assert [(r.model, r.rank, r.score) for r in snapshot.rows] == [
        ("A", 1, 57.2), ("B", 2, 50.0), ("C", 2, 50.0), ("None", None, None),
    ]  # fmt: skip
    assert snapshot.rows[0] == BoardRow("A", 1, 57.2, 75.5, 5.625, "id-A")
    assert (snapshot.board, snapshot.index_version, snapshot.complete) == ("artificial-analysis", "4.1", True)
    assert "Artificial Analysis" in snapshot.description
    assert first_url("https://x.example/api/v2/") == URL


def test_refusals_of_the_api_say_what_it_says() -> None:
    with pytest.raises(ParseError, match="Invalid API key"):
        parse(b'{"error": {"message": "Invalid API key"}}', URL)
    with pytest.raises(RateLimited):
        parse(b'{"error": "Rate limit reached"}', URL)
    with pytest.raises(ParseError):
        parse(b"<html>", URL)


def test_the_model_list_of_the_leaderboard_page_is_read_with_its_own_date() -> None:
    value = {
        "meta": {"endpoint": "llms", "fetched_at": "2026-05-23T07:38:56+00:00"},
        "models": [model("A", 57.0, performance=None, speed={"output_tokens_per_second": 30.2})],
    }
    (snapshot,) = parse_board_file(gzip.compress(json.dumps(value).encode()), "llms_2020-01-01.json.gz")
    assert (snapshot.taken_on, snapshot.source, snapshot.rows[0].tok_s) == (date(2026, 5, 23), "import", 30.2)


def test_a_file_of_ones_own_is_read_by_its_mapping() -> None:
    boards = {"my-board": BoardMapping(model="system", score="wer", id="key", better="lower", usd_per_1m="price")}
    data = "system;wer;key;price\nTiny;12,5;t;$0.10\nBig;4.5;b;\nNone;;n;1\n".replace("12,5", "12.5").encode()
    (snapshot,) = parse_board_file(data, "my-board_2026-05-23.csv", boards)
    assert (snapshot.board, snapshot.metric, snapshot.taken_on) == ("my-board", "wer", date(2026, 5, 23))
    assert [(r.model, r.rank, r.score, r.usd_per_1m) for r in snapshot.rows] == [
        ("Big", 1, 4.5, None), ("Tiny", 2, 12.5, 0.1), ("None", None, None, 1.0),
    ]  # fmt: skip
    with pytest.raises(ParseError, match="'wer', which is not there") as caught:
        parse_board_file(b"system,score\nA,1\n", "my-board_2026-05-23.csv", boards)
    assert "score, system" in caught.value.hint


def test_rows_with_dates_are_a_snapshot_a_day() -> None:
    boards = {"elo": BoardMapping(model="name", score="elo", date="day")}
    rows = [{"name": "A", "elo": 1, "day": "2026-01-01"}, {"name": "A", "elo": 2, "day": "2026-01-08"}]
    assert [
        (s.taken_on.day, s.rows[0].score) for s in parse_board_file(json.dumps(rows).encode(), "elo.json", boards)
    ] == [
        (1, 1.0),
        (8, 2.0),
    ]


def test_known_boards_are_recognised_by_their_fields() -> None:
    run = "- dirname: x\n  model: One\n  edit_format: diff\n  pass_rate_2: {}\n\n"
    yaml = "".join(run.format(rate) for rate in (60.5, 62.5)).encode()
    (aider,) = parse_board_file(yaml, "edit_leaderboard_2024-07-05.yml")
    assert [(r.model, r.score) for r in aider.rows] == [("One", 62.5)]
    assert aider.board == "aider-edit"
    arena = {"full": {"m": {"rating": 1000.5, "rating_q975": 1}}, "coding": {"m": {"rating": 900, "rating_q975": 1}}}
    snapshots = parse_board_file(json.dumps(arena).encode(), "leaderboard-text_2025-03-07.json")
    assert [s.board for s in snapshots] == ["lmarena", "lmarena-coding"]
    swe = {
        "leaderboards": [{"name": n, "results": [{"name": "Agent", "resolved": 40.0}]} for n in ("Lite", "Verified")]
    }
    assert [s.board for s in parse_board_file(json.dumps(swe).encode(), "x_2025-07-30.json")] == [
        "swe-bench-lite",
        "swe-bench-verified",
    ]


def test_plain_names_are_enough_for_a_table_nobody_described() -> None:
    (snapshot,) = parse_board_file(b"rank,model,score\n2,B,1.5\n1,A,9\n", "speech_board-2026-01-02.csv")
    assert (snapshot.board, [r.model for r in snapshot.rows]) == ("speech-board", ["A", "B"])
    (snapshot,) = parse_board_file(b"model,score\nA,1\n", "board.csv", today=date(2026, 1, 2))
    assert snapshot.taken_on == date(2026, 1, 2)


@pytest.mark.parametrize(
    ("data", "name", "says"),
    [
        (b"model,score\nA,1\n", "board.csv", "of which day"),
        (b"a,b\n1,2\n", "board-2026-01-01.csv", "not clear"),
        (b"no table at all", "x-2026-01-01.txt", "no table"),
        (b"", "x-2026-01-01.csv", "no table"),
        (b'{"a": 1}', "x-2026-01-01.json", "no table"),
        (b"{", "x-2026-01-01.json", "damaged JSON"),
        (b"model,score\n,1\n", "x-2026-01-01.csv", "no row"),
    ],
)
def test_what_is_no_board_says_what_is_missing(data: bytes, name: str, says: str) -> None:
    with pytest.raises(ParseError, match=says) as caught:
        parse_board_file(data, name)
    assert caught.value.hint


@pytest.mark.parametrize(
    ("text", "value"),
    [("1,234.5", 1234.5), ("$5.63", 5.63), ("57.2%", 57.2), (7, 7.0), ("-3", -3.0), ("1e3", 1000.0), ("n/a", None),
     ("", None), (None, None), (True, None), (float("nan"), None), (10**400, None), ("1e999", None), ("--", None)],
)  # fmt: skip
def test_numbers_are_read_as_people_write_them(text: object, value: float | None) -> None:
    assert number(text) == value


def test_ranks_of_the_source_hold() -> None:
    rows = ranked([BoardRow("B", rank=2, score=99.0), BoardRow("A", rank=1, score=1.0)])
    assert [r.model for r in rows] == ["A", "B"]


@pytest.mark.parametrize(
    ("value", "score", "ends"),
    [("+7/-8", 100.0, (92.0, 107.0)), ("-10/+12", 100.0, (90.0, 112.0)), ("±2.5", 10.0, (7.5, 12.5)),
     ("+7/−8", 100.0, (92.0, 107.0)), (95.5, 100.0, (95.5, 95.5)), ("", 100.0, (None, None)),
     ("±2", None, (None, None)),
     ("n/a", 1.0, (None, None)), ([1], 1.0, (None, None))],
)  # fmt: skip
def test_errors_are_read_as_ends_or_as_distances(
    value: object, score: float | None, ends: tuple[float | None, float | None]
) -> None:
    assert (bound(value, score, "-"), bound(value, score, "+")) == ends


def test_yaml_in_any_form_is_a_table() -> None:
    forms = {
        "list": "# runs\n---\n- model: &a Ada\n  score: 5.50 # best\n- {model: 'Bell: two', score: \"4\", note: }\n",
        "under": "title: Runs\nmodels:\n  - model: Ada\n    score: 5.5\n  - model: 'Bell: two'\n    score: 4\n",
        "keyed": "Ada:\n  score: 5.5\n'Bell: two':\n  score: 4\n",
    }
    for text in forms.values():
        (snapshot,) = parse_board_file(text.encode(), "runs-2026-01-02.yaml")
        assert [(r.model, r.score) for r in snapshot.rows] == [("Ada", 5.5), ("Bell: two", 4.0)]


BOMB = "a: &a [x, x]\n" + "".join(
    f"{n}: &{n} [*{chr(ord(n) - 1)}, *{chr(ord(n) - 1)}]\n" for n in "bcdefghijklmnopqrstuvwxy"
)


@pytest.mark.parametrize(
    "text",
    [
        BOMB + "models:\n  - model: *y\n    score: *y\n",
        "models:\n  - model: " + "[" * 50_000,
        "- model: &m [*m]\n  score: 1\n",
        "- model: 'never closed\n  score: 1\n",
        "- model: !!python/object/apply:os.system ['true']\n  score: 1\n",
        "- " * 5000 + "x: 1\n",
        "- model: [a\n",
    ],
)
def test_hostile_yaml_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(ParseError) as caught:
        parse_board_file(text.encode(), "x-2026-01-01.yml")
    assert "\n" not in caught.value.message
    recognise(text.encode(), "x.yml")


def test_a_score_field_without_numbers_is_named() -> None:
    with pytest.raises(ParseError, match="no row has a number in the field 'score'"):
        parse_board_file(b"model,score\nAda,good\nBell,bad\n", "x-2026-01-01.csv")


def test_a_model_listed_twice_counts_by_its_best_and_the_table_says_so() -> None:
    text = b"model,score\nAda,4\nBell,3\nAda,6\nAda,6\n"
    (snapshot,) = parse_board_file(text, "x-2026-01-01.csv")
    assert [(r.model, r.score) for r in snapshot.rows] == [("Ada", 6.0), ("Bell", 3.0)]
    assert snapshot.description.endswith("1 more row is left out.")
    (plain,) = parse_board_file(b"model,score\nAda,4\nBell,3\n", "x-2026-01-01.csv")
    assert not plain.description


def test_a_comma_is_read_as_what_it_can_only_be() -> None:
    assert [number(text) for text in ("1,5", "-12,25", "57,2%", "1,234", "1,234.5", "12,34,5", "1,2345")] == [
        1.5, -12.25, 57.2, 1234.0, 1234.5, None, 1.2345,
    ]  # fmt: skip
    (snapshot,) = parse_board_file(b"model;score\nAda;1,5\nBell;2,5\n", "x-2026-01-01.csv")
    assert [(r.model, r.score) for r in snapshot.rows] == [("Bell", 2.5), ("Ada", 1.5)]
