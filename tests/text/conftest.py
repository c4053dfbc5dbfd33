"""Settings for the tests of this room."""

from __future__ import annotations

from hypothesis import settings

# No deadline: the first example pays for imports, and how long one takes is the machine's business. Loaded here, since
# Hypothesis takes the settings when a test module is imported.
settings.register_profile("text", deadline=None)
settings.load_profile("text")
