"""Every leaderboard against a server that plays all: an empty home is filled, then nothing is new; and
each that gives something else is told of, with what was stored left as it was.

What is played are the files of `tests/sources/boards`, made in the recorded forms; those of METR, Hugging Face,
Artificial Analysis' interface and SWE-rebench are made in the documented ones.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from support.http_server import Reply, Server

from tui_reader.cli.main import run
from tui_reader.domain.sources import SourceResult, SyncOptions, SyncReport, SyncStatus
from tui_reader.services.catalogue import select
from tui_reader.sources.boards.arena import first_url, past_url
from tui_reader.wiring import Program

OpenProgram = Callable[..., Program]
TESTS = Path(__file__).resolve().parents[1]
MADE = TESTS / "sources" / "boards"
OFFICIAL = "hf:ada/board"


def hub() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as packed:
        for name in ("hle_external", "swe_bench_verified"):
            packed.writestr(f"hub/{name}.csv", (MADE / f"epoch_{name}.csv").read_bytes())
    return target.getvalue()


#: Where each board is played, what as, and what kind of content that is.
PLAYED = {
    "arena-text": ("/arena", "arena-text.json", "application/json"),
    "epoch-hle": ("/hub.zip", "", "application/zip"),
    "epoch-swe-bench-verified": ("/hub.zip", "", "application/zip"),
    "metr-horizon": ("/metr_1_1.yaml", "metr-horizon.yaml", "text/yaml"),
    "metr-horizon-1-0": ("/metr_1_0.yaml", "metr-horizon-1-0.yaml", "text/yaml"),
    "swe-bench-verified": ("/swe.json", "swe-bench.json", "text/plain"),
    "swe-bench-lite": ("/swe.json", "swe-bench.json", "text/plain"),
    "aider-polyglot": ("/polyglot.yml", "aider-polyglot.yml", "text/plain"),
    "livebench": ("/live/", "livebench_2025-04-25.csv", "text/csv"),
    "terminal-bench": ("/tb", "terminal-bench.html", "text/html"),
    "gso": ("/gso.json", "gso.json", "application/json"),
    "openrouter-models": ("/models", "openrouter-models.json", "application/json"),
    "hf-ada-board": ("/hf/api/datasets/ada/board/leaderboard", "hf-leaderboard.json", "application/json"),
    "artificial-analysis": ("/aa", "../../data/leaderboards/aa_api_2026-02-10.json", "application/json"),
    "swe-rebench": ("/rebench", "../../data/leaderboards/swe_rebench_page_2026-02-03.html", "text/html"),
}


def play(web: Server, board: str, body: bytes | None = None) -> None:
    path, file, kind = PLAYED[board]
    data = hub() if not file else (MADE / file).read_bytes()
    reply = Reply(data if body is None else body, headers={"Content-Type": kind})
    if board == "arena-text":
        web.route(first_url("text", path), reply)
    elif board == "artificial-analysis":
        web.route(f"{path}/language/models/free?page=1", reply)
    elif board == "livebench":
        page = b'<html><script src="/static/js/main.1.js"></script></html>'
        web.route(path, Reply(page, headers={"Content-Type": "text/html"}))
        script = Reply(b'x="2025-04-25"', headers={"Content-Type": "text/javascript"})
        web.route("/static/js/main.1.js", script)
        web.route("/table_2025_04_25.csv", reply)
        kinds = {"Reasoning": ["zebra_puzzle"], "Other": ["AMPS_Hard", "connections"]}
        web.route("/categories_2025_04_25.json", Reply(json.dumps(kinds).encode()))
    else:
        web.route(path, reply)


JSON = {"Content-Type": "application/json"}
LIST = [{"id": "ada/board", "tags": ["benchmark:official"]}, {"id": "bell/GSM9K"}, {"id": "no id"}, {"name": "x"}]


@pytest.fixture
def followed(web: Server, open_program: OpenProgram, tmp_path: Path) -> OpenProgram:
    config = tmp_path / "config" / "config.toml"
    names = [OFFICIAL if board == "hf-ada-board" else board for board in PLAYED]
    own = f'[follow]\nboards = {json.dumps(names)}\n[benchmarks.huggingface]\nurl = "{web.url("/hf")}"\n'
    for board, (path, _, _) in PLAYED.items():
        if board != "hf-ada-board":
            key = 'api_key = "key"\n' if board == "artificial-analysis" else ""
            own += f'[benchmarks.{board}]\nurl = "{web.url(path)}"\n{key}'
    web.route("/hf/api/datasets?filter=benchmark:official", Reply(json.dumps(LIST).encode(), headers=JSON))
    config.write_text(config.read_text("utf-8") + own, "utf-8")
    for board in PLAYED:
        play(web, board)
    return open_program


def sync(program: Program, *names: str) -> SyncReport:
    return program.sync(select(program.sources(), names or ("benchmarks",)), SyncOptions(), lambda _: None)


def test_an_empty_home_is_filled_and_then_nothing_is_new(followed: OpenProgram) -> None:
    program = followed()
    report = sync(program)
    assert {r.source_id: (r.status, r.error) for r in report.sources} == dict.fromkeys(
        PLAYED, (SyncStatus.UPDATED, None)
    )
    assert {info.board for info in program.library.boards.all()} == set(PLAYED)
    for info in program.library.boards.all():
        table = program.library.boards.snapshot(info.board)
        assert table is not None
        assert table.rows
        assert "Source: " in table.description
    again = sync(program)
    assert {r.status for r in again.sources} == {SyncStatus.UNCHANGED}
    assert all(info.snapshots == 1 for info in program.library.boards.all())


#: A field of each that it cannot do without, and an answer of no rows.
FIELDS = {
    "arena-text": ("rating", b'{"features": [], "rows": [], "num_rows_total": 0}'),
    "epoch-hle": ("Accuracy", b""),
    "metr-horizon": ("p50_horizon_length", b"benchmark_name: METR-Horizon-v1.1\nresults: {}\n"),
    "metr-horizon-1-0": ("p50_horizon_length", b"results: {}\n"),
    "swe-bench-verified": ("resolved", b'{"leaderboards": []}'),
    "aider-polyglot": ("pass_rate_2", b"[]\n"),
    "livebench": ("model", b"model,AMPS_Hard,zebra_puzzle\n"),
    "terminal-bench": ("accuracy", b'<html><script>self.__next_f.push([1,"5:{\\"rows\\":[]}"])</script></html>'),
    "gso": ("score", b'{"models": []}'),
    "openrouter-models": ("pricing", b'{"data": []}'),
    "hf-ada-board": ("modelId", b"[]"),
    "artificial-analysis": ("data", b'{"tier": "free", "data": []}'),
    "swe-rebench": ("resolvedRate", b'<html><script>self.__next_f.push([1,"5:{\\"items\\":[]}"])</script></html>'),
}
#: What belongs to the inside of the program, and in no word to its users.
INSIDES = re.compile(r"Traceback|\wError\b|Exception|NoneType|object has no|\.py\b|<class")


def broken(board: str, way: str) -> bytes:
    data = hub() if board == "epoch-hle" else (MADE / PLAYED[board][1]).read_bytes()
    field, empty = FIELDS[board]
    if way == "renamed field":
        if board == "epoch-hle":
            csv = (MADE / "epoch_hle_external.csv").read_bytes()
            target = io.BytesIO()
            with zipfile.ZipFile(target, "w") as packed:
                packed.writestr("hub/hle_external.csv", csv.replace(b"Accuracy", b"Exactness"))
            return target.getvalue()
        return re.sub(rf"\b{field}\b".encode(), b"renamed", data)
    if way == "half a file":
        return data[: len(data) // 2]
    if way == "web page":
        return b"<html><body><h1>Just a moment</h1></body></html>"
    return empty if way == "no rows" else data * 100


@pytest.mark.parametrize("board", FIELDS)
@pytest.mark.parametrize("way", ["renamed field", "web page", "half a file", "no rows", "a hundred times"])
def test_a_form_that_changed_is_told_and_nothing_is_lost(
    followed: OpenProgram, web: Server, board: str, way: str
) -> None:
    program = followed()
    sync(program, board)
    before = program.library.boards.snapshot(board)
    assert before is not None
    play(web, board, broken(board, way))
    (result,) = sync(program, board).sources
    after = program.library.boards.snapshot(board)
    if result.status is SyncStatus.FAILED:
        (health,) = [h for h in program.library.sources.all() if h.source_id == board]
        assert health.last_error == result.error
        assert result.error is not None
        for said in (result.error.message, result.error.hint):
            assert 0 < len(said) < 300
            assert not INSIDES.search(said), said
        assert after == before
        return
    # Lists in lines can be cut between two, and the same lines a hundred times are the same table.
    assert way in ("half a file", "a hundred times")
    assert after is not None
    assert {row.model for row in after.rows} <= {row.model for row in before.rows}


def test_a_table_that_lost_many_of_its_models_at_once_is_told_and_not_stored(
    followed: OpenProgram, web: Server
) -> None:
    def runs(count: int) -> bytes:
        return "".join(
            f"- dirname: 2025-02-{n:02}\n  model: m{n}\n  pass_num_2: 8\n  pass_rate_2: {n}.5\n" for n in range(count)
        ).encode()

    play(web, "aider-polyglot", runs(30))
    program = followed()
    sync(program, "aider-polyglot")
    for count in (15, 400):
        play(web, "aider-polyglot", runs(count))
        (result,) = sync(program, "aider-polyglot").sources
        assert result.error is not None
        assert f"gave {count} models where it gave 30" in result.error.message
    play(web, "aider-polyglot", runs(31))
    assert sync(program, "aider-polyglot").sources[0].status is SyncStatus.UPDATED


def test_a_board_is_followed_and_dropped_by_command_and_that_can_be_undone(
    followed: OpenProgram, web: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    followed().close()
    where = ["--home", str(tmp_path)]
    assert run([*where, "boards", "remove", "gso"]) == 0
    assert run([*where, "boards", "add", "hf:bell/gsm9k"]) == 0
    assert run([*where, "boards", "add", "board:epoch-eci"]) == 0
    capsys.readouterr()
    assert run([*where, "boards", "--json"]) == 0
    told = {row["board"]: row for row in json.loads(capsys.readouterr().out)}
    assert [told[b]["followed"] for b in ("gso", "epoch-eci", "hf-bell-gsm9k", "arena-vision")] == [
        False,
        True,
        True,
        False,
    ]
    assert (told["epoch-eci"]["family"], told["epoch-eci"]["license"]) == ("Epoch", "CC BY 4.0")
    assert "Epoch AI" in told["epoch-eci"]["attribution"]
    assert run([*where, "undo"]) == 0
    capsys.readouterr()
    run([*where, "boards", "--json"])
    assert not next(row for row in json.loads(capsys.readouterr().out) if row["board"] == "epoch-eci")["followed"]
    assert run([*where, "boards", "add", "no-such-board"]) == 1
    assert "there is no leaderboard 'no-such-board'" in capsys.readouterr().err
    assert run([*where, "boards", "add", "hf:nothing"]) != 0


def test_a_table_in_json_has_its_columns_and_the_rows_their_values(
    followed: OpenProgram, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    program = followed()
    sync(program, "arena-text", "metr-horizon")
    program.close()
    run(["--home", str(tmp_path), "show", "board:arena-text", "--format", "json"])
    told = json.loads(capsys.readouterr().out)
    assert [column["id"] for column in told["columns"]] == ["votes", "organisation", "license"]
    assert told["rows"][0]["values"] == {"votes": 20192, "organisation": "ada labs", "license": "Proprietary"}
    assert told["rows"][0]["interval"] == [1495.3, 1505.2]


def past(first: int, last: int, total: int) -> Reply:
    """Rows of a past of 7 models a day, a page of them, in the form of the datasets server."""
    days = [f"2024-{1 + n // 28:02}-{1 + n % 28:02}" for n in range(total // 7)]
    rows = [
        {
            "row": {
                "model_name": f"model-{n % 7}", "organization": "o", "license": "l", "rating": 1000.5 + n / 10,
                "rating_lower": 990.0, "rating_upper": 1100.0, "vote_count": 10.0, "rank": 7.0 - n % 7,
                "category": "overall", "leaderboard_publish_date": days[n // 7],
            }
        }
        for n in range(first, min(last, total))
    ]  # fmt: skip
    value = {"features": [], "rows": rows, "num_rows_total": total}
    return Reply(json.dumps(value).encode(), headers={"Content-Type": "application/json"})


def test_the_past_comes_page_by_page_and_goes_on_where_it_was_broken_off(followed: OpenProgram, web: Server) -> None:
    total = 350
    for offset in (0, 100, 200, 300):
        web.route(past_url("text", "/arena", offset), past(offset, offset + 100, total))
    web.route(past_url("text", "/arena", 200), Reply(b"busy", 500))
    program = followed()
    chosen = select(program.sources(), ("arena-text",))

    def bring() -> SourceResult:
        (result,) = program.sync(chosen, SyncOptions(history=True), lambda _: None).sources
        return result

    broken = bring()
    assert broken.status is SyncStatus.FAILED
    assert broken.error is not None
    assert "the same command goes on" in broken.error.hint
    stored = len(program.library.boards.snapshots("arena-text"))
    assert stored == 1 + 28, "the newest, and all days that were complete"
    web.route(past_url("text", "/arena", 200), past(200, 300, total))
    # It goes on at the first row of the day that it broke off in.
    web.route(past_url("text", "/arena", 196), past(196, 296, total))
    web.route(past_url("text", "/arena", 296), past(296, 396, total))
    asked = len(web.seen())
    done = bring()
    assert (done.status, done.new) == (SyncStatus.UPDATED, 22)
    assert not any("offset=0&" in seen.path and "full" in seen.path for seen in web.seen()[asked:])
    tables = program.library.boards.snapshots("arena-text")
    assert len(tables) == 1 + total // 7
    assert {info.rows for info in tables[1:]} == {7}
    web.route(past_url("text", "/arena", 343), past(343, 443, total))
    again = bring()
    assert (again.status, again.new) == (SyncStatus.UNCHANGED, 0)


def test_the_past_of_a_board_with_a_table_for_each_release_comes_once(followed: OpenProgram, web: Server) -> None:
    script = Reply(b'x=["2024-06-24","2024-07-26","2025-04-25"]', headers={"Content-Type": "text/javascript"})
    web.route("/static/js/main.1.js", script)
    older = b"model,AMPS_Hard,connections\nAda,50.0,40.0\nBell,30.0,20.0\n"
    csv = {"Content-Type": "text/csv"}
    web.route("/table_2024_06_24.csv", Reply(older, headers=csv))
    web.route("/table_2024_07_26.csv", Reply(b"<html>moved</html>", headers={"Content-Type": "text/html"}))
    program = followed()
    chosen = select(program.sources(), ("livebench",))

    def bring() -> SourceResult:
        (result,) = program.sync(chosen, SyncOptions(history=True), lambda _: None).sources
        return result

    first = bring()
    assert first.status is SyncStatus.FAILED, "one table is damaged"
    assert first.error is not None
    assert "LiveBench's table of 2024-07-26 was not read" in first.error.message
    assert "1 other table came" in first.error.hint
    days = [info.taken_on.isoformat() for info in program.library.boards.snapshots("livebench")]
    assert days == ["2025-04-25", "2024-06-24"], "its categories are not there, and it is a table without them"
    web.route("/table_2024_07_26.csv", Reply(older.replace(b"Ada", b"Curie"), headers=csv))
    asked = len(web.seen())
    assert (bring().status, bring().status) == (SyncStatus.UPDATED, SyncStatus.UNCHANGED)
    assert not any("2024_06_24" in seen.path for seen in web.seen()[asked:]), "what is here is not asked for again"
    assert len(program.library.boards.snapshots("livebench")) == 3
    assert not any("2024_07" in seen.path for seen in web.seen()[-4:])


def test_official_benchmarks_are_checked_against_what_their_site_lists(
    followed: OpenProgram, web: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    followed().close()
    where = ["--home", str(tmp_path)]
    assert run([*where, "boards", "add", "hf:"]) == 0
    assert [line.split() for line in capsys.readouterr().out.splitlines()] == [["✓", "hf:ada/board"], ["hf:bell/GSM9K"]]
    run([*where, "boards", "--json"])
    told = {row["board"]: row["followed"] for row in json.loads(capsys.readouterr().out)}
    assert (told["hf-ada-board"], told["hf-bell-gsm9k"]) == (True, False), "the list stays known without asking"
    assert run([*where, "boards", "add", "hf:bell/gsm8k"]) == 1
    assert "Hugging Face has no official benchmark 'bell/gsm8k'" in (said := capsys.readouterr().err)
    assert "hf:bell/GSM9K" in said
    web.route("/hf/api/datasets?filter=benchmark:official", Reply(b"busy", 500))
    assert run([*where, "boards", "add", "hf:bell/gsm9k"]) == 0
    assert "added hf-bell-gsm9k" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("board", "days"),
    [
        ("aider-polyglot", {"2025-02-25": 1, "2025-03-01": 1, "2025-03-02": 2}),
        ("gso", {"2026-03-01": 1}),
    ],
)
def test_the_past_of_a_file_of_runs_is_made_of_their_dates(
    followed: OpenProgram, web: Server, board: str, days: dict[str, int]
) -> None:
    play(web, board)
    program = followed()
    chosen = select(program.sources(), (board,))

    def bring() -> SourceResult:
        (result,) = program.sync(chosen, SyncOptions(history=True), lambda _: None).sources
        return result

    first = bring()
    assert first.error is None
    tables = program.library.boards.snapshots(board)[1:]
    assert {info.taken_on.isoformat(): info.rows for info in tables} == days
    oldest = program.library.boards.snapshot(board, tables[-1].taken_on)
    assert oldest is not None
    assert "dates of the runs" in oldest.description
    assert (bring().status, len(program.library.boards.snapshots(board))) == (SyncStatus.UNCHANGED, 1 + len(days))
    if board == "aider-polyglot":
        # Until its better run the model counted by the one it had.
        assert [row.score for row in oldest.rows] == [35.6]
