"""A title's ties and a name's parts reach the citation; commands that do something do not."""

from __future__ import annotations

import pytest

from tui_reader.text.bibtex import of_latex
from tui_reader.text.person_names import split_name


@pytest.mark.parametrize("protect", [True, False])
def test_a_tilde_between_words_is_a_tie(protect: bool) -> None:
    assert of_latex("Sheep~from hay: a~b", protect=protect) == "Sheep~from hay: a~b"
    assert "{DNA}~{RNA}" in of_latex("sheep of DNA~RNA", protect=True)
    assert of_latex("Fig.~\\ref{a} and in~$x$") == "Fig.~\\ref{a} and in~$x$"
    assert of_latex("~5 sheep") == "\\textasciitilde{}5 sheep"


@pytest.mark.parametrize(
    "source",
    ["\\input{/etc/passwd}", "\\write18{ls}", "\\immediate\\write18{ls}", "\\openin5=x",
     "$\\input{x}$", "$^^5cinput{x}$",
     "{\\include{x}}", "\\def\\a{b}", "\\catcode`\\a=1", "\\csname input\\endcsname{x}", "\\directlua{x}",
     "\\@@input x", "\\begin{filecontents}{x}", "\\^^69nput{x}", "\\CatchFileDef{a}{b}", "\\embedfile{x}"],
)  # fmt: skip
@pytest.mark.parametrize("protect", [True, False])
def test_commands_that_read_write_or_run_are_printed_and_not_done(source: str, protect: bool) -> None:
    written = of_latex(f"Sheep {source} end", protect=protect)
    for name in (
        "input",
        "write",
        "openin",
        "include",
        "def",
        "catcode",
        "csname",
        "directlua",
        "immediate",
        "@@input",
        "begin",
        "CatchFileDef",
        "embedfile",
    ):
        assert f"\\{name}" not in written
    assert "^^" not in written


@pytest.mark.parametrize(
    ("name", "particle", "family"),
    [
        ("Ana de la Cruz Núñez", "de la", "Cruz Núñez"),
        ("Rui de Souza Lima", "de", "Souza Lima"),
        ("María del Carmen Ruiz", "", "Ruiz"),
        ("Jan van der Berg", "van der", "Berg"),
        ("Ludwig Mies van der Rohe", "van der", "Rohe"),
        ("Jan van der Berg P.", "", "P."),
    ],
)
def test_two_family_names_after_a_particle_are_one(name: str, particle: str, family: str) -> None:
    found = split_name(name)
    assert (found.particle, found.family) == (particle, family)
