from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import fields

from tui_reader.config.schema import RULES, SECTIONS, TYPE_NAMES
from tui_reader.config.settings_file import ConfigProblem, load, read
from tui_reader.domain.settings import (
    BenchmarkSettings,
    CommandSetting,
    FeedSetting,
    OnNewSetting,
    OpenWithSetting,
    Settings,
)

FILE = Path("config.toml")


def loaded(text: str) -> tuple[Settings, tuple[ConfigProblem, ...]]:
    return read(text.encode(), FILE)


def only_problem(text: str) -> ConfigProblem:
    problems = loaded(text)[1]
    assert len(problems) == 1, problems
    return problems[0]


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    result = load(tmp_path / "none.toml")
    assert (result.settings, result.problems, result.exists) == (Settings(), (), False)


def test_an_unreadable_file_is_a_problem_not_a_crash(tmp_path: Path) -> None:
    result = load(tmp_path)
    assert result.settings == Settings()
    assert result.exists
    assert "cannot be read" in result.problems[0].message


def test_given_values_replace_defaults_and_leave_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(
        '[network]\ntimeout_s = 5\n[arxiv]\ncategories = ["stat.ML", "hep-th"]\n'
        '[benchmarks.artificial-analysis]\napi_key = "k"\n[boards.mine]\nscore = "elo"\n'
        '[views]\n"speech" = "cat:cs.SD since:7d"\n',
        encoding="utf-8",
    )
    result = load(path)
    assert result.problems == ()
    assert result.settings.network.timeout_s == 5
    assert result.settings.network.max_connections == Settings().network.max_connections
    assert result.settings.arxiv.categories == ("stat.ML", "hep-th")
    assert result.settings.benchmarks == {"artificial-analysis": BenchmarkSettings(None, "k")}
    assert result.settings.boards["mine"].score == "elo"
    assert result.settings.views == {"speech": "cat:cs.SD since:7d"}


def test_an_unknown_key_names_file_line_key_and_the_nearest() -> None:
    problem = only_problem("[network]\nmax_connections = 4\n\ntimeout = 5\n")
    assert (problem.file, problem.line, problem.key, problem.nearest) == (FILE, 4, "network.timeout", "timeout_s")
    assert "Did you mean timeout_s?" in problem.hint


def test_an_unknown_section_names_the_nearest() -> None:
    problem = only_problem('# hi\n[arxive]\ncategories = ["cs.SD"]\n')
    assert (problem.line, problem.key, problem.nearest) == (2, "arxive", "arxiv")


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ('timeout_s = "5"', "network.timeout_s"),
        ("timeout_s = true", "network.timeout_s"),
        ("timeout_s = 0", "network.timeout_s"),
        ("timeout_s = -1.5", "network.timeout_s"),
        ("timeout_s = nan", "network.timeout_s"),
        ("timeout_s = inf", "network.timeout_s"),
        ("timeout_s = 1" + "0" * 400, "network.timeout_s"),
        ("max_connections = 2.5", "network.max_connections"),
        ("max_connections = 0", "network.max_connections"),
        ("refresh_minutes = 07:30:00", "network.refresh_minutes"),
        ("refresh_minutes = {}", "network.refresh_minutes"),
    ],
)
def test_a_wrong_value_is_reported_and_the_default_holds(line: str, key: str) -> None:
    settings, problems = loaded(f"[network]\n{line}\nmax_body_mib = 7\n")
    assert [(p.line, p.key) for p in problems] == [(2, key)]
    assert settings.network.max_body_mib == 7
    name = key.split(".")[1]
    assert getattr(settings.network, name) == getattr(Settings().network, name)


@pytest.mark.parametrize(
    "url",
    [
        "inference.report",
        "ftp://x.org",
        "file:///etc/passwd",
        "https://",
        "http://[::1",
        "http://x:y/",
        "https://a b",
        "",
    ],
)
def test_an_address_that_is_none_is_refused(url: str) -> None:
    settings, problems = loaded(f'[issues]\nurl = "{url}"\n')
    assert [p.key for p in problems] == ["issues.url"]
    assert settings.issues.url == "https://inference.report"


def test_a_bare_host_is_met_with_its_address() -> None:
    assert only_problem('[issues]\nurl = "inference.report"').nearest == "https://inference.report"


@pytest.mark.parametrize("url", ["http://127.0.0.1:8000/x", "http://[::1]:80/", "https://user@host.example/a?b=c"])
def test_every_address_can_be_pointed_elsewhere(url: str) -> None:
    settings, problems = loaded(f'[arxiv]\nfeed_url = "{url}"\n')
    assert problems == ()
    assert settings.arxiv.feed_url == url


def test_an_empty_address_turns_a_board_off() -> None:
    settings, problems = loaded('[benchmarks.swe-rebench]\nurl = ""\n')
    assert problems == ()
    assert settings.benchmarks["swe-rebench"].url == ""


