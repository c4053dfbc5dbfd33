from __future__ import annotations

from pathlib import Path

from cli_samples import Cli
from msgspec.structs import replace

from tui_reader.config.settings_file import load
from tui_reader.domain.actions import ACTIONS
from tui_reader.domain.settings import BenchmarkSettings, Settings


def test_the_configuration_has_a_path_before_it_exists(cli: Cli) -> None:
    assert cli("config", "path").out == f"{cli.home / 'config' / 'config.toml'}\n"


def test_init_writes_a_file_that_means_the_defaults_and_never_overwrites(cli: Cli) -> None:
    assert cli("config", "init").code == 0
    file = cli.home / "config" / "config.toml"
    loaded = load(file)
    assert (replace(loaded.settings, benchmarks={}), loaded.problems) == (Settings(), ())
    assert set(loaded.settings.benchmarks.values()) == {BenchmarkSettings()}  # only headings
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
    assert load(again).settings.network.timeout_s == 7


def test_keys_lists_every_action_as_it_is_bound(cli: Cli) -> None:
    cli.configure('[keys]\n"triage.keep" = "f9"\n')
    lines = cli("keys").out.splitlines()
    assert len(lines) == len(ACTIONS) + 1
    keep = next(line for line in lines if " triage.keep " in line)
    assert keep.startswith("f9 ")
