"""Whether the ranker's settings are fitted to the people of the data: `ranking_settings.py DATA`.

Each setting is tried on two draws of 5, 20 and 50 kept papers: the parts of the skipped and of the recent papers in the
weights, the weight of the follow list, and whether its rare words count more. Then each person in turn is left out,
the setting that is best for the others is taken, and what it gives the one left out stands beside the program's own.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from itertools import product
from pathlib import Path

from ranking import SIZES, Data, Person, measures, sets_of

from tui_reader.domain.ranking import followed
from tui_reader.domain.ranking.model import Model, spread_of

PARTS, FOLLOWED = (0.25, 0.5, 0.75), (5.0, 10.0, 20.0)
#: Parts of the skipped and of the recent, weight of the follow list (0: none), whether rare words count more.
Setting = tuple[float, float, float, bool]
OWN: dict[bool, Setting] = {True: (0.5, 0.5, 10.0, True), False: (0.5, 0.5, 0.0, True)}
#: Recall@20, AUC and read80 of the draws, by person and number of kept papers.
Results = dict[str, dict[int, list[tuple[float, float, float]]]]


def settings() -> list[Setting]:
    """Those that are tried: all parts with the program's own follow list and without, other lists with its parts."""
    parts = list(product(PARTS, PARTS))
    lists = [(0.5, 0.5, weight, rare) for weight, rare in product(FOLLOWED, (True, False))]
    return list(dict.fromkeys([*((s, b, w, True) for s, b in parts for w in (0.0, 10.0)), *lists]))


def tried(data: Data, person: Person, found: dict[Setting, Results]) -> None:
    """Measure all settings for a person; products with the three means are worked out once."""
    recent, candidates = person.background.recent, [data.blobs[n] for n in person.candidates]
    lists: dict[bool, list[float]] = {}
    rarities = followed.rarity([person.hits[n] for n in person.recent], person.words)
    for rare in (True, False):
        weights = rarities if rare else dict.fromkeys(rarities, 1.0)
        spread = spread_of([followed.value(person.hits[n], weights) for n in person.recent])
        lists[rare] = [spread.standard(followed.value(person.hits[n], weights)) for n in person.candidates]
    for size in SIZES:
        for _, kept, skipped in list(sets_of(data, person, size))[:2]:
            model = Model(
                person.background, [data.blobs[n] for n in sorted(kept)], [data.blobs[n] for n in sorted(skipped)]
            )
            means = (model.kept_mean, model.skipped_mean, person.background.mean)
            of_recent, of_candidates = (
                list(zip(*(person.background.cosines(mean, blobs) for mean in means), strict=True))
                for blobs in (recent, candidates)
            )
            for setting in settings():
                skip, back, weight, rare = setting
                spread = spread_of([k - skip * s - back * r for k, s, r in of_recent])
                factor = weight / (size + weight) if weight else 0.0
                scores = [
                    spread.standard(k - skip * s - back * r) + factor * value
                    for (k, s, r), value in zip(of_candidates, lists[rare], strict=True)
                ]
                found[setting][person.name].setdefault(size, []).append(measures(data, person, scores))


def mean(results: Results, names: list[str], size: int, which: int = 0) -> float:
    """The mean over people of the means over draws."""
    each = [sum(draw[which] for draw in results[name][size]) / len(results[name][size]) for name in names]
    return sum(each) / len(each)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    data = Data(parser.parse_args().data)
    found: dict[Setting, Results] = defaultdict(lambda: defaultdict(dict))
    for person in data.persons:
        tried(data, person, found)
    names = [person.name for person in data.persons]
    print("skipped  recent  list  rare    recall@20 at 5, 20, 50       AUC   read80 (at 20)")
    for setting in sorted(found):
        skip, back, weight, rare = setting
        recalls = "  ".join(f"{mean(found[setting], names, size):.3f}" for size in SIZES)
        area, read = (mean(found[setting], names, 20, which) for which in (1, 2))
        print(f"{skip:7} {back:7} {weight:5} {'yes' if rare else 'no':>5}    {recalls}    {area:.3f}    {read:.3f}")
    for listed, own in OWN.items():
        print(f"each person with the setting best for the others, {'with' if listed else 'without'} a follow list:")
        chosen: dict[int, list[float]] = defaultdict(list)
        for name in names:
            others = [other for other in names if other != name]
            best = max(
                (one for one in found if bool(one[2]) is listed),
                key=lambda one: sum(mean(found[one], others, size) for size in SIZES),
            )
            for size in SIZES:
                chosen[size].append(mean(found[best], [name], size))
            print(f"  {name:10} {best}")
        for size in SIZES:
            ours = mean(found[own], names, size)
            print(f"  {size:3} kept: {sum(chosen[size]) / len(names):.3f}, the program's own {ours:.3f}")


if __name__ == "__main__":
    main()
