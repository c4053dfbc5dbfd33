"""Telling "you are offline" from "that host is not there", so that a train without a network waits for nothing.

A verdict of offline holds for a few seconds: long enough for the rest of a sync to end at once, short enough for a
`r` pressed back in the network to ask again.
"""

from __future__ import annotations

import socket
from collections.abc import Callable

VERDICT_HOLDS_S = 5.0
"""Seconds for which nobody is asked after the network was found missing."""
ANSWER_COUNTS_S = 60.0
"""Seconds for which an answer of any host proves that there is a network."""
HOSTS_WITHOUT_ANSWER = 3
"""So many hosts that cannot be reached, with no answer between, outweigh that proof."""

# Documentation addresses (RFC 5737, RFC 3849): routed by default like any other, and nobody's.
_NOWHERE = ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1"))


class Reach:
    """What the requests of this process say about the network. Times are seconds of any steady clock."""

    def __init__(self, clock: Callable[[], float], has_route: Callable[[], bool]) -> None:
        self._clock = clock
        self._has_route = has_route
        self._answered_at: float | None = None
        self._offline_at: float | None = None
        self._unreached: set[str] = set()

    def answered(self) -> None:
        """A host out there answered."""
        self._answered_at = self._clock()
        self._offline_at = None
        self._unreached.clear()

    def unreached(self, host: str, resolver_silent: bool) -> bool:
        """A host's name was not found, or there is no way to it; whether that means being offline.

        `resolver_silent`: no name server answered, as opposed to one that answered that there is no such name.
        """
        self._unreached.add(host)
        proven = self._answered_at is not None and self._clock() - self._answered_at < ANSWER_COUNTS_S
        if not self._has_route():
            offline = True
        elif proven:
            offline = len(self._unreached) >= HOSTS_WITHOUT_ANSWER
        else:
            # Some systems answer "no such name" when they mean "no network": believed of the second host.
            offline = resolver_silent or len(self._unreached) > 1
        if offline:
            self._offline_at = self._clock()
        return offline

    def is_offline(self) -> bool:
        """Whether the last verdict still holds."""
        return self._offline_at is not None and self._clock() - self._offline_at < VERDICT_HOLDS_S


def has_default_route() -> bool:
    """Whether the system knows a way to the internet at all. Asks the routing table alone: connecting a datagram
    socket sends nothing."""
    for family, address in _NOWHERE:
        try:
            with socket.socket(family, socket.SOCK_DGRAM) as probe:
                probe.connect((address, 9))
                return True
        except OSError:
            continue
    return False