def test_a_category_of_the_wrong_shape_is_left_out_and_the_others_stay() -> None:
    settings, problems = loaded('[arxiv]\ncategories = [\n "cs.SD",\n "cs.lg",\n "CS-CL",\n "physics.acc-ph",\n]\n')
    assert [(p.line, p.key, p.nearest) for p in problems] == [
        (4, "arxiv.categories[2]", "cs.LG"),
        (5, "arxiv.categories[3]", "cs.CL"),
    ]
    assert settings.arxiv.categories == ("cs.SD", "physics.acc-ph")


@pytest.mark.parametrize("name", ["cs.SD", "cs", "hep-th", "cond-mat.str-el", "astro-ph.GA", "q-bio.NC", "math-ph"])
def test_categories_as_arxiv_names_them_are_taken(name: str) -> None:
    assert loaded(f'[arxiv]\ncategories = ["{name}"]')[1] == ()


def test_an_announce_type_that_does_not_exist_names_the_nearest() -> None:
    settings, problems = loaded('[arxiv]\ninclude = ["news", "replace"]\n')
    assert problems[0].nearest == "new"
    assert settings.arxiv.include == ("replace",)


def test_a_list_of_which_nothing_is_left_falls_to_the_default() -> None:
    settings, problems = loaded('[arxiv]\ncategories = ["?"]\n')
    assert problems
    assert settings.arxiv.categories == Settings().arxiv.categories


def test_an_empty_list_is_meant() -> None:
    settings, problems = loaded("feeds = []\n[arxiv]\ncategories = []\n")
    assert problems == ()
    assert settings.arxiv.categories == ()
    assert settings.feeds == ()


def test_no_feeds_means_the_built_in_ones() -> None:
    assert loaded("")[0].feeds is None


def test_a_feed_without_an_address_is_left_out() -> None:
    settings, problems = loaded(
        '[[feeds]]\ntitle = "A"\n\n[[feeds]]\nurl = "https://b.example/feed"\ngroup = "x/y"\n\n[[feeds]]\nurl = "c"\n'
    )
    assert [(p.line, p.key) for p in problems] == [(1, "feeds[1]"), (9, "feeds[3].url")]
    assert settings.feeds == (FeedSetting("https://b.example/feed", "", "x/y"),)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ('[feeds]\nurl = "https://a.example"', "[[feeds]]"),
        ("network = 5", "[network]"),
        ("[[network]]\ntimeout_s = 5", "[network]"),
        ("boards = 1", "[boards.NAME]"),
        ("[boards]\nmine = 1", "[boards.mine]"),
    ],
)
def test_wrong_brackets_are_met_with_the_right_ones(text: str, written: str) -> None:
    settings, problems = loaded(text)
    assert len(problems) == 1
    assert written in problems[0].hint
    assert settings == Settings()


def test_other_names_of_models_are_read_also_where_a_dot_stands_in_a_bare_name() -> None:
    settings, problems = loaded('[aliases]\nGPT-5.4 = "gpt five"\n"A B" = ["a", "b"]\nc = 3\nd = [" "]\n')
    assert settings.aliases == {"GPT-5.4": ("gpt five",), "A B": ("a", "b")}
    assert [(p.line, p.key) for p in problems] == [(4, "aliases.c"), (5, "aliases.d")]


def test_a_view_that_is_no_query_is_left_out() -> None:
    settings, problems = loaded('[views]\n"a" = "is:strange"\n"b" = "is:inbox"\nc = 3\n')
    assert [(p.line, p.key) for p in problems] == [(2, "views.a"), (4, "views.c")]
    assert settings.views == {"b": "is:inbox"}


def test_a_view_nested_beyond_reason_is_left_out() -> None:
    assert only_problem(f'[views]\n"a" = "{"(" * 20_000}x"\n').key == "views.a"


def test_keys_are_taken_quoted_or_not_single_or_several() -> None:
    settings, problems = loaded(
        '[keys]\npreset = "default"\n"triage.keep" = "s"\nnav.top = ["g g", "home"]\n"open.links" = []\n'
    )
    assert problems == ()
    assert settings.keys == {"triage.keep": ("s",), "nav.top": ("g g", "home"), "open.links": ()}


def test_another_preset_and_keys_of_the_wrong_type_are_reported() -> None:
    settings, problems = loaded('[keys]\npreset = "vi"\n"triage.keep" = 3\n"triage.skip" = "x"\n')
    assert [(p.line, p.key) for p in problems] == [(2, "keys.preset"), (3, 'keys."triage.keep"')]
    assert settings.keys == {"triage.skip": ("x",)}


