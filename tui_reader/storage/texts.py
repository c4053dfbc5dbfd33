"""What storage needs of `text/`, imported when the first item is stored: reading a library needs none of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui_reader.domain.feeds import Entry, EntryPrint


def canonical(url: str) -> str:
    """The form of an address that all spellings of it share, "" if it is none."""
    from tui_reader.text.addresses import canonical as canonical_address

    return canonical_address(url)


def forms(url: str) -> tuple[str, ...]:
    """All addresses under which a page may be known, the canonical one first."""
    from tui_reader.text.addresses import forms as forms_of_address

    return forms_of_address(url)


def address_number(url: str) -> int:
    """A number that the spellings of an address share, with and without `www.` and a slash at its end."""
    from tui_reader.text.references import address_number as number_of_address

    return number_of_address(url)


def reference_of(url: str) -> str:
    """What an address refers to: a paper, a repository, a page; "" for nothing."""
    from tui_reader.text.references import reference_of as reference_of_address

    return reference_of_address(url)


def targets_in(text: str, base: str, is_html: bool) -> tuple[str, ...]:
    """What the links of a text refer to."""
    from tui_reader.text.references import targets_in as targets_in_text

    return targets_in_text(text, base, is_html)


def print_of(entry: Entry) -> EntryPrint:
    """What an entry is told by."""
    from tui_reader.text.entry_prints import print_of as print_of_entry

    return print_of_entry(entry)


def searchable(text: str) -> str:
    """Text as a search looks at it."""
    from tui_reader.text.search_text import searchable as searchable_text

    return searchable_text(text)
