"""METR's time horizons: how long a task, by the time experts need, a model completes in half of its tries.

`https://metr.org/assets/benchmark_results_1_1.yaml` maps models to their `metrics`: the horizons, each an `estimate`
with `ci_low` and `ci_high` (95 %) in minutes, `average_score`, and `usage`, what the runs cost. 1.0 stands beside it,
and the two are measured on other tasks; a model that was not run on those of 1.1 is carried over, which its own
`benchmark_name` says. METR calls estimates over 16 hours unreliable. Nothing could be recorded; the form is what public
programs that read it say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tui_reader.domain.boards import AGENT, COST, RELEASED, BoardRow, Column
from tui_reader.domain.errors import ParseError
from tui_reader.sources.leaderboard.board import Board, Page, Part
from tui_reader.sources.leaderboard.rows import number, ranked, text_of, valued
from tui_reader.sources.leaderboard.yaml import load_yaml
from tui_reader.text.charset import decode
from tui_reader.text.packed import unpack
from tui_reader.text.sanitise import clean_line

if TYPE_CHECKING:
    from tui_reader.sources.sample import Sample

_CEILING_MINUTES = 16 * 60.0
_P50, _P80 = "p50_horizon_length", "p80_horizon_length"
_EIGHTY = Column("p80", "80 % horizon", "min", "higher")
_EIGHTY_LOW = Column("p80_low", "80 % horizon, at least", "min")
_EIGHTY_HIGH = Column("p80_high", "80 % horizon, at most", "min")
_AVERAGE = Column("average", "Mean score", "", "higher")
_COLUMNS = (_EIGHTY, _EIGHTY_LOW, _EIGHTY_HIGH, _AVERAGE, COST, AGENT, RELEASED)
_HINT = "Its format may have changed."
_ABOUT = "METR calls estimates over 16 hours unreliable."
#: What METR writes behind a model for the framework it was run in.
_FRAMEWORK = "_inspect"


def parse(version: str, data: bytes, url: str) -> Page:
    """The horizons of all models; those carried over from the other version without a rank. Raises ParseError."""
    del url
    value = load_yaml(decode(unpack(data)))
    results = value.get("results") if isinstance(value, dict) else None
    if not isinstance(results, dict) or not results:
        raise ParseError("METR's file has no results", _HINT)
    told = clean_line(text_of(value.get("benchmark_name")))
    if told and _version(told) not in _VERSIONS[version]:
        raise ParseError(f"METR's file is of {told}, not of {version}", "[benchmarks] url names another one.")
    last = list(results.values())[-1]
    if len(results) > 1 and isinstance(last, dict) and _P50 not in _metrics(last)[0] and "release_date" not in last:
        raise ParseError("METR's file ends in the middle of a model", "Nothing was stored; it is read anew next time.")
    rows = [_row(name, model, told) for name, model in results.items() if isinstance(model, dict)]
    if not any(row.score is not None for row in rows):
        there = ", ".join(sorted({clean_line(str(key)) for model in results.values() for key in _keys(model)})[:8])
        raise ParseError(f"no model in METR's file has a {_P50}", f"{_HINT} There is: {there or 'nothing'}.")
    # Horizons of the other version are of other tasks, and compare with no other row.
    others = [row for row in rows if row.window and _version(row.window) not in _VERSIONS[version]]
    own = ranked(row for row in rows if row.model and row not in others)
    return Page((*own, *(row for row in others if row.model)), description=_ABOUT, is_ranked=True)


def _keys(model: Any) -> list[str]:
    if not isinstance(model, dict):
        return []
    metrics = model.get("metrics")
    return list(metrics) if isinstance(metrics, dict) else list(model)


def _version(told: str) -> str:
    """The version in a name such as `METR-Horizon-v1.1`."""
    return told.lower().rpartition("v")[2]


def _row(name: str, model: dict[str, Any], told: str) -> BoardRow:
    metrics, agent = _metrics(model)
    half, most = _part(metrics, _P50), _part(metrics, _P80)
    return BoardRow(
        clean_line(name).removesuffix(_FRAMEWORK).replace("_", "-"),
        score=number(half.get("estimate")),
        model_id=clean_line(name),
        window=clean_line(text_of(model.get("benchmark_name"))) or told,
        low=number(half.get("ci_low")),
        high=number(half.get("ci_high")),
        values=valued(
            (_EIGHTY, number(most.get("estimate"))),
            (_EIGHTY_LOW, number(most.get("ci_low"))),
            (_EIGHTY_HIGH, number(most.get("ci_high"))),
            (_AVERAGE, number(_part(metrics, "average_score").get("estimate"))),
            (COST, number(_part(metrics, "usage").get("usd"))),
            (AGENT, agent),
            (RELEASED, clean_line(text_of(model.get("release_date")))[:10]),
        ),
    )


def _metrics(model: dict[str, Any]) -> tuple[dict[str, Any], str]:
    """The metrics and the agent they were measured with; 1.0 lists metrics by agent, of which the best counts."""
    if isinstance(model.get("metrics"), dict):
        scaffolds = model.get("scaffolds")
        names = [clean_line(text_of(s)) for s in scaffolds] if isinstance(scaffolds, list) else []
        return model["metrics"], ", ".join(name for name in names if name)
    agents = model.get("agents")
    found = [(name, m) for name, m in agents.items() if isinstance(m, dict)] if isinstance(agents, dict) else []
    if not found:
        return {}, ""
    agent, metrics = max(found, key=lambda pair: number(_part(pair[1], _P50).get("estimate")) or 0.0)
    return metrics, clean_line(agent)


def _part(value: dict[str, Any], key: str) -> dict[str, Any]:
    """What stands under a key; an estimate may stand there alone."""
    part = value.get(key)
    return part if isinstance(part, dict) else {"estimate": part}


def is_known(version: str, sample: Sample) -> bool:
    """Whether a file is this version's."""
    head = sample.text[:4000]
    if "METR-Horizon" not in head:
        return False
    told = head.partition("METR-Horizon-v")[2][:4].partition("\n")[0].strip().strip("'\"")
    return told in _VERSIONS[version]


_VERSIONS = {"1.1": ("1.1",), "1.0": ("1", "1.0")}
BOARDS = tuple(
    Board(
        id=board_id,
        title=f"METR time horizon {version}",
        metric="50 % time horizon, minutes",
        url=f"https://metr.org/assets/benchmark_results_{version.replace('.', '_')}.yaml",
        attribution="Source: METR, https://metr.org/time-horizons",
        license="shown with attribution",
        family="METR",
        is_followed=version == "1.1",
        columns=_COLUMNS,
        ceiling=_CEILING_MINUTES,
        parse=Part(parse, version),
        is_known=Part(is_known, version),
    )
    for version, board_id in (("1.1", "metr-horizon"), ("1.0", "metr-horizon-1-0"))
)