def test_programs_are_read_with_all_their_arguments() -> None:
    settings, problems = loaded(
        '[[command]]\nkey = "l"\nname = "Two"\nrun = ["x", "-a", "{title}", "-a", "{title}"]\n'
        '[[open_with]]\nmatch = "https://x/*"\ncommand = ["mpv", "{url}"]\n'
        '[[on_new]]\nmatch = "is:watched"\nrun = ["notify-send", "{title}"]\n'
    )
    assert problems == ()
    assert settings.command == (CommandSetting("l", "Two", ("x", "-a", "{title}", "-a", "{title}")),)
    assert settings.open_with == (OpenWithSetting(("mpv", "{url}"), "https://x/*"),)
    assert settings.on_new == (OnNewSetting("is:watched", ("notify-send", "{title}")),)


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ('run = ["sh", "-c", "echo {title}"]', "command[1].run"),
        ('run = ["{url}"]', "command[1].run"),
        ('run = []', "command[1].run"),
    ],
)  # fmt: skip
def test_a_program_that_an_item_could_choose_is_left_out(line: str, key: str) -> None:
    settings, problems = loaded(f'[[command]]\nkey = "l"\nname = "L"\n{line}\n')
    assert [p.key for p in problems] == [key]
    assert settings.command == ()


def test_two_commands_on_one_key_and_bad_queries_are_told() -> None:
    command = '[[command]]\nkey = "l"\nname = "L"\nrun = ["x"]\n'
    _, problems = loaded(command + command + '[[on_new]]\nmatch = "is:nothing"\nrun = ["x"]\n')
    assert {"command[2].key", "on_new[1].match"} <= {p.key for p in problems}


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        (b"[network]\ntimeout_s = \n", 2),
        (b"[network\n", 1),
        (b"a = 1\nb = 2\na = 3\n", 3),
        (b'a = "\n', 1),
        (b"a = 1\nb = [1,\n", 2),
        (b"a = 1\nb = '\xff'\n", 2),
    ],
)
def test_broken_toml_names_the_line(raw: bytes, line: int) -> None:
    settings, problems = read(raw, FILE)
    assert settings == Settings()
    assert [(p.line, p.key) for p in problems] == [(line, "")]


@pytest.mark.parametrize("raw", [b"a = " + b"[" * 50_000, b"a = " + b"9" * 10_000, b"\x00", b"\xfe\xff"])
def test_hostile_files_are_problems_not_crashes(raw: bytes) -> None:
    settings, problems = read(raw, FILE)
    assert settings == Settings()
    assert len(problems) == 1


def test_a_byte_order_mark_does_no_harm() -> None:
    settings, problems = read(b"\xef\xbb\xbf[network]\r\ntimeout_s = 5\r\n", FILE)
    assert problems == ()
    assert settings.network.timeout_s == 5


def test_problems_show_no_control_characters() -> None:
    _, problems = loaded(
        '"\\u001b[2J" = "\\u001b]0;x\\u0007"\n[general]\ntheme = 5\n[views]\n"x\\u202e" = "is:\\u001b"\n'
    )
    assert len(problems) == 3
    for problem in problems:
        assert all(c.isprintable() for c in problem.message + problem.hint + problem.key), problem


@given(st.binary(max_size=200))
def test_no_bytes_make_it_raise(raw: bytes) -> None:
    read(raw, FILE)


WORDS = st.sampled_from(
    [*SECTIONS, "views", "keys", "open_with", "url", "timeout_s", "categories", "preset", "zzz", ""]
)
VALUES = st.sampled_from(
    ['"x"', '"https://a.example"', "1", "-1", "true", "nan", "[]", '["x"]', "[1]", "{}", "{a = 1}", "[{}]"]
)
LINES = st.one_of(
    st.builds("[{}]\n".format, WORDS),
    st.builds("[[{}]]\n".format, WORDS),
    st.builds('[{}."{}"]\n'.format, WORDS, WORDS),
    st.builds('"{}" = {}\n'.format, WORDS, VALUES),
)


@given(st.lists(LINES, max_size=6).map("".join))
def test_any_file_gives_settings_and_problems_that_have_a_place(text: str) -> None:
    settings, problems = loaded(text)
    assert isinstance(settings, Settings)
    for problem in problems:
        assert problem.message
        assert 0 <= problem.line <= text.count("\n") + 1
        assert problem.line or not problem.key


def test_every_field_has_a_type_that_can_be_read() -> None:
    options = {f"{s.name}.{o.name}": o.type for s in SECTIONS.values() for o in s.options().values()}
    assert set(options.values()) <= set(TYPE_NAMES)
    assert set(RULES) <= set(options)
    assert {f.name for f in fields(Settings)} == set(SECTIONS) | {"aliases", "views", "keys"}


def test_every_number_and_address_has_a_rule() -> None:
    for section in SECTIONS.values():
        for option in section.options().values():
            if option.type in ("int", "float") or option.name.endswith("url"):
                assert f"{section.name}.{option.name}" in RULES


def test_followed_boards_may_stand_beside_those_of_ones_own() -> None:
    settings, problems = loaded('[boards]\nfollow = ["gso"]\n[boards.mine]\nscore = "elo"\n[follow]\nwords = ["a"]\n')
    assert (settings.follow.boards, settings.follow.words, list(settings.boards)) == (("gso",), ("a",), ["mine"])
    assert not problems
    assert loaded('[follow]\nboards = ["a"]\n[boards]\nfollow = ["b"]\n')[0].follow.boards == ("a",)
