"""Whether the terminal is to be written to in UTF-8, as far as the environment tells."""

from __future__ import annotations

from collections.abc import Mapping

_SAID_BY = ("LC_ALL", "LC_CTYPE", "LANG")
_ASCII_ONLY = ("C", "POSIX")
#: What Python sets LC_CTYPE to where it is in the C locale (PEP 538).
_COERCED = ("C.UTF-8", "C.utf8", "UTF-8")


def is_utf8(env: Mapping[str, str]) -> bool:
    """What LC_ALL, LC_CTYPE or LANG say, the first that is set (POSIX, Locale). Where none is, or none names a
    character set, the terminal is taken for one of today's."""
    said = [env[name] for name in _SAID_BY if env.get(name)]
    if not said:
        return True
    if said[0] in _COERCED and not env.get("LC_ALL") and env.get("LANG") in _ASCII_ONLY:
        return False
    if said[0] in _ASCII_ONLY:
        return False
    charset = said[0].partition(".")[2].partition("@")[0]
    return not charset or charset.lower().replace("-", "") == "utf8"
