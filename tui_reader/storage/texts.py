"""What storage needs of `text/`, imported when the first item is stored: reading a library needs none of it."""

from __future__ import annotations


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
    import hashlib

    from tui_reader.text.addresses import folded

    return int.from_bytes(hashlib.blake2b(folded(url).encode("utf-8", "surrogatepass"), digest_size=7).digest())
