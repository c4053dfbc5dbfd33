import re
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tui_reader.config import template
from tui_reader.config.board_settings import BoardDefault, with_boards
from tui_reader.config.keymap import build
from tui_reader.config.settings_file import read
from tui_reader.domain.settings import ArxivSettings, BenchmarkSettings, BoardMapping, FeedSetting, Network, Settings
from tui_reader.sources.registry import boards

FILE = Path("config.toml")
BOARDS = tuple(BoardDefault(b.id, b.url, b.key_variable, b.is_followed) for b in boards())
DEFAULTS = with_boards(Settings(), BOARDS, {})


def test_the_template_as_written_means_the_defaults() -> None:
    settings, problems = read(template.render(BOARDS).encode(), FILE)
    assert (with_boards(settings, BOARDS, {}), problems) == (DEFAULTS, ())


def test_the_template_uncommented_means_the_defaults() -> None:
    uncommented = re.sub(r"^#(?=\S)", "", template.render(BOARDS), flags=re.MULTILINE)
    assert uncommented.count("\ntimeout_s = 20\n") == 1
    assert read(uncommented.encode(), FILE) == (DEFAULTS, ())


def test_the_examples_in_the_template_hold() -> None:
    text = re.sub(r"^# {3}(?=[\[\"]|\w+ = )", "", template.render(BOARDS), flags=re.MULTILINE)
    settings, problems = read(text.encode(), FILE)
    assert problems == ()
    assert settings.boards == {"my-board": BoardMapping(model="name", score="elo")}
    assert settings.feeds == (
        FeedSetting("https://example.org/feed.xml", "My lab", "AI Labs", True, 30, "Mine/1.0", {"X-Key": "…"}),
    )
    assert settings.aliases == {"GPT-5.4 (xhigh)": ("gpt-5.4-2026-03-05-xhigh", "GPT-5.4")}
    assert list(settings.views) == ["speech today"]
    assert len(settings.keys) == 3
    assert build(settings.keys).problems == ()


def test_every_setting_is_described() -> None:
    described = template.describe(BOARDS)
    assert all(d.help and d.type for d in described)
    assert len({d.key for d in described}) == len(described)
    defaults = {d.key: d.default for d in described}
    assert defaults["network.timeout_s"] == "20"
    assert defaults["benchmarks.swe-rebench.url"] == '"https://swe-rebench.com"'
    assert {"boards.NAME.model", "feeds[].url", 'aliases."NAME"', 'views."NAME"', 'keys."ACTION"'} <= set(defaults)


def test_the_settings_in_force_never_show_a_key() -> None:
    settings = Settings(benchmarks={"artificial-analysis": BenchmarkSettings("https://a.example", "secret")})
    assert "secret" not in template.show(settings)


TEXTS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12).filter(str.strip)
URLS = st.from_regex(r"https?://[a-z]{1,8}\.example/[a-z0-9?=&%]{0,8}", fullmatch=True)
SETTINGS = st.builds(
    replace,
    st.just(DEFAULTS),
    network=st.builds(Network, timeout_s=st.floats(0.1, 3600), max_connections=st.integers(1, 64)),
    arxiv=st.builds(ArxivSettings, categories=st.lists(st.sampled_from(["cs.SD", "hep-th"]), unique=True).map(tuple)),
    boards=st.dictionaries(TEXTS, st.builds(BoardMapping, model=TEXTS, score=TEXTS, id=TEXTS), max_size=2),
    feeds=st.none() | st.lists(st.builds(FeedSetting, URLS, TEXTS, TEXTS), max_size=3).map(tuple),
    aliases=st.dictionaries(TEXTS, st.lists(TEXTS, max_size=2).map(tuple), max_size=2),
    views=st.dictionaries(TEXTS, st.sampled_from(["", "cat:cs.SD", 'a "b c" -d']), max_size=2),
    keys=st.dictionaries(TEXTS.filter(lambda t: t != "preset"), st.lists(TEXTS, max_size=2).map(tuple), max_size=2),
)


@given(SETTINGS)
def test_shown_settings_read_back_as_themselves(settings: Settings) -> None:
    assert read(template.show(settings).encode(), FILE) == (settings, ())
