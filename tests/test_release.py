"""What a release rests on: pinned actions with few rights, and versions that agree with pyproject.toml."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
CONSTRAINTS = {
    canonicalize_name(name): version
    for name, version in re.findall(
        r"^([\w.-]+)==(\S+)$", (ROOT / ".ci/constraints.txt").read_text("utf-8"), re.MULTILINE
    )
}


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda p: p.name)
def test_actions_are_pinned_and_say_which_version_that_is(path: Path) -> None:
    used = re.findall(r"uses: (.*)", path.read_text("utf-8"))
    assert used
    assert [action for action in used if not re.fullmatch(r"[\w.-]+/[\w.-]+@[0-9a-f]{40} # v\d+(\.\d+)+", action)] == []


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda p: p.name)
def test_jobs_may_read_and_those_that_may_more_say_so(path: Path) -> None:
    workflow: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    assert workflow["permissions"] == {"contents": "read"}
    rights = {name: job["permissions"] for name, job in workflow["jobs"].items() if "permissions" in job}
    allowed: dict[str, dict[str, str]] = {
        "build": {"contents": "read", "id-token": "write", "attestations": "write"},
        "publish": {"id-token": "write"},
        "notes": {"contents": "write"},
    }
    assert rights == (allowed if path.name == "release.yml" else {})


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda p: p.name)
def test_every_job_ends_some_time(path: Path) -> None:
    jobs = yaml.safe_load(path.read_text("utf-8"))["jobs"]
    assert [name for name, job in jobs.items() if "timeout-minutes" not in job] == []


def test_ci_installs_versions_that_the_project_admits() -> None:
    extras = [r for extra in PROJECT["optional-dependencies"].values() for r in extra]
    wanted = [Requirement(text) for text in [*PROJECT["dependencies"], *extras]]
    bad = [
        str(r)
        for r in wanted
        if r.name != PROJECT["name"] and not r.specifier.contains(CONSTRAINTS.get(canonicalize_name(r.name), "0"))
    ]
    assert bad == [], "run: make lock"


def test_the_lowest_versions_are_those_of_the_project() -> None:
    done = subprocess.run([sys.executable, ROOT / ".ci/lowest.py"], capture_output=True, text=True, check=True)
    lowest = dict(line.split("==") for line in done.stdout.split())
    assert lowest.keys() == {Requirement(text).name for text in PROJECT["dependencies"]}
    for text in PROJECT["dependencies"]:
        requirement = Requirement(text)
        assert requirement.specifier.contains(lowest[requirement.name])


def test_the_python_versions_agree() -> None:
    said = {c.rsplit(" ", 1)[-1] for c in PROJECT["classifiers"] if re.search(r":: 3\.\d+$", c)}
    matrix = yaml.safe_load((ROOT / ".github/workflows/test.yml").read_text("utf-8"))["jobs"]["tests"]["strategy"][
        "matrix"
    ]
    assert said <= set(matrix["python"])
    assert PROJECT["requires-python"] == f">={min(said, key=lambda v: int(v.split('.')[1]))}"
