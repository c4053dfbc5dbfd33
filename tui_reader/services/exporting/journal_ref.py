"""arXiv's journal reference, a line that authors write as they like, taken apart where its form is beyond doubt."""

from __future__ import annotations

import re

from msgspec import Struct


class Publication(Struct, frozen=True):
    """Where something was published. A reference that could not be taken apart is `name` as a whole, perhaps with the
    `year` that stands in it."""

    name: str = ""
    is_conference: bool = False
    volume: str = ""
    number: str = ""
    pages: str = ""
    year: int | None = None


UNPUBLISHED = Publication()

_MONTHS = r"(?:(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)[a-z]*\.?,?\s*)?"
_NAME = r"(?P<name>[^\d;:(]*[^\d;:(\s,](?:\s*\([^()\d]{2,12}\))?)"
_VOLUME = r"(?:vol(?:ume)?\.?\s*)?(?P<volume>\d{1,4})"
_NUMBER = r"(?:\s*\((?P<number>\d{1,3})\)|,?\s*(?:no|nr|num|number|issue|iss)\.?\s*(?P<number2>\d{1,3}))?"
_PAGES = r"(?:pp?\.?\s*|pages?:?\s*|art(?:icle|\.)?\s*)?(?P<pages>[eE]?\d{1,7}(?:\s*[-–—]+\s*[eE]?\d{1,7})?)"
_YEAR = rf"\(?{_MONTHS}(?P<year>(?:19|20)\d\d)\)?"
_BETWEEN = r"\s*[,:;]?\s*"
_FORMS = [
    re.compile(rf"(?i){form}\.?")
    for form in (
        rf"{_NAME},?\s*{_VOLUME}{_NUMBER}\s*[,:]\s*{_PAGES}(?:\s*,\s*|\s*(?=\())(?:{_YEAR})",  # Name 9(4), 1-2 (2014)
        rf"{_NAME},?\s*{_VOLUME}{_NUMBER}\s*(?:,\s*|(?=\()){_YEAR}{_BETWEEN}{_PAGES}",  # Name 324 (2014) 56-61
        rf"{_NAME},?\s*{_VOLUME}{_NUMBER}\s*(?:,\s*|(?=\()){_YEAR}",  # Name 103, 2012
        rf"{_NAME}(?:,\s*|\s*(?=\()){_YEAR}",  # Name, 2013
    )
]
_VOLUME_WORD = re.compile(r"(?i)[\s,]+vol(?:ume)?\.?$")
# Half of an ISSN or a page number is no year.
_ANY_YEAR = re.compile(r"(?<![\d-])(?:19|20)\d\d(?!\d|-\d)")
_AT_A_CONFERENCE = re.compile(
    r"(?i)\b(?:conference|conf\.|workshops?|symposium|meeting|congress|colloquium|proc(?:eedings|\.)|in proc)|"
    r"\b(?:NeurIPS|NIPS|ICML|ICLR|CVPR|ICCV|ECCV|WACV|BMVC|ACL|EMNLP|NAACL|EACL|AACL|COLING|CoNLL|LREC|AAAI|IJCAI|"
    r"INTERSPEECH|ICASSP|ASRU|SLT|ISMIR|KDD|SIGIR|WSDM|CIKM|RecSys|AISTATS|UAI|COLT|CoRL|ICRA|IROS|MICCAI|CHI|UIST|"
    r"SODA|STOC|FOCS|USENIX|EPTCS)\b"
)
#: Called proceedings and journals all the same.
_PROCEEDINGS_THAT_ARE_JOURNALS = re.compile(
    r"(?i)\bproc(?:eedings|\.)?\s+(?:of\s+)?(?:the\s+)?(?:nat(?:ional|l|\.)|royal|roy\.|ieee\s*(?:,|\d|\(|vol|$)|vldb|acm\s+(?:on\s|program"
    r"|meas|hum)|amer|london|lond|edinburgh|r\.\s*soc|privacy|combinatorics|indian)|\bPVLDB\b|\bPNAS\b|\bPACMPL\b"
    r"|\b(?:transactions|journal|letters)\b"
)
_IN = re.compile(r"(?i)^in:?\s+(?=\S)")


def read_journal_ref(text: str) -> Publication:
    """A journal reference in its parts. Of one in no known form nothing is cut off."""
    text = _IN.sub("", " ".join(text.split())).rstrip(" .,;")
    if not text:
        return UNPUBLISHED
    is_conference = bool(_AT_A_CONFERENCE.search(text)) and not _PROCEEDINGS_THAT_ARE_JOURNALS.search(text)
    if len(text) <= 300:  # what is longer has no such form, and the forms need not be tried on it
        for form in _FORMS:
            if (found := form.fullmatch(text)) is not None:
                parts = found.groupdict(default="")
                if is_conference and (parts.get("number") or parts.get("number2")):
                    break  # BibTeX knows volumes of proceedings, and numbers, but not both
                return Publication(
                    name=_VOLUME_WORD.sub("", parts["name"]).strip(" ,"),
                    is_conference=is_conference,
                    volume=parts.get("volume", ""),
                    number=parts.get("number", "") or parts.get("number2", ""),
                    pages=re.sub(r"\s*[-–—]+\s*", "--", parts.get("pages", "")),
                    year=int(parts["year"]),
                )
    years = {int(year) for year in _ANY_YEAR.findall(text)}
    return Publication(text, is_conference, year=years.pop() if len(years) == 1 else None)
