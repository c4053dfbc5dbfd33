"""The scripts of `completions`, read by the shells they are for: what the tab key gives there."""

from __future__ import annotations

import shutil
import subprocess
from contextlib import closing
from pathlib import Path

import pytest
from cli_samples import Cli
from support.real_shell import RealShell

from tui_reader.cli.commands import COMMANDS, SHELLS
from tui_reader.cli.completions import script

#: What is typed, and what stands there after the tab key.
TYPED = [
    ("inference-tui comple", "completions"),
    ("inference-tui --home /x lis", "list"),
    ("inference-tui list pap", "papers"),
    ("inference-tui list papers --js", "--json"),
    ("inference-tui feeds imp", "import"),
    ("inference-tui feeds add --gr", "--group"),
    ("inference-tui show x --format mark", "markdown"),
    ("inference-tui import --as op", "opml"),
    ("inference-tui sync bench", "benchmarks"),
    ("inference-tui --pane pap", "papers"),
    ("inference-tui import on", "one.xml"),
    ("inference-tui export feeds -o on", "one.xml"),
    ("inference-tui completions ba", "bash"),
]
INTERACTIVE = {
    "bash": (["bash", "--norc", "--noprofile", "-i"], "source ./script"),
    "zsh": (["zsh", "-f", "-i"], "autoload -Uz compinit; compinit -u -D; source ./script"),
    "tcsh": (["tcsh", "-f", "-i"], "set edit; source ./script"),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "one.xml").touch()
    return tmp_path


@pytest.mark.parametrize("shell", SHELLS)
def test_completions_know_every_subcommand_and_option(cli: Cli, shell: str) -> None:
    printed = cli("completions", shell).out
    for command in COMMANDS:
        for word in command.name.split():
            assert word in printed
        for option in command.options:
            assert option.flags[-1].lstrip("-") in printed


def test_completions_need_a_shell_that_is_known(cli: Cli) -> None:
    assert cli("completions", "rc").code == 2


@pytest.mark.parametrize("shell", INTERACTIVE)
def test_the_tab_key_completes_what_is_typed(shell: str, folder: Path) -> None:
    argv, start = INTERACTIVE[shell]
    if shutil.which(shell) is None:
        pytest.skip(f"there is no {shell} here")
    (folder / "script").write_text(script(shell), "utf-8")
    with closing(RealShell(argv, folder)) as running:
        # The quotes are gone only in what the shell prints, not in the line as it was typed.
        running.told(f"{start}\necho rea''dy\n", "ready")
        # tcsh counts words: behind a global option it knows no subcommand.
        for line, found in [typed for typed in TYPED if shell != "tcsh" or "--home" not in typed[0]]:
            running.told(f"{line}\t", found)
            running.told("\x15echo do''ne\n", "done")


@pytest.fixture
def fish(folder: Path) -> Path:
    if shutil.which("fish") is None:
        pytest.skip("there is no fish here")
    (folder / "script").write_text(script("fish"), "utf-8")
    return folder


def test_fish_completes_what_is_typed(fish: Path) -> None:
    asked = "".join(f"; echo '# {line}'; complete -C '{line}'" for line, _ in TYPED)
    done = subprocess.run(
        ["fish", "--no-config", "-c", f"source ./script{asked}"], capture_output=True, text=True, check=True, cwd=fish
    )
    answers = done.stdout.split("# inference-tui")[1:]
    for (line, found), answer in zip(TYPED, answers, strict=True):
        assert [row.split("\t")[0] for row in answer.splitlines()[1:]] == [found], line
