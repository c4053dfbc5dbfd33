"""Leaderboards without a key, read a second time by other means than the program's: every row must be the source's.

Nothing of the program reads here but what is tested. The files beside this, in `boards/`, are made in the recorded
forms (METR's in the one that public programs document); the recorded ones are read too where they are at hand.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from tui_reader.domain.boards import BoardRow
from tui_reader.sources.registry import parse_board_file

MADE = Path(__file__).with_name("boards")
RECORDED = Path(__file__).resolve().parents[3] / "shared" / "data" / "leaderboards"
NAMES = r"arena_hf_rows|epoch_sample|gso|openrouter_models|terminal_bench_page|swebench|aider_|livebench_table"
FILES = sorted(p for p in MADE.iterdir() if not p.name.startswith("hf-")) + sorted(
    p for p in (RECORDED.iterdir() if RECORDED.is_dir() else ()) if re.match(NAMES, p.name)
)

#: A board's rows: model, id, score, the ends of its interval, and its other figures.
Row = tuple[str, str, float | None, tuple[float, float] | None, dict[str, Any]]


def read(path: Path) -> str:
    data = path.read_bytes()
    return (gzip.decompress(data) if path.suffix == ".gz" else data).decode()


def plain(name: str) -> str:
    return " ".join(name.split())


def kept(**values: Any) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value not in (None, "")}


def figure(text: str | None) -> float | None:
    try:
        return float(text or "")
    except ValueError:
        return None


def around(score: float | None, error: float | None) -> tuple[float, float] | None:
    return None if score is None or error is None else (score - 1.96 * error, score + 1.96 * error)


def arena(text: str) -> dict[str, list[Row]]:
    value = json.loads(text)
    found: dict[str, list[Row]] = {}
    for name, pages in value.get("configs", {"text": [value]}).items():
        rows = [line["row"] for page in pages for line in page["rows"] if line["row"]["category"] == "overall"]
        found[f"arena-{name.replace('_', '-')}"] = [
            (
                r["model_name"], "", r["rating"], (r["rating_lower"], r["rating_upper"]),
                kept(votes=int(r["vote_count"]), organisation=r["organization"], license=r["license"]),
            )
            for r in rows
        ]  # fmt: skip
    return found


def epoch(text: str, name: str) -> dict[str, list[Row]]:
    lines = list(csv.reader(io.StringIO(text)))
    head, body = lines[0], [line for line in lines[1:] if line]
    kinds = {
        "terminalbench": ("epoch-terminal-bench", "Accuracy mean", "Accuracy SE", "Run date"),
        "hle": ("epoch-hle", "Accuracy", "Accuracy Standard Error", None),
        "capabilities": ("epoch-eci", "ECI Score", None, None),
        "aider": ("epoch-aider-polyglot", "Percent correct", None, "Date of evaluation"),
        "frontiermath": ("epoch-frontiermath", "mean_score", "stderr", "Started at"),
        "gpqa": ("epoch-gpqa", "mean_score", "stderr", "Started at"),
        "swe": ("epoch-swe-bench-verified", "mean_score", "stderr", "Started at"),
    }
    board, score, error, run = next(v for k, v in kinds.items() if k in name)

    def at(line: list[str], title: str | None) -> str:
        return line[head.index(title)] if title in head else ""

    best: dict[str, Row] = {}
    for line in body:
        told = at(line, score).split("±")[0].split(":")[-1]
        value = figure(told)
        row: Row = (
            (at(line, "Display name") or at(line, "Model name") or line[0]) if board == "epoch-eci" else line[0],
            line[0], value, around(value, figure(at(line, error))),
            kept(
                organisation=at(line, "Organization") or at(line, "Model Org"),
                released=at(line, "Release date"),
                run_on=at(line, run)[:10],
                agent=at(line, "Agent") if board == "epoch-terminal-bench" else "",
                cost=figure(at(line, "Cost")),
                calibration=figure(at(line, "Calibration Error")),
            ),
        )  # fmt: skip
        if line[0] not in best or (value or -1) > (best[line[0]][2] or -1):
            best[line[0]] = row
    return {board: list(best.values())}


def metr(text: str) -> dict[str, list[Row]]:
    value = yaml.safe_load(text)
    is_new = value["benchmark_name"].endswith("1.1")
    rows: list[Row] = []
    for name, model in value["results"].items():
        metrics = model.get("metrics") or max(
            model["agents"].values(), key=lambda m: float(m["p50_horizon_length"]["estimate"])
        )
        half, most = metrics["p50_horizon_length"], metrics.get("p80_horizon_length", {})
        rows.append(
            (
                re.sub("_inspect$", "", name).replace("_", "-"), name, half["estimate"],
                (half["ci_low"], half["ci_high"]),
                kept(p80=most.get("estimate"), released=str(model["release_date"])),
            )
        )  # fmt: skip
    return {"metr-horizon" if is_new else "metr-horizon-1-0": rows}


def swe_bench(text: str) -> dict[str, list[Row]]:
    def row(r: dict[str, Any]) -> Row:
        tags: dict[str, list[str]] = {}
        for kind, tag in (tag.split(": ", 1) for tag in r.get("tags", [])):
            tags.setdefault(kind, []).append(tag)
        tries = tags.get("System", [""])[0].rpartition(" ")[2]
        told = kept(
            models=", ".join(tags.get("Model", [])), organisation=", ".join(tags.get("Org", [])), run_on=r["date"][:10],
            tries=int(tries) if tries.isdigit() else tries, open_weights=r.get("os_model", r.get("oss")),
            open_system=r.get("os_system"), checked=r.get("checked", r.get("verified")),
        )  # fmt: skip
        return r["name"], r["folder"], r["resolved"], None, told

    boards = json.loads(text)["leaderboards"]
    return {f"swe-bench-{b['name'].lower()}": [row(r) for r in b["results"]] for b in boards}


def aider(text: str, name: str) -> dict[str, list[Row]]:
    best: dict[str, dict[str, Any]] = {}
    for run in yaml.safe_load(text):
        if run["model"] not in best or run["pass_rate_2"] > best[run["model"]]["pass_rate_2"]:
            best[run["model"]] = run
    rows: list[Row] = [
        (
            model, "", run["pass_rate_2"], None,
            kept(cost=run.get("total_cost"), edit_format=run["edit_format"], run_on=str(run["date"])),
        )
        for model, run in best.items()
    ]  # fmt: skip
    return {"aider-polyglot" if "polyglot" in name else "aider-edit": rows}


def livebench(text: str) -> dict[str, list[Row]]:
    rows: list[Row] = []
    for fields in csv.DictReader(io.StringIO(text)):
        tasks = {k: float(v) for k, v in fields.items() if k != "model" and v}
        mean = round(sum(tasks.values()) / len(tasks), 3)
        rows.append((fields["model"], "", mean, None, {k.lower().replace("_", "-"): v for k, v in tasks.items()}))
    return {"livebench": rows}


def terminal_bench(text: str) -> dict[str, list[Row]]:
    told = "".join(json.loads(f'"{part}"') for part in re.findall(r'push\(\[1,\s?"((?:[^"\\]|\\.)*)"\]\)', text))
    start = told.index('"rows":[{"agent"' if '"rows":[{"agent"' in told else '"rows": [{"agent"')
    runs, _ = json.JSONDecoder().raw_decode(told[told.index("[", start) :])
    return {
        "terminal-bench": [
            (
                " + ".join(r["model"]), r["key"], r["accuracy"], around(r["accuracy"], r["stderr"]),
                kept(
                    agent=r["agent"], organisation=", ".join(r["modelOrganization"]), run_on=r["date"],
                    verified=r["verified"], agent_version="" if r["agentVersion"] == "unknown" else r["agentVersion"],
                ),
            )
            for r in runs
        ]
    }  # fmt: skip


def gso(text: str) -> dict[str, list[Row]]:
    rows: list[Row] = []
    for m in json.loads(text)["models"]:
        marks = [m.get("reasoning_effort", ""), m["setting"] if m["setting"] != "Opt@1" else ""]
        told = ", ".join(mark for mark in marks if mark)
        values = kept(
            guarded=m["score_hack_control"], agent=m["scaffold"], tries=int(m["setting"][4:]),
            organisation=m["model_org"], run_on=m["date"],
        )  # fmt: skip
        rows.append((f"{m['name']} ({told})" if told else m["name"], "", m["score"], None, values))
    return {"gso": rows}


def openrouter(text: str) -> dict[str, list[Row]]:
    rows: list[Row] = []
    for m in json.loads(text)["data"]:
        given, made = (float(m["pricing"][k]) * 1e6 for k in ("prompt", "completion"))
        values = kept(
            usd_per_1m_in=round(given, 6) if given >= 0 else None,
            usd_per_1m_out=round(made, 6) if made >= 0 else None,
            context=m["context_length"],
        )
        rows.append((m["name"], m["id"], None, None, values))
    return {"openrouter-models": rows}


def raw(path: Path) -> dict[str, list[Row]]:
    name, text = path.name, read(path)
    if name.startswith("arena"):
        return arena(text)
    if name.startswith("epoch"):
        return epoch(text, name)
    if name.startswith("metr"):
        return metr(text)
    if name.startswith("swe"):
        return swe_bench(text)
    if name.startswith("aider"):
        return aider(text, name)
    kinds = {"livebench": livebench, "terminal": terminal_bench, "gso": gso, "openrouter": openrouter}
    return next(kind for start, kind in kinds.items() if name.startswith(start))(text)


def told(row: BoardRow, wanted: dict[str, Any]) -> Row:
    """A row of the program, with those of its other figures that were looked up here too."""
    values = {key: value for key, value in row.values if key in wanted}
    return plain(row.model), row.model_id, row.score, row.interval, values


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_every_row_is_the_sources(path: Path) -> None:
    name = path.name.replace("epoch_sample_", "").replace("_2026-05-07", "")
    tables = {s.board: s for s in parse_board_file(path.read_bytes(), name, None, date(2026, 5, 7))}
    expected = raw(path)
    assert set(tables) == set(expected)
    for board, rows in expected.items():
        assert len(tables[board].rows) == len(rows)
        ids = {row[1] for row in rows} != {""}
        found = {(row.model_id if ids else plain(row.model)): row for row in tables[board].rows}
        for wanted in rows:
            model, key, score, interval, values = wanted
            row = told(found[key if ids else plain(model)], values)
            assert row == (plain(model), key, score, pytest.approx(interval) if interval else None, values)
        scores = [row.score or 0.0 for row in tables[board].rows if None not in (row.score, row.rank)]
        assert scores == sorted(scores, reverse=True), "a table is in the order of its ranks"
        known = {column.id for column in tables[board].columns}
        assert all(key in known for row in tables[board].rows for key, _ in row.values)
