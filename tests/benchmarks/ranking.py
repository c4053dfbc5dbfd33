"""How well papers are ranked, on people's recorded lists: `ranking.py DATA [--scores OUT.tsv] [--without-follow-list]`.

DATA holds `papers.jsonl.gz` and `persons.json`; the protocol is the README beside them: learn from the papers of
`label_sets` and, as text without decisions, from papers dated up to `train_until`; then order each test day. The
program's own ranker stands beside a random order, newest first, the follow list alone, and the recipe of
arxiv-sanity-lite (tf-idf over words and pairs, a linear SVM with C = 0.01), for which scikit-learn must be installed.

Prints, as means over people: recall@20 a day, AUC, and the share of the days' lists to be read for 80 % of the keeps.
`--scores` writes the ranker's scores (person, id, score, k, rep). `--reasons N` instead takes the first four reasons of
N papers that stand first in their days out of their texts, and prints how many places they fall.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import hashlib
import json
import math
import re
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tui_reader.domain.following import Hit, Matcher, following
from tui_reader.domain.items import normalise_title
from tui_reader.domain.ranking import followed
from tui_reader.domain.ranking.features import pack, terms
from tui_reader.domain.ranking.model import RECENT, Background, Model
from tui_reader.domain.ranking.reasons import explain

SIZES = (5, 20, 50)


@dataclass
class Person:
    """One person of the data: the test days as indices of papers, the recent papers before them, the hits of the
    follow list."""

    name: str
    days: list[list[int]]
    keeps: set[int]
    recent: list[int]
    label_sets: list[dict[str, Any]]
    hits: dict[int, tuple[Hit, ...]]
    words: tuple[str, ...]
    background: Background

    @property
    def candidates(self) -> list[int]:
        return [paper for day in self.days for paper in day]


#: Scores of the candidates after learning from these kept and skipped papers.
Method = Callable[[Person, Sequence[int], Sequence[int]], Sequence[float]]


class Data:
    """The papers and people of a folder."""

    def __init__(self, folder: Path) -> None:
        with gzip.open(folder / "papers.jsonl.gz", "rt", encoding="utf-8") as file:
            self.papers: list[dict[str, Any]] = [json.loads(line) for line in file]
        self.number = {paper["id"]: number for number, paper in enumerate(self.papers)}
        start = time.process_time()
        self.blobs = [pack(terms(p["title"], p["abstract"], p["authors"])) for p in self.papers]
        spent = time.process_time() - start
        size = sum(map(len, self.blobs)) / len(self.blobs)
        print(f"{len(self.papers):,} papers; features {spent / len(self.papers) * 1e6:.0f} µs, {size:.0f} bytes each")
        told = json.loads((folder / "persons.json").read_text(encoding="utf-8"))
        self.persons = [self._person(person) for person in told]

    def _person(self, told: dict[str, Any]) -> Person:
        follows, test_days = set(told["follows"]), set(told["test_days"])
        days: dict[str, list[int]] = defaultdict(list)
        recent = []
        for number, paper in enumerate(self.papers):
            if follows.isdisjoint(paper["categories"]):
                continue
            if paper["date"] in test_days:
                days[paper["date"]].append(number)
            if paper["date"] <= told["train_until"]:
                recent.append(number)
        recent.sort(key=lambda number: (self.papers[number]["date"], self.papers[number]["id"]))
        recent = recent[-RECENT:]
        matcher = Matcher(listed := following([], told["keywords"]))
        wanted = {*recent, *(number for day in days.values() for number in day)}
        return Person(
            told["person"],
            [sorted(days[day]) for day in sorted(days)],
            {self.number[keep["id"]] for keep in told["keeps"] if keep["id"] in self.number},
            recent,
            told["label_sets"],
            {n: matcher.hits(self.papers[n]["title"], self.papers[n]["abstract"]) for n in wanted},
            listed.words,
            Background([self.blobs[number] for number in recent]),
        )


class Ranker:
    """The program's own."""

    def __init__(self, data: Data, with_follow_list: bool) -> None:
        self._data = data
        self._with_follow_list = with_follow_list

    def __call__(self, person: Person, kept: Sequence[int], skipped: Sequence[int]) -> Sequence[float]:
        recent_values, values = followed_values(person) if self._with_follow_list else ([], [])
        blobs = self._data.blobs
        model = Model(
            person.background,
            [blobs[number] for number in sorted(kept)],
            [blobs[number] for number in sorted(skipped)],
            recent_values,
        )
        return model.scores([blobs[number] for number in person.candidates], values)


