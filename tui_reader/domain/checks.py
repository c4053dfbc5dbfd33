"""What `doctor` finds."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class CheckStatus(StrEnum):
    """How a check came out."""

    OK = "ok"
    WARNING = "warning"
    FAILED = "failed"
    REPAIRED = "repaired"


class Check(Struct, frozen=True):
    """One thing that was looked at; `message` says what was found, `hint` what to do about it."""

    name: str
    status: CheckStatus
    message: str
    hint: str = ""
