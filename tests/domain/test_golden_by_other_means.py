"""The golden files of days of Artificial Analysis, reckoned again from the raw JSON by other means than the program's.

Nothing of the program is imported: ids, scores, speeds and prices come straight from the files, and what is a move is
decided here by plain arithmetic over all pairs of models.
"""

from __future__ import annotations

import gzip
import json
from bisect import bisect_left, bisect_right
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from support.inputs import OWN, folders

#: The days and what is expected of them: ours, and the recorded ones where they are.
SETS = [
    (folder, Path(__file__).with_name("golden") / name)
    for folder, name in zip(folders("leaderboards"), ("own_days.json", "artificial_analysis_days.json"), strict=False)
]

Model = dict[str, Any]


@cache
def days(folder: Path) -> dict[str, dict[str, Model]]:
    found = {}
    for path in sorted(folder.glob("aa_llms_*.json.gz")):
        models = {}
        for m in json.loads(gzip.decompress(path.read_bytes()))["models"]:
            price = m["pricing"]
            blended = price.get("price_1m_blended_3_to_1")
            if blended is None and None not in (price["price_1m_input_tokens"], price["price_1m_output_tokens"]):
                blended = (3 * price["price_1m_input_tokens"] + price["price_1m_output_tokens"]) / 4
            models[m["id"]] = {
                "name": m["name"],
                "score": m["evaluations"]["artificial_analysis_intelligence_index"],
                "speed": (m.get("speed") or m.get("performance") or m).get("output_tokens_per_second") or None,
                "price": blended,
            }
        found[path.name.split("_")[2][:10]] = models
    return found


def digits(value: float) -> int:
    text = f"{value:.12g}"
    return len(text.partition(".")[2]) if "e" not in text else 12


def usual_digits(models: dict[str, Model], column: str) -> int:
    """How many decimals nearly all values of a column are written with; many, if most are not rounded at all."""
    counted = sorted(digits(m[column]) for m in models.values() if m[column])
    rounded = [d for d in counted if d < 8]
    return (
        counted[len(counted) // 2] if 2 * len(rounded) < len(counted) else rounded[-(-95 * (len(rounded) - 1) // 100)]
    )


def sign(value: float) -> int:
    return (value > 0) - (value < 0)


def reckoned(before: dict[str, Model], after: dict[str, Model]) -> dict[str, Any]:
    both = [i for i in before if i in after]
    # Listed without a score, then with one: new among the scores, as if it had come.
    first = [i for i in both if before[i]["score"] is None and after[i]["score"] is not None]
    last = [i for i in both if before[i]["score"] is not None and after[i]["score"] is None]
    come = [*(i for i in after if i not in before), *first]
    gone = [*(i for i in before if i not in after), *last]

    def coarsest(column: str, i: str) -> float:
        """Half a unit of the last place that both writings of a figure have."""
        old: float = before[i][column]
        new: float = after[i][column]
        a = max(usual[column][0], digits(old))
        b = max(usual[column][1], digits(new))
        return 0.5 * 10.0 ** -min(a, b) + 1e-9 * max(abs(old), abs(new)) + 1e-9

    usual = {c: (usual_digits(before, c), usual_digits(after, c)) for c in ("score", "speed", "price")}
    known = {c: [i for i in both if None not in (before[i][c], after[i][c])] for c in usual}
    moved = [i for i in known["score"] if abs(after[i]["score"] - before[i]["score"]) > coarsest("score", i)]
    rewritten = [i for i in known["score"] if i not in moved and after[i]["score"] != before[i]["score"]]
    prices = [i for i in known["price"] if abs(after[i]["price"] - before[i]["price"]) > coarsest("price", i)]
    fine = sum(0.5 * 10**-d for d in usual["speed"])
    speeds = [
        i
        for i in known["speed"]
        if abs(after[i]["speed"] - before[i]["speed"]) - fine > 0.2 * min(after[i]["speed"], before[i]["speed"])
    ]
    # Where the two tables are written with other decimals, an order within the coarser's last place is not known.
    blur = 0.0 if usual["score"][0] == usual["score"][1] else 10 ** -min(usual["score"]) * 1.000001
    renamed = {i for i in both if before[i]["name"] != after[i]["name"]}
    overtook = pushed = 0
    every = [sorted(m["score"] for m in t.values() if m["score"] is not None) for t in (before, after)]
    shared = [sorted(t[i]["score"] for i in known["score"]) for t in (before, after)]
    count = len(known["score"]) - 1

    def above(scores: list[float], score: float) -> int:
        return len(scores) - bisect_right(scores, score)

    for i in known["score"]:
        old, new = before[i]["score"], after[i]["score"]
        step = sign(above(every[0], old) - above(every[1], new))
        by_score = sign(new - old) if i in moved else 0
        above_old, above_new = above(shared[0], old + blur), above(shared[1], new + blur)
        below_old, below_new = bisect_left(shared[0], old - blur), bisect_left(shared[1], new - blur)
        passing = 1 if count - below_new < above_old else -1 if above_new > count - below_old else 0
        tied = count > above_old + below_old or count > above_new + below_new
        arrived = sum((after[j]["score"] or -1) > new for j in come) - sum(
            (before[j]["score"] or -1) > old for j in gone
        )
        if i in renamed:
            continue
        if not step:
            continue
        if step in (passing, by_score):
            overtook += 1
        elif step == -sign(arrived):
            pushed += 1
        elif not tied:
            overtook += 1
    return {
        "entered": sorted(after[i]["name"] for i in come),
        "left": sorted(before[i]["name"] for i in gone),
        "renamed": sorted(f"{before[i]['name']} → {after[i]['name']}" for i in renamed - {*first, *last}),
        "scores": sorted(after[i]["name"] for i in moved),
        "overtook": overtook,
        "pushed": pushed,
        "speeds": len(speeds),
        "prices": len(prices),
        "rewritten": len(rewritten),
    }


PAIRS = [(folder, golden, f"{a} {b}") for folder, golden in SETS for a, b in combinations(sorted(days(folder)), 2)]


@pytest.mark.parametrize(("folder", "golden_file", "pair"), PAIRS, ids=[pair for _, _, pair in PAIRS])
def test_a_pair_of_days_is_reckoned_alike(folder: Path, golden_file: Path, pair: str) -> None:
    first, second = pair.split()
    golden = {"entered": [], "left": [], "renamed": [], "scores": [], "overtook": 0, "pushed": 0} | json.loads(
        golden_file.read_text(encoding="utf-8")
    )[pair]
    found = reckoned(days(folder)[first], days(folder)[second])
    if isinstance(golden["entered"], int):
        found["entered"] = len(found["entered"])
    golden["entered"] = golden["entered"] or found["entered"].__class__()
    golden["scores"] = sorted(told.rpartition(": ")[0] for told in golden["scores"])
    assert found == {"speeds": 0, "prices": 0, "rewritten": 0} | golden


@pytest.mark.parametrize(("folder", "golden"), SETS, ids=lambda path: path.name)
def test_all_pairs_are_in_the_golden_file(folder: Path, golden: Path) -> None:
    pairs = [pair for of, _, pair in PAIRS if of == folder]
    assert len(pairs) == (3 if folder == OWN / "leaderboards" else 78)
    assert sorted(json.loads(golden.read_text(encoding="utf-8"))) == sorted(pairs)