def followed_values(person: Person) -> tuple[list[float], list[float]]:
    """The values of the follow list for the recent papers and the candidates."""
    rare = followed.rarity([person.hits[number] for number in person.recent], person.words)
    return tuple(
        [followed.value(person.hits[n], rare) for n in wanted] for wanted in (person.recent, person.candidates)
    )  # type: ignore[return-value]


def by_follow_list(person: Person, _kept: Sequence[int], _skipped: Sequence[int]) -> Sequence[float]:
    """The follow list alone."""
    return followed_values(person)[1]


def sanity_lite(data: Data) -> Method | None:
    """arxiv-sanity-lite's recipe (https://github.com/karpathy/arxiv-sanity-lite); None without scikit-learn."""
    try:
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.svm import LinearSVC
    except ImportError:
        return None
    made: dict[str, tuple[Any, dict[int, int]]] = {}

    def text(number: int) -> str:
        paper = data.papers[number]
        return " ".join([paper["title"], paper["abstract"], " ".join(paper["authors"])])

    def score(person: Person, kept: Sequence[int], skipped: Sequence[int]) -> Sequence[float]:
        if person.name not in made:
            labelled = [data.number[i] for told in person.label_sets for i in (*told["keep"], *told["skip"])]
            numbers = sorted({*person.candidates, *person.recent, *labelled})
            vectorizer = TfidfVectorizer(
                strip_accents="unicode", token_pattern=r"(?u)\b[a-zA-Z_][a-zA-Z0-9_]+\b", stop_words="english",
                ngram_range=(1, 2), max_features=20_000, norm="l2", sublinear_tf=True, min_df=5, max_df=0.1,
            )  # fmt: skip
            vectorizer.fit(text(number) for number in person.recent)
            made[person.name] = vectorizer.transform(text(n) for n in numbers), {n: i for i, n in enumerate(numbers)}
        matrix, line = made[person.name]
        positive = {line[number] for number in kept}
        others = [line[number] for number in (*person.recent, *skipped) if line[number] not in positive]
        rows = [*sorted(positive), *others]
        svm = LinearSVC(class_weight="balanced", max_iter=10_000, tol=1e-6, C=0.01)
        svm.fit(matrix[rows], [1] * len(positive) + [0] * len(others))
        found: list[float] = svm.decision_function(matrix[[line[n] for n in person.candidates]]).tolist()
        return found

    return score


def sets_of(data: Data, person: Person, size: int) -> Iterator[tuple[int, list[int], list[int]]]:
    """The draws of a size: which, the kept, the skipped."""
    for told in person.label_sets:
        if told["k"] == size:
            yield told["rep"], [data.number[i] for i in told["keep"]], [data.number[i] for i in told["skip"]]


def measures(data: Data, person: Person, scores: Sequence[float]) -> tuple[float, float, float]:
    """Recall@20, AUC and the share read for 80 % of the keeps."""
    of = dict(zip(person.candidates, scores, strict=True))
    recalls, areas, shares = [], [], []
    for day in person.days:
        order = sorted(day, key=lambda n: (-of[n], hashlib.md5(data.papers[n]["id"].encode()).hexdigest()))
        ranks = [rank for rank, number in enumerate(order, 1) if number in person.keeps]
        if not ranks:
            continue
        others = len(day) - len(ranks)
        recalls.append(sum(rank <= 20 for rank in ranks) / len(ranks))
        above = sum(rank - place for place, rank in enumerate(ranks, 1))
        areas.append(1 - above / (len(ranks) * others) if others else 1.0)
        shares += [rank / len(day) for rank in ranks]
    shares.sort()
    read = shares[math.ceil(0.8 * (len(shares) - 1))]
    return sum(recalls) / len(recalls), sum(areas) / len(areas), read


def table(data: Data, name: str, method: Method, *, needs_sets: bool = True) -> None:
    """Print a method's lines: of one that learns nothing only the first."""
    for size in SIZES:
        by_person = []
        for person in data.persons:
            draws = [measures(data, person, method(person, kept, skipped)) for _, kept, skipped in
                     list(sets_of(data, person, size))[: None if needs_sets else 1]]  # fmt: skip
            if draws:
                by_person.append([sum(column) / len(draws) for column in zip(*draws, strict=True)])
        recall, area, read = (sum(column) / len(by_person) for column in zip(*by_person, strict=True))
        each = " ".join(f"{one[0]:.3f}" for one in by_person)
        print(f"{name:34}{size if needs_sets else '-':>4} {recall:10.3f} {area:8.3f} {read:8.3f}   {each}", flush=True)
        if not needs_sets:
            return


