"""Names that a source has in LaTeX are written as people write them, wherever they are shown."""

from __future__ import annotations

import pytest

from tui_reader.text.author_names import plain_name, plain_names


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ('Bj\\"orn S\\o rensen', "Björn Sørensen"),
        ('Fran\\c cois G\\"{o}del', "François Gödel"),
        ("{\\L}ucja Kr\\'ol", "Łucja Król"),
        ("Erd\\H{o}s", "Erdős"),
        ("Nguy\\~{\\^e}n", "Nguyễn"),
        ("Nu\\~nez", "Nuñez"),
        ("A.~Example", "A. Example"),
        # The space before the letter is lost in old records.
        ("Matou\\vsek", "Matoušek"),
        ("V\\^\\ilcu", "Vîlcu"),
        ("R\\ružička", "Růžička"),
        ("Ada Example$^{1,2}$", "Ada Example"),
        ("Straße {Bla}", "Straße Bla"),
        ("D'Or", "D'Or"),
        ("Ada \\input{x}", "Ada \\input{x}"),
    ],
)
def test_latex_in_a_name_is_read(source: str, name: str) -> None:
    assert plain_name(source) == name


def test_joined_names_keep_their_commas() -> None:
    assert plain_names('Bj\\"orn One, Ada Two') == "Björn One, Ada Two"


def test_a_mark_of_a_footnote_is_no_part_of_a_name() -> None:
    assert plain_name(r"Ada Example\footnotemark[1]") == "Ada Example"
