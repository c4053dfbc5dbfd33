from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from cli_samples import Cli

from tui_reader.cli.completions import bash, fish, zsh
from tui_reader.cli.globals import GLOBAL_OPTIONS
from tui_reader.cli.table import COMMANDS
from tui_reader.config.settings_file import load
from tui_reader.domain.actions import ACTIONS
from tui_reader.domain.settings import Settings


def test_the_configuration_has_a_path_before_it_exists(cli: Cli) -> None:
    assert cli("config", "path").out == f"{cli.home / 'config' / 'config.toml'}\n"


def test_init_writes_a_file_that_means_the_defaults_and_never_overwrites(cli: Cli) -> None:
    assert cli("config", "init").code == 0
    file = cli.home / "config" / "config.toml"
    loaded = load(file, {})
    assert (loaded.settings, loaded.problems) == (Settings(), ())
    file.write_text("# mine\n", "utf-8")
    assert cli("config", "init").code == 1
    assert file.read_text("utf-8") == "# mine\n"


def test_init_writes_where_config_says(cli: Cli, tmp_path: Path) -> None:
    target = tmp_path / "elsewhere" / "my.toml"
    assert cli("config", "init", "--config", str(target)).code == 0
    assert target.exists()


def test_check_names_every_mistake_and_exits_1(cli: Cli) -> None:
    assert cli("config", "check").code == 0
    cli.configure('[general]\nthem = "x"\n[network]\ntimeout_s = "soon"\n[keys]\n"triage.kep" = "s"\n')
    done = cli("config", "check")
    assert (done.code, done.out) == (1, "")
    lines = done.err.splitlines()
    assert len(lines) == 3
    for line, parts in zip(lines, [(":2", "theme"), (":4", "timeout_s"), ("triage.keep",)], strict=True):
        for part in parts:
            assert part in line


def test_show_prints_settings_that_read_back_and_hides_keys(cli: Cli, tmp_path: Path) -> None:
    cli.configure('[network]\ntimeout_s = 7\n[benchmarks.artificial-analysis]\napi_key = "secret-key"\n')
    done = cli("config", "show")
    assert done.code == 0
    assert "secret-key" not in done.out
    again = tmp_path / "again.toml"
    again.write_text(done.out, "utf-8")
    assert load(again, {}).settings.network.timeout_s == 7


def test_keys_lists_every_action_as_it_is_bound(cli: Cli) -> None:
    cli.configure('[keys]\n"triage.keep" = "f9"\n')
    lines = cli("keys").out.splitlines()
    assert len(lines) == len(ACTIONS) + 1
    keep = next(line for line in lines if " triage.keep " in line)
    assert keep.startswith("f9 ")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completions_know_every_subcommand_and_option(cli: Cli, shell: str) -> None:
    script = cli("completions", shell).out
    for command in COMMANDS:
        for word in command.name.split():
            assert word in script
        for option in command.options:
            assert option.flags[-1].lstrip("-") in script
    assert "\t" not in script


def test_completions_need_a_shell_that_is_known(cli: Cli) -> None:
    assert cli("completions", "tcsh").code == 2


def _completed(line: str, cwd: Path) -> set[str]:
    words = line.split(" ")
    ask = (
        f"{bash()}\nCOMP_WORDS=({' '.join(repr(w) for w in words)})\nCOMP_CWORD={len(words) - 1}\n"
        '_inference_tui 2>/dev/null\nprintf "%s\\n" "${COMPREPLY[@]}"\n'
    )
    done = subprocess.run(["bash", "-c", ask], capture_output=True, text=True, check=True, cwd=cwd)
    return set(done.stdout.split("\n")) - {""}


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash here")
@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("inference-tui s", {"sync", "show", "search", "seen"}),
        ("inference-tui --home /x li", {"list"}),
        ("inference-tui list p", {"papers"}),
        ("inference-tui list --js", {"--json"}),
        ("inference-tui feeds ", {"add", "remove", "import", *(option.flag for option in GLOBAL_OPTIONS)}),
        ("inference-tui feeds add --g", {"--group"}),
        ("inference-tui show x --format ", {"text", "markdown", "json"}),
        ("inference-tui import --as o", {"opml"}),
        ("inference-tui sync b", {"benchmarks", "boards"}),
        ("inference-tui --pane p", {"papers"}),
        ("inference-tui import on", {"one.xml"}),
        ("inference-tui export feeds -o on", {"one.xml"}),
        ("inference-tui list papers --limit ", set()),
    ],
)  # fmt: skip
def test_bash_completes(tmp_path: Path, line: str, found: set[str]) -> None:
    (tmp_path / "one.xml").touch()
    assert _completed(line, tmp_path) == found


@pytest.mark.parametrize(("shell", "script"), [("zsh", zsh), ("fish", fish)])
def test_the_other_shells_can_read_their_scripts(shell: str, script: object, tmp_path: Path) -> None:
    program = shutil.which(shell)
    if program is None or not callable(script):
        pytest.skip(f"there is no {shell} here")
    file = tmp_path / "script"
    file.write_text(script(), "utf-8")
    assert subprocess.run([program, "-n", str(file)], check=False).returncode == 0