def without_reasons(data: Data, count: int) -> None:
    """Take their first four reasons out of papers among the first twenty of their days, learned from 20 kept ones;
    print how far they fall."""
    falls: list[int] = []
    lengths: list[int] = []
    for person in data.persons:
        _, kept, skipped = next(sets_of(data, person, 20))
        recent_values, values = followed_values(person)
        blobs = data.blobs
        model = Model(person.background, [blobs[n] for n in kept], [blobs[n] for n in skipped], recent_values)
        rare = followed.rarity([person.hits[number] for number in person.recent], person.words)
        scores = dict(zip(person.candidates, model.scores([blobs[n] for n in person.candidates], values), strict=True))
        matcher = Matcher(following([], person.words))
        first = [(day, number) for day in person.days for number in sorted(day, key=lambda n: -scores[n])[:20]]
        for day, number in first[:: max(1, len(first) * len(data.persons) // count)]:
            paper = data.papers[number]
            counts = terms(paper["title"], paper["abstract"], paper["authors"])
            reasons = explain(model, counts, followed.parts(person.hits[number], rare)).reasons[:4]
            title, text, authors = paper["title"], paper["abstract"], paper["authors"]
            for reason in reasons:
                if reason.kind == "author":
                    authors = [a for a in authors if normalise_title(a) != reason.term]
                    continue
                words = r"[\W_]+".join(map(re.escape, normalise_title(reason.term).split()))
                end = r"\w*" if reason.term.endswith("*") else r"(?![^\W_])"
                title, text = (re.sub(rf"(?<![^\W_]){words}{end}", " ", t, flags=re.IGNORECASE) for t in (title, text))
            value = followed.value(matcher.hits(title, text), rare)
            (score,) = model.scores([pack(terms(title, text, authors))], [value])
            others = [scores[n] for n in day if n != number]
            falls.append(sum(other > score for other in others) - sum(other > scores[number] for other in others))
            lengths.append(len(day))
    falls.sort()
    quarter, middle, three = (falls[len(falls) * part // 4] for part in (1, 2, 3))
    print(
        f"{len(falls)} papers in days of {sum(lengths) / len(lengths):.0f}: they fall by {middle} places in the median"
    )
    print(f"quartiles {quarter} and {three}; {sum(fall < 20 for fall in falls) / len(falls):.0%} fall by less than 20")


def write_scores(data: Data, path: Path, method: Method) -> None:
    """Write the scores of all draws of all sizes."""
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file, delimiter="\t", lineterminator="\n")
        lines.writerow(("person", "id", "score", "k", "rep"))
        for person in data.persons:
            ids = [data.papers[number]["id"] for number in person.candidates]
            for size in sorted({told["k"] for told in person.label_sets}):
                for rep, kept, skipped in sets_of(data, person, size):
                    scores = method(person, kept, skipped)
                    lines.writerows((person.name, i, repr(s), size, rep) for i, s in zip(ids, scores, strict=True))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--scores", type=Path)
    parser.add_argument("--without-follow-list", action="store_true", help="for --scores")
    parser.add_argument("--reasons", type=int, metavar="N")
    given = parser.parse_args()
    data = Data(given.data)
    if given.reasons:
        without_reasons(data, given.reasons)
        return
    if given.scores:
        write_scores(data, given.scores, Ranker(data, not given.without_follow_list))
    print(f"{'':34}{'kept':>4} {'recall@20':>10} {'AUC':>8} {'read80':>8}   recall@20 of each person")
    table(data, "ranker with follow list", Ranker(data, True))
    table(data, "ranker alone", Ranker(data, False))
    table(data, "follow list alone", by_follow_list, needs_sets=False)
    table(data, "random order", lambda person, _k, _s: [0.0] * len(person.candidates), needs_sets=False)
    ids = sorted(range(len(data.papers)), key=lambda n: data.papers[n]["id"])
    place = {number: index for index, number in enumerate(ids)}
    table(data, "newest first", lambda person, _k, _s: [float(place[n]) for n in person.candidates], needs_sets=False)
    if (recipe := sanity_lite(data)) is not None:
        table(data, "arxiv-sanity-lite's recipe", recipe)
    else:
        print("arxiv-sanity-lite's recipe is left out: scikit-learn is not installed", file=sys.stderr)


if __name__ == "__main__":
    main()
