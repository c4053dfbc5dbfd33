"""The boards with a source of their own, against a server that plays Artificial Analysis and SWE-rebench."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from support.http_server import Reply, Seen, Server

from tui_reader.domain.sources import SourceResult, SyncOptions, SyncStatus
from tui_reader.services.catalogue import select
from tui_reader.wiring import Program

OpenProgram = Callable[..., Program]
DAY = date(2026, 4, 2)
KEY = "secret-key"


def models(page: int, score: float = 50.0) -> list[dict[str, Any]]:
    return [
        {
            "id": f"id-{page}-{n}",
            "name": f"Model {page}.{n}",
            "evaluations": {"artificial_analysis_intelligence_index": score - n},
            "pricing": {"price_1m_input_tokens": 1, "price_1m_output_tokens": 5},
            "performance": {"median_output_tokens_per_second": 80.5},
        }
        for n in range(3)
    ]


def page(
    number: int, total: int = 3, version: float = 4.1, rows: list[dict[str, Any]] | None = None, **headers: Any
) -> Reply:
    value = {
        "tier": "free",
        "intelligence_index_version": version,
        "pagination": {"page": number, "page_size": 3, "total_pages": total, "has_more": number < total},
        "data": models(number) if rows is None else rows,
    }
    told = {"Content-Type": "application/json", "ETag": f'"{number}-{version}-{total}"', **headers}
    return Reply(json.dumps(value).encode(), headers={k.replace("_", "-"): v for k, v in told.items()})


def path(number: int) -> str:
    return f"/api/language/models/free?page={number}"


@pytest.fixture
def boards(web: Server, open_program: OpenProgram, tmp_path: Path) -> OpenProgram:
    config = tmp_path / "config" / "config.toml"
    config.write_text(
        config.read_text("utf-8")
        + f'[benchmarks.artificial-analysis]\nurl = "{web.url("/api")}"\napi_key = "{KEY}"\n'
        + f'[benchmarks.swe-rebench]\nurl = "{web.url("/rebench")}"\n',
        "utf-8",
    )
    for number in (1, 2, 3):
        web.route(path(number), page(number))
    return open_program


def sync(program: Program, name: str = "artificial-analysis", **options: bool) -> SourceResult:
    (result,) = program.sync(select(program.sources(), (name,)), SyncOptions(**options), lambda _: None).sources  # type: ignore[arg-type]
    return result


def test_all_pages_become_one_table_with_version_and_attribution(boards: OpenProgram, web: Server) -> None:
    program = boards()
    assert sync(program).status is SyncStatus.UPDATED
    table = program.library.boards.snapshot("artificial-analysis")
    assert table is not None
    assert (table.taken_on, table.source, table.index_version, table.complete) == (
        DAY,
        "artificial-analysis",
        "4.1",
        True,
    )
    assert (len(table.rows), table.rows[0].usd_per_1m, table.rows[0].tok_s) == (9, 2.0, 80.5)
    assert "Artificial Analysis" in table.description
    assert all(seen.headers["x-api-key"] == KEY for seen in web.seen() if seen.path.startswith("/api"))
    assert sync(program).status is SyncStatus.UNCHANGED


@pytest.mark.parametrize(
    ("reply", "says"),
    [
        (Reply(b"oops", 500), "500"),
        (Reply(b'{"data": [', headers={"Content-Type": "application/json"}), "damaged JSON"),
        (Reply(b"<html>blocked</html>", headers={"Content-Type": "text/html"}), "web page"),
        (page(2, version=5.0), "changed while it was read"),
        (page(2, total=4), "changed while it was read"),
        (page(2, rows=[]), "without models"),
        (page(1), "gave page 1 when asked for page 2"),
        (Reply(b"x" * 50, cut=True, length=500), ""),
    ],
)  # fmt: skip
def test_a_page_that_fails_midway_leaves_no_half_table(
    boards: OpenProgram, web: Server, reply: Reply, says: str
) -> None:
    web.route(path(2), reply)
    program = boards()
    result = sync(program)
    assert result.status is SyncStatus.FAILED
    assert result.error is not None
    assert says in result.error.message
    assert program.library.boards.snapshots("artificial-analysis") == []


def test_a_later_failure_keeps_the_table_of_before(boards: OpenProgram, web: Server) -> None:
    program = boards()
    sync(program)
    web.route(path(1), page(1, rows=models(1, 90.0), ETag='"new"'))
    web.route(path(3), Reply(status=500))
    assert sync(program).status is SyncStatus.FAILED
    table = program.library.boards.snapshot("artificial-analysis")
    assert table is not None
    assert table.rows[0].score == 50.0


def test_a_wrong_key_names_the_setting_and_never_the_key(boards: OpenProgram, web: Server) -> None:
    web.route(path(1), Reply(b'{"error":"Invalid API key"}', 401))
    error = sync(boards()).error
    assert error is not None
    assert "does not take the key" in error.message
    assert "api_key" in error.hint
    assert KEY not in error.message + error.hint


def test_patience_is_kept_as_asked(boards: OpenProgram, web: Server) -> None:
    web.route(path(1), Reply(status=429, headers={"Retry-After": "3600"}))
    program = boards()
    assert sync(program).error.code == "rate_limited"  # type: ignore[union-attr]
    asked = len(web.seen(path(1)))
    assert sync(program).status is SyncStatus.SKIPPED
    assert len(web.seen(path(1))) == asked


@pytest.mark.parametrize(
    "headers",
    [
        {"X_RateLimit_Remaining": "0", "X_RateLimit_Reset": "900"},
        {"RateLimit_Remaining": "0", "RateLimit_Reset": "1775123700"},
        {"RateLimit": '"default";r=0;t=900'},
    ],
)
def test_a_quota_that_is_used_up_midway_ends_it_and_is_waited_for(
    boards: OpenProgram, web: Server, headers: dict[str, Any]
) -> None:
    web.route(path(2), page(2, **headers))
    program = boards()
    result = sync(program)
    assert result.error is not None
    assert result.error.code == "rate_limited"
    assert "quota" in result.error.message
    assert not web.seen(path(3))
    assert program.library.boards.snapshots("artificial-analysis") == []
    assert sync(program).status is SyncStatus.SKIPPED


def test_a_quota_that_lasts_for_the_last_page_is_no_failure(boards: OpenProgram, web: Server) -> None:
    web.route(path(3), page(3, X_RateLimit_Remaining="0", X_RateLimit_Reset="900"))
    program = boards()
    assert sync(program).status is SyncStatus.UPDATED
    assert sync(program, due=True).status is SyncStatus.SKIPPED


def test_an_api_that_is_gone_is_retired_and_says_where_to_look(boards: OpenProgram, web: Server) -> None:
    web.route(path(1), Reply(status=410))
    program = boards()
    error = sync(program).error
    assert error is not None
    assert "[benchmarks.artificial-analysis] url" in error.hint
    assert sync(program).status is SyncStatus.SKIPPED


def test_pages_without_end_are_refused(boards: OpenProgram, web: Server) -> None:
    def endless(seen: Seen) -> Reply:
        return page(int(seen.path.rpartition("=")[2]), total=10**6)

    for number in range(1, 102):
        web.route(path(number), endless)
    error = sync(boards()).error
    assert error is not None
    assert "more than 100 pages" in error.message


def test_without_a_key_it_is_left_out_and_says_so(web: Server, open_program: OpenProgram) -> None:
    result = sync(open_program())
    assert (result.status, result.error) == (SyncStatus.SKIPPED, None)
    assert "api_key" in result.note


def rebench(score: float) -> Reply:
    key = "1769904000000:1772323200000"
    rows = [
        {
            "modelId": f"m{n}__tools", "modelName": f"Model {n}", "agentVersion": "tools",
            "meta": {"instance_type": "model"},
            "taskRangeTimestamp": {"from": 1769904000000, "to": 1772323200000},
            "rangeStats": {"all": {key: {"resolvedRate": score - n, "sem": 1.5}}},
        }
        for n in range(4)
    ]  # fmt: skip
    push = json.dumps([1, json.dumps({"items": rows})])
    html = f"<html><body><script>self.__next_f.push({push})</script></body></html>"
    return Reply(html.encode(), headers={"Content-Type": "text/html", "ETag": f'"{score}"'})


def test_the_page_of_swe_rebench_is_stored_with_windows_and_errors(boards: OpenProgram, web: Server) -> None:
    web.route("/rebench", rebench(60.0))
    program = boards()
    assert sync(program, "swe-rebench").status is SyncStatus.UPDATED
    table = program.library.boards.snapshot("swe-rebench")
    assert table is not None
    assert (table.rows[0].score, table.rows[0].sem, table.rows[0].window) == (60.0, 1.5, "2026-02-01 – 2026-03-01")
    assert sync(program, "swe-rebench").status is SyncStatus.UNCHANGED


def test_a_page_of_swe_rebench_without_data_is_a_clear_failure(boards: OpenProgram, web: Server) -> None:
    web.route("/rebench", Reply(b"<html><body>New design</body></html>", headers={"Content-Type": "text/html"}))
    result = sync(boards(), "swe-rebench")
    assert result.error is not None
    assert (result.error.code, "carries no data" in result.error.message) == ("parse", True)
