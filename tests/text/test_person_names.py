from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_reader.text.person_names import PersonName, is_others, split_name


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Ada Lovelace", PersonName("Lovelace", "Ada")),
        ("Ada  King   Lovelace", PersonName("Lovelace", "Ada King")),
        ("Jan van der Berg", PersonName("Berg", "Jan", "van der")),
        ("Vincent Van Gogh", PersonName("Gogh", "Vincent", "Van")),
        ("van Gogh", PersonName("Gogh", "", "van")),
        ("Quoc V. Le", PersonName("Le", "Quoc V.")),
        ("Luís da Silva e Castro", PersonName("Silva e Castro", "Luís", "da")),
        ("José Ortega y Gasset", PersonName("Ortega y Gasset", "José")),
        ("Martin Luther King, Jr.", PersonName("King", "Martin Luther", suffix="Jr.")),
        ("King, Jr., Martin Luther", PersonName("King", "Martin Luther", suffix="Jr.")),
        ("de Freitas, Nando", PersonName("Freitas", "Nando", "de")),
        ("Henry Ford III", PersonName("Ford", "Henry", suffix="III")),
        ("Grace Hopper, PhD", PersonName("Hopper", "Grace")),
        ("Wei Chiang*", PersonName("Chiang", "Wei")),
        ("Ming Li (李明)", PersonName("Li", "Ming")),
        ("OpenAI", PersonName("OpenAI", is_whole=True)),
        ("Gemma Team", PersonName("Gemma Team", is_whole=True)),
        ("The ATLAS Collaboration", PersonName("The ATLAS Collaboration", is_whole=True)),
        ("王小明", PersonName("王", "小明")),
        ("欧阳修", PersonName("欧阳", "修")),
        ("山田 太郎", PersonName("山田", "太郎")),
        ("山田太郎", PersonName("山田太郎", is_whole=True)),
        ("김민수", PersonName("김", "민수")),
    ],
)
def test_names_come_apart_as_their_owners_would(name: str, parts: PersonName) -> None:
    assert split_name(name) == parts


def test_et_al_is_no_name() -> None:
    assert is_others("et al.")
    assert is_others(" and others")
    assert not is_others("Al Etienne")


@given(st.text(max_size=60))
def test_any_text_is_taken_apart_without_error_and_nothing_is_invented(name: str) -> None:
    parts = split_name(name)
    for part in (parts.family, parts.given, parts.particle, parts.suffix):
        assert all(word in name for word in part.split())
