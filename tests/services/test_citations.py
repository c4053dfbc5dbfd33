from __future__ import annotations

import json
import re
import shutil
import subprocess
import warnings
from datetime import UTC, datetime
from pathlib import Path

import bibtexparser
import pytest
import rispy
from hypothesis import given, settings
from hypothesis import strategies as st

from tui_reader.domain.items import Kind
from tui_reader.domain.papers import Author, Paper
from tui_reader.domain.rows import PaperDetail, Row
from tui_reader.services.exporting import bibtex, csl, ris
from tui_reader.services.exporting.citation import Citation, CitationKind, of_paper, of_row
from tui_reader.services.exporting.citation_keys import assign, plain_key


def cited(title: str, *authors: str, number: str = "2606.14591", **more: str) -> Citation:
    paper = Paper(
        title,
        arxiv_id=number,
        authors=tuple(Author(name) for name in authors),
        published=datetime(2026, 6, 3, tzinfo=UTC),
        primary_category="cs.SD",
        **more,  # type: ignore[arg-type]
    )
    row = Row(1, paper.key, Kind.PAPER, title, tags=("read-me",))
    return of_paper(PaperDetail(row, paper, "", 0))


NASTY = [
    cited("Plain Speech Enhancement", "Ada Smith", "Jan van der Berg"),
    cited("Plain speech, again", "Ada Smith", number="2606.14592"),
    cited(r"100\% of $O(\{n\}^2)$ & {odd", "Erdős Pál", "The Team of X, and Y", number="2606.1"),
    cited("@comment{x} \\", "O'Brien, Jr., Tim", "et al.", number="cs/0701001", journal_ref="J. Odd 3, 4-5 (2007)"),
    cited("王小明的方法", "王小明", "OpenAI", "and", number="2606.2", doi="10.1000/a{b}%c"),
    cited("", "", "a and b", "Silva e Castro, Luís", number="2606.3", journal_ref="Proceedings of ACL 2026"),
    cited('A "quoted" = title, #1', "{", "\\", "X Æ A-12", number="2606.4", abstract="ER  - \n\nTY  - JOUR % &"),
]


def library_of(citations: list[Citation]) -> str:
    keys = assign((c.item_key, plain_key(c)) for c in citations)
    return "".join(bibtex.entry_text(c, keys[c.item_key]) for c in citations)


def test_a_preprint_is_misc_with_its_eprint() -> None:
    (entry,) = bibtexparser.parse_string(library_of(NASTY[:1])).entries
    assert (entry.entry_type, entry.key) == ("misc", "smith2026plain")
    fields = {name: field.value for name, field in entry.fields_dict.items()}
    assert fields["eprint"] == "2606.14591"
    assert fields["archiveprefix"] == "arXiv"
    assert fields["primaryclass"] == "cs.SD"
    assert fields["author"] == "Smith, Ada and van der Berg, Jan"
    assert (fields["year"], fields["month"]) == ("2026", "jun")
    assert fields["url"] == "https://arxiv.org/abs/2606.14591"
    assert fields["keywords"] == "read-me"


def test_a_published_paper_is_an_article_of_the_year_of_its_journal_or_a_conference_paper() -> None:
    article, paper = bibtexparser.parse_string(library_of([NASTY[3], NASTY[5]])).entries
    assert article.entry_type == "article"
    assert (article["journal"], article["volume"], article["pages"], article["year"]) == ("J. Odd", "3", "4--5", "2007")
    assert "month" not in article.fields_dict
    assert article["author"] == "O'Brien, Jr., Tim and others"
    assert (paper.entry_type, paper["booktitle"]) == (
        "inproceedings",
        "Proceedings of ACL 2026",
    )


def test_the_doi_that_arxiv_gives_every_preprint_is_no_publication() -> None:
    assert cited("x", doi="10.48550/arXiv.2606.14591").doi == ""


def test_the_number_tells_the_year_where_nothing_else_does() -> None:
    for number, year in (("2606.14591", 2026), ("cs/9901001", 1999), ("cs/0701001", 2007)):
        row = Row(1, f"arxiv:{number}", Kind.PAPER, "x")
        assert of_paper(PaperDetail(row, Paper("x", arxiv_id=number), "", 0)).year == year


def test_anything_with_a_title_can_be_cited() -> None:
    row = Row(
        1,
        "repo:octo/reader",
        Kind.REPO,
        "octo/reader",
        url="https://github.com/octo/reader",
        date=datetime(2026, 1, 2, tzinfo=UTC),
    )
    citation = of_row(row)
    assert citation.kind is CitationKind.PAGE
    assert "@misc{anon2026octo," in bibtex.entry_text(citation, plain_key(citation))


def test_nasty_papers_go_through_bibtexparser() -> None:
    library = bibtexparser.parse_string(library_of(NASTY))
    assert library.failed_blocks == []
    assert len(library.entries) == len(NASTY)
    assert len({entry.key for entry in library.entries}) == len(NASTY)


