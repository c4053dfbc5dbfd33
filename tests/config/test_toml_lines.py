import tomllib
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_reader.config.toml_lines import key_lines
from tui_reader.config.toml_text import KeyPath, dotted, key, literal, quoted


def lines_of(text: str) -> dict[str, int]:
    return {dotted(path): line for path, line in key_lines(dedent(text).lstrip("\n")).items()}


def test_tables_and_keys_have_their_lines() -> None:
    lines = lines_of(
        """
        # a comment = 1
        top = 1

        [network]  # [not.this]
        timeout_s = 20 # timeout_s = 3
        """
    )
    assert lines == {"top": 2, "network": 4, "network.timeout_s": 5}


def test_quoted_and_dotted_keys_are_told_apart() -> None:
    lines = lines_of(
        """
        [keys]
        "triage.keep" = "s"
        nav . top = 'g g'
        'it''s' = 1
        """.replace("'it''s'", '"it\'s \\u00e9"')
    )
    assert lines == {"keys": 1, 'keys."triage.keep"': 2, "keys.nav": 3, "keys.nav.top": 3, 'keys."it\'s é"': 4}


def test_values_over_several_lines_do_not_hide_what_follows() -> None:
    lines = lines_of(
        '''
        a = """
        b = 1
        \\""" ]] still
        """
        c = \'\'\'
        [d]
        \'\'\'
        e = [
          "x = 1", # ]
          [ "y", 'z' ],
        ]
        f = { g = 1, "h" = { i = [ 1,
          2 ] } }
        j = 1979-05-27T07:32:00Z
        '''
    )
    assert {k: v for k, v in lines.items() if "[" not in k} == {
        "a": 1, "c": 5, "e": 8, "f": 12, "f.g": 12, "f.h": 12, "f.h.i": 12, "j": 14
    }  # fmt: skip
    assert lines["e[2][1]"] == 10
    assert lines["f.h.i[2]"] == 13


def test_strings_may_end_in_quotes_of_their_own() -> None:
    assert lines_of('a = """"x"""""\nb = \'\'\'\'y\'\'\'\'\'\nc = ""\nd = \'\'\ne = 1') == {
        "a": 1, "b": 2, "c": 3, "d": 4, "e": 5
    }  # fmt: skip


def test_elements_of_arrays_of_tables_are_numbered() -> None:
    lines = lines_of(
        """
        [[feeds]]
        url = "a"
        [[feeds]]
        url = "b"
        [feeds.more]
        x = 1
        """
    )
    assert lines["feeds"] == 1
    assert (lines["feeds[1]"], lines["feeds[1].url"]) == (1, 2)
    assert (lines["feeds[2]"], lines["feeds[2].url"], lines["feeds[2].more.x"]) == (3, 4, 6)


def test_windows_line_ends_count_once() -> None:
    assert key_lines("a = 1\r\n\r\nb = 2\r\n")[("b",)] == 3


@given(st.text())
def test_text_that_is_no_toml_ends_all_the_same(text: str) -> None:
    try:
        tomllib.loads(text)
    except (ValueError, RecursionError):
        key_lines(text.replace("\\", ""))


@given(st.text())
def test_a_quoted_text_reads_back_as_itself(text: str) -> None:
    text = text.encode("utf-8", "replace").decode()
    assert tomllib.loads(f"{key(text)} = {quoted(text)}") == {text: text}
    assert all(c.isprintable() for c in quoted(text))


NAMES = st.text(st.characters(codec="utf-8"), max_size=8)
LEAVES = st.one_of(st.text(st.characters(codec="utf-8"), max_size=12), st.integers(-(2**40), 2**40), st.booleans())
TREES = st.dictionaries(
    NAMES,
    st.recursive(
        LEAVES, lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(NAMES, inner, max_size=3))
    ),
    max_size=4,
)


def inline(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key(k)} = {inline(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",\n ".join(inline(v) for v in value) + "]"
    return str(value).lower() if isinstance(value, bool) else literal(value)  # type: ignore[arg-type]


def paths(value: object, path: KeyPath = ()) -> set[KeyPath]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return {path}.union(*(paths(v, (*path, k)) for k, v in inner))


@given(TREES)
def test_every_key_that_tomllib_reads_is_found(tree: dict[str, object]) -> None:
    text = "".join(f"\n{key(k)} = {inline(v)}" for k, v in tree.items())
    assert tomllib.loads(text) == tree
    found = key_lines(text)
    assert set(found) | {()} == paths(tree)
    for name in tree:
        line = text.split("\n")[found[(name,)] - 1]
        assert line.startswith(f"{key(name)} = ")


@pytest.mark.parametrize("value", [20.0, 0.5, 1e300, 3, "x", ("a", 'b"')])
def test_values_read_back_as_themselves(value: str | int | float | tuple[str, ...]) -> None:
    read = tomllib.loads(f"x = {literal(value)}")["x"]
    assert (tuple(read) if isinstance(value, tuple) else read) == value
