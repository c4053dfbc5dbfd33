from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui_reader.services.exporting.journal_ref import Publication, read_journal_ref


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Phys. Rev. E 88, 052812 (2013)", Publication("Phys. Rev. E", volume="88", pages="052812", year=2013)),
        (
            "J. Math. Phys., 53(8):082201, 2012",
            Publication("J. Math. Phys.", volume="53", number="8", pages="082201", year=2012),
        ),
        ("Discrete Maths, 324 (2014) 56--61", Publication("Discrete Maths", volume="324", pages="56--61", year=2014)),
        (
            "Optics Now, Vol. 22, Issue 12, pp. 14544-14558 (2014)",
            Publication("Optics Now", volume="22", number="12", pages="14544--14558", year=2014),
        ),
        (
            "Journal of Boats (JOB), Vol.2, No.1, May 2011",
            Publication("Journal of Boats (JOB)", False, "2", "1", "", 2011),
        ),
        ("Transactions on Rope, 2013", Publication("Transactions on Rope", year=2013)),
        ("Proceedings of ICML 2024, Vienna", Publication("Proceedings of ICML 2024, Vienna", True, year=2024)),
        ("In Workshop on Knots, 2020", Publication("Workshop on Knots", True, year=2020)),
        ("Proceedings of the IEEE, 2020", Publication("Proceedings of the IEEE", False, year=2020)),
        ("Something else; see 2019 and 2021", Publication("Something else; see 2019 and 2021")),
        ("Journal (ISSN: 2044-6004), Volume 2", Publication("Journal (ISSN: 2044-6004), Volume 2")),
        ("", Publication()),
    ],
)
def test_a_reference_comes_apart_where_its_form_is_beyond_doubt(text: str, read: Publication) -> None:
    assert read_journal_ref(text) == read


@settings(deadline=None)
@given(st.text(st.sampled_from("Ab. ,;:()-12019 vol no pp"), max_size=80))
def test_no_letter_or_digit_of_a_reference_gets_lost(text: str) -> None:
    read = read_journal_ref(text)
    kept = f"{read.name}{read.volume}{read.number}{read.pages}{read.year or ''}"
    for digit in "0129":
        assert kept.count(digit) >= text.count(digit) or read.name
