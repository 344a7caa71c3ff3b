"""How much is tried: all of it in `make test-full`, which sets ATOM_XERO_LONG_RUN, and a part in `make test`."""

from __future__ import annotations

import os
from typing import Final

LONG: Final = os.environ.get("ATOM_XERO_LONG_RUN") == "1"
_PART: Final = 5
_LEAST: Final = 20


def examples(many: int) -> int:
    """How many examples of a property: all, or a fifth of them and at least 20 (of fewer than 20, all)."""
    return many if LONG else min(many, max(_LEAST, many // _PART))
