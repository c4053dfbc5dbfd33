"""LaTeX as Unicode."""


def to_unicode(s: str) -> str:
    """x."""
    return s


def math_to_unicode(s: str) -> str:
    """x."""
    return s