@pytest.mark.skipif(shutil.which("biber") is None, reason="there is no biber here")
def test_nasty_papers_go_through_biber_without_a_complaint(tmp_path: Path) -> None:
    (tmp_path / "all.bib").write_text(library_of(NASTY), "utf-8")
    done = subprocess.run(
        ["biber", "--tool", "--noconf", "all.bib"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
    assert not re.search("WARN|ERROR", done.stdout), done.stdout
    assert len(bibtexparser.parse_string((tmp_path / "all_bibertool.bib").read_text("utf-8")).entries) == len(NASTY)


def test_nasty_papers_come_back_from_ris() -> None:
    keys = assign((c.item_key, plain_key(c)) for c in NASTY)
    text = "".join(ris.reference_text(c, keys[c.item_key]) for c in NASTY)
    references = rispy.loads(text)
    assert [r["id"] for r in references] == [keys[c.item_key] for c in NASTY]
    first = references[0]
    assert first["type_of_reference"] == "UNPB"
    assert first["authors"] == ["Smith, Ada", "van der Berg, Jan"]
    assert (first["year"], first["accession_number"]) == ("2026", "arXiv:2606.14591")
    assert (references[3]["type_of_reference"], references[3]["start_page"]) == ("JOUR", "4")
    assert references[6]["abstract"] == "ER - TY - JOUR % &"


def test_nasty_papers_are_set_by_citeproc() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from citeproc import Citation as Cited
        from citeproc import CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
        from citeproc.source.json import CiteProcJSON

        keys = assign((c.item_key, plain_key(c)) for c in NASTY)
        items = json.loads(json.dumps([csl.item(c, keys[c.item_key]) for c in NASTY]))
        source = CiteProcJSON(items)
        style = CitationStylesStyle("harvard-cite-them-right", validate=False)
        bibliography = CitationStylesBibliography(style, source, formatter.plain)
        for item in items:
            bibliography.register(Cited([CitationItem(item["id"])]))
        lines = [str(line) for line in bibliography.bibliography()]
    assert len(lines) == len(NASTY)
    assert any("van der Berg" in line for line in lines)


def test_csl_says_what_sort_of_publication_it_is() -> None:
    assert csl.item(NASTY[0], "k")["type"] == "article"
    assert csl.item(NASTY[0], "k")["number"] == "arXiv:2606.14591"
    assert csl.item(NASTY[3], "k")["type"] == "article-journal"
    assert csl.item(NASTY[5], "k")["type"] == "paper-conference"
    assert csl.item(NASTY[4], "k")["author"][:2] == [{"family": "王", "given": "小明"}, {"literal": "OpenAI"}]


def test_the_older_paper_keeps_the_plain_key_whatever_the_order() -> None:
    pairs = [("arxiv:2606.00002", "smith2026speech"), ("arxiv:2606.00001", "smith2026speech")]
    expected = {"arxiv:2606.00001": "smith2026speech", "arxiv:2606.00002": "smith2026speecha"}
    assert assign(pairs) == expected
    assert assign(reversed(pairs)) == expected


def test_a_lengthened_key_takes_no_other_papers_key() -> None:
    given_keys = assign([("arxiv:1", "xa"), ("arxiv:2", "x"), ("arxiv:3", "x")])
    assert len(set(given_keys.values())) == 3


@settings(deadline=None)
@given(st.dictionaries(st.text(min_size=1, max_size=6), st.sampled_from(["a", "aa", "ab", "b"]), max_size=80))
def test_keys_are_unique_for_any_set(plain: dict[str, str]) -> None:
    keys = assign(plain.items())
    assert keys.keys() == plain.keys()
    assert len(set(keys.values())) == len(keys)


WORDS = st.text(st.sampled_from("ab Zé王{}\\$%&#_^~\"',@=()-\n"), max_size=30)


@settings(max_examples=60, deadline=None)
@given(WORDS, st.lists(WORDS, max_size=3), WORDS)
def test_any_paper_makes_one_entry_that_can_be_read_back(title: str, authors: list[str], journal: str) -> None:
    citation = cited(title, *authors, journal_ref=journal, doi=f"10.1234/{title}", abstract=journal)
    key = plain_key(citation)
    assert re.fullmatch("[a-z0-9]+", key)
    library = bibtexparser.parse_string(bibtex.entry_text(citation, key))
    assert library.failed_blocks == []
    (entry,) = library.entries
    assert entry.key == key
    (reference,) = rispy.loads(ris.reference_text(citation, key))
    assert reference["id"] == key


def test_a_key_that_an_item_has_stays_and_no_two_are_the_same() -> None:
    plain = [("arxiv:2601.00001", "smith2026speech"), ("arxiv:2601.00002", "smith2026speech"), ("arxiv:1", "b2026x")]
    own = {"arxiv:2601.00002": "smith2026speech", "arxiv:1": "Own_Key"}
    assert assign(plain, own) == {
        "arxiv:2601.00001": "smith2026speecha", "arxiv:2601.00002": "smith2026speech", "arxiv:1": "Own_Key"
    }  # fmt: skip
    twice = assign(plain, dict.fromkeys(("arxiv:2601.00001", "arxiv:2601.00002"), "k"))
    assert len(set(twice.values())) == 3
